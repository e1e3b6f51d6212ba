"""The form of an item kind. A kind is one file in `kinds/` that fills this form."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.disclosure.states import INITIAL, STATES, TRANSITIONS
from gongkai.kinds.transitions import State, Transition


@dataclass(frozen=True)
class Field:
    """A field of the kind's own: how it is asked for and read back. `type` is text, long_text, date, integer, yuan or choice."""

    key: str
    label: str
    type: str = "text"
    required: bool = False
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    public: bool = True


@dataclass(frozen=True)
class ItemKind:
    """What differs between kinds of items; everything else is the engine.

    `route_class` picks the review route: short for routine news, long where the main leader signs.
    `asks_doc_no` says whether a document number is expected, `has_validity` whether 有效性 is kept,
    `takes_objections`: a notice that people may object to, from `notice_from_on` to `notice_to_on` where it has
    these fields, else as long as it is public; `least_notice_days`: it runs that long at least.
    `explains` whether it interprets a document, `wants_interpretation` whether one is owed (三同步).
    """

    code: str
    label: str
    article: str
    stage: str
    route_class: str
    summary: str
    genre: str = ""
    fields: tuple[Field, ...] = ()
    asks_doc_no: bool = False
    has_validity: bool = False
    explains: bool = False
    wants_interpretation: bool = False
    takes_objections: bool = False
    least_notice_days: int = 0
    term: str = "item.publish"
    position: int = 100
    initial: str = INITIAL
    states: tuple[State, ...] = STATES
    transitions: tuple[Transition, ...] = field(default=TRANSITIONS, repr=False)
