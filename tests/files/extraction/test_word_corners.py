"""What a Word file says beside its lines: pictures described, links explained, names kept from before."""

import pytest
from tests.files.hidden_corpus import word
from tests.files.hidden_corpus.sample import changed

from gongkai.files.extraction import extract
from gongkai.files.extraction.shapes import ALARMING

SAID = "户主：周永贵"
_PIC = 'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
_OLD = 'xmlns:o="urn:schemas-microsoft-com:office:office"'


def _read(made: bytes, tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(made)
    return extract(path, "docx")


@pytest.mark.parametrize(
    ("inner", "place"),
    [
        (f'<w:r {_PIC}><w:drawing><pic:cNvPr id="0" name="a" descr="{SAID}"/></w:drawing></w:r>', "正文的图片说明"),
        (f'<w:r {word._DRAWING} {_OLD}><w:pict><v:imagedata o:title="{SAID}"/></w:pict></w:r>', "正文的图片说明"),
        (f'<w:hyperlink w:anchor="a" w:tooltip="{SAID}"><w:r><w:t>看</w:t></w:r></w:hyperlink>', "正文的链接说明"),
    ],
)  # fmt: skip
def test_what_pictures_and_links_are_explained_by_is_text(inner, place, tmp_path):
    found = _read(word.clean(word.paragraph(inner)), tmp_path)
    assert found.place_of(found.text.index(SAID)) == place
    assert not {one.kind for one in found.hidden} & ALARMING


def _smart_tag(kept: str, shown: str) -> bytes:
    return word.clean(
        f'<w:p {word.W}><w:smartTag w:element="PersonName"><w:smartTagPr><w:attr w:name="ProductID" w:val="{kept}"/>'
        f"</w:smartTagPr><w:r><w:t>{shown}</w:t></w:r></w:smartTag></w:p>"
    )


def test_a_name_kept_from_before_the_words_were_changed_is_told(tmp_path):
    told = [
        one.excerpt
        for one in _read(_smart_tag("周永贵", "周某某"), tmp_path).hidden
        if one.kind == "custom_xml"
    ]
    assert told == ["周永贵"]
    assert not {one.kind for one in _read(_smart_tag("周永贵", "周永贵"), tmp_path).hidden} & ALARMING


def test_properties_of_the_strict_dialect_are_told(tmp_path):
    transitional = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
    strict = "http://purl.oclc.org/ooxml/officeDocument/relationships/customProperties"
    made = changed(word._custom_properties(), {"_rels/.rels": lambda old: old.replace(transitional, strict)})
    told = {one.kind: one.excerpt for one in _read(made, tmp_path).hidden}
    assert word.SECRET in told["custom_properties"]
