"""Whose rights a disclosure touches and who must be told of it first (条例第三十二条)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gongkai.text.tokenising import fold

if TYPE_CHECKING:
    from gongkai.cases.declaring import EventFacts

OBJECTIONS = ("refuses", "partly")


def objecting(events: Sequence[EventFacts]) -> list[str]:
    """Third parties that do not agree, or not to all of it, and give their reasons; in the order of their letters.

    The last answer of each counts. Another organ that made the information too is no third party (第三十四条).
    """
    found: dict[str, str] = {}
    asked = ""
    for event in events:
        if event.act == "consult_third_party":
            asked = str(event.values.get("party", ""))
        elif event.act == "consult_coproducer":
            asked = ""
        elif event.act == "end_consultation" and asked:
            found.pop(_known(asked), None)
            if event.values.get("result") in OBJECTIONS:
                found[_known(asked)] = asked
            asked = ""
    return list(found.values())


def not_told(events: Sequence[EventFacts]) -> list[str]:
    """Those of them who haven't been told of the decision that was signed last."""
    told: set[str] = set()
    for event in events:
        if event.act == "approve":
            told = set()
        elif event.act == "tell_third_party":
            told.add(_known(str(event.values.get("party", ""))))
    return [party for party in objecting(events) if _known(party) not in told]


def _known(name: str) -> str:
    """A name as it is compared, whatever its blanks and widths."""
    return "".join(fold(name).split())
