"""存量排查: what is public is looked through when the rules change, and what is found becomes a task with a term."""

import pytest
from tests.disclosure.conftest import AT
from tests.disclosure.test_screening import IDS, findings, ids

from gongkai.disclosure.actions import correcting, redacting, rescanning, reviewing, screening
from gongkai.disclosure.actions.refusals import NotAllowed
from gongkai.disclosure.models import Finding, ItemVersion, ScreeningTask
from gongkai.ledger.actions import SYSTEM
from gongkai.screening.models import RulesEdition


def leaked(cast, **more) -> int:
    """An item that was public before anybody looked for numbers in it."""
    item_id = cast.published(at=AT, **more)
    ItemVersion.objects.filter(item=item_id).update(
        body_html=f"<p>名单：{IDS[0]}</p>", body_text=f"名单：{IDS[0]}", screened_with=""
    )
    return item_id


def rescan(**more) -> rescanning.Rescanned:
    return rescanning.rescan(by=SYSTEM, at=AT, **more)


def test_what_leaked_becomes_a_task_of_its_unit_with_a_term(cast, acts):
    item_id = leaked(cast)
    done = rescan()
    assert (done.found, done.tasks) == (1, 1)
    task = ScreeningTask.objects.get(item=item_id)
    assert task.due_on.isoformat() == "2026-11-27", "five working days from Friday 20 November"
    assert acts(item_id)[-1] == "item.rescan"


def test_run_again_it_finds_the_same_and_opens_nothing(cast):
    leaked(cast)
    rescan()
    assert rescan().looked == 0, "by the same rules nothing is looked at twice"
    again = rescan(all_again=True)
    assert (again.found, again.tasks) == (1, 0)
    assert Finding.objects.filter(state="open").count() == 1


def test_what_was_judged_to_be_no_problem_is_not_told_as_one(cast):
    item_id = leaked(cast)
    rescan()
    rescanning.dismiss_public_findings(
        item_id=item_id, finding_ids=ids(findings(item_id)), reason="编造的号码", by=cast.standing("agri.officer"), at=AT
    )  # fmt: skip
    again = rescan(all_again=True)
    assert (again.looked, again.found, again.tasks) == (1, 0, 0)


def test_rules_that_change_make_everything_due_again(cast):
    cast.published(at=AT)
    rescan()
    RulesEdition.objects.update_or_create(id=1, defaults={"number": 9})
    assert rescan().looked == 1


def test_stopped_between_two_chunks_it_goes_on_after_the_last(cast, monkeypatch):
    monkeypatch.setattr(rescanning, "CHUNK", 1)
    items = [leaked(cast) for _ in range(3)]
    stops = iter([False, True])
    first = rescan(should_stop=lambda: next(stops))
    assert first.looked == 1
    assert rescan(resume=first).looked == 3
    assert ScreeningTask.objects.filter(item__in=items).count() == 3


def test_by_unit_and_since(cast):
    mine, theirs = leaked(cast), leaked(cast, unit="housing")
    assert rescan(unit_ids=[cast.units["housing"]]).looked == 1
    assert list(ScreeningTask.objects.values_list("item", flat=True)) == [theirs]
    assert rescan(since=AT.date().replace(day=21)).looked == 0
    assert rescan(since=AT.date()).found == 1
    assert ScreeningTask.objects.filter(item=mine).exists()


def test_a_correction_that_masks_it_closes_the_task(cast):
    item_id = leaked(cast)
    rescan()
    officer = cast.standing("agri.officer")
    correcting.begin_correction(item_id=item_id, reason="去掉证件号码", hides_earlier=True, by=officer, at=AT)
    screening.bring_up_to_date(item_id=item_id, at=AT)
    rows = [row for row in findings(item_id) if row.version.state == "working"]
    redacting.redact_findings(item_id=item_id, finding_ids=ids(rows), how="mask", by=officer, at=AT)
    reviewing.submit(item_id=item_id, by=officer, at=AT)
    cast.pass_steps(item_id, at=AT)
    assert ScreeningTask.objects.get(item=item_id).closed_at == AT
    assert findings(item_id) == []


def test_withdrawal_closes_the_task(cast):
    item_id = leaked(cast)
    rescan()
    correcting.withdraw(item_id=item_id, reason="含有身份证号", by=cast.standing("agri.publisher"), at=AT)
    assert ScreeningTask.objects.get(item=item_id).closed_at == AT
    assert findings(item_id) == []


def test_judged_as_no_problem_with_a_reason_by_who_answers_for_it(cast):
    item_id = leaked(cast)
    rescan()
    rows = ids(findings(item_id))
    with pytest.raises(NotAllowed):
        rescanning.dismiss_public_findings(
            item_id=item_id, finding_ids=rows, reason="示例", by=cast.standing("housing.officer"), at=AT
        )
    rescanning.dismiss_public_findings(
        item_id=item_id, finding_ids=rows, reason="示例号码", by=cast.standing("agri.publisher"), at=AT
    )
    assert ScreeningTask.objects.get(item=item_id).closed_at == AT
    assert rescan(all_again=True).tasks == 0
