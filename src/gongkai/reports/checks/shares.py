"""Shares and rates in the text against the numbers beside them, with the way of rounding named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.reports.checks.lists import Listing
from gongkai.reports.checks.passages import Quantity, Sentence, quantities
from gongkai.reports.checks.rounding import CUT_OFF, HALF_UP, adjusted, decimals_of, half_up, policies, share
from gongkai.reports.checks.shapes import ERROR, HINT, WARNING, Hit, Rule, Subject, shown

SOURCE = "文内算术；占比的舍入办法要写明（四舍五入、截断、最大余额归整）"
_RATE = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{0,4}?(?P<stem>[\u4e00-\u9fff]{2})率)(?:为|达到|达|是|约)?(?P<p>\d+(?:\.\d+)?)%"
)
_PERCENT = re.compile(
    r"(?P<before>占(?:比)?(?![^，。；\d]*(?:任务|计划|目标|预算|去年|上年))[^，。；\d]{0,12}|率(?:为|达到|达)?)(?P<p>\d+(?:\.\d+)?)%"
)
_IMPLIED = re.compile(
    r"占(?:全部|全年|所有)(?![^，。；\d]*(?:任务|计划|目标))[^，。；\d]{0,14}?(?P<p>\d+(?:\.\d+)?)%"
)
_WHOLE = re.compile(
    r"(?:全年|共|累计|总计)[^，。；\d]{0,8}公开[^，。；\d]{0,8}(?:信息|文件)[^，。；\d]{0,4}$"
)


def _with_shares(subject: Subject) -> Iterator[tuple[Listing, Decimal]]:
    """Lists with shares and the whole that they are shares of."""
    for listing in subject.listings:
        shared = [part for part in listing.parts if part.share]
        if not shared or not all(part.quantity.exact for part in shared):
            continue
        whole = listing.whole.value if listing.whole and listing.whole.exact else None
        if (
            whole is None
            and sum((Decimal(part.share) for part in shared), Decimal(0)).quantize(Decimal(1)) == 100
        ):
            whole = listing.total
        if whole:
            yield listing, whole


def _wrong(subject: Subject) -> Iterator[Hit]:
    """Neither rounding gives the share that is written, nor is it one step off in a list made to add up."""
    for listing, whole in _with_shares(subject):
        for part in listing.parts:
            exact = share(part.quantity.value, whole)
            if part.share and not policies(exact, part.share):
                yield (
                    (listing.sentence.cell,),
                    f"“{part.label}”{shown(part.quantity.value)} ÷ {shown(whole)} ＝ {exact:.3f}%，四舍五入是 "
                    f"{half_up(exact, decimals_of(part.share))}%，写的是 {part.share}%。",
                )


def _forced(subject: Subject) -> Iterator[Hit]:
    """Some shares half up, others cut off: the list was made to add up to 100 by hand."""
    for listing, whole in _with_shares(subject):
        shared = [part for part in listing.parts if part.share]
        ways = [policies(share(part.quantity.value, whole), part.share) for part in shared]
        up = sum(HALF_UP in way for way in ways)
        if not all(ways) or up == len(shared) or up * 2 < len(shared) or all(CUT_OFF in way for way in ways):
            continue
        if _is_adjusted(listing, whole):
            continue
        for part, way in zip(shared, ways, strict=True):
            if HALF_UP not in way:
                exact = share(part.quantity.value, whole)
                yield (
                    (listing.sentence.cell,),
                    f"“{part.label}”{shown(part.quantity.value)} ÷ {shown(whole)} ＝ {exact:.3f}%，写的是 {part.share}%（截断），"
                    f"其余 {up} 项都是四舍五入。按四舍五入是 {half_up(exact, decimals_of(part.share))}%；手工凑 100% 的不算一种办法。",
                )


def _is_adjusted(listing: Listing, whole: Decimal) -> bool:
    if listing.total != whole or not all(part.share for part in listing.parts):
        return False
    places = max(decimals_of(part.share) for part in listing.parts)
    return adjusted([p.quantity.value for p in listing.parts], places) == [
        Decimal(p.share) for p in listing.parts
    ]


def _named_policy(subject: Subject) -> Iterator[Hit]:
    """All cut off, or adjusted to 100 %: allowed, but the text must say so."""
    for listing, whole in _with_shares(subject):
        shared = [part for part in listing.parts if part.share]
        ways = [policies(share(part.quantity.value, whole), part.share) for part in shared]
        if all(HALF_UP in way for way in ways) or not all(ways):
            continue
        name = (
            CUT_OFF
            if all(CUT_OFF in way for way in ways)
            else "最大余额归整"
            if _is_adjusted(listing, whole)
            else ""
        )
        if name:
            yield (listing.sentence.cell,), f"占比是按{name}算的，写明办法（{listing.sentence.excerpt}）。"


def _hundred(subject: Subject) -> Iterator[Hit]:
    """Shares of a complete list add up to 100 within what rounding explains."""
    for listing in subject.listings:
        shared = [part for part in listing.parts if part.share]
        complete = len(shared) == len(listing.parts) > 2 and (
            listing.names_rest or (listing.whole is not None and listing.total == listing.whole.value)
        )
        if not complete:
            continue
        summed = sum((Decimal(part.share) for part in shared), Decimal(0))
        room = Decimal(1).scaleb(-min(decimals_of(part.share) for part in shared)) * len(shared) / 2
        if abs(summed - 100) > room:
            yield (
                (listing.sentence.cell,),
                f"各项占比相加得 {shown(summed)}%，超出舍入能解释的范围（{listing.sentence.excerpt}）。",
            )


def _rates(subject: Subject) -> Iterator[tuple[Sentence, re.Match[str], Quantity, Quantity]]:
    """A rate with the two counts just before it: all, and those that the rate is of."""
    for sentence in subject.sentences:
        for found in _RATE.finditer(sentence.text):
            before = [q for q in quantities(sentence.text[: found.start()]) if q.exact]
            if len(before) < 2 or found.start() - before[-2].end > 40:
                continue
            whole, part = before[-2], before[-1]
            clause = sentence.text[whole.end : part.end]
            if found["stem"] in clause and whole.like(part) and 0 < part.value <= whole.value:
                yield sentence, found, whole, part


def _rate_wrong(subject: Subject) -> Iterator[Hit]:
    for sentence, found, whole, part in _rates(subject):
        exact = share(part.value, whole.value)
        if not policies(exact, found["p"]):
            yield (
                (sentence.cell,),
                f"{shown(part.value)} ÷ {shown(whole.value)} ＝ {exact:.2f}%，写的{found['name']}是 {found['p']}%（{sentence.excerpt}）。",
            )


def _rate_cut(subject: Subject) -> Iterator[Hit]:
    for sentence, found, whole, part in _rates(subject):
        exact = share(part.value, whole.value)
        if policies(exact, found["p"]) == {CUT_OFF}:
            yield (
                (sentence.cell,),
                f"{found['name']} {shown(part.value)} ÷ {shown(whole.value)} ＝ {exact:.3f}%，写的 {found['p']}% 是截断，"
                f"四舍五入是 {half_up(exact, decimals_of(found['p']))}%；写明办法。",
            )


def _above_hundred(subject: Subject) -> Iterator[Hit]:
    for sentence in subject.sentences:
        for found in _PERCENT.finditer(sentence.text):
            rate = found["before"].startswith("率") and re.search(
                r"增长率|完成率|覆盖率|变化率$", sentence.text[: found.start() + 1]
            )
            if Decimal(found["p"]) > 100 and not rate:
                yield (sentence.cell,), f"{found['before']}{found['p']}% 超过 100%（{sentence.excerpt}）。"


def _implied(subject: Subject) -> Iterator[Hit]:
    """ "28563条，占全部公开信息的31%" tells the whole; the text says another whole elsewhere."""
    for sentence in subject.sentences:
        for found in _IMPLIED.finditer(sentence.text):
            before = quantities(sentence.text[: found.start()])
            if not before or not before[-1].exact or found.start() - before[-1].end > 6:
                continue
            part, percent = before[-1], Decimal(found["p"])
            half = Decimal(1).scaleb(-decimals_of(found["p"])) / 2
            if percent <= half:
                continue
            low, high = part.value * 100 / (percent + half), part.value * 100 / (percent - half)
            for other, whole in _wholes(subject):
                if whole.like(part) and whole is not part and (whole.high < low or whole.low > high):
                    yield (
                        tuple(dict.fromkeys((sentence.cell, other.cell))),
                        f"{part.shown}占 {found['p']}%，倒推全部是 {low:.0f} 至 {high:.0f}，别处写全部是 {whole.shown}"
                        f"（占 {share(part.value, whole.low):.1f}%）。",
                    )
                    break


def _wholes(subject: Subject) -> Iterator[tuple[Sentence, Quantity]]:
    for sentence in subject.sentences:
        for quantity in sentence.quantities:
            if _WHOLE.search(sentence.text[: quantity.start]):
                yield sentence, quantity


RULES = (
    Rule("share.wrong", "占比等于部分除以总数", ERROR, SOURCE, _wrong),
    Rule("share.forced", "占比不手工凑成 100%", WARNING, SOURCE, _forced),
    Rule("share.policy", "不是四舍五入的，写明舍入办法", HINT, SOURCE, _named_policy),
    Rule("share.hundred", "列全了的占比相加是 100%", WARNING, SOURCE, _hundred),
    Rule("share.above", "占比、比率不超过 100%", ERROR, SOURCE, _above_hundred),
    Rule("share.implied", "由占比倒推的总数与写的总数一致", WARNING, SOURCE, _implied),
    Rule("rate.wrong", "比率等于前面两个数相除", ERROR, SOURCE, _rate_wrong),
    Rule("rate.cut", "比率是截断的，写明办法", HINT, SOURCE, _rate_cut),
)
