"""Parsers of single cells: what a column accepts, and what it tells a person when it doesn't.

A parser takes the cell as it was read (text, number, date, None) and returns the value, or raises
CellProblem. Empty cells never reach it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any

from gongkai.text.dates import DateProblem, parse_date

Parser = Callable[[object], Any]

_DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u26ff\u2702-\u27bf\ufe0f\U000e0020-\U000e007f]")
# Marks that official texts use although they lie among the pictures.
_PLAIN_SYMBOLS = frozenset("★☆☎☏☐☑☒✓✔✕✖✗✘")
_UNREADABLE = re.compile("\ufffd|锟斤拷|烫烫烫|屯屯屯|[\ue000-\uf8ff]{2}|(?:[ÃÂåæçèé][\u0080-\u00bf]){2}")
_HTML = re.compile(
    r"<\s*/?\s*(?:script|style|iframe|img|a|div|span|p|br|table|tr|td|font|b|svg|object)\b[^>]*>", re.I
)
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{2}")


class CellProblem(ValueError):
    """The value breaks a rule of its column; the message is for the person who filled it in."""

    def __init__(self, rule: str, message: str, suggestion: str = "") -> None:
        super().__init__(message)
        self.rule, self.message, self.suggestion = rule, message, suggestion


def local(at: datetime) -> datetime:
    """An instant as the clock on the wall shows it, without its zone: tables have none."""
    return at.astimezone().replace(tzinfo=None) if at.tzinfo else at


def as_text(value: object) -> str:
    """A cell as text, numbers and dates as people write them."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        value = local(value)
        return value.date().isoformat() if value.time() == time.min else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "、".join(as_text(item) for item in value)
    return str(value)


def line(value: object) -> str:
    """One line of plain text: names, titles, numbers of documents."""
    text = as_text(value).strip()
    _check_characters(text)
    if _INVISIBLE.search(text):
        text = _INVISIBLE.sub("", text)
    if "\n" in text or "\r" in text:
        joined = re.sub(r"\s*[\r\n]+\s*", "", text)
        raise CellProblem("line_break", "这一格要写在一行里，里面有换行。删去换行。", joined)
    if emoji := next((char for char in _EMOJI.findall(text) if char not in _PLAIN_SYMBOLS), None):
        plain = "".join(char for char in text if char in _PLAIN_SYMBOLS or not _EMOJI.match(char))
        raise CellProblem("emoji", f"里面有表情符号“{emoji}”。改用文字。", plain.strip())
    if found := _HTML.search(text):
        raise CellProblem("html", f"里面有网页代码“{found.group()[:30]}”。这一格只写文字，删去代码。")
    if isinstance(value, str) and _SCIENTIFIC.fullmatch(text):
        raise CellProblem(
            "number_precision",
            "长数字被表格软件写成了科学记数，末尾几位已经丢了。把这一列设成“文本”格式，重新填写。",
        )
    return text.replace("\t", " ")


def long_text(value: object) -> str:
    """Text of any number of lines. Web code in it is let through: whoever stores it cleans it."""
    text = as_text(value).replace("\r\n", "\n").replace("\r", "\n").strip()
    lost = _CONTROL.search(text)
    if lost and 0xD800 <= ord(lost.group()) <= 0xDFFF:
        raise CellProblem("unreadable", "里面有半个字符，存不下来。从原来的文件里重新复制。")
    return _CONTROL.sub("", _DIRECTION_MARKS.sub("", text))


def _check_characters(text: str) -> None:
    if found := _DIRECTION_MARKS.search(text):
        told = (
            f"里面有看不见的反向显示字符（U+{ord(found.group()):04X}），会让文字倒着显示。重新打一遍这一格。"
        )
        raise CellProblem("direction_mark", told, _DIRECTION_MARKS.sub("", text))
    if found := _CONTROL.search(text):
        told = f"里面有看不见的控制字符（U+{ord(found.group()):04X}）。重新打一遍这一格。"
        raise CellProblem("control_character", told, _CONTROL.sub("", text))
    if found := _UNREADABLE.search(text):
        told = f"里面有乱码“{found.group()}”，原来的字已经丢了。从原来的文件里重新复制。"
        raise CellProblem("unreadable", told)


def day(value: object) -> date:
    """A date, in any way that `text.dates` reads; not a bare serial number of a spreadsheet."""
    if isinstance(value, datetime):
        return _plausible(value.date())
    if isinstance(value, date):
        return _plausible(value)
    text = as_text(value).strip()
    try:
        found = _plausible(parse_date(text))
    except DateProblem as problem:
        raise CellProblem("date", f"{problem}。") from problem
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text):
        told = f"“{text}”像是表格软件内部的日期序号。把这一列设成“日期”格式，或者写成 {found.isoformat()}。"
        raise CellProblem("date", told, found.isoformat())
    return found


def _plausible(found: date) -> date:
    if not 1949 <= found.year <= 2100:
        raise CellProblem("date", f"“{found.isoformat()}”的年份不像是真的，应当在 1949 到 2100 年之间。")
    return found


def decimal(value: object) -> Decimal:
    """A number; thousands separators and full-width digits are understood, units are not."""
    text = unicodedata.normalize("NFKC", as_text(value)).strip()
    plain = re.sub(r"(?<=\d),(?=\d{3}(?:\D|$))", "", text)
    try:
        number = Decimal(plain)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        digits = re.sub(r"[^\d.\-]", "", plain)
        suggestion = digits if re.fullmatch(r"-?\d+(?:\.\d+)?", digits) else ""
        raise CellProblem("number", f"“{text[:40]}”不是数字。只写数字，单位写在表头里。", suggestion)
    return number


def integer(value: object) -> int:
    number = decimal(value)
    if number != number.to_integral_value():
        raise CellProblem("number", f"“{as_text(value)}”不是整数。写不带小数的数字。")
    return int(number)


class OneOf:
    """A fixed choice: label → code, or labels that are their own codes. The codes are accepted too."""

    def __init__(self, choices: Mapping[str, str] | Iterable[str]) -> None:
        self.labels = dict(choices) if isinstance(choices, Mapping) else {label: label for label in choices}
        self._known = {
            _choice_key(name): code for label, code in self.labels.items() for name in (code, label)
        }

    def __call__(self, value: object) -> str:
        text = as_text(value).strip()
        code = self._known.get(_choice_key(text))
        if code is not None:
            return code
        near = next(iter(get_close_matches(text, self.labels, n=1, cutoff=0.5)), "")
        told = f"“{text[:40]}”不在可选的内容里：{'、'.join(self.labels)}。"
        raise CellProblem("choice", told + (f"是不是“{near}”？" if near else ""), near)


def _choice_key(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def boolean(value: object) -> bool:
    """是 or 否, in the ways people write them."""
    if isinstance(value, bool):
        return value
    text = as_text(value).strip().casefold()
    if text in {"是", "有", "对", "√", "✓", "✔", "y", "yes", "true", "1"}:
        return True
    if text in {"否", "无", "不", "×", "✗", "✘", "n", "no", "false", "0"}:
        return False
    raise CellProblem("choice", f"“{text[:40]}”看不出是“是”还是“否”。写“是”或“否”。")
