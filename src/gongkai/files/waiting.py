"""Uploads that wait for somebody to look at what they hold: a folder each under HOME/imports, seen by their owner alone.

Nothing of an upload is trusted or published; it is read by an import and deleted with it, or after three days.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from gongkai.files.checking import FileRefused
from gongkai.files.rules import safe_name

KEPT = timedelta(days=3)
_TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Upload:
    """`what` says which import it is for, `told` what the person said beside it (unit, map, heading)."""

    token: str
    owner_id: int
    name: str
    what: str
    at: str
    size: int
    told: dict[str, Any] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return _root() / self.token

    @property
    def path(self) -> Path:
        """The file, under a neutral name with its own ending (readers look at it)."""
        return self.folder / f"upload{_ending(self.name)}"


def _root() -> Path:
    return Path(settings.HOME) / "imports"


def _ending(name: str) -> str:
    found = re.search(r"(\.[a-z0-9]{1,8}){1,2}$", name.lower())
    return found.group(0) if found else ""


def keep_upload(
    *, owner_id: int, name: str, stream: IO[bytes], what: str, told: dict[str, Any], at: datetime
) -> Upload:
    """Write an upload to its folder. Raises FileRefused when it is larger than allowed or empty."""
    forget_old(at=at)
    limit = settings.UPLOAD_MAX_BYTES
    shown = safe_name(name)
    upload = Upload(secrets.token_hex(16), owner_id, shown, what, at.isoformat(), 0, told)
    upload.folder.mkdir(parents=True, mode=0o700)
    size = 0
    with upload.path.open("wb") as out:
        while chunk := stream.read(1024 * 1024):
            size += len(chunk)
            if size > limit:
                break
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    if not 0 < size <= limit:
        shutil.rmtree(upload.folder)
        too_large = f"“{shown}”超过 {limit // 1024 // 1024} MB。分成几个文件再上传。"
        raise FileRefused(too_large if size else f"“{shown}”是空文件，0 个字节。重新选择文件。")
    upload = replace(upload, size=size)
    _write(upload.folder / "about.json", asdict(upload))
    return upload


def upload_of(*, token: str, owner_id: int) -> Upload | None:
    """The owner's upload; None for a stranger's, a forgotten or an impossible one."""
    if not _TOKEN.fullmatch(token):
        return None
    about = _read(_root() / token / "about.json")
    if about is None or about["owner_id"] != owner_id:
        return None
    found = Upload(**about)
    return found if found.path.exists() else None


def uploads_of(*, owner_id: int) -> list[Upload]:
    """What the owner has uploaded and not yet imported, newest first."""
    tokens = [folder.name for folder in _root().glob("*") if folder.is_dir()]
    found = [upload_of(token=token, owner_id=owner_id) for token in tokens]
    return sorted((one for one in found if one), key=lambda one: one.at, reverse=True)


def tell(upload: Upload, **told: Any) -> Upload:
    """Say something more of an upload: the map chosen, the job that reads it."""
    changed = replace(upload, told={**upload.told, **told})
    _write(upload.folder / "about.json", asdict(changed))
    return changed


def note_result(upload: Upload, result: dict[str, Any]) -> None:
    """Keep what a trial run found, so that pages needn't read the file again."""
    _write(upload.folder / "result.json", result)


def note_trial(
    upload: Upload,
    result: dict[str, Any],
    *,
    rows: Iterable[tuple[int, dict[str, str]]],
    seen: dict[str, dict[str, int]] | None,
) -> None:
    """As `note_result`, with the bad rows as they came and where what may not repeat stands, for mending on the page."""
    half = upload.folder / "rows.part"
    with half.open("w", encoding="utf-8") as out:
        for number, cells in rows:
            out.write(json.dumps([number, cells], ensure_ascii=False) + "\n")
    os.replace(half, upload.folder / "rows.jsonl")
    note_seen(upload, seen or {})
    note_result(upload, result)


def rows_of(upload: Upload, wanted: Collection[int]) -> dict[int, dict[str, str]]:
    """Bad rows as they came, by number; those asked for that were kept."""
    found: dict[int, dict[str, str]] = {}
    try:
        with (upload.folder / "rows.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                if int(line[1 : line.index(",")]) in wanted:
                    number, cells = json.loads(line)
                    found[number] = cells
    except OSError:
        return {}
    return found


def note_seen(upload: Upload, seen: dict[str, dict[str, int]]) -> None:
    _write(upload.folder / "seen.json", seen)


def seen_of(upload: Upload) -> dict[str, dict[str, int]]:
    return _read(upload.folder / "seen.json") or {}


def note_edits(upload: Upload, edits: Mapping[int, Mapping[str, str]]) -> None:
    """Keep cells mended on the page beside the file: row → heading → text. Earlier ones of other cells stay."""
    kept = edits_of(upload)
    for row, cells in edits.items():
        kept[row] = {**kept.get(row, {}), **cells}
    _write(upload.folder / "edits.json", {str(row): cells for row, cells in kept.items()})


def edits_of(upload: Upload) -> dict[int, dict[str, str]]:
    return {int(row): cells for row, cells in (_read(upload.folder / "edits.json") or {}).items()}


def result_of(upload: Upload) -> dict[str, Any] | None:
    return _read(upload.folder / "result.json")


def forget_result(upload: Upload) -> None:
    (upload.folder / "result.json").unlink(missing_ok=True)


def forget_upload(upload: Upload) -> None:
    shutil.rmtree(upload.folder, ignore_errors=True)


def forget_old(*, at: datetime) -> int:
    """Delete uploads older than KEPT; returns how many."""
    old = [
        folder
        for folder in _root().glob("*")
        if folder.is_dir() and folder.stat().st_mtime < (at - KEPT).timestamp()
    ]
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
    return len(old)


def _write(path: Path, value: dict[str, Any]) -> None:
    """In one piece: a reader sees the old or the new."""
    half = path.with_suffix(".part")
    half.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    os.replace(half, path)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found
