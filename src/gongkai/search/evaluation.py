"""How well questions find their document: ours beside SQLite's FTS5, in one run on the same texts.

`gongkai search eval` calls it; nothing here imports data.
"""

from __future__ import annotations

import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Hashable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongkai.search.engine import Index
from gongkai.search.matching import Query
from gongkai.search.schema import SearchDoc
from gongkai.text.tokenising import fold, words

DEPTH = 10
ROUNDS = 2_000
SEED = 20_200_201

Ask = Callable[[str], list[int]]


@dataclass(frozen=True)
class Passage:
    """A document of the corpus; `key` is what the questions name."""

    key: Hashable
    text: str
    title: str = ""


@dataclass(frozen=True)
class Question:
    text: str
    answer: Hashable
    """Key of the passage that holds the answer."""


def evaluate(
    passages: Iterable[Passage],
    questions: Iterable[Question],
    *,
    ours: Callable[[str], Iterable[Hashable]] | None = None,
) -> dict[str, Any]:
    """success@1, @5, @10 and MRR (over the first ten) of three engines, and the bootstrapped difference of MRR.

    Questions whose passage is absent are left out. `ours` may be the installation's own search, which answers
    with keys, best first; without it an index is built for the occasion.
    """
    corpus = list(passages)
    place = {passage.key: number for number, passage in enumerate(corpus)}
    asked = [question for question in questions if question.answer in place]
    answers = [place[question.answer] for question in asked]
    with tempfile.TemporaryDirectory(prefix="gongkai-eval-") as folder:
        engines: dict[str, Ask] = {
            "ours": _by_place(ours, place) if ours else _own_index(Path(folder), corpus),
            "fts5_words": _fts5(corpus, "unicode61", _word_query, cut=lambda text: " ".join(words(text))),
            "fts5_trigram": _fts5(corpus, "trigram", _trigram_query, cut=fold),
        }
        ranks: dict[str, list[int]] = {}
        seconds: dict[str, list[float]] = {}
        for name, ask in engines.items():
            ranks[name], seconds[name] = _ranks(ask, asked, answers)
    result: dict[str, Any] = {"documents": len(corpus), "questions": len(asked)}
    result["engines"] = {name: _measures(ranks[name], seconds[name]) for name in engines}
    result["mrr_gain"] = {
        name: paired_bootstrap(_reciprocal(ranks["ours"]), _reciprocal(ranks[name]))
        for name in engines
        if name != "ours"
    }
    return result


def paired_bootstrap(
    ours: Sequence[float], theirs: Sequence[float], *, rounds: int = ROUNDS
) -> dict[str, float]:
    """Mean difference, its 95 % interval, and p: twice the share of resamples in which we don't lead."""
    differences = [a - b for a, b in zip(ours, theirs, strict=True)]
    if not differences:
        return {"difference": 0.0, "low": 0.0, "high": 0.0, "p": 1.0}
    draw = random.Random(SEED)  # noqa: S311  # a repeatable measure, no secret
    count = len(differences)
    means = sorted(sum(draw.choices(differences, k=count)) / count for _ in range(rounds))
    not_ahead = sum(mean <= 0 for mean in means)
    return {
        "difference": round(sum(differences) / count, 4),
        "low": round(means[int(rounds * 0.025)], 4),
        "high": round(means[int(rounds * 0.975)], 4),
        "p": min(1.0, 2 * (not_ahead + 1) / (rounds + 1)),
    }


def _by_place(ours: Callable[[str], Iterable[Hashable]], place: dict[Hashable, int]) -> Ask:
    """Documents of the installation that aren't in the corpus keep their place, as -1."""
    return lambda text: [place.get(key, -1) for key in ours(text)]


def _ranks(ask: Ask, asked: Sequence[Question], answers: Sequence[int]) -> tuple[list[int], list[float]]:
    """Place of the right document per question, 0 when it isn't among the first ten."""
    ranks: list[int] = []
    seconds: list[float] = []
    for question, answer in zip(asked, answers, strict=True):
        began = time.perf_counter()
        found = ask(question.text)[:DEPTH]
        seconds.append(time.perf_counter() - began)
        ranks.append(found.index(answer) + 1 if answer in found else 0)
    return ranks, seconds


def _reciprocal(ranks: Sequence[int]) -> list[float]:
    return [1 / rank if rank else 0.0 for rank in ranks]


def _measures(ranks: Sequence[int], seconds: Sequence[float]) -> dict[str, float]:
    count = max(len(ranks), 1)
    within = {depth: sum(0 < rank <= depth for rank in ranks) / count for depth in (1, 5, 10)}
    ordered = sorted(seconds) or [0.0]
    return {
        "success@1": round(within[1], 4),
        "success@5": round(within[5], 4),
        "success@10": round(within[10], 4),
        "mrr": round(sum(_reciprocal(ranks)) / count, 4),
        "p95_ms": round(
            ordered[int(len(ordered) * 0.95)] * 1000 if len(ordered) > 1 else ordered[0] * 1000, 2
        ),
    }


def _own_index(folder: Path, corpus: Sequence[Passage]) -> Ask:
    index = Index(folder)
    with index.rebuilding(lambda keys: ([], [])) as new:
        new.add(SearchDoc(id=number, title=one.title, text=one.text) for number, one in enumerate(corpus))
    return lambda text: index.search(Query(text, limit=DEPTH)).ids


def _fts5(
    corpus: Sequence[Passage], tokenizer: str, match: Callable[[str], str], *, cut: Callable[[str], str]
) -> Ask:
    """SQLite's own engine: any term may match, ranked by bm25."""
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE VIRTUAL TABLE docs USING fts5(body, content='', tokenize='{tokenizer}')")
    rows = ((number, cut(f"{one.title}\n{one.text}")) for number, one in enumerate(corpus))
    database.executemany("INSERT INTO docs(rowid, body) VALUES (?, ?)", rows)

    def ask(text: str) -> list[int]:
        wanted = match(text)
        if not wanted:
            return []
        sql = "SELECT rowid FROM docs WHERE docs MATCH ? ORDER BY bm25(docs) LIMIT ?"
        with closing(database.execute(sql, (wanted, DEPTH))) as found:
            return [row[0] for row in found]

    return ask


def _word_query(text: str) -> str:
    return _any(words(text))


def _trigram_query(text: str) -> str:
    folded = fold(text)
    return _any(folded[at : at + 3] for at in range(len(folded) - 2))


def _any(terms: Iterable[str]) -> str:
    return " OR ".join('"' + term.replace('"', '""') + '"' for term in dict.fromkeys(terms))
