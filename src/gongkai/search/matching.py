"""A query in parts → one pass over the index: total, order, facets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import tantivy

from gongkai.search.parsing import Parsed, TypedNumber
from gongkai.search.schema import FACETS
from gongkai.text.tokenising import bigrams, fold

TITLE_BOOST = 2.0
ANY_TITLE_BOOST = 0.1
"""In the fallback the body decides: a title weight of 1.0 costs 5 points of success@1 on real questions."""
BONUS_BOOST = 0.5
NUMBER_BOOST = 100.0
ANY_SHARE = 0.3
"""Share of the tokens that a hit of the fallback must have, so that its total means something."""
COMMON_SHARE = 0.1
COMMON_LEAST = 2_000
RARE_LEAST = 4
"""A token of the fallback that more than a tenth of the documents (and 2,000) have decides nothing about which
documents are found, only about their order: without that rule 200,000 documents took 97 ms instead of 13."""
SINGLES = 3
SINGLE_TERMS = 60
DEEPEST = 10_000
FACET_SIZE = 400
_DAY = 86_400
_Q = tantivy.Query
_MUST, _SHOULD, _NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


@dataclass(frozen=True)
class Query:
    """What is asked. Several values of one filter widen it, several filters narrow."""

    text: str = ""
    units: Sequence[int] = ()
    """Units with all below them."""
    topics: Sequence[int] = ()
    kinds: Sequence[str] = ()
    years: Sequence[int] = ()
    stages: Sequence[str] = ()
    validities: Sequence[str] = ()
    subjects: Sequence[str] = ()
    published_from: date | None = None
    published_to: date | None = None
    """Included."""
    readers: Sequence[int] = ()
    """On the office's shelf: only what one of these units may read."""
    sort: str = "relevance"
    """relevance, newest or oldest; without text newest."""
    limit: int = 20
    offset: int = 0
    source: str = "item"
    mode: str = ""
    """all or any; empty: all, and any when all finds nothing."""
    facets: bool = True


@dataclass(frozen=True)
class RawHits:
    """Ids in order, not yet checked against the database."""

    total: int
    ids: list[int]
    facets: dict[str, dict[str | int, int]] = field(default_factory=dict)
    mode: str = "all"


def run(fields: tantivy.Schema, searcher: tantivy.Searcher, query: Query, parsed: Parsed) -> RawHits:
    """All terms must match first; the marked fallback is taken when nothing has them all."""
    matcher = _Matcher(fields, searcher, query, parsed)
    if query.mode == "all" or (query.mode == "" and not parsed.is_question):
        hits = _collect(searcher, query, matcher.all_terms(), "all", parsed)
        if hits.total or query.mode == "all" or not parsed.any:
            return hits
    return _collect(searcher, query, matcher.any_term(), "any", parsed)


@dataclass(frozen=True)
class _Wanted:
    """The same documents twice: with all that orders them, and without, for counting."""

    scored: tantivy.Query
    counted: tantivy.Query


def _collect(searcher: tantivy.Searcher, query: Query, wanted: _Wanted, mode: str, parsed: Parsed) -> RawHits:
    offset = min(max(query.offset, 0), DEEPEST)
    limit = max(min(query.limit, DEEPEST), 1)
    if query.sort == "relevance" and not parsed.is_empty:
        found = searcher.search(wanted.scored, limit, offset=offset)
    else:
        order = tantivy.Order.Asc if query.sort == "oldest" else tantivy.Order.Desc
        found = searcher.search(wanted.counted, limit, offset=offset, order_by_field="published", order=order)
    total = int(found.count)  # type: ignore[attr-defined]  # missing in tantivy's stubs
    addresses = [address for _, address in found.hits]
    ids = [int(id or 0) for id in searcher.fast_field_values("id", addresses)] if addresses else []
    facets = _facets(searcher, wanted.counted) if query.facets and total else {}
    return RawHits(total=total, ids=ids, facets=facets, mode=mode)


def _facets(searcher: tantivy.Searcher, wanted: tantivy.Query) -> dict[str, dict[str | int, int]]:
    asked = {name: {"terms": {"field": name, "size": FACET_SIZE}} for name in FACETS}
    answer = searcher.aggregate(wanted, asked)
    return {
        name: {_value(bucket["key"]): int(bucket["doc_count"]) for bucket in answer[name]["buckets"]}
        for name in FACETS
    }


def _value(key: str | float) -> str | int:
    return key if isinstance(key, str) else int(key)


class _Matcher:
    """Builds tantivy queries; knows the fields of the schema and nothing of the screen."""

    def __init__(
        self, fields: tantivy.Schema, searcher: tantivy.Searcher, query: Query, parsed: Parsed
    ) -> None:
        self._fields, self._searcher, self._query, self._parsed = fields, searcher, query, parsed

    def all_terms(self) -> _Wanted:
        parsed = self._parsed
        must = [self._token("body", token) for token in parsed.must]
        must += [self._phrase(tokens) for tokens in parsed.phrases]
        must += [self._number(number) for number in parsed.numbers]
        if parsed.singles and not must:
            must.append(self._singles())
        should = [_boost(self._token("title", token), TITLE_BOOST) for token in parsed.must]
        should += [_boost(self._token("body", token), BONUS_BOOST) for token in parsed.bonus]
        should += [_boost(self._token("title", token), TITLE_BOOST * BONUS_BOOST) for token in parsed.bonus]
        return self._wanted(must, should)

    def any_term(self) -> _Wanted:
        parsed = self._parsed
        rare, common = self._by_rarity(parsed.any)
        at_least = max(1, int(len(rare) * ANY_SHARE))
        must = [_Q.boolean_query([(_SHOULD, self._token("body", token)) for token in rare], at_least)]
        should = [self._token("body", token) for token in common]
        should += [_boost(self._token("title", token), ANY_TITLE_BOOST) for token in parsed.any]
        should += [self._phrase(tokens) for tokens in parsed.phrases]
        return self._wanted(must, should)

    def _by_rarity(self, tokens: Sequence[str]) -> tuple[list[str], list[str]]:
        limit = max(COMMON_LEAST, int(self._searcher.num_docs * COMMON_SHARE))
        counts = {token: self._searcher.doc_freq("body", token) for token in tokens}
        by_count = sorted(tokens, key=lambda token: counts[token])
        first = sum(counts[token] <= limit for token in by_count)
        first = max(first, min(RARE_LEAST, len(by_count)))
        return by_count[:first], by_count[first:]

    def _wanted(self, must: list[tantivy.Query], should: list[tantivy.Query]) -> _Wanted:
        counted = self._narrowed(self._or_number(must, []))
        return _Wanted(self._narrowed(self._or_number(must, should)) if should else counted, counted)

    def _or_number(self, must: list[tantivy.Query], should: list[tantivy.Query]) -> list[tantivy.Query]:
        """What is wanted, or the document whose own number was typed in a form that only it uses."""
        if not must:
            return []
        wanted = _Q.boolean_query([(_MUST, part) for part in must] + [(_SHOULD, part) for part in should])
        if not self._parsed.whole_key:
            return [wanted]
        own = _boost(_exact(self._fields, "number", self._parsed.whole_key), NUMBER_BOOST)
        return [_Q.boolean_query([(_SHOULD, wanted), (_SHOULD, own)])]

    def _number(self, number: TypedNumber) -> tantivy.Query:
        own = [_boost(_exact(self._fields, "number", key), NUMBER_BOOST) for key in number.keys]
        return _Q.boolean_query([(_SHOULD, part) for part in [*own, self._phrase(number.cited)]])

    def _narrowed(self, wanted: list[tantivy.Query]) -> tantivy.Query:
        parts = [(_MUST, part) for part in wanted or [_Q.all_query()]]
        parts += [(_MUST, _Q.const_score_query(part, 0.0)) for part in self._filters()]
        parts += [(_NOT, self._phrase(tokens)) for tokens in self._parsed.excluded]
        return _Q.boolean_query(parts)

    def _filters(self) -> Iterable[tantivy.Query]:
        query = self._query
        wanted: dict[str, Sequence[str] | Sequence[int]] = {
            "source": [query.source],
            "unit": query.units,
            "topic": query.topics,
            "kind": query.kinds,
            "year": query.years,
            "stage": query.stages,
            "validity": query.validities,
            "subject": query.subjects,
            "reader": query.readers,
        }
        for name, values in wanted.items():
            if len(values) == 1:
                yield _exact(self._fields, name, values[0])
            elif values:
                yield _Q.boolean_query([(_SHOULD, _exact(self._fields, name, value)) for value in values])
        if query.published_from or query.published_to:
            yield self._published(query.published_from, query.published_to)

    def _published(self, first: date | None, last: date | None) -> tantivy.Query:
        lower = first.toordinal() * _DAY if first else 1
        upper = (last.toordinal() + 1) * _DAY - 1 if last else None
        return _Q.range_query(self._fields, "published", tantivy.FieldType.Unsigned, lower, upper)

    def _token(self, name: str, token: str) -> tantivy.Query:
        return _Q.term_query(self._fields, name, token, "freq")

    def _phrase(self, tokens: tuple[str, ...]) -> tantivy.Query:
        if len(tokens) == 1:
            return self._token("body", tokens[0])
        return _Q.phrase_query(self._fields, "body", list(tokens))

    def _singles(self) -> tantivy.Query:
        """Characters alone: every token that begins with one of them, the frequent ones first."""
        terms = [
            term
            for single in self._parsed.singles[:SINGLES]
            for term, _ in self._searcher.terms_with_prefix("body", single, limit=SINGLE_TERMS)
        ]
        if not terms:
            return _Q.empty_query()
        return _Q.boolean_query([(_SHOULD, self._token("body", term)) for term in terms])


def _exact(fields: tantivy.Schema, name: str, value: str | int) -> tantivy.Query:
    return _Q.term_query(fields, name, value, "basic")


def _boost(query: tantivy.Query, boost: float) -> tantivy.Query:
    return _Q.boost_query(query, boost)


def number_pattern(typed: str) -> str:
    """A regex for keys that begin with what was typed, with or without brackets, 第 and 年 in between."""
    parts = re.findall(r"[^\W\d_]+|\d+", fold(typed))
    kept = [
        part for part in ("".join(char for char in part if char not in "第年字") for part in parts) if part
    ]
    return "[〔〕第年]{0,2}".join(kept[:8]) + ".*" if kept else ""


def title_query(fields: tantivy.Schema, searcher: tantivy.Searcher, typed: str, source: str) -> tantivy.Query:
    """Titles that hold what was typed; its last token may be unfinished."""
    *whole, last = bigrams(typed) or [""]
    ends = [last, *(term for term, _ in searcher.terms_with_prefix("title", last, limit=SINGLE_TERMS))]
    if not last:
        return _Q.empty_query()
    parts = [(_MUST, _Q.term_query(fields, "title", token, "freq")) for token in whole]
    either = [(_SHOULD, _Q.term_query(fields, "title", term, "freq")) for term in dict.fromkeys(ends)]
    parts.append((_MUST, _Q.boolean_query(either)))
    parts.append((_MUST, _Q.const_score_query(_exact(fields, "source", source), 0.0)))
    return _Q.boolean_query(parts)


def number_query(fields: tantivy.Schema, pattern: str, source: str) -> tantivy.Query:
    number = _Q.regex_query(fields, "number", pattern)
    return _Q.boolean_query([(_MUST, number), (_MUST, _exact(fields, "source", source))])
