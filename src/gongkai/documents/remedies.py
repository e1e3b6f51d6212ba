"""Where to go against a document: what the law says is brought by the case, a complaint is the same for all."""

from __future__ import annotations

from gongkai.documents.facts import Facts, require
from gongkai.documents.outcomes import COMPLAIN, STATUTORY


def remedy_for(facts: Facts, *, rule: str, this: str) -> tuple[str, ...]:
    """The paragraphs; `this` is what the paper calls itself, e.g. 本答复书.

    Raises MissingFact where the law asks for reconsideration and court to be told and nobody has said how.
    """
    if rule == COMPLAIN:
        return (f"如对{this}有不同意见，可以按文末联系方式向本机关反映，也可以向上一级机关反映。",)
    if rule != STATUTORY:
        return ()
    require(facts, "remedies", document="救济途径")
    return facts.remedies
