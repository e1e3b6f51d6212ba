"""Every kind gets its pages from its file alone: the citizen's flow, the chart, the clerk's entry, the case with its buttons."""

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.cases.playing import clerk_of, played, taken_in

from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case
from gongkai.cases.policies import may_act

pytestmark = pytest.mark.sweep
KINDS = pytest.mark.parametrize("kind", CASE_KINDS.values(), ids=lambda kind: kind.code)


@KINDS
def test_the_chart_shows_every_state_and_what_happens_in_it(cast, client, kind):
    page = client.get(f"/write/{kind.code}/how/")
    if not kind.open_to_all:
        return
    assert page.status_code == 200
    text = page.content.decode()
    assert "<svg" in text
    for state in kind.states:
        assert state.label in text


@KINDS
def test_a_citizen_finds_a_page_for_each_question(cast, client, kind):
    if not kind.open_to_all:
        return
    assert client.get(f"/write/{kind.code}/", follow=True).status_code == 200
    for page in kind.pages:
        answer = client.get(
            f"/write/{kind.code}/{'001' if kind.to_office else '016'}/{page.code}/", follow=True
        )
        assert answer.status_code == 200


@KINDS
def test_a_clerk_enters_it_on_one_page_with_every_field(cast, client_of, kind):
    answer = client_of(clerk_of(kind)).get(reverse("office:case_enter", args=[kind.code]))
    assert answer.status_code == 200
    for field in kind.fields:
        assert field.label in answer.content.decode()


@KINDS
def test_the_case_page_has_a_button_for_each_act_that_the_person_may_do(cast, client_of, kind):
    case_id = taken_in(cast, kind, at=timezone.now())
    case = Case.objects.get(id=case_id)
    by = cast.standing(clerk_of(kind))
    text = client_of(clerk_of(kind)).get(reverse("office:case", args=[case_id])).content.decode()
    mine = {
        act.act for act in kind.transitions
        if act.button and case.state in act.sources and may_act(by, case, act)
    }  # fmt: skip
    for code in {act.act for act in kind.transitions}:
        assert (reverse("office:case_act", args=[case_id, code]) in text) == (code in mine), code


@KINDS
def test_every_act_of_every_state_has_its_page(cast, client_of, kind):
    role = clerk_of(kind).partition(".")[2]
    for state in kind.states:
        case_id, _ = played(cast, kind, state.code, at=timezone.now())
        for act in kind.transitions:
            if state.code in act.sources and role in act.roles:
                answer = client_of(clerk_of(kind)).get(reverse("office:case_act", args=[case_id, act.act]))
                assert answer.status_code == 200, (state.code, act.act)


@KINDS
def test_the_due_date_explains_itself(cast, client_of, kind):
    case_id = taken_in(cast, kind, at=timezone.now())
    answer = client_of(clerk_of(kind)).get(reverse("office:case_why", args=[case_id]))
    assert answer.status_code == 200
    assert Case.objects.get(id=case_id).due_on is not None
