"""Beside the cases: hints counted, what is asked for often, the knowledge base, experts, late statements, clarifications."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.cases.conftest import AT, FORM

from gongkai.cases.actions.acting import act
from gongkai.cases.actions.consulting import add_expert, change_expert, end_expert, resume_expert
from gongkai.cases.actions.counting_found import count_found
from gongkai.cases.actions.holding_to_account import note_late_statements, settle_entry
from gongkai.cases.actions.knowing import add_article, change_article, end_article, resume_article
from gongkai.cases.actions.linking_items import link_item, unlink_item
from gongkai.cases.actions.proposing import draft_from_cases
from gongkai.cases.actions.submitting import enter, submit
from gongkai.cases.models import AccountabilityEntry, Case, CaseItemLink, Expert, KnowledgeArticle
from gongkai.cases.queries.consulting import expert_names
from gongkai.cases.queries.found_counts import found_counts
from gongkai.cases.queries.knowledge import articles, offered, reminders
from gongkai.cases.queries.often_asked import often_asked
from gongkai.cases.refusals import CaseRefused, NotAllowed, NotFilled, TooLate
from gongkai.cases.rules.lateness import late_statement
from gongkai.disclosure.models import Item, ItemVersion

DAY = AT.date()


def as_(cast, key: str, at: datetime = AT) -> dict:
    return {"by": cast.standing(key, today=at.date()), "at": at}


# ---- hints -----------------------------------------------------------------------------------------------


def test_hints_are_counted_by_day_kind_and_what_came_of_them(db):
    for what, times in (("shown", 4), ("opened", 2), ("enough", 1)):
        for _ in range(times):
            count_found(kind="information_application", what=what, day=DAY)
    count_found(kind="information_application", what="shown", day=DAY - timedelta(days=500))
    (line,) = found_counts(since=DAY - timedelta(days=365))
    assert (line.shown, line.opened, line.enough, line.share) == (4, 2, 1, 25.0)


# ---- asked for often -------------------------------------------------------------------------------------

IDS = ("110101199003077715", "110101198001010010", "110101197512120057")


def granted(cast, title: str, identity: str, unit: str = "agri") -> int:
    """A granted application; the engine's own acts, with an outcome set as the end would."""
    made = submit(
        kind="information_application", unit_id=cast.units[unit],
        values={**FORM, "title": title, "identity": identity}, at=AT,
    )  # fmt: skip
    Case.objects.filter(id=made.case_id).update(outcome="granted", closed_at=AT, state="replied")
    return made.case_id


TITLES = ("2025年柳河镇道路养护资金分配表", "柳河镇2024年道路养护资金分配表", "柳河镇道路养护资金分配表")


def test_what_three_people_asked_for_is_one_group_whatever_the_year(cast):
    ids = [granted(cast, title, identity) for title, identity in zip(TITLES, IDS, strict=True)]
    granted(cast, "县中心小学食堂采购合同", IDS[0])
    (group,) = often_asked(cast.standing("office.disclosure_office", today=DAY), today=DAY)
    assert sorted(group.case_ids) == sorted(ids)
    assert group.askers == 3
    assert group.unit_id == cast.units["agri"]


def test_one_person_asking_three_times_is_no_group(cast):
    for title in TITLES:
        granted(cast, title, IDS[0])
    assert often_asked(cast.standing("office.disclosure_office", today=DAY), today=DAY) == []


def test_what_was_refused_or_is_old_does_not_count(cast):
    ids = [granted(cast, title, identity) for title, identity in zip(TITLES, IDS, strict=True)]
    office = cast.standing("office.disclosure_office", today=DAY)
    Case.objects.filter(id=ids[0]).update(outcome="not_held")
    assert often_asked(office, today=DAY) == []
    Case.objects.filter(id=ids[0]).update(outcome="granted", closed_at=AT - timedelta(days=400))
    assert often_asked(office, today=DAY) == []


def test_a_draft_is_begun_from_it_with_nothing_of_the_applicants(cast):
    ids = [granted(cast, title, identity) for title, identity in zip(TITLES, IDS, strict=True)]
    told = {
        "case_ids": ids, "kind": "work_news", "title": "道路养护资金分配表", "unit_id": cast.units["agri"]
    }  # fmt: skip
    with pytest.raises(NotAllowed):
        draft_from_cases(**told, **as_(cast, "agri.handler"))
    item_id = draft_from_cases(**told, **as_(cast, "office.disclosure_office"))
    item = Item.objects.get(id=item_id)
    assert (item.state, item.unit_id) == ("drafting", cast.units["agri"])
    assert "王小明" not in ItemVersion.objects.get(item=item).body_text
    (group,) = often_asked(cast.standing("office.disclosure_office", today=DAY), today=DAY)
    assert group.item_id == item_id


# ---- knowledge base --------------------------------------------------------------------------------------


def article(
    cast, *, title="医保异地就医怎样备案", text="带身份证到一楼大厅。", tags="看病 报销", until=None
) -> int:
    return add_article(
        title=title, text=text, tags=tags, unit_id=cast.units["agri"], owner_id=cast.people["agri.handler"],
        valid_until=until or DAY + timedelta(days=200), **as_(cast, "agri.handler"),
    )  # fmt: skip


def test_what_fits_best_is_offered_first_and_what_has_run_out_not_at_all(cast):
    other = article(cast, title="农机补贴申请", text="医保的事找医保局。", tags="")
    best = article(cast)
    found = [row.pk for row in offered("在外地看病，医保怎样报销", today=DAY)]
    assert found == [best, other]
    assert offered("在外地看病", today=DAY + timedelta(days=300)) == []
    end_article(article_id=best, **as_(cast, "agri.handler"))
    assert [row.pk for row in offered("医保", today=DAY)] == [other]
    resume_article(article_id=best, **as_(cast, "agri.handler"))
    assert best in [row.pk for row in offered("医保", today=DAY)]
    assert offered("，。", today=DAY) == []


def test_owners_are_reminded_a_month_before(cast):
    article(cast, until=DAY + timedelta(days=20))
    article(cast)
    handler = cast.standing("agri.handler", today=DAY)
    assert reminders(handler, today=DAY) == 1
    assert articles(handler, state="due", today=DAY).count() == 1
    later = DAY + timedelta(days=21)
    assert articles(handler, state="expired", today=later).count() == 1


def test_an_article_is_its_unit_s_to_write(cast):
    one = article(cast)
    with pytest.raises(NotAllowed):
        end_article(article_id=one, **as_(cast, "housing.handler"))
    changed = {
        "article_id": one, "title": "异地就医备案", "text": "网上也能办。", "tags": "",
        "owner_id": cast.people["agri.leader"], "valid_until": DAY + timedelta(days=100), "revision": 0,
    }  # fmt: skip
    change_article(**changed, **as_(cast, "agri.handler"))
    with pytest.raises(TooLate):
        change_article(**changed, **as_(cast, "agri.leader"))
    with pytest.raises(CaseRefused, match="负责人"):
        change_article(
            **{**changed, "revision": 1, "owner_id": cast.people["housing.handler"]},
            **as_(cast, "agri.handler"),
        )
    with pytest.raises(NotFilled):
        change_article(
            **{**changed, "revision": 1, "valid_until": DAY - timedelta(days=1)}, **as_(cast, "agri.handler")
        )
    assert KnowledgeArticle.objects.get(id=one).title == "异地就医备案"


def test_experts_are_offered_by_name_until_they_leave(cast):
    office = as_(cast, "office.disclosure_office")
    told = {"name": "周明", "organisation": "县医保局政策股", "fields": "异地就医"}
    one = add_expert(**told, **office)
    with pytest.raises(NotAllowed):
        add_expert(**told, **as_(cast, "agri.handler"))
    assert expert_names() == [("周明（县医保局政策股）", "异地就医")]
    change_expert(expert_id=one, **{**told, "fields": "异地就医、门诊慢病"}, **office)
    end_expert(expert_id=one, **office)
    assert expert_names() == []
    resume_expert(expert_id=one, **office)
    assert Expert.objects.get(id=one).fields == "异地就医、门诊慢病"


# ---- opinion events --------------------------------------------------------------------------------------


@pytest.fixture
def event(cast):
    def made(grade: str, *, at: datetime = AT) -> int:
        values = {"title": "网传自来水有异味", "grade": grade, "where": "论坛", "text": "多人发帖。"}
        return enter(
            kind="opinion_event", unit_id=cast.units["agri"], values=values, channel="internal",
            arrived_on=at.date(), received_on=at.date(), **as_(cast, "agri.handler", at),
        ).case_id  # fmt: skip

    return made


def state(cast, case_id: int, at: datetime) -> None:
    words = {"conclusion": "水质检测合格。", "where": "县政府网站"}
    act(case_id=case_id, act="state", values=words, **as_(cast, "agri.handler", at))


def test_a_late_first_statement_leaves_one_entry(cast, event):
    case_id = event("serious")
    assert note_late_statements(at=AT + timedelta(hours=4)) == 0
    assert note_late_statements(at=AT + timedelta(hours=6)) == 1
    assert note_late_statements(at=AT + timedelta(hours=7)) == 0
    entry = AccountabilityEntry.objects.get(case=case_id)
    assert entry.kind == "circular"
    assert "还没有办" in entry.reason
    with pytest.raises(NotAllowed):
        settle_entry(entry_id=entry.pk, note="已经说明", **as_(cast, "agri.leader"))
    settle_entry(entry_id=entry.pk, note="三月三日约谈分管领导", **as_(cast, "office.disclosure_office"))
    with pytest.raises(TooLate):
        settle_entry(entry_id=entry.pk, note="再写一遍", **as_(cast, "office.disclosure_office"))


def test_a_statement_in_time_leaves_none(cast, event):
    case_id = event("serious")
    state(cast, case_id, AT + timedelta(hours=4))
    assert note_late_statements(at=AT + timedelta(hours=9)) == 0
    # The press conference has a term of its own.
    assert note_late_statements(at=AT + timedelta(days=3)) == 1
    assert AccountabilityEntry.objects.get(case=case_id).term == "opinion.conference"


def test_a_term_of_days_leads_to_an_interview(cast, event):
    case_id = event("post")
    assert note_late_statements(at=AT + timedelta(days=1)) == 0
    assert note_late_statements(at=AT + timedelta(days=9)) == 1
    assert AccountabilityEntry.objects.get(case=case_id).kind == "interview"


def test_other_kinds_leave_no_entries(cast, apply):
    apply()
    assert note_late_statements(at=AT + timedelta(days=60)) == 0


@pytest.mark.parametrize(("stated_hours", "late"), [(5, False), (5.01, True), (None, True)])
def test_the_fifth_hour_is_still_in_time(stated_hours, late):
    began = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    stated = began + timedelta(hours=stated_hours) if stated_hours else None
    found = late_statement(
        label="发布权威信息", due_on=date(2026, 3, 2), due_at=began + timedelta(hours=5), stated_at=stated,
        now=began + timedelta(hours=8),
    )  # fmt: skip
    assert (found is not None) == late


def test_what_clarifies_an_event_is_public_and_tied_once(cast, event):
    case_id = event("general")
    public, draft = cast.published(title="关于自来水检测结果的公告"), cast.draft()
    handler = as_(cast, "agri.handler")
    link_item(case_id=case_id, item_id=public, **handler)
    with pytest.raises(TooLate):
        link_item(case_id=case_id, item_id=public, **handler)
    with pytest.raises(CaseRefused, match="已经公开"):
        link_item(case_id=case_id, item_id=draft, **handler)
    with pytest.raises(NotAllowed):
        link_item(case_id=case_id, item_id=public, **as_(cast, "housing.handler"))
    unlink_item(case_id=case_id, item_id=public, **handler)
    assert not CaseItemLink.objects.exists()


def test_a_reconsideration_stands_with_the_application_that_it_is_about(cast, apply):
    application = apply()
    form = {"group": "review", "forum": "澜州市人民政府", "title": "不服答复"}
    told = {"kind": "reconsideration", "unit_id": cast.units["agri"], "channel": "internal", "at": AT}
    told |= {
        "arrived_on": AT.date(),
        "received_on": AT.date(),
        "by": cast.standing("agri.handler", today=AT.date()),
    }
    typed = application.number.replace("〔", " [").replace("〕", "] ")
    entered = enter(values={**form, "about_number": typed}, **told)
    assert Case.objects.get(id=entered.case_id).about_id == application.case_id
    with pytest.raises(NotFilled) as refused:
        enter(values={**form, "about_number": "农依申〔2026〕999号"}, **told)
    assert "没有编号" in refused.value.problems["about_number"]
    elsewhere = apply(unit="housing")
    with pytest.raises(NotFilled):
        enter(values={**form, "about_number": elsewhere.number}, **told)
