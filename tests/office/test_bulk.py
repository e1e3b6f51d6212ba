"""Acts on many items: the preview names what changes and what doesn't, one job, one row each, the rest tried again."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.office.pages import url, words

from gongkai.accounts.models import User
from gongkai.disclosure.actions.correcting import begin_correction
from gongkai.disclosure.actions.reviewing import pass_step
from gongkai.disclosure.models import Item, ItemVersion
from gongkai.jobs.actions import request_stop, resume
from gongkai.jobs.models import Job
from gongkai.jobs.tasks import run_job
from gongkai.ledger.models import LedgerRow
from gongkai.lists import tasks
from gongkai.lists.actions.bulk import begin_bulk
from gongkai.lists.queries import bulk_report
from gongkai.lists.refusals import ListRefused

REASON = {"reason": "名单需要重新核对"}


@pytest.fixture(autouse=True)
def no_heartbeat(monkeypatch):
    """It writes from a thread of its own, which a test's open transaction would keep waiting."""
    monkeypatch.setattr("gongkai.jobs.tasks.BEAT_EVERY", 1000)


def copies(item_id, number):
    """Many public items like one that went its whole way; with it `number` in all. Ids in their order."""
    made = Item.objects.get(id=item_id)
    version = ItemVersion.objects.get(id=made.public_version_id)
    rows = []
    for n in range(number - 1):
        made.pk, made.index_no, made.title, made.public_version = None, f"copy-{n}", f"第 {n} 号公告", None
        made.state, made.published_on = "drafting", None
        rows.append(Item(**{f.attname: getattr(made, f.attname) for f in Item._meta.concrete_fields}))
    Item.objects.bulk_create(rows)
    versions = []
    for row in rows:
        version.pk, version.item_id = None, row.pk
        versions.append(
            ItemVersion(**{f.attname: getattr(version, f.attname) for f in ItemVersion._meta.concrete_fields})
        )
    ItemVersion.objects.bulk_create(versions)
    first = Item.objects.get(id=item_id)
    for row, one in zip(rows, versions, strict=True):
        row.state, row.public_version_id, row.published_on = "published", one.pk, first.published_on
    Item.objects.bulk_update(rows, ["state", "public_version_id", "published_on"], batch_size=200)
    return sorted([item_id, *(row.pk for row in rows)])


def run(job_id):
    run_job.func(job_id)
    return Job.objects.get(id=job_id)


def withdrawals():
    return LedgerRow.objects.filter(act="item.withdraw").count()


def begin(cast, ids, who="agri.publisher"):
    return begin_bulk(
        code="publications", act="withdraw", ids=ids, given=REASON, by=cast.standing(who), at=timezone.now()
    )


@pytest.mark.parametrize("number", [200, pytest.param(1000, marks=pytest.mark.sweep)])
def test_of_many_items_with_37_faults_exactly_37_are_reported_and_tried_again(cast, client_of, number):
    ids = copies(cast.published(), number)
    publisher = client_of("agri.publisher")
    step = number // 20
    before_choice, after_choice = ids[::step][:17], ids[3::step][:20]
    for item_id in before_choice:
        begin_correction(
            item_id=item_id, reason="改一处错字", by=cast.standing("agri.officer"), at=timezone.now()
        )
    asked = {"act": "withdraw", "all_found": "1"}
    page = publisher.post(url("list_bulk", "publications"), asked)
    assert (page.context["will_count"], page.context["wont_count"]) == (number - 17, 17)
    assert [n for _, n in page.context["reasons"]] == [17]
    rows = withdrawals()
    given = {"chosen": page.context["chosen"], "act": "withdraw", "confirmed": "1", **REASON}
    answer = publisher.post(url("list_bulk", "publications"), given)
    job = Job.objects.get(kind="lists.bulk")
    assert answer.url == url("job", job.pk)
    for item_id in after_choice:  # planted between the choice and the run
        begin_correction(
            item_id=item_id, reason="改一处错字", by=cast.standing("agri.officer"), at=timezone.now()
        )
    job = run(job.pk)
    assert (job.state, job.done, job.total) == ("done", number - 17, number - 17)
    report = publisher.get(url("bulk_report", job.pk)).context["report"]
    assert {one.id for one in report.undone} == {*before_choice, *after_choice}
    assert all(one.words for one in report.undone)
    assert (report.done, report.left) == (number - 37, 0)
    assert withdrawals() == rows + number - 37
    assert Item.objects.filter(id__in=ids, state="withdrawn").count() == number - 37

    Item.objects.filter(id__in=[*before_choice, *after_choice]).update(state="published")
    again = publisher.post(url("bulk_retry", job.pk))
    second = Job.objects.latest("id")
    assert again.url == url("job", second.pk)
    assert second.params["ids"] == sorted([*before_choice, *after_choice])
    run(second.pk)
    assert withdrawals() == rows + number
    assert not publisher.get(url("bulk_report", second.pk)).context["report"].undone


def test_a_stopped_job_goes_on_where_it_stood_and_does_none_twice(cast, monkeypatch):
    ids = copies(cast.published(), 70)
    by, rows = cast.standing("agri.publisher"), withdrawals()
    job_id = begin(cast, ids)
    original, calls = tasks.carry_out, []

    def until_the_third_chunk(**given):
        calls.append(given["ids"])
        done = original(**given)
        if len(calls) == 3:
            raise KeyboardInterrupt  # the worker dies after the acts of its third chunk, before they are kept
        return done

    monkeypatch.setattr(tasks, "carry_out", until_the_third_chunk)
    with pytest.raises(KeyboardInterrupt):
        run_job.func(job_id)
    assert withdrawals() == rows + 40
    assert bulk_report(by, job_id=job_id).left == 30
    Job.objects.filter(id=job_id).update(state="queued")
    job = run(job_id)
    assert (job.state, withdrawals()) == ("done", rows + 70)
    assert calls[3] == calls[2]
    assert not bulk_report(by, job_id=job_id).undone


def test_a_cancelled_job_stops_at_its_next_step_and_can_be_resumed(cast, monkeypatch):
    ids = copies(cast.published(), 60)
    by, rows = cast.standing("agri.publisher"), withdrawals()
    job_id = begin(cast, ids)
    original = tasks.carry_out

    def then_stop(**given):
        request_stop(job_id=job_id, by=by.actor(), is_admin=False, at=timezone.now())
        return original(**given)

    monkeypatch.setattr(tasks, "carry_out", then_stop)
    monkeypatch.setattr("gongkai.jobs.progress.SAVE_EVERY", 0)
    assert run(job_id).state == "stopped"
    assert withdrawals() == rows + 20
    monkeypatch.setattr(tasks, "carry_out", original)
    assert resume(job_id=job_id, by=by.actor(), is_admin=False, at=timezone.now())
    assert run(job_id).state == "done"
    assert withdrawals() == rows + 60


def test_whoever_lost_the_post_meanwhile_does_nothing_more(cast):
    ids = copies(cast.published(), 3)
    job_id = begin(cast, ids)
    User.objects.filter(id=cast.people["agri.publisher"]).update(is_active=False)
    job = run(job_id)
    assert job.result == {"done": 0, "failed": 3}
    assert Item.objects.filter(id__in=ids, state="published").count() == 3


def test_one_item_that_breaks_leaves_the_others_done(cast, monkeypatch):
    ids = copies(cast.published(), 3)
    job_id = begin(cast, ids)
    Item.objects.filter(id=ids[1]).update(kind="no_such_kind")
    job = run(job_id)
    assert job.result == {"done": 2, "failed": 1}
    [undone] = bulk_report(cast.standing("agri.publisher"), job_id=job_id).undone
    assert undone.id == ids[1]
    assert "系统没办成" in undone.words


def test_pressed_twice_it_is_one_job(cast):
    ids = copies(cast.published(), 2)
    assert begin(cast, ids) == begin(cast, ids)


def test_what_cannot_be_done_at_all_begins_no_job(cast):
    with pytest.raises(ListRefused):
        begin(cast, [cast.published()], who="housing.publisher")
    assert not Job.objects.filter(kind="lists.bulk").exists()


def test_a_report_is_for_whoever_asked(cast, client_of):
    job_id = begin(cast, [cast.published()])
    for who in ("agri.officer", "office.system_admin", "office.disclosure_office"):
        assert client_of(who).get(url("bulk_report", job_id)).status_code == 404
        assert client_of(who).post(url("bulk_retry", job_id)).status_code == 404


def test_publishing_many_says_what_follows_before_it_is_done(cast, client_of):
    ready = cast.submitted(title="审完了等着公开的公告")
    while cast.item(ready).state == "in_review":
        step, by = cast.open_step(ready), cast.standing(cast.reviewer(ready))
        later = timezone.now() + timedelta(days=3) if step.role == "publisher" else None
        pass_step(step_id=step.pk, publish_at=later, by=by, at=timezone.now())
    assert cast.item(ready).state == "approved"
    draft = cast.draft(title="还在写的公告")
    publisher = client_of("agri.publisher")
    page = publisher.post(url("list_bulk", "items"), {"act": "publish", "ids": [ready, draft]})
    assert "任何人马上看得到" in words(page)
    assert [line.id for line in page.context["wont"]] == [draft]
    given = {"act": "publish", "chosen": page.context["chosen"], "confirmed": "1"}
    publisher.post(url("list_bulk", "items"), given)
    run(Job.objects.get(kind="lists.bulk").pk)
    assert cast.item(ready).state == "published"
    assert cast.item(draft).state == "drafting"


def test_validity_and_heading_travel_with_the_job(cast, client_of):
    kind = {"kind": "normative_document", "fields": {}}
    ids = [
        cast.published(title=f"办法之{n}", head={"doc_no": f"青农发〔2026〕{n}号"}, **kind) for n in (1, 2)
    ]
    officer = client_of("agri.officer")
    given = {"act": "validity", "ids": ids, "confirmed": "1", "validity": "abolished"}
    officer.post(url("list_bulk", "publications"), {**given, "on": "2026-11-01", "basis": "清理结果"})
    run(Job.objects.latest("id").pk)
    assert {str(cast.item(pk).abolished_on) for pk in ids} == {"2026-11-01"}
