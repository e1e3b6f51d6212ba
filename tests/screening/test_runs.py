"""The one pass: places stay those of the text, tables have heads, nothing takes long."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.in_time import grows_less_than, within

from gongkai.screening.detectors import ALL
from gongkai.screening.runs import LONGEST, Page, runs, sweep
from gongkai.screening.scanning import recognise

from .detectors.making import NUMBERS, made

ODD = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "0123456789 -.\t\n\r０１９Ｘxｘ@＠京沪新A〔〕号证电话年月日QqvVwWlOI*_/:：\u3000\ufeff\u200b"
        ),
    ),
    max_size=200,
)

_WORDS = ["社保卡号", "医保", "个人编号", "通行证", "港澳居民", "证件号", "姓名", "：", "，", "。", "-"]
_NUMBERS = [
    "2024",
    "6789012",
    "12345678",
    "１２３４５６７８",
    "AB",
    "C12345678",
    "H0123456789",
    "110101199003074514",
]
CUED = st.lists(st.sampled_from([*_WORDS, *_NUMBERS, *"\t\t\n\n \u3000"]), max_size=25).map("".join)


@given(ODD)
@settings(max_examples=300)
def test_any_text_gives_spans_that_are_the_text_at_their_place(text: str) -> None:
    end = 0
    for span in recognise(text, detectors=NUMBERS):
        assert text[span.start : span.end] == span.text
        assert span.start >= end
        end = span.end


@given(ODD)
@settings(max_examples=200)
def test_all_rules_together_take_any_text(text: str) -> None:
    for span in recognise(text):
        assert text[span.start : span.end] == span.text
        assert 0 < span.confidence <= 1


@given(ODD)
@settings(max_examples=100)
def test_the_whole_set_and_a_detector_by_itself_see_the_same_runs(text: str) -> None:
    page = Page(text)
    assert len(page.raw) == len(page.folded) == len(text)
    for run in runs(page):
        assert run.digits + run.letters == len(run.joined)
        for at in run.begins():
            assert page.folded[run.offset(at)].upper() == run.joined[at]


@given(CUED)
@settings(max_examples=200)
def test_what_goes_by_a_word_is_found_though_asked_only_where_the_word_stands_by_a_number(text: str) -> None:
    for code in ("permit", "social_security"):
        judge = NUMBERS[code].judge
        assert judge is not None
        everywhere = {span for run in runs(Page(text)) for span in judge(run)}
        assert set(sweep(Page(text), (judge,))) == everywhere


@pytest.mark.parametrize(
    "text",
    [
        "1" * 300_000,
        "12 " * 100_000,
        "1234567 " * 40_000,
        "1\t" * 150_000,
        "13812345678\n" * 25_000,
        "a1b2c3d4" * 40_000,
        "1234567" + "A" * 300_000 + "1234567",
        "@" * 200_000,
        "a." * 100_000 + "@" + "a." * 100_000,
        "aaaaaaaaaa@" * 20_000,
        "微信" * 100_000,
        "Qq" * 100_000,
        "京A" * 100_000,
        "京AAAAAA" * 40_000,
        "－" * 200_000,
        "身份证号：" * 60_000,
        "订单号：1234567 " * 20_000,
        "号 " * 100_000,
        "1.2-3 " * 50_000,
        "13812345678" + "\t" * 200_000 + "13812345678",
        "l1O0" * 60_000,
        "62220212345678 90128\t" * 10_000,
        "(010)" * 60_000 + "12345678",
    ],
    ids=lambda text: text[:12].replace("\t", "tab").replace("\n", "nl"),
)
def test_no_text_takes_longer_than_its_length_explains(text: str) -> None:
    """Twice the length takes twice the time, and no input of some 300,000 characters two seconds."""
    short = text[: len(text) // 8]
    for code, detector in NUMBERS.items():
        list(detector.find(short[:2_000]))
        assert code in ALL
    # Eight times the length: eight times the work where it is linear, sixty-four where it is the square.
    grows_less_than(
        32,
        lambda: recognise(short, detectors=NUMBERS),
        lambda: within(2, lambda: recognise(text, detectors=NUMBERS)),
    )


@given(made("resident_id"), st.integers(0, 60))
@settings(max_examples=40)
def test_a_number_in_a_run_too_long_to_judge_at_once_is_found(number: str, shift: int) -> None:
    text = "12 " * (LONGEST // 3 - shift) + number + " 34" * 100
    assert number in [s.text for s in recognise(text, detectors=NUMBERS)]


def test_the_head_of_a_column_is_known_in_each_table() -> None:
    text = "公示名单\n序号\t姓名\t手机\n1\t张三\t13812345678\n说明\n甲\t乙\n5\t6\n"
    page = Page(text)
    assert page.heading(text.index("138")) == "手机"
    assert page.heading(text.index("6\n")) == "乙"
    assert page.heading(text.index("公示")) == ""


def test_a_table_on_the_first_line_has_its_head_though_numbers_stand_in_it() -> None:
    page = Page("表号20260101\t住址\n张三\t青禾县\n")
    assert page.heading(page.text.index("青禾")) == "住址"
