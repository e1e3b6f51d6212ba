"""Whole histories: each act is checked as if it were done; a history that breaks the table is refused."""

from datetime import date, timedelta

import pytest
from tests.cases.conftest import AT, FORM, LETTER

from gongkai.cases.actions.histories import PastAct, PastCase, take_over_histories
from gongkai.cases.actions.letters import MAKE, ask_for_files, make_files
from gongkai.cases.models import Case, CaseLetter
from gongkai.cases.refusals import CaseRefused
from gongkai.figures.declaring import Scope
from gongkai.figures.queries.reckoning import reckon
from gongkai.figures.rules.periods import year
from gongkai.jobs.models import Outbox
from gongkai.ledger.models import LedgerRow
from gongkai.ledger.rules import SYSTEM


def history(cast, *acts: PastAct, kind: str = "letter") -> PastCase:
    form = LETTER if kind == "letter" else FORM
    return PastCase(kind, cast.units["agri"], form, "web", AT, acts)


def by(cast, key: str, act: str, days: int, **values: str) -> PastAct:
    return PastAct(act, AT + timedelta(days=days), cast.standing(key, today=AT.date()), values)


def take(*cases: PastCase) -> list[int]:
    return take_over_histories(cases=cases, by=SYSTEM, at=AT + timedelta(days=100))


def test_a_history_ends_as_if_each_act_had_been_done(cast, apply, do):
    words = {"outcome": "solved", "conclusion": "修好了。"}
    (case_id,) = take(
        history(
            cast,
            by(cast, "agri.handler", "sign", 1),
            by(cast, "agri.handler", "draft", 8, **words),
            by(cast, "agri.leader", "approve", 9),
        )
    )
    done = apply(kind="letter").case_id
    do(done, "sign", after=1)
    do(done, "draft", after=8, **words)
    do(done, "approve", by="agri.leader", after=9)
    same = (
        "state",
        "outcome",
        "received_on",
        "due_on",
        "term",
        "served_on",
        "closed_at",
        "paused",
        "title",
        "values",
    )
    assert Case.objects.values(*same).get(id=case_id) == Case.objects.values(*same).get(id=done)
    steps = ("no", "act", "from_state", "to_state", "on", "values")
    played, pressed = (
        list(Case.objects.get(id=i).events.order_by("no").values(*steps)) for i in (case_id, done)
    )
    assert played == pressed
    sides = ("term", "started_on", "due_on", "state", "ended_on")
    assert list(Case.objects.get(id=case_id).side_terms.values(*sides)) == list(
        Case.objects.get(id=done).side_terms.values(*sides)
    )
    assert CaseLetter.objects.get(case=case_id).state == "later"
    assert LedgerRow.objects.filter(act="case.take_over", subject_id=str(case_id)).count() == 1


@pytest.mark.parametrize(
    ("key", "act", "words"),
    [("agri.leader", "approve", "没有这一步"), ("housing.handler", "sign", "没有办这一步的岗位")],
)
def test_what_the_table_or_the_post_does_not_allow_is_refused(cast, key, act, words):
    with pytest.raises(CaseRefused, match=words):
        take(history(cast, by(cast, key, act, 1)))
    assert not Case.objects.exists()


def test_a_condition_of_the_law_holds_for_the_past_too(cast):
    acts = (
        by(cast, "agri.handler", "confirm", 0, on=AT.date().isoformat(), how="电话"),
        by(cast, "agri.handler", "ask_correction", 1, reason="写明年份"),
        by(cast, "agri.handler", "abandon_correction", 2),
    )
    with pytest.raises(CaseRefused, match="补正期限到"):
        take(history(cast, *acts, kind="information_application"))


def test_a_fee_of_the_past_is_worked_out_as_one_of_today_and_adds_up_in_the_figure(cast):
    paid = (AT + timedelta(days=5)).date()
    (case_id,) = take(
        history(
            cast,
            by(
                cast, "agri.handler", "confirm", 1, on=(AT + timedelta(days=1)).date().isoformat(), how="电话"
            ),
            by(cast, "agri.handler", "charge_fee", 2, tariff="pages", quantity="250"),
            by(cast, "agri.handler", "pay_fee", 5, on=paid.isoformat(), receipt_no="20260018"),
            kind="information_application",
        )
    )
    charged = Case.objects.get(id=case_id).events.get(act="charge_fee")
    assert charged.values["amount_yuan"] == 4700
    assert reckon("application.fees", Scope(None, year(paid.year))).value == 4700


def test_no_fee_of_the_past_below_the_free_number(cast):
    with pytest.raises(CaseRefused, match="charge_fee"):
        take(
            history(
                cast,
                by(
                    cast,
                    "agri.handler",
                    "confirm",
                    1,
                    on=(AT + timedelta(days=1)).date().isoformat(),
                    how="电话",
                ),
                by(cast, "agri.handler", "charge_fee", 2, tariff="pages", quantity="30"),
                kind="information_application",
            )
        )


def test_numbers_follow_the_order_of_arrival(cast):
    first, second = take(history(cast), history(cast))
    numbers = [Case.objects.get(id=i).number for i in (first, second)]
    assert numbers[0].endswith("〔2026〕1号")
    assert numbers[1].endswith("〔2026〕2号")
    assert Case.objects.get(id=first).received_on == date(2026, 3, 2)


def test_the_files_of_an_old_letter_are_made_when_somebody_looks(cast):
    words = {"outcome": "solved", "conclusion": "修好了。"}
    (case_id,) = take(
        history(
            cast,
            by(cast, "agri.handler", "sign", 1),
            by(cast, "agri.handler", "draft", 2, **words),
            by(cast, "agri.leader", "approve", 3),
        )
    )
    number = Case.objects.get(id=case_id).number
    ask_for_files(number=number, at=AT)
    ask_for_files(number=number, at=AT)
    assert Outbox.objects.filter(topic=MAKE).count() == 1
    letter = CaseLetter.objects.get(case=case_id)
    make_files(letter_id=letter.pk, at=AT)
    letter.refresh_from_db()
    assert (letter.state, letter.pdf is not None) == ("ready", True)
