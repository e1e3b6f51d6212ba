"""One raw record → one item to be written, or what is wrong with it. Pure: no database, no clock."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongkai.disclosure.importing.ground import Ground, Refuse, check_against
from gongkai.disclosure.importing.maps import ImportMap
from gongkai.disclosure.importing.suggesting import near_day, near_label
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.rules import VALIDITIES
from gongkai.tables.cells import CellProblem, day, line
from gongkai.tables.problems import Refusal, shown
from gongkai.text.cleaning import clean
from gongkai.text.html import clean_html
from gongkai.text.html_text import html_to_text
from gongkai.text.plain import visible

MAX_TEXT = 5_000_000
MAX_TITLE = 300
_DATES = ("signed_on", "published_on", "effective_on", "expires_on", "abolished_on")
_VALIDITY_OF = {label: code for code, label in VALIDITIES.items()} | {code: code for code in VALIDITIES}


@dataclass
class Record:
    """A record that may be written. `marks` are the places that cleaning could not read or flags."""

    row: int
    key: str
    kind: str
    title: str
    title_rule: str
    text: str
    html: str
    head: dict[str, Any] = field(default_factory=dict)
    published_on: date | None = None
    subject: str = ""
    topic: str = ""
    marks: list[dict[str, Any]] = field(default_factory=list)


def make_record(
    *,
    row: int,
    raw: Mapping[str, Any],
    mapping: ImportMap,
    ground: Ground | None = None,
    refused: Sequence[Refusal] = (),
) -> tuple[Record | None, list[Refusal]]:
    """The record that a raw row states, or the refusals that name each column, its value and what is expected.

    `refused`: what was found in reading the row's cells already; such a column isn't complained of a second time.
    """
    values, origin = _pick(raw, mapping)
    problems = list(refused)
    spoilt = {one.column for one in refused}

    def refuse(target: str, rule: str, message: str, suggestion: str = "") -> None:
        column = origin.get(target, target)
        if column not in spoilt:
            problems.append(Refusal(row, column, shown(values.get(target)), rule, message, suggestion))
            spoilt.add(column)

    text, html, marks = _body(values, mapping, refuse)
    title, rule = _title(values, text, mapping, refuse)
    head: dict[str, Any] = {}
    for target in _DATES:
        head[target] = _date(values.get(target), target, refuse)
    for target, limit in (("doc_no", 120), ("issuer", 300), ("summary", 500), ("source_url", 1000)):
        head[target] = visible(str(values.get(target) or "")).strip()
        if len(head[target]) > limit:
            refuse(target, "too_long", f"最多 {limit} 个字，现在有 {len(head[target])} 个。")
    head["validity"] = _validity(values, mapping, refuse)
    if "title" in mapping.required and not title:
        refuse("title", "required", "没有标题，也没有能拟出标题的正文。")
    if len(title) > MAX_TITLE:
        refuse("title", "too_long", f"标题最多 {MAX_TITLE} 个字，现在有 {len(title)} 个。")
    if "text" in mapping.required and not text.strip():
        refuse("text", "required", "没有正文。")
    kind = _kind(raw, values, mapping, refuse)
    if ground is not None:
        check_against(ground, title=title, head=head, topic=str(values.get("topic") or ""), refuse=refuse)
    if problems:
        return None, problems
    head["source"] = mapping.source
    published_on = head.pop("published_on")
    key = str(values.get("key") or "").strip() or f"{title}|{head['doc_no']}|{published_on or ''}"
    return Record(
        row=row, key=short_key(key), kind=kind, title=title, title_rule=rule, text=text, html=html, head=head,
        published_on=published_on, subject=str(values.get("subject") or ""), topic=str(values.get("topic") or mapping.topic),
        marks=marks,
    ), []  # fmt: skip


def short_key(key: str) -> str:
    """A source's key in 80 characters; of a longer one the beginning and a digest of the whole."""
    return key if len(key) <= 80 else f"{key[:40]}#{hashlib.sha256(key.encode()).hexdigest()[:39]}"


def stated_keys(raw: Mapping[str, Any], mapping: ImportMap) -> dict[str, str]:
    """What the map says no two rows may share, as a raw row states it: of our columns `key` and `doc_no`."""
    stated: dict[str, str] = {}
    for target in ("key", "doc_no"):
        if target in mapping.unique:
            names = mapping.columns.get(target, ())
            stated[target] = str(next((raw[name] for name in names if raw.get(name)), "")).strip()
    return {target: short_key(value) for target, value in stated.items() if value}


def _pick(raw: Mapping[str, Any], mapping: ImportMap) -> tuple[dict[str, Any], dict[str, str]]:
    """Our columns with the first filled of the source's, and which of its columns each came from."""
    values: dict[str, Any] = {}
    origin: dict[str, str] = {}
    for ours, theirs in mapping.columns.items():
        origin[ours] = theirs[0]
        for column in theirs:
            value = raw.get(column)
            if value not in (None, "", []):
                values[ours], origin[ours] = value, column
                break
    return values, origin


def _body(
    values: dict[str, Any], mapping: ImportMap, refuse: Refuse
) -> tuple[str, str, list[dict[str, Any]]]:
    raw = values.get("text") or ""
    text = raw if isinstance(raw, str) else str(raw)
    html = str(values.get("html") or "")
    if max(len(text), len(html)) > MAX_TEXT:
        refuse("text", "too_long", f"正文最多 {MAX_TEXT} 个字；太长的作为附件。")
        return "", "", []
    if html:
        html = clean_html(html)
        text = html_to_text(html)
        return text, html, []
    if "\0" in text:
        refuse(
            "text",
            "control_character",
            "正文里有看不见的控制字符，多半是编码读错了。用 UTF-8 或者 GB18030 另存一次。",
        )
        return "", "", []
    if not mapping.clean:
        return text, "", []
    cleaned = clean(text)
    marks = [
        {"kind": m.kind, "start": m.start, "end": m.end, "original": m.original[:80], "note": m.note[:120]}
        for m in cleaned.marks
        if m.kind in ("unreadable", "spun_synonym")
    ]
    return cleaned.text, "", marks


_SENTENCE_END = re.compile(r"[。！？\n；]")


def _title(values: dict[str, Any], text: str, mapping: ImportMap, refuse: Refuse) -> tuple[str, str]:
    """The stated title, else one derived by the map's named rule: never invented, always marked with the rule."""
    try:
        stated = line(values.get("title") or "")
    except CellProblem as problem:
        refuse("title", problem.rule, problem.message, problem.suggestion)
        return str(values["title"]), ""
    if stated:
        return (clean(stated).text.strip() if mapping.clean else stated), ""
    if mapping.title_rule == "issuer_and_number":
        issuer = " ".join(str(values.get("issuer") or "").split())
        number = str(values.get("doc_no") or "").strip()
        if issuer and number:
            return f"{issuer}{number}", "issuer_and_number"
    for paragraph in text.splitlines():
        sentence = _SENTENCE_END.split(paragraph.strip().lstrip("#").strip())[0].strip()
        if len(sentence) >= 4:
            return (sentence if len(sentence) <= 60 else sentence[:59] + "…"), "first_line"
    return "", ""


def _date(value: Any, target: str, refuse: Refuse) -> date | None:
    if value in (None, ""):
        return None
    try:
        return day(value)
    except CellProblem as problem:
        refuse(target, problem.rule, problem.message, problem.suggestion or near_day(value))
        return None


def _validity(values: dict[str, Any], mapping: ImportMap, refuse: Refuse) -> str:
    stated = str(values.get("validity") or "").strip()
    if not stated:
        return ""
    stated = mapping.values.get("validity", {}).get(stated, stated)
    code = _VALIDITY_OF.get(stated)
    if code is None:
        told = f"有效性只有：{'、'.join(VALIDITIES.values())}。"
        refuse("validity", "choice", told, near_label(stated, VALIDITIES.values()))
        return ""
    return code


def _kind(raw: Mapping[str, Any], values: dict[str, Any], mapping: ImportMap, refuse: Refuse) -> str:
    for rule in mapping.kind_rules:
        value = str(raw.get(rule.column) or "").strip()
        if value and (rule.equals is None or value == rule.equals):
            return rule.kind
    stated = str(values.get("kind") or "").strip()
    if not stated:
        return mapping.kind
    labels = {kind.label: code for code, kind in ITEM_KINDS.items()}
    code = mapping.values.get("kind", {}).get(stated, stated)
    code = labels.get(code, code)
    if code not in ITEM_KINDS:
        told = f"没有这个信息种类；可用的有：{'、'.join(labels)}。"
        refuse("kind", "choice", told, near_label(stated, labels))
    return code
