"""T40: nothing is asked that isn't said; days of erasure are exact."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.parties import PERSONAL_KEYS
from gongkai.cases.rules.retention import KEPT_WORDS, PERSONAL, USES, in_words, months_before, use_of

SHIPPED = list(CASE_KINDS.values())


def test_every_field_of_every_form_stands_in_the_table():
    asked = {(kind.code, one.key) for kind in SHIPPED for one in kind.fields}
    assert {pair for pair in asked if use_of(*pair) is None} == set()


def test_no_line_of_the_table_speaks_of_a_field_that_isnt_asked():
    asked = {(kind.code, one.key) for kind in SHIPPED for one in kind.fields}
    keys = {key for _, key in asked}
    assert [
        u
        for u in USES
        if (u.kind == "*" and u.key not in keys) or (u.kind != "*" and (u.kind, u.key) not in asked)
    ] == []
    assert len({(u.kind, u.key) for u in USES}) == len(USES)


def test_what_names_a_person_is_sealed_and_goes():
    for kind in SHIPPED:
        for one in kind.fields:
            use = use_of(kind.code, one.key)
            assert use is not None
            assert (one.key in PERSONAL_KEYS) == one.personal
            if one.personal or one.type == "files":
                assert use.kept == PERSONAL, (kind.code, one.key)


def test_every_line_says_what_for_on_what_ground_and_how_long():
    assert all(u.purpose and u.ground and u.kept in KEPT_WORDS for u in USES)


def test_only_the_application_asks_for_a_number_of_identity():
    assert {k.code for k in SHIPPED for one in k.fields if one.type == "identity"} == {
        "information_application"
    }


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), 13, date(2024, 12, 15)),
        (date(2026, 12, 1), 12, date(2025, 12, 1)),
        (date(2026, 12, 1), 36, date(2023, 12, 1)),
    ],
)
def test_months_are_counted_by_the_calendar(day, months, expected):
    assert months_before(day, months) == expected


def test_in_words():
    assert [in_words(n) for n in (6, 24, 30)] == ["6 个月", "2 年", "2 年6 个月"]
