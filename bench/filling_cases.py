"""`python -m bench.filling_cases COUNT`: generated cases into the installation of GONGKAI_HOME, in plain SQL.

Only reading is measured on them: their clocks are plausible, not computed, and the ledger knows nothing of them.
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import django
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Max, Model

django.setup()

from bench.texts import Generated, items  # noqa: E402
from gongkai.accounts.models import User  # noqa: E402
from gongkai.cases import parties  # noqa: E402
from gongkai.cases.declaring import Act, CaseKind  # noqa: E402
from gongkai.cases.kinds import CASE_KINDS  # noqa: E402
from gongkai.cases.models import Case, CaseEvent, CoHandling, Party, PublicAnswer, SideTerm  # noqa: E402
from gongkai.cases.query_codes import code_digest  # noqa: E402
from gongkai.units.models import Unit  # noqa: E402

CODE = "BENCH-BENCH-BENCH"
"""Opens every generated case."""
CHUNK = 5_000
NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
DAYS = 7 * 365
SHARES = {"hotline_order": 40, "letter": 34, "information_application": 12, "online_question": 8}
"""Of each hundred cases; the other kinds share the rest."""
OPEN = 0.04
PUBLIC = 0.3  # of the closed ones of kinds that publish
PEOPLE = 50_000  # four cases each on average, and one person who sent every twentieth


@dataclass
class Ids:
    """The next free row of each table."""

    case: int
    event: int
    party: int
    answer: int
    side: int
    help: int


def fill(count: int) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    units = list(Unit.objects.filter(closed_on=None).order_by("id").values_list("id", "org_code"))
    people = list(User.objects.order_by("id").values_list("id", flat=True)[:40])
    ids = Ids(*(_next_id(model) for model in (Case, CaseEvent, Party, PublicAnswer, SideTerm, CoHandling)))
    first_party, dice = ids.party, random.Random(7)
    with transaction.atomic():
        _insert(_parties(ids))
    rows: dict[type[Model], list[Model]] = defaultdict(list)
    for place, words in enumerate(items(count)):
        for row in _one(place, words, ids, units, people, first_party, dice):
            rows[type(row)].append(row)
        if (place + 1) % CHUNK == 0 or place + 1 == count:
            with transaction.atomic():
                for model in (Case, CaseEvent, PublicAnswer, SideTerm, CoHandling):
                    _insert(rows.pop(model, []))


def _next_id(model: type[Model]) -> int:
    return int(model._default_manager.aggregate(last=Max("pk"))["last"] or 0) + 1


def _parties(ids: Ids) -> list[Model]:
    sealed = parties.sealed({"name": "王小明", "phone": "13800138000"})
    made: list[Model] = [
        Party(
            id=ids.party + n, type="natural", sealed=sealed, shown_as="王**", created_at=NOW,
            identity_index=parties.index_of(f"1101{n:014}"), contact_index=parties.index_of(f"138{n:08}"),
        )
        for n in range(PEOPLE)
    ]  # fmt: skip
    ids.party += PEOPLE
    return made


def _one(
    place: int,
    words: Generated,
    ids: Ids,
    units: list[tuple[int, str]],
    people: list[int],
    first_party: int,
    dice: random.Random,
) -> Iterator[Model]:
    """A case with its events, and what hangs on some: a side term while open, help of another unit, a public answer."""
    kind = CASE_KINDS[dice.choices(*_weights())[0]]
    is_open = dice.random() < OPEN
    states = [state for state in kind.states if state.final != is_open]
    way = _ways(kind.code)[dice.choice([s.code for s in states if s.code in _ways(kind.code)])]
    came = NOW - timedelta(days=dice.randrange(40 if is_open else DAYS), minutes=dice.randrange(1400))
    unit, org_code = units[min(int(dice.expovariate(4 / len(units))), len(units) - 1)]
    last = way[-1].target if way else kind.initial
    closed = None if is_open else came + timedelta(days=dice.randrange(1, 30))
    outcome = kind.outcomes[dice.randrange(len(kind.outcomes))].code if kind.outcomes and not is_open else ""
    case_id = ids.case
    is_public = closed is not None and kind.publishes and dice.random() < PUBLIC
    ids.case += 1
    yield Case(
        id=case_id, kind=kind.code, unit_id=unit, state=last, outcome=outcome,
        number=f"{org_code}{kind.mark}〔{came.year}〕B{case_id}号", title=words.title[:200], text=words.text[:300],
        values={"class": "advice"}, channel=kind.channels[0], submitted_at=came, received_on=came.date(),
        term=kind.terms[0] if kind.terms else "", due_on=came.date() + timedelta(days=dice.randrange(10, 60)),
        paused=is_open and dice.random() < 0.05, served_on=closed.date() if closed else None, closed_at=closed,
        assignee_id=dice.choice(people) if not is_open or dice.random() < 0.6 else None, secret_digest=_digest(),
        party_id=first_party + (0 if place % 20 == 0 else dice.randrange(PEOPLE)), created_at=came, changed_at=came,
        published_at=closed if is_public else None,
    )  # fmt: skip
    for no, act in enumerate([None, *way], start=1):
        at = came + timedelta(days=no - 1)
        values = {"outcome": outcome, "conclusion": words.text[:200]} if act and act.outcomes else {}
        yield CaseEvent(
            id=ids.event, case_id=case_id, no=no, act=act.act if act else "submit", from_state=(act and kind.initial) or "",
            to_state=act.target if act else kind.initial, on=at.date(), at=at, by_label="承办人", values=values,
        )  # fmt: skip
        ids.event += 1
    if is_open and dice.random() < 0.2:
        yield SideTerm(
            id=ids.side, case_id=case_id, term="letter.sign", started_on=came.date(), due_on=came.date()
        )
        ids.side += 1
    if is_open and dice.random() < 0.05:
        yield CoHandling(
            id=ids.help, case_id=case_id, unit_id=units[0][0], question="请提供材料", asked_by_id=people[0], asked_at=came
        )  # fmt: skip
        ids.help += 1
    if is_public and closed is not None:
        yield PublicAnswer(
            id=ids.answer, case_id=case_id, state="public", title=words.title[:200], question=words.text[:300],
            answer=words.text[300:800], received_on=came.date(), answered_on=closed.date(), is_faq=dice.random() < 0.1,
            published_at=closed, prepared_at=closed, changed_at=closed,
        )  # fmt: skip
        ids.answer += 1


@cache
def _digest() -> str:
    return code_digest(CODE)


@cache
def _weights() -> tuple[list[str], list[float]]:
    others = [code for code in CASE_KINDS if code not in SHARES]
    rest = (100 - sum(SHARES.values())) / max(len(others), 1)
    return list(CASE_KINDS), [SHARES.get(code, rest) for code in CASE_KINDS]


@cache
def _ways(code: str) -> dict[str, list[Act]]:
    """The shortest way by the kind's table to every state that can be reached."""
    kind: CaseKind = CASE_KINDS[code]
    found: dict[str, list[Act]] = {kind.initial: []}
    queue = [kind.initial]
    while queue:
        here = queue.pop(0)
        for step in kind.transitions:
            if here in step.sources and step.target not in found:
                found[step.target] = [*found[here], step]
                queue.append(step.target)
    return found


def _insert(rows: list[Any]) -> None:
    """Past the ORM, which would take a quarter of an hour for these."""
    if not rows:
        return
    fields = rows[0]._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    values = [
        [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {rows[0]._meta.db_table} ({columns}) VALUES ({marks})", values)


if __name__ == "__main__":
    fill(int(sys.argv[1]))
