"""Where a document's template is: the office's own copy first, then the one that ships."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from gongkai.documents.problems import TemplateBroken
from gongkai.documents.shapes import TEMPLATES

SHIPPED = Path(__file__).parent / "templates"
MAX_TEMPLATE_BYTES = 10 * 1024 * 1024
_EPOCH = (1980, 1, 1, 0, 0, 0)


def template_file(code: str, suffix: str, *, home: Path) -> Path:
    """`home`/templates/<code> wins, then `home`/templates/<layout> (all letters at once), then what ships."""
    layout = TEMPLATES[code].layout
    own = home / "templates"
    for path in (own / f"{code}{suffix}", own / f"{layout}{suffix}"):
        if path.is_file():
            if path.stat().st_size > MAX_TEMPLATE_BYTES:
                raise TemplateBroken(f"模板 {path.name} 大于 10 MB，请缩小里面的图片。")
            return path
    return SHIPPED / f"{layout}{suffix}"


def with_fixed_times(blob: bytes) -> bytes:
    """The same ZIP without the time of its making: the same letter gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blob)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for member in given.infolist():
            info = zipfile.ZipInfo(member.filename, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(info, given.read(member))
    return out.getvalue()
