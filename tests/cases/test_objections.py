"""An objection to a notice is tied to it; while one is open the notice is neither withdrawn nor replaced."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests import cast as casting

from gongkai.cases.actions.acting import act
from gongkai.cases.actions.submitting import submit
from gongkai.disclosure.actions.correcting import begin_correction, withdraw
from gongkai.disclosure.actions.publishing import publish_due
from gongkai.disclosure.actions.refusals import StandsInTheWay
from gongkai.disclosure.actions.reviewing import submit as send_to_review
from gongkai.disclosure.models import Item, ItemVersion

OBJECTION = {
    "title": "名单里有去世的人",
    "text": "张家的老人去年去世了。",
    "name": "李兰",
    "phone": "13900139000",
}


@pytest.fixture
def notice(cast) -> int:
    return casting.kept("a list of subsidies", lambda: _notice(cast))


def _notice(cast) -> int:
    day = timezone.localdate()
    fields = {"notice_from_on": day.isoformat(), "notice_to_on": (day + timedelta(days=7)).isoformat()}
    return cast.published(kind="subsidy_list", title="二〇二六年耕地地力补贴公示", fields=fields)


@pytest.fixture
def object_to(cast):
    def made(item_id: int):
        index_no = Item.objects.get(id=item_id).index_no
        return submit(
            kind="objection", unit_id=cast.units["agri"], values={**OBJECTION, "index_no": index_no},
            item_id=item_id, at=timezone.now(),
        )  # fmt: skip

    return made


def answer(cast, receipt) -> None:
    at = timezone.now()
    words = {"outcome": "upheld", "conclusion": "核实属实，从名单里去掉。"}
    act(case_id=receipt.case_id, act="draft", values=words, by=cast.standing("agri.handler"), at=at)
    act(case_id=receipt.case_id, act="approve", values={}, by=cast.standing("agri.leader"), at=at)


def told(cast, person: str) -> dict:
    return {"by": cast.standing(person), "at": timezone.now()}


def test_a_notice_with_an_open_objection_is_not_withdrawn(cast, notice, object_to):
    receipt = object_to(notice)
    with pytest.raises(StandsInTheWay, match="公示异议") as refused:
        withdraw(item_id=notice, reason="不想再公示了", **told(cast, "office.disclosure_office"))
    assert receipt.number in str(refused.value)
    assert Item.objects.get(id=notice).public_version_id
    answer(cast, receipt)
    withdraw(item_id=notice, reason="公示期满，另行公布", **told(cast, "agri.publisher"))
    assert Item.objects.get(id=notice).public_version_id is None


def test_nor_corrected_unless_something_must_be_taken_out(cast, notice, object_to):
    object_to(notice)
    with pytest.raises(StandsInTheWay):
        begin_correction(item_id=notice, reason="换一份名单", **told(cast, "agri.officer"))
    begin_correction(
        item_id=notice, reason="去掉身份证号码", hides_earlier=True, **told(cast, "agri.officer")
    )
    send_to_review(item_id=notice, **told(cast, "agri.officer"))
    cast.pass_steps(notice)
    assert ItemVersion.objects.filter(item=notice, state="public", number=2).exists()


def test_a_correction_begun_before_waits_for_the_answer(cast, notice, object_to):
    begin_correction(item_id=notice, reason="换一份名单", **told(cast, "agri.officer"))
    receipt = object_to(notice)
    send_to_review(item_id=notice, **told(cast, "agri.officer"))
    with pytest.raises(StandsInTheWay, match="换成新的一版"):
        cast.pass_steps(notice)
    assert ItemVersion.objects.get(item=notice, state="public").number == 1
    answer(cast, receipt)
    cast.pass_steps(notice)
    assert ItemVersion.objects.get(item=notice, state="public").number == 2


def test_what_was_set_for_a_time_waits_and_keeps_nobody_else_waiting(cast, notice, object_to):
    begin_correction(item_id=notice, reason="换一份名单", **told(cast, "agri.officer"))
    send_to_review(item_id=notice, **told(cast, "agri.officer"))
    cast.pass_steps(notice, until="publish")
    step = cast.open_step(notice)
    from gongkai.disclosure.actions.reviewing import pass_step

    at = timezone.now()
    soon = at + timedelta(hours=1)
    pass_step(step_id=step.pk, publish_at=soon, by=cast.standing(cast.reviewer(notice)), at=at)
    receipt = object_to(notice)
    assert publish_due(at=soon) == 0
    answer(cast, receipt)
    assert publish_due(at=soon) == 1


def test_other_items_and_other_kinds_of_cases_hold_nothing(cast, notice, object_to):
    object_to(notice)
    other = cast.published(title="关于秋季防疫的公告")
    withdraw(item_id=other, reason="内容有误，重新公开", **told(cast, "agri.publisher"))


def test_the_public_page_leads_to_the_form_while_the_notice_runs(cast, notice, client):
    index_no = Item.objects.get(id=notice).index_no
    page = client.get(f"/item/{index_no}/").content.decode()
    assert "对这条公示有异议" in page
    first = client.get(f"/write/objection/?about={index_no}", follow=True).content.decode()
    assert index_no in first
    past = timezone.localdate() - timedelta(days=1)
    version = ItemVersion.objects.get(item=notice, state="public")
    version.fields = {**version.fields, "notice_to_on": past.isoformat()}
    version.save(update_fields=["fields"])
    assert "有异议" not in client.get(f"/item/{index_no}/").content.decode()
