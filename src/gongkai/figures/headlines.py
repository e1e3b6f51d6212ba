"""Which figures stand on the dashboard and on the public page. A county's own page is another list here."""

from __future__ import annotations

from dataclasses import dataclass

KEY_FIGURES = (
    "item.published",
    "item.on_time_rate",
    "duty.met_rate",
    "application.on_time_rate",
    "letter.on_time_rate",
    "order.on_time_rate",
)
"""At most six: more than that nobody looks at."""

TRENDS = ("item.on_time_rate", "application.on_time_rate", "letter.on_time_rate", "order.on_time_rate")

LATE = ("item.overdue", "application.overdue", "letter.overdue", "order.overdue", "question.overdue")
"""As of today, always counted for the page."""


@dataclass(frozen=True)
class Group:
    """A part of the public page; `charts` are those of its figures that are drawn by month."""

    label: str
    codes: tuple[str, ...]
    charts: tuple[str, ...] = ()


PUBLIC = (
    Group(
        "主动公开",
        ("item.published", "item.public_total", "item.on_time_rate", "item.days_to_publish",
         "item.interpretation_rate", "duty.met_rate"),
        ("item.published", "item.on_time_rate"),
    ),
    Group(
        "依申请公开",
        ("foi.new_received", "foi.results.total", "application.on_time_rate", "application.days_median"),
        ("application.on_time_rate",),
    ),
    Group(
        "来信",
        ("letter.received", "letter.answered", "letter.on_time_rate", "letter.days_median", "letter.satisfaction_rate"),
        ("letter.received", "letter.on_time_rate"),
    ),
    Group(
        "热线工单",
        ("order.received", "order.answered", "order.on_time_rate", "order.days_median"),
        ("order.received", "order.on_time_rate"),
    ),
)  # fmt: skip

COUNTED_AHEAD = tuple(
    dict.fromkeys((*KEY_FIGURES, *TRENDS, *(code for group in PUBLIC for code in group.codes)))
)
