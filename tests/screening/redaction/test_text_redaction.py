"""Plain texts, tables in text and web pages without what was asked to go."""

from __future__ import annotations

import re

import pytest
from tests.files.hidden_corpus import page
from tests.files.hidden_corpus.sample import SECRET, Sample

from gongkai.files.extraction import html, plain
from gongkai.files.extraction.shapes import Removal
from gongkai.screening.profiles import profiles
from gongkai.screening.redaction import html as html_writer
from gongkai.screening.redaction import plain as plain_writer
from gongkai.screening.redaction import removals_of
from gongkai.screening.redaction.readback import leftovers
from gongkai.screening.scanning import scan

NAME, NUMBER = "赵晓燕", "530102199003074478"


def redacted(tmp_path, data: bytes, reader, writer, mask: str = "赵**") -> tuple[bytes, str]:
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_bytes(data)
    text = reader.read(source).text
    removals = [
        Removal(m.start(), m.end(), mask if m[0] == NAME else "5301…")
        for m in re.finditer(f"{NAME}|{NUMBER}", text)
    ]
    assert removals
    writer.redact(source, target, removals)
    return target.read_bytes(), reader.read(target).text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_keeps_its_encoding_and_line_ends(tmp_path, encoding):
    data = f"申请人{NAME}\r\n证号{NUMBER}，已核。\r\n完".encode(encoding)
    written, text = redacted(tmp_path, data, plain, plain_writer)
    assert written.decode(encoding) == "申请人赵**\r\n证号5301…，已核。\r\n完"
    assert NAME not in text


def test_the_copy_is_read_in_the_encoding_of_the_source_though_a_nul_moves_forward(tmp_path):
    """A NUL behind the first pages stands among the first bytes once what is before it is shorter."""
    data = (f"申请人{NAME}，证号{NUMBER}\n" * 120 + "完\0").encode()
    written, text = redacted(tmp_path, data, plain, plain_writer, mask="*")
    assert text == "申请人*，证号5301…\n" * 120 + "完"
    assert b"\0" not in written


def test_what_goes_from_one_place_goes_from_where_it_stands_with_other_blanks(tmp_path):
    page_ = "<p>社保卡号 1 2 12 12 1</p><td>1  2\n12<b> 12</b>&nbsp; 1</td>".encode()
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_bytes(page_)
    start = html.read(source).text.index("1 2")
    html_writer.redact(source, target, [Removal(start, start + 11, "*")])
    assert html.read(target).text.split() == ["社保卡号", "*", "*"]


def test_sounds_over_the_signs_part_no_name(tmp_path):
    ruby = "<ruby>赵<rp>(</rp><rt>zhào</rt><rp>)</rp>晓<rt>xiǎo</rt>燕<rt>yàn</rt></ruby>"
    written, text = redacted(tmp_path, f"<p>申请人{NAME}</p><p>{ruby}</p>".encode(), html, html_writer)
    assert NAME not in text
    assert "燕" not in written.decode()


def test_csv_stays_a_table(tmp_path):
    data = f'姓名,住址,证号\n{NAME},"东风村,3组",{NUMBER}\n王小明,红旗村,无\n'.encode()
    written, text = redacted(tmp_path, data, plain, plain_writer)
    assert written.decode() == '姓名,住址,证号\n赵**,"东风村,3组",5301…\n王小明,红旗村,无\n'
    assert text == "姓名\t住址\t证号\n赵**\t东风村,3组\t5301…\n王小明\t红旗村\t无\n"


def test_page_loses_the_term_from_text_cut_by_tags_and_from_attributes(tmp_path):
    data = page.page(
        f'<p>申请人赵<b>晓</b><span>燕</span>，证号{NUMBER}。</p><td>{NAME}</td><img alt="{NAME}的照片" src="a.png">'
        f'<a href="/q?n=%E8%B5%B5%E6%99%93%E7%87%95" title="{NAME}">查</a><div data-name="{NAME}" id="{NAME}">完</div>'
    )
    written, text = redacted(tmp_path, data, html, html_writer)
    shown = re.sub(r"<[^>]*>", "", written.decode())
    assert NAME not in written.decode()
    assert NAME not in shown
    assert NUMBER not in shown
    assert b"%E6%99%93" not in written
    assert "申请人赵**，证号5301…。" in text
    assert "赵**的照片" in text


def test_a_link_names_no_account_that_the_text_named(tmp_path):
    page_ = '<p>QQ：12345678</p><a href="https://chat.example/add?uin=12345678">加</a><img width="12345678">'.encode()
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_bytes(page_)
    start = html.read(source).text.index("12345678")
    html_writer.redact(source, target, [Removal(start, start + 8, "12******")])
    written = target.read_text(encoding="utf-8")
    assert "uin=12******" in written
    assert written.count("12345678") == 1, "a measure stays"


@pytest.mark.parametrize("sample", [s for s in page.SAMPLES if s.extension == "html"], ids=lambda s: s.name)
def test_hidden_parts_of_a_page_are_gone(sample: Sample, tmp_path):
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_bytes(sample.make())
    html_writer.redact(source, target, [])
    again = html.read(target)
    assert again.hidden == ()
    assert SECRET not in target.read_bytes().decode()
    assert "现将发放情况公示如下。" in again.text


def test_a_term_that_unseen_signs_part_is_gone_with_them(tmp_path):
    """Taking only the signs out would put the term together again."""
    (tmp_path / "a").write_text("张\u202e三\u202d、张三", encoding="utf-8")
    text = plain.read(tmp_path / "a").text
    at = text.rindex("张三")
    plain_writer.redact(tmp_path / "a", tmp_path / "b", [Removal(at, at + 2, "张*")])
    assert (tmp_path / "b").read_text(encoding="utf-8") == "张*、张*"


def test_a_name_told_in_radicals_goes_where_it_stands_in_characters(tmp_path):
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_text("<p>户主⻢⾼⻰</p><p title='马高龙'>马高龙到会</p>", encoding="utf-8")
    start = html.read(source).text.index("⻢")
    html_writer.redact(source, target, [Removal(start, start + 3, "马**")])
    written = target.read_text(encoding="utf-8")
    assert "马高龙" not in written
    assert "⻢" not in written
    assert leftovers(source, "html", ["⻢⾼⻰"])
    assert leftovers(source, "html", ["马高龙"])


def test_a_number_that_the_end_of_its_mask_begins_anew_is_gone(tmp_path):
    """The mask keeps the last digits, and what follows makes the same number of them."""
    number = "8 0 0 001 3 8"
    (tmp_path / "a").write_text(f"{number} 0 0 001 3 8 0 0 001 3 8", encoding="utf-8")
    plain_writer.redact(tmp_path / "a", tmp_path / "b", [Removal(0, len(number), "****0138")])
    assert number not in (tmp_path / "b").read_text(encoding="utf-8")


def test_what_may_stay_goes_too_where_it_holds_what_was_taken_out():
    """The organ's address would tell the person's, which is its beginning."""
    text = "邮箱 wang.min@c.gov，单位邮箱 wang.min@c.gov.cn，热线邮箱 open@qinghe.gov.cn"
    spans = scan(text)
    taken = removals_of(spans, text, profiles()["default"])
    assert [text[one.start : one.end] for one in taken] == ["wang.min@c.gov", "wang.min@c.gov.cn"]
    assert "open@qinghe.gov.cn" in [span.text for span in spans]
