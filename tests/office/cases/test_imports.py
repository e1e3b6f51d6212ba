"""Importing cases through the pages: nothing is written before 导入, every fault has its row and column, a batch is undone whole."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from tests.office.cases.conftest import url

from gongkai.cases.models import Case, CaseBatch
from gongkai.files.waiting import uploads_of
from gongkai.jobs.models import Job
from gongkai.jobs.tasks import run_job
from gongkai.office.cases import import_checking

GOOD = (
    "编号,来信人,标题,内容,来信时间,类型,答复,答复时间,办理结果\r\n"
    "a1,李兰,路灯坏了,半个月了。,2025-03-05,投诉,已经修好。,2025-03-20,已解决\r\n"
    "a2,王明,公交班次,多几班。,2025-03-06,建议,,,\r\n"
)
BAD = GOOD + "a3,赵林,水管漏水,三天了。,2025.13.40,投诉,,,\r\n"


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


def upload(client, cast, text, *, unit="agri", kind="letter", name="旧信箱.csv", **more):
    sent = {"unit": cast.units[unit], "kind": kind, "file": SimpleUploadedFile(name, text.encode()), **more}
    return client.post(url("case_import_new"), sent)


def run_jobs():
    for job in Job.objects.filter(state="queued"):
        run_job.func(job.pk)


def token_of(answer):
    return answer.url.rstrip("/").rpartition("/")[2]


def test_a_good_file_is_checked_then_imported_then_undone_and_imported_again(cast, client_of):
    client = client_of("agri.handler")
    answer = upload(client, cast, GOOD)
    page = client.get(answer.url).content.decode()
    assert "全部合格，还没有写入" in page
    assert "其中 1 件有答复" in page
    assert Case.objects.count() == 0
    client.post(url("case_import_run", token_of(answer)))
    assert Case.objects.count() == 0
    run_jobs()
    batch = CaseBatch.objects.get()
    assert "看导入结果" in client.get(url("job", Job.objects.get().pk)).content.decode()
    assert uploads_of(owner_id=cast.people["agri.handler"]) == []
    report = url("case_import_batch", batch.pk)
    assert "路灯坏了" in client.get(report).content.decode()
    undo = url("case_import_undo", batch.pk)
    assert "连同其中的个人信息" in client.get(undo).content.decode()
    assert Case.objects.count() == 2
    client.post(undo, {"confirmed": "1"})
    assert Case.objects.count() == 0
    assert "已撤销" in client.get(url("case_imports")).content.decode()
    client.post(url("case_import_run", token_of(upload(client, cast, GOOD))))
    run_jobs()
    assert Case.objects.count() == 2


def test_the_same_file_again_writes_nothing_anew(cast, client_of):
    client = client_of("agri.handler")
    for _ in range(2):
        client.post(url("case_import_run", token_of(upload(client, cast, GOOD))))
        run_jobs()
    assert Case.objects.count() == 2
    assert CaseBatch.objects.order_by("-id").first().counts["unchanged"] == 2


def test_a_bad_cell_is_named_by_row_and_column_and_comes_back_marked(cast, client_of):
    client = client_of("agri.handler")
    token = token_of(upload(client, cast, BAD))
    page = client.get(url("case_import", token)).content.decode()
    for words in ("第 4 行", "来信时间", "2025.13.40", "只导入合格的"):
        assert words in page
    assert "来信时间" in client.get(url("case_import_problems", token)).content.decode()
    marked = load_workbook(io.BytesIO(client.get(url("case_import_marked", token)).content)).active
    rows = list(marked.iter_rows(values_only=True))
    assert len(rows) == 2
    assert "2025.13.40" in rows[1]
    client.post(url("case_import_run", token))
    assert not Job.objects.exists()
    client.post(url("case_import_run", token), {"keep_good": "1"})
    run_jobs()
    assert Case.objects.count() == 2


def test_a_bad_cell_is_mended_on_the_page_and_what_was_typed_is_imported(cast, client_of):
    client = client_of("agri.handler")
    token = token_of(upload(client, cast, BAD))
    grid = url("case_import_mend", token)
    assert "在这里改" in client.get(url("case_import", token)).content.decode()
    page = client.get(grid).content.decode()
    name = re.search(r'name="(cell-4-\d+)" value="2025\.13\.40"', page)[1]
    assert "水管漏水" in page
    still = client.post(grid, {"row": "4", name: "2025-02-30"}, follow=True).content.decode()
    assert "2025-02-30" in still, "what was typed stays, the row is still bad"
    mended = client.post(grid, {"row": "4", name: "2025-03-08"}, follow=True).content.decode()
    assert "全部合格，还没有写入" in mended
    client.post(url("case_import_run", token))
    run_jobs()
    assert Case.objects.get(title="水管漏水").submitted_at.date() == date(2025, 3, 8)


def test_a_row_out_of_place_is_mended_once_it_was_looked_through(cast, client_of):
    client = client_of("agri.handler")
    token = token_of(upload(client, cast, GOOD + "a3,赵林,水管漏水,三天了。,2025-03-08,投诉,,,,多出来的\r\n"))
    grid = url("case_import_mend", token)
    assert "没有错位，照这样用" in client.get(grid).content.decode()
    assert "全部合格" in client.post(grid, {"row": "4", "keep-4": "1"}, follow=True).content.decode()


def test_a_large_table_that_was_mended_is_checked_by_a_job_once_more(cast, client_of, monkeypatch):
    monkeypatch.setattr(import_checking, "AT_ONCE", 10)
    client = client_of("agri.handler")
    token = token_of_upload(upload(client, cast, BAD), cast)
    run_jobs()
    grid = url("case_import_mend", token)
    name = re.search(r'name="(cell-4-\d+)" value="2025\.13\.40"', client.get(grid).content.decode())[1]
    client.post(grid, {"row": "4", name: "2025-03-08"})
    run_jobs()
    assert "全部合格" in client.get(url("case_import", token)).content.decode()


def token_of_upload(answer, cast) -> str:
    assert "/jobs/" in answer.url
    return uploads_of(owner_id=cast.people["agri.handler"])[0].token


def test_a_large_file_is_checked_by_a_job(cast, client_of, monkeypatch):
    monkeypatch.setattr(import_checking, "AT_ONCE", 10)
    client = client_of("agri.handler")
    answer = upload(client, cast, GOOD)
    run_jobs()
    job = client.get(answer.url).content.decode()
    assert "看检查结果" in job
    token = uploads_of(owner_id=cast.people["agri.handler"])[0].token
    assert "全部合格" in client.get(url("case_import", token)).content.decode()


def test_the_template_is_read_by_the_wizard_itself(cast, client_of):
    client = client_of("agri.handler")
    for kind in ("letter", "information_application", "hotline_order"):
        book = load_workbook(io.BytesIO(client.get(url("case_import_template", kind)).content))
        sheet = book.worksheets[0]
        heads = [cell.value for cell in sheet[1]]
        row = dict.fromkeys(heads)
        row |= {
            "标题": "路灯坏了",
            "申请内容": "路灯台账",
            "内容": "半个月了",
            "申请人": "李兰",
            "来信人": "李兰",
        }
        row |= {"来信时间": "2025-03-05", "申请时间": "2025-03-05"}
        row |= {"类型": "投诉"} if kind == "letter" else {}
        sheet.append([row[head] for head in heads])
        out = io.BytesIO()
        book.save(out)
        sent = {
            "unit": cast.units["agri"], "kind": kind, "file": SimpleUploadedFile("模板.xlsx", out.getvalue()),
        }  # fmt: skip
        answer = client.post(url("case_import_new"), sent)
        assert "全部合格，还没有写入" in client.get(answer.url).content.decode(), kind


def test_a_file_without_known_headings_says_which_ones_would_do(cast, client_of):
    client = client_of("agri.handler")
    page = client.get(upload(client, cast, "甲,乙\r\n1,2\r\n").url).content.decode()
    assert "表头认不出来" in page
    assert "来信时间" in page
    assert "导入</button>" not in page


def test_an_upload_and_a_batch_are_shown_to_nobody_else(cast, client_of):
    client = client_of("agri.handler")
    answer = upload(client, cast, GOOD)
    other = client_of("housing.handler")
    assert other.get(answer.url).status_code == 404
    client.post(url("case_import_run", token_of(answer)))
    run_jobs()
    batch = CaseBatch.objects.get().pk
    assert other.get(url("case_import_batch", batch)).status_code == 404
    assert client_of("agri.officer").get(url("case_imports")).status_code == 403
    assert upload(client, cast, GOOD, unit="housing").status_code == 422
