"""T50 for what stands beside cases: answers made public, articles, experts, late statements, linked items."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.cases.conftest import FORM
from tests.sweeps import world_of_answers as made
from tests.sweeps.world import World, today

from gongkai.cases.actions import (
    consulting,
    hiding_answers,
    holding_to_account,
    knowing,
    linking_items,
    proposing,
    publishing_answers,
    screening_answers,
    submitting,
)
from gongkai.cases.models import AccountabilityEntry, AnswerFinding, Case, PublicAnswer

Act = Callable[[World], Any]


def _as(w: World, person: str = "agri.handler") -> dict[str, Any]:
    return {"by": w.by(person), "at": w.at}


def _office(w: World) -> dict[str, Any]:
    return _as(w, "office.disclosure_office")


def _make(name: str, how: Callable[..., int]) -> Act:
    def prepare(w: World) -> None:
        w.made[name] = how(w.cast, "agri", w.at)

    return prepare


_answered, _prepared = _make("case", made.answered), _make("case", made.prepared)
_published, _hidden = _make("case", made.published), _make("case", made.hidden)
_event, _article = _make("case", made.event), _make("article", made.article)


def _expert(w: World) -> None:
    w.made["expert"] = made.expert(w.cast, w.at)


def _found(w: World) -> None:
    _prepared(w)
    PublicAnswer.objects.filter(case=w.made["case"]).update(answer="维修工电话 13612345678。")
    row = PublicAnswer.objects.get(case=w.made["case"])
    publishing_answers.save_answer(
        case_id=w.made["case"], title=row.title, question=row.question, answer=row.answer, revision=row.revision,
        **_as(w),
    )  # fmt: skip


def _finding(w: World) -> list[int]:
    rows = AnswerFinding.objects.filter(answer__case=w.made["case"], state="open")
    return list(rows.values_list("id", flat=True))


def _old_rules(w: World) -> None:
    _published(w)
    PublicAnswer.objects.filter(case=w.made["case"]).update(answer="电话 13612345678。", screened_with="old")


def _asked_often(w: World) -> None:
    case_id = submitting.submit(
        kind="information_application", unit_id=w.cast.units["agri"], values=FORM, at=w.at
    ).case_id
    Case.objects.filter(id=case_id).update(outcome="granted", closed_at=w.at)
    w.made["case"] = case_id


def _late(w: World) -> None:
    _event(w)
    holding_to_account.note_late_statements(at=w.at)


def _entry(w: World) -> int:
    return AccountabilityEntry.objects.get(case=w.made["case"]).pk


def _linked(w: World) -> None:
    _event(w)
    linking_items.link_item(case_id=w.made["case"], item_id=w.own["published"], **_as(w))


def _ended(w: World) -> None:
    _article(w)
    knowing.end_article(article_id=w.made["article"], **_as(w))


def _left(w: World) -> None:
    _expert(w)
    consulting.end_expert(expert_id=w.made["expert"], **_office(w))


def _article_words(w: World) -> dict[str, Any]:
    return {
        "title": "异地就医备案", "text": "网上也能办。", "tags": "", "owner_id": w.cast.people["agri.handler"],
        "valid_until": today() + timedelta(days=60),
    }  # fmt: skip


_EXPERT = {"name": "周明", "organisation": "县医保局", "fields": "门诊慢病"}
_P, _H, _K, _E = (
    f"cases.actions.{name}." for name in ("publishing_answers", "hiding_answers", "knowing", "consulting")
)

EXAMPLES: dict[str, Act | tuple[Act, Act]] = {
    _P + "prepare_answer": (_answered, lambda w: publishing_answers.prepare_answer(
        case_id=w.made["case"], **_as(w))),
    _P + "save_answer": (_prepared, lambda w: publishing_answers.save_answer(
        case_id=w.made["case"], title="路灯", question="不亮", answer="修好了", revision=0, **_as(w))),
    _P + "settle_answer_findings": (_found, lambda w: publishing_answers.settle_answer_findings(
        case_id=w.made["case"], finding_ids=_finding(w), how="mask", **_as(w))),
    _P + "publish_answer": (_prepared, lambda w: publishing_answers.publish_answer(
        case_id=w.made["case"], office_reason="许多人在问这件事", **_as(w, "agri.leader"))),
    _P + "withdraw_answer": (_published, lambda w: publishing_answers.withdraw_answer(
        case_id=w.made["case"], reason="答复引用的文件已经废止", **_as(w, "agri.leader"))),
    _P + "mark_as_faq": (_published, lambda w: publishing_answers.mark_as_faq(
        case_id=w.made["case"], is_faq=True, **_as(w))),
    _H + "hide_answer": (_published, lambda w: hiding_answers.hide_answer(
        case_id=w.made["case"], ground="insult", reason="第二段辱骂他人", **_office(w))),
    _H + "unhide_answer": (_hidden, lambda w: hiding_answers.unhide_answer(
        case_id=w.made["case"], reason="复核后恢复", **_office(w))),
    "cases.actions.screening_answers.rescan_answers": (
        _old_rules, lambda w: screening_answers.rescan_answers(at=w.at)),
    "cases.actions.proposing.draft_from_cases": (_asked_often, lambda w: proposing.draft_from_cases(
        case_ids=[w.made["case"]], kind="work_news", title="道路养护资金", unit_id=w.cast.units["agri"], **_office(w))),
    _K + "add_article": lambda w: knowing.add_article(
        **_article_words(w), unit_id=w.cast.units["agri"], **_as(w)),
    _K + "change_article": (_article, lambda w: knowing.change_article(
        article_id=w.made["article"], **_article_words(w), revision=0, **_as(w))),
    _K + "end_article": (_article, lambda w: knowing.end_article(article_id=w.made["article"], **_as(w))),
    _K + "resume_article": (_ended, lambda w: knowing.resume_article(article_id=w.made["article"], **_as(w))),
    _E + "add_expert": lambda w: consulting.add_expert(**_EXPERT, **_office(w)),
    _E + "change_expert": (_expert, lambda w: consulting.change_expert(
        expert_id=w.made["expert"], **_EXPERT, **_office(w))),
    _E + "end_expert": (_expert, lambda w: consulting.end_expert(expert_id=w.made["expert"], **_office(w))),
    _E + "resume_expert": (_left, lambda w: consulting.resume_expert(expert_id=w.made["expert"], **_office(w))),
    "cases.actions.holding_to_account.note_late_statements": (
        _event, lambda w: holding_to_account.note_late_statements(at=w.at)),
    "cases.actions.holding_to_account.settle_entry": (_late, lambda w: holding_to_account.settle_entry(
        entry_id=_entry(w), note="约谈分管领导", **_office(w))),
    "cases.actions.linking_items.link_item": (_event, lambda w: linking_items.link_item(
        case_id=w.made["case"], item_id=w.own["published"], **_as(w))),
    "cases.actions.linking_items.unlink_item": (_linked, lambda w: linking_items.unlink_item(
        case_id=w.made["case"], item_id=w.own["published"], **_as(w))),
}  # fmt: skip

NO_ACTS = {
    "cases.actions.counting_found.count_found": "counts by day, of nobody in particular",
    "cases.actions.publishing_answers.require_clean": "part of an act, inside its transaction",
    "cases.actions.screening_answers.fingerprint": "computes",
    "cases.actions.screening_answers.hits_in": "computes",
    "cases.actions.screening_answers.mask_in": "computes",
    "cases.actions.screening_answers.masked_texts": "computes",
    "cases.actions.screening_answers.note_masked": "part of an act, inside its transaction",
    "cases.actions.screening_answers.personal_of": "reads, shows nothing",
    "cases.actions.screening_answers.screen": "part of an act, inside its transaction",
    "cases.actions.screening_answers.tell_search": "part of an act, inside its transaction",
    "cases.actions.screening_answers.texts_of": "reads",
}
