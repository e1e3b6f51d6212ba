"""What the pages of figures share: the period and the units asked for, numbers as words, addresses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from gongkai.components.dates import day
from gongkai.figures.declaring import Figure, Reckoned
from gongkai.figures.declaring import Number as Counting
from gongkai.figures.queries.declared import FIGURES
from gongkai.figures.queries.kept import Counted, year_so_far
from gongkai.figures.queries.scopes import Tree, tree_on
from gongkai.figures.rules.periods import NoPeriod, Period, month, read_period
from gongkai.figures.rules.ranking import Place, place_among
from gongkai.figures.rules.rounding import half_up
from gongkai.office.frame import works
from gongkai.office.long_select import LongSelect
from gongkai.office.standing import moment_of, needs

for_workers = needs(works, "统计数字由办理信息公开的人员查看。")
FIRST_YEAR = 2008
MOST_DAYS = 366
Number = Decimal | int | None


@dataclass(frozen=True)
class Asked:
    """What the address asks for. `text` names the period in it; `unit_ids` None: all units; `own`: without those below."""

    text: str
    period: Period
    tree: Tree
    unit_id: int | None = None
    own: bool = False

    @property
    def unit_ids(self) -> frozenset[int] | None:
        if self.unit_id is None:
            return None
        return frozenset([self.unit_id]) if self.own else self.tree.subtree(self.unit_id)

    @property
    def unit_name(self) -> str:
        if self.unit_id is None:
            return "全部单位"
        return f"{self.tree.units[self.unit_id].name}{'自己' if self.own else ''}"

    def query(self, **more: str | int) -> str:
        told: dict[str, str | int] = {"period": self.text}
        if self.unit_id is not None:
            told["unit"] = self.unit_id
        if self.own:
            told["own"] = 1
        return urlencode(told | more)

    def of(self, unit_id: int | None, *, own: bool = True) -> Asked:
        return replace(self, unit_id=unit_id, own=own and unit_id is not None)


def asked(request: HttpRequest, *, unit_id: int | None = None) -> Asked:
    """From the address; odd periods are this year so far. 404 for a unit that didn't exist by the end of the period."""
    today = moment_of(request).today
    text, period = _period(request.GET.get("period", ""), today)
    tree = tree_on(period.last)
    wanted = request.GET.get("unit", "")
    if unit_id is None and wanted.isascii() and wanted.isdigit() and len(wanted) < 15:
        unit_id = int(wanted)
    if unit_id is not None and unit_id not in tree.units:
        raise Http404
    own = request.GET.get("own") == "1" and unit_id is not None
    return Asked(text, period, tree, unit_id, own)


def _period(text: str, today: date) -> tuple[str, Period]:
    try:
        found = read_period(text[:30])
    except NoPeriod:
        return str(today.year), year_so_far(today)
    long = (found.last - found.first).days >= MOST_DAYS
    if found.first.year < FIRST_YEAR or found.first > today or long:
        return str(today.year), year_so_far(today)
    if text.strip() == str(today.year):
        return str(today.year), year_so_far(today)
    return text.strip(), Period(found.first, min(found.last, today))


def of_today(today: date) -> tuple[str, Period]:
    return f"{today.isoformat()}..{today.isoformat()}", Period(today, today)


def whole_year(period: Period) -> Period:
    """From New Year to the end of the period: what a trend by month shows."""
    return Period(date(period.last.year, 1, 1), period.last)


def period_words(period: Period) -> str:
    """ "2025年", or with both days."""
    label = period.label
    if "至" not in label:
        return label
    if period.first == period.last:
        return day(period.last)
    return f"{day(period.first)}至{day(period.last)}"


# ---- choosing --------------------------------------------------------------------------------------------


def period_select(request: HttpRequest, chosen: Asked) -> SafeString:
    today = moment_of(request).today
    last = month(today.month - 1, today.year) if today.month > 1 else month(12, today.year - 1)
    offered = {
        str(today.year): "今年到今天",
        f"{today:%Y-%m}": "本月到今天",
        f"{last.first:%Y-%m}": "上月",
        **{f"{year}": f"{year}年" for year in range(today.year - 1, today.year - 4, -1)},
    }
    offered.setdefault(chosen.text, period_words(chosen.period))
    select = LongSelect(choices=list(offered.items()))
    return select.render("period", chosen.text, {"id": "period", "class": "control"})


def unit_select(chosen: Asked) -> SafeString:
    """Every unit of the period under the one that it belongs to."""
    choices = [("", "全部单位"), *((str(pk), label) for pk, label in _outline(chosen.tree))]
    value = "" if chosen.unit_id is None else str(chosen.unit_id)
    return LongSelect(choices=choices).render("unit", value, {"id": "unit", "class": "control"})


def _outline(tree: Tree) -> Iterator[tuple[int, str]]:
    below: dict[int | None, list[int]] = {}
    for unit_id in tree.units:
        if unit_id in tree.above:
            below.setdefault(tree.above[unit_id], []).append(unit_id)
    waiting = [(one, 0) for one in reversed(below.get(None, []))]
    while waiting:
        unit_id, depth = waiting.pop()
        yield unit_id, "　" * depth + tree.units[unit_id].name
        waiting += [(one, depth + 1) for one in reversed(below.get(unit_id, []))]


# ---- words and addresses ---------------------------------------------------------------------------------


def figure_or_404(code: str) -> Figure:
    if code not in FIGURES:
        raise Http404
    return FIGURES[code]


def number(value: Number) -> str:
    return "没有数" if value is None else f"{value:,}"


def with_unit(declared: Figure, value: Number) -> str:
    """ "97.96%", "4,691 条"."""
    if value is None:
        return "没有数"
    return f"{value:,}{declared.unit}" if declared.unit == "%" else f"{value:,} {declared.unit}"


def parts_words(found: Reckoned) -> str:
    """The fraction of a share, and a mark where the sample is small."""
    parts = f"{found.part:,} / {found.whole:,}" if found.whole is not None else ""
    return "，".join(filter(None, (parts, f"样本少（{found.sample}）" if found.is_small else "")))


def change_words(declared: Figure, now: Number, before: Number) -> str:
    """Against last year: percentage points of a share, else the difference."""
    if now is None or before is None:
        return "—"
    change = Decimal(now) - Decimal(before)
    if not change:
        return "持平"
    if declared.unit == "%":
        return f"{'高' if change > 0 else '低'} {abs(change):,} 个百分点"
    return f"{'多' if change > 0 else '少'} {abs(change):,} {declared.unit}"


def place_of(now: Counted, chosen: Asked) -> Place:
    """Where the chosen unit stands among those of its kind, each with what is below it (`own`: without).

    Without a chosen unit only what is usual among the units under the top.
    """
    tree = chosen.tree
    if chosen.unit_id is None:
        others = {
            unit: members for unit, members in tree.report_scopes.items() if tree.above[unit] is not None
        }
    else:
        others = {
            peer: chosen.of(peer, own=chosen.own).unit_ids or frozenset()
            for peer in tree.peers(chosen.unit_id)
        }
    values = {unit: one.value for unit, one in now.by_owner(others).items()}
    return place_among(values, chosen.unit_id, lower_is_better=now.declared.lower_is_better)


def middle_words(declared: Figure, place: Place) -> str:
    """A median of whole numbers may be a half."""
    places = 1 if isinstance(declared.aggregate, Counting) else declared.places
    return with_unit(declared, half_up(place.middle, places) if place.middle is not None else None)


def rank_words(place: Place) -> str:
    return f"第 {place.rank}，共 {place.others}" if place.rank else "没有数"


def figure_url(code: str, chosen: Asked) -> str:
    return f"{reverse('office:figure', args=[code])}?{chosen.query()}"


def records_url(code: str, chosen: Asked, *, part: bool = False) -> str:
    more = {"part": 1} if part else {}
    return f"{reverse('office:figure_records', args=[code])}?{chosen.query(**more)}"
