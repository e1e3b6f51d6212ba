"""Slides (PPTX) that hide something."""

from __future__ import annotations

from tests.files.hidden_corpus.sample import SECRET, Sample, packed

_NS = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _relations(*rows: tuple[str, str, str]) -> str:
    inner = "".join(f'<Relationship Id="{i}" Type="{_OFFICE}/{k}" Target="{t}"/>' for i, k, t in rows)
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'


def shape(
    words: str, *, left: int = 1_000_000, size: int = 1800, attributes: str = "", kind: str = ""
) -> str:
    holder = f'<p:nvPr><p:ph type="{kind}"/></p:nvPr>' if kind else "<p:nvPr/>"
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="形状" {attributes}/><p:cNvSpPr/>{holder}</p:nvSpPr><p:spPr><a:xfrm>'
        f'<a:off x="{left}" y="1000000"/><a:ext cx="2000000" cy="500000"/></a:xfrm></p:spPr><p:txBody><a:p><a:r>'
        f'<a:rPr sz="{size}"/><a:t>{words}</a:t></a:r></a:p></p:txBody></p:sp>'
    )


def _tree(inner: str, kind: str = "sld", attributes: str = "") -> str:
    return f"<p:{kind} {_NS} {attributes}><p:cSld><p:spTree>{inner}</p:spTree></p:cSld></p:{kind}>"


def deck(
    inner: str = "",
    *,
    attributes: str = "",
    beside: tuple[tuple[str, str, str], ...] = (),
    listed: bool = True,
    **more: str | bytes,
) -> bytes:
    """Two slides; `inner` and `attributes` belong to the second, `beside` are its relations."""
    second = '<p:sldId id="257" r:id="rId2"/>' if listed else ""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": _relations(("rId1", "officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": (
            f'<p:presentation {_NS}><p:sldIdLst><p:sldId id="256" r:id="rId1"/>{second}</p:sldIdLst>'
            '<p:sldSz cx="9144000" cy="6858000"/></p:presentation>'
        ),
        "ppt/_rels/presentation.xml.rels": _relations(
            ("rId1", "slide", "slides/slide1.xml"), ("rId2", "slide", "slides/slide2.xml")
        ),
        "ppt/slides/slide1.xml": _tree(shape("惠农补贴发放情况")),
        "ppt/slides/slide2.xml": _tree(shape("发放名单") + inner, "sld", attributes),
        "ppt/slides/_rels/slide2.xml.rels": _relations(*beside),
    }
    members.update({name.replace("__", "/") + ".xml": content for name, content in more.items()})
    return packed(members)


def clean() -> bytes:
    return deck()


_NOTES = ("rId5", "notesSlide", "../notesSlides/notesSlide1.xml")
_COMMENTS = ("rId6", "comments", "../comments/comment1.xml")

SAMPLES = tuple(
    Sample(name, "pptx", kind, make, told)
    for name, kind, make, told in (
        (
            "speaker_notes",
            "notes",
            lambda: deck(
                beside=(_NOTES,), ppt__notesSlides__notesSlide1=_tree(shape(SECRET, kind="body"), "notes")
            ),
            True,
        ),
        ("hidden_slide", "hidden_slides", lambda: deck(shape(SECRET), attributes='show="0"'), True),
        ("unlisted_slide", "hidden_slides", lambda: deck(shape(SECRET), listed=False), True),
        (
            "slide_comment",
            "comments",
            lambda: deck(
                beside=(_COMMENTS,),
                ppt__comments__comment1=f"<p:cmLst {_NS}><p:cm><p:text>{SECRET}</p:text></p:cm></p:cmLst>",
            ),
            True,
        ),
        ("beside_slide", "off_page", lambda: deck(shape(SECRET, left=9_500_000)), True),
        ("hidden_shape", "hidden_text", lambda: deck(shape(SECRET, attributes='hidden="1"')), True),
        ("tiny_on_slide", "tiny_text", lambda: deck(shape(SECRET, size=100)), True),
        (
            "object_on_slide",
            "embedded_files",
            lambda: deck(
                beside=(("rId7", "oleObject", "../embeddings/a.xml"),), ppt__embeddings__a="<object/>"
            ),
            False,
        ),
    )
)
