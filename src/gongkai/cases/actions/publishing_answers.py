"""选登: a letter and its answer made public: copied with everything personal masked, screened, published, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from gongkai.accounts.policies import Standing
from gongkai.cases.actions.common import add_event, day_of, kind_of, locked, need, write_ledger
from gongkai.cases.actions.screening_answers import (
    hits_in,
    mask_in,
    masked_texts,
    note_masked,
    personal_of,
    screen,
    tell_search,
)
from gongkai.cases.models import AnswerFinding, Case, PublicAnswer
from gongkai.cases.policies import may_prepare_answer, may_publish_answer
from gongkai.cases.queries.publishable import answer_words, not_publishable
from gongkai.cases.refusals import CaseRefused, NotFilled, NotNow, TooLate
from gongkai.cases.rules.own_data import own_places
from gongkai.screening.queries import rules_now
from gongkai.screening.spans import MASK, REMOVE

NOT_YOURS = "由承办这件的承办人、负责人或者政务公开办准备公开。"
HEAD_ONLY = "由承办单位负责人或者政务公开办决定公开。"


def prepare_answer(*, case_id: int, by: Standing, at: datetime) -> int:
    """Copy question and answer out of the case with everything personal masked; returns the public answer's id.

    Called again before publication it copies anew. Raises NotNow where there is nothing to publish.
    """
    with transaction.atomic():
        case = locked(case_id)
        need(may_prepare_answer(by, case), NOT_YOURS)
        why_not = not_publishable(case)
        if why_not:
            raise NotNow(why_not)
        answer = PublicAnswer.objects.filter(case=case).first()  # one to one
        if answer is not None and answer.state in ("public", "hidden"):
            raise TooLate("这件的答复已经公开过。要改，先撤下。")
        words, on = answer_words(case)
        texts = {"title": case.title, "question": case.text or case.title, "answer": words}
        rules = rules_now()
        removed = list(hits_in(texts, personal_of(case), rules))
        texts = masked_texts(texts, personal_of(case), rules)
        columns: dict[str, Any] = {
            **texts, "title": texts["title"][:200], "received_on": case.received_on, "answered_on": on,
            "prepared_by_id": by.user_id, "prepared_at": at, "changed_at": at, "screened_with": "",
        }  # fmt: skip
        if answer is None:
            answer = PublicAnswer.objects.create(case=case, **columns)
        else:
            PublicAnswer.objects.filter(id=answer.pk).update(**columns, revision=F("revision") + 1)
            answer.refresh_from_db()
            AnswerFinding.objects.filter(answer=answer).exclude(state="dismissed").delete()
        screen(answer=answer, case=case, rules=rules, at=at)
        left = set(answer.findings.values_list("part", "fingerprint"))
        note_masked(
            answer=answer, at=at, hits=[hit for hit in removed if (hit.part, hit.fingerprint) not in left]
        )
        write_ledger(case, "prepare_answer", by.actor(), at, found=len(removed), rules=rules.edition)
    return answer.pk


def save_answer(
    *, case_id: int, title: str, question: str, answer: str, revision: int, by: Standing, at: datetime
) -> int:
    """Keep the texts as edited and screen them anew. Returns how many findings are open."""
    texts = {"title": title.strip()[:200], "question": question.strip(), "answer": answer.strip()}
    labels = {"title": "标题没有填", "question": "来信内容没有填", "answer": "答复内容没有填"}
    missing = {part: labels[part] for part, text in texts.items() if not text}
    if missing:
        raise NotFilled(missing)
    with transaction.atomic():
        case, row = _editable(case_id, by)
        changed = PublicAnswer.objects.filter(id=row.pk, revision=revision).update(
            **texts, revision=revision + 1, changed_at=at, screened_with=""
        )
        if not changed:
            raise TooLate("这份稿子在您打开以后有人改过，先看看现在的内容。")
        row.refresh_from_db()
        write_ledger(case, "save_answer", by.actor(), at)
        return screen(answer=row, case=case, rules=rules_now(), at=at)


def _editable(case_id: int, by: Standing) -> tuple[Case, PublicAnswer]:
    case = locked(case_id)
    need(may_prepare_answer(by, case), NOT_YOURS)
    row = PublicAnswer.objects.filter(case=case).first()  # one to one
    if row is None or row.state not in ("preparing", "withdrawn"):
        raise TooLate("这份答复现在不能改。已经公开的，先撤下。")
    return case, row


def settle_answer_findings(
    *, case_id: int, finding_ids: Sequence[int], how: str, reason: str = "", by: Standing, at: datetime
) -> int:
    """Mask findings in the text, or dismiss them with a reason; in what is public as well. Returns how many.

    The writer's own data are masked, never dismissed. Undone by preparing anew, until it is public.
    """
    if how not in ("mask", "dismiss"):
        raise CaseRefused("没有这个操作。")
    if how == "dismiss" and len(reason.strip()) < 2:
        raise CaseRefused("写明为什么不是问题。")
    with transaction.atomic():
        case = locked(case_id)
        need(may_prepare_answer(by, case), NOT_YOURS)
        row = PublicAnswer.objects.filter(case=case).first()  # one to one
        rows = list(
            AnswerFinding.objects.filter(answer=row, id__in=list(finding_ids), state="open").order_by("id")
        )
        if row is None or not rows:
            raise TooLate("这一处已经处理过了。")
        if how == "dismiss" and any(one.is_own for one in rows):
            raise CaseRefused("来信人自己的信息只能遮盖，不能公开。")
        rules = rules_now()
        if how == "mask":
            texts = mask_in(row, case, rows, rules)
            PublicAnswer.objects.filter(id=row.pk).update(**texts, revision=F("revision") + 1, changed_at=at)
            row.refresh_from_db()
        state = "masked" if how == "mask" else "dismissed"
        AnswerFinding.objects.filter(id__in=[one.pk for one in rows]).update(
            state=state, reason=reason.strip()[:300], resolved_by_id=by.user_id, resolved_at=at
        )
        screen(answer=row, case=case, rules=rules, at=at)
        write_ledger(
            case, f"{how}_answer_findings", by.actor(), at, count=len(rows), reason=reason.strip()[:300]
        )
        if row.state == "public":
            tell_search(row, at)
    return len(rows)


def publish_answer(*, case_id: int, office_reason: str = "", by: Standing, at: datetime) -> None:
    """Make question and answer public. Needs the writer's word that it may be, or a reason of the office.

    Refused while a finding is open, and whatever was dismissed, while a name, number or address of the writer's
    own stands in it.
    """
    with transaction.atomic():
        case = locked(case_id)
        need(may_publish_answer(by, case), HEAD_ONLY)
        row = PublicAnswer.objects.filter(case=case).first()  # one to one
        if row is None or row.state not in ("preparing", "withdrawn"):
            raise TooLate("这份答复已经公开，或者还没有准备。")
        why_not = not_publishable(case)
        if why_not:
            raise NotNow(why_not)
        consent = bool(case.values.get("may_publish"))
        if not consent and len(office_reason.strip()) < 5:
            raise NotFilled({"office_reason": "来信人没有同意公开，写明为什么要公开，至少 5 个字"})
        require_clean(row, case, at)
        PublicAnswer.objects.filter(id=row.pk).update(
            state="public", published_at=at, published_by_id=by.user_id, changed_at=at,
            office_reason="" if consent else office_reason.strip()[:300],
            withdrawn_at=None, withdrawn_reason="",
        )  # fmt: skip
        Case.objects.filter(id=case.pk).update(published_at=at)
        _event(case, "publish_answer", by, at, {} if consent else {"reason": office_reason.strip()[:300]})
        write_ledger(
            case, "publish_answer", by.actor(), at, consent=consent, reason=office_reason.strip()[:300]
        )
        tell_search(row, at)


def require_clean(row: PublicAnswer, case: Case, at: datetime) -> None:
    """The last gate: screened by the rules of today, nothing open, nothing of the writer's own in it."""
    open_count = screen(answer=row, case=case, rules=rules_now(), at=at)
    own = [
        one for text in (row.title, row.question, row.answer) for one in own_places(text, personal_of(case))
    ]
    if own:
        raise NotNow(f"文中有{own[0].label}，遮盖以后才能公开。")
    if open_count:
        raise NotNow(f"还有 {open_count} 处要处理，处理完才能公开。")


def _need_sayable(case: Case, reason: str) -> None:
    """The reason is public, and nobody screens it later: nothing private in it, least of all the writer's own data."""
    found = hits_in({"reason": reason}, personal_of(case), rules_now())
    labels = dict.fromkeys(hit.label for hit in found if hit.action in (MASK, REMOVE))
    if labels:
        raise CaseRefused(f"这段话会公开，里面有{'、'.join(labels)}，删去再提交。")


def withdraw_answer(*, case_id: int, reason: str, by: Standing, at: datetime) -> None:
    """Take an answer off that was wrong or has aged; its address goes on saying when and why. Nothing is deleted."""
    if len(reason.strip()) < 5:
        raise CaseRefused("写明为什么撤下，至少 5 个字；原来的网址会显示它。")
    with transaction.atomic():
        case = locked(case_id)
        need(may_publish_answer(by, case), HEAD_ONLY)
        _need_sayable(case, reason)
        changed = PublicAnswer.objects.filter(case=case, state="public").update(
            state="withdrawn", withdrawn_at=at, withdrawn_reason=reason.strip()[:300], changed_at=at
        )
        if not changed:
            raise TooLate("这份答复现在没有公开。")
        Case.objects.filter(id=case.pk).update(published_at=None)
        _event(case, "withdraw_answer", by, at, {"reason": reason.strip()[:300]})
        write_ledger(case, "withdraw_answer", by.actor(), at, reason=reason.strip()[:300])
        tell_search(PublicAnswer.objects.get(case=case), at)


def mark_as_faq(*, case_id: int, is_faq: bool, by: Standing, at: datetime) -> None:
    """常见问题: a public answer that others will ask for again stands on its unit's page of questions; or no longer."""
    with transaction.atomic():
        case = locked(case_id)
        need(may_prepare_answer(by, case), NOT_YOURS)
        if not kind_of(case).answers_become_faq:
            raise CaseRefused(f"{kind_of(case).label}的答复不列入常见问题。")
        changed = PublicAnswer.objects.filter(case=case, state="public").update(is_faq=is_faq, changed_at=at)
        if not changed:
            raise TooLate("先公开这份答复，再列入常见问题。")
        write_ledger(case, "mark_as_faq", by.actor(), at, used=is_faq)
        tell_search(PublicAnswer.objects.get(case=case), at)


def _event(case: Case, act: str, by: Standing, at: datetime, values: dict[str, Any]) -> None:
    add_event(
        case, act=act, from_state=case.state, on=day_of(at), at=at, by_id=by.user_id,
        by_label=by.actor().label, values=values,
    )  # fmt: skip
