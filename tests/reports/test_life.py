"""A report's life: computed, written, signed, handed in, returned, mended, accepted, published, corrected."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gongkai.ledger.models import LedgerRow
from gongkai.ledger.rules import SYSTEM
from gongkai.reports.actions import building, filing, passing, publishing, refusals, setting, writing
from gongkai.reports.layouts import TEMPLATES
from gongkai.reports.models import Report, ReportRemark, ReportVersion
from gongkai.reports.queries.facts import current_version, facts_of, last_year_facts
from gongkai.reports.queries.owing import owing_units

from .conftest import numbers_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def by(cast):
    return lambda key: cast.standing(key)


@pytest.fixture
def drafted(cast, by, at, numbers, written):
    """A report with numbers and words, ready to be signed."""
    report_id = building.compute(
        kind="annual", year=2025, unit_id=cast.units["agri"], by=by("agri.officer"), at=at
    )
    writing.save_sections(report_id=report_id, texts=written, by=by("agri.officer"), at=at)
    return report_id


def _published(report_id, by, at):
    passing.sign(report_id=report_id, by=by("agri.leader"), at=at)
    passing.submit(report_id=report_id, by=by("agri.officer"), at=at)
    passing.accept(report_id=report_id, by=by("office.disclosure_office"), at=at)
    publishing.publish(report_id=report_id, by=by("agri.publisher"), at=at)


def test_the_whole_way_with_a_return(drafted, by, at):
    passing.sign(report_id=drafted, by=by("agri.leader"), at=at)
    passing.submit(report_id=drafted, by=by("agri.officer"), at=at)
    office = by("office.disclosure_office")
    passing.return_report(
        report_id=drafted,
        reason="第五部分太空",
        cells=["foi.new_received/total", "没有这格"],
        by=office,
        at=at,
    )
    report = Report.objects.get(id=drafted)
    assert (report.state, report.signed_at, report.submitted_at) == ("returned", None, None)
    remark = ReportRemark.objects.get(report=drafted, act="return_report")
    assert (remark.text, remark.cells) == ("第五部分太空", ["foi.new_received/total"])
    writing.save_sections(
        report_id=drafted,
        texts={5: "问题是{{foi.new_received/total}}件都晚了。"},
        by=by("agri.officer"),
        at=at,
    )
    _published(drafted, by, at)
    report.refresh_from_db()
    version = report.public_version
    assert (report.state, version.state) == ("published", "public")
    assert version.shown[4]["text"] == "问题是3件都晚了。"
    acts = list(
        LedgerRow.objects.filter(act__startswith="report.").order_by("id").values_list("act", flat=True)
    )
    assert acts == [
        "report.compute", "report.save", "report.sign", "report.submit", "report.return_report", "report.save",
        "report.sign", "report.submit", "report.accept", "report.publish",
    ]  # fmt: skip


def test_nobody_signs_while_something_is_left_to_write(cast, by, at, numbers):
    report_id = building.compute(
        kind="annual", year=2025, unit_id=cast.units["agri"], by=by("agri.officer"), at=at
    )
    with pytest.raises(refusals.NotReady, match="还有 3 处"):
        passing.sign(report_id=report_id, by=by("agri.leader"), at=at)


def test_nobody_signs_numbers_that_do_not_add_up(cast, by, at, numbers, drafted):
    broken = numbers_of(3)
    numbers[cast.units["agri"]] = type(broken)(
        {**broken.cells, "foi.results.total/total": 2}, {}, broken.figures
    )
    building.compute(kind="annual", year=2025, unit_id=cast.units["agri"], by=by("agri.officer"), at=at)
    with pytest.raises(refusals.NotReady, match="办理结果总计 2 ＋ 结转下年 1 ＝ 3，相差 1"):
        passing.sign(report_id=drafted, by=by("agri.leader"), at=at)


def test_each_step_is_its_own_peoples(drafted, by, at):
    for act, person in (
        (passing.sign, "agri.officer"), (passing.sign, "housing.leader"), (passing.accept, "agri.leader"),
    ):  # fmt: skip
        with pytest.raises(refusals.NotAllowed):
            act(report_id=drafted, by=by(person), at=at)
    with pytest.raises(refusals.TooLate, match="起草中"):
        passing.accept(report_id=drafted, by=by("office.disclosure_office"), at=at)


def test_words_saved_elsewhere_meanwhile_are_not_overwritten(drafted, by, at):
    writing.save_sections(report_id=drafted, texts={6: "甲"}, by=by("agri.leader"), at=at)
    with pytest.raises(refusals.StaleText):
        writing.save_sections(
            report_id=drafted,
            texts={6: "乙"},
            opened_at=at - timedelta(seconds=9),
            by=by("agri.officer"),
            at=at,
        )


def test_a_figure_that_the_report_has_not_is_refused(drafted, by, at):
    with pytest.raises(refusals.ReportRefused, match=r"foi\.nothing"):
        writing.save_sections(report_id=drafted, texts={6: "{{foi.nothing}}"}, by=by("agri.officer"), at=at)


def test_a_published_report_stays_as_it_is_until_its_correction_is_published(cast, by, at, numbers, drafted):
    _published(drafted, by, at)
    numbers[cast.units["agri"]] = numbers_of(9)
    again = building.build(
        kind="annual", year=2025, owing=owing_units(kind="annual", year=2025), by=SYSTEM, at=at
    )
    assert drafted in again.kept
    assert publishing.correct(report_id=drafted, reason="漏了六件申请", by=by("agri.officer"), at=at) == 2
    building.compute(kind="annual", year=2025, unit_id=cast.units["agri"], by=by("agri.officer"), at=at)
    report = Report.objects.get(id=drafted)
    assert facts_of(report.public_version).cell("foi.new_received/total") == 3
    assert facts_of(current_version(report)).cell("foi.new_received/total") == 9
    _published(drafted, by, at)
    states = list(ReportVersion.objects.filter(report=drafted).order_by("no").values_list("state", flat=True))
    assert states == ["superseded", "public"]


def test_a_correction_can_be_dropped(by, at, drafted):
    _published(drafted, by, at)
    publishing.correct(report_id=drafted, reason="漏了六件申请", by=by("agri.officer"), at=at)
    publishing.drop_correction(report_id=drafted, by=by("agri.officer"), at=at)
    assert Report.objects.get(id=drafted).state == "published"


def test_a_first_draft_is_nothing_to_be_dropped(by, at, drafted):
    with pytest.raises(refusals.NotReady):
        publishing.drop_correction(report_id=drafted, by=by("agri.officer"), at=at)


# ---- the government's -----------------------------------------------------------------------------------


def test_the_government_sums_its_units_and_its_own_and_says_who_is_missing(cast, by, at, numbers):
    office = by("office.disclosure_office")
    numbers[cast.units["agri"]] = numbers_of(10)
    for key in ("agri", "housing"):
        building.compute(kind="annual", year=2025, unit_id=cast.units[key], by=by(f"{key}.officer"), at=at)
    report_id = building.compute(kind="annual", year=2025, unit_id=cast.units["root"], by=office, at=at)
    version = ReportVersion.objects.get(report=report_id)
    assert version.cells["foi.new_received/total"] == 10 + 3 + 3
    assert version.parts["foi.new_received/total"] == {
        str(cast.units["agri"]): 10, str(cast.units["housing"]): 3, str(cast.units["root"]): 3,
    }  # fmt: skip
    assert version.missing == ["001", "111"]
    assert version.figures == {"items.published": 21}


def test_all_units_are_built_and_villages_owe_none(cast, by, at, numbers):
    owing = owing_units(kind="annual", year=2025)
    assert {one.code for one in owing} == {"000", "001", "016", "012", "111"}
    seen = []
    built = building.build(kind="annual", year=2025, owing=owing, by=SYSTEM, at=at, told=seen.append)
    assert (len(built.done), seen[-1]) == (5, built)
    total = Report.objects.get(unit=cast.units["root"]).versions.get().cells["foi.new_received/total"]
    assert total == 15
    again = building.build(kind="annual", year=2025, owing=owing, by=SYSTEM, at=at, resume=built)
    assert again == built


def test_the_office_says_who_owes_a_report_against_its_kind(cast, by, at):
    setting.note_owing(
        unit_id=cast.units["village"], from_year=2024, owes=True, reason="县政务公开办通知",
        by=by("office.disclosure_office"), at=at,
    )  # fmt: skip
    assert "111-01" in [one.code for one in owing_units(kind="annual", year=2025)]
    assert "111-01" not in [one.code for one in owing_units(kind="annual", year=2023)]


def test_an_inner_term_moves_open_reports_and_is_never_later_than_the_law(drafted, by, at):
    office = by("office.disclosure_office")
    words = {
        "kind": "annual",
        "scope": "unit",
        "act": "submit",
        "source": "县政务公开办通知",
        "by": office,
        "at": at,
    }
    setting.set_term(month=1, day=20, **words)
    report = Report.objects.get(id=drafted)
    assert (report.submit_by.isoformat(), report.publish_by.isoformat()) == ("2026-01-20", "2026-01-31")
    with pytest.raises(refusals.ReportRefused, match="1 月 31 日"):
        setting.set_term(month=2, day=1, **words)
    with pytest.raises(refusals.ReportRefused, match="2 月 30 日"):
        setting.set_term(month=2, day=30, **words)


# ---- last year's ----------------------------------------------------------------------------------------


def test_last_years_report_from_elsewhere_is_kept_to_compare_with(cast, by, at, drafted):
    facts = TEMPLATES["2021"].blank(unit_code="016", unit_name="青禾县农业农村局", year=2024, fill=2)
    filed = filing.take_in(
        kind="annual", unit_id=cast.units["agri"], facts=facts, by=by("agri.officer"), at=at
    )
    assert Report.objects.get(id=filed).state == "filed"
    before = last_year_facts(Report.objects.get(id=drafted))
    assert before.cell("foi.carried_forward/total") == 2
    with pytest.raises(refusals.NotReady):
        filing.take_in(kind="annual", unit_id=cast.units["agri"], facts=facts, by=by("agri.officer"), at=at)
