from __future__ import annotations

import io

import openpyxl
import pytest
from tests.catalogue.conftest import AT, START

from gongkai.catalogue import actions, queries
from gongkai.catalogue.importing import import_catalogue
from gongkai.catalogue.models import Duty, Topic
from gongkai.catalogue.reading import rhythm_in, term_in, ticked
from gongkai.catalogue.seed import CHANNELS
from gongkai.ledger.rules import SYSTEM

HEAD = "序号,一级事项,二级事项,公开内容（要素）,公开依据,公开时限,公开主体,公开渠道和载体,公开对象,公开方式,公开层级\n"
SOUND = (
    "1,农业生产发展,耕地补贴,政策依据、补贴标准,《条例》,形成之日起20个工作日内,县农业农村局,■政府网站 □政府公报 ■公开查阅点,"
    "■全社会 □特定群体,■主动 □依申请公开,■县级 ■乡级\n"
    "2,农业生产发展,农机补贴,申请指南,《条例》,每季度公开,农业农村局、各乡镇人民政府,■政府网站,□全社会 ■特定群体,■主动,■乡级\n"
    "3,动物防疫,,疫情通报,《动物防疫法》,24小时内,农业农村局,■两微一端,■全社会,■主动,■县级\n"
)


def run(source: str | bytes, **more):
    raw = source.encode() if isinstance(source, str) else source
    given = {"parent_code": "news", "on": START, "by": SYSTEM, "at": AT, "name": "目录.csv"} | more
    return import_catalogue(raw, **given)


def official_form() -> bytes:
    """The printed form: a title, two rows of merged headings, a matter that spans two rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["涉农补贴领域基层政务公开标准目录"])
    sheet.append(
        ["序号", "公开事项", None, "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体",
         "公开对象", None, "公开方式", None, "公开层级", None]
    )  # fmt: skip
    names = ("全社会", "特定群体", "主动", "依申请公开", "县级", "乡级")
    sheet.append([None, "一级事项", "二级事项", None, None, None, None, None, *names])
    base = ["政策依据", "《条例》", "形成之日起20个工作日内", "农业农村局", "■政府网站 \n□政府公报"]
    sheet.append([1, "农业生产发展", "耕地补贴", *base, "√", None, "√", None, "√", "√"])
    sheet.append([2, None, "农机补贴", *base, None, "√", "√", None, "√", None])
    for area in ("A1:N1", "B2:C2", "I2:J2", "K2:L2", "M2:N2", "B4:B5", *(f"{c}2:{c}3" for c in "ADEFGH")):
        sheet.merge_cells(area)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def test_rows_become_topics_and_the_bodies_owe_them(topics, county):
    outcome = run(HEAD + SOUND)
    assert (outcome.read, outcome.imported, outcome.refused, outcome.written) == (3, 3, (), True)
    [branch, disease] = queries.topic_tree()[-1].children
    assert [child.name for child in branch.children] == ["耕地补贴", "农机补贴"]
    topic = queries.topic_by_id(branch.children[0].id)
    assert (topic.channels, topic.levels) == (["website", "reading_point"], "county,town")
    assert queries.topic_by_id(disease.id).term_unit == "hour"
    owed = {(d.unit.code, d.topic.name, d.rhythm, d.months, d.audience) for d in Duty.objects.all()}
    assert owed == {
        ("016", "耕地补贴", "on_occurrence", None, "everyone"),
        ("016", "农机补贴", "regular", 3, "concerned"),
        ("111", "农机补贴", "regular", 3, "concerned"),
        ("016", "动物防疫", "on_occurrence", None, "everyone"),
    }


def test_the_official_form_with_merged_cells_is_read(topics):
    outcome = run(official_form(), name="目录.xlsx")
    assert (outcome.imported, outcome.refused) == (2, ())
    [branch] = queries.topic_tree()[-1].children
    assert (branch.name, [child.name for child in branch.children]) == (
        "农业生产发展",
        ["耕地补贴", "农机补贴"],
    )
    assert queries.topic_by_id(branch.children[0].id).levels == "county,town"
    assert {d.topic.name: d.audience for d in Duty.objects.all()} == {
        "耕地补贴": "everyone",
        "农机补贴": "concerned",
    }


def test_the_same_table_again_changes_nothing_and_a_changed_one_updates(topics):
    run(HEAD + SOUND)
    counts = (Topic.objects.count(), Duty.objects.count())
    again = run(HEAD + SOUND)
    assert (again.imported, again.updated, again.unchanged, again.written) == (0, 0, 3, False)
    changed = run(HEAD + SOUND.replace("疫情通报", "疫情和处置情况"))
    assert (changed.imported, changed.updated, changed.unchanged) == (0, 1, 2)
    assert (Topic.objects.count(), Duty.objects.count()) == counts
    assert Topic.objects.get(name="动物防疫").must_tell == "疫情和处置情况"


def test_a_trial_run_writes_nothing(topics):
    count = Topic.objects.count()
    outcome = run(HEAD + SOUND, dry_run=True)
    assert (outcome.imported, outcome.written, Topic.objects.count()) == (3, False, count)


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        ("4,,甲,内容,依据,及时,县农业农村局,■政府网站,■全社会,■主动,■县级", "一级事项", "required"),
        ("4,动物防疫,,内容,依据,及时,县农业农村局,■政府网站,■全社会,■主动,■县级", "二级事项", "duplicate"),
        ("4,其他,甲,内容,依据,及时,县天文局,■政府网站,■全社会,■主动,■县级", "公开主体", "unit"),
        (
            "4,其他,甲,内容,依据,及时,县农业农村局,■政府网站,■全社会,□主动 ■依申请公开,■县级",
            "公开方式",
            "mode",
        ),
        ("4,其他,甲,,依据,及时,县农业农村局,■政府网站,■全社会,■主动,■县级", "公开内容（要素）", "required"),
        ("4,其他,甲,内容,依据,9999个工作日,县农业农村局,■政府网站,■全社会,■主动,■县级", "公开时限", "number"),
    ],
)
def test_a_faulty_row_is_named_with_its_place_and_nothing_is_written(topics, row, column, rule):
    count = Topic.objects.count()
    outcome = run(HEAD + SOUND + row + "\n")
    [refusal] = outcome.refused
    assert (refusal.row, refusal.column, refusal.rule) == (5, column, rule)
    assert (outcome.written, Topic.objects.count()) == (False, count)
    kept = run(HEAD + SOUND + row + "\n", keep_good=True)
    assert (kept.imported, kept.written) == (3, True)


def test_a_table_for_a_heading_that_is_not_there_is_refused(topics):
    with pytest.raises(actions.UnknownTopic):
        run(HEAD + SOUND, parent_code="nowhere")
    assert run("甲,乙\n1,2\n").refused[0].rule == "missing_column"


@pytest.mark.parametrize(
    ("text", "length", "unit", "said"),
    [
        ("自信息形成或者变更之日起20个工作日内公开", 20, "working_day", True),
        ("自信息形成之日起二十个工作日内", 20, "working_day", True),
        ("批复后２０日内", 20, "calendar_day", True),
        ("24小时内", 24, "hour", True),
        ("及时公开", 20, "working_day", False),
        ("公示期限为5个工作日，结束后7日内", 5, "working_day", True),
    ],
)
def test_terms_are_read_as_people_write_them(text, length, unit, said):
    term = term_in(text)
    assert (term.length, term.unit, term.said) == (length, unit, said)


@pytest.mark.parametrize(
    ("text", "rhythm"),
    [
        ("长期公开", ("standing", None)),
        ("每年3月底前", ("regular", 12)),
        ("按季度更新", ("regular", 3)),
        ("及时公开", ("on_occurrence", None)),
    ],
)
def test_rhythms_are_read_as_people_write_them(text, rhythm):
    assert rhythm_in(text) == rhythm


@pytest.mark.parametrize(
    ("text", "codes", "foreign"),
    [
        ("■政府网站 □政府公报\n■两微一端", ("website", "new_media"), ()),
        ("☑政府网站☐其他", ("website",), ()),
        ("政府网站、公开查阅点", ("website", "reading_point"), ()),
        ("■社区/企事业单位/村公示栏(电子屏)", ("notice_board",), ()),
        ("■政府网站 ■广播站", ("website",), ("广播站",)),
        ("□政府网站", (), ()),
        ("", (), ()),
    ],
)
def test_ticks_are_read_in_every_form(text, codes, foreign):
    assert ticked(text, {label: code for code, label in CHANNELS.items()}) == (codes, foreign)
