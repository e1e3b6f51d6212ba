"""Recognition of text in pictures (OCR), a page at a time, with boxes; the engine is an optional extra."""

from __future__ import annotations

import json
import threading
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps

from gongkai.files.extraction import images, pdf
from gongkai.files.extraction.pdf_letters import ONE_AT_A_TIME, Box, Unreadable, opened
from gongkai.files.extraction.shapes import READ, UNREADABLE, WAITING, Block, Extract, Removal
from gongkai.files.recognised_rows import in_rows
from gongkai.files.recogniser import MISSING, available

DPI = 150
MAX_SIDE = 2400
"""Pixels; larger pages are drawn smaller, so that a page stays within 1.5 GB and 20 s."""

Progress = Callable[[int, int], None]
_MINE = threading.Lock()


class RecognitionMissing(Exception):
    """The engine is not installed; the text says so in Chinese."""

    def __init__(self) -> None:
        super().__init__(MISSING)


@lru_cache(maxsize=1)
def _engine() -> Any:
    if not available():
        raise RecognitionMissing
    from rapidocr import RapidOCR  # noqa: PLC0415  an optional extra that takes a second to load

    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.max_side_len": MAX_SIDE,
            "EngineConfig.onnxruntime.intra_op_num_threads": 2,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def recognise_page(
    image: Image.Image, *, place: str = "图片", page: int = 1, scale: float = 1.0
) -> list[Block]:
    """The lines of a picture from top to bottom, boxes in pixels divided by `scale`. Raises RecognitionMissing."""
    with _MINE:
        engine = _engine()
        shrink = min(1.0, MAX_SIDE / max(image.size))
        if shrink < 1:
            image = image.resize((max(1, int(image.width * shrink)), max(1, int(image.height * shrink))))
        pixels = np.ascontiguousarray(np.asarray(_on_white(image))[:, :, ::-1])
        result = engine(pixels)
    if result is None or result.boxes is None:
        return []
    scale *= shrink
    rows = []
    for corners, text in zip(result.boxes, result.txts, strict=True):
        xs, ys = [float(x) / scale for x, _ in corners], [float(y) / scale for _, y in corners]
        rows.append(Block(text, place, page=page, box=(min(xs), min(ys), max(xs), max(ys))))
    return in_rows(rows)


def recognise(
    path: Path, extension: str, *, progress: Progress | None = None, cache: Path | None = None
) -> Extract:
    """The whole file's text: the text layer where there is one, recognition of the other pages.

    `cache` keeps each page's result, so that a run that was broken off goes on where it stopped; `progress` gets
    pages done and pages to do. Without the engine: WAITING with the reason. Never raises for what is in the file.
    """
    if not available():
        return Extract(state=WAITING, problem=MISSING)
    first = pdf.read(path) if extension == "pdf" else images.read(path)
    if first.state == UNREADABLE:
        return first
    try:
        if extension == "pdf":
            return _recognise_pdf(path, first, progress, cache)
        with Image.open(path) as picture:
            blocks = _kept(cache, 1) or _keep(
                cache, 1, recognise_page(ImageOps.exif_transpose(picture) or picture)
            )
    except Unreadable as refusal:
        return Extract(state=UNREADABLE, problem=str(refusal))
    except (OSError, ValueError, MemoryError):
        return Extract(state=UNREADABLE, problem="图片已损坏，识别不了。")
    if progress:
        progress(1, 1)
    return Extract(tuple(blocks), first.hidden, READ, "", 1, first.warnings)


def warm_up() -> bool:
    """Load the engine, so that its loading isn't counted into the time of the first page."""
    _engine()
    return True


def pages_to_recognise(path: str, extension: str) -> list[int]:
    """Pages (from 1) whose text only recognition can read. Raises Unreadable."""
    return pdf.waiting_pages(Path(path)) if extension == "pdf" else [1]


def lines_of_page(path: str, extension: str, number: int) -> list[tuple[str, str, str, int, Box | None]]:
    """`recognise_page` for another process: plain values that JSON carries. Raises Unreadable, RecognitionMissing."""
    if extension == "pdf":
        image, scale = page_image(Path(path), number)
        found = recognise_page(image, place=f"第{number}页", page=number, scale=scale)
    else:
        with Image.open(path) as picture:
            found = recognise_page(ImageOps.exif_transpose(picture) or picture)
    return [(one.text, one.place, one.end, one.page, one.box) for one in found]


def _recognise_pdf(path: Path, first: Extract, progress: Progress | None, cache: Path | None) -> Extract:
    """Text that the layer gives stays; what recognition reads is put behind the layer's text of the same page."""
    todo = pdf.waiting_pages(path)
    by_page: dict[int, list[Block]] = {}
    for done, number in enumerate(todo, 1):
        found = _kept(cache, number)
        if found is None:
            image, scale = page_image(path, number)
            found = _keep(
                cache, number, recognise_page(image, place=f"第{number}页", page=number, scale=scale)
            )
        by_page[number] = found
        if progress:
            progress(done, len(todo))
    return put_together(first, by_page)


def put_together(first: Extract, by_page: Mapping[int, list[Block]]) -> Extract:
    """What the file's own letters gave, and behind it page by page what recognition read."""
    blocks: list[Block] = []
    for number in range(1, max(first.pages, 1) + 1):
        blocks += [block for block in first.blocks if block.page == number]
        blocks += by_page.get(number, [])
    blocks += [block for block in first.blocks if not 1 <= block.page <= max(first.pages, 1)]
    return Extract(tuple(blocks), first.hidden, READ, "", max(first.pages, 1), ())


def page_image(path: Path, number: int, *, dpi: int = DPI) -> tuple[Image.Image, float]:
    """A PDF's page (from 1) as a picture, and pixels a point. Raises Unreadable."""
    with ONE_AT_A_TIME, opened(path) as document:
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(dpi / 72, MAX_SIDE / max(width, height, 1))
        picture = page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
        page.close()
    return picture, scale


def boxes_of(extract: Extract, removals: Iterable[Removal]) -> list[tuple[int, Box]]:
    """Where characters of recognised text stand: page and box (left, top, right, bottom), a share of their line.

    A character takes one part of the line's width, a narrow one (digits, Latin) half a part.
    """
    found = []
    for removal in removals:
        at = max(bisect_right(extract.starts, removal.start) - 1, 0)
        while at < len(extract.blocks) and extract.starts[at] < removal.end:
            start, block = extract.starts[at], extract.blocks[at]
            first, last = max(removal.start, start), min(removal.end, start + len(block.text))
            if first < last and block.box:
                found.append((block.page, _share(block.text, first - start, last - start, block.box)))
            at += 1
    return found


def _share(text: str, first: int, last: int, box: Box) -> Box:
    weights = [1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.55 for sign in text]
    left, top, right, bottom = box
    unit = (right - left) / sum(weights)
    margin = 0.35 * min(bottom - top, unit * 1.0)
    start, end = sum(weights[:first]) * unit, sum(weights[:last]) * unit
    return max(left - 1, left + start - margin), top, min(right + 1, left + end + margin), bottom


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, image).convert("RGB")
    return image.convert("RGB")


def _kept(cache: Path | None, number: int) -> list[Block] | None:
    if cache is None:
        return None
    try:
        rows = json.loads((cache / f"{number}.json").read_text("utf-8"))
        return [Block(r["text"], r["place"], r["end"], r["page"], tuple(r["box"])) for r in rows]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(cache: Path | None, number: int, blocks: list[Block]) -> list[Block]:
    if cache is not None:
        cache.mkdir(parents=True, exist_ok=True)
        rows = [
            {"text": b.text, "place": b.place, "end": b.end, "page": b.page, "box": b.box} for b in blocks
        ]
        part = cache / f"{number}.part"
        part.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
        part.replace(cache / f"{number}.json")
    return blocks
