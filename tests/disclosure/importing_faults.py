"""A table of many rows with planted faults: each kind by name, and where each must be found."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from gongkai.disclosure.importing.ground import Ground

HEADER = ["编号", "标题", "正文", "发文字号", "发文机关", "信息种类", "栏目编码", "内容概述", "成文日期", "发布日期",
          "施行日期", "有效期至", "有效性", "来源网址"]  # fmt: skip
GROUND = Ground(date(2026, 11, 22), frozenset({"0101", "政策文件", "0102", "财政预决算"}))
ORGANS = ("青山县农业农村局", "青山县水利局", "石桥镇人民政府")
THINGS = ("春耕备耕", "河道清淤", "校车安全", "高龄津贴发放", "农村饮水", "道路养护")


def good_row(number: int, chance: random.Random) -> list[str]:
    """A row with nothing wrong, in the many ways that good rows are written."""
    year, month, day = chance.randrange(2012, 2025), chance.randrange(1, 13), chance.randrange(1, 28)
    forms = (
        f"{year}-{month:02}-{day:02}",
        f"{year}/{month}/{day}",
        f"{year}.{month}.{day}",
        f"{year}年{month}月{day}日",
    )
    thing = chance.choice(THINGS)
    return [
        f"k{number}", f"关于做好{thing}工作的通知（{number}）", f"各乡镇：\n做好{thing}，\"责任到人\"，逐项检查。",
        f"青政发〔{year}〕{number}号", chance.choice(ORGANS), chance.choice(("", "公告公示", "工作动态", "notice")),
        chance.choice(("", "0101", "政策文件")), chance.choice(("", f"{thing}的安排")), chance.choice(forms),
        f"{year + 1}-{month:02}-{day:02}", "", "", chance.choice(("", "有效", "失效")),
        chance.choice(("", f"https://www.example.gov.cn/art/{number}.html")),
    ]  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """`spoil` changes a good row; `column` and `rule` are what must be told. `suggestion` where one is due."""

    name: str
    column: str
    rule: str
    spoil: Callable[[list[str]], object]
    suggestion: str = ""


def put(column: str, value: str) -> Callable[[list[str]], None]:
    def spoil(row: list[str]) -> None:
        row[HEADER.index(column)] = value

    return spoil


def cell(name: str, column: str, rule: str, value: str, suggestion: str = "") -> Fault:
    return Fault(name, column, rule, put(column, value), suggestion)


FAULTS = [
    cell("no body", "正文", "required", "  "),
    cell("body with NUL", "正文", "control_character", "前\0后"),
    cell("title of one character", "标题", "required", "文"),
    cell("title too long", "标题", "too_long", "长" * 301),
    cell("title with a line break", "标题", "line_break", "关于植树的\n通知", "关于植树的通知"),
    cell("title written backwards", "标题", "direction_mark", "关于\u202e植树的通知", "关于植树的通知"),
    cell("title with a control sign", "标题", "control_character", "关于\x07植树的通知", "关于植树的通知"),
    cell("title with emoji", "标题", "emoji", "关于植树的通知🎉", "关于植树的通知"),
    cell("title with web code", "标题", "html", "<b>关于植树的通知</b>"),
    cell("title of lost characters", "标题", "unreadable", "锟斤拷植树的通知"),
    cell("title in scientific notation", "标题", "number_precision", "5.39921E+17"),
    Fault("number too long", "发文字号", "too_long", lambda row: row.__setitem__(3, row[0] + "号" * 121)),
    cell("organ too long", "发文机关", "too_long", "局" * 301),
    cell("summary too long", "内容概述", "too_long", "述" * 501),
    cell("address too long", "来源网址", "too_long", "https://a.example/" + "x" * 1000),
    cell("address without scheme", "来源网址", "choice", "www.example.gov.cn/art/1.html", "http://www.example.gov.cn/art/1.html"),
    cell("address in wide letters", "来源网址", "choice", "ｈｔｔｐｓ：／／ａ．ｅｘａｍｐｌｅ／1", "https://a.example/1"),
    cell("address that runs", "来源网址", "choice", "javascript:alert(1)"),
    cell("month 13", "成文日期", "date", "2024.13.40"),
    cell("30 February", "成文日期", "date", "2023-02-30"),
    cell("no day", "成文日期", "date", "2023年5月"),
    cell("no date at all", "施行日期", "date", "印发之日起"),
    cell("year of two digits", "成文日期", "date", "12.3.5", "2012-03-05"),
    cell("year last", "成文日期", "date", "25/3/2012", "2012-03-25"),
    cell("other separators", "成文日期", "date", "2012、3、5", "2012-03-05"),
    cell("words around a date", "施行日期", "date", "自2025年3月5日起施行", "2025-03-05"),
    cell("letter O for nought", "施行日期", "date", "2O25-03-05", "2025-03-05"),
    cell("year long past", "有效期至", "date", "1020-05-01"),
    cell("serial of a spreadsheet", "有效期至", "date", "45000", "2023-03-15"),
    cell("published in the future", "发布日期", "date", "2062-05-01"),
    cell("signed after publication", "成文日期", "date", "2026-11-20"),
    cell("unknown validity", "有效性", "choice", "现行有效", "有效"),
    cell("unknown kind", "信息种类", "choice", "工做动态", "工作动态"),
    cell("kind far from any", "信息种类", "choice", "谣言"),
    cell("near heading", "栏目编码", "choice", "政策文档", "政策文件"),
    cell("unknown heading", "栏目编码", "choice", "999999"),
    cell("key twice", "编号", "duplicate", "k0"),
    Fault("number twice", "发文字号", "duplicate", lambda row: None),  # set from the first row
    Fault("cells missing", "发文字号", "shifted", lambda row: row.__delitem__(slice(4, None))),
    Fault("a cell too many", "O 列", "shifted", lambda row: row.extend(["多出一格"])),
]  # fmt: skip
RAW_FAULTS = {  # in the file's own writing, which no row can state
    "open quote": ('kx{n},关于植树的通知,"没有结束的引号,,,,,,2012-03-05,2013-03-05,,,,', "", "open_quote"),
    "lines of another encoding": ("kx{n},关于绿化的通知,各村绿化。,,,,,,2012-03-05,2013-03-05,,,,", "标题", "mixed_encoding"),
}  # fmt: skip


@dataclass(frozen=True)
class Planted:
    raw: bytes
    rows: int
    expected: dict[tuple[int, str, str], str]  # (row, column, rule) → name of the fault
    suggestions: dict[tuple[int, str, str], str]


def planted(count: int, *, each: int = 3, seed: int = 5) -> Planted:
    """A CSV of `count` rows in which every kind of fault stands `each` times."""
    chance = random.Random(seed)
    rows = [good_row(n, chance) for n in range(count)]
    places = chance.sample(range(60, count), each * (len(FAULTS) + len(RAW_FAULTS)))
    raw_lines: dict[int, bytes] = {}
    expected, suggestions = {}, {}
    for n in range(each):
        for fault in FAULTS:
            place = places.pop()
            fault.spoil(rows[place])
            if fault.name == "number twice":
                rows[place][HEADER.index("发文字号")] = rows[0][HEADER.index("发文字号")]
            if fault.name == "published in the future":
                rows[place][HEADER.index("成文日期")] = "2012-03-05"
            where = (place + 2, fault.column, fault.rule)
            expected[where] = fault.name
            suggestions[where] = fault.suggestion
        for name, (text, column, rule) in RAW_FAULTS.items():
            place = places.pop()
            encoding = "gb18030" if rule == "mixed_encoding" else "utf-8"
            raw_lines[place] = text.format(n=f"{n}-{name[:3]}").encode(encoding) + b"\r\n"
            expected[place + 2, column, rule] = name
    out = [_line(HEADER)]
    out += [raw_lines.get(n) or _line(row) for n, row in enumerate(rows)]
    return Planted(b"".join(out), count, expected, suggestions)


def _line(cells: list[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue().encode()
