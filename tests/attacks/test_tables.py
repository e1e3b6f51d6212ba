"""Tables in and out: bombs and nests are refused in words, formulas come out as text."""

from __future__ import annotations

import csv
import io
import time
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from tests.attacks.hostile_files import LAUGHS, XXE, Blanks, Same, packed
from tests.office.pages import url, words

from gongkai.disclosure.models import Item
from gongkai.tables.reading import UnreadableTable, read_table
from gongkai.tables.writing import write_csv, write_marked_up, write_xlsx

FORMULAS = (
    "=1+1", "=cmd|' /C calc'!A0", "+1+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "=HYPERLINK(\"http://evil.example\",\"x\")", "=IMPORTXML(\"//evil\",\"//a\")",
    "=WEBSERVICE(\"http://evil.example\")", "'=1+1", "''=1+1", "＝1+1", "＋1", "－1+1", "＠SUM(1)", "\ufeff=1+1", "\u200b=1+1",
    "=1+1;x", "x,=1+1", "\"=1+1", "%0A=1+1", "|=1+1", "{=1+1}", "=DDE(\"cmd\";\"/C calc\";\"x\")", "#=1", "-1+1|x", "@x",
)  # fmt: skip
STARTS = tuple("=+-@\t\r＝＋－＠")


def rows_of(raw: bytes, name: str) -> list[tuple[object, ...]]:
    return [row.cells for row in read_table(raw, name).rows]


def test_no_formula_lives_in_a_csv_of_ours_and_all_come_back_as_they_were():
    written = b"".join(write_csv(("甲", "乙"), [(one, "-5") for one in FORMULAS]))
    cells = [row[0] for row in csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""))][1:]
    assert not [cell for cell in cells if cell.lstrip(" \n").startswith(STARTS) and not cell.startswith("'")]
    back = [str(row[0]).strip() for row in rows_of(written, "x.csv")]
    assert [one for one in FORMULAS if one.startswith(("=", "+", "@", "-")) and one not in back] == []


def test_no_formula_lives_in_a_workbook_of_ours():
    for raw in (write_xlsx(("甲", "=1+1"), [(one, "x") for one in FORMULAS]), write_marked_up(("甲",), [])):
        book = load_workbook(io.BytesIO(raw))
        assert [
            cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
        ] == []
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            assert not any(b"<f>" in package.read(name) for name in package.namelist())


def upload(client, cast, content: bytes, name: str):
    data = {"unit": cast.units["agri"], "file": SimpleUploadedFile(name, content)}
    return client.post(url("import_new"), data, follow=True)


def workbook(**parts: bytes | str | Same) -> bytes:
    return packed({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>", **parts})


HOSTILE = {
    "entity in the workbook": ("x.xlsx", packed({"xl/workbook.xml": XXE})),
    "laughs in the workbook": ("x.xlsx", packed({"xl/workbook.xml": LAUGHS})),
    "laughs in the strings": ("x.xlsx", workbook(**{"xl/sharedStrings.xml": LAUGHS})),
    "laughs in UTF-16": ("x.xlsx", packed({"xl/workbook.xml": LAUGHS.encode("utf-16")})),
    "bomb": ("x.xlsx", lambda: workbook(**{"xl/worksheets/sheet1.xml": Blanks(600)})),
    "no workbook": ("x.xlsx", b"PK\x03\x04" + b"\0" * 100),
    "locked": ("x.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    "program": ("x.csv", b"MZ" + b"\0" * 1000),
    "page": ("x.csv", b"<html><script>alert(1)</script>"),
    "deep line": ("x.jsonl", b'{"a":' + b"[" * 200_000 + b"]" * 200_000 + b"}"),
    "deep objects": ("x.jsonl", b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
    "huge number": ("x.jsonl", b'{"' + "标题".encode() + b'":' + b"9" * 1_000_000 + b"}"),
    "no end": ("x.csv", b'"' + "标".encode() * 1_000_000),
    "quotes": ("x.csv", "标题,正文\n".encode() + b'"a\n' * 20_000),
    "commas": ("x.csv", b"," * 2_000_000),
    "NULs": ("x.csv", b"a,b\n\0,\0\n" * 1000),
    "surrogates": ("x.jsonl", b'{"\xe6\xa0\x87\xe9\xa2\x98":"\\ud800","__proto__":{"x":1},"__class__":"x"}'),
}


@pytest.mark.parametrize("label", HOSTILE)
def test_a_hostile_table_gets_a_page_of_words_within_five_seconds(cast, officer, label):
    name, content = HOSTILE[label]
    content = content() if callable(content) else content
    began = time.perf_counter()
    answer = upload(officer, cast, content, name)
    assert time.perf_counter() - began < 10  # the machine may be busy; a bomb would take minutes
    assert answer.status_code in (200, 422)
    for leaked in ("Traceback", "root:", "Exception", "/work", "<script>alert"):
        assert leaked not in words(answer)
    assert Item.objects.count() == 0


def test_a_gzip_bomb_is_given_up_at_the_limit():
    import gzip

    from gongkai.tables.shape import Limits

    raw = gzip.compress(b"a,b\n" * 5_000_000)
    with pytest.raises(UnreadableTable):
        list(read_table(raw, "x.csv.gz", limits=Limits(unpacked_bytes=1024 * 1024)).rows)


@pytest.mark.sweep
def test_twenty_megabytes_of_text_are_read_or_refused(cast, officer):
    text = "标题,正文\r\n" + "关于甲的通知," + "文" * (20 * 1024 * 1024 // 3) + "\r\n"
    began = time.perf_counter()
    answer = upload(officer, cast, text.encode(), "大.csv")
    assert answer.status_code in (200, 422)
    assert time.perf_counter() - began < 30


def test_formulas_of_an_upload_come_back_as_text_in_the_list_of_problems(cast, officer):
    text = "标题,正文,成文日期,发布日期\r\n" + "".join(f'"{one}",文,=1+1,@x\r\n' for one in FORMULAS[:5])
    page = upload(officer, cast, text.encode(), "=cmd.csv")
    token = page.redirect_chain[-1][0].rstrip("/").rpartition("/")[2]
    listed = officer.get(url("import_problems", token))
    body = b"".join(listed.streaming_content) if listed.streaming else listed.content
    cells = [cell for row in csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(STARTS)]
    assert listed["Content-Disposition"].startswith("attachment")
    assert "\n" not in listed["Content-Disposition"]


@pytest.mark.parametrize("token", ["0" * 32, "../../../etc", "..%2f..%2fkeys", "a" * 31, "A" * 32, "%2e%2e"])
def test_the_number_of_an_upload_leads_to_nobodys_folder(officer, token):
    assert officer.get(f"/office/imports/{token}/").status_code == 404


def test_an_upload_is_seen_by_its_owner_alone(cast, officer, client_of):
    page = upload(officer, cast, "标题,正文\r\n甲的通知,文\r\n".encode(), "x.csv")
    there = page.redirect_chain[-1][0]
    assert officer.get(there).status_code == 200
    for other in ("agri.handler", "housing.officer", "office.system_admin"):
        assert client_of(other).get(there).status_code in (403, 404)
