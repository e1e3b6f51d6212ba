"""What a form sent, checked against what the kind asks: values of the right type, or words at each field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from gongkai.cases.declaring import Asked
from gongkai.cases.granting import typed_number
from gongkai.screening.checksums import is_id
from gongkai.text.names import uscc_problem
from gongkai.text.plain import visible, visible_line

Problems = dict[str, str]

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"\+?[\d\-\s()（）]{7,20}(转\d{1,6})?")


def fill(asked: Iterable[Asked], sent: Mapping[str, Any], *, today: date) -> tuple[dict[str, Any], Problems]:
    """Values by key and, by key, what is wrong. Files aren't read here. Dates come out as ISO strings."""
    values: dict[str, Any] = {}
    problems: Problems = {}
    for field in asked:
        if field.type == "files":
            continue
        if field.only_if is not None and str(sent.get(field.only_if[0], "")) != field.only_if[1]:
            continue
        raw = sent.get(field.key)
        if raw is None or raw == "" or raw == []:
            if needs(field, sent) and field.type != "check":
                problems[field.key] = _missing(field)
            continue
        value, problem = _read(field, raw, today)
        if problem:
            problems[field.key] = problem
        else:
            values[field.key] = value
    return values, problems


def needs(field: Asked, sent: Mapping[str, Any]) -> bool:
    """Whether the field must be filled in beside these answers."""
    if field.needed_if is None:
        return field.required
    key, value = field.needed_if
    return str(sent.get(key, "")) == value


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _missing(field: Asked) -> str:
    if field.type in ("choice", "choices", "unit"):
        return f"选{field.label}"
    return f"{field.label}没有填"


def _read(field: Asked, raw: Any, today: date) -> tuple[Any, str]:
    if field.type == "choices":
        chosen = raw if isinstance(raw, list) else [raw]
        known = dict(field.choices)
        wrong = [one for one in chosen if str(one) not in known]
        return [str(one) for one in chosen], f"{field.label}从列出的里面选" if wrong else ""
    if field.type == "check":
        return str(raw) in ("1", "on", "true", "True"), ""
    text = str(raw).replace("\r\n", "\n").strip()
    reader = _READERS.get(field.type, _text)
    return reader(field, text, today)


def _text(field: Asked, text: str, today: date) -> tuple[Any, str]:
    text = visible(text) if field.type == "long_text" else visible_line(text)
    if not text:
        return "", _missing(field) if field.required else ""
    if len(text) > field.max_length:
        return text, f"{field.label}最多 {field.max_length} 个字，现在有 {len(text)} 个"
    return text, ""


def _date(field: Asked, text: str, today: date) -> tuple[Any, str]:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text, f"{field.label}写成 {today.isoformat()} 这样"
    if day > today:
        return text, f"{field.label}不能晚于今天（{today.isoformat()}）"
    if day.year < 2000:
        return text, f"{field.label}早于 2000 年，看看是不是写错了"
    return day.isoformat(), ""


def _integer(field: Asked, text: str, today: date) -> tuple[Any, str]:
    low = 0 if field.low is None else field.low
    high = 1_000_000_000 if field.high is None else field.high
    digits = _narrow(text)
    if not re.fullmatch(r"\d{1,12}", digits) or not low <= int(digits) <= high:
        return text, f"{field.label}填 {low} 到 {high} 之间的整数"
    return int(digits), ""


def _choice(field: Asked, text: str, today: date) -> tuple[Any, str]:
    if text not in dict(field.choices):
        return text, f"{field.label}从列出的里面选一个"
    return text, ""


def _phone(field: Asked, text: str, today: date) -> tuple[Any, str]:
    plain = _narrow(text)
    if not _PHONE.fullmatch(plain):
        return text, f"{field.label}写成 13812345678 或者 0878-3123456 这样"
    return plain, ""


def _email(field: Asked, text: str, today: date) -> tuple[Any, str]:
    plain = _narrow(text)
    if len(plain) > field.max_length or not _EMAIL.fullmatch(plain):
        return text, f"{field.label}写成 name@example.com 这样"
    return plain, ""


def _identity(field: Asked, text: str, today: date) -> tuple[Any, str]:
    """A resident's number and a credit code are checked by their last sign; other papers for length and characters.

    A credit code may consist of digits alone, as a resident's number does.
    """
    plain = _narrow(text).replace(" ", "").upper()
    if re.fullmatch(r"\d{17}[\dX]", plain):
        if not is_id(plain) and uscc_problem(plain):
            return text, "证件号码的最后一位对不上，看看是不是写错了一位"
        return plain, ""
    if not re.fullmatch(r"[0-9A-Z()（）\-]{5,30}", plain):
        return text, f"{field.label}写身份证号、统一社会信用代码或者护照号"
    return plain, ""


def _case(field: Asked, text: str, today: date) -> tuple[Any, str]:
    """Whether there is such a case is asked where it is taken in."""
    number = typed_number(text)
    return number, "" if number else f"{field.label}填编号"


_READERS = {
    "case": _case,
    "date": _date,
    "integer": _integer,
    "choice": _choice,
    "phone": _phone,
    "email": _email,
    "identity": _identity,
}
