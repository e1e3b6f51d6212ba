"""Charts: well-formed, told in words, a table beside them, and every mark inside the picture."""

from __future__ import annotations

import re
from decimal import Decimal

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from gongkai.reports.printing import charts
from gongkai.reports.printing.charts import Chart, Series

KINDS = (charts.columns, charts.bars, charts.trend)
SVG = "{http://www.w3.org/2000/svg}"
MONTHS = tuple(f"{month}月" for month in range(1, 13))
RECEIVED = Chart(
    "各月收到申请", MONTHS, (Series("收到", (12, 8, 30, 0, None, 22, 19, 41, 33, 12, 9, 7)),), unit="件"
)
SHARES = Chart(
    "按时答复率",
    ("2023", "2024", "2025"),
    (Series("本单位", (Decimal("97.10"), None, 98)), Series("全县<b>", (91, 92, 93))),
    unit="%",
)

_numbers = st.one_of(st.none(), st.integers(-(10**6), 10**12), st.decimals(0, 100, places=2))


@st.composite
def _charts(draw: st.DrawFn) -> Chart:
    labels = draw(st.lists(st.text(max_size=12), max_size=14))
    one = st.lists(_numbers, min_size=len(labels), max_size=len(labels)).map(tuple)
    series = draw(
        st.lists(st.builds(Series, st.text(max_size=12), one), min_size=1, max_size=charts.MAX_SERIES)
    )
    return Chart(
        draw(st.text(max_size=30)), tuple(labels), tuple(series), unit=draw(st.sampled_from(["", "件"]))
    )


@given(_charts())
@settings(max_examples=40)
def test_any_chart_is_well_formed_and_stays_inside_its_picture(chart: Chart) -> None:
    for kind in KINDS:
        picture = etree.fromstring(kind(chart))
        _, _, width, height = map(float, picture.get("viewBox").split())
        for box in picture.iter(f"{SVG}rect"):
            assert float(box.get("x")) >= -0.1
            assert float(box.get("x")) + float(box.get("width")) <= width + 0.1
            assert float(box.get("y")) >= -0.1
            assert float(box.get("y")) + float(box.get("height")) <= height + 0.1
        for dot in picture.iter(f"{SVG}circle"):
            assert 0 <= float(dot.get("cx")) <= width
            assert 0 <= float(dot.get("cy")) <= height


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_has_a_title_a_description_and_the_numbers_as_a_table(kind) -> None:
    page = lxml.html.fromstring(charts.figure(SHARES, kind(SHARES)))
    picture = page.find("svg")
    assert picture.get("role") == "img"
    named = picture.get("aria-labelledby").split()
    assert [page.get_element_by_id(name).tag for name in named] == ["title", "desc"]
    assert (
        page.get_element_by_id(named[1]).text
        == "本单位最高 98%（2025），2025 98%；全县<b>最高 93%（2025），2025 93%。"
    )
    rows = [[cell.text for cell in row] for row in page.find(".//table").iter("tr")]
    assert rows == [
        [None, "本单位", "全县<b>"],
        ["2023", "97.10", "91"],
        ["2024", "—", "92"],
        ["2025", "98", "93"],
    ]
    assert not re.search(r"<script|style=|\son\w+=", charts.figure(SHARES, kind(SHARES)))


def test_columns_begin_at_zero_and_are_as_high_as_their_numbers() -> None:
    picture = etree.fromstring(charts.columns(RECEIVED))
    boxes = {round(float(box.get("x"))): float(box.get("height")) for box in picture.iter(f"{SVG}rect")}
    heights = [boxes[x] for x in sorted(boxes)]
    values = [value for value in RECEIVED.series[0].values if value is not None]
    assert heights == pytest.approx([max(heights) * value / 41 for value in values], abs=0.2)
    written = [text.text for text in picture.iter(f"{SVG}text") if text.get("text-anchor") == "middle"]
    assert written[:11] == [str(value) for value in values]


def test_a_missing_year_breaks_the_line() -> None:
    first, second = etree.fromstring(charts.trend(SHARES)).findall(f"{SVG}path")[:2]
    assert first.get("d").count("L") == second.get("d").count("L") == 0
    whole = Chart("新收", ("2023", "2024", "2025"), (Series("新收", (1, 2, 3)),))
    (line,) = etree.fromstring(charts.trend(whole)).findall(f"{SVG}path")
    assert line.get("d").count("L") == 2


def test_series_must_fit_the_labels() -> None:
    with pytest.raises(ValueError, match="一样多"):
        Chart("题", ("甲",), (Series("一", (1, 2)),))
    with pytest.raises(ValueError, match="最多 3 组"):
        Chart("题", (), tuple(Series(str(n), ()) for n in range(4)))


def test_the_same_chart_gives_the_same_text() -> None:
    assert charts.columns(RECEIVED) == charts.columns(RECEIVED)
    assert RECEIVED.key != SHARES.key
