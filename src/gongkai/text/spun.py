"""Words that text spinners swapped in: flagged for a human, never rewritten."""

import functools
import re
import tomllib
from importlib import resources

from gongkai.text.drafting import Draft, Mark


@functools.cache
def _lists() -> tuple[int, dict[str, str], dict[str, str], dict[str, str]]:
    data = tomllib.loads((resources.files("gongkai.text") / "spun.toml").read_text(encoding="utf-8"))
    return data["threshold"], data["certain"], data["suspect"], data["not_before"]


@functools.cache
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    other = _lists()[3]
    names = tuple(f"{name}(?![{other[name]}])" if name in other else name for name in names)
    return re.compile("|".join(sorted(names, key=len, reverse=True)))


def spun_marks(draft: Draft) -> list[Mark]:
    """A mark for each doubtful word; the note names the word that probably stood there."""
    text = draft.text
    threshold, certain, suspect, _ = _lists()
    present = tuple(word for word in certain if word in text)
    if not present:
        return []
    hits = list(_any_of(present).finditer(text))
    marks = [_mark(hit, certain) for hit in hits]
    if len(hits) >= threshold:
        taken = [(mark.start, mark.end) for mark in marks]
        more = (_mark(hit, suspect) for hit in _any_of(tuple(suspect)).finditer(text))
        marks += [mark for mark in more if not any(start <= mark.start < end for start, end in taken)]
    return sorted(marks, key=lambda mark: mark.start)


def _mark(hit: re.Match[str], words: dict[str, str]) -> Mark:
    usual = words[hit[0]]
    return Mark(
        "spun_synonym", hit.start(), hit.end(), hit[0], f"疑为“{usual}”的换词，原文未改动，供人工核对"
    )
