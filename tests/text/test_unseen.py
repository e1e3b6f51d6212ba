"""Signs that no font shows, told from those that take a place in the line."""

import unicodedata

from gongkai.text.unseen import UNSEEN, has_rare, unseen_runs, without_unseen


def test_blanks_tabs_and_line_breaks_take_a_place_in_the_line():
    assert not {sign for sign in UNSEEN if sign.isspace()} - set("\x0b\x0c\x1c\x1d\x1e\x1f")
    assert without_unseen("甲 乙\t丙\u3000丁\r\n\x85\u2028\u2029") == "甲 乙\t丙\u3000丁\r\n\x85\u2028\u2029"


def test_nothing_that_is_seen_counts_as_unseen():
    assert {unicodedata.category(sign) for sign in UNSEEN} <= {"Cc", "Cf", "Cn", "Mn", "Lo"}
    letters = {f"{ord(sign):04X}" for sign in UNSEEN if unicodedata.category(sign) == "Lo"}
    assert letters == {"115F", "1160", "3164", "FFA0"}  # fillers


def test_runs_are_told_by_place_and_the_rare_ones_too():
    text = "a\u200b\u200cb\U000e0041\U000e0100c\U00020000"
    assert unseen_runs(text) == [(1, 3), (4, 6)]
    assert without_unseen(text) == "abc\U00020000"
    assert has_rare(text)
    assert not has_rare("a\u200b\U00020000")
