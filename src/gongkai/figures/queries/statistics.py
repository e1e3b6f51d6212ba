"""《政府信息公开情况统计表》(国办发〔2014〕32号): the lines of the table up to 2018, and of a quarter's table, from figures.

Lines that nothing here tells stay None: somebody fills them in. Which outcome falls into which line is a choice of ours
where the table of 2014 knows fewer of them than the regulations of 2019 (`_REPLIES`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from gongkai.figures.declaring import Reading, Scope, Tally
from gongkai.figures.queries.annual import Cells
from gongkai.figures.queries.declared import FIGURES
from gongkai.figures.queries.reckoning import tallies, told
from gongkai.figures.queries.scopes import by_owner
from gongkai.figures.rules.periods import Period


@dataclass(frozen=True)
class Line:
    """A figure, where `cut` is named only of these values of the dimension; divided by `by` to come to the table's unit."""

    figure: str
    cut: str = ""
    values: tuple[str, ...] = ()
    by: int = 1


_OUTCOME = "outcome"
_REPLIES: dict[str, tuple[str, ...]] = {
    "replies.already_public": ("already_public",),
    "replies.granted": ("granted",),
    "replies.partial": ("partial",),
    "denied.state_secret": ("state_secret",),
    "denied.trade_secret": (),
    "denied.privacy": (),
    "denied.security_stability": ("security_stability",),
    "denied.not_government_info": (),
    "denied.other": ("law_forbidden", "third_party", "internal_affairs", "process_info", "enforcement_file"),
    "replies.not_ours": ("not_ours",),
    "replies.not_existing": ("not_held", "needs_creation"),
    "replies.amend": ("still_unclear",),
    "replies.elsewhere": (
        "admin_query", "complaint", "duplicate", "publication", "excessive", "confirm_reissue", "other",
    ),
}  # fmt: skip
_DENIED = tuple(value for line, values in _REPLIES.items() if line.startswith("denied.") for value in values)
_NEITHER_LINE = ("denied.trade_secret", "denied.privacy", "denied.not_government_info")
_WAN = 10_000

LINES: dict[str, Line] = {
    "disclosed.total": Line("item.published"),
    "disclosed.normative_documents": Line("item.published", "kind", ("normative_document",)),
    "normative_documents.made": Line("disclosure.normative_documents.made"),
    "channel.website": Line("item.published"),
    "channel.gazette": Line("register.channels.published", "kind", ("gazette",)),
    "channel.weibo": Line("register.channels.published", "kind", ("weibo",)),
    "channel.wechat": Line("register.channels.published", "kind", ("wechat",)),
    "channel.other": Line(
        "register.channels.published", "kind", ("video", "app", "newspaper", "board", "other")
    ),
    "response.press": Line("register.channels.published", "kind", ("press",)),
    "response.interviews": Line("register.website.interviews"),
    "response.interpretations": Line("item.published", "kind", ("interpretation",)),
    "requests.received": Line("application.received"),
    "requests.in_person": Line("application.received", "channel", ("counter", "phone", "internal")),
    "requests.fax": Line("application.received", "channel", ("fax",)),
    "requests.network": Line("application.received", "channel", ("web", "email")),
    "requests.letter": Line("application.received", "channel", ("signed_mail", "plain_mail")),
    "requests.closed": Line("application.answered"),
    "requests.closed_on_time": Line("application.answered", "pace", ("on_time",)),
    "requests.closed_extended": Line("application.answered", "pace", ("extended", "late")),
    "replies.total": Line(
        "application.answered", _OUTCOME, tuple(value for values in _REPLIES.values() for value in values)
    ),
    "replies.denied": Line("application.answered", _OUTCOME, _DENIED),
    **{line: Line("application.answered", _OUTCOME, values) for line, values in _REPLIES.items()},
    "fees.amount": Line("application.fees", by=_WAN),
    "staffing.reading_points": Line("register.staff.reading_points"),
    "staffing.full_time": Line("register.staff.full_time"),
    "staffing.part_time": Line("register.staff.part_time"),
    "staffing.budget": Line("register.staff.budget", by=_WAN),
    "meetings.held": Line("register.meetings.entries"),
    "trainings.held": Line("register.trainings.entries"),
    "trainings.people": Line("register.trainings.people"),
    "review.upheld": Line("dispute.review.upheld"),
    "review.corrected": Line("dispute.review.corrected"),
    "review.other": Line("dispute.review.other"),
    "complaints.total": Line("complaint.received"),
}
_SUMS: dict[str, tuple[Line, ...]] = {
    **{
        f"litigation.{column}": (
            Line(f"dispute.litigation_direct.{column}"), Line(f"dispute.litigation_after_review.{column}"),
        )
        for column in ("upheld", "corrected", "other")
    },
    "review.total": tuple(Line(f"dispute.review.{column}") for column in ("upheld", "corrected", "other")),
    "litigation.total": tuple(
        Line(f"dispute.{group}.{column}")
        for group in ("litigation_direct", "litigation_after_review")
        for column in ("upheld", "corrected", "other")
    ),
    "staffing.people": (Line("register.staff.full_time"), Line("register.staff.part_time")),
}  # fmt: skip
BY_HAND = (
    "response.events", "response.press_leader", "response.interviews_leader", "response.social_media", "response.other",
    "staffing.offices", *_NEITHER_LINE,
)  # fmt: skip


def statistics_cells(period: Period, scopes: Mapping[int, Collection[int]]) -> dict[int, Cells]:
    """Every line of the table for each owner of a scope, by its address ("disclosure.requests.received"). One query a figure."""
    owners = by_owner(scopes)
    scope, reading = Scope(frozenset(owners), period), Reading()
    read: dict[tuple[str, str], dict[int, dict[str, Tally]]] = {}
    found: dict[int, Cells] = {owner: {} for owner in scopes}
    lines = {**{key: (line,) for key, line in LINES.items()}, **_SUMS}
    for key, parts in lines.items():
        for part in parts:
            place = (part.figure, part.cut)
            if place not in read:
                read[place] = _by_owner(part, scope, reading, owners)
        for owner in scopes:
            values = [_value(part, read[part.figure, part.cut].get(owner, {})) for part in parts]
            known = [value for value in values if value is not None]
            found[owner][f"disclosure.{key}"] = sum(known) if known else None
    for owner in scopes:
        found[owner] |= {f"disclosure.{key}": None for key in BY_HAND}
    return found


def _by_owner(
    line: Line, scope: Scope, reading: Reading, owners: Mapping[int, Iterable[int]]
) -> dict[int, dict[str, Tally]]:
    """Owner → value of the cut ("" without one) → what was counted."""
    dimensions = ("unit", line.cut) if line.cut else ("unit",)
    found: dict[int, dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    for key, tally in tallies(FIGURES[line.figure], scope, dimensions, reading).items():
        for owner in owners.get(key[0], ()):
            found[owner][str(key[1]) if line.cut else ""].add(tally)
    return found


def _value(line: Line, counted: Mapping[str, Tally]) -> int | Decimal | None:
    whole = Tally()
    for key, tally in counted.items():
        if not line.cut or key in line.values:
            whole.add(tally)
    value = told(FIGURES[line.figure], whole).value
    return Decimal(value) / line.by if value is not None and line.by != 1 else value
