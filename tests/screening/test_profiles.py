"""The same finding, treated by what is published."""

from __future__ import annotations

import pytest

from gongkai.screening.detectors import ALL
from gongkai.screening.profiles import (
    NoSuchProfile,
    profile_for,
    profile_named,
    profiles,
    read_profiles,
)
from gongkai.screening.scanning import scan
from gongkai.screening.spans import ACTIONS, KEEP, LOOK, MASK, REMOVE, Span

ROW = "户主\t村组\t身份证号\t一卡通账号\t金额\n张三\t柳庄村\t130602199003074612\t6217000000000000000\t500\n"


def _span(kind: str, text: str, within: str) -> Span:
    start = within.index(text)
    return Span(kind, start, start + len(text), text, 0.9, MASK, "")


def test_a_subsidy_list_keeps_names_and_takes_numbers_out() -> None:
    chosen = profile_for("subsidy_list")
    assert chosen.judge(_span("person_name", "张三", ROW), ROW).action == KEEP
    assert chosen.judge(_span("bank_card", "6217000000000000000", ROW), ROW).action == REMOVE
    assert chosen.judge(_span("resident_id", "130602199003074612", ROW), ROW).action == MASK


def test_a_penalty_keeps_the_seat_of_a_firm_and_masks_a_home() -> None:
    chosen = profile_for("penalty")
    firm, person = "住所（经营场所）：建设路5号", "住址：建设路5号"
    assert chosen.judge(_span("address", "建设路5号", firm), firm).action == KEEP
    home = chosen.judge(_span("address", "建设路5号", person), person)
    assert home.action == MASK
    assert chosen.mask(home, person) == "建设路***"


def test_the_phone_of_an_office_stays_in_every_profile_and_that_of_a_home_does_not() -> None:
    for one in profiles().values():
        spans = scan("监督举报电话：0312-5678901", profile=one)
        assert [s.action for s in spans if s.kind == "landline"] == [KEEP], one.code
        spans = scan("户主家庭电话：0312-5678901", profile=one)
        assert [s.action for s in spans if s.kind == "landline"] != [KEEP] or one.code == "organisation"


def test_a_mobile_given_for_reports_is_looked_at_rather_than_masked() -> None:
    assert [s.action for s in scan("举报电话：13812345678", profile=profile_for(""))] == [LOOK]
    assert [s.action for s in scan("申请人电话：13812345678", profile=profile_for(""))] == [MASK]


def test_profiles_are_found_by_code_and_by_kind_of_item() -> None:
    assert profile_for("normative_document").code == "policy"
    assert profile_for("unknown").code == "default"
    assert profile_named("").code == "default"
    with pytest.raises(NoSuchProfile):
        profile_named("unknown")


def test_every_kind_in_a_profile_is_one_that_a_detector_finds() -> None:
    known = {*ALL, "address", "birth_date", "health", "minor", "secrecy_mark", "victim", "wording"}
    for one in profiles().values():
        assert set(one.treatments) <= known, one.code
        assert all(t.action in ACTIONS for t in one.treatments.values())
        assert all(c.kinds <= known for c in one.contexts)


def test_an_unknown_action_or_form_is_named() -> None:
    with pytest.raises(ValueError, match=r"default\.mobile"):
        read_profiles({"default": {"label": "x", "kinds": {"mobile": {"action": "hide"}}}})
    with pytest.raises(ValueError, match="form"):
        read_profiles({"default": {"label": "x", "kinds": {"mobile": {"action": "mask", "form": "?"}}}})
