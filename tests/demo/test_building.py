"""The demo county: the same day and seed give the same county; every state is there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.installing import with_tables

ROOT = Path(__file__).parents[2]
SCRIPT = """
import os, sys, json, django
os.environ["GONGKAI_HOME"] = sys.argv[1]
django.setup()
from gongkai.cli.app import app
from typer.testing import CliRunner
done = CliRunner().invoke(app, ["demo", "build", "--scale", "0.05", "--as-of", "2026-03-18", "--seed", sys.argv[2]])
assert done.exit_code == 0, done.output
from gongkai.disclosure.models import Item
from gongkai.disclosure.queries.staffing import staffing_gaps
rows = list(Item.objects.order_by("id").values_list("title", "state", "index_no", "published_at", "unit__code", "doc_no"))
again = CliRunner().invoke(app, ["demo", "build"])
verify = CliRunner().invoke(app, ["ledger", "verify"])
from gongkai.disclosure.models import Finding, Redaction, ScreeningTask
from gongkai.reports.models import ReportVersion
from tests.reports.tracing import untraced
versions = ReportVersion.objects.select_related("report__unit") if "traced" in sys.argv else ()
shown = {
    "found": sorted(set(Finding.objects.values_list("version__item__kind", "state"))),
    "redacted": sum(
        Redaction.objects.filter(item__kind="subsidy_list", item__state="published").values_list("count", flat=True)
    ),
    "tasks": list(ScreeningTask.objects.filter(closed_at=None).values_list("item__kind", flat=True)),
}
traced = {"versions": len(versions), "wrong": [line for version in versions for line in untraced(version)]}
found = {"shown": shown, "traced": traced, "rows": rows}
print(json.dumps({**found, "again": again.exit_code, "verify": verify.exit_code}, default=str, ensure_ascii=False))
"""


def _county(home: str, seed: int, *more: str) -> dict:
    import json
    import os

    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, home, str(seed), *more], cwd=ROOT, capture_output=True, text=True,
        env=os.environ | {"GONGKAI_DATABASE": "", "DJANGO_SETTINGS_MODULE": "gongkai.settings"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.sweep
def test_the_same_day_and_seed_give_the_same_county(tmp_path) -> None:
    first = _county(str(tmp_path / "a"), 3, "traced")  # from nothing; for the others the tables are there
    second = _county(str(with_tables(tmp_path / "b")), 3)
    assert first["rows"] == second["rows"]
    assert first["traced"]["versions"] > 20
    assert first["traced"]["wrong"] == [], "every cell of every report shows what its records say"
    assert {
        ("subsidy_list", "masked"),
        ("subsidy_list", "open"),
        ("penalty", "masked"),
        ("penalty", "open"),
    } <= {tuple(row) for row in first["shown"]["found"]}
    assert first["shown"]["redacted"] >= 4
    assert "subsidy_list" in first["shown"]["tasks"]
    assert len(first["rows"]) > 150
    assert first["again"] == 3, "a demo is built once"
    assert first["verify"] == 0
    assert _county(str(with_tables(tmp_path / "c")), 4)["rows"] != first["rows"]
    assert {row[1] for row in first["rows"]} >= {"published", "drafting", "in_review", "returned", "kept"}
    assert all(row[3] is None or row[3] < "2026-03-18 01" for row in first["rows"]), "nothing after its day"
