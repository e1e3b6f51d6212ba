"""What is taken out of the parts of a Word file before it goes out, whatever was asked for: all that nobody sees."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.files.extraction.docx import (
    CHANGES,
    FETCHING,
    FORMAT_CHANGES,
    KEEPING,
    field_codes,
    off_page_anchors,
)
from gongkai.files.extraction.packed import Element
from gongkai.files.extraction.passages import has_words
from gongkai.files.extraction.word_styles import W
from gongkai.files.extraction.word_walk import MC, Part, T

_O = "{urn:schemas-microsoft-com:office:office}"
_GONE = (
    "commentRangeStart commentRangeEnd commentReference annotationRef proofErr permStart permEnd moveFromRangeStart "
    "moveFromRangeEnd moveToRangeStart moveToRangeEnd customXmlInsRangeStart customXmlInsRangeEnd "
    "customXmlDelRangeStart customXmlDelRangeEnd customXmlMoveFromRangeStart customXmlMoveFromRangeEnd "
    "customXmlMoveToRangeStart customXmlMoveToRangeEnd ffData fldData dataBinding altChunk control subDoc "
    "smartTagPr customXmlPr rsid rsids docVars attachedTemplate mailMerge trackRevisions documentProtection "
    "writeProtection attachedSchema schemaLibrary saveThroughXslt hdrShapeDefaults smartTagType placeholder"
)
_GONE_TAGS = {f"{W}{name}" for name in _GONE.split()} | {f"{_O}OLEObject"}
_UNWRAPPED = (f"{W}smartTag", f"{W}customXml", f"{W}ins", f"{W}moveTo")
_MARKS = {f"{W}rPr", f"{W}trPr", f"{W}tcPr", f"{W}pPr", f"{W}numPr"}
_SESSION = ("rsid", "paraId", "textId", "docId")


def strip_words(part: Part) -> None:
    """The runs that the reader found hidden, tiny or white, second forms, and drawings beside the paper."""
    _second_forms(part.root)
    for run in (*part.unseen, *part.faint):
        if run in part.unseen or has_words("".join(t.text or "" for t in run.iter(T))):
            remove(run)
    for anchor in off_page_anchors(part.root):
        remove(anchor)


def strip(root: Element) -> None:
    """Changes accepted; comments, codes that fetch, custom data and marks of editing sessions gone."""
    _fields(root)
    _changes(root)
    for node in [
        n for n in root.iter() if n.tag in _GONE_TAGS or n.tag.endswith(("}docId", "}persistentDocumentId"))
    ]:
        remove(node)
    for node in list(root.iter(*_UNWRAPPED)):
        unwrap(node)
    _bookmarks(root)
    for node in root.iter():
        for name in [n for n in node.attrib if n.rsplit("}", 1)[-1].startswith(_SESSION)]:
            del node.attrib[name]


def _second_forms(root: Element) -> None:
    """Drawings with words are told twice, for new and for old software; the old form may say something else."""
    for alternate in list(root.iter(f"{MC}AlternateContent")):
        choice, second = alternate.find(f"{MC}Choice"), alternate.find(f"{MC}Fallback")
        if choice is not None and second is not None and next(choice.iter(T), None) is not None:
            alternate.remove(second)


def _fields(root: Element) -> None:
    for nodes, words in field_codes(root):
        code = "".join(words)
        if FETCHING.match(code) or KEEPING.match(code):
            for node in nodes:
                if node.tag == f"{W}fldSimple":
                    unwrap(node)
                else:
                    remove(node)


def _changes(root: Element) -> None:
    for node in list(root.iter(*(f"{W}{name}" for name in FORMAT_CHANGES))):
        remove(node)
    for node in list(root.iter(*(f"{W}{name}" for name in CHANGES))):
        parent = node.getparent()
        if parent is None:
            continue
        if parent.tag == f"{W}trPr" and node.tag == f"{W}del":
            remove(parent.getparent())
        elif (
            parent.tag in _MARKS
            or node.tag in (f"{W}del", f"{W}moveFrom")
            or node.tag in (f"{W}cellIns", f"{W}cellDel", f"{W}cellMerge")
        ):
            remove(node)


def _bookmarks(root: Element) -> None:
    """Names that nothing in this part refers to go; the numbers that join start and end stay in pairs."""
    used = " ".join(
        [
            *(n.text or "" for n in root.iter(f"{W}instrText")),
            *(
                n.get(f"{W}instr") or n.get(f"{W}anchor") or ""
                for n in root.iter(f"{W}fldSimple", f"{W}hyperlink")
            ),
        ]
    )
    gone = set()
    for node in list(root.iter(f"{W}bookmarkStart")):
        if (node.get(f"{W}name") or "") not in used:
            gone.add(node.get(f"{W}id"))
            remove(node)
    for node in list(root.iter(f"{W}bookmarkEnd")):
        if node.get(f"{W}id") in gone:
            remove(node)


def detach(root: Element, gone: Iterable[str], space: str) -> None:
    """Take out what points to relations that are no more: the pointing attribute, or the link around its words."""
    gone = set(gone)
    if not gone:
        return
    for node in list(root.iter()):
        for name in [n for n, value in node.attrib.items() if n.startswith(space) and value in gone]:
            del node.attrib[name]
            if node.tag == f"{W}hyperlink" and not node.get(f"{W}anchor"):
                unwrap(node)
            elif node.tag.endswith(("}externalData", "}headerReference", "}footerReference", "}imgLayer")):
                remove(node)


def remove(node: Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def unwrap(node: Element) -> None:
    """Put an element's children in its place."""
    parent = node.getparent()
    if parent is None:
        return
    at = parent.index(node)
    for child in reversed(list(node)):
        parent.insert(at, child)
    parent.remove(node)
