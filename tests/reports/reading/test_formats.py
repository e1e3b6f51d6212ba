"""What we print we read again, cell by cell; what is broken is asked for, never guessed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from openpyxl import Workbook
from tests.reports.making import unit_year

from gongkai.files.apart import extract_apart
from gongkai.reports import printing
from gongkai.reports.checks import ERROR, check
from gongkai.reports.layouts import TEMPLATES
from gongkai.reports.reading import read_report, read_text, text_of_file

WRITERS = {"docx": printing.word, "xlsx": printing.workbook, "html": printing.html, "pdf": printing.pdf}


@pytest.fixture(scope="module")
def facts():
    return unit_year(7).facts


@pytest.fixture(scope="module")
def files(facts, tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("finished")
    made = {}
    for extension, write in WRITERS.items():
        made[extension] = folder / f"{facts.unit_code}.{extension}"
        made[extension].write_bytes(write(facts))
    return made


@pytest.mark.parametrize("extension", WRITERS)
def test_a_printed_report_is_read_again_cell_by_cell(extension, facts, files):
    reading = read_report(files[extension])
    read = reading.facts
    assert reading.problem == ""
    assert dict(read.cells()) == dict(facts.cells())
    assert read.asked == ()
    assert (read.unit_name, read.year, read.template) == (facts.unit_name, 2025, "2021")
    assert [s.title for s in read.sections if s.no] == [s.title for s in facts.sections]
    words = {s.no: s.text.replace("\n", "") for s in read.sections}
    assert words[1] == facts.sections[0].text.replace("\n", "")
    assert words[5] == facts.sections[4].text.replace("\n", "")
    assert [f for f in check(read) if f.severity == ERROR] == []


@pytest.mark.parametrize("year", [2016, 2020])
def test_older_forms_are_read_again(year, tmp_path):
    form = next(t for t in TEMPLATES.values() if t.from_year <= year <= t.to_year)
    facts = form.blank(unit_code="1", unit_name="青禾县水务局", year=year, fill=0)
    path = tmp_path / "old.docx"
    path.write_bytes(
        printing.word(replace(facts, sections=unit_year(7).facts.sections if year > 2018 else ()))
    )
    read = read_report(path).facts
    assert (read.year, read.template) == (year, form.code)
    assert dict(read.cells()) == dict(facts.cells())


def test_blank_cells_and_slashes_are_told_apart(table_text, facts):
    row = next(line for line in table_text.split("\n") if "1.属于国家秘密" in line)
    label = row.rsplit("\t", 7)[0]
    slashes = read_text(table_text.replace(row, label + "\t/" * 7)).facts
    assert set(slashes.foi["denied.state_secret"].values()) == {None}
    assert (slashes.asked, slashes.blank) == ((), ())
    empty = read_text(table_text.replace(row, label + "\t" * 7)).facts
    assert set(empty.foi["denied.state_secret"].values()) == {None}
    assert len(empty.blank) == 7
    half = read_text(table_text.replace(row, label + "\t0\t\t0\t0\t0\t0\t0")).facts
    assert half.blank == ("foi.denied.state_secret/commercial",)
    assert "blank.mixed.denied" in {f.rule for f in check(half)}
    assert facts.blank == ()


def test_a_file_that_is_no_report_says_so(tmp_path):
    path = tmp_path / "picture.docx"
    path.write_bytes(b"PK\x03\x04 not a package")
    reading = read_report(path)
    assert reading.problem
    assert list(reading.facts.cells()) == []


HEAD = "青禾县水务局2023年政府信息公开工作年度报告\n一、总体情况\n全年平稳。\n"
TABLE1 = (
    "二、主动公开政府信息情况第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章000行政规范性文件{norm}"
    "第二十条第（五）项信息内容本年处理决定数量行政许可273第二十条第（六）项信息内容本年处理决定数量行政处罚54行政强制0"
    "第二十条第（八）项信息内容本年收费金额（单位：万元）行政事业性收费739.0766\n"
)


def test_digits_run_together_are_read_where_one_cut_fits_and_asked_where_two_do():
    read = read_text(HEAD + TABLE1.format(norm="5225")).facts
    assert read.disclosure["regulations.valid"] == 0
    assert read.confidence["disclosure.regulations.valid"] < 1
    assert read.disclosure["licensing.processed"] == 273
    assert str(read.disclosure["fees.amount"]) == "739.0766"
    assert read.disclosure["normative_documents.made"] is None
    assert "disclosure.normative_documents.made" in read.asked


def test_a_row_that_fits_no_sum_is_asked_for_and_the_reason_told():
    rows = "三、收到和处理政府信息公开申请情况一、本年新收政府信息公开申请数量20000011二、上年结转政府信息公开申请数量0000000"
    reading = read_text(HEAD + TABLE1.format(norm="526") + rows)
    assert reading.facts.foi["new_received"]["total"] is None
    assert reading.facts.foi["carried_over"]["total"] == 0
    assert reading.facts.disclosure["normative_documents.valid"] == 6
    assert any("本年新收" in note for note in reading.notes)


def test_missing_tables_are_asked_for_not_filled():
    read = read_text(HEAD + "二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n").facts
    assert {address for address, _ in read.cells()} == set(read.asked)
    assert not any(value for _, value in read.cells())


def test_doubtful_words_in_a_cell_are_asked_for():
    text = HEAD + TABLE1.format(norm="526").replace("行政许可273", "行政许可约270余")
    assert "disclosure.licensing.processed" in read_text(text).facts.asked


def test_the_form_is_known_by_its_tables_even_under_a_wrong_year():
    read = read_text(HEAD.replace("2023", "2019") + TABLE1.format(norm="526")).facts
    assert (read.year, read.template) == (2019, "2021")
    assert "form.template" in {f.rule for f in check(read)}


def test_a_text_without_any_headings_is_read_as_one_part():
    reading = read_text("今年主动公开信息10条，其中文件8条、动态5条。")
    assert [s.no for s in reading.facts.sections] == [0]
    assert "sum.over" in {f.rule for f in check(reading.facts)}
    assert any("年度" in note for note in reading.notes)


@pytest.fixture(scope="module")
def table_text(files) -> str:
    return text_of_file(extract_apart(files["docx"], "docx"))


def test_a_row_that_lost_a_cell_or_won_one_is_asked_for(table_text, facts):
    random = Random(4)
    rows = [
        line
        for line in table_text.split("\n")
        if line.count("\t") >= 7 and line.rsplit("\t", 7)[1:][0].isdigit()
    ]
    for line in random.sample(rows, 8):
        cells = line.split("\t")
        fewer = "\t".join(cells[:-1])
        more = f"{line}\t3"
        for broken in (fewer, more):
            read = read_text(table_text.replace(line, broken, 1)).facts
            assert len(read.asked) >= 7
            assert wrong(read, facts) <= set(read.asked)


def test_a_text_cut_anywhere_never_gives_a_number_that_is_not_there(table_text, facts):
    random = Random(5)
    for _ in range(25):
        start = random.randrange(len(table_text))
        torn = table_text[:start] + table_text[start + random.randrange(1, 400) :]
        read = read_text(torn).facts
        unsure = set(read.confidence)
        # A cut through a number leaves a shorter one; anything else that differs is asked for.
        assert len(wrong(read, facts) - set(read.asked) - unsure) <= 1


def wrong(read, facts) -> set[str]:
    true = dict(facts.cells())
    return {address for address, value in read.cells() if value != true.get(address)}


def test_a_workbook_with_merged_labels_and_empty_cells_keeps_its_columns(facts, tmp_path):
    """Labels over two columns, a number missing in the middle, trailing columns never written."""
    book = Workbook()
    sheet = book.active
    sheet.append([f"{facts.unit_name}2025年政府信息公开工作年度报告"])
    sheet.append(["三、收到和处理政府信息公开申请情况"])
    for row in TEMPLATES["2021"].table("foi").rows:
        values = list(facts.foi[row.key].values())
        label = f"{row.mark}{row.label}"
        if row.key == "denied.third_party":
            values[2] = None
        sheet.append(["", label, "", *values])
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=2, end_column=3)
    path = tmp_path / "merged.xlsx"
    book.save(path)
    read = read_report(path).facts
    assert read.blank == ("foi.denied.third_party/research",)
    for row, columns in read.foi.items():
        if row != "denied.third_party":
            assert columns == facts.foi[row]
    assert not any(address.startswith("foi.") for address in read.asked)
