"""The form of a case kind. A kind is one file in `kinds/` that fills this form; the engine reads nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from gongkai.clocks.rules import Term
from gongkai.kinds.transitions import State, Transition

Who = Literal["staff", "citizen", "clock"]
WaitsFor = Literal["unit", "applicant", "others", "nobody"]
ANEW = ("start", "restart", "again")
"""Effects on the main clock with which it runs from a day on, whatever ended it before."""
Remedy = Literal["reconsider_first", "either", "complain", ""]


@dataclass(frozen=True)
class Asked:
    """One thing that a form asks for.

    `type` is text, long_text, date, integer, choice, choices, check, phone, email, identity, unit, files or case: the
    number of another case, which this one is about from then on.
    `personal` values are sealed with the applicant's data, never stored in the clear.
    `only_if` shows and requires the field only when another field of the form has this value.
    `needed_if` requires one that may always be filled in: an address where something is to be sent there.
    """

    key: str
    label: str
    type: str = "text"
    required: bool = True
    help: str = ""
    example: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    max_length: int = 200
    low: int | None = None
    high: int | None = None
    personal: bool = False
    only_if: tuple[str, str] | None = None
    needed_if: tuple[str, str] | None = None
    # Names offered while typing: "experts"; anything else may be typed as well.
    offers: str = ""


@dataclass(frozen=True)
class FormPage:
    """One question of the citizen's flow: a page of its own with a tight group of fields."""

    code: str
    title: str
    fields: tuple[Asked, ...]
    help: str = ""


@dataclass(frozen=True)
class CaseState(State):
    """A state with what the person who wrote in reads: what is now, what comes next, whom it waits for."""

    now: str = ""
    next: str = ""
    waits_for: WaitsFor = "unit"
    # Said as well where the case is tied to a published item.
    now_if_tied: str = ""

    def now_of(self, *, item_id: int | None) -> str:
        return self.now + (self.now_if_tied if item_id is not None else "")


@dataclass(frozen=True)
class EventFacts:
    """One act that happened. `on` is the day that the law counts from, which may lie before the day of entry."""

    no: int
    act: str
    on: date
    values: Mapping[str, Any]
    by_id: int | None = None


@dataclass(frozen=True)
class CaseFacts:
    """What the conditions of an act may look at; no database behind it. `by_id`: who wants to do it."""

    kind: str
    state: str
    outcome: str
    channel: str
    received_on: date | None
    due_on: date | None
    side_due: Mapping[str, date]
    events: tuple[EventFacts, ...]
    values: Mapping[str, Any]
    today: date
    by_id: int | None = None

    def done(self, *acts: str) -> bool:
        """Whether one of these acts has happened."""
        return any(event.act in acts for event in self.events)

    def last(self, *acts: str) -> EventFacts | None:
        return next((event for event in reversed(self.events) if event.act in acts), None)


# Why the act may not be done now, in words, or by field what is missing for it; empty when nothing stands against it.
Check = Callable[[CaseFacts, Mapping[str, Any]], str | Mapping[str, str]]


@dataclass(frozen=True)
class Act(Transition):
    """A transition of a case with all that follows from it.

    `clock`: start, restart, stop, extend (by the field `days`), pause:<reason>, resume:<reason>, or again: a second
    round with a last day of its own, which neither moves the day of receipt nor makes good that the first was late.
    `opens` and `closes` name side terms, e.g. the applicant's term to correct.
    `dated` names the date field that says when it happened in law; without one it is the day of entry.
    `document` is the template of the letter that the act issues, `addressee` the field with whom it goes to.
    `outcomes`: the person chooses one of them; `outcome`: the act itself decides it.
    `line` is the citizen's timeline in plain words, empty when the act is of no concern to them.
    `own_words` stands on the button where the applicant may do it themselves; without it the `label` does.
    `check` answers with words why the act may not be done now, or with nothing.
    """

    who: Who = "staff"
    clock: str = ""
    opens: str = ""
    closes: str = ""
    fields: tuple[Asked, ...] = ()
    dated: str = ""
    document: str = ""
    addressee: str = ""
    outcomes: tuple[str, ...] = ()
    outcome: str = ""
    line: str = ""
    own_words: str = ""
    help: str = ""
    check: Check | None = None
    # Values worked out from what else is on file, by name (actions/deriving.py).
    derives: str = ""
    # The proposed result is off the table again.
    drops_outcome: bool = False
    # Cannot be called back: a page names the consequence first.
    final_word: bool = False
    # The usual next act of its states: the case page puts it first. Without one, the first that may be done now.
    main: bool = False


@dataclass(frozen=True)
class CaseOutcome:
    """How a case can end. `counts_as` is the one row of the annual report that it counts in, "" where there is none."""

    code: str
    label: str
    sentence: str
    article: str = ""
    counts_as: str = ""
    remedy: Remedy = ""


@dataclass(frozen=True)
class CaseKind:
    """What differs between kinds of cases; everything else is the engine.

    `terms`: codes of the main term, the one in force on the day of receipt counts.
    `mark` stands in the number. `open_to_all`: citizens file it on the portal themselves.
    `identity`: what must be known of the person: full (条例第二十九条), contact, none.
    `receive_act`: the act by which receipt is confirmed where the channel needs it (条例第三十一条); without one a case
    counts as received when it arrives.
    """

    code: str
    label: str
    article: str
    summary: str
    mark: str
    initial: str
    states: tuple[CaseState, ...]
    transitions: tuple[Act, ...] = field(repr=False)
    outcomes: tuple[CaseOutcome, ...] = ()
    pages: tuple[FormPage, ...] = ()
    terms: tuple[str, ...] = ()
    # Terms that nothing else knows, declared with the kind.
    own_terms: tuple[Term, ...] = ()
    # The term may depend on a field of the form (a letter's class): field and value → code.
    term_by: tuple[str, tuple[tuple[str, str], ...]] = ("", ())
    channels: tuple[str, ...] = ("web", "counter", "signed_mail", "plain_mail", "fax", "phone")
    identity: Literal["full", "contact", "none"] = "contact"
    open_to_all: bool = True
    # Goes to the office that supervises disclosure, whoever it is about: nobody chooses a receiver.
    to_office: bool = False
    intake_roles: frozenset[str] = frozenset({"handler", "disclosure_office"})
    receive_act: str = ""
    opens_at_receipt: str = ""
    # … only when this field has one of these values; ("", ()) means always.
    opens_if: tuple[str, tuple[str, ...]] = ("", ())
    about_item: bool = False
    publishes: bool = False
    # … but never when this field has one of these values.
    keeps_back: tuple[str, tuple[str, ...]] = ("", ())
    answers_become_faq: bool = False
    # An item whose notice runs can't be closed while such a case about it is open.
    holds_item: bool = False
    # A missed term leaves an entry for 约谈 or 通报; published items can be tied to it; the knowledge base is offered.
    late_is_noted: bool = False
    links_items: bool = False
    offers_knowledge: bool = False
    # Written freely and often to the wrong unit: class, unit and similar cases are suggested, topics counted.
    letter_like: bool = False
    position: int = 100
    apply_words: str = ""
    counts_words: str = ""

    def state(self, code: str) -> CaseState:
        return next(state for state in self.states if state.code == code)

    def act(self, code: str) -> Act:
        """The first transition of that act. KeyError when the kind has none."""
        found = self.find_act(code)
        if found is None:
            raise KeyError(code)
        return found

    def find_act(self, code: str) -> Act | None:
        """As `act`; None for acts of the engine, which stand in no kind's table (receiving, handing on, amending)."""
        return next((found for found in self.transitions if found.act == code), None)

    def outcome(self, code: str) -> CaseOutcome | None:
        return next((found for found in self.outcomes if found.code == code), None)

    @property
    def fields(self) -> tuple[Asked, ...]:
        return tuple(asked for page in self.pages for asked in page.fields)


def roles(words: str) -> frozenset[str]:
    return frozenset(words.split())
