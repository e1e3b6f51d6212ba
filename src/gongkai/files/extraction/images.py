"""Pictures: their text waits for recognition; what the camera and the editing program wrote into them is reported."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image, UnidentifiedImageError

from gongkai.files.extraction.seals import seals_in
from gongkai.files.extraction.shapes import UNREADABLE, WAITING, Extract, Hidden
from gongkai.files.pictures import picture_size
from gongkai.files.rules import MAX_PIXELS

WAITS = "等待文字识别"
_EXCERPT = 200
_PEOPLE = {
    ExifTags.Base.Artist,
    ExifTags.Base.Copyright,
    0x9C9D,
    ExifTags.Base.HostComputer,
}  # 0x9C9D: XPAuthor
_REMARKS = {0x010E: "说明", 0x9286: "说明", 0x9C9B: "标题", 0x9C9C: "备注", 0x9C9E: "关键词", 0x9C9F: "主题"}
_LAYOUT = {  # how the pixels are to be shown: says nothing of who, where and when
    *(0x0100, 0x0101, 0x0102, 0x0103, 0x0106, 0x0112, 0x0115, 0x011A, 0x011B, 0x0128, 0x0213, 0x8769, 0x8825),
    *(
        0x9000,
        0x9101,
        0xA000,
        0xA001,
        0xA002,
        0xA003,
        0xA005,
        0xA300,
        0xA301,
        0x0201,
        0x0202,
        0x0111,
        0x0117,
        0x0116,
    ),
}
_XMP_PERSON = re.compile(rb"<(?:dc:creator|photoshop:[A-Z]\w+|Iptc4xmpCore:\w+|dc:rights|exif:GPS\w+)\b")
_SAID = re.compile(r"<[^>]*>|\s+")
_WRITTEN = {
    "comment",
    "Comment",
    "Description",
    "Author",
    "Title",
    "Copyright",
    "Source",
    "Warning",
    "Disclaimer",
}


def read(path: Path) -> Extract:
    """WAITING with what is hidden, or UNREADABLE with the reason. Never raises for what is in the file."""
    try:
        width, height = picture_size(path)
        if width * height > MAX_PIXELS:
            return Extract(state=UNREADABLE, problem=f"图片有 {width}×{height} 个像素，太大，没有打开。")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    return Extract(state=UNREADABLE, problem="图片的像素太多，没有打开。")
                picture.load()
                hidden = [*hidden_in(picture), *seals_in(picture)]
                frames = getattr(picture, "n_frames", 1)
    except (UnidentifiedImageError, Image.DecompressionBombError):
        return Extract(state=UNREADABLE, problem="不是能打开的图片，或者已损坏。")
    except (
        OSError,
        ValueError,
        SyntaxError,
        TypeError,
        KeyError,
        IndexError,
        EOFError,
        MemoryError,
        OverflowError,
    ):
        return Extract(state=UNREADABLE, problem="图片已损坏，打不开。")
    except Exception as error:  # decoders raise what they like (struct.error, ZeroDivisionError …)
        return Extract(state=UNREADABLE, problem=f"图片读不出来（{type(error).__name__}）。")
    notes = (f"图片有 {frames} 帧，只识别第一帧。",) if frames > 1 else ()
    return Extract((), tuple(hidden), WAITING, WAITS, 1, notes)


def hidden_in(picture: Any) -> list[Hidden]:
    """EXIF, place, thumbnail, XMP, IPTC and remarks of an opened picture."""
    found: list[Hidden] = []
    exif = picture.getexif()
    fields = {**dict(exif), **exif.get_ifd(ExifTags.IFD.Exif)}
    people = [_plain(value) for tag, value in fields.items() if tag in _PEOPLE and _plain(value)]
    _add(found, "author", people, "图片属性")
    remarks = [_plain(value) for tag, value in fields.items() if tag in _REMARKS and _plain(value)]
    told = [tag for tag in fields if tag not in _LAYOUT]
    if told:
        said = [f"{ExifTags.TAGS.get(tag, tag)}: {_plain(fields[tag])}" for tag in told if tag not in _PEOPLE]
        found.append(Hidden("exif", len(told), "图片属性", "；".join([*remarks, *said])[:_EXCERPT]))
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    if place:
        found.append(Hidden("gps", 1, "图片属性", _where(place)))
    if exif.get_ifd(ExifTags.IFD.IFD1):
        found.append(Hidden("thumbnail", 1, "图片属性"))
    _add_packets(found, picture)
    return found


def _add_packets(found: list[Hidden], picture: Any) -> None:
    info = picture.info
    xmp = info.get("xmp") or info.get("XML:com.adobe.xmp") or b""
    xmp = xmp.encode("utf-8", "replace") if isinstance(xmp, str) else xmp
    if _XMP_PERSON.search(xmp):
        found.append(
            Hidden(
                "author", 1, "图片的XMP", _SAID.sub(" ", xmp.decode("utf-8", "replace"))[:_EXCERPT].strip()
            )
        )
    elif xmp:
        found.append(Hidden("exif", 1, "图片的XMP"))
    if info.get("photoshop"):  # the marker in which IPTC stands
        blocks = info["photoshop"]
        words = blocks.get(0x0404) if isinstance(blocks, dict) else blocks
        if words:
            found.append(Hidden("exif", 1, "图片的IPTC", _plain(words)))
    written = [f"{key}: {_plain(value)}" for key, value in info.items() if key in _WRITTEN and _plain(value)]
    written += [
        f"{key}: {_plain(value)}"
        for key, value in (getattr(picture, "text", None) or {}).items()
        if key not in _WRITTEN and "xmp" not in key.lower() and key.lower() != "software"
    ]
    _add(found, "custom_properties", written, "图片里的文字")


def _add(found: list[Hidden], kind: str, said: list[str], place: str) -> None:
    if said:
        found.append(Hidden(kind, len(said), place, "；".join(said)[:_EXCERPT]))


def _plain(value: Any) -> str:
    if (
        isinstance(value, tuple)
        and value
        and all(isinstance(part, int) and 0 <= part < 256 for part in value)
    ):
        value = bytes(value)
    if isinstance(value, bytes):
        code = "utf-16-le" if value[1:2] == b"\0" or b"\0" in value[:8] else "utf-8"
        value = value.decode(code, "ignore")
    return "".join(sign for sign in str(value) if sign.isprintable()).strip()[:_EXCERPT]


def _where(place: dict[int, Any]) -> str:
    try:
        return " ".join(
            f"{sum(float(part) / 60**i for i, part in enumerate(place[value])):.4f}{place.get(side, '')}"
            for side, value in ((1, 2), (3, 4))
        )
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return ""
