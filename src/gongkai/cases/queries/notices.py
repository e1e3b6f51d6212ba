"""Messages as the office sees them: of a case, those that could not be sent, and one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from gongkai.accounts.policies import Standing
from gongkai.cases.models import Notice
from gongkai.cases.policies import may_send_again, visible_to
from gongkai.cases.stored_choices import NOTICE_CHANNELS, NOTICE_STATES


@dataclass(frozen=True)
class NoticeLine:
    """`shown_to` is the masked address; `problem` says why it was not sent.

    `may_send_again`: it was given up, and this person may have it sent once more.
    """

    id: int
    case_id: int | None
    case_number: str
    channel: str
    shown_to: str
    subject: str
    text: str
    state: str
    state_label: str
    problem: str
    tries: int
    made_at: datetime
    sent_at: datetime | None
    may_send_again: bool


def notices_of(by: Standing, case_id: int) -> list[NoticeLine]:
    """What the applicant of a case was told, newest first; nothing for a case that this person may not see."""
    found = Notice.objects.filter(case_id=case_id, user=None, case__in=visible_to(by))
    return _lines(by, found.order_by("-made_at", "-id")[:100])


def failed_notices(by: Standing, *, limit: int = 100) -> list[NoticeLine]:
    """Messages to applicants that were given up, newest first: somebody has to telephone."""
    found = Notice.objects.filter(state="failed", user=None, case__in=visible_to(by))
    return _lines(by, found.order_by("-made_at", "-id")[:limit])


def knows_of(by: Standing, notice_id: int) -> bool:
    """Whether this person may know of a message to an applicant."""
    return Notice.objects.filter(id=notice_id, user=None, case__in=visible_to(by)).exists()


def failed_count(by: Standing) -> int:
    return Notice.objects.filter(state="failed", user=None, case__in=visible_to(by)).count()


def own_notices(by: Standing, *, since: datetime | None = None, limit: int = 50) -> list[NoticeLine]:
    """Reminders, moved last days and digests of this person, newest first; those made `since`."""
    found = Notice.objects.filter(Q(user_id=by.user_id) & ~Q(user=None))
    if since is not None:
        found = found.filter(made_at__gte=since)
    return _lines(by, found.order_by(F("made_at").desc(), F("id").desc())[:limit])


def _lines(by: Standing, found: QuerySet[Notice]) -> list[NoticeLine]:
    return [
        NoticeLine(
            id=row.pk,
            case_id=row.case_id,
            case_number=(row.case.number or "") if row.case else "",
            channel=NOTICE_CHANNELS[row.channel],
            shown_to=row.shown_to,
            subject=row.subject,
            text=row.text,
            state=row.state,
            state_label=NOTICE_STATES[row.state],
            problem=row.problem,
            tries=row.tries,
            made_at=row.made_at,
            sent_at=row.sent_at,
            may_send_again=row.state == "failed" and row.case is not None and may_send_again(by, row.case),
        )
        for row in found.select_related("case")
    ]
