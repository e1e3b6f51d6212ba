"""Two people press at the same moment, through their browsers: one wins, the other is told, nothing is half."""

from __future__ import annotations

import threading

import pytest
from django.db import connections
from tests.office.pages import url

from gongkai.disclosure.models import Item, ItemVersion, ReviewStep
from gongkai.ledger.models import LedgerRow

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sweep]
ROUNDS = 5


def together(*presses) -> list[object]:
    """Each in a thread of its own, let go at once; their answers in order."""
    answers: list[object] = [None] * len(presses)
    gate = threading.Barrier(len(presses))

    def run(place: int) -> None:
        gate.wait()
        try:
            answers[place] = presses[place]()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(presses))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def second_reviewer(cast) -> str:
    """One more person with the same post."""
    from django.utils import timezone
    from tests.cast import FOUNDED

    from gongkai.accounts.actions import appoint, create_user
    from gongkai.ledger.rules import SYSTEM

    made = create_user(username="agri.another", full_name="何清", password=None, by=SYSTEM, at=timezone.now())
    appoint(
        user_id=made.pk,
        unit_id=cast.units["agri"],
        role="first_reviewer",
        from_on=FOUNDED,
        by=SYSTEM,
        at=timezone.now(),
    )
    cast.people["agri.another"] = made.pk
    return "agri.another"


def test_one_passes_while_another_returns(cast, client_of):
    other = second_reviewer(cast)
    for number in range(ROUNDS):
        item_id = cast.submitted(title=f"关于第 {number} 次的公告")
        step = cast.open_step(item_id)
        one, two = client_of("agri.first_reviewer"), client_of(other)
        answers = together(
            lambda c=one, i=item_id, s=step: c.post(url("pass_step", i, s.pk), {"comment": ""}),
            lambda c=two, i=item_id, s=step: c.post(
                url("return_step", i, s.pk), {"to_no": "1", "reason": "日期不对"}
            ),
        )
        assert [answer.status_code for answer in answers] == [302, 302]
        settled = ReviewStep.objects.get(pk=step.pk)
        acts = LedgerRow.objects.filter(
            subject_id=str(item_id), act__in=("item.pass_step", "item.return_item")
        ).count()
        assert acts == 1
        assert settled.state in ("passed", "returned")
        assert Item.objects.get(pk=item_id).state in (
            ("in_review",) if settled.state == "passed" else ("returned", "drafting", "in_review")
        )


def test_ten_saves_of_one_revision_keep_one(cast, client_of):
    from tests.office.pages import form_data

    item_id = cast.draft()
    officer, handler = client_of("agri.officer"), client_of("agri.handler")
    data = form_data(officer, item_id)
    before = ItemVersion.objects.get(item=item_id).revision
    answers = together(
        *(
            lambda n=n, c=(officer, handler)[n % 2]: c.post(
                url("item_edit", item_id), {**data, "title": f"第 {n} 人写的标题"}
            )
            for n in range(6)
        )
    )
    statuses = sorted(answer.status_code for answer in answers)
    after = ItemVersion.objects.get(item=item_id)
    saved = after.revision - before
    assert statuses.count(302) == saved
    assert set(statuses) <= {302, 409, 200}
    assert after.title.startswith("第 ")
