"""What every act upon units asks first, and the refusals, each named for what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

from django.utils import timezone

from gongkai.ledger.actions import record
from gongkai.ledger.rules import Actor, Subject
from gongkai.units import policies
from gongkai.units.changes import UnitChange, announce
from gongkai.units.models import Installation, Unit, UnitAct
from gongkai.units.policies import Standing
from gongkai.units.rules import Problem

By = Actor | Standing


class UnitRefused(Exception):
    """An act upon units that can't be; the message is in words for the person who tried."""


class NotAllowed(UnitRefused):
    pass


class UnknownUnit(UnitRefused):
    pass


class UnitAlreadyClosed(UnitRefused):
    pass


class CodeTaken(UnitRefused):
    pass


class NameTaken(UnitRefused):
    pass


class FaultyUnit(UnitRefused):
    """Fields of a unit that can't be stored; `problems` names each."""

    def __init__(self, problems: Sequence[Problem], name: str = "") -> None:
        self.problems = tuple(problems)
        head = f"“{name}”：" if name else ""
        super().__init__(head + "".join(problem.message for problem in problems))


class NotYetDue(UnitRefused):
    pass


class ActOutOfOrder(UnitRefused):
    pass


class ParentInsideUnit(UnitRefused):
    pass


class StillHasChildren(UnitRefused):
    pass


class NoSuccessor(UnitRefused):
    pass


class AlreadySetUp(UnitRefused):
    pass


class NoSuchReadingPoint(UnitRefused):
    pass


def acting(by: By, may: Callable[[Standing], bool] = policies.may_run_units) -> Actor:
    """The actor for the ledger; a person's standing must allow the act."""
    if isinstance(by, Actor):
        return by
    if not may(by):
        raise NotAllowed("机构和单位信息由政务公开办或系统管理员维护，有改动可联系他们。")
    return by.actor()


def take_tree() -> None:
    """One reorganisation at a time: two moves that cross could otherwise make a circle."""
    list(Installation.objects.select_for_update().filter(id=1))


def locked_units(ids: Iterable[int]) -> dict[int, Unit]:
    """The rows, locked in the order of their ids. Raises UnknownUnit."""
    wanted = set(ids)
    found = {unit.pk: unit for unit in Unit.objects.select_for_update().filter(id__in=wanted).order_by("id")}
    if missing := sorted(wanted - found.keys()):
        raise UnknownUnit(f"没有编号为 {missing[0]} 的单位，可能已被别人改动，刷新后再试。")
    return found


def refuse_future(on: date, at: datetime) -> None:
    if on > timezone.localdate(at):
        raise NotYetDue(f"生效日期 {on:%Y-%m-%d} 还没有到，到那天再办理。")


def require_open(unit: Unit, on: date) -> None:
    if unit.closed_on is not None:
        raise UnitAlreadyClosed(f"“{unit.name}”已于 {unit.closed_on:%Y-%m-%d} 撤销。")
    if on < unit.opened_on:
        raise ActOutOfOrder(f"“{unit.name}”于 {unit.opened_on:%Y-%m-%d} 设立，办理日期要在这一天或以后。")


def require_after_acts(unit: Unit, on: date) -> None:
    """Acts of one unit come in the order of their days; several on one day are fine."""
    last = UnitAct.objects.filter(unit=unit).order_by("-on", "-id").values_list("on", flat=True).first()
    if last and on < last:
        raise ActOutOfOrder(f"“{unit.name}”在 {last:%Y-%m-%d} 已有变动，新的变动要在这一天或以后。")


def tell(
    *,
    actor: Actor,
    act: str,
    unit: Unit,
    at: datetime,
    payload: Mapping[str, object],
    change: UnitChange | None = None,
) -> None:
    """The ledger row, then the floors above."""
    record(actor=actor, act=act, subject=Subject("unit", unit.code, unit.name), at=at, payload=dict(payload))
    if change is not None:
        announce(change)
