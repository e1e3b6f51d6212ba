"""Perhaps it is public already: looked up while somebody writes, before they send (条例第三十六条第一项)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.disclosure.pages import item_path
from gongkai.disclosure.queries.listing import listed
from gongkai.portal.cases.published import answer_path
from gongkai.search.queries import Query, find

SHOWN, ANSWERS = 3, 2
LEAST, MOST = 2, 60  # characters


@dataclass(frozen=True)
class Similar:
    title: str
    url: str
    under: str


def similar_items(text: str, *, today: date) -> list[Similar]:
    """At most three public items, best first; `?found=` in their addresses says how the reader came."""
    text = text.strip()[:MOST]
    if len(text) < LEAST:
        return []
    things = [hit.thing for hit in find(Query(text, limit=SHOWN, facets=False)).hits]
    return [
        Similar(
            line.title,
            f"{item_path(line.index_no)}?found=write",
            " · ".join(
                part
                for part in (
                    line.doc_no,
                    line.issuer,
                    f"{line.published_on:%Y-%m-%d}" if line.published_on else "",
                )
                if part
            ),
        )
        for line in listed(things, today=today)  # type: ignore[arg-type]
    ]


def similar_answers(text: str) -> list[Similar]:
    """Answers to earlier letters and questions that everybody may read, about the same thing."""
    text = text.strip()[:MOST]
    if len(text) < LEAST:
        return []
    found = find(Query(text, source="answer", limit=ANSWERS, facets=False))
    return [
        Similar(
            row.title,
            f"{answer_path(row.case.number)}?found=write",  # type: ignore[attr-defined]
            f"{row.case.unit.name}的答复",  # type: ignore[attr-defined]
        )
        for row in (hit.thing for hit in found.hits)
    ]
