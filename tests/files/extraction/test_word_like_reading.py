"""Text and places of word-like formats."""

from __future__ import annotations

import csv
import io
import time

import docx
import pytest
from tests.files.extraction.test_hidden_corpus import read as read_any
from tests.files.hidden_corpus import layout, page, slides, word, word97

from gongkai.files.extraction import doc, foreign, html, ofd, plain, pptx
from gongkai.files.extraction import docx as word_reader
from gongkai.files.extraction.shapes import READ, UNREADABLE


def kept(path, data: bytes):
    path.write_bytes(data)
    return path


def places(found) -> dict[str, str]:
    return {block.text: block.place for block in found.blocks}


def test_word_gives_paragraphs_cells_notes_and_boxes_with_places(tmp_path):
    data = word.clean(
        word.box("框里的话"), word.paragraph("<w:r><w:tab/><w:t>后面</w:t><w:br/><w:t>下行</w:t></w:r>")
    )
    document = docx.Document(io.BytesIO(data))
    document.sections[0].footer.paragraphs[0].text = "页脚的话"
    document.save(str(tmp_path / "a.docx"))
    found = word_reader.read(tmp_path / "a.docx")
    assert "姓名\t村组\t金额\n王小明\t东风村三组\t1200\n" in found.text
    assert found.place_of(found.text.index("东风村三组")) == "表1第2行第2列"
    assert places(found)["框里的话"].endswith("的文本框")
    assert places(found)["页脚的话"] == "页脚"
    assert places(found)["公开的话。\t后面\n下行"].startswith("第")
    assert found.text.count("框里的话") == 1


def test_addresses_behind_links_and_words_behind_tables_are_text(tmp_path):
    table = f'<w:tbl {word.W}><w:tblPr><w:tblCaption w:val="发放名单"/></w:tblPr><w:tblGrid/></w:tbl>'
    data = word._external("hyperlink", "mailto:wang@example.com", table)
    found = word_reader.read(kept(tmp_path / "a.docx", data))
    assert places(found)["mailto:wang@example.com"] == "链接地址"
    assert "发放名单" in places(found)
    data = page.page('<a href="tel:13800000000">电话</a><svg><text>图里的话</text></svg>')
    text = html.read(kept(tmp_path / "a.html", data)).text
    assert "tel:13800000000" in text
    assert "图里的话" in text


def test_pictures_in_word_are_told_and_a_file_of_pictures_alone_is_not_taken_as_read(tmp_path):
    found = word_reader.read(kept(tmp_path / "a.docx", word._picture(word.photo(where=False))))
    assert (found.state, found.warnings) == (READ, ("文件里有 1 张图片，图片里的字没有检查。",))
    document = docx.Document()
    document.add_picture(io.BytesIO(word.photo(where=False)))
    document.save(str(tmp_path / "b.docx"))
    found = word_reader.read(tmp_path / "b.docx")
    assert found.state == UNREADABLE
    assert "转成 PDF" in found.problem


def test_old_word_gives_rows_and_cells(tmp_path):
    found = doc.read(kept(tmp_path / "a.doc", word97.word97()))
    assert found.text == "惠农补贴发放情况公示\n姓名\t金额\n王小明\t1200\n公示期七天。\n"
    assert found.place_of(found.text.index("1200")) == "表1第2行第2列"


def test_old_word_with_a_password_says_so(tmp_path):
    found = doc.read(kept(tmp_path / "a.doc", word97.word97(locked=True)))
    assert (found.state, found.problem) == (UNREADABLE, "文件加了密码。去掉密码再传。")


def test_field_codes_are_no_text_and_results_are(tmp_path):
    found = doc.read(kept(tmp_path / "a.doc", word97.word97("见\x13 HYPERLINK \x14附件\x15。\r")))
    assert found.text == "见附件。\n"


def test_layout_joins_what_stands_in_one_line(tmp_path):
    line = (
        layout.words("53010219", left=20)
        + layout.words("9003074478", left=52)
        + layout.words("金额", left=150)
    )
    found = ofd.read(kept(tmp_path / "a.ofd", layout.layout(line)))
    assert found.text == "惠农补贴发放情况公示\n530102199003074478\t金额\n"
    assert (found.pages, found.blocks[1].page, found.blocks[1].place) == (1, 1, "第1页")
    left, top, right, bottom = found.blocks[1].box
    assert (round(left), round(top), round(right), round(bottom)) == (57, 170, 147, 187)


def test_slides_give_text_by_page(tmp_path):
    found = pptx.read(kept(tmp_path / "a.pptx", slides.deck(slides.shape("王小明"))))
    assert found.pages == 2
    assert found.place_of(found.text.index("王小明")) == "第2页"


def test_page_gives_blocks_and_cells(tmp_path):
    found = html.read(kept(tmp_path / "a.html", page.page("<p>甲<b>乙</b> 丙<br>丁</p>")))
    assert "姓名\t金额\n王小明\t1200\n甲乙 丙\n丁\n" in found.text
    assert found.place_of(found.text.index("1200")) == "表1第2行第2列"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_page_in_any_stated_encoding(tmp_path, encoding):
    data = page.page().decode().replace("utf-8", encoding).encode(encoding)
    assert "惠农补贴公示" in html.read(kept(tmp_path / "a.html", data)).text


def test_page_that_says_gb_but_is_utf_8_is_read_as_utf_8(tmp_path):
    data = '<meta charset="gb2312"><p>户主：王小明，手机13800138000</p>'.encode()
    assert "户主：王小明，手机13800138000" in html.read(kept(tmp_path / "a.html", data)).text


def test_page_of_a_single_file_is_refused_in_words(tmp_path):
    data = b"From: x\r\nSubject: y\r\n z\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\nPGh0bWw+\r\n"
    found = html.read(kept(tmp_path / "a.html", data))
    assert found.state == UNREADABLE
    assert "MHT" in found.problem


def test_address_that_names_a_file_after_an_id_is_read_and_others_are_not(tmp_path):
    data = page.page(
        '<a href="/f/530102199003074471.jpg">甲</a><img src="53010219850612005X.png"><a href="/t20240101_13800138000.html">乙</a>'
    )
    text = html.read(kept(tmp_path / "a.html", data)).text
    assert "/f/530102199003074471.jpg" in text
    assert "53010219850612005X.png" in text
    assert "t20240101" not in text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_in_any_encoding_is_read_as_it_stands(tmp_path, encoding):
    words = "申请人：王小明\r\n东风村三组 abc 1200\n"
    assert plain.read(kept(tmp_path / "a", words.encode(encoding))).text == words


@pytest.mark.parametrize("where", ["first", "late", "everywhere"])
def test_nuls_sown_into_a_text_make_no_other_encoding_of_it(tmp_path, where):
    words = "申请人：王小明，证号530102199003074478\n" * 200
    data = words.encode()
    sown = {"first": b"\0" + data, "late": data + b"\0", "everywhere": words.replace("0", "0\0").encode()}
    assert plain.read(kept(tmp_path / "a", sown[where])).text.replace("\0", "") == words


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("padding", [2, 3, 200])
def test_a_text_padded_with_nuls_is_read_as_what_it_is(tmp_path, encoding, padding):
    words = "户主：王小明，手机13800138000。"
    padded = words.encode(encoding) + bytes(padding)
    assert plain.read(kept(tmp_path / "a", padded)).text.rstrip("\0") == words


def test_bytes_that_are_no_text_are_refused(tmp_path):
    found = plain.read(kept(tmp_path / "a", bytes(range(256)) * 40))
    assert found.state == UNREADABLE
    assert found.problem


def test_foreign_format_without_office_program_names_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(foreign, "_PROGRAMS", ("no-such-program",))
    found = foreign.read(kept(tmp_path / "a.wps", b"old"))
    assert found.state == UNREADABLE
    assert "libreoffice-writer" in found.problem


def test_foreign_format_is_read_where_the_office_program_is(tmp_path):
    if foreign.program() is None:
        pytest.skip("LibreOffice is not installed")
    found = foreign.read(kept(tmp_path / "a.rtf", rb"{\rtf1\ansi\ansicpg936 \'bb\'dd\'c5\'a9 1200\par}"))
    assert "1200" in found.text


def test_large_word_file_is_read_fast(tmp_path):
    runs = "".join(f"<w:r><w:t>惠农补贴发放情况公示如下第{n}条说明</w:t></w:r>" for n in range(40))
    whole = "".join(f"<w:p>{runs}</w:p>" for _ in range(400))
    data = word.changed(
        word.clean(), {"word/document.xml": lambda old: old.replace("<w:sectPr", whole + "<w:sectPr", 1)}
    )
    path = kept(tmp_path / "a.docx", data)
    began = time.process_time()
    found = word_reader.read(path)
    speed = len(found.text) / (time.process_time() - began)
    assert len(found.text) > 200_000
    assert speed > 300_000, f"{speed:,.0f} characters a second"


def test_words_that_must_appear_appear_in_real_files(shared):
    folder = shared / "data/attachments"
    missing, seen = [], 0
    with (folder / "manifest.csv").open(encoding="utf-8-sig", newline="") as handle:
        for row in csv.DictReader(handle):
            if row["kind"] not in ("docx", "doc", "ofd", "html"):
                continue
            found = read_any(folder / row["file"])
            assert (found.state == READ) == (row["class"] not in ("encrypted", "malformed"))
            text = "".join(found.text.split())
            for words in filter(None, row["snippets_that_must_appear"].split(" | ")):
                seen += 1
                # One of them joins two headings that don't stand side by side.
                if not all("".join(part.split()) in text for part in words.split(" ")):
                    missing.append((row["file"], words))
    assert seen > 20
    assert missing == []
