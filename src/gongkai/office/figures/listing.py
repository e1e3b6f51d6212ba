"""All figures by name: what each counts, where that comes from, and the way to its page. Nothing is counted here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from gongkai.components.parts import Cell, Column, Link, Row, Table
from gongkai.figures.declaring import Figure
from gongkai.figures.queries.declared import FIGURES
from gongkai.office.figures.common import for_workers
from gongkai.office.standing import staff_required

OTHER = "other"
AREAS = {
    "disclosed": ("主动公开", ("item", "disclosure", "duty")),
    "requested": ("依申请公开", ("foi", "application")),
    "disputed": ("复议和诉讼", ("dispute",)),
    "answered": ("来信和工单", ("letter", "order", "question", "consultation", "complaint")),
    "entered": ("登记册", ("register",)),
}
"""By the first word of a figure's code; a county's own with another word stand with the rest."""
_AREA_OF = {word: area for area, (_, words) in AREAS.items() for word in words}


@staff_required
@for_workers
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:60]
    found = [one for one in FIGURES.values() if not words or _is_meant(one, words)]
    asked = request.GET.get("area", "")
    area = asked if asked in AREAS or asked == OTHER else ""
    shown = [one for one in found if not area or _area(one) == area]
    return render(
        request,
        "office/figures/listing.html",
        {
            "title": "全部指标",
            "words": f"{len(shown)} 个",
            "q": words,
            "area": area,
            "tabs": _tabs(found, area, words),
            "table": Table(
                "指标", [Column("指标"), Column("计量单位"), Column("依据")], [_row(one) for one in shown]
            ),
            "empty": "没有这样的指标",
            "hint": "换一个词，或者看全部。",
            "back": reverse("office:figures"),
        },
    )


def _is_meant(one: Figure, words: str) -> bool:
    return words in one.label or words in one.definition or words in one.code


def _area(one: Figure) -> str:
    return _AREA_OF.get(one.code.partition(".")[0], OTHER)


def _tabs(found: list[Figure], area: str, words: str) -> list[Link]:
    here = reverse("office:figure_list")
    labels = {"": "全部", **{code: label for code, (label, _) in AREAS.items()}, OTHER: "机构和别的"}
    of_area = [_area(one) for one in found]
    return [
        Link(
            label,
            f"{here}?{urlencode({'area': code, 'q': words})}",
            current=code == area,
            note=str(of_area.count(code) if code else len(found)),
        )
        for code, label in labels.items()
    ]


def _row(one: Figure) -> Row:
    return Row(
        [
            Cell(one.label, reverse("office:figure", args=[one.code]), note=one.definition),
            one.unit,
            one.article,
        ]
    )


urls = [path("figures/all/", listing, name="figure_list")]
