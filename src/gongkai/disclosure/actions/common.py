"""What every act on an item shares: locking, moving along the table of transitions, and the ledger row."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from gongkai.accounts.policies import Standing
from gongkai.clocks.rules import DueDate, Term, WorkCalendar, due_on
from gongkai.disclosure.actions.refusals import NotAllowed, StandsInTheWay, TooLate
from gongkai.disclosure.declaring import ItemKind
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.models import Item, ItemVersion, ReviewStep
from gongkai.disclosure.standing_in_the_way import in_the_way_of
from gongkai.kinds.transitions import Transition
from gongkai.ledger.actions import record
from gongkai.ledger.rules import Actor, Subject
from gongkai.search.actions import announce


def kind_of(item: Item) -> ItemKind:
    return ITEM_KINDS[item.kind]


def locked(item_id: int) -> Item:
    """The item, its row locked until the transaction ends (SQLite: the whole database is)."""
    return (
        Item.objects.select_for_update(of=("self",))
        .select_related("unit", "topic", "public_version")
        .get(id=item_id)
    )


def subject_of(item: Item) -> Subject:
    return Subject("item", str(item.pk), item.index_no or item.title[:80])


def write_ledger(item: Item, act: str, by: Actor, at: datetime, **payload: Any) -> None:
    record(actor=by, act=f"item.{act}", subject=subject_of(item), at=at, payload=payload or None)


def transition(item: Item, act: str) -> Transition:
    """The declared transition of this act from the item's state. Raises TooLate when there is none."""
    kind = kind_of(item)
    for candidate in kind.transitions:
        if candidate.act == act and item.state in candidate.sources:
            return candidate
    raise TooLate(_who_was_first(item, act))


def _who_was_first(item: Item, act: str) -> str:
    kind = kind_of(item)
    label = next((t.label for t in kind.transitions if t.act == act), act)
    state = next((s.label for s in kind.states if s.code == item.state), item.state)
    last = (
        ReviewStep.objects.filter(review__item=item, decided_at__isnull=False)
        .select_related("decided_by")
        .order_by("-decided_at", "-id")
        .first()
    )
    who = ""
    if last and last.decided_by:
        who = f"{last.decided_by.full_name}已在{last.label}这一步处理过。"
    return f"现在不能{label}：这条信息是“{state}”。{who}"


def move(item: Item, act: str, *, at: datetime, **columns: Any) -> Transition:
    """Change the state by the table, with the state read as the condition of the UPDATE.

    Raises TooLate when the table has no such act from here or somebody else moved the item meanwhile.
    """
    step = transition(item, act)
    changed = Item.objects.filter(id=item.pk, state=item.state).update(
        state=step.target, changed_at=at, **columns
    )
    if not changed:
        item.refresh_from_db()
        raise TooLate(_who_was_first(item, act))
    item.state = step.target
    for name, value in columns.items():
        setattr(item, name, value)
    return step


def need(right: bool, words: str) -> None:
    if not right:
        raise NotAllowed(words)


def need_free_way(item: Item, act: str) -> None:
    """Nothing may be open about a public item that is taken down or replaced. Raises StandsInTheWay with what is."""
    words = in_the_way_of(item.pk) if item.public_version_id is not None else []
    if words:
        raise StandsInTheWay(f"现在不能{act}：{'；'.join(words)}。")


def need_role(standing: Standing, roles: frozenset[str], words: str) -> None:
    need(standing.has(*roles), words)


def working_version(item: Item) -> ItemVersion:
    """The version in work, edited or under review. Raises TooLate when there is none."""
    version = ItemVersion.objects.filter(
        item=item, state__in=["working", "frozen"]
    ).first()  # one by constraint
    if version is None:
        raise TooLate(_who_was_first(item, "save"))
    return version


def last_day_to_publish(
    *, kind: ItemKind, topic: Any, formed_on: date | None, working: WorkCalendar
) -> DueDate | None:
    """自形成或变更之日起 20 个工作日，栏目另有期限的从栏目 (条例第二十六条). None without a starting date."""
    if formed_on is None:
        return None
    if topic is not None and topic.term_unit == "hour":
        # An item knows the day, not the hour, of its making: the last day that the hours reach into.
        return DueDate(formed_on + timedelta(days=-(-topic.term_length // 24)), provisional=False)
    term = Term(
        code=kind.term,
        label="公开期限",
        length=topic.term_length if topic else 20,
        unit=topic.term_unit if topic else "working_day",
        source=(topic.term_source if topic else "") or "条例第二十六条",
        valid_from=date(2008, 5, 1),
    )
    return due_on(term, formed_on, working)


def tell_search(items: list[int], at: datetime) -> None:
    announce(source="item", ids=items, at=at)


def day_of(at: datetime) -> date:
    return localdate(at)
