import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory

from gongkai.components import parts
from gongkai.components.context import SiteFacts
from gongkai.components.templatetags.sheet import register
from gongkai.components.views import style_page

EVIL = "<script>x</script>\"'&"
HOWTO = Path(__file__).resolve().parents[2] / "docs/howto/build-a-page.md"
SITE = SiteFacts(name="清溪县人民政府", organiser="清溪县人民政府办公室", site_code="5399990001")


def show(text: str, address: str = "/", **context: object) -> str:
    request = RequestFactory().get(address)
    return engines["django"].from_string(text).render({"site": SITE, **context}, request)


class Wish(forms.Form):
    title = forms.CharField(label="标题", help_text="写全称。", error_messages={"required": "写上标题"})
    summary = forms.CharField(label="概述", required=False)
    way = forms.ChoiceField(
        label="方式",
        widget=forms.RadioSelect,
        choices=[("post", "邮寄"), ("net", "网上")],
        error_messages={"required": "选一种方式"},
    )
    agreed = forms.BooleanField(label="已核对", error_messages={"required": "核对后勾选"})


def test_field_ties_label_hint_and_error_to_its_control():
    html = show("{% field form.title %}", form=Wish({}))
    assert '<label for="id_title">标题</label>' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_helptext">写全称。' in html
    assert 'id="id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert "写上标题" in html


def test_optional_fields_say_so_and_required_ones_carry_no_asterisk():
    html = show("{% fields form %}", form=Wish())
    assert html.count("选填") == 1
    assert "*" not in html


def test_radios_become_a_fieldset_with_a_legend():
    html = show("{% field form.way %}", form=Wish({}))
    assert "<fieldset" in html
    assert "<legend>方式" in html
    assert 'aria-describedby="id_way_error"' in html
    assert html.count('type="radio"') == 2


def test_error_summary_takes_the_focus_and_leads_to_each_field():
    html = show("{% error_summary form %}", form=Wish({}))
    assert 'tabindex="-1" autofocus' in html
    assert "有 3 处要改" in html
    for target in ("#id_title", "#id_way_0", "#id_agreed"):
        assert f'href="{target}"' in html
    fields = show("{% fields form %}", form=Wish({}))
    for target in ("id_title", "id_way_0", "id_agreed"):
        assert f'id="{target}"' in fields


def test_error_summary_of_a_good_form_is_nothing():
    good = Wish({"title": "通知", "way": "net", "agreed": "on"})
    assert show("{% error_summary form %}", form=good).strip() == ""
    assert show("{% error_summary form %}", form=Wish()).strip() == ""


def test_error_summary_reads_formsets_and_words_of_the_view():
    formset = forms.formset_factory(Wish)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-summary": "x"}
    )
    html = show("{% error_summary formset problems=words %}", formset=formset, words=["第 3 行缺日期"])
    assert 'href="#id_form-0-title"' in html
    assert "第 3 行缺日期" in html


def test_title_says_that_something_is_to_be_corrected():
    assert show("{% title_prefix %}", form=Wish({})) == "有误："
    assert show("{% title_prefix %}", form=Wish()) == ""
    assert show("{% title_prefix %}", problems=["x"]) == "有误："


def test_due_badge_has_words_and_a_mark_for_a_year_without_notice():
    html = show("{% due one %}", one=parts.Due("late", "逾期 1 个工作日", date(2026, 11, 20)))
    assert (
        html
        == '<span class="due late">逾期 1 个工作日</span> <span class="due-on">2026年11月20日（星期五）</span>'
    )
    assert "（暂定）" in show("{% due one %}", one=parts.Due("ok", "最迟 1月8日", provisional=True))
    assert show("{% due one %}", one=None) == ""


def test_column_heads_turn_the_order_round_and_keep_the_filters():
    head = '{% th "期限" sort="due" %}'
    assert 'href="?unit=3&amp;sort=due"' in show(head, "/?unit=3&page=4")
    turned = show(head, "/?sort=due")
    assert 'href="?sort=-due"' in turned
    assert 'aria-sort="ascending"' in turned
    assert 'aria-sort="descending"' in show(head, "/?sort=-due")


def test_a_card_on_a_phone_leaves_out_the_columns_and_cells_that_say_so():
    columns = [parts.Column("单位"), parts.Column("来信", numeric=True), parts.Column("备注", hide=True)]
    rows = [parts.Row(["甲局", parts.Cell("0", hide=True), "-"]), parts.Row(["乙局", parts.Cell("3"), "-"])]
    html = show("{% data_table given %}", given=parts.Table("逾期", columns, rows))
    cells = re.findall(r'<td data-label="([^"]+)" class="([^"]*)">([^<]*)', html)
    hidden = [(label, text) for label, style, text in cells if "hide-narrow" in style]
    assert hidden == [("来信", "0"), ("备注", "-"), ("备注", "-")]


def test_filters_are_links_that_take_themselves_off_again():
    groups = [parts.FilterGroup("年份", "year", [parts.FilterOption("2026", "2026", 12, on=True)])]
    html = show("{% filters groups %}", "/?year=2026&q=低保&page=2", groups=groups)
    assert 'href="?q=%E4%BD%8E%E4%BF%9D"' in html
    assert "2026" in html
    assert "12" in html


def test_pages_keep_the_question_and_are_absent_when_there_is_one():
    page = Paginator(range(100), 20).page(2)
    html = show("{% pages page %}", "/?q=x&page=2", page=page)
    assert 'href="?q=x&amp;page=3"' in html
    assert 'aria-current="page"' in html
    assert show("{% pages page %}", page=Paginator(range(3), 20).page(1)).strip() == ""


def test_a_running_job_asks_again_and_a_finished_one_rests():
    running = parts.Progress("导入", "进行中", 1, 10, cancel_url="/stop/")
    html = show('{% job_progress job "/jobs/1/" %}', job=running)
    assert 'hx-get="/jobs/1/" hx-trigger="every 2s"' in html
    assert "<noscript>" in html
    assert '<progress max="10" value="1"' in html
    done = parts.Progress("导入", "已完成", 10, 10, running=False)
    assert "hx-get" not in show('{% job_progress job "/jobs/1/" %}', job=done)


def test_dates_and_sizes_are_written_as_people_read_them():
    at = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)  # the 21st in China
    assert show("{{ at|moment }}|{{ at|day_long }}", at=at) == "2026年11月21日 00:30|2026年11月21日（星期六）"
    assert show("{{ n|file_size }}|{{ m|file_size }}", n=41_984, m=2_500_000) == "41 KB|2.4 MB"


def test_a_public_page_needs_no_request_and_is_the_same_in_every_mode(db):
    from django.template.loader import render_to_string

    bare = render_to_string("components/plain_base.html")
    assert "主办单位" in bare
    request = RequestFactory().get("/")
    request.COOKIES["look"] = "care.contrast"
    assert render_to_string("components/plain_base.html", request=request) == bare


SAMPLES = {
    "breadcrumb": [parts.Link(EVIL, "/"), parts.Link(EVIL)],
    "five_blocks": [parts.Link(EVIL, "/", note=EVIL)],
    "acts": [parts.Link(EVIL, "/", note=EVIL)],
    "tabs": [parts.Link(EVIL, "/", note=EVIL)],
    "stats": [parts.Stat(EVIL, EVIL, "/", EVIL)],
    "timeline": [parts.Step(EVIL, "here", EVIL, EVIL, EVIL, "/")],
    "route_steps": [parts.Step(EVIL, "done", EVIL, EVIL, EVIL, "/")],
    "task_list": [parts.TaskLine(EVIL, "/", EVIL, hint=EVIL)],
    "file_list": [parts.FileLine(EVIL, "/", EVIL, 1, 1, EVIL, "/x")],
    "head_table": [parts.HeadLine(EVIL, EVIL, "/", EVIL, EVIL)],
    "version_list": [parts.VersionLine(1, None, EVIL, EVIL, "/", "/d")],
    "diff_view": [[("ins", EVIL), ("del", EVIL), ("same", EVIL)]],
    "data_table": parts.Table(
        EVIL, [parts.Column(EVIL, "s")], [parts.Row([parts.Cell(EVIL, "/", EVIL)], EVIL, EVIL)], True
    ),
    "bulk_bar": [parts.BulkAct(EVIL, EVIL)],
    "job_progress": parts.Progress(
        EVIL, EVIL, 1, 2, rate=EVIL, left=EVIL, log=[EVIL], result=parts.Link(EVIL, "/")
    ),
    "confirm": parts.Confirm(EVIL, EVIL, EVIL, "/", [parts.HeadLine(EVIL, EVIL)], hidden=[("a", EVIL)]),
    "side_nav": [parts.NavGroup(EVIL, [parts.NavLink(EVIL, "/", 1)])],
    "filters": [parts.FilterGroup(EVIL, "y", [parts.FilterOption(EVIL, EVIL, 1)])],
    "due": parts.Due("ok", EVIL),
    "state": EVIL,
    "empty_state": EVIL,
    "button": EVIL,
    "search_box": EVIL,
    "note": EVIL,
}


@pytest.mark.parametrize("tag", sorted(SAMPLES))
def test_text_of_people_never_becomes_markup(tag):
    text = (
        "{% note 'info' title=given %}{{ given }}{% endnote %}" if tag == "note" else f"{{% {tag} given %}}"
    )
    html = show(text, given=SAMPLES[tag], csrf_token="x")
    assert "<script>x" not in html
    assert "&lt;script&gt;" in html
    assert "\"'&" not in html


@pytest.mark.parametrize("face", ["public", "office"])
def test_style_page_shows_every_part_with_no_variable_missing_and_no_id_twice(db, face, settings):
    request = RequestFactory().get("/style/", {"face": face})
    request.user = AnonymousUser()
    html = style_page(request).content.decode()
    ids = [part.split('"')[0] for part in html.split(' id="')[1:]]
    assert sorted(ids) == sorted(set(ids))
    for part in (
        "five",
        "panel",
        "acts",
        "facts",
        "head",
        "files",
        "versions",
        "diff",
        "now",
        "route",
        "line",
        "tasks",
    ):
        assert f'class="{part}' in html, part
    for part in (
        "job",
        "finding",
        "bulk",
        "pages",
        "filters",
        "empty",
        "problems",
        "note",
        "tabs",
        "qr",
        "aloud",
    ):
        assert f'class="{part}' in html, part


def test_every_tag_and_filter_stands_in_the_howto():
    text = HOWTO.read_text(encoding="utf-8")
    named = [*register.tags, *register.filters]
    assert [name for name in named if f"`{name}" not in text] == []
