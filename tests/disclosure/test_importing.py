"""Historical records: known ones are left alone, changed ones become a version, a batch can be undone."""

import json

import pytest
from tests.disclosure.conftest import AT

from gongkai.disclosure.actions import correcting, reviewing
from gongkai.disclosure.actions.importing import write_records
from gongkai.disclosure.actions.refusals import ItemRefused, NotAllowed, TooLate
from gongkai.disclosure.actions.undoing_imports import Undone, undo_batch
from gongkai.disclosure.importing.maps import MapProblem, fitting_map, map_by, read_map, shipped_maps
from gongkai.disclosure.importing.reading import read_file
from gongkai.disclosure.importing.trial import summary_of
from gongkai.disclosure.models import ImportBatch, Item, ItemVersion
from gongkai.disclosure.policies import public_items
from gongkai.disclosure.queries.public import page_facts, public_versions
from gongkai.ledger.models import LedgerRow
from gongkai.ledger.rules import SYSTEM
from gongkai.tables.problems import UnreadableTable

ROWS = [
    {"编号": "a1", "标题": "关于防汛工作的通知", "正文": "各村：做好防汛。", "发文字号": "青政办发〔2020〕3号",
     "成文日期": "2020-05-06", "发布日期": "2020-05-08", "有效性": "有效"},
    {"编号": "a2", "标题": "关于抗旱工作的通知", "正文": "各村：做好抗旱。", "成文日期": "2021-06-01", "发布日期": "2021-06-02"},
    {"编号": "a3", "标题": "关于植树的通知", "正文": "各村：植树。"},
]  # fmt: skip


@pytest.fixture
def read(tmp_path):
    def from_rows(rows=ROWS, **options):
        path = tmp_path / "旧站.jsonl"
        path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8")
        return read_file(path, **{"map_name": "items", **options})

    return from_rows


def changed(number, **cells):
    return [{**row, **cells} if n == number else row for n, row in enumerate(ROWS)]


def write(cast, reading, **more):
    return write_records(reading=reading, unit_id=cast.units["agri"], by=SYSTEM, user_id=None, at=AT, **more)


def test_records_keep_their_date_and_number_year_and_are_marked_historical(cast, read, acts):
    done = write(cast, read())
    assert (done.imported, done.updated, done.unchanged) == (3, 0, 0)
    item = Item.objects.get(source_key="a1")
    assert item.is_historical
    assert (item.published_on.isoformat(), item.signed_on.isoformat()) == ("2020-05-08", "2020-05-06")
    assert item.index_no == f"{item.unit.org_code}/2020-00001"
    assert page_facts(index_no=item.index_no, today=AT.date()).title == "关于防汛工作的通知"
    assert acts(item.pk) == ["item.import"]
    undated = Item.objects.get(source_key="a3")
    assert (undated.published_on, undated.index_no[-10:]) == (None, "2026-00001")


def test_the_same_file_again_changes_nothing(cast, read):
    write(cast, read())
    done = write(cast, read())
    assert (done.imported, done.updated, done.unchanged) == (0, 0, 3)
    assert Item.objects.count() == ItemVersion.objects.count() == 3


@pytest.mark.parametrize(
    "cells",
    [
        {"正文": "各村：做好防汛抗洪。"},
        {"标题": "关于防汛抗洪的通知"},
        {"成文日期": "2020-05-07"},
        {"有效性": "废止"},
    ],
)
def test_a_changed_record_becomes_a_new_version_and_the_old_one_stays(cast, read, cells):
    write(cast, read())
    done = write(cast, read(changed(0, **cells)))
    assert (done.imported, done.updated, done.unchanged) == (0, 1, 2)
    item = Item.objects.get(source_key="a1")
    newest, _oldest = public_versions(item)
    assert (newest.number, newest.reason) == (2, "来源更新")
    facts = page_facts(index_no=item.index_no, today=AT.date())
    assert facts.title == cells.get("标题", "关于防汛工作的通知")
    assert facts.signed_on.isoformat() == cells.get("成文日期", "2020-05-06")
    assert facts.validity_label == cells.get("有效性", "有效")
    again = write(cast, read(changed(0, **cells)))
    assert again.unchanged == 3


def test_what_was_withdrawn_here_is_not_brought_back_by_the_source(cast, read):
    write(cast, read())
    item = Item.objects.get(source_key="a1")
    correcting.withdraw(item_id=item.pk, reason="含有个人隐私", by=cast.standing("agri.publisher"), at=AT)
    done = write(cast, read(changed(0, 正文="新的文字。")))
    assert (done.updated, done.unchanged) == (0, 3)
    assert not public_items().filter(id=item.pk).exists()


def test_a_batch_is_undone_as_a_whole_and_its_numbers_are_not_given_out_again(cast, read):
    done = write(cast, read())
    numbers = set(Item.objects.values_list("index_no", flat=True))
    begun = Item.objects.get(source_key="a2")
    correcting.begin_correction(item_id=begun.pk, reason="改日期", by=cast.standing("agri.officer"), at=AT)
    assert undo_batch(batch_id=done.batch_id, by=SYSTEM, at=AT) == Undone(3, 0, 0)
    assert not public_items().exists()
    assert set(Item.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert not ItemVersion.objects.filter(state__in=["working", "frozen", "public"]).exists()
    assert LedgerRow.objects.filter(act="item.undo_import").count() == 3
    with pytest.raises(TooLate, match="已经撤销"):
        undo_batch(batch_id=done.batch_id, by=SYSTEM, at=AT)
    again = write(cast, read())
    assert again.imported == 3
    assert not numbers & set(public_items().values_list("index_no", flat=True))


def test_undoing_sets_changed_items_back_to_how_they_were(cast, read):
    write(cast, read())
    item = Item.objects.get(source_key="a1")
    before = page_facts(index_no=item.index_no, today=AT.date())
    mended = changed(
        0, 标题="关于防汛抗洪的通知", 正文="新的文字。", 成文日期="2020-05-07", 发布日期="2020-05-09"
    )
    done = write(cast, read(mended))
    assert undo_batch(batch_id=done.batch_id, by=SYSTEM, at=AT) == Undone(0, 1, 0)
    after = page_facts(index_no=item.index_no, today=AT.date())
    assert after == before
    assert [version.number for version in public_versions(Item.objects.get(source_key="a1"))] == [1]
    assert LedgerRow.objects.filter(act="item.undo_import_update").count() == 1
    assert write(cast, read()).unchanged == 3
    assert write(cast, read(mended)).updated == 1


def test_what_was_changed_again_after_the_batch_stays_and_a_later_batch_leads_past_it(cast, read):
    write(cast, read())
    second = write(cast, read(changed(0, 标题="第二次的标题")))
    third = write(cast, read(changed(0, 标题="第三次的标题")))
    assert undo_batch(batch_id=second.batch_id, by=SYSTEM, at=AT) == Undone(0, 0, 1)
    assert Item.objects.get(source_key="a1").title == "第三次的标题"
    assert undo_batch(batch_id=third.batch_id, by=SYSTEM, at=AT) == Undone(0, 1, 0)
    item = Item.objects.get(source_key="a1")
    assert (item.title, item.public_version.number) == ("关于防汛工作的通知", 1)


def test_a_mark_of_validity_set_after_the_batch_survives_its_undoing(cast, read):
    write(cast, read())
    done = write(cast, read(changed(0, 正文="新的文字。")))
    item = Item.objects.get(source_key="a1")
    publishing_office = cast.standing("office.disclosure_office")
    correcting.set_validity(
        item_id=item.pk,
        validity="abolished",
        on=AT.date(),
        basis="青政发〔2026〕1号",
        by=publishing_office,
        at=AT,
    )
    undo_batch(batch_id=done.batch_id, by=SYSTEM, at=AT)
    assert Item.objects.get(pk=item.pk).validity == "abolished"


def test_a_correction_under_review_ends_with_its_batch(cast, read):
    done = write(cast, read([{**ROWS[0], "栏目": "其他主动公开的信息"}]))
    item = Item.objects.get()
    correcting.begin_correction(item_id=item.pk, reason="改日期", by=cast.standing("agri.officer"), at=AT)
    reviewing.submit(item_id=item.pk, by=cast.standing("agri.officer"), at=AT)
    undo_batch(batch_id=done.batch_id, by=SYSTEM, at=AT)
    assert not item.reviews.filter(closed_at__isnull=True).exists()
    number = correcting.begin_correction(
        item_id=item.pk, reason="重新公开", by=cast.standing("agri.officer"), at=AT
    )
    assert number == 3


def test_only_who_files_for_the_unit_imports_and_undoes(cast, read):
    reading = read()
    with pytest.raises(NotAllowed):
        write(cast, reading, standing=cast.standing("housing.officer"))
    assert not ImportBatch.objects.exists()
    done = write(cast, reading, standing=cast.standing("agri.officer"))
    with pytest.raises(NotAllowed):
        undo_batch(batch_id=done.batch_id, by=SYSTEM, at=AT, standing=cast.standing("housing.officer"))
    with pytest.raises(ItemRefused, match="没有第 999 批"):
        undo_batch(batch_id=999, by=SYSTEM, at=AT)


# ---- reading -------------------------------------------------------------------------------------------


def test_one_bad_row_keeps_everything_out_unless_the_good_ones_are_wanted(cast, read):
    reading = read([*ROWS, {"编号": "a4", "标题": "日期不对的通知", "正文": "文", "成文日期": "2024.13.40"}])
    (refusal,) = reading.refusals
    assert (refusal.row, refusal.column, refusal.value) == (4, "成文日期", "2024.13.40")
    with pytest.raises(ItemRefused, match="1 行没通过"):
        write(cast, reading)
    assert not Item.objects.exists()
    assert not ImportBatch.objects.exists()
    assert write(cast, reading, keep_good=True).imported == 3


@pytest.mark.parametrize(
    ("cells", "column", "rule"),
    [
        ({"标题": "长" * 301}, "标题", "too_long"),
        ({"有效性": "大概有效"}, "有效性", "choice"),
        ({"信息种类": "谣言"}, "信息种类", "choice"),
        ({"正文": "前\0后"}, "正文", "control_character"),
        ({"正文": "  "}, "正文", "required"),
        ({"发文字号": "号" * 121}, "发文字号", "too_long"),
        ({"编号": "a2"}, "编号", "duplicate"),
    ],
)
def test_refusals_name_the_row_the_column_and_the_rule(read, cells, column, rule):
    reading = read(changed(0, **cells))
    assert [(r.column, r.rule) for r in reading.refusals][:1] == [(column, rule)]
    assert reading.refusals[0].row in (1, 2)
    assert reading.refusals[0].message
    assert reading.refused_rows == 1


def test_a_missing_title_is_derived_and_marked_never_invented(read):
    reading = read([{"编号": "b", "正文": "# 关于开展春耕的通知。各村：……"}, {"编号": "c", "正文": "短。"}])
    (record,) = reading.records
    assert (record.title, record.title_rule) == ("关于开展春耕的通知", "first_line")
    assert [r.rule for r in reading.refusals] == ["required"]


def test_kinds_are_counted_for_the_preview(read):
    reading = read([ROWS[0], {**ROWS[1], "信息种类": "工作动态"}, {**ROWS[2], "信息种类": "work_news"}])
    assert summary_of(reading)["kinds"] == [["工作动态", 2], ["公告公示", 1]]


def test_stopping_between_chunks_leaves_whole_records_and_the_next_run_goes_on(cast, read, monkeypatch):
    monkeypatch.setattr("gongkai.disclosure.actions.importing.CHUNK", 1)
    told = []
    done = write(cast, read(), told=told.append, should_stop=lambda: len(told) == 2)
    assert (done.imported, told) == (2, [1, 2])
    rest = write(cast, read())
    assert (rest.imported, rest.unchanged) == (1, 2)


def test_a_map_is_recognised_by_its_columns_or_named(tmp_path):
    assert fitting_map(["标题", "正文", "成文日期", "发文字号"]).name == "items"
    assert map_by("items").name == "items"
    with pytest.raises(MapProblem, match="表头认不出来"):
        fitting_map(["甲", "乙"])
    with pytest.raises(MapProblem, match="没有叫 nothing"):
        map_by("nothing")


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("columns = {colour = '颜色'}", "没有 colour"),
        ("kind = 'rumour'\n[columns]\ntitle = '标题'", "rumour 不存在"),
        ("columns = {", "读不了"),
    ],
)
def test_a_wrong_map_is_named(tmp_path, toml, words):
    path = tmp_path / "自制.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(MapProblem, match=words):
        read_map(path)


def test_every_shipped_map_can_be_read_and_used():
    for name, mapping in shipped_maps().items():
        assert mapping.name == name
        assert mapping.columns


def test_a_text_file_is_one_record(cast, tmp_path):
    path = tmp_path / "自查报告.txt"
    path.write_text("关于政务公开的自查报告\n\n今年以来，我镇做好公开。", encoding="gb18030")
    reading = read_file(path)
    assert reading.read == 1
    assert "我镇做好公开" in reading.records[0].text
    (tmp_path / "空.txt").write_text("")
    assert read_file(tmp_path / "空.txt").refused_rows == 1


def test_a_text_file_of_more_than_20_mb_is_no_single_record(tmp_path):
    path = tmp_path / "大.txt"
    with path.open("wb") as out:
        out.truncate(21 * 1024 * 1024)
    with pytest.raises(UnreadableTable) as refused:
        read_file(path)
    assert "21 MB" in refused.value.refusal.message
