"""What is taken out of a Word file is in no part of the new one, and what nobody sees goes with it."""

from __future__ import annotations

import html
import io
import re
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from tests.files.hidden_corpus import word
from tests.files.hidden_corpus.sample import SECRET, Sample, changed

from gongkai.files.extraction.docx import read
from gongkai.files.extraction.shapes import READ, Removal
from gongkai.screening.redaction.docx import redact

NAME, NUMBER = "赵晓燕", "530102199003074478"


def removals(text: str, **masks: str) -> list[Removal]:
    return [
        Removal(m.start(), m.end(), mask) for term, mask in masks.items() for m in re.finditer(term, text)
    ]


def without(tmp_path, data: bytes, **masks: str):
    """The redacted file, read again."""
    source, target = tmp_path / "in.docx", tmp_path / "out.docx"
    source.write_bytes(data)
    found = read(source)
    assert found.state == READ, found.problem
    redact(source, target, removals(found.text, **masks))
    docx.Document(str(target))
    again = read(target)
    assert again.state == READ, again.problem
    return found, again, target


def traces(path, term: str) -> list[str]:
    """Members in which a term still stands: raw in any usual encoding, or as words cut by marks."""
    found = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            words = html.unescape(re.sub(rb"<[^>]*>", b"", data).decode("utf-8", "ignore"))
            coded = [term.encode(e, "ignore") for e in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")]
            if any(code in data for code in coded) or term in words or term in name:
                found.append(name)
    return found


def split(*pieces: str) -> str:
    return "".join(f"<w:r><w:t>{piece}</w:t></w:r>" for piece in pieces)


def test_term_cut_into_runs_and_over_tabs_is_gone_and_the_rest_stays(tmp_path):
    data = word.clean(word.paragraph(split("申请人赵", "晓", "燕，证号5301021990", "03074478。")))
    before, after, target = without(tmp_path, data, **{NAME: "赵**", NUMBER: "5301**********4478"})
    assert after.text == before.text.replace(NAME, "赵**").replace(NUMBER, "5301**********4478")
    assert traces(target, NAME) == traces(target, NUMBER) == []


def field(code: str) -> str:
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end")]
    return f"{marks[0]}<w:r><w:instrText>{code}</w:instrText></w:r>{marks[1]}"


@pytest.mark.parametrize(
    "code", [r"eq \o\ad(赵晓燕,　　　　)", r"eq \o\ad(\s\up 5(赵晓),\s\do 3(燕))", "QUOTE &quot;赵晓燕&quot;"]
)
def test_words_that_a_field_lays_out_are_told_and_go(tmp_path, code):
    data = word.clean(word.paragraph(split("申请人赵晓燕，") + field(code) + field(r"eq \o\ac(○,1)")))
    before, _, target = without(tmp_path, data, **{NAME: "赵**"})
    assert [one.count for one in before.hidden if one.kind == "hidden_text"] == [1]
    assert traces(target, NAME) == []
    assert "燕" not in html.unescape(zipfile.ZipFile(target).read("word/document.xml").decode())
    assert "○" in zipfile.ZipFile(target).read("word/document.xml").decode()


def test_words_of_a_drawing_pasted_into_the_text_are_read_and_go(tmp_path):
    drawing = (
        '<w:r><w:drawing><a:p xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        "<a:r><a:t>赵晓</a:t></a:r><a:r><a:t>燕</a:t></a:r></a:p></w:drawing></w:r>"
    )
    before, after, target = without(tmp_path, word.clean(word.paragraph(drawing)), **{NAME: "赵**"})
    assert NAME in before.text
    assert "赵**" in after.text
    assert traces(target, NAME) == []


def test_sounds_over_the_signs_part_no_name(tmp_path):
    over = "".join(
        f"<w:r><w:ruby><w:rt><w:r><w:t>{sound}</w:t></w:r></w:rt>"
        f"<w:rubyBase><w:r><w:t>{sign}</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        for sign, sound in zip(NAME, ("zhào", "xiǎo", "yàn"), strict=True)
    )
    data = word.clean(word.paragraph(over), word.paragraph(split("申请人赵晓燕")))
    before, after, target = without(tmp_path, data, **{NAME: "赵**"})
    assert before.text.count(NAME) == 2
    assert NAME not in after.text
    assert "燕" not in zipfile.ZipFile(target).read("word/document.xml").decode()


def test_style_of_the_words_around_is_kept(tmp_path):
    data = word.clean(word.paragraph(word.run("<w:b/>", f"户主{NAME}（重点）")))
    _, _, target = without(tmp_path, data, **{NAME: "某某"})
    found = [r for p in docx.Document(str(target)).paragraphs for r in p.runs if "户主" in r.text]
    assert [r.text for r in found] == ["户主某某（重点）"]
    assert found[0].bold


def everywhere() -> bytes:
    """A name in every corner of a file."""
    document = docx.Document(io.BytesIO(word.clean()))
    document.add_paragraph(f"申请人{NAME}的材料")
    document.sections[0].header.paragraphs[0].text = f"页眉里的{NAME}"
    document.sections[0].footer.paragraphs[0].text = f"页脚里的{NAME}"
    document.add_picture(io.BytesIO(word.photo(where=False)))
    for node in document.element.body.iter("{*}docPr"):
        node.set("descr", f"{NAME}的照片")
    document.core_properties.title = f"{NAME}补贴"
    document.core_properties.author = NAME
    extra = word.paragraph(
        f'<w:bookmarkStart w:id="9" w:name="{NAME}"/><w:bookmarkEnd w:id="9"/>'
        f'<w:fldSimple w:instr="HYPERLINK http://a.cn/?n={NAME}"><w:r><w:t>链接</w:t></w:r></w:fldSimple>'
        f'<w:hyperlink r:id="rId950"><w:r><w:t>名单</w:t></w:r></w:hyperlink>'
        f"<w:ins {word._BY}>{split('插入的' + NAME)}</w:ins>"
        f"<w:del {word._BY}><w:r><w:delText>删掉的{NAME}</w:delText></w:r></w:del>"
        + word.run("<w:vanish/>", f"隐藏的{NAME}")
    )
    document.element.body.insert(1, parse_xml(extra))
    document.element.body.insert(1, parse_xml(word.box(f"框里的{NAME}")))
    made = io.BytesIO()
    document.save(made)
    link = "http%3A%2F%2Fa.cn%2F%E8%B5%B5%E6%99%93%E7%87%95"
    relation = (
        f'<Relationship Id="rId950" Type="{word._OFFICE}/hyperlink" Target="{link}" TargetMode="External"/>'
        "</Relationships>"
    )
    return changed(
        made.getvalue(),
        {
            word._RELS: lambda old: old.replace("</Relationships>", relation),
            "customXml/item9.xml": f"<a>{NAME}</a>",
            "docProps/custom.xml": f"<Properties><property name='{NAME}'/></Properties>",
        },
    )


def test_one_removal_takes_the_term_out_of_every_corner(tmp_path):
    source, target = tmp_path / "in.docx", tmp_path / "out.docx"
    source.write_bytes(everywhere())
    text = read(source).text
    at = text.index(f"申请人{NAME}") + 3
    redact(source, target, [Removal(at, at + len(NAME), "赵**")])
    assert traces(target, NAME) == []
    assert traces(target, "%E8%B5%B5%E6%99%93%E7%87%95") == []
    after = read(target).text
    for words in ("页眉里的赵**", "页脚里的赵**", "赵**的照片", "插入的赵**", "框里的赵**", "链接", "名单"):
        assert words in after
    assert "隐藏的" not in after
    docx.Document(str(target))


@pytest.mark.parametrize("sample", word.SAMPLES, ids=lambda s: s.name)
def test_what_was_hidden_is_not_in_the_new_file(sample: Sample, tmp_path):
    before, after, target = without(tmp_path, sample.make())
    assert [h.kind for h in after.hidden if h.kind != "form_fields"] == []
    if SECRET not in before.text and sample.name not in ("choices",):
        assert traces(target, SECRET) == []


def test_inserted_words_stay_and_deleted_rows_go(tmp_path):
    _, after, _ = without(tmp_path, next(s for s in word.SAMPLES if s.name == "inserted").make())
    assert SECRET in after.text
    _, after, _ = without(tmp_path, next(s for s in word.SAMPLES if s.name == "deleted_row").make())
    assert SECRET not in after.text


def test_table_cells_are_redacted_and_stay_in_their_places(tmp_path):
    before, after, _ = without(tmp_path, word.clean(), 王小明="王*")
    assert after.text == before.text.replace("王小明", "王*")
    assert after.place_of(after.text.index("王*")) == "表1第2行第1列"


def test_address_behind_a_link_is_taken_out(tmp_path):
    data = word._external(
        "hyperlink", "mailto:wang@example.com", word.paragraph('<w:hyperlink r:id="rId901"/>')
    )
    _, after, target = without(tmp_path, data, **{"wang@example.com": "***"})
    assert "mailto:***" in after.text
    assert traces(target, "wang@example.com") == []


def test_part_names_that_tell_something_are_changed(tmp_path):
    data = word.clean(word.paragraph(split(NAME)))
    relation = (
        f'<Relationship Id="rId960" Type="{word._OFFICE}/image" Target="media/{NAME}.jpeg"/></Relationships>'
    )
    data = changed(
        data,
        {
            f"word/media/{NAME}.jpeg": b"\x89PNG\r\n\x1a\n",
            word._RELS: lambda old: old.replace("</Relationships>", relation),
        },
    )
    _, _, target = without(tmp_path, data, **{NAME: ""})
    assert traces(target, NAME) == []
