"""Imported cases: with their own days and answers, nothing twice, and all of it can be taken back."""

import json
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.cases.conftest import AT
from tests.cases.importing.planted import planted

from gongkai.cases import parties
from gongkai.cases.actions import acting, common, sharing
from gongkai.cases.actions.importing import undo_batch, write_cases
from gongkai.cases.importing.course import course_to
from gongkai.cases.importing.mapping import MapProblem, fitting_map, map_by, read_map, shipped_maps
from gongkai.cases.importing.reading import read_file
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseBatch, CaseCounter, CaseEvent, Party, SideTerm
from gongkai.cases.queries.importing import ground_for
from gongkai.cases.refusals import CaseRefused, NotAllowed, TooLate
from gongkai.ledger.models import LedgerRow
from gongkai.ledger.rules import SYSTEM

HERE = ZoneInfo("Asia/Shanghai")
ROWS = [
    {"编号": "a1", "来信人": "李兰", "电话": "13900139000", "标题": "石桥村路灯坏了", "内容": "半个月了。",
     "来信时间": "2025-09-26 20:15:00", "类型": "投诉", "答复": "已经修好。", "答复时间": "2025-10-28", "办理结果": "已解决",
     "满意度": "4"},
    {"编号": "a2", "来信人": "王明", "标题": "公交班次", "内容": "能不能多几班。", "来信时间": "2026-02-27", "类型": "建议"},
]  # fmt: skip


@pytest.fixture
def bring(cast, tmp_path):
    """`bring(rows)`: read and write them for the agriculture bureau; `at` is when."""

    def _bring(rows, *, kind="letter", at=AT, map_name="", standing=None, keep_good=False):
        path = tmp_path / "来信.jsonl"
        path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
        unit = cast.units["agri"]
        reading = read_file(
            path, ground=ground_for(kind=kind, unit_id=unit, today=at.date()), map_name=map_name
        )
        return write_cases(
            reading=reading, unit_id=unit, by=standing.actor() if standing else SYSTEM,
            user_id=standing.user_id if standing else None, at=at, standing=standing, keep_good=keep_good,
        )  # fmt: skip

    return _bring


def test_an_answered_letter_comes_closed_with_its_days_and_its_answer(bring):
    bring(ROWS)
    case = Case.objects.get(source_key__contains="a1")
    assert (case.state, case.outcome, case.satisfaction) == ("answered", "solved", 4)
    assert case.submitted_at == datetime(2025, 9, 26, 20, 15, tzinfo=HERE)
    assert (case.received_on, case.served_on) == (date(2025, 9, 26), date(2025, 10, 28))
    assert case.due_on == date(
        2025, 10, 23
    )  # 15 working days, with October's holiday and made-up days between
    events = list(case.events.order_by("no").values_list("act", "from_state", "to_state", "on"))
    assert events == [
        ("receive", "", "received", date(2025, 9, 26)),
        ("draft", "received", "reviewing", date(2025, 10, 28)),
        ("approve", "reviewing", "answered", date(2025, 10, 28)),
    ]
    assert case.events.get(act="draft").values["conclusion"] == "已经修好。"
    assert parties.opened(case.party.sealed) == {"name": "李兰", "phone": "13900139000"}
    assert "李兰" not in case.party.sealed + case.party.shown_as


def test_one_without_an_answer_goes_on_here_and_its_clock_runs(bring, cast):
    bring(ROWS)
    case = Case.objects.get(source_key__contains="a2")
    assert (case.state, case.closed_at, case.due_on) == ("received", None, date(2026, 3, 5))
    assert SideTerm.objects.get(case=case).state == "open"
    acting.act(
        case_id=case.pk, act="sign", values={}, by=cast.standing("agri.handler", today=AT.date()), at=AT
    )
    case.refresh_from_db()
    assert case.state == "processing"


def test_counting_anew_changes_nothing(bring):
    bring(ROWS)
    before = list(Case.objects.order_by("id").values())
    sides = list(SideTerm.objects.order_by("id").values())
    for case in Case.objects.all():
        common.recount(case, at=AT)
    assert list(Case.objects.order_by("id").values()) == before
    assert list(SideTerm.objects.order_by("id").values()) == sides


def test_numbers_go_on_in_the_units_series_of_the_year_of_the_letter(bring, cast, apply):
    apply(kind="letter")
    bring(ROWS)
    serials = sorted(
        number.rpartition("〕")[2]
        for number in Case.objects.filter(submitted_at__year=2026).values_list("number", flat=True)
    )
    assert serials == ["1号", "2号"]
    assert Case.objects.get(source_key__contains="a1").number.endswith("信〔2025〕1号")


def test_each_case_leaves_one_ledger_row(bring):
    written = bring(ROWS)
    rows = LedgerRow.objects.filter(act="case.import")
    assert rows.count() == 2
    assert set(LedgerRow.objects.filter(act__startswith="case.import_").values_list("act", flat=True)) == {
        "case.import_begin",
        "case.import_end",
    }
    assert CaseBatch.objects.get(id=written.batch_id).counts["imported"] == 2


def test_the_same_file_again_makes_nothing_double(bring):
    bring(ROWS)
    again = bring(ROWS)
    assert (again.imported, again.updated, again.unchanged, again.kept) == (0, 0, 2, 0)
    assert Case.objects.count() == 2
    assert Party.objects.count() == 2


def test_an_answer_that_came_since_is_taken_over_but_not_into_what_is_worked_on_here(bring, cast):
    bring(ROWS)
    answered = ROWS[1] | {"答复": "下月加两班。", "答复时间": "2026-03-02", "办理结果": "建议采纳"}
    assert bring([ROWS[0], answered]).updated == 1
    case = Case.objects.get(source_key__contains="a2")
    assert (case.state, case.outcome, case.served_on) == ("answered", "adopted", date(2026, 3, 2))
    assert SideTerm.objects.get(case=case).state == "dropped"
    other = ROWS[1] | {"编号": "a3"}
    bring([other])
    worked = Case.objects.get(source_key__contains="a3")
    sharing.claim(case_id=worked.pk, by=cast.standing("agri.handler", today=AT.date()), at=AT)
    done = bring([answered | {"编号": "a3"}])
    assert (done.updated, done.kept) == (0, 1)
    worked.refresh_from_db()
    assert worked.state == "received"


def test_a_batch_is_taken_back_but_for_what_was_worked_on(bring, cast):
    written = bring(ROWS)
    case = Case.objects.get(source_key__contains="a2")
    sharing.add_note(
        case_id=case.pk, text="电话联系过", by=cast.standing("agri.handler", today=AT.date()), at=AT
    )
    undone = undo_batch(batch_id=written.batch_id, by=SYSTEM, at=AT)
    assert (undone.removed, undone.kept) == (1, 1)
    assert list(Case.objects.values_list("id", flat=True)) == [case.pk]
    assert Party.objects.count() == 1
    assert LedgerRow.objects.filter(act="case.undo_import").count() == 1
    with pytest.raises(TooLate):
        undo_batch(batch_id=written.batch_id, by=SYSTEM, at=AT)


def test_a_case_that_was_only_signed_for_stays_when_its_batch_is_taken_back(bring, cast):
    written = bring(ROWS)
    case = Case.objects.get(source_key__contains="a2")
    acting.act(
        case_id=case.pk, act="sign", values={}, by=cast.standing("agri.handler", today=AT.date()), at=AT
    )
    assert undo_batch(batch_id=written.batch_id, by=SYSTEM, at=AT).kept == 1
    again = bring([ROWS[1] | {"内容": "改过的内容。"}])
    assert (again.updated, again.kept) == (0, 1)
    case.refresh_from_db()
    assert case.text == "能不能多几班。"


def test_what_was_taken_back_comes_in_again_under_the_same_numbers(bring):
    written = bring(ROWS)
    before = set(Case.objects.values_list("number", flat=True))
    undo_batch(batch_id=written.batch_id, by=SYSTEM, at=AT)
    assert not Case.objects.exists()
    assert not CaseEvent.objects.exists()
    assert bring(ROWS).imported == 2
    assert set(Case.objects.values_list("number", flat=True)) == before
    assert set(CaseCounter.objects.values_list("last", flat=True)) == {1}


def test_a_file_with_a_fault_writes_nothing_unless_the_good_rows_are_asked_for(bring):
    bad = [*ROWS, {"编号": "a9", "标题": "没有日子", "内容": "x"}]
    with pytest.raises(CaseRefused, match="1 行没通过检查"):
        bring(bad)
    assert not CaseBatch.objects.exists()
    assert bring(bad, keep_good=True).imported == 2


def test_a_handler_imports_for_the_own_unit_alone(bring, cast):
    bring(ROWS, standing=cast.standing("agri.handler", today=AT.date()))
    with pytest.raises(NotAllowed):
        bring(ROWS, standing=cast.standing("housing.handler", today=AT.date()))
    other = [ROWS[0] | {"编号": "b1", "承办单位": "012"}]
    with pytest.raises(NotAllowed):
        bring(other, standing=cast.standing("agri.handler", today=AT.date()))


def test_stopped_between_two_chunks_it_goes_on_in_the_same_batch(cast, tmp_path, monkeypatch):
    from gongkai.cases.actions import importing

    monkeypatch.setattr(importing, "CHUNK", 10)
    rows = [ROWS[1] | {"编号": f"c{n}", "标题": f"第{n}件"} for n in range(35)]
    path = tmp_path / "来信.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    unit = cast.units["agri"]
    reading = read_file(path, ground=ground_for(kind="letter", unit_id=unit, today=AT.date()))
    common_words = {"reading": reading, "unit_id": unit, "by": SYSTEM, "user_id": None, "at": AT}
    first = write_cases(**common_words, should_stop=lambda: True)
    assert Case.objects.count() == 10
    assert CaseBatch.objects.get().finished_at is None
    write_cases(**common_words, resume=first)
    assert Case.objects.count() == 35
    assert CaseBatch.objects.get().finished_at == AT


def test_applications_come_with_their_outcome_and_their_own_day_of_receipt(bring):
    row = {
        "登记编号": "2024-7", "申请人": "王小明", "证件号码": "110101199003077715", "申请内容": "道路养护资金分配表",
        "申请时间": "2025-09-20", "收到日期": "2025-09-26", "申请方式": "网络", "答复类型": "予以公开", "答复": "随函提供 3 页。",
        "送达日期": "2025-11-03",
    }  # fmt: skip
    bring([row], kind="information_application")
    case = Case.objects.get()
    assert (case.state, case.outcome, case.received_on) == ("replied", "granted", date(2025, 9, 26))
    assert case.due_on == date(2025, 10, 30)
    assert [act for (act,) in case.events.order_by("no").values_list("act")] == [
        "confirm",
        "draft",
        "approve",
        "serve",
    ]


@pytest.mark.parametrize("kind", CASE_KINDS.values(), ids=lambda kind: kind.code)
def test_every_outcome_of_every_kind_can_be_led_to(kind):
    unreached = [outcome.code for outcome in kind.outcomes if course_to(kind, outcome.code) is None]
    assert unreached == []
    for outcome in kind.outcomes:
        last = course_to(kind, outcome.code).acts[-1]
        assert kind.state(last.target).final


def test_the_shipped_maps_are_sound_and_a_map_of_ones_own_says_what_is_wrong(tmp_path):
    assert set(shipped_maps()) >= {"letters", "message_board", "mailbox_site", "applications"}
    assert fitting_map(["标题", "内容", "来信时间"], "letter").name == "letters"
    with pytest.raises(MapProblem, match="表头认不出来"):
        fitting_map(["甲", "乙"], "letter")
    with pytest.raises(MapProblem, match="没有叫"):
        map_by("nothing")
    path = tmp_path / "own.toml"
    path.write_text('[columns]\nhead = "x"\n', encoding="utf-8")
    with pytest.raises(MapProblem, match="head"):
        read_map(path)


def test_the_good_rows_of_a_faulty_table_are_written(cast, tmp_path):
    table = planted(400, each=1)
    path = tmp_path / "县长信箱.csv"
    path.write_bytes(table.raw)
    unit = cast.units["agri"]
    reading = read_file(path, ground=ground_for(kind="letter", unit_id=unit, today=date(2026, 11, 22)))
    written = write_cases(
        reading=reading, unit_id=unit, by=SYSTEM, user_id=None, at=AT + timedelta(days=300), keep_good=True
    )
    assert written.imported == len(reading.records) >= 340
    assert Case.objects.count() == written.imported


@pytest.mark.parametrize(
    ("name", "least"),
    [("taidi_replies", 1935), ("taidi_labelled", 363), ("taidi_votes", 3066), ("beijing_letters", 1936)],
)
def test_real_letters_are_read_or_refused_with_a_reason(cast, shared, name, least):
    ground = ground_for(kind="letter", unit_id=cast.units["agri"], today=date(2026, 11, 22))
    found = read_file(shared / "data" / "letters" / f"{name}.jsonl.gz", ground=ground)
    assert len(found.records) >= least
    assert len(found.records) + found.refused_rows == found.read
    assert {one.rule for one in found.refusals} <= {"duplicate"}
