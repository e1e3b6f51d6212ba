"""The import wizard: nothing is written before 导入, every fault is named, a batch is undone whole."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from gongkai.disclosure.models import ImportBatch, Item
from gongkai.files.waiting import uploads_of
from gongkai.jobs.models import Job
from gongkai.jobs.tasks import run_job

GOOD = (
    "标题,正文,成文日期,发布日期,发文字号\r\n"
    "关于甲的通知,甲的正文。,2024-03-01,2024-03-02,清发〔2024〕1号\r\n"
    "关于乙的通知,乙的正文。,2024-03-03,2024-03-04,清发〔2024〕2号\r\n"
)
BAD = GOOD + "关于丙的通知,丙的正文。,2024.13.40,2024-03-05,清发〔2024〕3号\r\n"


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


def upload(client, cast, text, *, unit="agri", name="旧站.csv", **more):
    data = {"unit": cast.units[unit], "file": SimpleUploadedFile(name, text.encode()), **more}
    return client.post(reverse("office:import_new"), data)


def run_jobs():
    for job in Job.objects.filter(state="queued"):
        run_job.func(job.pk)


def token_of(answer):
    return answer.url.rstrip("/").rpartition("/")[2]


def test_a_good_file_is_checked_then_imported_then_undone(cast, client_of):
    client = client_of("agri.officer")
    answer = upload(client, cast, GOOD)
    page = client.get(answer.url).content.decode()
    assert "全部合格，还没有写入" in page
    assert Item.objects.count() == 0
    answer = client.post(reverse("office:import_run", args=[token_of(answer)]))
    assert Item.objects.count() == 0
    run_jobs()
    batch = ImportBatch.objects.get()
    assert "看导入结果" in client.get(answer.url).content.decode()
    assert Item.objects.filter(batch=batch, unit=cast.units["agri"], is_historical=True).count() == 2
    assert uploads_of(owner_id=cast.people["agri.officer"]) == []
    report = reverse("office:import_batch", args=[batch.pk])
    assert "关于甲的通知" in client.get(report).content.decode()
    undo = reverse("office:import_undo", args=[batch.pk])
    assert "全部撤回" in client.get(undo).content.decode()
    assert Item.objects.filter(public_version__isnull=False).count() == 2
    client.post(undo, {"confirmed": "1"})
    assert Item.objects.filter(public_version__isnull=False).count() == 0


def test_a_bad_row_is_named_and_nothing_is_written_unless_only_the_good_are_wanted(cast, client_of):
    client = client_of("agri.officer")
    answer = upload(client, cast, BAD)
    page = client.get(answer.url).content.decode()
    for words in ("第 4 行", "成文日期", "2024.13.40", "只导入合格的"):
        assert words in page
    run = reverse("office:import_run", args=[token_of(answer)])
    client.post(run)
    assert Job.objects.count() == 0
    client.post(run, {"keep_good": "1"})
    run_jobs()
    assert Item.objects.count() == 2


def test_bad_rows_come_back_marked_to_be_mended(cast, client_of):
    client = client_of("agri.officer")
    token = token_of(upload(client, cast, BAD))
    marked = client.get(reverse("office:import_marked", args=[token]))
    sheet = load_workbook(io.BytesIO(marked.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 2
    assert "2024.13.40" in rows[1]
    assert "成文日期" in client.get(reverse("office:import_problems", args=[token])).content.decode()


def test_the_template_is_read_by_the_wizard_itself(cast, client_of):
    client = client_of("agri.officer")
    book = load_workbook(io.BytesIO(client.get(reverse("office:import_template")).content))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    place = {head.removesuffix("（必填）"): n for n, head in enumerate(heads)}
    row = [None] * len(heads)
    row[place["标题"]], row[place["正文"]] = "关于丁的通知", "丁的正文。"
    sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    data = {"unit": cast.units["agri"], "file": SimpleUploadedFile("模板.xlsx", out.getvalue())}
    answer = client.post(reverse("office:import_new"), data)
    assert "全部合格，还没有写入" in client.get(answer.url).content.decode()


def test_unknown_headings_are_matched_by_hand(cast, client_of):
    client = client_of("agri.officer")
    answer = upload(client, cast, "名目,内容全文\r\n关于戊的通知,戊的正文。\r\n")
    page = client.get(answer.url).content.decode()
    assert "自己指出哪一列是什么" in page
    columns = reverse("office:import_columns", args=[token_of(answer)])
    assert client.get(columns).status_code == 200
    assert client.post(columns, {"kind": "notice"}).status_code == 422
    client.post(columns, {"kind": "notice", "title": "名目", "text": "内容全文"})
    assert "全部合格，还没有写入" in client.get(answer.url).content.decode()


def test_an_upload_is_its_owners_alone(cast, client_of):
    answer = upload(client_of("agri.officer"), cast, GOOD)
    other = client_of("housing.officer")
    assert other.get(answer.url).status_code == 404
    assert other.post(reverse("office:import_run", args=[token_of(answer)])).status_code == 404


def test_only_who_files_for_a_unit_imports_into_it(cast, client_of):
    assert upload(client_of("agri.officer"), cast, GOOD, unit="housing").status_code == 422
    assert client_of("agri.first_reviewer").get(reverse("office:imports")).status_code == 403


def test_a_batch_of_another_unit_is_not_found(cast, client_of):
    client = client_of("agri.officer")
    answer = upload(client, cast, GOOD)
    client.post(reverse("office:import_run", args=[token_of(answer)]))
    run_jobs()
    page = reverse("office:import_batch", args=[ImportBatch.objects.get().pk])
    assert client_of("housing.officer").get(page).status_code == 404
    assert client_of("office.disclosure_office").get(page).status_code == 200


def test_an_import_that_was_stopped_goes_on_in_the_same_batch(cast, client_of, monkeypatch):
    monkeypatch.setattr("gongkai.disclosure.actions.importing.CHUNK", 1)
    client = client_of("agri.officer")
    answer = upload(client, cast, GOOD)
    client.post(reverse("office:import_run", args=[token_of(answer)]))
    job = Job.objects.get()
    # Stopped after the first record: its cursor is what the chunk kept.
    monkeypatch.setattr(
        "gongkai.jobs.progress.Progress.should_stop",
        property(lambda self: setattr(self, "stop_seen", True) or True),
    )
    monkeypatch.setattr("gongkai.jobs.progress.Progress.stop_if_asked", lambda self: None)
    run_jobs()
    monkeypatch.undo()
    job.refresh_from_db()
    assert job.state == "stopped"
    assert Item.objects.count() == 1
    client.post(reverse("office:job_resume", args=[job.pk]))
    run_jobs()
    batch = ImportBatch.objects.get()
    assert Item.objects.filter(batch=batch).count() == 2
    assert batch.counts["imported"] == 2
    assert batch.counts["unchanged"] == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [("空.csv", b""), ("图.csv", b"\x89PNG\r\n\x1a\n0000"), ("坏.xlsx", b"PK\x03\x04nothing")],
)
def test_a_file_that_is_no_table_gets_words(cast, client_of, name, content):
    client = client_of("agri.officer")
    data = {"unit": cast.units["agri"], "file": SimpleUploadedFile(name, content)}
    answer = client.post(reverse("office:import_new"), data)
    if answer.status_code == 302:
        answer = client.get(answer.url)
        assert "这个文件读不了" in answer.content.decode()
    else:
        assert "空" in answer.content.decode()


# ---- mending in the page --------------------------------------------------------------------------------

MESSY = GOOD + (
    "关于丙的通知,丙的正文。,24-3-5,2024-03-05,清发〔2024〕3号\r\n"
    "关于丁的通知,丁的正文。,2024.13.40,2024-03-05,清发〔2024〕1号\r\n"
    "关于戊的通知,戊的正文。,2024-03-05\r\n"
)
HEAD = ["标题", "正文", "成文日期", "发布日期", "发文字号"]


def name_of(row, column):
    return f"cell-{row}-{HEAD.index(column)}"


def test_bad_cells_are_mended_in_the_page_and_only_their_rows_checked_again(cast, client_of):
    client = client_of("agri.officer")
    token = token_of(upload(client, cast, MESSY))
    mend = reverse("office:import_mend", args=[token])
    page = client.get(mend).content.decode()
    for words in ("用建议的“2024-03-05”", "2024.13.40", "第 5 行", "这一行只有 3 格"):
        assert words in page
    given = {
        "row": ["4", "5"],
        f"take-{name_of(4, '成文日期')}": "1",
        name_of(5, "成文日期"): "2024年2月30日",
        name_of(5, "发文字号"): "清发〔2024〕4号",
    }
    page = client.post(mend, given, follow=True).content.decode()
    assert "1 行改好了，还有 2 行有问题" in page
    assert "2024年2月30日" in page  # typed and still wrong: kept, and told anew
    assert "清发〔2024〕4号" not in page
    given = {"row": ["5", "6"], name_of(5, "成文日期"): "2024-02-28"}
    given |= dict(
        zip([name_of(6, c) for c in HEAD], ["关于戊的通知", "戊的正文。", "", "2024-03-05", ""], strict=True)
    )
    page = client.post(mend, given, follow=True).content.decode()
    assert "全部合格，还没有写入" in page
    assert Item.objects.count() == 0
    client.post(reverse("office:import_run", args=[token]))
    run_jobs()
    assert Item.objects.count() == 5
    assert Item.objects.get(title="关于丁的通知").doc_no == "清发〔2024〕4号"
    assert Item.objects.get(title="关于丙的通知").signed_on.isoformat() == "2024-03-05"


def test_a_mended_cell_that_repeats_another_row_is_refused(cast, client_of):
    client = client_of("agri.officer")
    token = token_of(upload(client, cast, MESSY))
    mend = reverse("office:import_mend", args=[token])
    given = {"row": ["5"], name_of(5, "成文日期"): "2024-02-28", name_of(5, "发文字号"): "清发〔2024〕2号"}
    assert "发文字号和第 3 行相同" in client.post(mend, given, follow=True).content.decode()


def test_a_short_row_that_is_right_as_it_stands_is_kept_as_it_is(cast, client_of):
    client = client_of("agri.officer")
    token = token_of(upload(client, cast, GOOD + "关于戊的通知,戊的正文。,2024-03-05\r\n"))
    mend = reverse("office:import_mend", args=[token])
    assert "没有改动" in client.post(mend, {"row": ["4"]}, follow=True).content.decode()
    page = client.post(mend, {"row": ["4"], "keep-4": "1"}, follow=True).content.decode()
    assert "全部合格，还没有写入" in page


def test_all_suggestions_of_a_page_are_taken_at_once_and_stand_in_the_marked_file(cast, client_of):
    client = client_of("agri.officer")
    token = token_of(
        upload(client, cast, MESSY.replace("2024-03-05,清发〔2024〕3号", "2062-03-05,清发〔2024〕3号"))
    )
    client.post(reverse("office:import_mend", args=[token]), {"row": ["4", "5", "6"], "take_all": "1"})
    marked = client.get(reverse("office:import_marked", args=[token]))
    rows = list(load_workbook(io.BytesIO(marked.content)).active.iter_rows(values_only=True))
    assert rows[1][HEAD.index("成文日期")] == "2024-03-05"


def test_mending_is_the_owners_alone_and_takes_nothing_that_was_not_offered(cast, client_of):
    client = client_of("agri.officer")
    token = token_of(upload(client, cast, MESSY))
    mend = reverse("office:import_mend", args=[token])
    assert client_of("housing.officer").get(mend).status_code == 404
    strange = {
        "row": ["2", "x", "9" * 30, "-1", "4"],
        name_of(2, "标题"): "换掉",
        name_of(4, "标题"): "换掉",
        "page": "x",
    }
    assert "没有改动" in client.post(mend, strange, follow=True).content.decode()


def test_columns_matched_by_hand_are_known_for_the_same_headings_of_the_unit(cast, client_of):
    client = client_of("agri.officer")
    text = "名目,内容全文\r\n关于戊的通知,戊的正文。\r\n"
    columns = reverse("office:import_columns", args=[token_of(upload(client, cast, text))])
    client.post(columns, {"kind": "work_news", "title": "名目", "text": "内容全文"})
    again = client.get(upload(client, cast, text, name="下一期.csv").url).content.decode()
    assert "按上次自己选的对照读的" in again
    assert "工作动态 1 条" in again
    other = client_of("housing.officer")
    assert "自己指出哪一列是什么" in other.get(upload(other, cast, text, unit="housing").url).content.decode()
    differs = text.replace("名目", "名称")
    assert "自己指出哪一列是什么" in client.get(upload(client, cast, differs).url).content.decode()


def test_undoing_on_the_page_sets_changed_items_back(cast, client_of):
    client = client_of("agri.officer")
    keyed = "编号,标题,正文\r\na,关于甲的通知,甲的正文。\r\n"
    for text in (keyed, keyed.replace("关于甲的通知", "关于甲乙的通知")):
        client.post(reverse("office:import_run", args=[token_of(upload(client, cast, text))]))
        run_jobs()
    batch = ImportBatch.objects.order_by("-id")[0]
    undo = reverse("office:import_undo", args=[batch.pk])
    assert "恢复成原来的样子" in client.get(undo).content.decode()
    assert Item.objects.get().title == "关于甲乙的通知"
    client.post(undo, {"confirmed": "1"})
    assert Item.objects.get().title == "关于甲的通知"
