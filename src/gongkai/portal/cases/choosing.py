"""Whom to write to: by name, abbreviation, former name, initials or duty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.cases.declaring import Asked, CaseKind
from gongkai.cases.queries.objections import INDEX_NO, notice_meant, notice_problem
from gongkai.cases.queries.receivers import receivers, receivers_of, takes_cases, why_not_of_kind
from gongkai.cases.suggesting.loading import unit_suggester
from gongkai.disclosure.queries.public import PageFacts, page_facts
from gongkai.portal.cases import paths
from gongkai.portal.cases.answers import page, private, to
from gongkai.portal.cases.holding import Draft, draft_of, keep_draft
from gongkai.portal.cases.logins import new_draft
from gongkai.portal.cases.start import open_kind
from gongkai.units.queries import (
    UnitHit,
    UnitInBrief,
    search_units,
    successor_of,
    unit_in_brief,
    units_by_id,
)
from gongkai.units.rules import UNIT_KINDS

if TYPE_CHECKING:
    from gongkai.units.models import Unit

SHOWN = 6
SURELY, LIKELY = 0.8, 0.5  # scores of suggestions, 0 to 1
LONGEST = 500  # characters that are read of what somebody writes


@dataclass(frozen=True)
class Choice:
    """A unit to choose; `instead` is named where a closed one was meant."""

    name: str
    url: str
    note: str = ""


@private
@require_safe
def choose(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The first question. `about` ties what is written to a published item, whose unit it then goes to."""
    found = open_kind(kind)
    if found.to_office:
        return to(_first_page(found, receivers_of(found).get()))
    if number := request.GET.get("about", ""):
        return _about(request, found, number)
    asked = request.GET.get("q", "").strip()[:60]
    context = {
        "kind": found,
        "q": asked,
        "hits": _found(found, asked) if asked else [],
        "groups": [] if asked else _groups(found),
        "draft": draft_of(request.session, kind),
        "steps": (1, len(found.pages) + 2),
        "back": paths.WRITE,
    }
    return page(request, "choose", context)


def _about(request: HttpRequest, kind: CaseKind, number: str) -> HttpResponseBase:
    facts = page_facts(index_no=number[:200], today=timezone.localdate())
    if not isinstance(facts, PageFacts) or (kind.holds_item and notice_problem(facts.index_no)):
        raise Http404
    draft = draft_of(request.session, kind.code) or new_draft(request.session, kind)
    draft.item_id, draft.item_title = facts.item_id, facts.title
    if any(one.key == INDEX_NO for one in kind.fields):
        draft.sent[INDEX_NO] = facts.index_no
    keep_draft(request.session, kind.code, draft)
    return to(paths.page(kind.code, facts.unit_code, kind.pages[0].code))


def tie_to_item(draft: Draft, asked: Sequence[Asked]) -> None:
    """What was typed as the number or the title of a notice ties the draft to it; other words untie it again."""
    if not any(one.key == INDEX_NO for one in asked):
        return
    typed = _typed_notice(draft)
    found = notice_meant(typed) if typed else None
    draft.item_id, draft.item_title = found or (None, "")


def untied(kind: CaseKind, draft: Draft, asked: Sequence[Asked]) -> dict[str, str]:
    """By field: a number that no notice bears. Sent on like that, the notice would end while it is looked into."""
    typed = _typed_notice(draft)
    asks = kind.holds_item and any(one.key == INDEX_NO for one in asked)
    if not typed or not asks or draft.item_id is not None:
        return {}
    words = notice_problem(typed)
    return {INDEX_NO: words} if words else {}


def _typed_notice(draft: Draft) -> str:
    return str(draft.sent.get(INDEX_NO, "")).strip()[:200]


def _found(kind: CaseKind, asked: str) -> list[Choice]:
    """Who bears the name first, then whose duty it is in the words that people use, then whose words come near."""
    hits = search_units(asked, limit=2 * SHOWN)
    named = [(hit.unit.pk, _how_found(hit)) for hit in hits if hit.by != "matter" and hit.score >= SURELY]
    duties = unit_suggester(on=timezone.localdate()).suggest(asked, limit=SHOWN)
    meant = [
        (one.unit.key, f"负责：{one.words}") for one in duties if one.by == "matter" and one.score >= LIKELY
    ]
    near = [(hit.unit.pk, _how_found(hit)) for hit in hits]
    notes: dict[Any, str] = {}
    for key, note in (*named, *meant, *near):
        notes.setdefault(key, note)
    units = units_by_id(notes)
    choices: dict[str, Choice] = {}
    for key, note in notes.items():
        unit: Unit | None = units[key]
        if unit is not None and unit.closed_on is not None:
            note = f"{unit.name}已撤销，由它承接"
            unit = successor_of(unit.pk)
        if unit is not None and takes_cases(unit):
            choices.setdefault(unit.code, Choice(unit.name, _first_page(kind, unit), note))
    return list(choices.values())[:SHOWN]


def _how_found(hit: UnitHit) -> str:
    return {
        "matter": f"负责：{hit.words}",
        "former_name": f"原来叫{hit.words}",
        "alias": f"也叫{hit.words}",
    }.get(hit.by, "")


def _first_page(kind: CaseKind, unit: Unit) -> str:
    return paths.page(kind.code, unit.code, kind.pages[0].code)


def _groups(kind: CaseKind) -> list[tuple[str, list[Choice]]]:
    groups: dict[str, list[Choice]] = {}
    for unit in receivers():
        choice = Choice(unit.name, _first_page(kind, unit))
        groups.setdefault(UNIT_KINDS[unit.kind].label, []).append(choice)
    return list(groups.items())


def receiving_unit(kind: CaseKind, code: str) -> UnitInBrief | None:
    unit = unit_in_brief(code)
    return unit if unit is not None and not why_not_of_kind(kind, unit) else None


def better_unit(kind: CaseKind, text: str, chosen: UnitInBrief) -> Choice | None:
    """Another unit whose declared duty is what is written about: said, never decided (条例第三十六条第五项)."""
    if kind.to_office:
        return None
    found = unit_suggester(on=timezone.localdate()).suggest(text[:LONGEST], limit=3)
    if not found or found[0].by != "matter" or found[0].score < SURELY:
        return None
    if any(one.unit.key == chosen.pk for one in found):
        return None
    unit = units_by_id([found[0].unit.key])[found[0].unit.key]  # type: ignore[list-item, index]
    return Choice(unit.name, unit.code, found[0].words) if takes_cases(unit) else None
