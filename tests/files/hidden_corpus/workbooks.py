"""Workbooks that each hide one thing, and clean ones: made here, no real data. All hold the word CANARY hidden."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName

CANARY = "暗藏的字张小三"
SHEET = "xl/worksheets/sheet1.xml"


@dataclass(frozen=True)
class Case:
    """`kind` of shapes.HIDDEN must be told; `screened`: the hidden words must stand in the text or an excerpt."""

    name: str
    kind: str
    made: bytes
    screened: bool = True


def table() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名单"
    sheet.append(["序号", "户主", "村", "金额（元）"])
    for number in range(1, 6):
        sheet.append([number, f"户主{number}", "东村", 1000 + number])
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rewritten(
    made: bytes,
    *,
    add: dict[str, str | bytes] | None = None,
    change: dict[str, Callable[[str], str]] | None = None,
) -> bytes:
    """The package with members added, and members changed by functions on their text."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if change and name in change:
                content = change[name](content.decode()).encode()
            new.writestr(name, content)
        for name, content in (add or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def _with(edit: Callable[[openpyxl.Workbook], object]) -> bytes:
    book = table()
    edit(book)
    return saved(book)


def _hidden_row(book):
    book.active["B3"] = CANARY
    book.active.row_dimensions[3].hidden = True


def _flat_row(book):
    book.active["B3"] = CANARY
    book.active.row_dimensions[3].height = 0.1


def _filtered(book):
    sheet = book.active
    sheet["B4"] = CANARY
    sheet.auto_filter.ref = "A1:D6"
    sheet.auto_filter.add_filter_column(1, ["户主1"])
    sheet.row_dimensions[4].hidden = True


def _hidden_column(book):
    book.active["E2"] = CANARY
    book.active.column_dimensions["E"].hidden = True


def _narrow_column(book):
    book.active["E2"] = CANARY
    book.active.column_dimensions["E"].width = 0.1


def _sheet(state):
    def edit(book):
        other = book.create_sheet("底稿")
        other["A1"] = CANARY
        other.sheet_state = state

    return edit


def _styled(**style):
    def edit(book):
        cell = book.active["F2"]
        cell.value = CANARY
        for key, value in style.items():
            setattr(cell, key, value)

    return edit


def _white_on_white_fill(book):
    cell = book.active["F2"]
    cell.value = CANARY
    cell.font = Font(color="FF1F4E79")
    cell.fill = PatternFill("solid", fgColor="FF1F4E79")


def _comment(book):
    book.active["B2"].comment = Comment(CANARY, "经办人")


def _name(book):
    book.defined_names["旧值"] = DefinedName("旧值", attr_text=f'"{CANARY}"')


def _author(book):
    book.properties.creator = CANARY


def _under_merge() -> bytes:
    book = table()
    book.active["G2"], book.active["G3"] = "合并", CANARY
    change = {
        SHEET: lambda x: x.replace(
            "</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="G2:G3"/></mergeCells>'
        )
    }
    return rewritten(saved(book), change=change)


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _parts() -> list[Case]:
    base = saved(table())
    pivot = (
        f'<pivotCacheDefinition {MAIN}><cacheFields count="1"><cacheField name="户主">'
        f'<sharedItems><s v="{CANARY}"/></sharedItems></cacheField></cacheFields>'
        "</pivotCacheDefinition>"
    )
    records = f'<pivotCacheRecords {MAIN} count="1"><r><s v="{CANARY}"/></r></pivotCacheRecords>'
    link = (
        f'<externalLink {MAIN}><externalBook><sheetDataSet><sheetData sheetId="0"><row r="1">'
        f'<cell r="A1" t="str"><v>{CANARY}</v></cell></row></sheetData></sheetDataSet>'
        "</externalBook></externalLink>"
    )
    said = (
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        f'<threadedComment ref="B2" id="{{1}}"><text>{CANARY}</text></threadedComment>'
        "</ThreadedComments>"
    )
    connection = (
        f'<connections {MAIN}><connection id="1" name="{CANARY}">'
        '<dbPr connection="Provider=x;Password=y" command="select"/></connection>'
        "</connections>"
    )
    custom = f'<list xmlns="urn:x"><who>{CANARY}</who></list>'
    own = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties">'
        f'<property name="经办" pid="2"><v>{CANARY}</v></property></Properties>'
    )
    people = (
        '<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        f'<person displayName="{CANARY}" id="{{1}}"/></personList>'
    )
    slicer = (
        f'<slicerCacheDefinition {MAIN}><data><tabular><items><i x="0" n="{CANARY}"/></items>'
        "</tabular></data></slicerCacheDefinition>"
    )
    log = (
        f'<revisions {MAIN}><rcc rId="1"><oc r="A1" t="inlineStr"><is><t>{CANARY}</t></is></oc>'
        "</rcc></revisions>"
    )
    plain = [
        ("透视表缓存定义", "pivot_caches", "xl/pivotCache/pivotCacheDefinition1.xml", pivot, True),
        ("透视表缓存记录", "pivot_caches", "xl/pivotCache/pivotCacheRecords1.xml", records, True),
        ("切片器缓存", "pivot_caches", "xl/slicerCaches/slicerCache1.xml", slicer, True),
        ("外部链接的值", "external_links", "xl/externalLinks/externalLink1.xml", link, True),
        ("数据连接", "external_links", "xl/connections.xml", connection, True),
        ("嵌入的文件", "embedded_files", "xl/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0", False),
        ("嵌入的文档", "embedded_files", "xl/embeddings/Microsoft_Word_Document.docx", b"PK\x03\x04", False),
        ("对话批注", "comments", "xl/threadedComments/threadedComment1.xml", said, True),
        ("批注人", "author", "xl/persons/person.xml", people, True),
        ("数据模型", "data_model", "xl/model/item.data", b"\x01\x02", False),
        ("自定义数据", "custom_xml", "customXml/item1.xml", custom, True),
        ("自定义属性", "custom_properties", "docProps/custom.xml", own, True),
        ("缩略图", "thumbnail", "docProps/thumbnail.jpeg", b"\xff\xd8\xff", False),
        ("宏", "macros", "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0", False),
        ("宏表", "macros", "xl/macrosheets/sheet1.xml", f"<macrosheet {MAIN}/>", False),
        ("共享工作簿的修订", "tracked_changes", "xl/revisions/revisionLog1.xml", log, True),
    ]  # fmt: skip
    return [Case(name, kind, rewritten(base, add={part: x}), seen) for name, kind, part, x, seen in plain]


def with_shared_texts(made: bytes, more: str = "") -> bytes:
    """Texts of the first sheet moved to the list of shared texts, as office programs write them; `more` after them."""
    texts: list[str] = []

    def move(found: re.Match[str]) -> str:
        texts.append(found[2])
        return f'{found[1]}t="s"><v>{len(texts) - 1}</v></c>'

    def sheet(text: str) -> str:
        return re.sub(r'(<c [^>]*)t="inlineStr"[^>]*><is><t[^>]*>([^<]*)</t></is></c>', move, text)

    changed = rewritten(made, change={SHEET: sheet})
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    parts = {
        "[Content_Types].xml": lambda x: x.replace(
            "</Types>",
            '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument'
            '.spreadsheetml.sharedStrings+xml"/></Types>',
        ),
        "xl/_rels/workbook.xml.rels": lambda x: x.replace(
            "</Relationships>",
            f'<Relationship Id="rId99" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        ),
    }
    return rewritten(changed, add={"xl/sharedStrings.xml": f"<sst {MAIN}>{items}{more}</sst>"}, change=parts)


def _leftover_text() -> bytes:
    """A shared text that no cell shows any more."""
    return with_shared_texts(saved(table()), f"<si><t>{CANARY}</t></si>")


def _phonetic() -> bytes:
    reading = f'<rPh sb="0" eb="1"><t>{CANARY}</t></rPh></si>'
    made = with_shared_texts(saved(table()))
    return rewritten(made, change={"xl/sharedStrings.xml": lambda x: x.replace("</si>", reading, 1)})


def _scenario() -> bytes:
    made = (
        f'</sheetData><scenarios><scenario name="甲" user="{CANARY}">'
        '<inputCells r="A1" val="1"/></scenario></scenarios>'
    )
    return rewritten(saved(table()), change={SHEET: lambda x: x.replace("</sheetData>", made)})


def hiding() -> list[Case]:
    return [
        Case("隐藏的行", "hidden_rows", _with(_hidden_row)),
        Case("压扁的行", "hidden_rows", _with(_flat_row)),
        Case("筛掉的行", "filtered_rows", _with(_filtered)),
        Case("隐藏的列", "hidden_columns", _with(_hidden_column)),
        Case("压窄的列", "hidden_columns", _with(_narrow_column)),
        Case("隐藏的工作表", "hidden_sheets", _with(_sheet("hidden"))),
        Case("深度隐藏的工作表", "very_hidden_sheets", _with(_sheet("veryHidden"))),
        Case("三个分号的格式", "hidden_text", _with(_styled(number_format=";;;"))),
        Case("白字", "tiny_text", _with(_styled(font=Font(color="FFFFFFFF")))),
        Case("与底色相同的字", "tiny_text", _with(_white_on_white_fill)),
        Case("一磅的字", "tiny_text", _with(_styled(font=Font(sz=1)))),
        Case("批注", "comments", _with(_comment)),
        Case("名称里的常量", "named_ranges", _with(_name)),
        Case("作者", "author", _with(_author)),
        Case("合并单元格下面的值", "hidden_text", _under_merge()),
        Case("没有单元格使用的文字", "hidden_text", _leftover_text()),
        Case("拼音注释", "hidden_text", _phonetic()),
        Case("方案", "hidden_text", _scenario()),
        *_parts(),
    ]


def clean(count: int = 40) -> list[bytes]:
    """Ordinary tables: white letters on a dark head, merged titles, filters without effect, empty hidden parts."""
    return [_clean(number) for number in range(count)]


def _clean(number: int) -> bytes:
    book = table()
    sheet = book.active
    variant = number % 8
    if variant == 1:
        for cell in sheet[1]:
            cell.font, cell.fill = Font(color="FFFFFFFF", bold=True), PatternFill("solid", fgColor="FF1F4E79")
    elif variant == 2:
        sheet.insert_rows(1)
        sheet["A1"] = "某镇补贴公示"
        sheet.merge_cells("A1:D1")
    elif variant == 3:
        sheet.auto_filter.ref = "A1:D6"
    elif variant == 4:
        book.defined_names["区域"] = DefinedName("区域", attr_text="名单!$A$1:$D$6")
        sheet.print_title_rows = "1:1"
    elif variant == 5:
        sheet.row_dimensions[20].hidden = True  # nothing in it
        sheet.column_dimensions["Z"].hidden = True
        book.create_sheet("空表").sheet_state = "hidden"
    elif variant == 6:
        sheet.append(["合计", None, None, "=SUM(D2:D6)"])
        sheet["E1"] = "日期"
        sheet["E2"] = "2026-05-01"
        sheet.freeze_panes = "A2"
    elif variant == 7:
        from openpyxl.worksheet.datavalidation import DataValidation

        choice = DataValidation(type="list", formula1='"合格,不合格"')
        choice.add("E2:E6")
        sheet.add_data_validation(choice)
    sheet["A10"] = f"第{number}份"
    return with_shared_texts(saved(book)) if number % 2 else saved(book)


def members_text(made: bytes) -> str:
    """All members of a package, as text, with tags taken out too."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        raw = "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return raw + re.sub(r"<[^>]*>", "", raw)
