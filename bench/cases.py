"""Pages about cases in a county with 200,000 of them, through all of Django in process: inbox, lists, one case, both faces."""

from __future__ import annotations

import os
import sys
from urllib.parse import quote

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.figures import Figure, figure_of, hand_over, timed

django.setup()

from bench.filling_cases import CODE  # noqa: E402
from gongkai.accounts.models import User  # noqa: E402
from gongkai.accounts.queries import demo_accounts  # noqa: E402
from gongkai.cases.models import Case, PublicAnswer  # noqa: E402
from gongkai.search import indexing  # noqa: E402

ROUNDS = int(os.environ.get("BENCH_REQUESTS", "60"))
GOAL = "p95 ≤ 300 ms"
ROLES = ("disclosure_office", "officer")


def figures() -> list[Figure]:
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0, interactive=False)  # the home may be older than the tables
    indexing.ensure()
    found = [one for role in ROLES for one in _office(role)]
    return found + _public() + _own()


def _office(role: str) -> list[Figure]:
    accounts = {told: username for told, username, _, _ in demo_accounts()}
    user = User.objects.get(username=accounts[role])
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    busy = Case.objects.filter(kind="letter", closed_at=None).order_by("-id")[0]
    pages = {
        "inbox": "/office/cases/",
        "all open": "/office/cases/in/open/",
        "overdue": "/office/cases/in/overdue/",
        "closed": "/office/cases/in/closed/",
        "closed, page 2,000": "/office/cases/in/closed/?page=2000",
        "closed, of a kind": "/office/cases/in/closed/?kind=letter",
        "closed, newest arrived": "/office/cases/in/closed/?sort=-submitted",
        "closed, of a unit": f"/office/cases/in/closed/?unit={busy.unit_id}",
        "closed, usual words": f"/office/cases/in/closed/?q={quote('农村低保')}",
        "closed, words of nothing": f"/office/cases/in/closed/?q={quote('航天飞机')}",
        "closed, a number": f"/office/cases/in/closed/?q={quote(busy.number or '')}",
        "closed, kind, unit and words": f"/office/cases/in/closed/?kind=letter&unit={busy.unit_id}&q={quote('道路')}",
    }
    found = [_page(f"{role}: {name}", client, address) for name, address in pages.items()]
    if role == "disclosure_office":  # sees all
        found.append(_page(f"{role}: a case", client, f"/office/cases/{busy.pk}/"))
        often = Case.objects.filter(party_id=_busiest()).order_by("-submitted_at")[0]
        found.append(
            _page(f"{role}: a case of somebody who writes often", client, f"/office/cases/{often.pk}/")
        )
    return found


def _busiest() -> int:
    """Who sent most: the one person of every twentieth case."""
    counted = Case.objects.filter(party__isnull=False).order_by().values_list("party").annotate(n=Count("id"))
    return int(max(counted, key=lambda row: row[1])[0])


def _public() -> list[Figure]:
    newest = PublicAnswer.objects.filter(state="public").select_related("case__unit").order_by("-id")[0]
    unit = newest.case.unit.code
    pages = {
        "answers": "/answers/",
        "answers, of a kind": "/answers/?kind=letter",
        "answers, of a unit": f"/answers/?unit={quote(unit)}",
        "answers, usual words": f"/answers/?q={quote('农村低保')}",
        "answers, words of nothing": f"/answers/?q={quote('航天飞机')}",
        "answers, page 500": "/answers/?page=500",
        "an answer": f"/answers/{quote(newest.case.number or '', safe='')}/",
        "questions often asked of a unit": f"/unit/{quote(unit)}/faq/",
    }
    return [_page(name, Client(), address) for name, address in pages.items()]


def _own() -> list[Figure]:
    """The state page of an open and of an answered letter, each opened with its code before."""
    found = []
    for name, closed in (("open", True), ("answered", False)):
        case = Case.objects.filter(kind="letter", closed_at__isnull=closed, secret_digest__gt="").order_by(
            "-id"
        )[0]
        client = Client()
        client.post("/case/", {"number": case.number, "code": CODE})
        found.append(_page(f"state page, {name}", client, f"/case/{quote(case.number or '', safe='')}/"))
    return found


def _page(name: str, client: Client, address: str) -> Figure:
    def ask(_: int) -> None:
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address}: {response.status_code}")

    ask(0)
    with CaptureQueriesContext(connection) as caught:
        ask(0)
    _show_slow(address, caught)
    queries = len(caught)
    return figure_of("cases", name, timed(ask, range(ROUNDS)), queries=queries, goal=GOAL)


def _show_slow(address: str, caught: CaptureQueriesContext) -> None:
    """BENCH_SHOW=0.05 tells every statement that took longer than 50 ms, on stderr."""
    limit = float(os.environ.get("BENCH_SHOW", "0"))
    for one in caught.captured_queries if limit else ():
        if float(one["time"]) >= limit:
            print(f"{address} {one['time']} s: {one['sql'][:1500]}", file=sys.stderr)


if __name__ == "__main__":
    hand_over(figures())
