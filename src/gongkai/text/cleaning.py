"""Cleaning of scraped and pasted text: repairs what a rule can prove, marks what is lost, invents nothing."""

from dataclasses import dataclass, field

from gongkai.text.drafting import UNREADABLE, Draft, Mark
from gongkai.text.mojibake import drop_pinyin, mend_private_use, mend_shifted_bytes
from gongkai.text.scraps import drop_scraps
from gongkai.text.spun import spun_marks
from gongkai.text.traditional import simplify_draft
from gongkai.text.width import close_gaps, fold_characters, punctuate

__all__ = ["UNREADABLE", "Cleaned", "Mark", "clean"]

_PASSES = (
    mend_private_use,
    mend_shifted_bytes,
    drop_pinyin,
    fold_characters,
    simplify_draft,
    punctuate,
    close_gaps,
    drop_scraps,
)
_ROUNDS = 8
"""One pass may open the way for another; ordinary text is still after the second round."""


@dataclass(frozen=True)
class Cleaned:
    """The cleaned text, what was done at which place, and how often the silent changes were made."""

    text: str
    marks: tuple[Mark, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def unreadable(self) -> int:
        """Number of places where the source is lost."""
        return self.text.count(UNREADABLE)


def clean(raw: str) -> Cleaned:
    """Clean a text. Cleaning the result again changes nothing.

    Width, line ends, blanks, traditional characters, pinyin in brackets, bytes shifted by one, adverts and page numbers
    are repaired; a place that can't be read gets `UNREADABLE` and a mark; spun synonyms are marked and kept.
    """
    draft = Draft(raw)
    for _ in range(_ROUNDS):
        before = draft.text
        for step in _PASSES:
            step(draft)
        if draft.text == before:
            break
    marks = sorted((*draft.marks, *spun_marks(draft)), key=lambda mark: (mark.start, mark.end))
    return Cleaned(draft.text, tuple(marks), dict(draft.counts))
