"""The route: five people, each one step; back to any earlier step; nobody twice (条例第十七条)."""

from datetime import timedelta

import pytest
from tests.disclosure.conftest import AT

from gongkai.accounts.actions import appoint, set_absence, set_deputy
from gongkai.accounts.models import Appointment
from gongkai.disclosure.actions import drafting, redacting, reviewing
from gongkai.disclosure.actions.drafting import Content
from gongkai.disclosure.actions.refusals import (
    Incomplete,
    ItemRefused,
    NotAllowed,
    OpenFindings,
    TooLate,
    Unstaffed,
)
from gongkai.disclosure.models import Finding, ItemVersion, LastSeen, Review, ReviewStep, RouteRule
from gongkai.disclosure.queries.steps import open_step, public_words
from gongkai.ledger.rules import SYSTEM

FIVE = ["file", "first", "second", "recheck", "publish"]


def pass_by(cast, item_id, person, **more):
    return reviewing.pass_step(step_id=cast.open_step(item_id).pk, by=cast.standing(person), at=AT, **more)


def send_back(cast, item_id, *, to_no, by=None, reason="第二段日期写错了"):
    return reviewing.return_item(
        step_id=cast.open_step(item_id).pk, to_no=to_no, reason=reason,
        by=cast.standing(by or cast.reviewer(item_id)), at=AT,
    )  # fmt: skip


def test_five_people_take_one_notice_to_the_public(cast, acts):
    item_id = cast.submitted(at=AT)
    takers = []
    while cast.item(item_id).state == "in_review":
        takers.append(cast.reviewer(item_id))
        pass_by(cast, item_id, takers[-1])
    steps = ReviewStep.objects.filter(review__item=item_id).order_by("no")
    assert [s.code for s in steps] == FIVE
    assert len({s.decided_by_id for s in steps}) == 5
    item = cast.item(item_id)
    assert item.state == "published"
    assert item.index_no == f"{item.unit.org_code}/2026-00001"
    assert item.published_on == AT.date()
    steps_taken = ["item.submit", *["item.pass_step"] * 4]
    assert acts(item_id) == ["item.begin_draft", "item.screen", *steps_taken, "item.publish"]
    assert public_words(item_id)[0] == item.title


def test_a_step_opens_only_after_the_one_before_it(cast):
    item_id = cast.submitted(at=AT)
    waiting = ReviewStep.objects.get(review__item=item_id, code="publish")
    with pytest.raises(TooLate, match="现在不在办"):
        reviewing.pass_step(step_id=waiting.pk, by=cast.standing("agri.publisher"), at=AT)


@pytest.mark.parametrize(
    "person", ["agri.second_reviewer", "housing.first_reviewer", "agri.handler", "office.auditor"]
)
def test_only_whose_turn_it_is_may_pass(cast, person):
    item_id = cast.submitted(at=AT)
    with pytest.raises(NotAllowed, match="不归您处理"):
        pass_by(cast, item_id, person)
    assert pass_by(cast, item_id, "agri.first_reviewer") == "in_review"


def test_nobody_takes_two_steps_of_one_item(cast):
    appoint(
        user_id=cast.people["agri.first_reviewer"], unit_id=cast.units["agri"], role="second_reviewer",
        from_on=AT.date(), by=SYSTEM, at=AT,
    )  # fmt: skip
    item_id = cast.submitted(at=AT)
    pass_by(cast, item_id, "agri.first_reviewer")
    assert open_step(item_id).taken_by == {
        cast.people["agri.officer"],
        cast.people["agri.first_reviewer"],
    }
    with pytest.raises(NotAllowed, match="一个人只能审一步"):
        pass_by(cast, item_id, "agri.first_reviewer")
    assert pass_by(cast, item_id, "agri.second_reviewer") == "in_review"


def test_the_filer_cannot_review_their_own_item(cast):
    appoint(
        user_id=cast.people["agri.officer"], unit_id=cast.units["agri"], role="first_reviewer",
        from_on=AT.date(), by=SYSTEM, at=AT,
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="一个人只能审一步"):
        pass_by(cast, cast.submitted(at=AT), "agri.officer")


@pytest.mark.parametrize("to_no", [1, 2, 3, 4])
def test_the_last_step_may_return_to_any_earlier_step(cast, to_no):
    item_id = cast.submitted(at=AT)
    cast.pass_steps(item_id, until="publish", at=AT)
    state = send_back(cast, item_id, to_no=to_no)
    if to_no == 1:
        assert state == cast.item(item_id).state == "returned"
        assert ItemVersion.objects.get(item=item_id).state == "working"
        assert not ReviewStep.objects.filter(review__item=item_id, state="open").exists()
        reviewing.submit(item_id=item_id, by=cast.standing("agri.officer"), at=AT)
    else:
        assert state == "in_review"
        step = cast.open_step(item_id)
        assert (step.no, step.round) == (to_no, 2)
    cast.pass_steps(item_id, at=AT)
    assert cast.item(item_id).state == "published"


def test_what_was_decided_stays_on_record_after_a_return(cast):
    item_id = cast.submitted(at=AT)
    cast.pass_steps(item_id, until="recheck", at=AT)
    send_back(cast, item_id, to_no=2)
    kept = ReviewStep.objects.filter(review__item=item_id, round=1, decided_at__isnull=False)
    assert [s.code for s in kept.order_by("no")] == ["file", "first", "second", "recheck"]
    returned = kept.get(code="recheck")
    assert (returned.state, returned.comment) == ("returned", "第二段日期写错了")


def test_a_return_goes_only_backward_and_states_why(cast):
    item_id = cast.submitted(at=AT)
    for to_no in (0, 2, 3):
        with pytest.raises(ItemRefused, match="只能退回到前面的步骤"):
            send_back(cast, item_id, to_no=to_no)
    with pytest.raises(ItemRefused, match="写明退回的原因"):
        send_back(cast, item_id, to_no=1, reason=" 改")
    assert send_back(cast, item_id, to_no=1) == "returned"


def test_of_two_who_decide_together_the_second_is_told_who_was_first(cast):
    item_id = cast.submitted(at=AT)
    step_id = cast.open_step(item_id).pk
    first = cast.standing("agri.first_reviewer")
    reviewing.pass_step(step_id=step_id, by=first, at=AT)
    with pytest.raises(TooLate, match=f"{first.name}刚刚已通过“初审”"):
        reviewing.return_item(step_id=step_id, to_no=1, reason="还要改", by=first, at=AT)
    send_back(cast, item_id, to_no=1, by="agri.second_reviewer")
    with pytest.raises(TooLate, match=r"现在不在办|刚刚已通过"):
        reviewing.pass_step(step_id=step_id, by=first, at=AT)


def test_submitting_twice_says_where_the_item_is(cast):
    item_id = cast.submitted(at=AT)
    with pytest.raises(TooLate, match=r"“审核中”.*已在填报这一步处理过"):
        reviewing.submit(item_id=item_id, by=cast.standing("agri.officer"), at=AT)


def test_submit_names_every_gap_at_once(cast):
    item_id = drafting.begin_draft(
        unit_id=cast.units["agri"], kind="normative_document", content=Content("短", ""), by=cast.standing("agri.officer"), at=AT
    )  # fmt: skip
    with pytest.raises(Incomplete) as refused:
        reviewing.submit(item_id=item_id, by=cast.standing("agri.officer"), at=AT)
    assert [m.field for m in refused.value.missing] == [
        "title",
        "body_html",
        "topic_id",
        "signed_on",
        "doc_no",
    ]
    assert cast.item(item_id).state == "drafting"


def test_only_the_own_unit_submits(cast):
    item_id = cast.draft(at=AT)
    for person in ("housing.officer", "agri.publisher", "office.auditor"):
        with pytest.raises(NotAllowed, match="只有填报单位能送审"):
            reviewing.submit(item_id=item_id, by=cast.standing(person), at=AT)
    reviewing.submit(item_id=item_id, by=cast.standing("agri.handler"), at=AT)


def test_a_unit_without_a_route_is_named(cast):
    RouteRule.objects.filter(unit_kind="department", route_class="standard").delete()
    with pytest.raises(Unstaffed, match="还没有给政府部门设公告公示的审核流程"):
        cast.submitted(at=AT)


@pytest.mark.parametrize(
    ("unit", "kind", "codes"),
    [
        ("agri", "work_news", ["file", "first", "publish"]),
        ("agri", "notice", FIVE),
        ("agri", "normative_document", [*FIVE[:4], "leader", "publish"]),
        ("village", "notice", ["file", "first", "recheck", "publish"]),
        ("village", "work_news", ["file", "first", "publish"]),
    ],
)
def test_routes_differ_by_weight_of_the_kind_and_size_of_the_unit(cast, unit, kind, codes):
    item_id = cast.submitted(unit=unit, kind=kind, at=AT, head={"doc_no": "青农发〔2026〕3号"})
    cast.pass_steps(item_id, at=AT)
    steps = ReviewStep.objects.filter(review__item=item_id).order_by("no")
    assert [s.code for s in steps] == codes
    if unit == "village":
        assert {s.unit_id for s in steps if s.no > 1} == {cast.units["town"]}
    assert cast.item(item_id).state == "published"


def test_a_deputy_acts_for_the_person_on_leave_and_is_named_so(cast):
    post = Appointment.objects.get(user=cast.people["agri.first_reviewer"])
    deputy = cast.people["agri.handler"]
    set_deputy(appointment_id=post.pk, deputy_id=deputy, by=SYSTEM, at=AT)
    item_id = cast.submitted(at=AT)
    with pytest.raises(NotAllowed):
        reviewing.pass_step(
            step_id=cast.open_step(item_id).pk, by=cast.standing("agri.handler", today=AT.date()), at=AT
        )
    set_absence(user_id=post.user_id, from_on=AT.date(), to_on=AT.date(), by=SYSTEM, at=AT)
    step_id = cast.open_step(item_id).pk
    reviewing.pass_step(step_id=step_id, by=cast.standing("agri.handler", today=AT.date()), at=AT)
    step = ReviewStep.objects.get(id=step_id)
    assert (step.decided_by_id, step.acted_for_id) == (deputy, post.user_id)


# ---- calling back --------------------------------------------------------------------------------------


def test_the_filer_calls_back_what_nobody_has_decided_yet(cast, acts):
    item_id = cast.submitted(at=AT)
    with pytest.raises(NotAllowed, match="只有送审的人"):
        reviewing.call_back(item_id=item_id, by=cast.standing("agri.handler"), at=AT)
    reviewing.call_back(item_id=item_id, by=cast.standing("agri.officer"), at=AT)
    assert cast.item(item_id).state == "returned"
    assert acts(item_id)[-1] == "item.call_back"
    with pytest.raises(TooLate, match="不在审核中"):
        reviewing.call_back(item_id=item_id, by=cast.standing("agri.officer"), at=AT)


def test_what_somebody_has_decided_cannot_be_called_back(cast):
    item_id = cast.submitted(at=AT)
    pass_by(cast, item_id, "agri.first_reviewer")
    with pytest.raises(TooLate, match="已经有人审过"):
        reviewing.call_back(item_id=item_id, by=cast.standing("agri.officer"), at=AT)


# ---- remarks, findings, what one has seen --------------------------------------------------------------


def test_remarks_stand_on_a_passage_until_they_are_settled(cast, acts):
    item_id = cast.submitted(at=AT)
    by = cast.standing("agri.first_reviewer")
    with pytest.raises(ItemRefused, match="写下意见"):
        reviewing.comment_on(item_id=item_id, text="  ", quote="", by=by, at=AT)
    remark = reviewing.comment_on(item_id=item_id, text="写明几月几日", quote="十月八日", by=by, at=AT)
    for _ in range(2):  # the second time changes nothing and writes nothing
        reviewing.settle_comment(comment_id=remark, by=cast.standing("agri.officer"), at=AT)
    assert acts(item_id)[-2:] == ["item.comment_on", "item.settle_comment"]


@pytest.mark.parametrize("person", ["housing.officer", "office.system_admin", "office.auditor"])
def test_who_cannot_work_on_an_item_cannot_remark_on_it(cast, person):
    item_id = cast.submitted(at=AT)
    remark = reviewing.comment_on(
        item_id=item_id, text="写明日期", quote="", by=cast.standing("agri.leader"), at=AT
    )
    with pytest.raises(NotAllowed):
        reviewing.comment_on(item_id=item_id, text="路过", quote="", by=cast.standing(person), at=AT)
    with pytest.raises(NotAllowed):
        reviewing.settle_comment(comment_id=remark, by=cast.standing(person), at=AT)


def test_a_remark_needs_a_version_in_work(cast):
    with pytest.raises(TooLate):
        reviewing.comment_on(
            item_id=cast.published(at=AT), text="晚了", quote="", by=cast.standing("agri.leader"), at=AT
        )


def test_open_findings_keep_the_step_shut_until_each_is_settled(cast):
    item_id = cast.submitted(at=AT)
    version = ItemVersion.objects.get(item=item_id)
    finding = Finding.objects.create(
        version=version, detector="mobile", label="手机号码", place="正文第 2 段", found_at=AT
    )
    with pytest.raises(OpenFindings, match="还有 1 处"):
        pass_by(cast, item_id, "agri.first_reviewer")
    settle = {"item_id": item_id, "finding_ids": [finding.pk], "at": AT}
    with pytest.raises(ItemRefused, match="为什么不是问题"):
        redacting.dismiss_findings(reason="", by=cast.standing("agri.first_reviewer"), **settle)
    with pytest.raises(NotAllowed):
        redacting.dismiss_findings(reason="单位电话", by=cast.standing("agri.officer"), **settle)
    redacting.dismiss_findings(reason="单位电话", by=cast.standing("agri.first_reviewer"), **settle)
    with pytest.raises(TooLate, match="已经有人处理"):
        redacting.dismiss_findings(reason="单位电话", by=cast.standing("agri.first_reviewer"), **settle)
    assert pass_by(cast, item_id, "agri.first_reviewer") == "in_review"


def test_what_one_has_seen_is_remembered_without_a_ledger_row(cast, acts):
    item_id = cast.submitted(at=AT)
    before = acts(item_id)
    for later in (0, 1):
        reviewing.mark_seen(item_id=item_id, by=cast.standing("agri.leader"), at=AT + timedelta(hours=later))
    seen = LastSeen.objects.get(item=item_id)
    assert seen.body_text.startswith("各村民委员会")
    assert acts(item_id) == before


def test_a_review_that_went_through_is_closed_with_its_outcome(cast):
    review = Review.objects.get(item=cast.published(at=AT))
    assert (review.outcome, review.closed_at) == ("published", AT)
