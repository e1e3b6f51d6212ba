"""Tables 1 and 3 in themselves, and shares of table 2 that look like a habit rather than a count."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from gongkai.reports.checks.identities import BLOCKS, at
from gongkai.reports.checks.shapes import ERROR, HINT, WARNING, Hit, Rule, Subject, shown

FORM1 = "国办公开办函〔2021〕30号表一"
FORM3 = "国办公开办函〔2021〕30号表三"
GROUPS = {
    "review": "行政复议",
    "litigation_direct": "未经复议直接起诉",
    "litigation_after_review": "复议后起诉",
}
OUTCOMES = ("upheld", "corrected", "other", "pending")


def _sum3(group: str) -> Callable[[Subject], Iterator[Hit]]:
    total, parts = f"disputes.{group}/total", [f"disputes.{group}/{key}" for key in OUTCOMES]

    def find(subject: Subject) -> Iterator[Hit]:
        stated, summed = subject.total([total]), subject.total(parts)
        if subject.unread.intersection((total, *parts)) or (stated is None and summed is None):
            return
        if (stated or 0) != (summed or 0):
            yield (
                (total, *parts),
                f"{GROUPS[group]}：维持、纠正、其他、尚未审结相加得 {shown(summed or 0)}，总计填的是 {shown(stated)}。",
            )

    return find


def _whole3(group: str) -> Callable[[Subject], Iterator[Hit]]:
    def find(subject: Subject) -> Iterator[Hit]:
        for column, value in subject.facts.disputes.get(group, {}).items():
            if value is not None and (value < 0 or value != int(value)):
                cell = f"disputes.{group}/{column}"
                yield (cell,), f"“{subject.label(cell)}”是 {shown(value)}，应是不小于 0 的整数。"

    return find


def _whole1(row: str, label: str) -> Callable[[Subject], Iterator[Hit]]:
    """Whole, not below zero; a row of 2019 that counts a change may be below."""

    def find(subject: Subject) -> Iterator[Hit]:
        for address, value in subject.known.items():
            if value is None or not address.startswith(f"disclosure.{row}."):
                continue
            cell = subject.declared.get(address)
            amount = cell.row.decimals > 0 if cell else address.endswith(".amount")
            signed = address.endswith(".change")
            if (value < 0 and not signed) or (value != int(value) and not amount):
                yield (
                    (address,),
                    f"“{label}”一格是 {shown(value)}，应是{'数' if amount else '整数'}{'' if signed else '，不小于 0'}。",
                )

    return find


def _valid_below(kind: str, label: str) -> Callable[[Subject], Iterator[Hit]]:
    made, repealed, valid = (f"disclosure.{kind}.{key}" for key in ("made", "repealed", "valid"))

    def find(subject: Subject) -> Iterator[Hit]:
        now, new, gone = (subject.value(a) for a in (valid, made, repealed))
        if now is not None and new is not None and now < new - (gone or 0):
            yield (
                (made, repealed, valid),
                f"{label}：现行有效 {shown(now)} 件，少于本年制发 {shown(new)} 减本年废止 {shown(gone or 0)}。",
            )

    return find


def _fee_decimals(subject: Subject) -> Iterator[Hit]:
    for address in ("disclosure.fees.amount", "disclosure.procurement.amount"):
        value = subject.value(address)
        if isinstance(value, Decimal) and -int(value.normalize().as_tuple().exponent) > 6:
            yield (address,), f"金额 {shown(value)} 万元细到分以下，看看单位是不是万元。"


def _fee_unit(subject: Subject) -> Iterator[Hit]:
    address = "disclosure.fees.amount"
    now, before = subject.value(address), subject.last.get(address)
    if now and before and 5_000 <= now / before <= 20_000:
        yield (
            (address,),
            f"收费金额今年 {shown(now)}、上年 {shown(before)}，差一万倍左右，可能把元填成了万元。",
        )


def _regulations(subject: Subject) -> Iterator[Hit]:
    address = "disclosure.regulations.made"
    if subject.around.may_make_regulations is False and subject.value(address):
        yield (address,), f"本单位没有规章制定权，规章制发件数填了 {shown(subject.value(address))}。"


def _after_review(subject: Subject) -> Iterator[Hit]:
    cells = ("disputes.litigation_after_review/total", "disputes.review/total")
    after, reviews = (subject.value(cell) for cell in cells)
    before = subject.last.get(cells[1])
    if after and reviews is not None and before is not None and after > reviews + before:
        yield (
            cells,
            f"复议后起诉 {shown(after)} 件，多于今年和上年的复议 {shown(reviews)} ＋ {shown(before)} 件。",
        )


def _corrected_share(subject: Subject) -> Iterator[Hit]:
    for group, label in GROUPS.items():
        cells = (f"disputes.{group}/corrected", f"disputes.{group}/total")
        corrected, total = (subject.value(cell) for cell in cells)
        if corrected and total and total >= 5 and corrected * 2 > total:
            yield (
                cells,
                f"{label}：{shown(total)} 件里纠正 {shown(corrected)} 件，超过一半，第五部分应写明原因和改进。",
            )


def _share(block: str, half: int, words: str) -> Callable[[Subject], Iterator[Hit]]:
    """A block of results that takes more than `half` percent of a year with ten results or more."""

    def find(subject: Subject) -> Iterator[Hit]:
        total = subject.total([at("results.total", "total")])
        cells = [at(row, "total") for row in BLOCKS[block][1] if at(row, "total") in subject.known]
        got = subject.total(cells)
        if total and got and total >= 10 and got * 100 > total * half:
            yield (
                tuple(cells),
                f"{BLOCKS[block][0]} {shown(got)} 件，占办结 {shown(total)} 件的 {shown(round(got * 100 / total))}%，{words}",
            )

    return find


def _single(row: str, words: str, share: int) -> Callable[[Subject], Iterator[Hit]]:
    def find(subject: Subject) -> Iterator[Hit]:
        cells = (at(row, "total"), at("results.total", "total"))
        got, total = (subject.total([cell]) for cell in cells)
        if got and total and total >= 10 and got * 100 > total * share:
            yield (
                cells,
                f"{words}{shown(got)} 件，占办结 {shown(total)} 件的 {shown(round(got * 100 / total))}%，核对有没有归错类。",
            )

    return find


def _results_without_intake(subject: Subject) -> Iterator[Hit]:
    cells = (at("new_received", "total"), at("carried_over", "total"), at("results.total", "total"))
    new, before, done = (subject.total([cell]) for cell in cells)
    if done and not new and not before and not subject.unread.intersection(cells):
        yield cells, f"没有新收也没有上年结转，办理结果却有 {shown(done)} 件。"


def _secret(subject: Subject) -> Iterator[Hit]:
    cell = at("denied.state_secret", "total")
    if subject.value(cell):
        yield (cell,), f"以国家秘密为由不予公开 {shown(subject.value(cell))} 件，应有定密依据，逐件核对。"


_ROWS1 = (
    ("regulations", "规章"),
    ("normative_documents", "行政规范性文件"),
    ("licensing", "行政许可"),
    ("other_services", "其他对外管理服务事项"),
    ("punishment", "行政处罚"),
    ("coercion", "行政强制"),
    ("fees", "行政事业性收费"),
    ("procurement", "政府集中采购"),
)

RULES = (
    *(
        Rule(f"disputes.sum.{key}", f"{label}：总计等于前四项之和", ERROR, FORM3, _sum3(key))
        for key, label in GROUPS.items()
    ),
    *(
        Rule(f"disputes.whole.{key}", f"{label}：都是不小于 0 的整数", ERROR, FORM3, _whole3(key))
        for key, label in GROUPS.items()
    ),
    *(
        Rule(
            f"disclosure.whole.{key}",
            f"{label}：件数是不小于 0 的整数，金额不小于 0",
            ERROR,
            FORM1,
            _whole1(key, label),
        )
        for key, label in _ROWS1
    ),
    *(
        Rule(
            f"disclosure.{key}.valid_below",
            f"{label}：现行有效不少于制发减废止",
            ERROR,
            FORM1,
            _valid_below(key, label),
        )
        for key, label in _ROWS1[:2]
    ),
    Rule(
        "disclosure.fees.decimals", "收费金额不细到分以下", WARNING, f"{FORM1}（单位：万元）", _fee_decimals
    ),
    Rule("disclosure.fees.unit", "收费金额的单位是万元", WARNING, f"{FORM1}（单位：万元）", _fee_unit),
    Rule(
        "disclosure.regulations.power",
        "没有规章制定权的，规章制发为 0",
        WARNING,
        "《立法法》第九十三条",
        _regulations,
    ),
    Rule("disputes.after_review", "复议后起诉不多于两年的复议", HINT, f"{FORM3}（推导）", _after_review),
    Rule(
        "disputes.corrected",
        "被纠正的不过半，过半要写明原因",
        HINT,
        "条例第五十条第（三）、（四）项",
        _corrected_share,
    ),
    Rule(
        "foi.results_without_intake",
        "有办理结果就有新收或结转",
        ERROR,
        "国办公开办函〔2021〕30号表二",
        _results_without_intake,
    ),
    Rule(
        "foi.share.denied",
        "不予公开不过半",
        HINT,
        "条例第五条（公开为常态）",
        _share("denied", 50, "核对依据。"),
    ),
    Rule(
        "foi.share.unable",
        "无法提供不超过七成",
        HINT,
        "条例第三十六条第（四）、（五）项",
        _share("unable", 70, "核对检索记录。"),
    ),
    Rule(
        "foi.share.not_processed",
        "不予处理不过半",
        HINT,
        "条例第三十九条",
        _share("not_processed", 50, "核对是否应当答复。"),
    ),
    Rule(
        "foi.share.misc",
        "“其他”不过三成",
        HINT,
        "国办公开办函〔2021〕30号（不泛化）",
        _single("other.misc", "其他处理里的“其他”", 30),
    ),
    Rule(
        "foi.share.excessive",
        "大量反复申请不过三成",
        HINT,
        "条例第三十五条",
        _single("not_processed.excessive", "以大量反复申请为由不处理", 30),
    ),
    Rule("foi.state_secret", "以国家秘密为由的逐件核对", HINT, "条例第十四条", _secret),
)
