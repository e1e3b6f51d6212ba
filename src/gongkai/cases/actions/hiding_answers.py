"""No post of a citizen is deleted: it is hidden on a legal ground, a public stub and a ledger row stay, or shown again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.cases.actions.common import add_event, day_of, locked, need, write_ledger
from gongkai.cases.actions.publishing_answers import require_clean
from gongkai.cases.actions.screening_answers import tell_search
from gongkai.cases.models import Case, PublicAnswer
from gongkai.cases.policies import may_hide_answer
from gongkai.cases.refusals import CaseRefused, TooLate
from gongkai.cases.rules.hiding import BY_CODE, why_not_hide

OFFICE_ONLY = "由政务公开办依法隐藏或者恢复显示。"


def hide_answer(
    *, case_id: int, ground: str, reason: str, article: str = "", by: Standing, at: datetime
) -> None:
    """Hide a public post on a legal ground. Its address says since when and on which ground; the text stays on file."""
    refusal = why_not_hide(BY_CODE.get(ground), reason=reason, article=article)
    if refusal:
        raise CaseRefused(refusal)
    with transaction.atomic():
        case = locked(case_id)
        need(may_hide_answer(by, case), OFFICE_ONLY)
        changed = PublicAnswer.objects.filter(case=case, state="public").update(
            state="hidden", hidden_on=day_of(at), hidden_ground=ground, hidden_article=article.strip()[:120],
            changed_at=at,
        )  # fmt: skip
        if not changed:
            raise TooLate("这条内容现在没有公开显示。")
        Case.objects.filter(id=case.pk).update(hidden_at=at, hidden_ground=ground)
        _note(case, "hide", by, at, f"{BY_CODE[ground].label}：{reason.strip()[:300]}")
        write_ledger(
            case, "hide", by.actor(), at, ground=BY_CODE[ground].label,
            article=article.strip() or BY_CODE[ground].article, reason=reason.strip()[:300],
        )  # fmt: skip
        tell_search(PublicAnswer.objects.get(case=case), at)


def unhide_answer(*, case_id: int, reason: str, by: Standing, at: datetime) -> None:
    """Show it again, at its old address; looked through by the rules of today first."""
    if len(reason.strip()) < 2:
        raise CaseRefused("写明为什么恢复显示。")
    with transaction.atomic():
        case = locked(case_id)
        need(may_hide_answer(by, case), OFFICE_ONLY)
        row = PublicAnswer.objects.filter(case=case, state="hidden").first()  # one to one
        if row is None:
            raise TooLate("这条内容现在没有隐藏。")
        require_clean(row, case, at)
        PublicAnswer.objects.filter(id=row.pk).update(
            state="public", hidden_on=None, hidden_ground="", hidden_article="", changed_at=at
        )
        Case.objects.filter(id=case.pk).update(hidden_at=None, hidden_ground="")
        _note(case, "unhide", by, at, reason.strip()[:300])
        write_ledger(case, "unhide", by.actor(), at, reason=reason.strip()[:300])
        tell_search(row, at)


def _note(case: Case, act: str, by: Standing, at: datetime, reason: str) -> None:
    add_event(
        case, act=act, from_state=case.state, on=day_of(at), at=at, by_id=by.user_id,
        by_label=by.actor().label, values={"reason": reason},
    )  # fmt: skip
