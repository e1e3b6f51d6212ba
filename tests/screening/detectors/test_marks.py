"""Marks of secrecy and lists of internal telephones: found where they mark a paper, not where a rule speaks of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.screening.detectors.internal_phones import LEAST
from gongkai.screening.detectors.internal_phones import find as phones
from gongkai.screening.detectors.secrecy_mark import find


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("秘密★10年\n关于做好", "秘密★10年"),
        ("机 密 ★ 长期", "机 密 ★ 长期"),
        ("绝密★启用前", "绝密★启用前"),
        ("【内部资料】\n正文", "内部资料"),
        ("内部资料，注意保存", "内部资料，注意保存"),
        ("（此件不公开）", "此件不公开"),
        ("（此件依申请公开）", "此件依申请公开"),
        ("公开属性：不予公开", "公开属性：不予公开"),
        ("密级：秘密", "密级：秘密"),
    ],
)
def test_a_mark_is_found(text: str, mark: str) -> None:
    assert mark in [span.text for span in find(text)]


@pytest.mark.parametrize(
    "text",
    [
        "（此件公开发布）",
        "涉及国家秘密、商业秘密和个人隐私的，不予公开",
        "加强内部资料的管理",
        "泄露国家秘密的，依法处理",
        "公开属性：主动公开",
        "",
    ],
)
def test_a_rule_about_secrets_carries_no_mark(text: str) -> None:
    assert list(find(text)) == []


def _list(rows: int) -> str:
    people = ["何伟", "钱秀英", "周小龙", "孙倩", "吴桂香", "郑国强", "赵大勇", "郑小燕"]
    return "内部电话\n" + "\n".join(f"{people[at]}\t{6001 + at}" for at in range(rows))


def test_a_list_of_internal_telephones_is_one_finding() -> None:
    (span,) = phones(_list(LEAST))
    assert (span.text, span.action) == ("6001", "look")
    assert f"{LEAST}行" in span.source


def test_few_rows_or_no_word_of_it_make_no_list() -> None:
    assert list(phones(_list(LEAST - 1))) == []
    assert list(phones(_list(LEAST).replace("内部电话", "补贴名单"))) == []


@given(st.text(alphabet="秘密★10年内部资料注意保存（此件不公开）\n\t何伟6001分机", max_size=200))
def test_whatever_the_text_spans_lie_in_it(text: str) -> None:
    for span in (*find(text), *phones(text)):
        assert text[span.start : span.end] == span.text != ""
