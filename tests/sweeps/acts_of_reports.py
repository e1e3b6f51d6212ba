"""T50 and O08 for reports: an example of every act, and how safe it is to press."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.sweeps import world_of_reports as made
from tests.sweeps.safety import Adds, Again, Named, Safety, Undone
from tests.sweeps.world import World

from gongkai.ledger.rules import SYSTEM
from gongkai.reports.actions import building, filing, passing, publishing, setting, writing
from gongkai.reports.layouts import TEMPLATES
from gongkai.reports.models import Report
from gongkai.reports.queries.owing import owing_units

Act = Callable[[World], Any]
YEAR = 2023  # none of the world's own


def _as(w: World, person: str = "agri.officer") -> dict[str, Any]:
    return {"by": w.by(person), "at": w.at}


def _office(w: World) -> dict[str, Any]:
    return _as(w, "office.disclosure_office")


def _make(how: Callable[..., int]) -> Act:
    def prepare(w: World) -> None:
        w.made["report"] = how(w.cast, "agri", w.at, year=YEAR)

    return prepare


def _it(w: World) -> int:
    return w.made["report"]


def _facts() -> Any:
    return TEMPLATES["2021"].blank(unit_code="016", unit_name="青禾县农业农村局", year=YEAR, fill=0)


_B, _P, _U, _S = (f"reports.actions.{name}." for name in ("building", "passing", "publishing", "setting"))
_REASON = {"reason": "漏了一件申请"}
_TERM = {"kind": "annual", "scope": "unit", "act": "submit", "month": 1, "day": 20, "source": "县通知"}

EXAMPLES: dict[str, Act | tuple[Act, Act]] = {
    _B + "ask_for_all": lambda w: building.ask_for_all(kind="annual", year=YEAR, **_office(w)),
    _B + "compute": lambda w: building.compute(
        kind="annual", year=YEAR, unit_id=w.cast.units["agri"], **_as(w)),
    _B + "build": lambda w: building.build(
        kind="annual", year=YEAR, owing=owing_units(kind="annual", year=YEAR), by=SYSTEM, at=w.at),
    "reports.actions.writing.save_sections": (
        _make(made.written), lambda w: writing.save_sections(report_id=_it(w), texts={5: "新的。"}, **_as(w))),
    _P + "sign": (_make(made.written), lambda w: passing.sign(report_id=_it(w), **_as(w, "agri.leader"))),
    _P + "submit": (_make(made.signed), lambda w: passing.submit(report_id=_it(w), **_as(w))),
    _P + "take_back": (_make(made.submitted), lambda w: passing.take_back(
        report_id=_it(w), **_REASON, **_as(w))),
    _P + "accept": (_make(made.submitted), lambda w: passing.accept(report_id=_it(w), **_office(w))),
    _P + "return_report": (_make(made.submitted), lambda w: passing.return_report(
        report_id=_it(w), cells=["foi.new_received/total"], **_REASON, **_office(w))),
    _U + "publish": (_make(made.accepted), lambda w: publishing.publish(
        report_id=_it(w), **_as(w, "agri.publisher"))),
    _U + "correct": (_make(made.published), lambda w: publishing.correct(
        report_id=_it(w), **_REASON, **_as(w))),
    _U + "drop_correction": (_make(made.corrected), lambda w: publishing.drop_correction(
        report_id=_it(w), **_as(w))),
    "reports.actions.filing.take_in": lambda w: filing.take_in(
        kind="annual", unit_id=w.cast.units["agri"], facts=_facts(), **_as(w)),
    _S + "set_term": lambda w: setting.set_term(**_TERM, **_office(w)),
    _S + "note_owing": lambda w: setting.note_owing(
        unit_id=w.cast.units["village"], from_year=YEAR, owes=True, reason="县通知", **_office(w)),
}  # fmt: skip

HELPERS = ("reports.actions.common", "reports.actions.refusals")

_PAGE = "office/reports/<int:report_id>/act/<slug:act>/"


def _stands(how: Callable[..., int], act: str) -> Act:
    """The own unit's report of the sweep stands where the act is next."""

    def prepare(w: World) -> None:
        Report.objects.filter(id=w.own["report"]).delete()
        w.own.things["report"] = how(w.cast, "agri", w.at)
        w.own.things["report_act"] = act

    return prepare


SAFETY_OF_REPORTS: dict[str, Safety] = {
    _B + "ask_for_all": Again("computes what the records say"),
    _B + "compute": Again("computes what the records say"),
    _B + "build": Again("computes what the records say; what is signed is left alone"),
    "reports.actions.writing.save_sections": Again("the former words, typed again"),
    _P + "sign": Named(_PAGE, "agri.leader", "由您对这份报告的数字和文字负责"),
    _P + "submit": Undone(_P + "take_back"),
    _P + "take_back": Again("signed and handed in anew"),
    _P + "accept": Undone(_P + "return_report"),
    _P + "return_report": Again("signed and handed in anew"),
    _U + "publish": Named(
        _PAGE,
        "agri.publisher",
        "数字和背后的记录从此固定",
        prepare=_stands(made.accepted, "publish"),
    ),
    _U + "correct": Undone(_U + "drop_correction"),
    _U + "drop_correction": Named(
        _PAGE,
        "agri.officer",
        "改的内容不再用",
        prepare=_stands(made.corrected, "drop_correction"),
    ),
    "reports.actions.filing.take_in": Adds("last year's report to compare with"),
    _S + "set_term": Again("the former day"),
    _S + "note_owing": Again("the former answer"),
}
