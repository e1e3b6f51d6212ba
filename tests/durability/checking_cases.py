"""Run inside a killed installation (python -m tests.durability.checking_cases): its register of cases, as JSON."""

from __future__ import annotations

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")

import django

django.setup()

from django.db.models import Count, Max  # noqa: E402

from gongkai.cases.kinds import CASE_KINDS  # noqa: E402
from gongkai.cases.models import Case, CaseCounter, Party  # noqa: E402
from gongkai.files.queries import compare_store  # noqa: E402
from gongkai.ledger.models import LedgerRow  # noqa: E402


def halves() -> list[str]:
    """Cases of which only a part is there."""
    in_ledger = dict(
        LedgerRow.objects.filter(act="case.submit").values_list("subject_id").annotate(n=Count("id"))
    )
    found = []
    for case in Case.objects.annotate(acts=Count("events"), last=Max("events__no")).select_related("party"):
        name = f"case {case.pk} {case.number}"
        if (case.acts, case.last) != (1, 1):
            found.append(f"{name}: {case.acts} events")
        if in_ledger.get(str(case.pk), 0) != 1:
            found.append(f"{name}: {in_ledger.get(str(case.pk), 0)} ledger rows")
        if case.party is None or not case.party.sealed:
            found.append(f"{name}: nobody wrote it")
        if not CASE_KINDS[case.kind].receive_act and case.due_on is None:
            found.append(f"{name}: no clock")
    known = set(Case.objects.values_list("id", flat=True))
    found += [f"ledger: case {i} is not there" for i in in_ledger if int(i) not in known]
    found += [
        f"party {i}: without a case" for i in Party.objects.filter(cases=None).values_list("id", flat=True)
    ]
    return found


def gaps() -> list[str]:
    """Serials that are missing, and counters that stand elsewhere than the last number given."""
    serials: dict[str, list[int]] = {}
    for number in Case.objects.values_list("number", flat=True):
        head, _, tail = str(number).rpartition("〕")
        serials.setdefault(head, []).append(int(tail.removesuffix("号")))
    found = [
        f"{head}〕: {len(n)} numbers up to {max(n)}"
        for head, n in serials.items()
        if sorted(n) != list(range(1, len(n) + 1))
    ]
    given = sum(CaseCounter.objects.values_list("last", flat=True))
    total = sum(map(len, serials.values()))
    return found if given == total else [*found, f"counters gave {given}, {total} cases"]


store = compare_store()
json.dump(
    {
        "cases": [list(row) for row in Case.objects.values_list("number", "title", "secret_digest")],
        "halves": halves(),
        "gaps": gaps(),
        "lost_files": store.lost,
        "orphans": store.orphans,
    },
    sys.stdout,
)
