"""Whatever acts happen, the spans replay to the current state and each past day keeps its own truth."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.units.conftest import START

from gongkai.ledger.rules import SYSTEM
from gongkai.units import actions, queries
from gongkai.units.models import Unit, UnitName, UnitParent
from gongkai.units.rules import NewUnit, Span, holding_on

AT = datetime(2030, 1, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["found", "rename", "move", "close", "merge", "split"]),
        st.integers(0, 30),  # whom
        st.integers(0, 30),  # with whom
        st.integers(0, 40),  # days later
    ),
    max_size=12,
)


def _do(kind: str, who: int, other: int, day: date, n: int) -> None:
    ids = list(Unit.objects.order_by("id").values_list("id", flat=True))
    unit, second = ids[who % len(ids)], ids[other % len(ids)]
    common = {"on": day, "by": SYSTEM, "at": AT}
    fresh = NewUnit(f"n{n}", f"新设第{n}局", "department", Unit.objects.get(id=ids[0]).code)
    match kind:
        case "found":
            actions.found(new=fresh, **common)
        case "rename":
            actions.rename(unit_id=unit, name=f"第{n}次更名局", **common)
        case "move":
            actions.move(unit_id=unit, parent_id=second, **common)
        case "close":
            actions.close(unit_id=unit, successors=[second] if other % 2 else [], **common)
        case "merge":
            actions.merge(unit_ids=[unit], into=second if other % 2 else fresh, **common)
        case "split":
            actions.split(unit_id=unit, into=[fresh, second], continues=bool(other % 2), **common)


def _state() -> dict[int, tuple[str, str]]:
    return {u.pk: (u.name, u.path) for u in Unit.objects.filter(closed_on=None)}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_spans_replay_to_the_current_state_and_keep_every_past_day(county, steps):
    with transaction.atomic():
        day, seen = START, {START: _state()}
        for n, (kind, who, other, later) in enumerate(steps):
            day += timedelta(days=later)
            try:
                _do(kind, who, other, day, n)
            except actions.UnitRefused:
                continue
            seen[day] = _state()  # the last act of a day counts
        seen[day] = _state()
        _check(seen)
        transaction.set_rollback(True)


def _check(seen: dict[date, dict[int, tuple[str, str]]]) -> None:
    for model in (UnitName, UnitParent):
        for unit in Unit.objects.all():
            rows = list(model.objects.filter(unit=unit).order_by("from_on", "id"))
            assert rows[0].from_on == unit.opened_on
            assert [r.to_on for r in rows[:-1]] == [r.from_on for r in rows[1:]], "a gap or an overlap"
            assert rows[-1].to_on == unit.closed_on
            spans = [Span(r.pk, r.from_on, r.to_on) for r in rows]
            if unit.closed_on is None:
                assert holding_on(spans, max(seen)).value == rows[-1].pk
    for day, state in seen.items():
        paths = queries.paths_on(day)
        assert paths == {unit_id: path for unit_id, (_, path) in state.items()}
        names = queries.names_on([(unit_id, day) for unit_id in state])
        assert names == {(unit_id, day): name for unit_id, (name, _) in state.items()}
