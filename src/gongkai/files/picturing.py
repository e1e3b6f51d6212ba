"""Pages of PDF files and pictures as one looks at them in the office: drawn in another process, kept beside the store."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from PIL import Image, ImageOps

from gongkai.files import store
from gongkai.files.apart import Raised, Reader, Stopped
from gongkai.files.extraction.pdf_letters import ONE_AT_A_TIME, opened
from gongkai.files.recognition import page_image
from gongkai.files.rules import MAX_PIXELS

DRAWN = frozenset({"pdf", "jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "webp"})
"""Extensions whose pages are shown as pictures; boxes can be drawn on them."""

DPI = 110
MAX_SIDE = 1800
SECONDS = 20
MEMORY_MB = 1024
_QUALITY = 82
_HERE = "gongkai.files.picturing"


class NotDrawn(Exception):
    """The page can't be shown; the text says why, in Chinese."""


@dataclass(frozen=True)
class PagePicture:
    """A JPEG on disk. `width` and `height` in the units of the extract's boxes: points of a PDF, else pixels."""

    path: Path
    width: float
    height: float
    pages: int


def page_picture(*, digest: str, extension: str, number: int) -> PagePicture:
    """Page `number` (from 1) of a stored file, drawn once. Raises NotDrawn."""
    if extension not in DRAWN:
        raise NotDrawn("这种文件没有页面图。")
    folder = Path(settings.MEDIA_ROOT) / "pages" / digest[:2] / digest
    picture, told = folder / f"{number}.jpg", folder / f"{number}.json"
    try:
        known = json.loads(told.read_text("utf-8"))
    except (OSError, ValueError):
        known = _drawn_apart(store.path_of(digest), extension, number, picture)
        part = told.with_suffix(f".{os.getpid()}.part")
        part.write_text(json.dumps(known), "utf-8")
        part.replace(told)
    return PagePicture(picture, *known)


def _drawn_apart(path: Path, extension: str, number: int, picture: Path) -> list[Any]:
    picture.parent.mkdir(parents=True, exist_ok=True)
    part = picture.with_suffix(f".{os.getpid()}.part")
    try:
        with Reader(seconds=SECONDS, memory_mb=MEMORY_MB) as reader:
            known: list[Any] = reader.call(f"{_HERE}:draw", str(path), extension, number, str(part))
        part.replace(picture)
    except Stopped as stopped:
        raise NotDrawn(str(stopped)) from stopped
    except Raised as raised:
        words = str(raised)
        raise NotDrawn(words if any("一" <= c <= "鿿" for c in words) else "这一页画不出来。") from raised
    finally:
        part.unlink(missing_ok=True)
    return known


def draw(path: str, extension: str, number: int, target: str) -> list[float]:
    """For the other process: writes the JPEG; width and height in units, and how many pages there are."""
    if extension == "pdf":
        with ONE_AT_A_TIME, opened(Path(path)) as document:
            pages = len(document)
        if not 1 <= number <= pages:
            raise NotDrawn(f"文件没有第 {number} 页。")
        picture, scale = page_image(Path(path), number, dpi=DPI)
        width, height = picture.width / scale, picture.height / scale
    else:
        with Image.open(path) as stored:
            if stored.width * stored.height > MAX_PIXELS:
                raise NotDrawn("图片的像素太多，没有打开。")
            picture, pages = (ImageOps.exif_transpose(stored) or stored).convert("RGB"), 1
        if number != 1:
            raise NotDrawn(f"文件没有第 {number} 页。")
        width, height = picture.size
    picture.thumbnail((MAX_SIDE, MAX_SIDE))
    picture.save(target, "JPEG", quality=_QUALITY)
    return [round(width, 2), round(height, 2), pages]
