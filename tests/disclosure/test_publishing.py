"""Publication: at once, at a set time, urgently; what is kept back; numbers; hand-over to reading points."""

from datetime import timedelta

import pytest
from tests.disclosure.conftest import AT

from gongkai.clocks.queries import calendar
from gongkai.disclosure.actions import correcting, drafting, numbering, publishing, reviewing, side_paths
from gongkai.disclosure.actions.common import last_day_to_publish
from gongkai.disclosure.actions.drafting import Content
from gongkai.disclosure.actions.refusals import ItemRefused, NotAllowed, TooLate
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.models import Delivery, IndexCounter, Item, ItemVersion, ReviewStep
from gongkai.disclosure.policies import public_items
from gongkai.disclosure.queries.public import page_facts, public_versions
from gongkai.jobs.models import Outbox
from gongkai.units.models import ReadingPoint

LATER = AT + timedelta(days=3)
WITHHELD = {
    "attribute": "withheld",
    "attribute_ground": "internal_affairs",
    "attribute_reason": "只涉及本机关后勤管理",
}


def scheduled(cast, **draft):
    item_id = cast.submitted(at=AT, **draft)
    cast.pass_steps(item_id, until="publish", at=AT)
    step = cast.open_step(item_id)
    state = reviewing.pass_step(
        step_id=step.pk, publish_at=LATER, by=cast.standing(cast.reviewer(item_id)), at=AT
    )
    assert state == "approved"
    return item_id


def is_public(item_id):
    return public_items().filter(id=item_id).exists()


# ---- at a set time -------------------------------------------------------------------------------------


def test_a_set_time_publishes_then_and_only_once(cast, acts):
    item_id = scheduled(cast)
    assert publishing.publish_due(at=LATER - timedelta(seconds=1)) == 0
    assert not is_public(item_id)
    assert publishing.publish_due(at=LATER) == 1
    assert publishing.publish_due(at=LATER) == 0
    assert is_public(item_id)
    assert cast.item(item_id).published_on == LATER.date()
    assert acts(item_id).count("item.publish") == 1


def test_a_set_time_that_is_past_publishes_at_once(cast):
    item_id = cast.submitted(at=AT)
    cast.pass_steps(item_id, until="publish", at=AT)
    by = cast.standing("agri.publisher")
    assert (
        reviewing.pass_step(
            step_id=cast.open_step(item_id).pk, publish_at=AT - timedelta(hours=1), by=by, at=AT
        )
        == "published"
    )


def test_the_publisher_may_publish_before_the_set_time(cast):
    item_id = scheduled(cast)
    with pytest.raises(NotAllowed):
        publishing.publish_now(item_id=item_id, by=cast.standing("housing.publisher"), at=AT)
    publishing.publish_now(item_id=item_id, by=cast.standing("agri.publisher"), at=AT)
    assert is_public(item_id)
    with pytest.raises(ItemRefused, match="只有定时公开的"):
        publishing.publish_now(item_id=item_id, by=cast.standing("agri.publisher"), at=AT)


def test_what_waits_for_its_time_can_be_sent_back(cast, acts):
    item_id = scheduled(cast)
    with pytest.raises(NotAllowed):
        publishing.take_back(item_id=item_id, reason="日期有误", by=cast.standing("housing.publisher"), at=AT)
    with pytest.raises(ItemRefused, match="写明"):
        publishing.take_back(item_id=item_id, reason="", by=cast.standing("agri.publisher"), at=AT)
    publishing.take_back(item_id=item_id, reason="日期有误", by=cast.standing("agri.publisher"), at=AT)
    assert publishing.publish_due(at=LATER) == 0
    assert cast.item(item_id).state == "returned"
    assert acts(item_id)[-1] == "item.return_item"
    reviewing.submit(item_id=item_id, by=cast.standing("agri.officer"), at=AT)
    cast.pass_steps(item_id, at=AT)
    assert is_public(item_id)
    with pytest.raises(TooLate):
        publishing.take_back(item_id=item_id, reason="日期有误", by=cast.standing("agri.publisher"), at=AT)


# ---- urgently ------------------------------------------------------------------------------------------


def test_break_glass_is_for_the_disclosure_office_alone_marked_and_reported(cast, acts):
    item_id = cast.submitted(at=AT)
    for person in ("agri.publisher", "agri.leader", "office.leader", "office.auditor"):
        with pytest.raises(NotAllowed, match="只有政务公开办"):
            publishing.publish_urgently(
                item_id=item_id, reason="堤防险情须立即告知", by=cast.standing(person), at=AT
            )
    office = cast.standing("office.disclosure_office")
    with pytest.raises(ItemRefused, match="至少 5 个字"):
        publishing.publish_urgently(item_id=item_id, reason="急", by=office, at=AT)
    publishing.publish_urgently(item_id=item_id, reason="堤防险情须立即告知", by=office, at=AT)
    item = cast.item(item_id)
    assert (item.state, item.urgent) == ("published", True)
    assert is_public(item_id)
    assert acts(item_id)[-2:] == ["item.publish_urgently", "item.report_urgent"]
    assert not ReviewStep.objects.filter(review__item=item_id, state__in=["open", "waiting"]).exists()


def test_a_draft_can_be_published_urgently_when_it_says_something(cast):
    office = cast.standing("office.disclosure_office")
    empty = drafting.begin_draft(
        unit_id=cast.units["agri"], kind="emergency", content=Content("", ""), by=cast.standing("agri.officer"), at=AT
    )  # fmt: skip
    with pytest.raises(ItemRefused, match="标题和正文"):
        publishing.publish_urgently(item_id=empty, reason="堤防险情须立即告知", by=office, at=AT)
    item_id = cast.draft(kind="emergency", at=AT)
    publishing.publish_urgently(item_id=item_id, reason="堤防险情须立即告知", by=office, at=AT)
    assert is_public(item_id)


@pytest.mark.parametrize("head", [WITHHELD, {"secret_level": "internal", **WITHHELD}])
def test_not_even_break_glass_publishes_what_is_withheld(cast, head):
    item_id = cast.draft(at=AT, head=head)
    with pytest.raises(ItemRefused, match="不能紧急公开"):
        publishing.publish_urgently(
            item_id=item_id, reason="堤防险情须立即告知", by=cast.standing("office.disclosure_office"), at=AT
        )


# ---- kept back -----------------------------------------------------------------------------------------


def test_what_is_not_proactive_goes_through_the_route_and_is_kept_with_its_ground(cast, acts):
    item_id = cast.published(at=AT, head=WITHHELD)
    item = cast.item(item_id)
    assert (item.state, item.attribute_ground, item.index_no) == ("kept", "internal_affairs", None)
    assert not is_public(item_id)
    assert acts(item_id)[-1] == "item.keep"


def test_a_kept_text_never_shows_in_the_history_of_what_is_published_later(cast):
    item_id = cast.published(at=AT, head=WITHHELD)
    correcting.begin_correction(
        item_id=item_id, reason="每年评估，可以公开", by=cast.standing("agri.officer"), at=AT
    )
    drafting.save_draft(
        item_id=item_id, revision=0, by=cast.standing("agri.officer"), at=AT,
        content=Content("关于后勤管理的公告", "<p>删去内部内容以后的文字。</p>",
                        {"attribute": "proactive", "attribute_ground": "", "attribute_reason": ""}),
    )  # fmt: skip
    reviewing.submit(item_id=item_id, by=cast.standing("agri.officer"), at=AT)
    cast.pass_steps(item_id, at=AT)
    assert is_public(item_id)
    assert [v.number for v in public_versions(cast.item(item_id))] == [2]


def test_a_correction_that_is_kept_back_takes_the_public_text_down(cast):
    item_id = cast.published(at=AT)
    correcting.begin_correction(
        item_id=item_id, reason="内容属于内部事务", by=cast.standing("agri.officer"), at=AT
    )
    version = ItemVersion.objects.get(item=item_id, state="working")
    drafting.save_draft(
        item_id=item_id, revision=0, by=cast.standing("agri.officer"), at=AT,
        content=Content(version.title, version.body_html, WITHHELD),
    )  # fmt: skip
    reviewing.submit(item_id=item_id, by=cast.standing("agri.officer"), at=AT)
    assert is_public(item_id)  # until somebody has decided
    cast.pass_steps(item_id, at=AT)
    item = cast.item(item_id)
    assert (item.state, item.public_version_id, item.withdrawn_reason) == ("kept", None, "内容属于内部事务")
    assert page_facts(index_no=item.index_no, today=AT.date()).reason == "内容属于内部事务"
    assert public_versions(item) == []


def test_own_staff_items_are_published_but_never_for_everyone(cast):
    item_id = cast.published(at=AT, head={"audience": "own_staff"})
    item = cast.item(item_id)
    assert item.state == "published"
    assert not is_public(item_id)
    assert page_facts(index_no=item.index_no, today=AT.date()) is None


# ---- numbers and due dates -----------------------------------------------------------------------------


def test_numbers_run_on_within_a_unit_and_year_and_are_never_given_out_again(cast):
    first = cast.item(cast.published(at=AT)).index_no
    withdrawn = cast.item(cast.withdrawn(at=AT)).index_no
    third = cast.item(cast.published(at=AT)).index_no
    code = cast.item(cast.published(unit="housing", at=AT)).index_no
    assert [n.rpartition("-")[2] for n in (first, withdrawn, third, code)] == [
        "00001",
        "00002",
        "00003",
        "00001",
    ]
    assert numbering.next_index_no(org_code="X", year=2026, count=5) == "X/2026-00001"
    assert numbering.next_index_no(org_code="X", year=2026) == "X/2026-00006"
    assert numbering.next_index_no(org_code="X", year=2027) == "X/2027-00001"
    assert IndexCounter.objects.get(org_code="X", year=2026).last == 6


def test_a_republished_item_keeps_its_number_and_first_date(cast):
    item_id = cast.withdrawn(at=AT)
    before = cast.item(item_id)
    correcting.begin_correction(item_id=item_id, reason="已改正", by=cast.standing("agri.officer"), at=LATER)
    reviewing.submit(item_id=item_id, by=cast.standing("agri.officer"), at=LATER)
    cast.pass_steps(item_id, at=LATER)
    after = cast.item(item_id)
    assert (after.index_no, after.published_on, after.withdrawn_at) == (
        before.index_no,
        before.published_on,
        None,
    )
    assert is_public(item_id)


def test_publication_is_due_twenty_working_days_after_the_item_was_formed(cast):
    kind, working = ITEM_KINDS["notice"], calendar()
    assert last_day_to_publish(kind=kind, topic=None, formed_on=None, working=working) is None
    due = last_day_to_publish(kind=kind, topic=None, formed_on=AT.date(), working=working)
    assert (due.on.isoformat(), due.provisional) == ("2026-12-18", False)

    class InHours:
        term_unit, term_length, term_source = "hour", 25, "应急管理规定"

    due = last_day_to_publish(kind=kind, topic=InHours, formed_on=AT.date(), working=working)
    assert due.on == AT.date() + timedelta(days=2)


def test_the_index_hears_of_every_publication_and_withdrawal(cast):
    item_id = cast.withdrawn(at=AT)
    keys = Outbox.objects.filter(topic="search", key=f"item:{item_id}")
    assert keys.count() >= 1


# ---- what stands in the way ----------------------------------------------------------------------------


def test_nothing_is_published_over_an_open_question(cast):
    item_id = cast.submitted(at=AT)
    side_paths.open_side_path(
        step_id=cast.open_step(item_id).pk, kind="coordinate", organ="县水利局", question="是否同意公开",
        by=cast.standing("agri.first_reviewer"), at=AT
    )  # fmt: skip
    office = cast.standing("office.disclosure_office")
    with pytest.raises(ItemRefused, match="没答复"):
        publishing.publish_urgently(item_id=item_id, reason="堤防险情须立即告知", by=office, at=AT)


# ---- hand-over to archive, library, reading points -----------------------------------------------------


def test_hand_over_is_entered_once_for_each_point_and_only_for_public_items(cast, acts):
    point = ReadingPoint.objects.create(
        unit_id=cast.units["root"],
        name="县档案馆查阅点",
        place="archive",
        address="人民路2号",
        hours="工作日",
    )
    enter = {"point_id": point.pk, "on": AT, "receiver": "档案馆 李", "at": AT}
    draft = cast.draft(at=AT)
    with pytest.raises(ItemRefused, match="没有公开"):
        publishing.deliver(item_id=draft, receipt_no="1", by=cast.standing("agri.publisher"), **enter)
    item_id = cast.published(at=AT)
    with pytest.raises(NotAllowed):
        publishing.deliver(item_id=item_id, receipt_no="1", by=cast.standing("housing.publisher"), **enter)
    for receipt in ("1", "2"):
        publishing.deliver(item_id=item_id, receipt_no=receipt, by=cast.standing("agri.publisher"), **enter)
    row = Delivery.objects.get(item=item_id)
    assert (row.receipt_no, row.delivered_on) == ("2", AT.date())
    assert acts(item_id).count("item.deliver") == 2
    assert Item.objects.count() == 2
