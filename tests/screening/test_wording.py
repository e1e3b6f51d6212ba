"""Word lists: what they find, what makes a wording right, and what is told of a table that holds mistakes."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from gongkai.screening.scanning import scan
from gongkai.screening.wording import KINDS, Entry, WordList, WordLists, read_word_list, seed_lists


def _lists(*entries: Entry) -> WordLists:
    return WordLists([WordList("本单位用词", "3", date(2026, 2, 1), entries)])


def _workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_a_wording_is_found_with_its_list_and_what_should_stand_instead() -> None:
    lists = _lists(Entry("按装", "misspelling", "安装"))
    (span,) = lists.find("设备按装完成")
    assert (span.kind, span.start, span.end, span.action) == ("wording", 2, 4, "look")
    assert "本单位用词" in span.source
    assert "第3版" in span.source
    entry = lists.entry(span.text)
    assert entry is not None
    assert entry.advice == "安装"


def test_a_longer_wording_may_make_it_right() -> None:
    lists = _lists(Entry("报消", "misspelling", "报销", ("报消息", "上报消防")))
    assert [span.start for span in lists.find("上报消防、报消息、报消费用")] == [9]


def test_of_two_words_the_longer_is_found() -> None:
    lists = _lists(Entry("环境保护局", "organ"), Entry("县环境保护局", "organ"))
    assert [span.text for span in lists.find("清河县环境保护局")] == ["县环境保护局"]


def test_scanning_takes_the_lists_along() -> None:
    found = scan("设备按装完成", lists=WordLists(seed_lists()))
    assert [(span.kind, span.text) for span in found] == [("wording", "按装")]


def test_the_lists_that_ship_are_sound() -> None:
    entries = [entry for one in seed_lists() for entry in one.entries]
    assert len(entries) >= 150
    assert len({entry.word for entry in entries}) == len(entries)
    for entry in entries:
        assert entry.kind in KINDS
        assert entry.advice
        assert all(entry.word in longer and entry.word != longer for longer in entry.exceptions), entry.word
        assert entry.kind != "misspelling" or entry.word not in entry.advice, entry.word


def test_no_list_finds_nothing() -> None:
    assert list(WordLists([]).find("按装")) == []


def test_a_table_of_words_is_read() -> None:
    entries, problems = read_word_list(
        _workbook(
            ("词", "类别", "建议", "例外"),
            ("报消", "错别字", "报销", "报消息，报消防"),
            ("县农业局", "机构名称", None, None),
        ),
        "用词.xlsx",
    )
    assert problems == []
    assert entries == [
        Entry("报消", "misspelling", "报销", ("报消息", "报消防")),
        Entry("县农业局", "organ"),
    ]


def test_what_is_wrong_is_told_by_row_and_column_and_the_rest_is_read() -> None:
    entries, problems = read_word_list(
        _workbook(
            ("词", "类别", "建议", "例外"),
            ("按装", "错别字", "安装", None),
            (None, "错别字", "安装", None),
            ("报消", "奇怪", "报销", None),
            ("的", "敏感词", None, None),
            ("渡假", "错别字", "渡假", "旅游"),
            ("按装", "错别字", "安装", None),
            ("**", "敏感词", None, None),
        ),
        "用词.xlsx",
    )
    assert [entry.word for entry in entries] == ["按装"]
    assert {(one.row, one.column, one.rule) for one in problems} >= {
        (3, "词", "required"),
        (4, "类别", "choice"),
        (5, "词", "too_short"),
        (6, "例外", "exception"),
        (6, "建议", "advice"),
        (7, "词", "duplicate"),
        (8, "词", "no_word"),
    }


def test_a_file_that_is_no_table_is_told_and_no_error() -> None:
    for raw in (b"", b"%PDF-1.7", "词\n按装\n".encode(), b"PK\x03\x04broken"):
        entries, problems = read_word_list(raw, "用词.xlsx")
        assert entries == []
        assert problems


@given(st.text(alphabet="按装报消息防，\n", max_size=60))
def test_whatever_the_text_spans_lie_in_it(text: str) -> None:
    for span in WordLists(seed_lists()).find(text):
        assert text[span.start : span.end] == span.text


def test_half_a_sign_of_a_damaged_file_hides_no_word():
    lists = WordLists([WordList("自查", "1", date(2026, 1, 1), (Entry("按装", "misspelling"),))])
    assert [(one.text, one.start) for one in lists.find("门\ud800请按装")] == [("按装", 3)]
