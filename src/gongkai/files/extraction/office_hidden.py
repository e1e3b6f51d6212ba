"""What packed office files (DOCX, PPTX) carry besides their pages: properties, custom data, embedded files, macros."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import PurePosixPath

from lxml import etree
from PIL import Image

from gongkai.files.extraction.packed import Package, Relation, Unreadable
from gongkai.files.extraction.passages import Hiding
from gongkai.files.extraction.shapes import UNREADABLE, Extract

PEOPLE = {
    "creator": "作者",
    "lastModifiedBy": "最后修改者",
    "manager": "负责人",
    "Manager": "负责人",
    "Company": "单位",
}
EMBEDDED = {
    "package",
    "oleObject",
    "aFChunk",
    "control",
    "activeXControlBinary",
    "subDocument",
    "frame",
    "glossaryDocument",
}
MACROS = {"vbaProject", "wordVbaData", "attachedToolbars", "keyMapCustomizations", "xlMacrosheet"}
_SOFTWARE = re.compile(
    r"^(?:KSO|ICV|_?MSIP_|ContentTypeId|_dlc|Generator|LinksUpToDate|AppVersion|DocSecurity)"
)
_WELL_KNOWN = ("bibliography", "CoverPageProperties", "wpsCustomData", "customXmlns")
_ALONE = (".rels", "[content_types].xml", "mimetype")  # parts that nothing points to
_LOCAL = re.compile(r"^(?:file:|[A-Za-z]:[\\/]|\\\\)")
_GPS_IFD, _PICTURE_BYTES = 0x8825, 30 * 1024 * 1024
_EXIF_TOLD = {0x010F: "相机", 0x0110: "型号", 0x013B: "作者", 0x9C9D: "作者", 0x0132: "时间", 0x8298: "版权"}


def note_package(package: Package, hiding: Hiding) -> None:
    """Everything that belongs to no page, for any packed office file."""
    reachable = package.reachable()
    _properties(package, hiding, reachable)
    _parts(package, hiding, reachable)
    for source in ("", *(r.target for r in reachable.values())):
        for relation in package.relations(source):
            if relation.external and (relation.kind != "hyperlink" or _LOCAL.match(relation.target)):
                hiding.add("external_links", "外部链接", relation.target)
    for name in package.names:
        if name.lower().endswith((".jpg", ".jpeg", ".tif", ".tiff", ".png", ".webp")):
            note_picture(package, name, hiding)


def with_pictures_told(package: Package, found: Extract) -> Extract:
    """Words inside pictures aren't read here: said where there are some, and decisive where there is nothing else."""
    count = sum("/media/" in name.lower() for name in package.names)
    if not count:
        return found
    if not found.text.strip():
        return replace(
            found, state=UNREADABLE, problem="文件里只有图片，没有文字。转成 PDF 再传，等文字识别。"
        )
    return replace(found, warnings=(*found.warnings, f"文件里有 {count} 张图片，图片里的字没有检查。"))


def _properties(package: Package, hiding: Hiding, reachable: dict[str, Relation]) -> None:
    kinds = {
        "core-properties": "文档属性",
        "extended-properties": "文档属性",
        "custom-properties": "自定义属性",
    }
    for name, relation in reachable.items():
        if relation.kind == "thumbnail":
            hiding.add("thumbnail", "缩略图")
        root = package.xml_or_none(name) if relation.kind in kinds else None
        if root is None:
            continue
        for node in root:
            tag = etree.QName(node).localname if isinstance(node.tag, str) else ""
            words = "".join(node.itertext()).strip()
            if relation.kind == "custom-properties":
                if words and not _SOFTWARE.match(node.get("name") or ""):
                    hiding.add("custom_properties", "自定义属性", f"{node.get('name')}：{words}")
            elif tag in PEOPLE and words:
                hiding.add("author", "文档属性", f"{PEOPLE[tag]}：{words}")
            elif (
                tag in ("title", "subject", "keywords", "description", "category", "contentStatus") and words
            ):
                hiding.add("custom_properties", "文档属性", words)
            elif tag == "HyperlinkBase" and words:
                hiding.add("external_links", "文档属性", words)


def _parts(package: Package, hiding: Hiding, reachable: dict[str, Relation]) -> None:
    for name in package.names:
        low = name.lower()
        relation = reachable.get(low)
        kind = relation.kind if relation else ""
        if low.endswith(("vbaproject.bin", "vbadata.xml")) or kind in MACROS:
            hiding.add("macros", "宏")
        elif kind in EMBEDDED or "/embeddings/" in low or "/activex/" in low:
            if kind == "glossaryDocument":
                _glossary(package, name, hiding)
            elif "activexcontrol" not in kind.lower() or not low.endswith(".xml"):
                hiding.add("embedded_files", PurePosixPath(name).name, _embedded_words(package, name))
        elif kind == "customXml" or (low.startswith("customxml/item") and "props" not in low):
            _custom_xml(package, name, hiding)
        elif not relation and package.size(name) and not low.endswith(_ALONE):
            hiding.add("embedded_files", "没有用到的部分", name)


def _glossary(package: Package, name: str, hiding: Hiding) -> None:
    """Building blocks: placeholders of fields are no news, other words are."""
    root = package.xml_or_none(name)
    for block in root.iter("{*}docPart") if root is not None else ():
        kinds = {value for node in block.iter("{*}type") for value in node.attrib.values()}
        if "bbPlcHdr" not in kinds:
            words = "".join(t.text or "" for t in block.iter("{*}t"))
            if words.strip():
                hiding.add("hidden_text", "构建基块", words)


def _custom_xml(package: Package, name: str, hiding: Hiding) -> None:
    root = package.xml_or_none(name)
    if root is None:
        hiding.add("custom_xml", PurePosixPath(name).name)
        return
    words = [t.strip() for t in root.itertext() if t.strip()]
    plain = any(known in str(root.tag) for known in _WELL_KNOWN)
    values = [] if plain else [v for node in root.iter() for v in node.attrib.values() if v.strip()]
    if words or values:
        hiding.add("custom_xml", PurePosixPath(name).name, " ".join([*words, *values]))


def _embedded_words(package: Package, name: str) -> str:
    """The first words of an embedded page or text; other files give their name only."""
    if not name.lower().endswith((".htm", ".html", ".mht", ".xhtml", ".txt")):
        return PurePosixPath(name).name
    try:
        return re.sub(r"<[^>]{0,500}>", " ", package.read(name, 20_000).decode("utf-8", "replace"))
    except Unreadable:
        return PurePosixPath(name).name


def note_picture(package: Package, name: str, hiding: Hiding) -> None:
    try:
        data = package.read(name, _PICTURE_BYTES)
        if b"Exif" not in data[:200_000] and b"eXIf" not in data[:200_000] and data[:2] not in (b"II", b"MM"):
            return
        with Image.open(io.BytesIO(data)) as picture:
            exif = picture.getexif()
            told = [f"{label}：{exif[tag]}" for tag, label in _EXIF_TOLD.items() if exif.get(tag)]
            if exif.get_ifd(_GPS_IFD):
                hiding.add("gps", PurePosixPath(name).name)
            if told or len(exif) > 3:
                hiding.add("exif", PurePosixPath(name).name, " ".join(told))
    except Exception:  # the picture's own reader reports a damaged picture
        hiding.add("exif", PurePosixPath(name).name)
