"""Pages about cases ask the database as often with many cases as with few."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cases.conftest import LETTER

from gongkai.accounts.actions.lists import choose_columns
from gongkai.cases.actions import publishing_answers
from gongkai.cases.actions.acting import act
from gongkai.cases.actions.submitting import submit
from gongkai.cases.models import Case, Notice, PublicAnswer
from gongkai.cases.queries.public_answers import AnswerFilter, answer_rows, found_answers

REPLY = {"outcome": "solved", "conclusion": "三盏灯都修好了，昨天夜里试过。"}
PAGES = (
    "/office/cases/", "/office/cases/in/open/", "/office/cases/in/overdue/", "/office/cases/in/closed/",
    "/office/cases/in/closed/?kind=letter", "/office/cases/in/closed/?q=路灯", "/office/cases/in/closed/?sort=-submitted",
    "/office/cases/in/open/?card=red", "/office/cases/notices/failed/",
    "/answers/", "/answers/?kind=letter", "/answers/?q=路灯",
)  # fmt: skip


def came(cast) -> int:
    """Everyone who writes here is the same person."""
    values = {**LETTER, "may_publish": "1"}
    return submit(kind="letter", unit_id=cast.units["agri"], values=values, at=timezone.now()).case_id


def answered(cast) -> int:
    case_id = came(cast)
    for code, by, values in (
        ("sign", "agri.handler", {}), ("draft", "agri.handler", REPLY), ("approve", "agri.leader", {}),
    ):  # fmt: skip
        act(case_id=case_id, act=code, values=values, by=cast.standing(by), at=timezone.now())
    return case_id


def made_public(cast) -> int:
    case_id, at = answered(cast), timezone.now()
    leader = cast.standing("agri.leader")
    publishing_answers.prepare_answer(case_id=case_id, by=leader, at=at)
    publishing_answers.publish_answer(case_id=case_id, by=leader, at=at)
    return case_id


def queries(client: Client, address: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as caught:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(caught)


@pytest.fixture
def grown(cast):
    """`grown()`: more of everything."""

    def go(times: int) -> None:
        for _ in range(times):
            came(cast)
            made_public(cast)
        Case.objects.filter(closed_at=None).update(due_on=timezone.localdate() - timedelta(days=1))
        Notice.objects.update(state="failed", next_at=None)

    return go


@pytest.mark.sweep
def test_the_number_of_queries_follows_no_number_of_cases(cast, client_of, grown):
    grown(2)
    pages = [*PAGES, f"/office/cases/{came(cast)}/"]
    office = client_of("office.disclosure_office")
    for page in pages:
        queries(office, page)  # what is read once per process
    before = {page: queries(office, page) for page in pages}
    grown(10)
    office = client_of("office.disclosure_office")  # a session of a minute ago would be renewed in between
    queries(office, pages[0])
    after = {page: queries(office, page) for page in pages}
    # Who has had the case open for ten seconds is noted anew.
    after[pages[-1]] = min(after[pages[-1]], queries(office, pages[-1]))
    assert {page: (before[page], n) for page, n in after.items() if n > before[page]} == {}


def test_numbers_of_public_answers_are_those_of_the_answers_whatever_happened_to_them(cast, grown):
    """The numbers come from the cases, the list from the answers: they must say the same."""
    grown(3)
    gone, again = (PublicAnswer.objects.order_by("id")[n].case_id for n in (0, 1))
    leader, at = cast.standing("agri.leader"), timezone.now()
    for case_id in (gone, again):
        publishing_answers.withdraw_answer(case_id=case_id, reason="数字写错了", by=leader, at=at)
    publishing_answers.publish_answer(case_id=again, by=leader, at=at)
    PublicAnswer.objects.filter(case_id=again).update(is_faq=True)
    for narrow in (
        AnswerFilter(), AnswerFilter(kind="letter"), AnswerFilter(faq=True), AnswerFilter(words="路灯"),
        AnswerFilter(kind="objection"), AnswerFilter(unit_path=Case.objects.get(id=again).unit.path),
    ):  # fmt: skip
        found = found_answers(narrow)
        rows = answer_rows(narrow)
        assert list(found.ids) == [row.pk for row in rows], narrow
        assert found.total == sum(found.kinds.values()) == sum(found.units.values()) == len(rows), narrow
    assert found_answers(AnswerFilter()).total == 2


def test_a_list_keeps_its_order_over_its_pages(cast, client_of, grown, monkeypatch):
    monkeypatch.setattr("gongkai.accounts.actions.lists.ROWS", (2,))
    who = cast.standing("office.disclosure_office")
    choose_columns(list_code="cases", columns=["title"], rows=2, by=who)
    grown(3)
    office = client_of("office.disclosure_office")
    shown: list[int] = []
    for page in (1, 2, 3):
        table = office.get(f"/office/cases/in/open/?sort=-submitted&page={page}").context["rows"]
        shown += [line.id for line in table]
    wanted = Case.objects.filter(closed_at=None).order_by("-submitted_at", "-id").values_list("id", flat=True)
    assert shown[: len(wanted)] == list(wanted)
