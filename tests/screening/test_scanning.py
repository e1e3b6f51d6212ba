"""What no font shows parts no number, no name and no word: people read over it, so screening does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.screening.profiles import profiles
from gongkai.screening.redaction import removals_of
from gongkai.screening.scanning import scan
from gongkai.text.unseen import UNSEEN, without_unseen

TEXT = (
    "某县惠农补贴公示\n户主：王晓梅，身份证号码 530102199003074478，手机 13800138000，"
    "住望亭镇柳庄村东风路12号3单元501室。\n账号 6222021234567890128，联系人李建国，车牌云A12345。\n"
)
SIGNS = sorted({*UNSEEN, "\U000e0041", "\U000e0100"})


def findings(text: str) -> list[tuple[str, str]]:
    spans = scan(text)
    assert [text[span.start : span.end] for span in spans] == [span.text for span in spans]
    return [(span.kind, without_unseen(span.text)) for span in spans]


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: f"{ord(sign):04X}")
def test_the_same_is_found_with_a_sign_between_all_characters(sign):
    assert findings(sign.join(TEXT)) == findings(TEXT)


@given(st.lists(st.tuples(st.integers(0, len(TEXT)), st.sampled_from(SIGNS)), max_size=40))
def test_the_same_is_found_with_signs_anywhere(sown):
    text = TEXT
    for place, sign in sorted(sown, reverse=True):
        text = text[:place] + sign + text[place:]
    assert findings(text) == findings(TEXT)


def test_a_mask_counts_what_is_seen():
    text = "户主：王\u2060晓\u2060梅，身份证号码 5301\x00021990030\u00ad74478。"
    made = [one.replacement for one in removals_of(scan(text), text, profiles()["default"])]
    assert made == ["王**", "5301**********4478"]


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85"])
def test_a_line_break_of_another_kind_is_one_inside_a_number(sign):
    assert ("resident_id", f"5301021990{sign}03074478") in findings(f"身份证号码 5301021990{sign}03074478。")
