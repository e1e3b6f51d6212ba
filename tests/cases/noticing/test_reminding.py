"""Reminders and digests: at the days that are data, to whoever can do something about it, each once whatever happens."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from tests.cases.conftest import AT

from gongkai.accounts.models import User
from gongkai.cases.actions import reminding
from gongkai.cases.actions.reminding import remind
from gongkai.cases.models import Case, Notice
from gongkai.cases.queries.cards import card_counts, cards_of, with_card
from gongkai.cases.rules.notices import told_when_late, warning_hit

DUE = AT.replace(day=23)  # 15 working days after Monday 2026-03-02


@pytest.fixture
def letter(apply):
    return apply(kind="letter").case_id


def _to(prefix: str) -> set[tuple[str, str]]:
    rows = Notice.objects.filter(once__startswith=prefix)
    return set(rows.values_list("user__username", "subject"))


def test_the_warning_is_the_nearest_one_reached_and_none_says_what_is_plain_anyway():
    assert warning_hit(left=6, whole=15, warnings=(5, 2, 0)) is None
    assert [warning_hit(left=n, whole=15, warnings=(5, 2, 0)) for n in (5, 4, 3, 2, 1, 0)] == [
        5,
        5,
        5,
        2,
        2,
        0,
    ]
    assert warning_hit(left=3, whole=3, warnings=(5, 2, 0)) is None
    assert warning_hit(left=2, whole=3, warnings=(5, 2, 0)) == 2
    assert told_when_late(late=1) == ("owner",)
    assert told_when_late(late=2) == ("owner", "lead")
    assert told_when_late(late=5) == ("owner", "lead", "office")


def test_reminders_come_five_and_two_days_before_and_on_the_last_day(letter):
    Case.objects.filter(id=letter).update(due_on=DUE.date())
    days = []
    for n in range(22):
        at = AT + timedelta(days=n)
        if remind(at=at).reminders:
            days.append((DUE.date() - at.date()).days)
    assert days == [7, 4, 0]  # five and two working days lie a weekend before
    assert Notice.objects.filter(once__startswith="remind:").count() == 3


def test_a_day_on_which_nothing_ran_is_made_up(letter):
    Case.objects.filter(id=letter).update(due_on=DUE.date())
    assert remind(at=DUE - timedelta(days=3)).reminders == 1  # the Friday, one working day to go
    assert Notice.objects.get(once__startswith="remind:").once.split(":")[3] == "2"


def test_nothing_is_told_on_days_off(letter):
    Case.objects.filter(id=letter).update(due_on=DUE.date())
    assert remind(at=DUE - timedelta(days=1)) == reminding.Reminded(0, 0)  # a Sunday


def test_what_is_late_goes_to_the_owner_then_the_head_then_the_disclosure_office(letter, cast):
    Case.objects.filter(id=letter).update(due_on=DUE.date(), assignee_id=cast.people["agri.handler"])

    def told(days: int) -> set[str]:
        at = DUE + timedelta(days=days)
        remind(at=at)
        rows = Notice.objects.filter(once__startswith=f"digest:{at.date()}:")
        return {pk for (pk,) in rows.values_list("user_id")}

    handler, head = cast.people["agri.handler"], cast.people["agri.leader"]
    office = cast.people["office.disclosure_office"]
    assert told(0) == {handler}  # the reminder of the last day
    assert told(1) == {handler}
    assert told(2) == {handler, head}
    assert told(7) == {handler, head, office}


def test_one_mail_a_day_names_all_that_is_late(apply, cast):
    User.objects.filter(id=cast.people["agri.handler"]).update(email="handler@qinghe.example")
    ids = [apply(kind="letter").case_id for _ in range(60)]
    Case.objects.filter(id__in=ids).update(due_on=DUE.date())
    at = DUE + timedelta(days=1)
    Notice.objects.all().delete()
    for hour in range(5):
        remind(at=at + timedelta(hours=hour))
    mail = Notice.objects.get(channel="mail")
    assert mail.subject == "来件期限：逾期 60 件"
    assert mail.text.endswith("另有 10 件，登录后看全部。")
    assert "handler@" not in mail.shown_to
    remind(at=at + timedelta(days=1))
    assert Notice.objects.filter(channel="mail").count() == 2


def test_stopped_answered_and_merged_cases_remind_nobody(apply):
    ids = [apply(kind="letter").case_id for _ in range(4)]
    Case.objects.filter(id__in=ids).update(due_on=DUE.date())
    Case.objects.filter(id=ids[0]).update(paused=True)
    Case.objects.filter(id=ids[1]).update(served_on=AT.date())
    Case.objects.filter(id=ids[2]).update(closed_at=AT)
    Case.objects.filter(id=ids[3]).update(merged_into=ids[0])
    assert remind(at=DUE + timedelta(days=3)) == reminding.Reminded(0, 0)


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_one_killed_halfway_end_in_the_same_notices(apply, cast, monkeypatch):
    ids = [apply(kind="letter").case_id for _ in range(30)]
    Case.objects.filter(id__in=ids[:20]).update(due_on=DUE.date() - timedelta(days=20))
    Case.objects.filter(id__in=ids[20:]).update(due_on=DUE.date())
    Notice.objects.all().delete()
    digests = reminding._digests

    class Killed(BaseException):
        pass

    def dies(*args):
        digests(*args)
        raise Killed

    monkeypatch.setattr(reminding, "_digests", dies)
    with pytest.raises(Killed):
        remind(at=DUE)
    assert not Notice.objects.exists()
    monkeypatch.setattr(reminding, "_digests", digests)

    def run() -> None:
        try:
            remind(at=DUE)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    together = set(Notice.objects.values_list("once", "user_id", "text"))
    Notice.objects.all().delete()
    remind(at=DUE)
    assert set(Notice.objects.values_list("once", "user_id", "text")) == together
    assert len({once for once, _, _ in together}) == len(together) == Notice.objects.count()


# ---- cards -----------------------------------------------------------------------------------------------


def test_cards_are_computed_on_the_day_of_service(apply):
    ids = [apply(kind="letter").case_id for _ in range(8)]
    on = DUE.date()
    rows = {
        0: {"due_on": on + timedelta(days=30)},
        1: {"due_on": on + timedelta(days=1)},
        2: {"due_on": on - timedelta(days=1)},
        3: {"due_on": on - timedelta(days=10)},
        4: {"due_on": on - timedelta(days=30), "served_on": on - timedelta(days=30), "closed_at": AT},
        5: {"due_on": on - timedelta(days=30), "served_on": on - timedelta(days=28), "closed_at": AT},
        6: {"due_on": on + timedelta(days=1), "paused": True},
        7: {"due_on": on - timedelta(days=1), "paused": True},
    }
    for n, columns in rows.items():
        Case.objects.filter(id=ids[n]).update(**columns)
    cards = cards_of(Case.objects.all(), today=on)
    assert {ids.index(pk): card.card for pk, card in cards.items()} == {
        1: "yellow", 2: "red", 3: "escalated", 5: "red",
    }  # fmt: skip
    assert cards[ids[3]].words == "已经逾期 6 个工作日，升级督办。"
    for card, wanted in (("yellow", {1}), ("red", {2, 3, 5}), ("escalated", {3})):
        found = with_card(Case.objects.all(), card, today=on)
        assert {ids.index(case.pk) for case in found} == wanted
    assert card_counts(Case.objects.all(), today=on) == {"yellow": 1, "red": 3, "escalated": 1}


def test_the_filter_agrees_with_the_rule_on_every_day_of_two_months(apply):
    ids = [apply(kind="letter").case_id for _ in range(12)]
    for n, pk in enumerate(ids):
        served = DUE.date() + timedelta(days=3 * n) if n % 3 == 0 else None
        Case.objects.filter(id=pk).update(
            due_on=DUE.date() + timedelta(days=n), served_on=served, closed_at=AT if served else None
        )
    for step in range(60):
        today = AT.date() + timedelta(days=step)
        Case.objects.filter(served_on__gt=today).update(served_on=None, closed_at=None)
        cards = cards_of(Case.objects.all(), today=today)
        for card, those in (
            ("yellow", {"yellow"}),
            ("red", {"red", "escalated"}),
            ("escalated", {"escalated"}),
        ):
            found = set(with_card(Case.objects.all(), card, today=today).values_list("id", flat=True))
            assert found == {pk for pk, one in cards.items() if one.card in those}
