"""Charts as SVG without a script: columns, bars and lines from zero, numbers written beside them, a table for every chart.

Plain functions: the same chart gives the same text. Colours are the tokens' where reports/paper.css is linked; the
attributes repeat them for a file that stands alone. Series differ by lightness, outline and dashes as well as by colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import floor, log10
from zlib import crc32

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from gongkai.reports.facts import Number
from gongkai.reports.printing.plain import line

MAX_SERIES = 3
WIDTH = 480
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 12, 40, 28
_HEIGHT = 280
_STYLES = (("#0b5c5e", "#0b5c5e", "none"), ("#bcd8d6", "#08484a", "6 4"), ("#ffffff", "#57606a", "2 3"))
_NONE = "—"
_DIGIT = 7.2
_FLAT = 0.5
_ROOMY = 44
"""Between two points, for a number at each of them; else the lowest and the last one say it, and the table the rest."""


@dataclass(frozen=True)
class Series:
    """A row of values, one for each label of the chart; None is a gap."""

    label: str
    values: tuple[Number, ...]


@dataclass(frozen=True)
class Chart:
    """What a chart shows. `description` says in a sentence what there is to see; `unit` is that of the numbers."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    description: str = ""
    unit: str = ""

    def __post_init__(self) -> None:
        if len(self.series) > MAX_SERIES:
            raise ValueError(f"一张图最多 {MAX_SERIES} 组数，这里有 {len(self.series)} 组")
        if any(len(series.values) != len(self.labels) for series in self.series):
            raise ValueError("每组数要和标签一样多")

    @property
    def key(self) -> str:
        """Begins the ids of this chart."""
        return f"chart{crc32(repr(self).encode('utf-8', 'replace')):08x}"


def figure(chart: Chart, drawing: SafeString) -> SafeString:
    """A drawing with its caption and the same numbers as a table."""
    rows = [
        (line(label), [_words(series.values[place]) for series in chart.series])
        for place, label in enumerate(chart.labels)
    ]
    return render_to_string("reports/chart.html", {"chart": chart, "drawing": drawing, "rows": rows})


def columns(chart: Chart) -> SafeString:
    """A column for every label, side by side where there are several series: months, quarters."""
    scale = _Scale.of(chart)
    group = (WIDTH - _LEFT - _RIGHT) / max(1, len(chart.labels))
    each = group * 0.76 / max(1, len(chart.series))
    room = _HEIGHT - _TOP - _BOTTOM
    parts = [_grid(scale, room), _legend(chart, lines=False)]
    longest = max((len(_short(v)) for one in chart.series for v in one.values if v is not None), default=0)
    written = longest * _DIGIT <= each
    for order, series in enumerate(chart.series):
        for place, value in enumerate(series.values):
            if value is None:
                continue
            left = _LEFT + place * group + group * 0.12 + order * each
            top, zero = _TOP + room * (1 - scale.part(value)), _TOP + room * (1 - scale.part(0))
            parts.append(_box(left, min(top, zero), each * 0.9, abs(zero - top), order))
            if written:
                parts.append(_text(left + each * 0.45, min(top, zero) - 4, _short(value), small=each < 26))
    parts += _labels_below(chart.labels, group)
    return _svg(chart, _HEIGHT, parts)


def bars(chart: Chart) -> SafeString:
    """A bar for every label, one below the other: long names, such as the outcomes of requests."""
    scale = _Scale.of(chart)
    each = 18
    group = each * max(1, len(chart.series)) + 30
    legend = 28 if len(chart.series) > 1 else 4
    room = WIDTH - 2 * _RIGHT - 52
    parts = [_legend(chart, lines=False, top=18)]
    for place, label in enumerate(chart.labels):
        top = legend + place * group
        parts.append(_text(_RIGHT, top + 16, _cut(line(label), 32), anchor="start"))
        for order, series in enumerate(chart.series):
            value = series.values[place]
            at = top + 22 + order * each
            zero = _RIGHT + room * scale.part(0)
            if value is None:
                parts.append(_text(_RIGHT, at + 12, _NONE, anchor="start", small=True))
                continue
            end = _RIGHT + room * scale.part(value)
            parts.append(_box(min(zero, end), at, abs(end - zero), each - 4, order))
            parts.append(_text(max(zero, end) + 5, at + 12, _words(value), anchor="start", small=True))
    return _svg(chart, legend + len(chart.labels) * group + 4, parts)


def trend(chart: Chart) -> SafeString:
    """Lines over the years; a gap where a value is missing. Lines that stay high begin above zero, as the axis says."""
    scale = _Scale.of(chart, from_zero=False)
    step = (WIDTH - _LEFT - _RIGHT) / max(1, len(chart.labels))
    room = _HEIGHT - _TOP - _BOTTOM
    parts = [_grid(scale, room), _legend(chart, lines=True)]
    for order, series in enumerate(chart.series):
        points = [
            None if value is None else (_LEFT + (place + 0.5) * step, _TOP + room * (1 - scale.part(value)))
            for place, value in enumerate(series.values)
        ]
        for run in _runs(points):
            path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in run)
            parts.append(
                format_html(
                    '<path class="s{} line" d="{}" fill="none" stroke="{}" stroke-width="2.5" stroke-dasharray="{}"/>',
                    order + 1,
                    path,
                    _STYLES[order][1],
                    _STYLES[order][2],
                )
            )
        told = _places_told(series) if step < _ROOMY and order == 0 else None
        for place, (point, value) in enumerate(zip(points, series.values, strict=True)):
            if point is not None and value is not None:
                parts.append(_dot(*point, order))
                if place in told if told is not None else order < 2 and step >= _ROOMY:
                    parts.append(_text(point[0], point[1] + (-9, 19)[order], _short(value), small=True))
    parts += _labels_below(chart.labels, step)
    return _svg(chart, _HEIGHT, parts)


def _places_told(series: Series) -> set[int]:
    """The lowest value and the last one."""
    there = [(value, place) for place, value in enumerate(series.values) if value is not None]
    return {min(there)[1], there[-1][1]} if there else set()


@dataclass(frozen=True)
class _Scale:
    """From `low` to `high`, with rules at round numbers. Columns and bars begin at zero, or below it."""

    low: float
    high: float
    rules: tuple[float, ...]

    @classmethod
    def of(cls, chart: Chart, *, from_zero: bool = True) -> _Scale:
        values = [float(v) for series in chart.series for v in series.values if v is not None]
        low, high = min([0.0, *values]), max([0.0, *values])
        if not from_zero and values and min(values) > high * _FLAT:
            low = min(values)
        step = _round_step((high - low) / 4)
        below, above = floor(low / step), -floor(-high / step)
        if low > 0 and (low - below * step) < step / 2:
            below -= 1  # room for the numbers under the lowest point
        above = max(above, below + 1)
        return cls(below * step, above * step, tuple(n * step for n in range(below, above + 1)))

    def part(self, value: Number | float) -> float:
        return (float(value or 0) - self.low) / (self.high - self.low)


def _round_step(least: float) -> float:
    if least <= 0:
        return 1.0
    ten = 10.0 ** floor(log10(least))
    return next(factor * ten for factor in (1, 2, 5, 10) if factor * ten >= least * 0.999999)


def _runs(points: Sequence[tuple[float, float] | None]) -> Iterable[list[tuple[float, float]]]:
    run: list[tuple[float, float]] = []
    for point in (*points, None):
        if point is not None:
            run.append(point)
        elif run:
            yield run
            run = []


def _svg(chart: Chart, height: int, parts: Iterable[SafeString]) -> SafeString:
    key = chart.key
    spoken = chart.description or _spoken(chart)
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d"'
        ' font-family="sans-serif" font-size="14"><title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}</svg>',
        WIDTH,
        height,
        key,
        key,
        key,
        line(chart.title),
        key,
        line(spoken),
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _spoken(chart: Chart) -> str:
    """The highest and the last value of each series, for who hears the chart."""
    told = []
    for series in chart.series:
        there = [(v, label) for v, label in zip(series.values, chart.labels, strict=True) if v is not None]
        if there:
            most = max(there, key=lambda pair: pair[0])
            told.append(
                f"{series.label}最高 {_words(most[0])}{chart.unit}（{most[1]}），{there[-1][1]} {_words(there[-1][0])}{chart.unit}"
            )
    return "；".join(told) + "。" if told else "没有数据。"


def _grid(scale: _Scale, room: int) -> SafeString:
    rows = []
    for value in scale.rules:
        at = f"{_TOP + room * (1 - scale.part(value)):.1f}"
        css, colour = ("base", "#6e7781") if value == 0 else ("rule", "#d0d7de")
        rows.append((css, _LEFT, at, WIDTH - _RIGHT, at, colour, _LEFT - 6, at, _short(value)))
    return format_html_join(
        "",
        '<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}"/>'
        '<text class="axis" x="{}" y="{}" dy="4" text-anchor="end" font-size="13" fill="#57606a">{}</text>',
        rows,
    )


def _legend(chart: Chart, *, lines: bool, top: int = 20) -> SafeString:
    parts = []
    if len(chart.series) > 1:
        each = (WIDTH - _LEFT) / len(chart.series)
        for order, series in enumerate(chart.series):
            left = _LEFT + order * each
            parts.append(_dot(left + 6, top - 5, order) if lines else _box(left, top - 11, 12, 12, order))
            parts.append(
                _text(
                    left + 18,
                    top,
                    _cut(line(series.label), 8 if len(chart.series) > 2 else 13),
                    anchor="start",
                )
            )
    return format_html_join("", "{}", ((part,) for part in parts))


def _labels_below(labels: Sequence[str], step: float) -> list[SafeString]:
    """Every label, or every second, third, … where they would run into each other."""
    widest = max(
        (sum(14 if ord(c) > 0x2E7F else 8 for c in _cut(line(label), 8)) for label in labels), default=0
    )
    every = max(1, -(-widest // int(max(step, 1))))
    return [
        _text(_LEFT + (place + 0.5) * step, _HEIGHT - 8, _cut(line(label), 8), small=step < 40)
        for place, label in enumerate(labels)
        if place % every == 0
    ]


def _box(x: float, y: float, width: float, height: float, order: int) -> SafeString:
    fill, stroke, _ = _STYLES[order]
    return format_html(
        '<rect class="s{}" x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}"/>',
        order + 1,
        f"{x:.1f}",
        f"{y:.1f}",
        f"{max(width, 0):.1f}",
        f"{max(height, 0):.1f}",
        fill,
        stroke,
    )


def _dot(x: float, y: float, order: int) -> SafeString:
    fill, stroke, _ = _STYLES[order]
    return format_html(
        '<circle class="s{}" cx="{}" cy="{}" r="4" fill="{}" stroke="{}" stroke-width="2"/>',
        order + 1,
        f"{x:.1f}",
        f"{y:.1f}",
        fill,
        stroke,
    )


def _text(x: float, y: float, words: str, *, anchor: str = "middle", small: bool = False) -> SafeString:
    css = SafeString(' class="axis" font-size="12"') if small else SafeString("")
    return format_html(
        '<text{} x="{}" y="{}" text-anchor="{}" fill="#1b1f24">{}</text>',
        css,
        f"{x:.1f}",
        f"{y:.1f}",
        anchor,
        words,
    )


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"


def _words(value: Number | float) -> str:
    """A number in full; 12,345 with a comma for readers of long ones is not the custom here, so none."""
    if value is None:
        return _NONE
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def _short(value: Number | float) -> str:
    """A number where there is little room: 12345 as 1.2万."""
    number = float(value or 0)
    for size, name in ((1e8, "亿"), (1e4, "万")):
        if abs(number) >= size:
            return f"{number / size:.1f}".rstrip("0").rstrip(".") + name
    return f"{number:.2f}".rstrip("0").rstrip(".")
