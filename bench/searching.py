"""Search in process, warm, with the re-check in the database; beside FTS5 over the same pairs of characters."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import django
from django.conf import settings

from bench.figures import Figure, figure_of, hand_over, timed
from bench.texts import questions

django.setup()

from gongkai.catalogue.models import Topic  # noqa: E402
from gongkai.disclosure.queries.searchable import passages_for_evaluation  # noqa: E402
from gongkai.search.queries import Query, find  # noqa: E402
from gongkai.text.tokenising import bigrams, index_text  # noqa: E402
from gongkai.units.models import Unit  # noqa: E402

ROUNDS = int(os.environ.get("BENCH_SEARCHES", "400"))
SUITE = "search"


def figures(goal: str) -> list[Figure]:
    asked = questions(ROUNDS)
    documents = find(Query()).total
    suite = f"{SUITE} {documents:,}"
    found = []
    for name, make in _ways().items():
        wanted = [make(number, text) for number, text in enumerate(asked)]
        timed(find, wanted[:20])
        found.append(figure_of(suite, name, timed(find, wanted), goal=goal))
    reference = _fts5()
    timed(reference, asked[:20])
    taken = timed(reference, asked)
    name = "SQLite FTS5, all terms, 20 best and their number"
    found.append(figure_of(suite, name, taken, is_reference=True, note="no filter, no facets, no re-check"))
    return found


def _ways() -> dict[str, Callable[[int, str], Query]]:
    units = list(Unit.objects.order_by("id").values_list("id", flat=True))
    topics = list(Topic.objects.filter(parent=None).order_by("id").values_list("id", flat=True))
    kinds = ("notice", "work_news", "plan", "statistics")

    def filtered(number: int, text: str) -> Query:
        """By turns a unit's subtree, a topic's, a kind and years, a range of days."""
        unit, topic, year = units[number % len(units)], topics[number % len(topics)], 2012 + number % 14
        return (
            Query(text, units=[units[0]], kinds=[kinds[number % 4]]),
            Query(text, units=[unit]),
            Query(text, topics=[topic], years=[year, year + 1]),
            Query(text, published_from=date(year, 1, 1), published_to=date(year + 2, 1, 1), sort="newest"),
        )[number % 4]

    return {
        "by relevance, with facets": lambda number, text: Query(text),
        "with filters and facets": filtered,
        "newest first, with facets": lambda number, text: Query(text, sort="newest"),
        "a question, any term": lambda number, text: Query(f"{text.replace(' ', '')}需要哪些条件"),
    }


def _fts5() -> Callable[[str], object]:
    path = Path(settings.HOME) / "bench-fts5.sqlite3"
    if not path.exists():
        half_made = path.with_suffix(".new")
        half_made.unlink(missing_ok=True)
        base = sqlite3.connect(half_made)
        base.execute("CREATE VIRTUAL TABLE pairs USING fts5(body, content='', tokenize='unicode61')")
        rows = ((id, index_text(f"{title}\n{text}")) for id, _, title, text in passages_for_evaluation())
        base.executemany("INSERT INTO pairs (rowid, body) VALUES (?, ?)", rows)
        base.commit()
        base.close()
        half_made.rename(path)
    base = sqlite3.connect(path)

    def ask(text: str) -> object:
        match = " ".join(f'"{token}"' for word in text.split() for token in bigrams(word))
        best = base.execute(
            "SELECT rowid FROM pairs WHERE pairs MATCH ? ORDER BY rank LIMIT 20", (match,)
        ).fetchall()
        return best, base.execute("SELECT count(*) FROM pairs WHERE pairs MATCH ?", (match,)).fetchone()

    return ask


if __name__ == "__main__":
    hand_over(figures("p95 ≤ 20 ms"))
