"""What is done with a finding depends on what is published: profiles, kept as data in seed/profiles.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.screening.masks import FORMS, mask
from gongkai.screening.spans import ACTIONS, KEEP, REMOVE, Span

SEED = Path(__file__).parent / "seed" / "profiles.toml"
DEFAULT = "default"


@dataclass(frozen=True)
class Treatment:
    """`action` of spans.ACTIONS, the mask's form (masks.FORMS, empty: that of the kind), and why."""

    action: str
    form: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Context:
    """A treatment that holds where words stand near: before the finding on its line, after it, or in the span itself.

    `unless`: words that cancel it. Patterns are regular expressions; `reach` is in characters.
    """

    kinds: frozenset[str]
    treatment: Treatment
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    inside: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    reach: int = 24

    def holds(self, span: Span, text: str) -> bool:
        left = text[max(0, span.start - self.reach) : span.start].rpartition("\n")[2]
        right = text[span.end : span.end + self.reach].partition("\n")[0]
        if self.unless and (self.unless.search(left) or self.unless.search(right)):
            return False
        asked = ((self.before, left), (self.after, right), (self.inside, span.text))
        return all(pattern is None or pattern.search(where) is not None for pattern, where in asked)


@dataclass(frozen=True)
class Profile:
    """How one kind of publication treats each kind of finding. `items` are codes of item kinds that it is for."""

    code: str
    label: str
    items: tuple[str, ...] = ()
    treatments: Mapping[str, Treatment] = field(default_factory=dict)
    contexts: tuple[Context, ...] = ()

    def treatment(self, span: Span, text: str) -> Treatment:
        """The first context that holds, else that of the kind, else the detector's own suggestion."""
        for context in self.contexts:
            if span.kind in context.kinds and context.holds(span, text):
                return context.treatment
        return self.treatments.get(span.kind, Treatment(span.action))

    def judge(self, span: Span, text: str) -> Span:
        """The span with the profile's action.

        What a detector has seen reason to keep (an organ's e-mail, an office's telephone) or to have looked at
        stays so unless a context of the profile speaks.
        """
        for context in self.contexts:
            if span.kind in context.kinds and context.holds(span, text):
                return replace(span, action=context.treatment.action)
        own = self.treatments.get(span.kind)
        if own is None or (span.action == KEEP and own.action != REMOVE):
            return span
        return replace(span, action=own.action)

    def mask(self, span: Span, text: str) -> str:
        """What stands in the span's place: empty where it is removed."""
        if span.action == REMOVE:
            return ""
        return mask(span.kind, span.text, self.treatment(span, text).form)

    def reason(self, span: Span, text: str) -> str:
        """Why, in words for the public copy: the profile's, else the rule that the detector names."""
        return self.treatment(span, text).reason or span.source


class NoSuchProfile(KeyError):
    """No profile of that code or for that kind of item."""


@cache
def profiles() -> Mapping[str, Profile]:
    """The shipped profiles by code."""
    return read_profiles(tomllib.loads(SEED.read_text(encoding="utf-8")))


def profile_for(kind: str) -> Profile:
    """The profile of that code, or of that item kind, else the default. `kind` may be empty."""
    known = profiles()
    if kind in known:
        return known[kind]
    return next((one for one in known.values() if kind in one.items), known[DEFAULT])


def profile_named(code: str) -> Profile:
    """As `profile_for`, but a code that nobody knows is told. Raises NoSuchProfile."""
    found = profile_for(code)
    if code and found.code != code and code not in found.items:
        raise NoSuchProfile(code)
    return found


def read_profiles(data: Mapping[str, Any]) -> dict[str, Profile]:
    """Profiles from their form in TOML; each but the default begins with what the default says.

    Raises ValueError that names profile and entry where an action or a form is unknown.
    """
    base = data[DEFAULT]
    return {code: read_profile(code, own, base if code != DEFAULT else {}) for code, own in data.items()}


def read_profile(code: str, own: Mapping[str, Any], base: Mapping[str, Any]) -> Profile:
    """One profile from its data (`label`, `items`, `kinds`, `context`); what it doesn't say is taken from `base`."""
    kinds = {**base.get("kinds", {}), **own.get("kinds", {})}
    contexts = [*own.get("context", ()), *base.get("context", ())]
    return Profile(
        code=code,
        label=own["label"],
        items=tuple(own.get("items", ())),
        treatments={kind: _treatment(f"{code}.{kind}", entry) for kind, entry in kinds.items()},
        contexts=tuple(_context(code, entry) for entry in contexts),
    )


def _treatment(where: str, entry: Mapping[str, Any]) -> Treatment:
    if entry["action"] not in ACTIONS:
        raise ValueError(f"{where}: unknown action {entry['action']}")
    if entry.get("form", "") not in {"", *FORMS}:
        raise ValueError(f"{where}: unknown form {entry['form']}")
    return Treatment(entry["action"], entry.get("form", ""), entry.get("reason", ""))


def _context(code: str, entry: Mapping[str, Any]) -> Context:
    def pattern(name: str) -> re.Pattern[str] | None:
        return re.compile(entry[name]) if name in entry else None

    return Context(
        kinds=frozenset(entry["kinds"]),
        treatment=_treatment(f"{code}.context", entry),
        before=pattern("before"),
        after=pattern("after"),
        inside=pattern("inside"),
        unless=pattern("unless"),
        reach=entry.get("reach", 24),
    )
