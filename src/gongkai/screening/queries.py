"""The rules of screening as they are today: detectors, word lists, profiles; and the name of their edition."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from gongkai.screening.detectors import ALL
from gongkai.screening.models import RulesEdition, ScreeningProfile, Word, WordList
from gongkai.screening.profiles import DEFAULT, SEED, Profile, read_profiles
from gongkai.screening.scanning import Words, scan
from gongkai.screening.spans import KEEP, MASK, Span

DETECTORS_EDITION = 1
"""Raised when a detector finds more than before, so that what was screened by the older one is known as old."""
DEEP_CHARS = 20_000
"""Of each text so many characters are read by the slow detectors too, at some 10,000 characters a second."""


@dataclass(frozen=True)
class Rules:
    """`edition` changes with every list, profile and detector; what was screened under another is screened anew."""

    edition: str
    profiles: Mapping[str, Profile]
    lists: Words | None = None

    def profile_of(self, kind: str) -> Profile:
        own = next((one for one in self.profiles.values() if kind == one.code or kind in one.items), None)
        return own or self.profiles[DEFAULT]

    def find(self, text: str, *, kind: str, deep: bool = True) -> list[Span]:
        """What may not stand so in an item of that kind, in order of place. `deep`: with the slow detectors too."""
        deep = deep and len(text) <= DEEP_CHARS
        found = scan(text, profile=self.profile_of(kind), deep=deep, lists=self.lists)
        return [span for span in found if span.action != KEEP]

    def label_of(self, detector: str) -> str:
        return ALL[detector].label if detector in ALL else OTHER_LABELS.get(detector, detector)

    def mask_of(self, detector: str, words: str, *, kind: str) -> str:
        """How the words look masked, by the profile of the item's kind."""
        return self.profile_of(kind).mask(_alone(detector, words), words)

    def shown(self, span: Span, kind: str) -> str:
        """The words of a span as a finding may show them: a wording as it stands, anything personal masked."""
        if span.kind in SHOWN_AS_IS:
            return span.text
        return self.profile_of(kind).mask(replace(span, action=MASK), span.text) or "*"

    def reason_for(self, span: Span, text: str, *, kind: str) -> str:
        """Why, in words for the officer and for the public copy."""
        return self.profile_of(kind).reason(span, text)

    def masked(self, text: str, *, kind: str) -> str:
        """A text with everything found in it masked."""
        for span in reversed(self.find(text, kind=kind, deep=False)):
            text = text[: span.start] + self.shown(span, kind) + text[span.end :]
        return text


OTHER_LABELS = {"wording": "用词"}
SHOWN_AS_IS = frozenset({"wording", "secrecy_mark"})


def _alone(detector: str, words: str) -> Span:
    return Span(detector, 0, len(words), words, 1.0, MASK, "")


def rules_now() -> Rules:
    """The rules of this moment; read from the database when their edition changed, else from memory."""
    number = RulesEdition.objects.order_by("id").values_list("number", flat=True).first() or 0
    return _rules(f"{DETECTORS_EDITION}.{number}")


@lru_cache(maxsize=4)
def _rules(edition: str) -> Rules:
    return Rules(edition, _profiles(), _lists())


def _profiles() -> dict[str, Profile]:
    """The shipped profiles, with what the office has changed."""
    data = tomllib.loads(SEED.read_text(encoding="utf-8"))
    for row in ScreeningProfile.objects.order_by("code"):
        data[row.code] = {**data.get(row.code, {}), **row.rules, "label": row.label, "items": row.kinds}
    return read_profiles(data)


def _lists() -> Words | None:
    return None


def task_days() -> int:
    """Working days in which a unit settles what a rescan found."""
    return RulesEdition.objects.order_by("id").values_list("task_days", flat=True).first() or 5


def word_lists() -> list[WordList]:
    return list(WordList.objects.order_by("code"))


def words_of(code: str) -> list[Word]:
    return list(Word.objects.filter(word_list__code=code).order_by("kind", "word"))
