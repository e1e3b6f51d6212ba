"""Names of persons in running text without a cue, by the sequence model, checked by the surnames. New or risky text only."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.screening.detectors import person_name
from gongkai.screening.lexicon import names
from gongkai.screening.names import MASKS, is_han
from gongkai.screening.sequence import tagger
from gongkai.screening.spans import KEEP, LOOK, Detector, Span

_LONGEST = 4


def find(text: str) -> Iterator[Span]:
    """What the model calls a name and the rules have not found; where they overlap the rules' edges stay."""
    known = [(span.start, span.end) for span in person_name.find(text)]
    for start, end in tagger().names(text):
        if any(start < b and a < end for a, b in known) or not _plausible(text, start, end):
            continue
        action = KEEP if _in_office(text, start, end) else LOOK
        yield Span(person_name.KIND, start, end, text[start:end], 0.7, action, person_name.SOURCE)


def _plausible(text: str, start: int, end: int) -> bool:
    """A listed surname and one or two characters more; neither masked already nor an everyday word."""
    word, lists = text[start:end], names()
    if not 2 <= len(word) <= _LONGEST or not all(is_han(char) and char not in MASKS for char in word):
        return False
    if text[end : end + 1] in MASKS or any(word[:n] in lists.not_names for n in (2, 3, 4)):
        return False
    compound = word[:2] in lists.compound
    return compound or (len(word) < _LONGEST and word[0] in lists.single | lists.weak)


def _in_office(text: str, start: int, end: int) -> bool:
    """Whether a title of office stands beside it: 副市长李明, 李明副市长."""
    cues = names().cues
    before, after = text[max(0, start - 4) : start], text[end : end + 3]
    titles = cues["official"] | cues["function"]
    return any(before[-n:] in titles for n in (2, 3, 4)) or any(
        after[:n] in cues["after_official"] for n in (2, 3)
    )


DETECTOR = Detector(
    "person_name_deep", "姓名（模型）", person_name.SOURCE, find, action=LOOK, order=61, deep=True
)
