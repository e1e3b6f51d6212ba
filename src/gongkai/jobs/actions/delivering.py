"""Handing out the outbox: in order, at least once, one bad message never holds up the others."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from gongkai.jobs.models import Outbox
from gongkai.jobs.registry import Consumer, Message
from gongkai.jobs.rules import MAX_TRIES

KEEP_DELIVERED = timedelta(days=7)
logger = logging.getLogger(__name__)


def deliver(*, consumer: Consumer, clock: Callable[[], datetime]) -> int:
    """Hand one batch to its consumer and mark it done; returns how many messages were tried.

    A crash between the two delivers the batch again. When a batch fails its messages go one by one,
    and the failing one is tried later, MAX_TRIES times in all.
    """
    messages = [
        Message(*row) for row in _waiting(consumer.topic, clock()).values_list(*_FIELDS)[: consumer.batch]
    ]
    if messages and not _try(consumer, messages, clock):
        for message in messages:
            if len(messages) > 1 and _try(consumer, [message], clock):
                continue
            _put_off(message, clock())
    return len(messages)


_FIELDS = ("id", "topic", "key", "payload", "created_at")


def _waiting(topic: str, at: datetime) -> QuerySet[Outbox]:
    due = Q(retry_at=None) | Q(retry_at__lte=at)
    return Outbox.objects.filter(due, topic=topic, done_at=None, tries__lt=MAX_TRIES).order_by("id")


def _try(consumer: Consumer, messages: Sequence[Message], clock: Callable[[], datetime]) -> bool:
    try:
        consumer.deliver(messages)
    except Exception:
        logger.exception(
            "outbox %s: %d message(s) from %s failed", consumer.topic, len(messages), messages[0].id
        )
        return False
    Outbox.objects.filter(id__in=[m.id for m in messages]).update(done_at=clock())
    return True


def _put_off(message: Message, at: datetime) -> None:
    """Wait 2, 4, 8 … seconds, at most ten minutes."""
    row = Outbox.objects.filter(id=message.id)
    tries = row.values_list("tries", flat=True).get() + 1
    row.update(tries=F("tries") + 1, retry_at=at + timedelta(seconds=min(2**tries, 600)))


def forget_delivered(*, at: datetime) -> int:
    """Remove messages that were delivered more than KEEP_DELIVERED ago."""
    return Outbox.objects.filter(done_at__lt=at - KEEP_DELIVERED).delete()[0]
