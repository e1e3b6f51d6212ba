"""A table of letters with planted faults: each kind by name, and where each must be found. All of it is invented."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from gongkai.cases.importing.ground import Ground, KnownUnit
from gongkai.cases.kinds import CASE_KINDS

HEADER = ["编号", "来信人", "电话", "邮箱", "身份证号", "申请人类型", "标题", "内容", "来信时间", "答复", "答复时间",
          "办理结果", "承办单位", "渠道", "类型", "信箱", "满意度"]  # fmt: skip
TODAY = date(2026, 11, 22)
AGRI = KnownUnit(7, "青禾县农业农村局", None, "")
GONE = KnownUnit(8, "青禾县畜牧局", date(2019, 3, 1), "青禾县农业农村局")
UNITS = {"016": AGRI, AGRI.name: AGRI, "农业农村局": AGRI, GONE.name: GONE}
GROUND = Ground(CASE_KINDS["letter"], TODAY, 1, UNITS)
PLACES = ("石桥村", "柳河镇", "东湖小区", "青禾一中", "北门市场")
MATTERS = ("路灯不亮", "垃圾没有人收", "公交车班次太少", "夜间施工太吵", "水压不够")


def good_row(number: int, chance: random.Random) -> list[str]:
    """A row with nothing wrong, in the many ways that good rows are written."""
    place, matter = chance.choice(PLACES), chance.choice(MATTERS)
    year, month, day = chance.randrange(2012, 2026), chance.randrange(1, 11), chance.randrange(1, 28)
    written = chance.choice(
        (
            f"{year}-{month:02}-{day:02} 08:{number % 60:02}:05",
            f"{year}/{month}/{day} 9:{number % 60:02}:07",
            f"{year}年{month}月{day}日",
            f"{year}.{month}.{day}",
        )
    )
    row = [
        f"x{number}", chance.choice(("张三", "李小兰", "欧阳某", "石桥村委会")), chance.choice(("13900139000", "0878-3123456", "")),
        chance.choice(("", "wang@example.com")), chance.choice(("", "110101199003077715", "91110000MA001234X5")),
        chance.choice(("", "自然人", "natural")), f"{place}{matter}（{number}）", f"{place}的{matter}，已经半个月了。\n希望\"尽快\"处理。",
        written, "", "", "", chance.choice(("", "016", "农业农村局", "青禾县农业农村局")),
        chance.choice(("", "网上", "电话", "web")), chance.choice(("", "咨询", "投诉", "建议", "求助")),
        chance.choice(("", "书记", "head")), "",
    ]  # fmt: skip
    if chance.random() < 0.6:
        row[9:12] = [
            "已经修好，谢谢您的来信。",
            f"{year}-{month + 1:02}-{day:02}",
            chance.choice(("已解决", "explained", "已回复")),
        ]
        row[16] = chance.choice(("", "5", "满意"))
    return row


@dataclass(frozen=True)
class Fault:
    """`spoil` changes a good row; `column` and `rule` are what must be told. `suggestion` where one is due."""

    name: str
    column: str
    rule: str
    spoil: Callable[[list[str]], object]
    suggestion: str = ""


def put(**cells: str) -> Callable[[list[str]], None]:
    def spoil(row: list[str]) -> None:
        for column, value in cells.items():
            row[HEADER.index(column)] = value

    return spoil


def cell(name: str, column: str, rule: str, value: str, suggestion: str = "", **others: str) -> Fault:
    return Fault(name, column, rule, put(**{column: value}, **others), suggestion)


ANSWERED = {"答复": "已经处理。", "答复时间": "2026-11-20", "办理结果": "已解决"}
PENDING = {"答复": "", "答复时间": "", "办理结果": "", "满意度": ""}

FAULTS = [
    cell("no title", "标题", "required", " "),
    cell("no words", "内容", "required", ""),
    cell("no day", "来信时间", "required", ""),
    cell("title too long", "标题", "too_long", "长" * 201),
    cell("title with a line break", "标题", "line_break", "路灯\n不亮", "路灯不亮"),
    cell("title written backwards", "标题", "direction_mark", "路灯\u202e不亮", "路灯不亮"),
    cell("title with a control sign", "标题", "control_character", "路灯\x07不亮", "路灯不亮"),
    cell("title with web code", "标题", "html", "<script>x</script>路灯"),
    cell("title of lost characters", "标题", "unreadable", "锟斤拷不亮"),
    cell("words with NUL", "内容", "control_character", "前\0后"),
    cell("words of lost characters", "内容", "unreadable", "路灯\ufffd\ufffd不亮"),
    cell("words too long", "内容", "too_long", "长" * 20_001),
    cell("answer too long", "答复", "too_long", "长" * 20_001, **{k: ANSWERED[k] for k in ("答复时间", "办理结果")}),
    cell("month 13", "来信时间", "date", "2024-13-05"),
    cell("30 February", "来信时间", "date", "2023-02-30"),
    cell("no day of the month", "来信时间", "date", "2023年5月"),
    cell("two digits of the year", "来信时间", "date", "12.3.5", "2012-03-05", **PENDING),
    cell("serial of a spreadsheet", "来信时间", "date", "45000", "2023-03-15", **PENDING),
    cell("words for a day", "来信时间", "date", "上个月"),
    cell("hour 25", "来信时间", "date", "2024-03-05 25:00"),
    cell("letter of the future", "来信时间", "date", "2062-05-01", **PENDING),
    cell("answer of the future", "答复时间", "date", "2062-05-01", **{k: ANSWERED[k] for k in ("答复", "办理结果")}),
    cell("answer before the letter", "答复时间", "date", "2011-01-01", **{k: ANSWERED[k] for k in ("答复", "办理结果")}),
    cell("answer without a day", "答复时间", "required", "", 答复="已经处理。", 办理结果="已解决"),
    cell("outcome without a day", "答复时间", "required", "", 答复="", 办理结果="已解决"),
    cell("day without an answer", "答复", "required", "", 答复时间="2026-11-20", 办理结果=""),
    cell("answer without an outcome", "办理结果", "required", "", 答复="已经处理。", 答复时间="2026-11-20"),
    cell("outcome of another kind", "办理结果", "choice", "国家秘密", 答复="不公开。", 答复时间="2026-11-20"),
    cell("outcome nearly right", "办理结果", "choice", "已经解决", "已解决", 答复="好了。", 答复时间="2026-11-20"),
    cell("unknown class", "类型", "choice", "信访"),
    cell("unknown unit", "承办单位", "choice", "青禾县农业农村厅", "青禾县农业农村局"),
    cell("closed unit", "承办单位", "choice", "青禾县畜牧局", "青禾县农业农村局"),
    cell("unknown channel", "渠道", "choice", "托梦"),
    cell("channel of another kind", "渠道", "choice", "fax"),
    cell("unknown mailbox", "信箱", "choice", "门卫"),
    cell("unknown kind of person", "申请人类型", "choice", "外星人"),
    cell("last digit of the ID", "身份证号", "choice", "110101199003077716"),
    cell("ID in scientific notation", "身份证号", "number_precision", "1.10101E+17"),
    cell("telephone with letters", "电话", "choice", "请打我手机"),
    cell("telephone in scientific notation", "电话", "number_precision", "1.39001E+10"),
    cell("mail without a host", "邮箱", "choice", "wang@"),
    cell("name too long", "来信人", "too_long", "名" * 61),
    cell("six stars", "满意度", "choice", "6"),
    cell("number twice", "编号", "duplicate", "x0"),
    Fault("the same letter again", "标题", "duplicate", lambda row: None),  # set from the first row
    Fault("cells missing", "电话", "shifted", lambda row: row.__delitem__(slice(3, None))),
    Fault("a cell too many", "R 列", "shifted", lambda row: row.extend(["多出一格"])),
]  # fmt: skip
RAW_FAULTS = {  # in the file's own writing, which no row can state
    "open quote": ('kx{n},张三,,,,,路灯不亮,"没有结束的引号,2025-03-05,,,,,,,,', "", "open_quote"),
    "lines of another encoding": ("kx{n},张三,,,,,路灯不亮,半个月了。,2025-03-05,,,,,,,,", "来信人", "mixed_encoding"),
}  # fmt: skip


@dataclass(frozen=True)
class Planted:
    raw: bytes
    rows: int
    expected: dict[tuple[int, str, str], str]  # (row, column, rule) → name of the fault
    suggestions: dict[tuple[int, str, str], str]


def planted(count: int, *, each: int = 3, seed: int = 5) -> Planted:
    """A CSV of `count` rows in which every kind of fault stands `each` times; empty rows are no fault."""
    chance = random.Random(seed)
    rows = [good_row(n, chance) for n in range(count)]
    places = chance.sample(range(60, count), each * (len(FAULTS) + len(RAW_FAULTS)))
    raw_lines: dict[int, bytes] = {}
    expected, suggestions = {}, {}
    for n in range(each):
        for fault in FAULTS:
            place = places.pop()
            fault.spoil(rows[place])
            if fault.name == "the same letter again":
                rows[place] = [rows[place][0], *rows[1][1:]]
            where = (place + 2, fault.column, fault.rule)
            expected[where] = fault.name
            if fault.suggestion:
                suggestions[where] = fault.suggestion
        for name, (text, column, rule) in RAW_FAULTS.items():
            place = places.pop()
            encoding = "gb18030" if rule == "mixed_encoding" else "utf-8"
            raw_lines[place] = text.format(n=f"{n}-{name[:3]}").encode(encoding) + b"\r\n"
            expected[place + 2, column, rule] = name
    out = [_line(HEADER)]
    out += [raw_lines.get(n) or _line(row) for n, row in enumerate(rows)]
    out.append(_line([""] * len(HEADER)))
    return Planted(b"".join(out), count, expected, suggestions)


def _line(cells: list[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue().encode()
