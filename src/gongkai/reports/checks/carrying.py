"""This year against last year's report: E4 of table 2, and what must go on in the other tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from gongkai.reports.checks.identities import COLUMNS, at
from gongkai.reports.checks.shapes import ERROR, HINT, WARNING, Hit, Rule, Subject, shown

LAW = "《政府信息公开条例》第四十九条、第五十条"


def _e4(column: str) -> Callable[[Subject], Iterator[Hit]]:
    now, then = at("carried_over", column), at("carried_forward", column)

    def find(subject: Subject) -> Iterator[Hit]:
        if then not in subject.last or now in subject.unread:
            return
        before, after = subject.last[then] or 0, subject.value(now) or 0
        if before != after:
            yield (
                (now,),
                f"{COLUMNS[column]}：今年“上年结转”填 {shown(after)} 件，上年报告的“结转下年度继续办理”是 {shown(before)} 件。",
            )

    return find


def _valid_documents(kind: str, label: str) -> Callable[[Subject], Iterator[Hit]]:
    made, repealed, valid = (f"disclosure.{kind}.{key}" for key in ("made", "repealed", "valid"))

    def find(subject: Subject) -> Iterator[Hit]:
        before, now = subject.last.get(valid), subject.value(valid)
        if before is None or now is None or subject.unread.intersection((made, repealed, valid)):
            return
        plus, minus = subject.value(made) or 0, subject.value(repealed) or 0
        if Decimal(before) + plus - minus != now:
            yield (
                (made, repealed, valid),
                f"{label}：上年现行有效 {shown(before)} ＋ 本年制发 {shown(plus)} － 本年废止 {shown(minus)} ＝ "
                f"{shown(Decimal(before) + plus - minus)}，填的现行有效是 {shown(now)}。接收代拟文件、跨年清理会有差，写明原因。",
            )

    return find


def _repealed_too_many(kind: str, label: str) -> Callable[[Subject], Iterator[Hit]]:
    made, repealed, valid = (f"disclosure.{kind}.{key}" for key in ("made", "repealed", "valid"))

    def find(subject: Subject) -> Iterator[Hit]:
        before, gone = subject.last.get(valid), subject.value(repealed)
        if before is not None and gone is not None and gone > before + (subject.value(made) or 0):
            yield (
                (repealed,),
                f"{label}：本年废止 {shown(gone)} 件，多于上年现行有效 {shown(before)} 与本年制发 "
                f"{shown(subject.value(made) or 0)} 之和。",
            )

    return find


def _pending(group: str, label: str) -> Callable[[Subject], Iterator[Hit]]:
    total, pending = f"disputes.{group}/total", f"disputes.{group}/pending"

    def find(subject: Subject) -> Iterator[Hit]:
        before, now = subject.last.get(pending), subject.value(total)
        if before and (now or 0) < before and total not in subject.unread:
            yield (
                (total,),
                f"{label}：上年尚未审结 {shown(before)} 件，今年总计只有 {shown(now)} 件，上年没审结的应在今年有结果或仍列未审结。",
            )

    return find


def _matters_go_on(row: str, label: str) -> Callable[[Subject], Iterator[Hit]]:
    """Form of 2019: last year's number of matters plus this year's change is next year's number."""
    number, change = f"disclosure.{row}.last_year", f"disclosure.{row}.change"

    def find(subject: Subject) -> Iterator[Hit]:
        now, before, changed = subject.value(number), subject.last.get(number), subject.last.get(change)
        if now is not None and before is not None and now != before + (changed or 0):
            yield (
                (number,),
                f"{label}：上一年项目数量填 {shown(now)}，按上年报告应是 {shown(before)} ＋ {shown(changed or 0)} ＝ "
                f"{shown(before + (changed or 0))}。",
            )

    return find


def _total_public(kind: str, label: str) -> Callable[[Subject], Iterator[Hit]]:
    """Form of 2019: what was public before stays public beside what is newly published."""
    fresh, public = f"disclosure.{kind}.published", f"disclosure.{kind}.total_public"

    def find(subject: Subject) -> Iterator[Hit]:
        now, added = subject.value(public), subject.value(fresh)
        if now is None or {fresh, public} & subject.unread:
            return
        before = subject.last.get(public) or 0
        if now < (added or 0):
            yield (fresh, public), f"{label}：对外公开总数量 {shown(now)} 少于本年新公开 {shown(added)}。"
        elif before and now < before:
            yield (
                (public,),
                f"{label}：对外公开总数量 {shown(now)} 比上年的 {shown(before)} 还少，写明撤下的原因。",
            )

    return find


_JUMPS = (
    ("foi.new_received/total", "新收申请", 20),
    ("foi.carried_forward/total", "结转下年", 10),
    ("foi.results.granted/total", "予以公开", 20),
    ("foi.results.partial/total", "部分公开", 20),
    ("disclosure.normative_documents.made", "行政规范性文件制发件数", 20),
    ("disclosure.normative_documents.valid", "行政规范性文件现行有效件数", 50),
    ("disclosure.licensing.processed", "行政许可处理决定", 100),
    ("disclosure.punishment.processed", "行政处罚处理决定", 100),
    ("disclosure.coercion.processed", "行政强制处理决定", 50),
    ("disclosure.fees.amount", "行政事业性收费", 100),
    ("disputes.review/total", "行政复议", 10),
    ("disputes.litigation_direct/total", "未经复议直接起诉", 10),
    ("disputes.litigation_after_review/total", "复议后起诉", 10),
)
TIMES = 5
"""A number that grows or shrinks by more than this factor from one year to the next is worth a question."""


def _jump(address: str, label: str, least: int) -> Callable[[Subject], Iterator[Hit]]:
    """`least`: the larger of both numbers must reach this; small numbers jump by nature."""

    def find(subject: Subject) -> Iterator[Hit]:
        before, now = subject.last.get(address), subject.value(address)
        if before is None or now is None or max(before, now) < least:
            return
        if now > before * TIMES or before > now * TIMES:
            yield (
                (address,),
                f"{label}：上年 {shown(before)}，今年 {shown(now)}，相差 {TIMES} 倍以上，核对后写明原因。",
            )

    return find


def _same_table(prefix: str, words: str) -> Callable[[Subject], Iterator[Hit]]:
    def find(subject: Subject) -> Iterator[Hit]:
        now = {k: v for k, v in subject.known.items() if k.startswith(prefix)}
        before = {k: v for k, v in subject.last.items() if k.startswith(prefix)}
        filled = [k for k, v in now.items() if v]
        if len(filled) >= 3 and now == before:
            yield tuple(filled), f"{words}的 {len(filled)} 个数与上年报告一模一样，看看是不是照抄了上年的表。"

    return find


_KINDS = (("regulations", "规章"), ("normative_documents", "行政规范性文件"))
_GROUPS = (
    ("review", "行政复议"),
    ("litigation_direct", "未经复议直接起诉"),
    ("litigation_after_review", "复议后起诉"),
)
_MATTERS = (
    ("licensing", "行政许可"),
    ("other_services", "其他对外管理服务事项"),
    ("punishment", "行政处罚"),
    ("coercion", "行政强制"),
    ("fees", "行政事业性收费"),
)

RULES = (
    *(
        Rule(f"foi.e4.{key}", f"{label}列：上年结转等于上年报告的结转下年", ERROR, f"{LAW}（推导）", _e4(key))
        for key, label in COLUMNS.items()
    ),
    *(
        Rule(
            f"disclosure.{key}.valid",
            f"{label}：现行有效＝上年现行有效＋制发－废止",
            WARNING,
            "表一跨年校验（推导）",
            _valid_documents(key, label),
        )
        for key, label in _KINDS
    ),
    *(
        Rule(
            f"disclosure.{key}.repealed",
            f"{label}：废止的不多于上年现行有效与制发之和",
            ERROR,
            "表一跨年校验（推导）",
            _repealed_too_many(key, label),
        )
        for key, label in _KINDS
    ),
    *(
        Rule(
            f"disclosure.{key}.total_public",
            f"{label}：对外公开总数量不少于本年新公开和上年总数（2019 年格式）",
            WARNING,
            "2019 年首版格式表一（推导）",
            _total_public(key, label),
        )
        for key, label in _KINDS
    ),
    *(
        Rule(
            f"disclosure.{key}.last_year",
            f"{label}：上一年项目数量接得上上年报告（2019 年格式）",
            WARNING,
            "2019 年首版格式表一（推导）",
            _matters_go_on(key, label),
        )
        for key, label in _MATTERS
    ),
    *(
        Rule(
            f"disputes.pending.{key}",
            f"{label}：上年尚未审结的今年不少",
            HINT,
            "表三跨年校验（推导）",
            _pending(key, label),
        )
        for key, label in _GROUPS
    ),
    *(
        Rule(
            f"jump.{address.replace('/', '.')}",
            f"{label}与上年相比没有突变",
            WARNING,
            "与上年报告比较（推导）",
            _jump(address, label, least),
        )
        for address, label, least in _JUMPS
    ),
    *(
        Rule(
            f"same.{prefix}",
            f"{words}不是上年的原样",
            WARNING,
            "国办公开办函〔2021〕30号“明确责任”（内容雷同）",
            _same_table(f"{prefix}.", words),
        )
        for prefix, words in (("disclosure", "表一"), ("foi", "表二"))
    ),
)
