"""Import, from process start to written, sealed and searchable; beside Django's bulk_create of the same rows."""

from __future__ import annotations

import csv
import gzip
import json
import os
import shutil
import time
from pathlib import Path

from bench.figures import Figure, cpu_seconds_of_children, hand_over
from bench.homes import FOLDER, SHARED, peak_mb, ready, run, told
from bench.texts import items

COUNT = int(os.environ.get("BENCH_ITEMS", "20000"))
ROWS = 100_000
SETS = (
    "customs_announcements",
    "customs_interpretations",
    "hebei_provincial",
    "regulations",
    "state_council_2018_2019_html",
)


def figures() -> list[Figure]:
    file = _generated()
    found = [_imported("generated items of 1,100 characters", [file], rows=COUNT, goal="≥ 400")]
    found.append(_bulk_created(file))
    found += _memory()
    texts = [SHARED / "policy_docs" / f"{name}.jsonl.gz" for name in SETS]
    if all(path.exists() for path in texts):
        characters = sum(map(_characters, texts))
        found.append(_imported("text sets, a command each", texts, characters=characters, goal="≥ 800,000"))
    return found


def _generated() -> Path:
    path = FOLDER / f"generated-{COUNT}.jsonl"
    if not path.exists():
        rows = (
            {
                "编号": one.key,
                "标题": one.title,
                "正文": one.text,
                "发文字号": one.doc_no,
                "发布日期": f"{one.day}",
            }
            for one in items(COUNT)
        )
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def _memory() -> list[Figure]:
    """The most memory that a command holds over a long table; the index that it maps is counted with it."""
    path = FOLDER / f"rows-{ROWS}.csv"
    if not path.exists():
        with path.open("w", encoding="utf-8", newline="") as out:
            table = csv.writer(out)
            table.writerow(["编号", "标题", "正文", "发文字号", "发布日期"])
            table.writerows((one.key, one.title, one.text[:300], one.doc_no, one.day) for one in items(ROWS))
    found = []
    for name, more in (("dry run", ["--dry-run"]), ("run", [])):
        peak, done = peak_mb(_fresh("import"), "item", "import", str(path), "--json", *more)
        rows = json.loads(done)["read"]
        note = f"{peak} MB at most over {rows:,} rows; goal ≤ 512 MB"
        found.append(Figure("import", f"memory of a long table, {name}", note=note))
    return found


def _characters(path: Path) -> int:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return sum(len(json.loads(line).get("text") or "") for line in lines)


def _fresh(name: str) -> Path:
    home = FOLDER / name
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(ready("empty"), home)
    return home


def _imported(name: str, files: list[Path], *, rows: int = 0, characters: int = 0, goal: str) -> Figure:
    home = _fresh("import")
    began, cpu = time.perf_counter(), cpu_seconds_of_children()
    written = 0
    for file in files:
        written += told(home, "item", "import", str(file), "--keep-good", "--json")["written"]
    seconds, cpu = time.perf_counter() - began, cpu_seconds_of_children() - cpu
    if rows and written != rows:
        raise RuntimeError(f"{written} of {rows} written")
    checked = told(home, "ledger", "verify", "--json")
    if not checked["ok"] or checked["unsealed"]:
        raise RuntimeError("the ledger isn't sealed")
    amount, unit = (characters, "chars") if characters else (rows, "items")
    note = (
        f"{written:,} items in {seconds:.1f} s, {cpu:.1f} s of CPU: {amount / cpu:,.0f} {unit} per CPU second"
    )
    return Figure("import", name, per_second=amount / seconds, unit=unit, goal=goal, note=note)


def _bulk_created(file: Path) -> Figure:
    home = _fresh("bulk")
    began, cpu = time.perf_counter(), cpu_seconds_of_children()
    done = run(home, "-m", "bench.bulk_create", str(file))
    seconds, cpu = time.perf_counter() - began, cpu_seconds_of_children() - cpu
    if done.returncode:
        raise RuntimeError(done.stderr.decode()[-2000:])
    note = f"neither cleaned, nor sealed, nor searchable; {cpu:.1f} s of CPU"
    return Figure(
        "import",
        "Django's bulk_create, the same rows",
        per_second=COUNT / seconds,
        unit="items",
        note=note,
        is_reference=True,
    )


if __name__ == "__main__":
    hand_over(figures())
