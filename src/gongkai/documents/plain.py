"""A letter's values as plain text that both files can hold; nothing in them is ever read as an instruction."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from gongkai.components.dates import day
from gongkai.documents.problems import DocumentProblem
from gongkai.documents.shapes import TEMPLATES, Letter

MAX_NAME = 300
"""Characters of a number, a name, a title, a line of contact."""
MAX_PARAGRAPH = 20_000
MAX_LETTER = 100_000

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# What no file can hold (controls, halves of characters, non-characters), and what makes a line read otherwise than it
# is written (reversed direction): a name or an amount could be shown backwards.
_CANNOT_STAND = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]"
)


def unprintable(text: str) -> str:
    """The first character that may not stand in a document, as U+0000; "" when there is none."""
    found = _CANNOT_STAND.search(_LINE_ENDS.sub("\n", text))
    return f"U+{ord(found.group()):04X}" if found else ""


def content_of(letter: Letter) -> dict[str, Any]:
    """What templates may use, by name. Raises DocumentProblem, naming the field that cannot be printed."""
    if letter.template not in TEMPLATES:
        raise DocumentProblem(f"没有叫“{letter.template}”的文书，现有：{'、'.join(TEMPLATES)}。")
    paragraphs = _lines("正文", letter.paragraphs)
    grounds = _lines("依据", letter.grounds)
    content: dict[str, Any] = {
        "template": letter.template,
        "number": _name("文号", letter.number),
        "issuer": _name("落款机关", letter.issuer),
        "addressee": _name("收文人", letter.addressee),
        "title": _name("标题", letter.title),
        "issued_on": day(letter.issued_on),
        "paragraphs": paragraphs,
        "grounds": grounds,
        "grounds_line": _grounds_line(grounds, paragraphs),
        "remedy": _lines("救济途径", letter.remedy),
        "attachments": [_name("附件名称", name) for name in letter.attachments],
        "contact": _name("联系方式", letter.contact),
        "extra": {_name("表格项目", key): _body(key, value) for key, value in letter.extra.items()},
    }
    size = sum(len(text) for text in _texts(content))
    if size > MAX_LETTER:
        raise DocumentProblem(f"内容共 {size} 字，一份文书最多 {MAX_LETTER} 字；请把长的内容放进附件。")
    content["rows"] = [{"label": key, "value": value} for key, value in content["extra"].items()]
    return content


def _grounds_line(grounds: list[str], paragraphs: list[str]) -> str:
    """The articles that no paragraph quotes. A reply without its articles would not be one (条例第三十六条)."""
    body = "\n".join(paragraphs)
    missing = [ground for ground in grounds if ground not in body]
    return f"依据：{'；'.join(missing)}。" if missing else ""


def _lines(field: str, texts: Iterable[str]) -> list[str]:
    return [line for text in texts for line in _body(field, text).split("\n") if line.strip()]


def _name(field: str, text: str) -> str:
    plain = " ".join(_checked(field, text, MAX_NAME).split("\n"))
    return plain.strip()


def _body(field: str, text: str) -> str:
    return _checked(field, text, MAX_PARAGRAPH).strip()


def _checked(field: str, text: str, longest: int) -> str:
    if found := unprintable(text):
        raise DocumentProblem(f"“{field}”里有印不出来的字符（{found}），请删去后再生成文书。")
    if len(text) > longest:
        raise DocumentProblem(f"“{field}”有 {len(text)} 字，这里最多 {longest} 字；请把长的内容放进附件。")
    return _LINE_ENDS.sub("\n", text).replace("\t", " ")


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
