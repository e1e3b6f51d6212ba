"""Strategies of numbers and of the ways to write them, and what a detector makes of a text."""

from __future__ import annotations

from random import Random

from bench.screening import numbers as make
from hypothesis import strategies as st

from gongkai.screening.detectors import ALL
from gongkai.screening.scanning import recognise

seeds = st.integers(0, 2**32).map(Random)
filler = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=12)
"""Hanzi without cues, save by rare chance."""


def made(kind: str) -> st.SearchStrategy[str]:
    return seeds.map(getattr(make, kind))


def found(kind: str, text: str) -> list[str]:
    """Texts of the spans of a kind, in the whole set of detectors of numbers."""
    return [span.text for span in recognise(text, detectors=NUMBERS) if span.kind == kind]


def alone(kind: str, text: str) -> list[str]:
    """As `found`, by the detector's own `find`."""
    return [span.text for span in ALL[kind].find(text)]


NUMBERS = {code: one for code, one in ALL.items() if one.judge or code in ("plate", "email", "im_account")}
