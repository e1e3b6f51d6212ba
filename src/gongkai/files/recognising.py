"""The one desk for recognition (OCR): takes the files that wait, oldest first, and reads their pages in another process.

A page gets 20 seconds and 1.5 GB. A file that ends the process or takes too long is tried three times; then somebody
has to look at it and sign. What one page gave is kept beside the store, so that a restart goes on with the next.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings

from gongkai.files import store
from gongkai.files.actions import count_try, keep_recognised, read_stored
from gongkai.files.apart import Raised, Reader, Stopped
from gongkai.files.extraction.shapes import UNREADABLE, WAITING, Block, Extract, blocks_of
from gongkai.files.queries import waiting_for_recognition
from gongkai.files.recogniser import available
from gongkai.files.recognition import put_together

SECONDS_A_PAGE = 20
MEMORY_MB = 1536
CORES = 2
TRIES = 3
GIVEN_UP = "文字识别试了 {tries} 次都没有成功：{problem}打开看过以后，由看的人签字，才能公开。"
_HERE = "gongkai.files.recognition"


class PageFailed(Exception):
    """A page could not be recognised; the text says which and why, in Chinese."""


def recognise_next(*, at: datetime, should_stop: Callable[[], bool] = lambda: False) -> bool:
    """Read the file that waits longest. False: none waits, or the server has no recognition installed.

    Call it outside a transaction: it takes seconds a page. What goes wrong is counted and told on the file.
    """
    if not available():
        return False
    waiting = waiting_for_recognition()
    if not waiting:
        return False
    file_id, digest, extension = waiting[0]
    first = read_stored(file_id=file_id, at=at)
    if first.state != WAITING:  # somebody was faster
        return True
    tries = count_try(
        file_id=file_id
    )  # before the work: a file that takes this process down with it counts too
    folder = _folder(digest)
    try:
        found = None
        if tries <= TRIES:
            found = _read(store.path_of(digest), extension, first, folder, should_stop)
            if found is None:  # stopped in the middle: no fault of the file
                count_try(file_id=file_id, by=-1)
                return False
    except (PageFailed, Stopped, Raised) as failure:
        if tries < TRIES:
            return True
        found = _given_up(first, str(failure) if not isinstance(failure, Raised) else _told(failure))
    keep_recognised(file_id=file_id, extract=found or _given_up(first, "读它的程序意外结束。"), at=at)
    shutil.rmtree(folder, ignore_errors=True)
    return True


def _read(
    path: Path, extension: str, first: Extract, folder: Path, should_stop: Callable[[], bool]
) -> Extract | None:
    """None when asked to stop. Raises PageFailed, Stopped, Raised."""
    by_page: dict[int, list[Block]] = {}
    with Reader(seconds=SECONDS_A_PAGE, memory_mb=MEMORY_MB, cores=CORES) as reader:
        reader.call(f"{_HERE}:warm_up")
        for number in reader.call(f"{_HERE}:pages_to_recognise", str(path), extension):
            if should_stop():
                return None
            by_page[number] = _page(reader, path, extension, number, folder)
    return put_together(first, by_page)


def _page(reader: Reader, path: Path, extension: str, number: int, folder: Path) -> list[Block]:
    kept = folder / f"{number}.json"
    try:
        rows = json.loads(kept.read_text("utf-8"))
    except (OSError, ValueError):
        rows = _asked(reader, path, extension, number)
        folder.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(".part")
        part.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
        part.replace(kept)
    return list(blocks_of(rows))


def _asked(reader: Reader, path: Path, extension: str, number: int) -> list[list[object]]:
    try:
        rows: list[list[object]] = reader.call(f"{_HERE}:lines_of_page", str(path), extension, number)
    except Stopped as stopped:
        raise PageFailed(f"第 {number} 页{_without_advice(str(stopped))}") from stopped
    except Raised as raised:
        raise PageFailed(f"第 {number} 页{_told(raised)}") from raised
    return rows


def _without_advice(words: str) -> str:
    return words.partition("。")[0] + "。"


def _told(raised: Raised) -> str:
    """Its own words where they are meant for people (in Chinese)."""
    words = str(raised)
    return words if any("一" <= sign <= "鿿" for sign in words) else "识别不了。"


def _given_up(first: Extract, problem: str) -> Extract:
    words = GIVEN_UP.format(tries=TRIES, problem=problem)
    return Extract(first.blocks, first.hidden, UNREADABLE, words, first.pages, first.warnings)


def _folder(digest: str) -> Path:
    """Where the pages read so far of a file are kept: beside the store, never reachable from outside."""
    return Path(settings.MEDIA_ROOT) / "recognising" / digest
