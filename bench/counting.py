"""Figures among 1,000,000 items and 200,000 cases: the government's report with all units' cells, and a dashboard."""

from __future__ import annotations

import os
import sys
import time
from datetime import date

import django
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.figures import Figure, figure_of, hand_over, timed

django.setup()

from gongkai.accounts.models import User  # noqa: E402
from gongkai.figures import tasks  # noqa: E402
from gongkai.figures.declaring import Reading, Scope  # noqa: E402
from gongkai.figures.models import KeptCount  # noqa: E402
from gongkai.figures.queries import annual, reckoning  # noqa: E402
from gongkai.figures.queries.scopes import tree_on  # noqa: E402
from gongkai.figures.queries.snapshot import snapshot  # noqa: E402
from gongkai.figures.rules.periods import Period, year  # noqa: E402

ROUNDS = int(os.environ.get("BENCH_REQUESTS", "20"))
YEAR, TODAY = 2025, date(2026, 11, 20)
GOAL = "p95 ≤ 500 ms"
IN_TEXT = (
    "item.published", "item.public_total", "item.on_time_rate", "item.days_to_publish", "item.full_text_rate",
    "item.delivery_rate", "item.interpretation_rate", "duty.met_rate", "application.on_time_rate", "application.days_median",
    "letter.received", "letter.answered", "letter.on_time_rate", "letter.days_median", "letter.satisfaction_rate",
    "order.received", "order.answered", "order.on_time_rate", "order.days_median", "order.transfer_rate",
    "register.trainings.entries", "application.fees",
)  # fmt: skip
"""What the sentences of a report tell beside its tables, for every unit."""
DASHBOARD = (
    "item.published", "item.on_time_rate", "letter.received", "letter.answered", "letter.on_time_rate", "letter.overdue",
    "order.received", "order.overdue", "application.on_time_rate", "foi.new_received", "foi.carried_forward",
)  # fmt: skip
"""Of the month so far, for every unit."""


def figures() -> list[Figure]:
    call_command("migrate", verbosity=0, interactive=False)  # the home may be older than the tables
    return [
        _measured("report, all cells of all units", lambda _: annual.annual_cells(YEAR), 3, ""),
        _measured("report with the figures of its text", _report, 3, "≤ 10,000 ms"),
        _measured("dashboard of the month, all units", _dashboard, ROUNDS, "p95 ≤ 500 ms"),
        _measured("trend of the year by month", _trend, ROUNDS, "p95 ≤ 500 ms"),
        *_pages(),
    ]


def _pages() -> list[Figure]:
    """The pages themselves, with what the worker counts ahead every quarter of an hour, and that counting."""
    began = time.perf_counter()
    KeptCount.objects.all().delete()
    tasks.count_figures(timezone.now())
    spent = time.perf_counter() - began
    note = f"six periods counted ahead in {spent:.1f} s; two of them each quarter of an hour"
    client = _somebody()
    this_month = f"{timezone.localdate():%Y-%m}"
    return [
        _measured("office: dashboard", lambda _: _get(client, "/office/figures/"), ROUNDS, GOAL, note),
        _measured(
            "office: dashboard of the month",
            lambda _: _get(client, f"/office/figures/?period={this_month}"),
            ROUNDS,
            GOAL,
        ),
        _measured(
            "portal: open figures", lambda _: _get(Client(SERVER_NAME="localhost"), "/figures/"), ROUNDS, GOAL
        ),
    ]


def _get(client: Client, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")


def _somebody() -> Client:
    """Somebody of 政务公开办, who sees every unit."""
    holders = User.objects.filter(appointments__role="disclosure_office", is_active=True)
    person = holders.order_by("id")[:1].get()
    client = Client(SERVER_NAME="localhost")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _report(_: int) -> None:
    with snapshot():
        annual.annual_cells(YEAR)
        reckoning.reckon_units(IN_TEXT, year(YEAR), annual.report_scopes(YEAR))


def _dashboard(_: int) -> None:
    period = Period(TODAY.replace(day=1), TODAY)
    with snapshot():
        scopes = {one: frozenset([one]) for one in tree_on(TODAY).above}
        reckoning.reckon_units(DASHBOARD, period, scopes)


def _trend(_: int) -> None:
    scope, reading = Scope(None, Period(date(TODAY.year, 1, 1), TODAY)), Reading()
    for code in ("item.published", "letter.received"):
        reckoning.reckon_by(code, scope, "month", reading=reading)


def _measured(name: str, run: object, rounds: int, goal: str, note: str = "") -> Figure:
    run(0)  # type: ignore[operator]
    with CaptureQueriesContext(connection) as caught:
        run(0)  # type: ignore[operator]
    queries = len(caught)  # the next request empties the list
    limit = float(os.environ.get("BENCH_SHOW", "0"))
    for one in caught.captured_queries if limit else ():
        if float(one["time"]) >= limit:
            print(f"{name} {one['time']} s: {one['sql'][:1200]}", file=sys.stderr)
    return figure_of("counting", name, timed(run, range(rounds)), queries=queries, goal=goal, note=note)  # type: ignore[arg-type]


if __name__ == "__main__":
    hand_over(figures())
