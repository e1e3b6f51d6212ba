"""How long what is kept, by kind; and the public table of what is asked of people."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.cases.declaring import Asked, CaseKind
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import RetentionPeriod
from gongkai.cases.rules.retention import KEPT_WORDS, PERSONAL, Use, default_months, in_words, use_of

UNSAID = Use("", "办理您提出的事", "个人信息保护法第三十四条")


@dataclass(frozen=True)
class AskedFor:
    """A line of the public table."""

    label: str
    purpose: str
    ground: str
    kept: str
    is_sensitive: bool
    is_required: bool


@dataclass(frozen=True)
class KindAsks:
    """What a kind asks, and how long who wrote in is kept, in months and in words."""

    kind: CaseKind
    months: int
    words: str
    fields: tuple[AskedFor, ...]


def months_by_kind() -> dict[str, int]:
    """The office's own terms, else the defaults."""
    own = dict(RetentionPeriod.objects.order_by("kind").values_list("kind", "months"))
    return {kind: own.get(kind, default_months(kind)) for kind in CASE_KINDS}


def what_is_asked(*, open_to_all: bool = True) -> list[KindAsks]:
    """For each kind that people write themselves; all kinds that ask for anything personal otherwise."""
    months = months_by_kind()
    return [
        KindAsks(
            kind,
            months[kind.code],
            in_words(months[kind.code]),
            tuple(_line(kind, one) for one in kind.fields),
        )
        for kind in CASE_KINDS.values()
        if (kind.open_to_all if open_to_all else any(one.personal for one in kind.fields))
    ]


def _line(kind: CaseKind, asked: Asked) -> AskedFor:
    use = use_of(kind.code, asked.key) or UNSAID
    kept = PERSONAL if asked.personal or asked.type == "files" else use.kept
    return AskedFor(asked.label, use.purpose, use.ground, KEPT_WORDS[kept], use.sensitive, asked.required)
