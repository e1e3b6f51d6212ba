"""Finding and suggesting. What the index answers is shown only when the database says it may be."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from gongkai.search import registry
from gongkai.search.engine import IndexMissing, Reader
from gongkai.search.indexing import index
from gongkai.search.matching import Query, RawHits
from gongkai.search.parsing import Parsed, parse
from gongkai.search.registry import PUBLIC, Recheck, Titled
from gongkai.text.tokenising import fold

__all__ = [
    "FoundIds",
    "Hit",
    "NotPublic",
    "Query",
    "Results",
    "Suggestion",
    "Way",
    "find",
    "ids_found",
    "suggest",
]

FILTERS = ("units", "topics", "kinds", "years", "stages", "validities", "subjects")
WAYS = 4
LIKE_TITLES = 10


@dataclass(frozen=True)
class Hit:
    id: int
    thing: Titled
    """What the recheck returned for it."""


@dataclass(frozen=True)
class Way:
    """A way on from a search without results. `query` finds `total` documents."""

    kind: str
    """no_filters: without the filters; spelling: another writing; word: one word of the query alone."""
    text: str
    query: Query
    total: int


@dataclass(frozen=True)
class Results:
    """`mode` any: nothing had all the terms (or a question was asked), one may be missing. Say so on the page."""

    total: int
    hits: list[Hit]
    facets: dict[str, dict[str | int, int]]
    mode: str
    marks: tuple[str, ...]
    """For `highlighting.mark` and `highlighting.snippet`."""
    suggestions: list[Way] = field(default_factory=list)
    seconds: float = 0.0
    is_ready: bool = True
    """False while there is no index yet."""


@dataclass(frozen=True)
class Suggestion:
    """Shown while typing. `id` is None for names that are not documents."""

    kind: str
    """number, title, or the name of a suggester."""
    text: str
    id: int | None = None


class NotPublic(Exception):
    """What stands on the office's shelf is never answered to a question of everybody's."""


@dataclass(frozen=True)
class FoundIds:
    """At most as many ids as were asked for, in the asked order, and how many there are."""

    ids: list[int]
    total: int

    @property
    def more(self) -> bool:
        return self.total > len(self.ids)


def ids_found(query: Query) -> FoundIds | None:
    """Ids alone, for a list: the database narrows them and decides who may see them. None while there is no index."""
    try:
        reader = index(registry.source(query.source).shelf).reader()
    except IndexMissing:
        return None
    raw = reader.search(replace(query, facets=False))
    return FoundIds(raw.ids, raw.total)


def _public(source: str) -> registry.Source:
    found = registry.source(source)
    if found.shelf != PUBLIC:
        raise NotPublic(source)
    return found


def find(query: Query, *, recheck: Recheck | None = None) -> Results:
    """One page of results. `recheck` defaults to the source's own; hits that it doesn't know are left out.

    The public index holds only what is public, so totals and facets tell nothing of the rest; a document withdrawn
    less than two seconds ago may still count in them, and is not shown.
    """
    began = time.perf_counter()
    recheck = recheck or _public(query.source).recheck
    parsed = parse(query.text)
    try:
        reader = index().reader()
    except IndexMissing:
        return Results(0, [], {}, "all", parsed.marks, is_ready=False)
    raw = reader.search(query)
    hits = _shown(raw, recheck)
    return Results(
        total=raw.total - (len(raw.ids) - len(hits)),
        hits=hits,
        facets=raw.facets,
        mode=raw.mode,
        marks=parsed.marks,
        suggestions=[] if raw.total and raw.mode == "all" else _ways_on(reader, query, parsed, raw, recheck),
        seconds=time.perf_counter() - began,
    )


def _shown(raw: RawHits, recheck: Recheck) -> list[Hit]:
    things = recheck(raw.ids) if raw.ids else {}
    return [Hit(id, things[id]) for id in raw.ids if id in things]


def _ways_on(reader: Reader, query: Query, parsed: Parsed, raw: RawHits, recheck: Recheck) -> list[Way]:
    if parsed.is_question and raw.total:
        return []
    ways = [*_spelling(reader, query, parsed, recheck)]
    if not raw.total:
        ways = [*_without_filters(reader, query), *ways, *_single_words(reader, query, parsed)]
    return ways[:WAYS]


def _counted(reader: Reader, query: Query) -> int:
    return reader.search(replace(query, limit=1, offset=0, facets=False)).total


def _without_filters(reader: Reader, query: Query) -> list[Way]:
    if not any(getattr(query, name) for name in FILTERS) and not (query.published_from or query.published_to):
        return []
    wider = Query(query.text, sort=query.sort, limit=query.limit, source=query.source)
    total = _counted(reader, wider)
    return [Way("no_filters", query.text, wider, total)] if total else []


def _single_words(reader: Reader, query: Query, parsed: Parsed) -> list[Way]:
    words = [word for word in parsed.marks if len(word) > 1 and word != fold(query.text).strip()]
    asked = [replace(query, text=word, mode="all", offset=0) for word in words[:6]]
    found = [Way("word", one.text, one, _counted(reader, one)) for one in asked]
    return [way for way in found if way.total]


def _spelling(reader: Reader, query: Query, parsed: Parsed, recheck: Recheck) -> list[Way]:
    """Another writing of a word that no document has, taken from the titles that come nearest."""
    unknown = [run for run in re.findall(r"[^\W\d_a-z]{3,12}", fold(query.text)) if not reader.knows(run)]
    if not unknown:
        return []
    near = reader.search(
        replace(query, mode="any", limit=LIKE_TITLES, offset=0, facets=False, sort="relevance")
    )
    titles = [fold(hit.thing.title) for hit in _shown(near, recheck)]
    ways = []
    for run in unknown:
        if better := _nearest(run, titles):
            other = replace(query, text=fold(query.text).replace(run, better), mode="all", offset=0)
            if total := _counted(reader, other):
                ways.append(Way("spelling", other.text, other, total))
    return ways


def _nearest(word: str, titles: Sequence[str]) -> str | None:
    """The stretch of a title that differs from the word in one character (two from six characters on)."""
    allowed = 1 if len(word) < 6 else 2
    best: tuple[int, str] | None = None
    for title in titles:
        for at in range(len(title) - len(word) + 1):
            other = title[at : at + len(word)]
            wrong = sum(a != b for a, b in zip(word, other, strict=True))
            if 0 < wrong <= allowed and (best is None or wrong < best[0]):
                best = wrong, other
    return best[1] if best else None


def suggest(
    text: str, *, source: str = "item", recheck: Recheck | None = None, limit: int = 8
) -> list[Suggestion]:
    """What the typed beginning may become: numbers, then names of other kinds, then titles of public documents."""
    text = text.strip()[:60]
    if not text:
        return []
    recheck = recheck or _public(source).recheck
    found: list[Suggestion] = []
    for name, named in registry.suggesters().items():
        found += [Suggestion(name, other) for other in named(text, 3)]
    try:
        reader = index().reader()
    except IndexMissing:
        return found[:limit]
    by_number = reader.ids_by_number_prefix(text, source=source, limit=3)
    by_title = [id for id in reader.ids_by_title(text, source=source, limit=2 * limit) if id not in by_number]
    things = recheck([*by_number, *by_title])
    numbers = [Suggestion("number", things[id].title, id) for id in by_number if id in things]
    titles = [Suggestion("title", things[id].title, id) for id in by_title if id in things]
    unique = {one.text: one for one in reversed([*numbers, *found, *titles])}
    return list(reversed(unique.values()))[:limit]
