"""Layout files (OFD) that hide something."""

from __future__ import annotations

from tests.files.hidden_corpus.sample import SECRET, Sample, packed

_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def words(
    text: str,
    *,
    top: float = 60,
    left: float = 20,
    attributes: str = "",
    colour: str = "0 0 0",
    size: float = 4,
) -> str:
    return (
        f'<ofd:TextObject ID="9" Boundary="{left} {top} {len(text) * size} 6" Font="1" Size="{size}" {attributes}>'
        f'<ofd:FillColor Value="{colour}"/><ofd:TextCode X="0" Y="4">{text}</ofd:TextCode></ofd:TextObject>'
    )  # fmt: skip


def _page(inner: str) -> str:
    return (
        f"<ofd:Page {_NS}><ofd:Area><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:Area><ofd:Content>"
        f'<ofd:Layer ID="2">{inner}</ofd:Layer></ofd:Content></ofd:Page>'
    )


def layout(
    inner: str = "", *, info: str = "", body: str = "", common: str = "", document: str = "", **more: str
) -> bytes:
    members = {
        "OFD.xml": (
            f"<ofd:OFD {_NS}><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID>{info}</ofd:DocInfo>"
            f"<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{body}</ofd:DocBody></ofd:OFD>"
        ),
        "Doc_0/Document.xml": (
            f"<ofd:Document {_NS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
            f'</ofd:PageArea>{common}</ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'
            f"</ofd:Pages>{document}</ofd:Document>"
        ),
        "Doc_0/Pages/Page_0/Content.xml": _page(words("惠农补贴发放情况公示", top=20) + inner),
    }
    members.update({f"Doc_0/{name}.xml": content for name, content in more.items()})
    return packed(members)


def clean() -> bytes:
    return layout(words("现将发放情况公示如下"))


_COVER = '<ofd:PathObject ID="8" Fill="true" Boundary="10 50 100 30"><ofd:AbbreviatedData>M 0 0</ofd:AbbreviatedData></ofd:PathObject>'
_NOTE = (
    f'<ofd:PageAnnot {_NS}><ofd:Annot Type="Highlight" Creator="李审核"><ofd:Remark>{SECRET}</ofd:Remark></ofd:Annot>'
    "</ofd:PageAnnot>"
)

SAMPLES = tuple(
    Sample(name, "ofd", kind, make, told)
    for name, kind, make, told in (
        ("switched_off", "hidden_text", lambda: layout(words(SECRET, attributes='Visible="false"')), True),
        ("transparent", "hidden_text", lambda: layout(words(SECRET, attributes='Alpha="0"')), True),
        ("white_in_layout", "tiny_text", lambda: layout(words(SECRET, colour="255 255 255")), True),
        ("tiny_in_layout", "tiny_text", lambda: layout(words(SECRET, size=0.3)), True),
        ("outside_page", "off_page", lambda: layout(words(SECRET, left=400)), True),
        ("covered", "covered_text", lambda: layout(words(SECRET) + _COVER), True),
        ("layout_author", "author", lambda: layout(info=f"<ofd:Author>{SECRET}</ofd:Author>"), True),
        (
            "old_versions",
            "history",
            lambda: layout(body='<ofd:Versions><ofd:Version ID="1"/><ofd:Version ID="2"/></ofd:Versions>'),
            False,
        ),
        (
            "attachment",
            "attachments",
            lambda: layout(
                document="<ofd:Attachments>Files.xml</ofd:Attachments>",
                Files=f'<ofd:Attachments {_NS}><ofd:Attachment Name="{SECRET}"/></ofd:Attachments>',
            ),
            True,
        ),
        (
            "note",
            "annotations",
            lambda: layout(
                document="<ofd:Annotations>Notes.xml</ofd:Annotations>",
                Notes=f'<ofd:Annotations {_NS}><ofd:Page PageID="1"><ofd:FileLoc>Note.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>',
                Note=_NOTE,
            ),
            True,
        ),
        (
            "custom_tags",
            "custom_xml",
            lambda: layout(
                document="<ofd:CustomTags>Tags.xml</ofd:CustomTags>",
                Tags=f"<ofd:CustomTags {_NS}><a>{SECRET}</a></ofd:CustomTags>",
            ),
            True,
        ),
        (
            "unused_form",
            "hidden_text",
            lambda: layout(common='<ofd:TemplatePage ID="7" BaseLoc="Form.xml"/>', Form=_page(words(SECRET))),
            True,
        ),
    )
)
