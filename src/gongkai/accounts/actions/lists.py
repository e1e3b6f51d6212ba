"""Saved filters and how one sees a list. A filter shared with a unit is the unit's: each change of it is in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from gongkai.accounts.actions import AccountRefused, NotAllowed
from gongkai.accounts.models import ListChoice, SavedFilter
from gongkai.accounts.policies import Standing
from gongkai.accounts.queries import owner_is_gone, usable_filters
from gongkai.ledger.actions import record
from gongkai.ledger.rules import Subject

MOST_FILTERS = 20  # of one person for one list: their counts stand on every page of it
NAME_LENGTH, QUERY_LENGTH = 40, 1000
ROWS = (20, 50, 100)


def save_filter(
    *, list_code: str, name: str, query: str, unit_id: int | None, by: Standing, at: datetime
) -> int:
    """Keep a filter under a name; one's own of that name is replaced. `unit_id` shares it. Returns its id."""
    name = " ".join(name.split())
    if not 0 < len(name) <= NAME_LENGTH:
        raise AccountRefused(f"筛选的名字要填，最多 {NAME_LENGTH} 个字。")
    if not query:
        raise AccountRefused("先在列表上筛选，再存下来。")
    if len(query) > QUERY_LENGTH:
        raise AccountRefused("筛选的条件太长，减少几项再存。")
    _need_own_unit(by, unit_id)
    own = SavedFilter.objects.filter(owner=by.user_id, list_code=list_code)
    with transaction.atomic():
        kept = own.select_for_update().filter(name=name).order_by("id").first()
        if kept is None and own.count() >= MOST_FILTERS:
            raise AccountRefused(f"一个列表最多存 {MOST_FILTERS} 个筛选，先删掉用不着的。")
        was_shared = kept is not None and kept.unit_id is not None
        found = kept or SavedFilter(owner_id=by.user_id, list_code=list_code, name=name)
        found.query, found.unit_id = query, unit_id
        found.save()
        if was_shared or unit_id is not None:
            _note(found, "save", by, at, query=query)
    return found.pk


def share_filter(*, filter_id: int, unit_id: int | None, by: Standing, at: datetime) -> None:
    """Share one's own filter with a unit in which one holds a post; None takes it back."""
    _need_own_unit(by, unit_id)
    with transaction.atomic():
        found = _own(filter_id, by)
        if found.unit_id == unit_id:
            return
        found.unit_id = unit_id
        found.save(update_fields=["unit"])
        _note(found, "share" if unit_id else "unshare", by, at)


def delete_filter(*, filter_id: int, by: Standing, at: datetime) -> None:
    """Only one's own. Whoever had it as the first filter of a list sees the whole list again."""
    with transaction.atomic():
        found = _own(filter_id, by)
        if found.unit_id is not None:
            _note(found, "delete", by, at)
        found.delete()


def take_over_filter(*, filter_id: int, by: Standing, at: datetime) -> None:
    """A shared filter outlives its owner's account and post: a colleague of the unit takes it over, then may change it."""
    with transaction.atomic():
        locked = SavedFilter.objects.select_for_update(of=("self",)).filter(usable_filters(by), id=filter_id)
        found = locked.order_by("id").first()
        if found is None or found.unit_id is None:
            raise NotAllowed("没有这个筛选，或者没有和您的单位共用。")
        if not owner_is_gone(filter_id=filter_id, today=localdate(at)):
            raise AccountRefused("原来的主人还在，由他改；要不一样的，自己另存一个。")
        if SavedFilter.objects.filter(owner=by.user_id, list_code=found.list_code, name=found.name).exists():
            raise AccountRefused(f"您已经有一个叫“{found.name}”的筛选，先删掉或者另存成别的名字。")
        SavedFilter.objects.filter(id=found.pk).update(owner=by.user_id)
        _note(found, "take_over", by, at, former_owner=found.owner_id)


def choose_first_filter(*, list_code: str, filter_id: int | None, by: Standing) -> None:
    """The filter that a list opens with; how one's own screen looks, so no ledger row."""
    if filter_id is not None:
        usable = SavedFilter.objects.filter(usable_filters(by), list_code=list_code, id=filter_id)
        if not usable.exists():
            raise NotAllowed("没有这个筛选，或者没有和您的单位共用。")
    _choose(list_code, by, first_filter_id=filter_id)


def choose_columns(*, list_code: str, columns: Sequence[str], rows: int, by: Standing) -> None:
    """The columns and the number of rows of a list; how one's own screen looks, so no ledger row."""
    if rows not in ROWS:
        raise AccountRefused("每页行数只有 20、50、100。")
    if not columns:
        raise AccountRefused("至少留一列。")
    _choose(list_code, by, columns=list(columns)[:40], rows=rows)


def _choose(list_code: str, by: Standing, **values: Any) -> None:
    ListChoice.objects.update_or_create(user_id=by.user_id, list_code=list_code, defaults=values)


def _own(filter_id: int, by: Standing) -> SavedFilter:
    found = (
        SavedFilter.objects.select_for_update().filter(id=filter_id, owner=by.user_id).order_by("id").first()
    )
    if found is None:
        raise NotAllowed("没有这个筛选，或者由存它的人改。")
    return found


def _need_own_unit(by: Standing, unit_id: int | None) -> None:
    if unit_id is not None and unit_id not in by.unit_ids():
        raise NotAllowed("只能和自己任职的单位共用。")


def _note(found: SavedFilter, act: str, by: Standing, at: datetime, **payload: Any) -> None:
    subject = Subject("list_filter", str(found.pk), found.name)
    record(actor=by.actor(), act=f"list_filter.{act}", subject=subject, at=at, payload=payload or None)
