"""Reports in the office: the desk, a report's page, its words, its acts, the records behind a cell."""

import io
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.reports.conftest import numbers, numbers_of, written  # noqa: F401 (fixtures)

from gongkai.files.waiting import keep_upload, note_result
from gongkai.reports import printing
from gongkai.reports.actions import building, writing
from gongkai.reports.asjson import kept
from gongkai.reports.layouts import TEMPLATES
from gongkai.reports.models import Report

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafted(cast, numbers, written):  # noqa: F811
    at, officer = timezone.now(), cast.standing("agri.officer")
    report_id = building.compute(kind="annual", year=2025, unit_id=cast.units["agri"], by=officer, at=at)
    writing.save_sections(report_id=report_id, texts=written, by=officer, at=at)
    return report_id


def test_the_desk_shows_the_office_every_unit_and_a_unit_its_own(client_of, drafted):
    office = client_of("office.disclosure_office").get("/office/reports/?year=2025").content.decode()
    assert "青禾县住房和城乡建设局" in office
    assert "没有开始" in office
    assert "计算全部单位" in office
    own = client_of("agri.officer").get("/office/reports/?year=2025").content.decode()
    assert "起草中" in own
    assert "青禾县住房和城乡建设局" not in own
    assert "计算全部单位" not in own


def test_an_officer_begins_the_report_from_the_desk(client_of, cast, numbers):  # noqa: F811
    client = client_of("agri.officer")
    assert "开始编报告" in client.get("/office/reports/?year=2025").content.decode()
    answer = client.post("/office/reports/begin/", {"year": "2025", "unit": cast.units["agri"]})
    report = Report.objects.get()
    assert answer.url == f"/office/reports/{report.pk}/"
    page = client.get(answer.url).content.decode()
    assert "签发以前要做的" in page
    assert "处【 】没有写" in page


def test_every_number_leads_to_its_records(client_of, drafted):
    client = client_of("agri.officer")
    page = client.get(f"/office/reports/{drafted}/").content.decode()
    assert page.count(f'href="/office/reports/{drafted}/cell/') == 200
    cell = client.get(f"/office/reports/{drafted}/cell/foi.new_received/total/").content.decode()
    assert "背后有 3 条记录，其中 3 条您看不到内容" in cell
    assert client.get(f"/office/reports/{drafted}/cell/foi.nothing/").status_code == 404


def test_a_report_of_another_unit_is_not_there(client_of, drafted):
    client = client_of("housing.officer")
    for tail in ("", "words/", "cell/?address=foi.new_received/total", "file/json/", "act/sign/"):
        assert client.get(f"/office/reports/{drafted}/{tail}").status_code == 404


def test_words_are_previewed_with_their_figures_and_saved(client_of, drafted):
    client, url = client_of("agri.officer"), f"/office/reports/{drafted}/words/"
    assert "宜写：主动公开" in client.get(url).content.decode()
    preview = client.post(
        url, {"part_5": "新收{{foi.new_received/total}}件。", "go": "preview"}
    ).content.decode()
    assert "新收3件。" in preview
    refused = client.post(url, {"part_5": "{{foi.nothing}}", "go": "save"})
    assert refused.status_code == 422
    assert "{{foi.nothing}}" in refused.content.decode()
    assert client.post(url, {"part_5": "新收{{foi.new_received/total}}件。", "go": "save"}).status_code == 302
    assert "新收3件。" in client.get(f"/office/reports/{drafted}/").content.decode()


def test_acts_name_their_consequence_first_and_a_return_names_cells(client_of, drafted):
    leader = client_of("agri.leader")
    url = f"/office/reports/{drafted}/act"
    assert "由您对这份报告的数字和文字负责" in leader.get(f"{url}/sign/").content.decode()
    assert leader.post(f"{url}/sign/", {"confirmed": "1"}).status_code == 302
    assert client_of("agri.officer").post(f"{url}/submit/", {"confirmed": "1"}).status_code == 302
    office = client_of("office.disclosure_office")
    assert office.post(f"{url}/return_report/", {"reason": ""}).status_code == 422
    office.post(f"{url}/return_report/", {"reason": "第五部分太空", "cells": ["foi.new_received/total"]})
    assert Report.objects.get().state == "returned"
    page = client_of("agri.officer").get(f"/office/reports/{drafted}/").content.decode()
    assert "第五部分太空（本年新收政府信息公开申请数量·总计）" in page
    assert client_of("agri.officer").get(f"{url}/accept/").status_code == 403


@pytest.mark.parametrize("form", ["json", "docx", "xlsx"])
def test_files_are_downloaded(client_of, drafted, form):
    answer = client_of("agri.officer").get(f"/office/reports/{drafted}/file/{form}/")
    assert answer.status_code == 200
    assert f"016-2025.{form}" in answer["Content-Disposition"]


def test_the_office_sets_terms_and_says_who_owes(client_of, cast):
    office = client_of("office.disclosure_office")
    answer = office.post(
        "/office/reports/settings/term/",
        {"scope": "unit", "act": "submit", "month": "1", "day": "20", "source": "县通知"},
    )
    assert answer.status_code == 302
    village = {"unit": cast.units["village"], "owes": "1", "from_year": "2025", "reason": "县通知"}
    assert office.post("/office/reports/settings/owing/", village).status_code == 302
    page = office.get("/office/reports/settings/").content.decode()
    assert "1 月 20 日" in page
    assert "石桥村" in page
    assert client_of("agri.officer").get("/office/reports/settings/").status_code == 403


def test_computing_all_is_a_job(client_of, numbers):  # noqa: F811
    office = client_of("office.disclosure_office")
    first = office.post("/office/reports/compute/", {"kind": "annual", "year": "2025"})
    again = office.post("/office/reports/compute/", {"kind": "annual", "year": "2025"})
    assert first.url == again.url
    assert first.url.startswith("/office/jobs/")
    assert client_of("agri.officer").post("/office/reports/compute/", {}).status_code == 403


def test_last_years_report_is_read_checked_filled_in_and_kept(client_of, cast):
    facts = TEMPLATES["2021"].blank(unit_code="016", unit_name="青禾县农业农村局", year=2024, fill=0)
    client = client_of("agri.officer")
    sent = SimpleUploadedFile("2024年报.docx", printing.word(facts))
    answer = client.post("/office/reports/read/", {"unit": cast.units["agri"], "file": sent})
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    assert "2021 年起的格式" in page
    assert "留作对照" in page
    assert "选的是" not in page
    assert "0、" not in page
    kept = client.post(answer.url, {})
    report = Report.objects.get()
    assert kept.url == f"/office/reports/{report.pk}/"
    assert (report.state, report.year) == ("filed", 2024)
    assert client_of("agri.leader").get(answer.url).status_code == 404


def test_a_cell_that_could_not_be_read_is_asked_for(client_of, cast):
    facts = TEMPLATES["2021"].blank(unit_code="016", unit_name="青禾县农业农村局", year=2024, fill=0)
    at, owner = timezone.now(), cast.people["agri.officer"]
    upload = keep_upload(
        owner_id=owner,
        name="年报.docx",
        stream=io.BytesIO(b"x"),
        what="report",
        told={"unit": cast.units["agri"]},
        at=at,
    )
    torn = replace(facts, asked=("foi.new_received/total",))
    note_result(upload, {"facts": kept(torn), "notes": []})
    client, url = client_of("agri.officer"), f"/office/reports/read/{upload.token}/"
    assert "没有读出来的 1 格" in client.get(url).content.decode()
    refused = client.post(url, {"cell:foi.new_received/total": "三"})
    assert refused.status_code == 422
    assert "填一个数" in refused.content.decode()
    client.post(url, {"cell:foi.new_received/total": "3"})
    assert Report.objects.get().versions.get().cells["foi.new_received/total"] == 3


def test_a_file_that_holds_no_report_says_so(client_of, cast):
    sent = SimpleUploadedFile("空.docx", b"PK")
    answer = client_of("agri.officer").post(
        "/office/reports/read/", {"unit": cast.units["agri"], "file": sent}
    )
    assert answer.status_code == 422


def test_a_report_of_another_unit_is_pointed_out(client_of, cast):
    facts = TEMPLATES["2021"].blank(unit_code="012", unit_name="青禾县住房和城乡建设局", year=2024, fill=0)
    sent = SimpleUploadedFile("年报.docx", printing.word(facts))
    client = client_of("agri.officer")
    answer = client.post("/office/reports/read/", {"unit": cast.units["agri"], "file": sent})
    assert "文件里写的单位是“青禾县住房和城乡建设局”" in client.get(answer.url).content.decode()
