"""The rules of screening as they are today: detectors, word lists, profiles; and the name of their edition."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Count

from gongkai.screening.detectors import ALL
from gongkai.screening.models import RulesEdition, ScreeningProfile, Word, WordList
from gongkai.screening.profiles import DEFAULT, SEED, Profile, read_profiles
from gongkai.screening.scanning import scan
from gongkai.screening.spans import KEEP, MASK, Span
from gongkai.screening.wording import KIND, Entry, WordLists, seed_lists
from gongkai.screening.wording import WordList as ListOfWords

DETECTORS_EDITION = 6
"""Raised when a detector finds more than before, or more of an item is looked at: what was screened before is then old."""
DEEP_CHARS = 20_000
"""Of each text so many characters are read by the slow detectors too, at some 10,000 characters a second."""


@dataclass(frozen=True)
class Rules:
    """`edition` changes with every list, profile and detector; what was screened under another is screened anew."""

    edition: str
    profiles: Mapping[str, Profile]
    lists: WordLists | None = None

    def profile_of(self, kind: str) -> Profile:
        own = next((one for one in self.profiles.values() if kind == one.code or kind in one.items), None)
        return own or self.profiles[DEFAULT]

    def find(self, text: str, *, kind: str, deep: bool = True, read_as: str = "") -> list[Span]:
        """What may not stand so in an item of that kind, in order of place. `deep`: with the slow detectors too.

        `read_as`: as `scan` takes it, of a text with tables.
        """
        deep = deep and len(text) <= DEEP_CHARS
        found = scan(text, profile=self.profile_of(kind), deep=deep, lists=self.lists, read_as=read_as)
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
        """Why, in words for the officer and for the public copy; of a wording what to write instead."""
        entry = self.lists.entry(span.text) if self.lists and span.kind == KIND else None
        if entry and entry.advice:
            return f"建议写成“{entry.advice}”。{span.source}"
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


def forget_rules() -> None:
    """Read them anew the next time, for tests that write under an edition which was read before."""
    _rules.cache_clear()


def _profiles() -> dict[str, Profile]:
    """The shipped profiles, with what the office has changed."""
    return read_profiles(profile_data())


def profile_data() -> dict[str, dict[str, Any]]:
    """The profiles as data (profiles.read_profiles), with what the office has changed."""
    data = tomllib.loads(SEED.read_text(encoding="utf-8"))
    for row in ScreeningProfile.objects.order_by("code"):
        data[row.code] = {**data.get(row.code, {}), **row.rules, "label": row.label, "items": row.kinds}
    return data


def _lists() -> WordLists:
    """All lists that are used, as one search; the office's own before those that ship."""
    own = {row.code: row for row in WordList.objects.prefetch_related("words").order_by("code")}
    used = [_as_list(row) for row in own.values() if row.is_used]
    return WordLists([*used, *(one for code, one in shipped_lists().items() if code not in own)])


def _as_list(row: WordList) -> ListOfWords:
    words = sorted(row.words.all(), key=lambda word: (word.kind, word.word))
    return ListOfWords(row.name, row.version, row.dated_on, tuple(_entry(word) for word in words), row.code)


def _entry(row: Word) -> Entry:
    return Entry(row.word, row.kind, row.advice, tuple(row.exceptions))


def shipped_lists() -> dict[str, ListOfWords]:
    """The lists that come with the product, by code; each holds until the office changes it."""
    return {one.code: one for one in seed_lists()}


@dataclass(frozen=True)
class ListLine:
    """A list on its page. `is_shipped`: nothing of it was changed here."""

    code: str
    name: str
    version: str
    dated_on: date
    is_used: bool
    is_shipped: bool
    count: int


def task_days() -> int:
    """Working days in which a unit settles what a rescan found."""
    return RulesEdition.objects.order_by("id").values_list("task_days", flat=True).first() or 5


def word_lists() -> list[ListLine]:
    """All lists with how many words each has: the office's own, and what ships where nothing was changed."""
    rows = WordList.objects.annotate(many=Count("words")).order_by("code")
    own = [
        ListLine(row.code, row.name, row.version, row.dated_on, row.is_used, False, row.many) for row in rows
    ]
    held = {one.code for one in own}
    return own + [
        ListLine(one.code, one.name, one.version, one.dated_on, True, True, len(one.entries))
        for code, one in shipped_lists().items()
        if code not in held
    ]


def words_of(code: str, *, text: str = "") -> list[Entry]:
    """The words of a list, by kind and word; with `text` those in which it stands, or whose advice has it."""
    row = WordList.objects.filter(code=code).first()  # code is unique
    shipped = shipped_lists().get(code)
    entries = _as_list(row).entries if row else shipped.entries if shipped else ()
    return [one for one in entries if text in one.word or text in one.advice]


def profiles_now() -> Mapping[str, Profile]:
    """All profiles as they hold today."""
    return rules_now().profiles


def kind_labels() -> dict[str, str]:
    """Everything that a profile can treat, with its name, in the order of the detectors."""
    known = {one.code: one.label for one in ALL.values() if one.reports}
    return {**known, **OTHER_LABELS}
