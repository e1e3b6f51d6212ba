"""Cases by words, from the office's own index; who may see them is decided in the database.

A case whose writer was erased is not in it: it is found by its number alone.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from gongkai.accounts.policies import Standing
from gongkai.cases import parties
from gongkai.cases.models import Case, CoHandling
from gongkai.cases.policies import CASE_ROLES
from gongkai.cases.rules.word_index import words_to_index
from gongkai.crypto.sealed import CannotOpen
from gongkai.search.matching import DEEPEST
from gongkai.search.queries import Query, ids_found
from gongkai.search.registry import OFFICE, Titled, register_source
from gongkai.search.schema import SearchDoc

SOURCE = "case"
MOST = DEEPEST
"""Hits that are taken from the index, newest first; who gets more narrows the list."""


# ---- asking ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class HavingWords:
    """What a case must be to have the words. `more`: the index knows of more hits than were taken."""

    q: Q
    more: bool = False


def having_words(
    by: Standing, words: str, *, kind: str = "", unit_id: int | None = None, closed: bool | None = None
) -> HavingWords:
    """Cases that have all these words in number, title or text, or bear this very number.

    The rest narrows only what the index is asked for, so that its newest `MOST` hits are the right ones: the caller's
    queryset decides, permission above all. Without an index the database looks into titles and numbers itself.
    """
    asked = words.strip()[:100]
    query = Query(
        asked, source=SOURCE, mode="all", sort="newest", limit=MOST, readers=_readers(by),
        kinds=[kind] if kind else (), units=[unit_id] if unit_id else (),
        stages=() if closed is None else (_stage(closed),),
    )  # fmt: skip
    found = ids_found(query)
    if found is None:
        return HavingWords(_in_titles(asked))
    return HavingWords(Q(id__in=among([*found.ids, *_of_number(asked)])), found.more)


def _readers(by: Standing) -> Sequence[int]:
    return () if by.sees_all else sorted(by.unit_ids(*CASE_ROLES))


def _of_number(asked: str) -> Iterable[int]:
    if not any(sign.isdigit() for sign in asked):
        return ()
    return Case.objects.filter(number=asked).values_list("id", flat=True)  # unique


def _in_titles(asked: str) -> Q:
    wanted = Q()
    for word in asked.split()[:5]:
        wanted &= Q(number__icontains=word) | Q(title__icontains=word)
    return wanted


def among(ids: Sequence[int]) -> Any:
    """For `id__in`: one parameter whatever their number."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT value::bigint FROM json_array_elements_text(%s::json)", [json.dumps(ids)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(ids)])


# ---- what is indexed -------------------------------------------------------------------------------------


def load(ids: Sequence[int]) -> Iterable[SearchDoc]:
    helping: dict[int, set[int]] = defaultdict(set)
    for case_id, unit_id in CoHandling.objects.filter(case_id__in=ids).values_list("case_id", "unit_id"):
        helping[case_id].add(unit_id)
    rows = Case.objects.filter(id__in=ids, party__erased_at__isnull=True).select_related("party")
    for row in rows.only(*_COLUMNS):
        title, text = _words_of(row)
        yield SearchDoc(
            id=row.pk,
            source=SOURCE,
            title=title,
            number=row.number or "",
            text=text,
            unit_path=(row.unit_id,),
            kind=row.kind,
            stage=_stage(row.closed_at is not None),
            published_at=row.submitted_at,
            readers=tuple(sorted({row.unit_id, *helping[row.pk]})),
        )


_COLUMNS = ("kind", "unit_id", "number", "title", "text", "closed_at", "submitted_at", "party__sealed")


def _stage(closed: bool) -> str:
    return "closed" if closed else "open"


def _words_of(row: Case) -> tuple[str, str]:
    """Nothing when it can't be known what of the words would be personal."""
    try:
        personal = parties.opened(row.party.sealed) if row.party else {}
    except CannotOpen:
        return "", ""
    return words_to_index(row.title, personal), words_to_index(row.text, personal)


def iterate_ids() -> Iterable[int]:
    found = Case.objects.filter(party__erased_at__isnull=True).order_by("id")
    return found.values_list("id", flat=True).iterator(chunk_size=5000)


def _shown_to_nobody(ids: Sequence[int]) -> Mapping[int, Titled]:
    """Lists ask `having_words`; no search of the portal is ever answered with a case."""
    return {}


def register_cases() -> None:
    register_source(SOURCE, load=load, iterate_ids=iterate_ids, recheck=_shown_to_nobody, shelf=OFFICE)
