"""One cast for all tests: an invented county with people for every role, made through the actions.

The first test that asks builds it; later ones get its rows from memory (see `cast` in conftest.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone

from gongkai.accounts.actions import appoint, create_user
from gongkai.accounts.models import User
from gongkai.accounts.policies import Standing
from gongkai.accounts.queries import standing_for
from gongkai.catalogue.actions.duties import apply_duty_rules
from gongkai.catalogue.actions.topics import load_seed
from gongkai.catalogue.models import Topic
from gongkai.clocks.actions import load_shipped_calendar
from gongkai.disclosure.actions import correcting, drafting, publishing, reviewing, routes
from gongkai.disclosure.actions.drafting import Content
from gongkai.disclosure.models import Item, ReviewStep
from gongkai.ledger.rules import SYSTEM
from gongkai.units import actions as units
from gongkai.units.rules import NewUnit

FOUNDED = date(2015, 1, 1)
OPEN_WORK = "licence.easing"
BUILT_AT = datetime(2026, 1, 5, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
PASSWORD = (
    "Qinghe-county-2026"  # of `agri.officer` and `office.disclosure_office`; the others log in by client_of
)

UNITS = (
    # key, code, name, kind, parent
    ("root", "000", "青禾县人民政府", "county_government", ""),
    ("office", "001", "青禾县人民政府办公室", "office", "000"),
    ("agri", "016", "青禾县农业农村局", "department", "000"),
    ("housing", "012", "青禾县住房和城乡建设局", "department", "000"),
    ("town", "111", "青禾县柳河镇人民政府", "town", "000"),
    ("village", "111-01", "青禾县柳河镇石桥村村民委员会", "village", "111"),
)
_ROUTE_ROLES = ("officer", "first_reviewer", "second_reviewer", "secrecy_reviewer", "leader", "publisher")
ROLES_OF = {
    "root": _ROUTE_ROLES,
    "office": (
        *_ROUTE_ROLES, "disclosure_office", "auditor", "system_admin", "security_admin", "audit_admin",
    ),
    "agri": (*_ROUTE_ROLES, "handler"),
    "housing": (*_ROUTE_ROLES, "handler"),
    "town": _ROUTE_ROLES,
    "village": ("officer",),
}  # fmt: skip
_SURNAMES, _GIVEN = "陈李王马高周孙赵刘杨黄吴徐何林", "立敏红峰凯悦芸军莲平岚"


@dataclass(frozen=True)
class Cast:
    """`units` by key (`agri`), `people` by unit key and role (`agri.officer`): database ids."""

    units: dict[str, int]
    people: dict[str, int]
    topics: dict[str, int]
    names: dict[str, str] = field(default_factory=dict)

    def user(self, key: str) -> User:
        return User.objects.get(id=self.people[key])

    def standing(self, key: str, *, today: date | None = None) -> Standing:
        return standing_for(user=self.user(key), today=today or timezone.localdate())

    # ---- items, through the actions ---------------------------------------------------------------

    def draft(
        self,
        *,
        unit: str = "agri",
        kind: str = "notice",
        title: str = "关于开展秋季动物防疫工作的公告",
        body: str = "<p>各村民委员会：</p><p>秋季动物防疫自十月八日开始。</p>",
        topic: str = "open_work",
        at: datetime | None = None,
        head: dict[str, object] | None = None,
        fields: dict[str, object] | None = None,
    ) -> int:
        """A complete draft of the unit's officer, formed three days before `at`."""
        at = at or timezone.now()
        day = timezone.localdate(at) - timedelta(days=3)
        words = {"topic_id": self.topics[topic], "signed_on": day, "formed_on": day, **(head or {})}
        return drafting.begin_draft(
            unit_id=self.units[unit],
            kind=kind,
            content=Content(title, body, words, fields or {}),
            by=self.standing(f"{unit}.officer"),
            at=at,
        )

    def submitted(self, *, unit: str = "agri", at: datetime | None = None, **draft: object) -> int:
        """An item that waits for its second step."""
        at = at or timezone.now()
        item_id = self.draft(unit=unit, at=at, **draft)  # type: ignore[arg-type]
        reviewing.submit(item_id=item_id, by=self.standing(f"{unit}.officer"), at=at)
        return item_id

    def open_step(self, item_id: int) -> ReviewStep:
        return ReviewStep.objects.select_related("unit").get(review__item=item_id, state="open")

    def reviewer(self, item_id: int) -> str:
        """The key of the person whose turn it is."""
        step = self.open_step(item_id)
        place = next(key for key, unit_id in self.units.items() if unit_id == step.unit_id)
        return f"{place}.{step.role}"

    def pass_steps(self, item_id: int, *, until: str = "", at: datetime | None = None) -> None:
        """Pass step after step by whoever has it, up to the step with code `until` (left open)."""
        at = at or timezone.now()
        while (step := ReviewStep.objects.filter(review__item=item_id, state="open").first()) is not None:
            if step.code == until:
                return
            reviewing.pass_step(step_id=step.pk, by=self.standing(self.reviewer(item_id)), at=at)

    def published(self, **draft: object) -> int:
        item_id = self.submitted(**draft)  # type: ignore[arg-type]
        self.pass_steps(item_id, at=draft.get("at"))  # type: ignore[arg-type]
        return item_id

    def withdrawn(self, *, reason: str = "内容有误，更正后重新公开", **draft: object) -> int:
        item_id = self.published(**draft)
        unit = str(draft.get("unit", "agri"))
        correcting.withdraw(
            item_id=item_id, reason=reason, by=self.standing(f"{unit}.publisher"), at=timezone.now()
        )
        return item_id

    def item(self, item_id: int) -> Item:
        return Item.objects.get(id=item_id)


def build() -> Cast:
    """The whole county in an empty database."""
    made = _units()
    load_shipped_calendar(by=SYSTEM, at=BUILT_AT)
    topics = _catalogue(made)
    routes.load_shipped_routes(by=SYSTEM, at=BUILT_AT)
    people, names = _people(made)
    return Cast(made, people, topics, names)


def _units() -> dict[str, int]:
    rows = [
        NewUnit(
            code=code,
            name=name,
            kind=kind,
            parent_code=parent,
            short_name=name.removeprefix("青禾县").removesuffix("人民政府") or "县政府",
            org_code=f"MA0{code.replace('-', ''):0>6}"[:9],
            address="青禾县人民路1号",
            office_hours="工作日 8:30—12:00，14:00—17:30",
            phone="0999-5550001",
            disclosure_unit=f"{name}政务公开办" if key == "office" else "办公室",
        )
        for key, code, name, kind, parent in UNITS
    ]
    root = units.set_up_installation(root=rows[0], mode="real", on=FOUNDED, by=SYSTEM, at=BUILT_AT)
    rest = units.found_many(rows=rows[1:], on=FOUNDED, by=SYSTEM, at=BUILT_AT)
    by_code = {root.code: root, **rest}
    return {key: by_code[code].pk for key, code, *_ in UNITS}


def _catalogue(made: dict[str, int]) -> dict[str, int]:
    """Topics by code, duties by the shipped rules; `open_work` is short for a heading that takes any notice."""
    load_seed(by=SYSTEM, at=BUILT_AT)
    apply_duty_rules(unit_ids=list(made.values()), on=FOUNDED, by=SYSTEM, at=BUILT_AT)
    ids = {topic.code: topic.pk for topic in Topic.objects.order_by("id")}
    return ids | {"open_work": ids[OPEN_WORK]}


def _people(made: dict[str, int]) -> tuple[dict[str, int], dict[str, str]]:
    people: dict[str, int] = {}
    names: dict[str, str] = {}
    for key, roles in ROLES_OF.items():
        for role in roles:
            person = f"{key}.{role}"
            number = len(people)
            name = _SURNAMES[number % len(_SURNAMES)] + _GIVEN[(number * 3 + 1) % len(_GIVEN)]
            known = person in ("agri.officer", "office.disclosure_office")
            user = create_user(
                username=person,
                full_name=name,
                password=PASSWORD if known else None,
                by=SYSTEM,
                at=timezone.now(),
            )
            appoint(user_id=user.pk, unit_id=made[key], role=role, from_on=FOUNDED, by=SYSTEM, at=BUILT_AT)
            people[person], names[person] = user.pk, name
    return people, names


# ---- rows kept in memory between tests -----------------------------------------------------------------

T = TypeVar("T")
Snapshot = list[tuple[type[models.Model], str, list[tuple[object, ...]]]]


def take_rows() -> Snapshot:
    """Every row of our tables, written as the database takes it: putting them back costs some 20 ms."""
    quote = connection.ops.quote_name
    kept: Snapshot = []
    for model in (m for m in apps.get_models() if m.__module__.startswith("gongkai.")):
        columns = model._meta.concrete_fields
        rows = [
            tuple(column.get_db_prep_save(getattr(row, column.attname), connection) for column in columns)
            for row in model._base_manager.order_by("pk")
        ]
        names = ", ".join(quote(column.column) for column in columns)
        marks = ", ".join(["%s"] * len(columns))
        statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"
        if rows:
            kept.append((model, statement, rows))
    return kept


def put_rows(snapshot: Snapshot) -> None:
    """All at once: rows point at one another in circles."""
    with transaction.atomic(), connection.cursor() as cursor:
        for _, statement, rows in snapshot:
            cursor.executemany(statement, rows)
    count_on(snapshot)


def count_on(snapshot: Snapshot) -> None:
    """New rows get the numbers after these again, where the database doesn't roll its counters back."""
    statements = connection.ops.sequence_reset_sql(no_style(), [model for model, *_ in snapshot])
    if statements:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(one.rstrip(";") for one in statements))


_worlds: dict[str, tuple[object, Snapshot]] = {}


def kept(name: str, build: Callable[[], T]) -> T:
    """What `build` makes on top of the cast: made by the first test of a process that asks, put back for later ones.

    For fixtures of whole lists. `build` may change rows of the cast and add rows; it may take none away.
    """
    if name not in _worlds:
        before = take_rows()
        made = build()
        _worlds[name] = (made, _difference(before, take_rows()))
        return made
    put_difference(_worlds[name][1])
    return _worlds[name][0]  # type: ignore[return-value]


def _difference(before: Snapshot, after: Snapshot) -> Snapshot:
    known = {model: set(rows) for model, _, rows in before}
    fresh = [
        (model, statement, [row for row in rows if row not in known.get(model, ())])
        for model, statement, rows in after
    ]
    return [entry for entry in fresh if entry[2]]


def put_difference(snapshot: Snapshot) -> None:
    """As `put_rows`; rows that stand there with other values give way."""
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        for model, _, rows in snapshot:
            place = [field.attname for field in model._meta.concrete_fields].index(model._meta.pk.attname)
            table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
            cursor.execute(f"SELECT {key} FROM {table}")
            there = {key for (key,) in cursor.fetchall()}
            if old := [(row[place],) for row in rows if row[place] in there]:
                cursor.executemany(f"DELETE FROM {table} WHERE {key} = %s", old)
        put_rows(snapshot)


def all_keys() -> Iterable[str]:
    return [f"{unit}.{role}" for unit, roles in ROLES_OF.items() for role in roles]


__all__ = [
    "PASSWORD",
    "ROLES_OF",
    "UNITS",
    "Cast",
    "all_keys",
    "build",
    "kept",
    "publishing",
    "put_rows",
    "take_rows",
]
