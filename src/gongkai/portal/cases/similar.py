"""Perhaps it is public already: looked up while somebody writes, before they send (条例第三十六条第一项)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.disclosure.queries.listing import listed
from gongkai.portal.cases.found import ANSWER, ITEM, found_path
from gongkai.search.queries import Query, find

SHOWN, ANSWERS = 3, 2
LEAST, MOST = 2, 60  # characters


@dataclass(frozen=True)
class Similar:
    title: str
    url: str
    under: str
    thing: str = ""


def similar_items(text: str, *, kind: str, today: date) -> list[Similar]:
    """At most three public items, best first; their addresses count that somebody looked."""
    text = text.strip()[:MOST]
    if len(text) < LEAST:
        return []
    things = [hit.thing for hit in find(Query(text, limit=SHOWN, facets=False)).hits]
    return [
        Similar(
            line.title,
            found_path(kind, f"{ITEM}{line.index_no}"),
            " · ".join(
                part
                for part in (
                    line.doc_no,
                    line.issuer,
                    f"{line.published_on:%Y-%m-%d}" if line.published_on else "",
                )
                if part
            ),
            f"{ITEM}{line.index_no}",
        )
        for line in listed(things, today=today)  # type: ignore[arg-type]
    ]


def similar_answers(text: str, *, kind: str) -> list[Similar]:
    """Answers to earlier letters and questions that everybody may read, about the same thing."""
    text = text.strip()[:MOST]
    if len(text) < LEAST:
        return []
    found = find(Query(text, source="answer", limit=ANSWERS, facets=False))
    return [
        Similar(
            row.title,
            found_path(kind, f"{ANSWER}{row.case.number}"),  # type: ignore[attr-defined]
            f"{row.case.unit.name}的答复",  # type: ignore[attr-defined]
            f"{ANSWER}{row.case.number}",  # type: ignore[attr-defined]
        )
        for row in (hit.thing for hit in found.hits)
    ]
