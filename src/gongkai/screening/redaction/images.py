"""Blackens boxes of a picture and writes its pixels anew, without anything that camera or program wrote into it."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

from gongkai.files.extraction.shapes import Extract, Removal
from gongkai.files.recognition import boxes_of
from gongkai.files.rules import MAX_PIXELS

PixelBox = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels of the picture as seen (after the camera's turning)."""

_QUALITY = 92
_KINDS = {
    "jpg": "JPEG",
    "jpeg": "JPEG",
    "png": "PNG",
    "gif": "GIF",
    "bmp": "BMP",
    "tif": "TIFF",
    "tiff": "TIFF",
    "webp": "WEBP",
}


class PictureRefused(Exception):
    """The picture cannot be redacted; the text says why, in Chinese."""


def redact_boxes(source: Path, target: Path, extension: str, boxes: Iterable[PixelBox]) -> None:
    """Writes `target` with black boxes. A moving picture keeps its first frame only. Raises PictureRefused."""
    picture = upright(source)
    painted = _paint(picture, list(boxes))
    kind = _KINDS.get(extension.lower())
    if kind is None:
        raise PictureRefused(f"不会改写 .{extension} 图片。另存为 PNG 或 JPG 再上传。")
    if kind == "JPEG":
        painted.convert("L" if painted.mode in ("1", "L") else "RGB").save(
            target, kind, quality=_QUALITY, subsampling=0
        )
    else:
        painted.save(target, kind, optimize=kind == "PNG")


def redact_recognised(source: Path, target: Path, recognised: Extract, removals: Iterable[Removal]) -> None:
    """Blackens characters of `recognise(source).text`; replacements are not drawn. Raises PictureRefused."""
    boxes = [box for _, box in boxes_of(recognised, removals)]
    redact_boxes(source, target, target.suffix.lstrip("."), boxes)


def upright(path: Path) -> Image.Image:
    """The picture's pixels alone, turned as the camera says, of the first frame. Raises PictureRefused."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path) as opened:
                if opened.width * opened.height > MAX_PIXELS:
                    raise PictureRefused("图片的像素太多，没有打开。")
                turned = ImageOps.exif_transpose(opened) or opened
                turned.load()
                plain = (
                    turned
                    if turned.mode in ("1", "L", "RGB", "RGBA")
                    else turned.convert(_plain_mode(turned))
                )
                fresh = Image.new(plain.mode, plain.size)
                fresh.paste(plain, (0, 0))
                return fresh
    except PictureRefused:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise PictureRefused("不是能打开的图片，或者已损坏。") from error
    except Exception as error:  # decoders raise what they like
        raise PictureRefused("图片已损坏，打不开。") from error


def _plain_mode(picture: Image.Image) -> str:
    if "transparency" in picture.info or picture.mode in ("LA", "PA", "RGBa", "La"):
        return "RGBA"
    return "L" if picture.mode.startswith(("I", "F")) else "RGB"


def _paint(picture: Image.Image, boxes: list[PixelBox]) -> Image.Image:
    draw = ImageDraw.Draw(picture)
    for left, top, right, bottom in boxes:
        corners = (
            int(min(left, right)),
            int(min(top, bottom)),
            int(max(left, right)) + 1,
            int(max(top, bottom)) + 1,
        )
        draw.rectangle(
            corners,
            fill=(0, 0, 0, 255) if picture.mode == "RGBA" else 0 if picture.mode in "1L" else (0, 0, 0),
        )
    return picture


def changed_outside(
    source: Path, target: Path, boxes: Iterable[PixelBox], *, margin: int = 9, bearable: int = 40
) -> float:
    """The share of pixels outside the boxes that differ by more than `bearable` grey levels: 0 when all is well.

    `margin` pixels around a box are left out: JPEG mixes neighbours.
    """
    before, after = upright(source).convert("RGB"), upright(target).convert("RGB")
    if before.size != after.size:
        return 1.0
    differing = np.abs(np.asarray(before, np.int16) - np.asarray(after, np.int16)).max(axis=2) > bearable
    counted = np.ones(differing.shape, bool)
    for left, top, right, bottom in boxes:
        y0, x0 = max(0, int(min(top, bottom)) - margin), max(0, int(min(left, right)) - margin)
        counted[y0 : int(max(top, bottom)) + 2 + margin, x0 : int(max(left, right)) + 2 + margin] = False
    return float((differing & counted).sum() / max(1, counted.sum()))
