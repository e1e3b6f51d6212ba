"""Published annual reports: listed in their block, shown as a page, downloaded as files and open data."""

import pytest
from django.utils import timezone
from tests.reports.conftest import numbers, written  # noqa: F401 (fixtures)

from gongkai.reports.actions import building, passing, publishing, writing

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(cast, numbers, written):  # noqa: F811
    """The agriculture office's report of 2025, as everybody reads it."""
    at, by = timezone.now(), cast.standing
    report_id = building.compute(
        kind="annual", year=2025, unit_id=cast.units["agri"], by=by("agri.officer"), at=at
    )
    writing.save_sections(report_id=report_id, texts=written, by=by("agri.officer"), at=at)
    passing.sign(report_id=report_id, by=by("agri.leader"), at=at)
    passing.submit(report_id=report_id, by=by("agri.officer"), at=at)
    passing.accept(report_id=report_id, by=by("office.disclosure_office"), at=at)
    publishing.publish(report_id=report_id, by=by("agri.publisher"), at=at)
    return report_id


def test_a_report_is_public_only_when_it_is_published(cast, client, numbers):  # noqa: F811
    building.compute(
        kind="annual",
        year=2025,
        unit_id=cast.units["agri"],
        by=cast.standing("agri.officer"),
        at=timezone.now(),
    )
    assert client.get("/annual-reports/2025/016/").status_code == 404
    assert client.get("/annual-reports/2025/016/data.json").status_code == 404
    assert client.get("/annual-reports/2025/all/data.json").status_code == 404


def test_it_is_listed_for_the_whole_and_for_its_unit(client, published):
    title = "青禾县农业农村局2025年政府信息公开工作年度报告"
    assert title in client.get("/annual-reports/").content.decode()
    assert title in client.get("/unit/016/annual-reports/").content.decode()
    assert title not in client.get("/unit/012/annual-reports/").content.decode()


def test_the_page_shows_text_tables_and_files(client, published):
    page = client.get("/annual-reports/2025/016/").content.decode()
    for words in (
        "本部分写好了5。",
        "法律服务机构",
        "尚未审结",
        "开放数据",
        "/annual-reports/2025/016/report.docx",
    ):
        assert words in page
    assert "/office/" not in page.partition("<main")[2].partition("</main>")[0]


def test_open_data_equals_the_page(client, published):
    told = client.get("/annual-reports/2025/016/data.json").json()["reports"]
    assert (told[0]["unit"], told[0]["foi"]["new_received"]["total"]) == ("016", 3)
    assert client.get("/annual-reports/2025/all/data.json").json()["reports"] == told
    assert client.get("/annual-reports/2025/016/data.xlsx").content[:2] == b"PK"
    assert client.get("/annual-reports/2025/016/nothing.exe").status_code == 404


def test_a_published_correction_is_told_with_its_reason(cast, client, published):
    at, by = timezone.now(), cast.standing
    publishing.correct(report_id=published, reason="漏了一件申请", by=by("agri.officer"), at=at)
    passing.sign(report_id=published, by=by("agri.leader"), at=at)
    passing.submit(report_id=published, by=by("agri.officer"), at=at)
    assert "漏了一件申请" not in client.get("/annual-reports/2025/016/").content.decode()
    passing.accept(report_id=published, by=by("office.disclosure_office"), at=at)
    publishing.publish(report_id=published, by=by("agri.publisher"), at=at)
    assert "漏了一件申请" in client.get("/annual-reports/2025/016/").content.decode()
