"""The law on items as plain functions (条例第十四条至第二十条)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.disclosure import rules
from gongkai.disclosure.completeness import what_is_missing
from gongkai.disclosure.declaring import Field, ItemKind
from gongkai.disclosure.heads import head_from_json, head_to_json
from gongkai.disclosure.kinds import ITEM_KINDS

TODAY = date(2026, 11, 20)
days = st.dates(date(1990, 1, 1), date(2060, 1, 1))
answers = st.dictionaries(st.sampled_from([q.code for q in rules.GUIDED_QUESTIONS]), st.booleans())


@pytest.mark.parametrize(
    ("validity", "expires", "abolished", "day", "expected"),
    [
        ("valid", None, None, TODAY, "valid"),
        ("valid", TODAY, None, TODAY, "valid"),  # the last day still counts
        ("valid", TODAY, None, TODAY + timedelta(1), "expired"),
        ("amended", TODAY, None, TODAY + timedelta(1), "expired"),
        ("valid", None, TODAY, TODAY, "abolished"),
        ("abolished", None, TODAY + timedelta(1), TODAY, "abolished"),
        ("expired", TODAY + timedelta(9), None, TODAY, "expired"),
        ("", TODAY, None, TODAY + timedelta(1), ""),
    ],
)
def test_validity_on_a_day(validity, expires, abolished, day, expected):
    assert (
        rules.validity_on(validity=validity, expires_on=expires, abolished_on=abolished, day=day) == expected
    )


@given(st.sampled_from(list(rules.VALIDITIES)), st.none() | days, st.none() | days, days, days)
def test_a_document_never_comes_back_to_life_by_waiting(validity, expires, abolished, one, other):
    early, late = sorted((one, other))

    def on(day):
        return rules.validity_on(validity=validity, expires_on=expires, abolished_on=abolished, day=day)

    if on(early) in ("expired", "abolished"):
        assert on(late) in ("expired", "abolished")


@given(
    st.text(min_size=1, max_size=18),
    st.integers(1990, 2100),
    st.integers(1, 999_999),
    st.integers(1, 999_999),
)
def test_index_numbers_tell_serials_apart(code, year, one, other):
    numbers = {rules.index_number(org_code=code, year=year, serial=n) for n in (one, other)}
    assert len(numbers) == len({one, other})


def test_the_index_number_reads_as_the_guideline_says():
    assert rules.index_number(org_code="MA0000016", year=2026, serial=7) == "MA0000016/2026-00007"
    assert rules.index_number(org_code="X", year=2026, serial=100_000) == "X/2026-100000"


@given(
    st.sampled_from(list(rules.ATTRIBUTES)),
    st.sampled_from(list(rules.SECRET_LEVELS)),
    st.sampled_from(["everyone", "group", "own_staff"]),
)
def test_only_open_unmarked_and_for_everyone_is_public(attribute, level, audience):
    may = rules.may_be_public(attribute=attribute, secret_level=level, audience=audience)
    assert may == (attribute == "proactive" and level == "none" and audience == "everyone")


@given(answers)
def test_the_first_yes_in_the_order_of_the_articles_decides(given_answers):
    attribute, ground = rules.decide_attribute(given_answers)
    first = next((q for q in rules.GUIDED_QUESTIONS if given_answers.get(q.code)), None)
    assert (attribute, ground) == ((first.attribute, first.ground) if first else ("proactive", ""))


def test_every_ground_is_asked_for_once_and_in_the_order_of_the_articles():
    assert [q.ground for q in rules.GUIDED_QUESTIONS] == list(rules.GROUNDS)


@given(
    st.sampled_from(list(rules.ATTRIBUTES)),
    st.sampled_from(["", *rules.GROUNDS]),
    st.text(max_size=8),
    st.sampled_from(list(rules.SECRET_LEVELS)),
)
def test_what_is_withheld_needs_ground_and_reason_and_what_is_marked_is_not_proactive(
    attribute, ground, reason, level
):
    fields = {
        m.field
        for m in rules.secrecy_problems(attribute=attribute, ground=ground, reason=reason, secret_level=level)
    }
    assert ("attribute" in fields) == (attribute == "proactive" and level != "none")
    assert ("attribute_ground" in fields) == (attribute != "proactive" and not ground)
    assert ("attribute_reason" in fields) == (attribute != "proactive" and len(reason.strip()) < 5)


def test_dates_that_cannot_be_are_named():
    found = rules.date_problems(
        signed_on=TODAY + timedelta(1), effective_on=TODAY, expires_on=TODAY - timedelta(1), today=TODAY
    )
    assert [m.field for m in found] == ["signed_on", "expires_on"]
    assert not rules.date_problems(signed_on=TODAY, effective_on=TODAY, expires_on=TODAY, today=TODAY)


@pytest.mark.parametrize("result", ["not_secret", "consent", "upper_decides", ""])
def test_only_two_answers_forbid_publication(result):
    assert not rules.blocks_publication(result)
    assert {r for results in rules.SIDE_RESULTS.values() for r in results if rules.blocks_publication(r)} == {
        "secret",
        "objection",
    }


@given(st.dictionaries(st.sampled_from(rules.HEAD_DATES), st.none() | days))
def test_a_head_comes_back_from_the_database_as_it_went_in(dates):
    head = {**dates, "doc_no": "号", "topic_id": 3}
    assert head_from_json(head_to_json({**head, "unknown": 1})) == head


# ---- completeness --------------------------------------------------------------------------------------

KIND = ItemKind(
    "k", "种", "条", "service", "short", "…", fields=(Field("to", "给谁", required=True), Field("x", "随意"))
)
WHOLE = {"topic_id": 1, "signed_on": TODAY}


def missing(**changes):
    facts = {
        "kind": KIND,
        "title": "关于防汛的公告",
        "body_text": "正文",
        "attachments": 0,
        "head": WHOLE,
        "fields": {"to": "县"},
        "today": TODAY,
    }
    return [m.field for m in what_is_missing(**{**facts, **changes})]


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"title": " 短 "}, ["title"]),
        ({"body_text": " "}, ["body_html"]),
        ({"body_text": "", "attachments": 1}, []),
        ({"head": {"signed_on": TODAY}}, ["topic_id"]),
        ({"head": {"topic_id": 1, "formed_on": TODAY}}, []),
        ({"head": {"topic_id": 1}}, ["signed_on"]),
        ({"head": {**WHOLE, "attribute": "withheld"}}, ["attribute_ground", "attribute_reason"]),
        ({"fields": {}}, ["to"]),
    ],
)  # fmt: skip
def test_every_gap_has_its_field(changes, fields):
    assert missing(**changes) == fields


@pytest.mark.parametrize(
    ("kind", "begins", "ends", "short"),
    [
        ("subsidy_list", "2026-03-02", "2026-03-08", True),
        ("subsidy_list", "2026-03-02", "2026-03-09", False),
        ("subsidy_list", "2026-03-09", "2026-03-02", True),
        ("subsidy_list", "2026-03-02", "", False),
        ("notice", "2026-03-02", "2026-03-04", False),
    ],
)
def test_a_list_of_subsidies_is_on_notice_for_seven_days(kind, begins, ends, short):
    fields = {"notice_from_on": begins, "notice_to_on": ends}
    assert missing(kind=ITEM_KINDS[kind], fields=fields) == (["notice_to_on"] if short else [])
