"""Messages: made in the transaction of what they tell, sent afterwards, each once, tried again when it fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import F, Q

from gongkai.accounts.policies import Standing
from gongkai.cases import parties
from gongkai.cases.actions.common import kind_of, need
from gongkai.cases.declaring import Act
from gongkai.cases.delivering import CannotSend, Outgoing, Providers, providers
from gongkai.cases.models import Case, CaseEvent, Notice
from gongkai.cases.policies import may_send_again
from gongkai.cases.refusals import TooLate
from gongkai.cases.rules.notices import MOST_TRIES, mobile, shown_address, wait_before_retry
from gongkai.crypto.sealed import CannotOpen, open_sealed, seal
from gongkai.ledger.rules import Actor
from gongkai.units.queries import UnitInBrief

if TYPE_CHECKING:
    from gongkai.units.models import Unit

ROUND = 20
"""Messages of one round: a slow mail server keeps other work waiting no longer than that."""
LEASE = timedelta(minutes=5)
"""After that a message whose sender died is taken up again."""


# ---- making ----------------------------------------------------------------------------------------------


def tell_applicant(*, case: Case, step: Act, event: CaseEvent, by: Actor, at: datetime) -> None:
    """A message to the person who wrote in about an act that concerns them; nothing for what they did themselves."""
    if not step.line or by.id == "citizen":
        return
    state = kind_of(case).state(case.state)
    due = ""
    if case.due_on is not None and case.served_on is None and not case.paused and state.waits_for == "unit":
        due = f"最晚 {case.due_on:%Y年%m月%d日} 答复您{'（暂定）' if case.due_provisional else ''}。"
    words = f"{step.line}。{state.next if not state.final or state.waits_for == 'applicant' else ''}{due}"
    personal = parties.opened(case.party.sealed) if case.party else {}
    channel, address = _address(personal)
    if channel:
        make(
            case_id=case.pk,
            channel=channel,
            address=address,
            subject=f"{case.number}：{step.line}",
            text=_text(case, words, case.unit),
            once=f"act:{case.pk}:{event.no}",
            at=at,
        )


def tell_receipt(*, case: Case, unit: UnitInBrief, personal: Mapping[str, str], at: datetime) -> None:
    """That it came, with its number. The query code is in no message: it stands on the page alone.

    Called once, in the transaction that makes the case, so it needn't look whether it has been told already.
    """
    channel, address = _address(personal)
    if channel:
        words = f"收到了您的{kind_of(case).label}"
        Notice.objects.create(
            once=f"receipt:{case.pk}",
            **_columns(
                channel=channel,
                address=address,
                subject=f"{case.number}：{words}",
                text=_text(case, f"{words}。", unit),
                at=at,
                case_id=case.pk,
                user_id=None,
            ),
        )


def _text(case: Case, words: str, unit: UnitInBrief | Unit) -> str:
    """Number and unit alone: whoever reads over a shoulder learns nothing of the matter."""
    where = f"到 {settings.SITE_URL}/case/ 凭编号和查询码查看。"
    return f"{case.number}：{words}\n{where}\n{unit.name} {unit.phone}".strip()


def _address(personal: Mapping[str, str]) -> tuple[str, str]:
    if personal.get("email"):
        return "mail", personal["email"]
    number = mobile(personal.get("phone", ""))
    return ("sms", number) if number else ("", "")


def make(
    *,
    channel: str,
    address: str,
    subject: str,
    text: str,
    once: str,
    at: datetime,
    case_id: int | None = None,
    user_id: int | None = None,
) -> bool:
    """Put a message into the outbox, the address sealed. False: the same thing has been told already."""
    columns = _columns(
        channel=channel,
        address=address,
        subject=subject,
        text=text,
        at=at,
        case_id=case_id,
        user_id=user_id,
    )
    return Notice.objects.get_or_create(once=once[:120], defaults=columns)[1]


def _columns(
    *,
    channel: str,
    address: str,
    subject: str,
    text: str,
    at: datetime,
    case_id: int | None,
    user_id: int | None,
) -> dict[str, Any]:
    return {
        "case_id": case_id,
        "user_id": user_id,
        "channel": channel,
        "sealed_to": seal(address, purpose=parties.PURPOSE),
        "shown_to": shown_address(address),
        "subject": subject[:200],
        "text": text,
        "made_at": at,
        "next_at": at,
    }


# ---- sending ---------------------------------------------------------------------------------------------


@dataclass
class Round:
    """What became of the messages of one round."""

    sent: int = 0
    later: int = 0
    failed: int = 0


def send_waiting(*, at: datetime, limit: int = ROUND) -> Round:
    """Send what waits, oldest first. Safe to run twice at once: each message is taken by one sender alone.

    A sender that dies leaves its message for another after LEASE; the message keeps its name, so that the file is
    still one and mail systems see the double.
    """
    done = Round()
    waits = Q(state="waiting", next_at__lte=at) | Q(state="sending", next_at__lte=at)
    ids = list(Notice.objects.filter(waits).order_by("next_at", "id").values_list("id", flat=True)[:limit])
    if not ids:
        return done
    with providers() as ways:
        for notice_id in ids:
            taken = Notice.objects.filter(waits, id=notice_id).update(
                state="sending", tries=F("tries") + 1, next_at=at + LEASE
            )
            if taken and not _send(Notice.objects.get(id=notice_id), ways, at, done):
                break
    return done


def _send(notice: Notice, ways: Providers, at: datetime, done: Round) -> bool:
    """Send one; False: the way itself is down, the rest of the round would only wait."""
    mine = Notice.objects.filter(id=notice.pk, state="sending", tries=notice.tries)
    try:
        address = open_sealed(notice.sealed_to, purpose=parties.PURPOSE)
        ways.of(notice.channel).send(
            Outgoing(notice.once, notice.channel, address, notice.subject, notice.text)
        )
    except (CannotSend, CannotOpen) as problem:
        down = isinstance(problem, CannotSend) and problem.down
        final = isinstance(problem, CannotOpen) or problem.final
        wait = None if final else wait_before_retry(min(notice.tries, MOST_TRIES))
        words = "地址已经删去，或者密钥换了" if isinstance(problem, CannotOpen) else str(problem)
        if wait is None:
            mine.update(state="failed", problem=words[:300], next_at=None)
            done.failed += 1
        else:
            mine.update(state="waiting", problem=words[:300], next_at=at + wait)
            done.later += 1
        return not down
    mine.update(state="sent", problem="", sent_at=at, next_at=None)
    done.sent += 1
    return True


def try_again(*, notice_id: int, by: Standing, at: datetime) -> None:
    """A message to an applicant that was given up waits once more. Raises TooLate when it isn't given up any more."""
    notice = Notice.objects.select_related("case").get(id=notice_id, user=None, case__isnull=False)
    need(notice.case is not None and may_send_again(by, notice.case), "由承办这件的单位再发。")
    given_up = Notice.objects.filter(id=notice_id, state="failed")
    if not given_up.update(state="waiting", tries=0, next_at=at):
        raise TooLate("这条通知已经在重新发送了。")
