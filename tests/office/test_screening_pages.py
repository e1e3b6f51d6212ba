"""存量排查 and the rules of screening on their pages: looked at, acted upon, refused to whom they are not for."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook
from tests.office.pages import press_enter

from gongkai.disclosure.actions import rescanning
from gongkai.disclosure.models import Finding, ItemVersion, ScreeningTask
from gongkai.jobs.models import Job
from gongkai.ledger.actions import SYSTEM
from gongkai.ledger.models import LedgerRow
from gongkai.screening.models import Word, WordList
from gongkai.screening.queries import forget_rules, profiles_now, rules_now, task_days

ID = "530102198803071231"
OFFICE, OFFICER = "office.disclosure_office", "agri.officer"


@pytest.fixture(autouse=True)
def fresh_rules(settings, tmp_path):
    settings.HOME = tmp_path
    forget_rules()
    yield
    forget_rules()


def url(name, *args):
    return reverse(f"office:{name}", args=args)


def text(client, name, *args, **query):
    answer = client.get(url(name, *args), query)
    assert answer.status_code == 200, answer
    return answer.content.decode()


@pytest.fixture
def leaked(cast):
    """A public item of 农业农村局 with two numbers in it, found by a rescan."""
    item_id = cast.published(title="补贴名单公示")
    body = f"名单：{ID}。联系本人13888880000。"
    ItemVersion.objects.filter(item=item_id).update(
        body_html=f"<p>{body}</p>", body_text=body, screened_with=""
    )
    rescanning.rescan(by=SYSTEM, at=timezone.now())
    return item_id


# ---- 存量排查 -------------------------------------------------------------------------------------------


def test_the_dashboard_counts_tasks_by_unit_and_by_what_was_found(cast, client_of, leaked):
    ScreeningTask.objects.update(due_on=timezone.localdate() - timedelta(days=9))
    page = text(client_of(OFFICE), "screening")
    assert "青禾县农业农村局" in page
    assert "身份证" in page
    assert "条已逾期" in page
    assert "开始排查" in page


def test_units_see_their_own_tasks_and_no_others(cast, client_of, leaked):
    assert "补贴名单公示" in text(client_of(OFFICER), "screening_tasks")
    assert "排查整改" in text(client_of(OFFICER), "items")
    other = client_of("housing.officer")
    assert "补贴名单公示" not in text(other, "screening_tasks")
    assert other.get(url("screening_task", leaked)).status_code == 404
    assert "开始排查" not in text(other, "screening")
    assert client_of("office.system_admin").get(url("screening")).status_code == 403


def test_the_list_is_narrowed_by_unit_by_what_was_found_and_to_the_overdue(cast, client_of, leaked):
    client = client_of(OFFICE)
    for query, there in (
        ({"unit": cast.units["agri"]}, True),
        ({"unit": cast.units["housing"]}, False),
        ({"found": "resident_id"}, True),
        ({"found": "passport"}, False),
        ({"overdue": "1"}, False),
        ({"unit": "x"}, True),
    ):
        assert ("补贴名单公示" in text(client, "screening_tasks", **query)) is there, query


def test_a_task_shows_where_what_and_why_without_the_number_itself(cast, client_of, leaked):
    page = text(client_of(OFFICER), "screening_task", leaked)
    assert ID not in page
    assert "13888880000" not in page
    assert "5301**********1231" in page
    assert "敏感个人信息" in page
    assert f"{url('item_correct', leaked)}?hide=1" in page
    assert "checked" in client_of(OFFICER).get(url("item_correct", leaked) + "?hide=1").content.decode()


def test_a_task_of_no_item_is_not_found(cast, client_of, leaked):
    client = client_of(OFFICER)
    for item_id in (0, leaked + 1, 10**20):
        assert client.get(url("screening_task", item_id)).status_code == 404
        assert client.post(url("screening_dismiss", item_id), {"go": "all"}).status_code == 404


def test_dismissed_one_by_one_with_a_reason_the_task_ends_with_the_last(cast, client_of, leaked):
    client = client_of(OFFICER)
    first, second = Finding.objects.filter(version__item=leaked, state="open").values_list("id", flat=True)
    answer = client.post(url("screening_dismiss", leaked), {"go": first, f"reason_{first}": ""}, follow=True)
    assert "写明为什么不是问题" in answer.content.decode()
    client.post(url("screening_dismiss", leaked), {"go": first, f"reason_{first}": "编造的号码"})
    assert ScreeningTask.objects.get(item=leaked).closed_at is None
    client.post(url("screening_dismiss", leaked), {"go": "all", "reason_all": "值班手机"})
    assert Finding.objects.get(id=second).reason == "值班手机"
    assert ScreeningTask.objects.get(item=leaked).closed_at is not None
    assert client.get(url("screening_task", leaked)).status_code == 404


def test_reasons_written_behind_several_are_all_recorded_and_end_the_task(cast, client_of, leaked):
    first, second = Finding.objects.filter(version__item=leaked, state="open").values_list("id", flat=True)
    given = {"go": first, f"reason_{first}": "编造的号码", f"reason_{second}": "值班手机"}
    answer = client_of(OFFICER).post(url("screening_dismiss", leaked), given)
    assert Finding.objects.get(id=second).reason == "值班手机"
    assert ScreeningTask.objects.get(item=leaked).closed_at is not None
    assert answer["Location"] == url("screening_tasks")


def test_enter_behind_a_reason_dismisses_the_finding_it_was_written_for(cast, client_of, leaked):
    _, second = Finding.objects.filter(version__item=leaked, state="open").values_list("id", flat=True)
    press_enter(client_of(OFFICER), url("screening_task", leaked), f"reason_{second}", "值班手机")
    assert list(Finding.objects.filter(state="dismissed").values_list("id", "reason")) == [
        (second, "值班手机")
    ]


def test_a_rescan_is_begun_after_a_page_that_says_what_will_happen(cast, client_of, leaked):
    client = client_of(OFFICE)
    given = {"unit": cast.units["agri"], "since": "2020-01-01", "all_again": "on"}
    asked = client.post(url("screening_rescan"), given).content.decode()
    assert "公开的内容不会自动改动" in asked
    assert not Job.objects.filter(kind="screening.rescan").exists()
    answer = client.post(url("screening_rescan"), {**given, "confirmed": "1"})
    job = Job.objects.get(kind="screening.rescan")
    assert answer.url == url("job", job.pk)
    assert job.params == {"since": "2020-01-01", "unit_ids": [cast.units["agri"]], "all": True}
    assert client_of(OFFICER).get(url("screening_rescan")).status_code == 403


def test_lists_ask_no_more_often_when_there_is_more(cast, client_of, leaked, django_assert_max_num_queries):
    client = client_of(OFFICE)
    names = ("screening", "screening_tasks")
    before = {name: queries(client, name) for name in names}
    for n in range(4):
        item_id = cast.published(title=f"又一份名单{n}")
        ItemVersion.objects.filter(item=item_id).update(body_text=f"名单：{ID}", screened_with="")
    rescanning.rescan(by=SYSTEM, at=timezone.now())
    assert {name: queries(client, name) for name in names} == before


def queries(client, name):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(url(name))
    with CaptureQueriesContext(connection) as captured:
        client.get(url(name))
    return len(captured)


# ---- word lists ----------------------------------------------------------------------------------------


def workbook(*rows):
    book, made = Workbook(), io.BytesIO()
    for row in (("词", "类别", "建议", "例外"), *rows):
        book.active.append(row)
    book.save(made)
    return SimpleUploadedFile("词表.xlsx", made.getvalue())


def test_lists_and_words_are_looked_through_by_readers(cast, client_of):
    client = client_of("office.secrecy_reviewer")
    assert "常见错别字" in text(client, "word_lists")
    page = text(client, "word_list", "misspellings", q="按装")
    assert "安装" in page
    assert "加词" not in page
    assert client_of(OFFICER).get(url("word_lists")).status_code == 403
    assert client.get(url("word_list", "nowhere")).status_code == 404
    assert client.get(url("word_template"))["Content-Disposition"].startswith("attachment")
    assert client.get(url("word_list_table", "misspellings")).content[:2] == b"PK"


def test_a_word_is_added_changed_and_dropped(cast, client_of):
    client, here = client_of(OFFICE), url("word", "misspellings")
    client.post(
        here,
        {
            "word": "青禾先县",
            "kind": "misspelling",
            "advice": "青禾县",
            "exceptions": "青禾先县志，青禾先县城",
        },
    )
    made = Word.objects.get(word="青禾先县")
    assert made.exceptions == ["青禾先县志", "青禾先县城"]
    again = client.post(here, {"word": "青禾先县", "kind": "misspelling"})
    assert again.status_code == 422
    assert "已经在这张词表里" in again.content.decode()
    client.post(f"{here}?word=青禾先县", {"word": "青禾显县", "kind": "misspelling"})
    assert Word.objects.filter(word="青禾显县").exists()
    drop = url("word_drop", "misspellings") + "?word=青禾显县"
    assert "不再查这个词" in client.get(drop).content.decode()
    client.post(drop, {"confirmed": "1"})
    assert not Word.objects.filter(word__in=["青禾先县", "青禾显县"]).exists()
    assert client.get(f"{here}?word=没有").status_code == 404


def test_a_list_is_replaced_from_a_table_or_told_what_is_wrong_with_it(cast, client_of):
    client, here = client_of(OFFICE), url("word_list_import", "misspellings")
    given = {"version": "2026-2", "dated_on": "2026-11-20"}
    bad = client.post(
        here, {**given, "file": workbook(("错", "错别字", "", ""), ("按扭", "别的", "按钮", ""))}
    )
    page = bad.content.decode()
    assert bad.status_code == 422
    assert "第 2 行" in page
    assert "第 3 行" in page
    assert not WordList.objects.exists()
    client.post(here, {**given, "file": workbook(("按扭", "错别字", "按钮", ""))})
    assert list(Word.objects.values_list("word", "advice")) == [("按扭", "按钮")]
    assert WordList.objects.get().version == "2026-2"
    assert "随系统提供" not in text(client, "word_list", "misspellings")


def test_a_new_list_comes_from_a_table_under_a_code_of_its_own(cast, client_of):
    client = client_of(OFFICE)
    given = {"name": "本县提法", "version": "1", "dated_on": "2026-11-20"}
    table = ("绿化县城", "过时表述", "公园城市", "")
    taken = client.post(url("word_list_new"), {**given, "code": "misspellings", "file": workbook(table)})
    assert taken.status_code == 422
    for faulty in ("ABC", "my list", "本县", "1st"):
        answer = client.post(url("word_list_new"), {**given, "code": faulty, "file": workbook(table)})
        assert answer.status_code == 422
        assert "编码用小写字母开头" in answer.content.decode()
    for address in ("new", "template"):  # of another page: a list under it could never be opened
        answer = client.post(url("word_list_new"), {**given, "code": address, "file": workbook(table)})
        assert answer.status_code == 422, address
    client.post(url("word_list_new"), {**given, "code": "county", "file": workbook(table)})
    assert [span.text for span in rules_now().find("建设绿化县城", kind="notice", deep=False)] == ["绿化县城"]


def test_a_list_is_switched_off_after_a_page_that_says_so(cast, client_of):
    client, here = client_of(OFFICE), url("word_list_use", "misspellings")
    assert "不再查" in client.get(here).content.decode()
    client.post(here, {"confirmed": "1"})
    assert not WordList.objects.get(code="misspellings").is_used


# ---- profiles, the term, the box -----------------------------------------------------------------------


def test_profiles_show_what_is_done_with_each_kind_and_how_it_looks(cast, client_of):
    client = client_of("office.secrecy_reviewer")
    assert "补贴、救助公示" in text(client, "profiles")
    page = text(client, "profile", "subsidy_list")
    assert "5301**********1231" in page
    assert "改名称" not in page
    assert client.get(url("treatment", "subsidy_list", "mobile")).status_code == 403


def test_a_treatment_and_the_kinds_of_a_profile_are_changed(cast, client_of):
    client = client_of(OFFICE)
    here = url("treatment", "subsidy_list", "resident_id")
    assert "5***" in client.get(here).content.decode().replace("*" * 16, "***")
    client.post(here, {"action": "mask", "form": "id_ends", "reason": "只留首尾"})
    assert rules_now().mask_of("resident_id", ID, kind="subsidy_list") == "5" + "*" * 16 + "1"
    taken = client.post(url("profile_edit", "news"), {"label": "动态", "item_kinds": ["normative_document"]})
    assert taken.status_code == 422
    client.post(url("profile_edit", "news"), {"label": "动态", "item_kinds": ["work_news"]})
    assert rules_now().profiles["news"].items == ("work_news",)
    assert rules_now().profiles["news"].label == "动态"
    assert client.get(url("treatment", "news", "nothing")).status_code == 404


@pytest.mark.parametrize(("action", "told"), [("keep", "原样公开"), ("look", "不再建议遮盖")])
def test_what_lets_more_out_says_so_first(cast, client_of, action, told):
    client, here = client_of(OFFICE), url("treatment", "subsidy_list", "resident_id")
    asked = client.post(here, {"action": action, "form": "", "reason": "全部公开"})
    assert told in asked.content.decode()
    assert profiles_now()["subsidy_list"].treatments["resident_id"].action == "mask"
    client.post(here, {"action": action, "form": "", "reason": "全部公开", "confirmed": "1"})
    assert profiles_now()["subsidy_list"].treatments["resident_id"].action == action
    client.post(here, {"action": "mask", "form": "", "reason": ""})
    assert profiles_now()["subsidy_list"].treatments["resident_id"].action == "mask"


def test_the_term_is_changed(cast, client_of):
    client_of(OFFICE).post(url("screening_days"), {"days": "9"})
    assert task_days() == 9


def test_a_pasted_text_is_shown_with_marks_and_nothing_of_it_is_kept(cast, client_of):
    client = client_of("office.secrecy_reviewer")
    rows = LedgerRow.objects.count()
    answer = client.post(url("screening_try"), {"kind": "notice", "text": f"户主证号{ID}，\r\n<b>按装</b>。"})
    page = answer.content.decode()
    assert f">{ID}</mark>" in page
    assert ">按装</mark>" in page
    assert "建议写成“安装”" in page
    assert "，<br>&lt;b&gt;<mark" in page
    assert LedgerRow.objects.count() == rows
    assert client.post(url("screening_try"), {"kind": "notice", "text": ""}).status_code == 422
