"""Every kind of report as declared, and built from its figures."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from gongkai.kinds.transitions import faults
from gongkai.ledger.rules import SYSTEM
from gongkai.reports import papers
from gongkai.reports.actions import building
from gongkai.reports.declaring import declaration_faults
from gongkai.reports.kinds import REPORT_KINDS, report_title
from gongkai.reports.layouts import Row
from gongkai.reports.queries.facts import current_version, facts_of
from gongkai.reports.queries.figure_numbers import unknown_figures
from gongkai.reports.queries.owing import owing_units
from gongkai.reports.queries.records import cell_page

OTHERS = [code for code in REPORT_KINDS if code != "annual"]


@pytest.mark.parametrize("code", REPORT_KINDS)
def test_a_declaration_is_sound_and_names_figures_that_exist(code):
    kind = REPORT_KINDS[code]
    assert faults(initial=kind.initial, states=kind.states, transitions=kind.transitions) == []
    assert unknown_figures(kind, 2025) == []


def test_faults_of_a_declaration_are_named():
    kind = REPORT_KINDS["bulletin"]
    twice = type(kind)(**{**kind.__dict__, "period_words": "", "article": ""})
    found = declaration_faults([kind, twice])
    assert "bulletin 声明了两次" in found
    assert "bulletin 没有名称或者依据" in found
    assert "bulletin 一年有几期，但是没有说一期怎么称呼" in found


def test_titles_say_which_period():
    assert report_title("青禾县", 2025, "3", "quarterly") == "青禾县2025年第3季度政府信息公开情况统计表"
    assert report_title("青禾县", 2025, "3", "bulletin") == "青禾县2025年3月政务公开通报表"
    assert report_title("青禾县", 2025, "", "annual") == "青禾县2025年政府信息公开工作年度报告"


def test_terms_follow_the_period():
    assert REPORT_KINDS["quarterly"].due(2025, "4", "unit") == date(2026, 1, 8)
    assert REPORT_KINDS["quarterly"].due(2025, "1", "unit") == date(2025, 4, 8)
    assert REPORT_KINDS["bulletin"].due(2025, "12", "unit") == date(2026, 1, 10)


def test_rows_are_called_as_people_call_them():
    row = Row("denied.state_secret", "属于国家秘密", ("三、本年度办理结果", "（三）不予公开"), "1.")
    assert row.short == "不予公开·属于国家秘密"
    assert Row("x", "予以公开", ("三、本年度办理结果",)).short == "予以公开"


@pytest.mark.django_db
@pytest.mark.parametrize("code", OTHERS)
def test_a_kind_is_built_from_its_figures_and_prints(cast, code):
    at, kind = timezone.now(), REPORT_KINDS[code]
    today = timezone.localdate(at)
    year, period = (
        today.year,
        {4: str((today.month - 1) // 3 + 1), 12: str(today.month)}.get(len(kind.periods), ""),
    )
    item = cast.published(unit="agri", at=at)
    assert item
    owing = owing_units(kind=code, year=year)
    built = building.build(kind=code, year=year, period=period, owing=owing, by=SYSTEM, at=at)
    assert len(built.done) == len(owing)
    office = cast.standing("office.disclosure_office")
    page = cell_page(office, built.done[-1], "disclosure.item.published")
    report = building.Report.objects.get(id=built.done[-1])  # the government's
    facts = facts_of(current_version(report))
    assert report.is_government
    if "item.published" in facts.disclosure:
        assert facts.disclosure["item.published"] == 1
        assert (page.value, page.total, len(page.records)) == (1, 1, 1)
    paper = papers.paper_for(facts, kind=code, period=period)
    assert kind.label in paper.title
    assert papers.FORMS["docx"].write(paper)[:2] == b"PK"
    assert all(n is None or isinstance(n, int | Decimal) for n in facts.disclosure.values())
