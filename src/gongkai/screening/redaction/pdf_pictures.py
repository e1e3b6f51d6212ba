"""Pictures inside a PDF: painting over a part of one, and a page turned into a single picture."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pikepdf
from PIL import Image, ImageDraw

from gongkai.files.extraction.pdf_letters import Box

_QUALITY = 82
_PAGE_QUALITY = 62
_COLOURLESS = 12  # a page whose colours differ less is kept in grey


def paint(pdf: pikepdf.Pdf, image: Any, shares: list[Box]) -> Any:
    """A copy of an image object with black boxes; None when its form doesn't allow it.

    `shares` are left, top, right, bottom from 0 to 1 of the picture.
    """
    if image.get("/ImageMask", False) or isinstance(image.get("/Mask"), pikepdf.Array):
        return None
    try:
        picture = pikepdf.PdfImage(image).as_pil_image()
        fresh = _painted(pdf, picture, shares, lossy="/DCTDecode" in str(image.get("/Filter", "")))
        if fresh is None:
            return None
        for key in ("/SMask", "/Mask"):  # what is see-through stays so, except under the box
            mask = image.get(key)
            if isinstance(mask, pikepdf.Stream):
                covered = _painted(pdf, pikepdf.PdfImage(mask).as_pil_image().convert("L"), shares, fill=255)
                if covered is None or key == "/Mask":
                    return None
                fresh[key] = covered
    except Exception:  # an image that cannot be decoded: the page is flattened instead
        return None
    return fresh


def _painted(pdf: pikepdf.Pdf, picture: Any, shares: list[Box], *, lossy: bool = False, fill: int = 0) -> Any:
    if picture.mode not in ("1", "L", "RGB"):
        picture = picture.convert("RGB")
    picture = picture.copy()
    draw = ImageDraw.Draw(picture)
    ink = fill if picture.mode in ("1", "L") else (fill, fill, fill)
    for left, top, right, bottom in shares:
        w, h = picture.size
        corners = (
            max(0, int(left * w)),
            max(0, int(top * h)),
            min(w, int(right * w) + 1),
            min(h, int(bottom * h) + 1),
        )
        if corners[2] > corners[0] and corners[3] > corners[1]:
            draw.rectangle(corners, fill=ink)
    return image_object(pdf, picture, lossy=lossy, quality=_QUALITY)


def image_object(pdf: pikepdf.Pdf, picture: Any, *, lossy: bool, quality: int) -> Any:
    """A new image object: fax code for two levels, JPEG or packed pixels for the rest."""
    w, h = picture.size
    space = {"1": pikepdf.Name.DeviceGray, "L": pikepdf.Name.DeviceGray, "RGB": pikepdf.Name.DeviceRGB}[
        picture.mode
    ]
    entries = {
        "/Type": pikepdf.Name.XObject,
        "/Subtype": pikepdf.Name.Image,
        "/Width": w,
        "/Height": h,
        "/ColorSpace": space,
        "/BitsPerComponent": 1 if picture.mode == "1" else 8,
    }
    if picture.mode == "1":
        data = _fax(picture)
        entries["/Filter"] = pikepdf.Name.CCITTFaxDecode
        entries["/DecodeParms"] = pikepdf.Dictionary(K=-1, Columns=w, Rows=h, BlackIs1=True)
        return pikepdf.Stream(pdf, data, entries)
    if lossy:
        target = io.BytesIO()
        picture.save(target, "JPEG", quality=quality, optimize=True)
        entries["/Filter"] = pikepdf.Name.DCTDecode
        return pikepdf.Stream(pdf, target.getvalue(), entries)
    return pikepdf.Stream(pdf, picture.tobytes(), entries)


def _fax(picture: Any) -> bytes:
    """Group 4 fax code of a two-level picture: the strip of a TIFF."""
    target = io.BytesIO()
    picture.save(target, "TIFF", compression="group4", tiffinfo={278: picture.height, 262: 1})
    target.seek(0)
    with Image.open(target) as tiff:
        offset, length = tiff.tag_v2[273][0], tiff.tag_v2[279][0]  # type: ignore[attr-defined]
    return target.getvalue()[offset : offset + length]


def page_picture(pdf: pikepdf.Pdf, picture: Any) -> Any:
    """The picture of a whole page as an image object: two levels, few levels or JPEG, whichever fits the page."""
    picture = picture.convert("RGB")
    small = picture.resize((max(1, picture.width // 8), max(1, picture.height // 8)))
    levels = np.asarray(small, np.int16)
    if (levels.max(axis=2) - levels.min(axis=2)).max() < _COLOURLESS:
        grey = picture.convert("L")
        counts = grey.histogram()
        middle = sum(counts[64:192]) / max(1, sum(counts))
        if middle < 0.03 and counts[0] + counts[255] > 0.8 * sum(counts):
            return image_object(
                pdf, grey.point(lambda level: 255 if level > 150 else 0, "1"), lossy=False, quality=0
            )
        picture = grey
    return image_object(pdf, picture, lossy=True, quality=_PAGE_QUALITY)
