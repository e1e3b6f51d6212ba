"""T43: with number and code a person takes a copy of all that is kept of them, and has it corrected."""

from __future__ import annotations

import json
import re
from datetime import datetime

import pytest
from django.test import Client
from tests.office.pages import url, words
from tests.portal.cases.conftest import number_and_code, send, write
from tests.privacy import canaries

from gongkai.cases import parties
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, DataWish, Party
from gongkai.components.dates import day, moment
from gongkai.ledger.models import LedgerRow
from gongkai.portal.cases import paths


@pytest.fixture
def mine(cast):
    """A browser that has just sent an application, with number and code."""
    client, kind = Client(), CASE_KINDS["information_application"]
    write(client, kind, changed=canaries.PERSON)
    number, code = number_and_code(send(client, kind))
    return client, number, code


def copied(client: Client, number: str, as_: str = "json"):
    return client.post(paths.case(number, "data", "copy"), {"as": as_})


def test_the_copy_is_complete_for_every_open_kind(cast):
    for kind in (one for one in CASE_KINDS.values() if one.open_to_all):
        client = Client()
        write(client, kind)
        number, _ = number_and_code(send(client, kind))
        told = json.loads(copied(client, number).content)
        case = Case.objects.get(number=number)
        assert told["编号"] == number
        labels = {one.key: one.label for one in kind.fields}
        personal = parties.opened(case.party.sealed)
        assert {labels[key]: value for key, value in personal.items()}.items() <= told["您的信息"].items()
        kept = {
            labels[key]
            for key in (*case.values, "title", "text")
            if key in labels and (case.values.get(key, True))
        }
        written = set(told["您写的内容"]) | {"标题", "内容"}
        assert {one for one in kept if one not in written} <= {labels.get("title"), labels.get("text")}
        assert told["您写的内容"]["标题"] == case.title


def test_after_everything_the_copy_holds_letters_events_messages_and_files(played):
    told = json.loads(copied(played.citizen, played.number).content)
    assert len(told["经过"]) >= 4
    assert len(told["文书"]) >= 3
    assert told["满意度"] == 5
    assert told["办理结果"]
    assert all(
        word in json.dumps(told, ensure_ascii=False)
        for word in (canaries.NAME, canaries.IDENTITY, canaries.PHONE)
    )


def test_as_a_page_it_says_the_same_and_runs_nothing(mine):
    client, number, _ = mine
    answer = copied(client, number, "html")
    page = answer.content.decode()
    assert all(word in page for word in (canaries.NAME, canaries.IDENTITY, canaries.PHONE, canaries.EMAIL))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["Cache-Control"] == "no-store"


def test_the_page_tells_days_and_times_as_people_do_and_programs_get_theirs(played):
    case = Case.objects.get(number=played.number)
    page = copied(played.citizen, played.number, "html").content.decode()
    assert re.findall(r"\d{4}-\d\d-\d\d|\dT\d", page.replace(played.number, "")) == []
    assert f"<dd>{moment(case.submitted_at)}</dd>" in page
    assert f"<dd>{day(case.due_on)}</dd>" in page
    assert f"日期：{day(case.received_on)}；事情：" in page
    told = json.loads(copied(played.citizen, played.number).content)
    assert datetime.fromisoformat(told["提交"]) == case.submitted_at.replace(second=0, microsecond=0)
    assert told["办理期限"] == case.due_on.isoformat()


def test_on_the_page_itself_it_is_masked(mine):
    client, number, _ = mine
    page = words(client.get(paths.case(number, "data")))
    assert "闻**" in page or "闻*" in page
    assert canaries.found_in(page) == []


def test_each_copy_is_in_the_ledger(mine):
    client, number, _ = mine
    copied(client, number)
    assert LedgerRow.objects.filter(act="case.download_own").count() == 1


@pytest.mark.parametrize("place", ["data", "data/copy"])
def test_without_the_code_nothing(mine, place):
    _, number, _ = mine
    way = paths.case(number, *place.split("/"))
    stranger = Client()
    assert stranger.post(way, {"as": "json"}).status_code == 302
    assert stranger.get(way).status_code in (302, 405)
    assert LedgerRow.objects.filter(act="case.download_own").count() == 0


# ---- correction ------------------------------------------------------------------------------------------


def wish(client: Client, number: str, **more: str):
    return client.post(
        paths.case(number, "data"), {"field": "phone", "value": "13900001111", "reason": "写错一位", **more}
    )


def test_what_was_wrong_is_corrected_by_whoever_handles_it(mine, client_of):
    client, number, _ = mine
    assert wish(client, number).status_code == 302
    row = DataWish.objects.get()
    assert canaries.found_in(canaries.dump(), "13900001111") == []
    handler, place = client_of("agri.handler"), url("data_wish", row.pk)
    assert number in words(handler.get(url("data_wishes")))
    assert "13900001111" not in words(handler.get(place))
    assert "13900001111" in words(handler.post(place, {"go": "open"}))
    assert LedgerRow.objects.filter(act="case.open_personal").count() == 1
    assert handler.post(place, {"go": "agree", "answer": "已经改好"}).status_code == 302
    party = Party.objects.get(cases__number=number)
    assert parties.opened(party.sealed)["phone"] == "13900001111"
    assert party.contact_index == parties.index_of("139 0000 1111")
    assert "已经更正" in words(client.get(paths.case(number, "data")))
    assert json.loads(copied(client, number).content)["您的信息"]["手机或者电话"] == "13900001111"
    assert handler.post(place, {"go": "agree"}).status_code == 404


def test_refused_with_a_reason_only(mine, client_of):
    client, number, _ = mine
    wish(client, number)
    handler, place = client_of("agri.handler"), url("data_wish", DataWish.objects.get().pk)
    assert handler.post(place, {"go": "refuse", "answer": ""}).status_code == 422
    assert handler.post(place, {"go": "refuse", "answer": "和身份证对不上"}).status_code == 302
    assert "和身份证对不上" in words(client.get(paths.case(number, "data")))
    assert parties.opened(Party.objects.get(cases__number=number).sealed)["phone"] == canaries.PHONE


@pytest.mark.parametrize(
    "more",
    [
        {"field": ""}, {"field": "title"}, {"field": "secret_digest"}, {"value": ""}, {"value": "abc"}, {"reason": " "},
        {"field": "identity", "value": "110101199003077711"}, {"value": "1" * 300},
    ],
)  # fmt: skip
def test_what_cant_be_right_comes_back_with_words(mine, more):
    client, number, _ = mine
    answer = wish(client, number, **more)
    assert answer.status_code == 422
    assert not DataWish.objects.exists()


def test_five_at_once_are_enough(mine):
    client, number, _ = mine
    assert [wish(client, number, value=f"1390000111{n}").status_code for n in range(6)] == [302] * 5 + [422]


@pytest.mark.parametrize(
    "person", ["housing.handler", "office.system_admin", "office.auditor", "agri.officer"]
)
def test_others_of_the_office_see_nothing_of_it(mine, client_of, person):
    client, number, _ = mine
    wish(client, number)
    answer = client_of(person).post(url("data_wish", DataWish.objects.get().pk), {"go": "open"})
    assert answer.status_code in (403, 404)
    assert LedgerRow.objects.filter(act="case.open_personal").count() == 0
