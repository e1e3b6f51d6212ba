"""Sentences against themselves: parts and wholes, the same thing counted twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from gongkai.reports.checks.lists import Listing, parts_in
from gongkai.reports.checks.passages import Quantity, Sentence
from gongkai.reports.checks.shapes import ERROR, HINT, WARNING, Hit, Rule, Subject, shown

SOURCE = "国办公开办函〔2021〕30号（准确）；文内算术"
_EACH = re.compile(
    r"(?<!\d)(?P<n>\d{1,6})(?:家|个|户|所)[^。；\d]{0,12}?每(?:个|家|户|所)?[^。；\d]{0,12}?(?P<each>\d{1,6})(?P<c>人|名|部|台|次|期)(?![-~至到—－])[^。；]{0,6}[，；][^。；\d]{0,24}?(?:共|合计)[^。；\d]{0,12}?(?P<all>\d{1,9})(?:人|名|部|台|次|期)"
)
_ADDED = re.compile(
    r"(?<![\d.+＋])(?P<list>\d{1,12}(?:\.\d{1,6})?(?:[+＋]\d{1,12}(?:\.\d{1,6})?){1,40})[=＝](?P<sum>\d{1,12}(?:\.\d{1,6})?)"
)
_DAILY = re.compile(
    r"(?:全年|本年|今年)[^。；，]{0,20}?(?P<all>\d{1,12}(?:\.\d{1,4})?万?)(?:次|人次)[^。；]{0,12}?日均[^。；\d]{0,8}(?P<day>\d{1,12}(?:\.\d{1,4})?万?)(?:次|人次)"
)


def _exact(subject: Subject) -> Iterator[Listing]:
    for listing in subject.listings:
        if listing.exact and listing.whole is not None and len(listing.parts) > 1:
            yield listing


def _said(listing: Listing) -> str:
    return "＋".join(shown(part.quantity.value) for part in listing.parts)


def _over(subject: Subject) -> Iterator[Hit]:
    for listing in _exact(subject):
        whole = listing.whole
        if whole and not listing.total_last and listing.total > whole.value:
            yield (
                (listing.sentence.cell,),
                f"各项 {_said(listing)} ＝ {shown(listing.total)}，多于总数 {whole.shown}（{listing.sentence.excerpt}）。",
            )


def _rest_missing(subject: Subject) -> Iterator[Hit]:
    """A list that ends with 其他 leaves nothing out, so it must reach the whole."""
    for listing in _exact(subject):
        whole = listing.whole
        if whole and not listing.total_last and listing.names_rest and listing.total < whole.value:
            yield (
                (listing.sentence.cell,),
                f"列了“其他”，各项 {_said(listing)} ＝ {shown(listing.total)}，比总数 {whole.shown}少 "
                f"{shown(whole.value - listing.total)}（{listing.sentence.excerpt}）。",
            )


def _nearly(subject: Subject) -> Iterator[Hit]:
    for listing in _exact(subject):
        whole = listing.whole
        if not whole or listing.total_last or listing.names_rest or len(listing.parts) < 3:
            continue
        if whole.value * Decimal("0.9") <= listing.total < whole.value:
            yield (
                (listing.sentence.cell,),
                f"列出的 {len(listing.parts)} 项合计 {shown(listing.total)}，比总数 {whole.shown}少 "
                f"{shown(whole.value - listing.total)}；没有列全的写上“等”（{listing.sentence.excerpt}）。",
            )


def _total_last(subject: Subject) -> Iterator[Hit]:
    for listing in _exact(subject):
        whole = listing.whole
        if not whole or not listing.total_last or listing.total == whole.value:
            continue
        values = [part.quantity.value for part in listing.parts]
        if any(sum(values[start:]) == whole.value for start in range(len(values) - 1)):
            continue
        yield (
            (listing.sentence.cell,),
            f"前面各项 {_said(listing)} ＝ {shown(listing.total)}，写的合计是 {whole.shown}（{listing.sentence.excerpt}）。",
        )


def _each(subject: Subject) -> Iterator[Hit]:
    for sentence in subject.sentences:
        for found in _EACH.finditer(sentence.text):
            product = int(found["n"]) * int(found["each"])
            if product != int(found["all"]):
                yield (
                    (sentence.cell,),
                    f"{found['n']} × {found['each']} ＝ {product}，写的是 {found['all']}（{sentence.excerpt}）。",
                )


def _added(subject: Subject) -> Iterator[Hit]:
    for sentence in subject.sentences:
        for found in _ADDED.finditer(sentence.text):
            summed = sum(Decimal(one) for one in re.split("[+＋]", found["list"]))
            if summed != Decimal(found["sum"]):
                yield (sentence.cell,), f"{found['list']} ＝ {shown(summed)}，写的是 {found['sum']}。"


def _daily(subject: Subject) -> Iterator[Hit]:
    for sentence in subject.sentences:
        for found in _DAILY.finditer(sentence.text):
            whole, day = (
                Decimal(found[k].rstrip("万")) * (10_000 if "万" in found[k] else 1) for k in ("all", "day")
            )
            if day and not 290 <= whole / day <= 440:
                yield (
                    (sentence.cell,),
                    f"全年 {found['all']}次，日均 {found['day']}次，相除得 {whole / day:.0f} 天，不像一年。",
                )


_BARE = {
    "",
    "其他",
    "其它",
    "其余",
    "以上",
    "信息",
    "文件",
    "解读",
    "超过",
    "动态",
    "平台",
    "网站",
    "通知",
    "案件",
    "申请",
}


def _one_label_two_numbers(subject: Subject) -> Iterator[Hit]:
    """The same category with different numbers in two lists: two ways of counting, which must be told."""
    seen: dict[str, list[tuple[Quantity, Sentence]]] = defaultdict(list)
    for listing in subject.long_lists:
        for part in listing.parts:
            if len(part.label) >= 3 and part.label not in _BARE:
                seen[part.label].append((part.quantity, listing.sentence))
    for label, found in seen.items():
        first, where = found[0]
        for other, there in found[1:]:
            if (
                there is not where
                and first.like(other)
                and (first.high < other.low or other.high < first.low)
            ):
                yield (
                    tuple(dict.fromkeys((where.cell, there.cell))),
                    f"“{label}”前面是 {first.shown}，后面是 {other.shown}，两种口径要注明（{there.excerpt}）。",
                )
                break


def _total_below_named(subject: Subject) -> Iterator[Hit]:
    """A total for what it names ("甲、乙、丙……共计420多条") below what is elsewhere counted of the same names."""
    counted: dict[str, tuple[Quantity, Sentence]] = {}
    for sentence in subject.sentences:
        for part in parts_in(sentence.text):
            if len(part.label) >= 4 and part.label not in _BARE:
                counted.setdefault(part.label, (part.quantity, sentence))
    for sentence in subject.sentences:
        totals = [
            q for q in sentence.quantities if re.search(r"共计?[^，。；\d]{0,8}$", sentence.text[: q.start])
        ]
        if not totals:
            continue
        head = sentence.text[: totals[-1].start]
        named = [
            (label, q)
            for label, (q, where) in counted.items()
            if where is not sentence and label in head and q.like(totals[-1])
        ]
        summed = sum((q.low for _, q in named), Decimal(0))
        if len(named) > 1 and summed > totals[-1].high:
            listed = "、".join(f"{label}{q.shown}" for label, q in named)
            yield (
                tuple(dict.fromkeys((sentence.cell, *(counted[label][1].cell for label, _ in named)))),
                f"“{totals[-1].shown}”是合计（{sentence.excerpt}），别处又写{listed}，相加 {shown(summed)}，两种口径要注明。",
            )


RULES = (
    Rule("sum.over", "“其中”各项之和不多于总数", ERROR, SOURCE, _over),
    Rule("sum.rest", "列到“其他”的，各项之和等于总数", WARNING, SOURCE, _rest_missing),
    Rule("sum.nearly", "列全了的各项之和等于总数，没列全的写“等”", HINT, SOURCE, _nearly),
    Rule("sum.total", "“合计”等于前面各项之和", ERROR, SOURCE, _total_last),
    Rule("sum.added", "写明的加法算得对", ERROR, SOURCE, _added),
    Rule("sum.each", "每家几名，乘起来等于写的总数", WARNING, SOURCE, _each),
    Rule("sum.daily", "全年数与日均数对得上", HINT, SOURCE, _daily),
    Rule("sum.one_label", "同一类信息前后数字一样，口径不同的注明", WARNING, SOURCE, _one_label_two_numbers),
    Rule("sum.named", "合计不少于别处写的各项之和，口径不同的注明", WARNING, SOURCE, _total_below_named),
)
