"""One raw row → one case to be written, or what is wrong with it. Pure: no database, no clock."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import cache
from typing import Any

from gongkai.cases.declaring import Asked, CaseKind
from gongkai.cases.filling import fill
from gongkai.cases.importing.course import course_to
from gongkai.cases.importing.ground import Ground, Refuse
from gongkai.cases.importing.mapping import OF_THE_PERSON, OF_THE_SOURCE, CaseMap
from gongkai.cases.stored_choices import APPLICANT_TYPES, CHANNELS
from gongkai.clocks.rules import term_on
from gongkai.clocks.terms import TERMS
from gongkai.disclosure.importing.suggesting import near_day, near_label
from gongkai.tables.cells import CellProblem, as_text, day, line
from gongkai.tables.problems import Refusal, shown
from gongkai.text.plain import visible

MAX_TITLE = 200
MAX_TEXT = 20_000
MAX_KEPT = 500
MIDDAY = time(12)
_CLOCK = re.compile(r"[ T](\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?$")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{2}")
_LOST = re.compile("\ufffd|锟斤拷|烫烫烫|屯屯屯")
_STARS = {"很不满意": 1, "不满意": 2, "基本满意": 3, "满意": 4, "非常满意": 5}
_ASKED_OF_A_PERSON = {
    "name": Asked("name", "姓名", max_length=60),
    "identity": Asked("identity", "证件号码", "identity", max_length=40),
    "phone": Asked("phone", "电话", "phone", max_length=40),
    "email": Asked("email", "邮箱", "email", max_length=120),
    "address": Asked("address", "地址", max_length=200),
}


@dataclass
class CaseRecord:
    """A case that may be written. Instants are local, without a zone; `values` stand in the clear, `personal` not."""

    row: int
    key: str
    twin: str
    title: str
    text: str
    submitted_at: datetime
    received_on: date
    unit_id: int
    channel: str
    type: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    personal: dict[str, str] = field(default_factory=dict)
    answer: str = ""
    answered_at: datetime | None = None
    outcome: str = ""
    stars: int | None = None


def make_record(
    *, row: int, raw: Mapping[str, Any], mapping: CaseMap, ground: Ground, refused: Sequence[Refusal] = ()
) -> tuple[CaseRecord | None, list[Refusal]]:
    """The case that a raw row states, or every refusal at once. `refused`: found in reading the cells already."""
    values, origin = _pick(raw, mapping)
    problems = list(refused)
    spoilt = {one.column for one in refused}

    def refuse(target: str, rule: str, message: str, suggestion: str = "") -> None:
        column = origin.get(target) or mapping.columns.get(target, (target,))[0]
        if column not in spoilt:
            problems.append(
                Refusal(row, column, shown(as_text(values.get(target, ""))), rule, message, suggestion)
            )
            spoilt.add(column)

    kind = ground.kind
    title = _title(values, mapping, refuse)
    text = _long("text", values, mapping, refuse)
    submitted_at = _instant("submitted_at", values, mapping, refuse)
    received_on = _instant("received_on", values, mapping, refuse)
    answer = _long("answer", values, mapping, refuse)
    answered_at = _instant("answered_on", values, mapping, refuse)
    # A constant outcome speaks of answered rows alone.
    outcome = _outcome(kind, values, mapping, refuse, answered=bool(answer or answered_at))
    person, type_ = _person(values, mapping, ground, refuse)
    open_values = _form(kind, values, mapping, ground, refuse)
    channel = _choice("channel", values, mapping, refuse, {c: CHANNELS[c] for c in kind.channels}) or "web"
    unit_id = _unit(values, ground, refuse)
    stars = _stars(values, refuse)
    _in_order(values, kind, ground, submitted_at, received_on, answered_at, refuse)
    _whole_answer(answer, answered_at, outcome, values, refuse)
    if problems or submitted_at is None:
        return None, problems
    for key in OF_THE_SOURCE:
        if key in values:
            open_values[key] = visible(as_text(values[key]))[:MAX_KEPT]
    stated = as_text(values.get("key", "")).strip()
    twin = _digest(title, text, submitted_at.isoformat(), person.get("name", ""))
    if stated:
        open_values["source_number"] = stated[:80]
    return CaseRecord(
        row=row, key=stated or twin, twin=twin, title=title, text=text,
        submitted_at=submitted_at, received_on=(received_on or submitted_at).date(), unit_id=unit_id, channel=channel,
        type=type_, values=open_values, personal=person, answer=answer, answered_at=answered_at, outcome=outcome,
        stars=stars,
    ), []  # fmt: skip


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:40]


def _pick(raw: Mapping[str, Any], mapping: CaseMap) -> tuple[dict[str, Any], dict[str, str]]:
    """Our columns with the first filled of the source's, and which of its columns each came from."""
    values: dict[str, Any] = {}
    origin: dict[str, str] = {}
    for ours, theirs in mapping.columns.items():
        origin[ours] = next((column for column in theirs if column in raw), theirs[0])
        for column in theirs:
            value = raw.get(column)
            if value is None or value == []:
                continue
            if isinstance(value, str) and (not value.strip() or value.strip() in mapping.empty):
                continue
            values[ours], origin[ours] = value, column
            break
    return values, origin


# ---- words -----------------------------------------------------------------------------------------------


def _title(values: dict[str, Any], mapping: CaseMap, refuse: Refuse) -> str:
    if "title" not in values:
        if "title" in mapping.required:
            refuse("title", "required", "没有标题。")
        return ""
    title = _line("title", values, refuse)
    if len(title) > MAX_TITLE:
        refuse("title", "too_long", f"标题最多 {MAX_TITLE} 个字，现在有 {len(title)} 个。")
    return title


def _line(target: str, values: dict[str, Any], refuse: Refuse) -> str:
    """One line; people write pictures into their letters, which is no fault of the file."""
    try:
        return line(values[target])
    except CellProblem as problem:
        if problem.rule == "emoji":
            return " ".join(as_text(values[target]).split())
        refuse(target, problem.rule, problem.message, problem.suggestion)
        return ""


def _long(target: str, values: dict[str, Any], mapping: CaseMap, refuse: Refuse) -> str:
    label = "内容" if target == "text" else "答复"
    if target not in values:
        if target in mapping.required:
            refuse(target, "required", f"没有{label}。")
        return ""
    text = as_text(values[target])
    if "\0" in text:
        refuse(
            target,
            "control_character",
            f"{label}里有看不见的控制字符，多半是编码读错了。用 UTF-8 或者 GB18030 另存一次。",
        )
        return ""
    if found := _LOST.search(text):
        refuse(
            target,
            "unreadable",
            f"{label}里有乱码“{found.group()}”，原来的字已经丢了。从原来的系统里重新导出。",
        )
    text = visible(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(text) > MAX_TEXT:
        refuse(target, "too_long", f"{label}最多 {MAX_TEXT} 个字，现在有 {len(text)} 个；太长的作为附件。")
    return text


# ---- days ------------------------------------------------------------------------------------------------


def _instant(target: str, values: dict[str, Any], mapping: CaseMap, refuse: Refuse) -> datetime | None:
    """A day with its time where one is written, else midday."""
    value = values.get(target)
    if value is None:
        if target in mapping.required:
            refuse(target, "required", "没有来信时间。")
        return None
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    try:
        found = day(value)
    except CellProblem as problem:
        refuse(target, problem.rule, problem.message, problem.suggestion or near_day(value))
        return None
    clock = _CLOCK.search(as_text(value).strip())
    if clock is None:
        return datetime.combine(found, MIDDAY)
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    if hour > 23 or minute > 59 or second > 59:
        refuse(target, "date", f"“{as_text(value)[:40]}”的时间不对，一天只有 24 小时。")
        return None
    return datetime.combine(found, time(hour, minute, second))


def _in_order(
    values: dict[str, Any],
    kind: CaseKind,
    ground: Ground,
    submitted_at: datetime | None,
    received_on: datetime | None,
    answered_at: datetime | None,
    refuse: Refuse,
) -> None:
    for target, found, label in (
        ("submitted_at", submitted_at, "来信时间"),
        ("received_on", received_on, "收到日期"),
        ("answered_on", answered_at, "答复时间"),
    ):
        if found is not None and found.date() > ground.today:
            refuse(target, "date", f"{label}在今天以后，看看年份。")
    if submitted_at is None:
        return
    if received_on is not None and received_on.date() < submitted_at.date():
        refuse("received_on", "date", f"收到日期早于提交那天 {submitted_at:%Y-%m-%d}，核对是哪一个写错了。")
    began = received_on or submitted_at
    if answered_at is not None and answered_at.date() < began.date():
        refuse("answered_on", "date", f"答复时间早于收到那天 {began:%Y-%m-%d}，核对是哪一个写错了。")
    if kind.terms and not any(_in_force(code, submitted_at.date()) for code in kind.terms):
        refuse("submitted_at", "date", f"那时还没有{kind.label}的规定，核对年份。")


@cache
def _in_force(code: str, on: date) -> bool:
    return code not in TERMS or term_on(TERMS[code], on) is not None


# ---- how it ended ----------------------------------------------------------------------------------------


def _outcome(
    kind: CaseKind, values: dict[str, Any], mapping: CaseMap, refuse: Refuse, *, answered: bool
) -> str:
    if "outcome" not in values:
        return mapping.constants.get("outcome", "") if answered else ""
    known = {outcome.code: outcome.label for outcome in kind.outcomes}
    code = _choice("outcome", values, mapping, refuse, known)
    if code and course_to(kind, code) is None:
        refuse("outcome", "choice", f"“{known[code]}”不能作为导入的办理结果。")
        return ""
    return code


def _whole_answer(
    answer: str, answered_at: datetime | None, outcome: str, values: dict[str, Any], refuse: Refuse
) -> None:
    """An answer, its day and its outcome come together or not at all."""
    if "answered_on" not in values and (answer or outcome):
        refuse("answered_on", "required", "写了答复或者办理结果，没有写答复时间。")
    if answered_at is not None and not answer and "answer" not in values and not outcome:
        refuse("answer", "required", "写了答复时间，没有写答复内容。")
    if answered_at is not None and answer and not outcome and "outcome" not in values:
        refuse("outcome", "required", "写了答复，没有写办理结果。")


def _stars(values: dict[str, Any], refuse: Refuse) -> int | None:
    if "stars" not in values:
        return None
    text = as_text(values["stars"]).strip()
    stars = _STARS.get(text, int(text) if text in {"1", "2", "3", "4", "5"} else 0)
    if not stars:
        refuse("stars", "choice", f"满意度写 1 到 5，或者 {'、'.join(_STARS)}。", near_label(text, _STARS))
    return stars or None


# ---- choices, units, people ------------------------------------------------------------------------------


def _choice(
    target: str, values: dict[str, Any], mapping: CaseMap, refuse: Refuse, known: Mapping[str, str]
) -> str:
    """The code of a label or a code; the map's own words for it go first."""
    if target not in values:
        return mapping.constants.get(target, "") if mapping.constants.get(target) in known else ""
    text = as_text(values[target]).strip()
    said = mapping.values.get(target, {}).get(text, "")
    if said in known:
        return said
    found = text if text in known else _by_label(known).get(text, "")
    if not found:
        labels = tuple(known.values())
        told = f"“{text[:30]}”不在可选的内容里：{'、'.join(labels[:12])}{'……' if len(labels) > 12 else ''}。"
        refuse(target, "choice", told, near_label(text, labels))
    return found


def _by_label(known: Mapping[str, str]) -> dict[str, str]:
    return {label: code for code, label in known.items()}


def _unit(values: dict[str, Any], ground: Ground, refuse: Refuse) -> int:
    if "unit" not in values:
        return ground.unit_id
    text = as_text(values["unit"]).strip()
    unit = ground.units.get(text)
    if unit is None:
        names = {one.name for one in ground.units.values()}
        refuse("unit", "choice", "没有这个单位；写单位的编码或者全称。", near_label(text, names))
        return ground.unit_id
    if unit.closed_on is not None:
        heir = f"，职责由{unit.heir}承接" if unit.heir else ""
        refuse("unit", "choice", f"{unit.name}已经在 {unit.closed_on:%Y-%m-%d} 撤销{heir}。", unit.heir)
    return unit.id


def _person(
    values: dict[str, Any], mapping: CaseMap, ground: Ground, refuse: Refuse
) -> tuple[dict[str, str], str]:
    """Who wrote, each part checked like in a form; nothing is required but what the map says."""
    person: dict[str, str] = {}
    for key, asked in _ASKED_OF_A_PERSON.items():
        if key not in values:
            if key in mapping.required:
                refuse(key, "required", f"没有{asked.label}。")
            continue
        text = as_text(values[key]).strip()
        if _SCIENTIFIC.fullmatch(text):
            refuse(
                key,
                "number_precision",
                "长数字被表格软件写成了科学记数，末尾几位已经丢了。把这一列设成“文本”格式，重新填写。",
            )
            continue
        if key in ("name", "address"):
            text = _line(key, values, refuse)
        good, problems = fill((asked,), {key: text}, today=ground.today)
        if problems and text:
            rule = "too_long" if len(text) > asked.max_length else "choice"
            refuse(key, rule, problems[key] + "。")
        person |= good
    type_ = _choice("type", values, mapping, refuse, APPLICANT_TYPES)
    return person, type_ or "natural"


def _form(
    kind: CaseKind, values: dict[str, Any], mapping: CaseMap, ground: Ground, refuse: Refuse
) -> dict[str, Any]:
    """What the kind's own form asks beyond title, text and person: classes, mailboxes, how it is to be had."""
    found: dict[str, Any] = {}
    for asked in kind.fields:
        key = asked.key
        if key in ("title", "text") or key in OF_THE_PERSON or asked.type == "files":
            continue
        if asked.type == "choice":
            code = _choice(key, values, mapping, refuse, dict(asked.choices))
            if code:
                found[key] = code
            elif key in mapping.required and key not in values:
                refuse(key, "required", f"没有{asked.label}。")
            continue
        stated = values.get(key, mapping.constants.get(key))
        if stated is None:
            continue
        good, problems = fill((replace(asked, required=False),), {key: as_text(stated)}, today=ground.today)
        if problems:
            refuse(key, "choice", problems[key] + "。")
        found |= good
    return found
