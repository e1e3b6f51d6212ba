"""Tables against text: each number that a sentence states is read again and compared with its cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from gongkai.reports.checks.identities import BLOCKS, PARTS, at
from gongkai.reports.checks.shapes import ERROR, WARNING, Hit, Rule, Subject, shown
from gongkai.reports.checks.stated import Statement
from gongkai.reports.facts import Number

SOURCE = "国办公开办函〔2021〕30号（准确、全面；表文一致）"


def _t(row: str) -> str:
    return at(row, "total")


CELLS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "received": ("收到的申请", (_t("new_received"),), ("requests.received",)),
    "carried_over": ("上年结转", (_t("carried_over"),), ()),
    "results": ("办结的申请", (_t("results.total"),), ("requests.closed",)),
    "carried_forward": ("结转下年", (_t("carried_forward"),), ()),
    "granted": ("予以公开", (_t("results.granted"),), ("replies.granted",)),
    "partial": ("部分公开", (_t("results.partial"),), ("replies.partial",)),
    "denied": ("不予公开", tuple(map(_t, BLOCKS["denied"][1])), ("replies.denied",)),
    "unable": ("无法提供", tuple(map(_t, BLOCKS["unable"][1])), ()),
    "not_processed": ("不予处理", tuple(map(_t, BLOCKS["not_processed"][1])), ()),
    "other": ("其他处理", tuple(map(_t, BLOCKS["other"][1])), ()),
    "natural": ("自然人的申请", (at("new_received", "natural_person"),), ()),
    "legal": ("法人和其他组织的申请", tuple(at("new_received", c) for c in PARTS if c != "natural_person"), ()),
    "review": ("行政复议", ("disputes.review/total",), ("review.total",)),
    "litigation": ("行政诉讼", ("disputes.litigation_direct/total", "disputes.litigation_after_review/total"), ("litigation.total",)),
    "review_upheld": ("复议维持", ("disputes.review/upheld",), ("review.upheld",)),
    "review_corrected": ("复议纠正", ("disputes.review/corrected",), ("review.corrected",)),
    "litigation_direct": ("未经复议直接起诉", ("disputes.litigation_direct/total",), ()),
    "litigation_after": ("复议后起诉", ("disputes.litigation_after_review/total",), ()),
    "licensing": ("行政许可处理决定", ("disclosure.licensing.processed",), ()),
    "punishment": ("行政处罚处理决定", ("disclosure.punishment.processed",), ()),
    "coercion": ("行政强制处理决定", ("disclosure.coercion.processed",), ()),
    "made": ("制发的规范性文件", ("disclosure.normative_documents.made",), ("normative_documents.made",)),
    "repealed": ("废止的规范性文件", ("disclosure.normative_documents.repealed",), ()),
    "valid": ("现行有效的规范性文件", ("disclosure.normative_documents.valid",), ()),
    "regulations": ("制发的规章", ("disclosure.regulations.made",), ()),
    "fees": ("行政事业性收费（万元）", ("disclosure.fees.amount",), ()),
    "published": ("主动公开的信息", (), ("disclosed.total",)),
    "press": ("新闻发布会", (), ("response.press",)),
    "interpretations": ("政策解读", (), ("response.interpretations",)),
    "wechat": ("微信公开的信息", (), ("channel.wechat",)),
    "processing_fee": ("收取的信息处理费（万元）", (), ("fees.amount",)),
}  # fmt: skip
"""What a sentence may state: its name, its cells in tables of 2019 and 2021, and in the statistics table of 2008."""

FIGURES = {"published": "items.published", "processing_fee": "fees.processing"}


def cells_of(subject: Subject, what: str) -> tuple[str, ...]:
    _, new, old = CELLS[what]
    cells = tuple(f"disclosure.{key}" for key in old) if subject.facts.template == "2008" else new
    return tuple(cell for cell in cells if cell in subject.known)


def value_of(subject: Subject, what: str) -> Number:
    """What tables or records say; None where they say nothing or a cell is still asked for."""
    cells = cells_of(subject, what)
    if cells:
        return subject.total(cells)
    return subject.around.figures.get(FIGURES.get(what, ""))


def _compare(what: str) -> Callable[[Subject], Iterator[Hit]]:
    def find(subject: Subject) -> Iterator[Hit]:
        value = value_of(subject, what)
        if value is None:
            return
        for said in subject.statements:
            if said.what == what and not _agrees(said, Decimal(value)):
                yield (
                    (*cells_of(subject, what), said.sentence.cell),
                    f"正文写“{said.quantity.shown}”（{said.sentence.excerpt}），{'记录' if not cells_of(subject, what) else '表里'}"
                    f"{CELLS[what][0]}是 {shown(value)}。",
                )

    return find


def _agrees(said: Statement, value: Decimal) -> bool:
    if said.quantity.low <= value <= said.quantity.high:
        return True
    # An amount in text may be rounded to the decimals written.
    decimals = -int(said.quantity.low.as_tuple().exponent)
    return said.quantity.is_money and decimals <= 4 and round(value, decimals) == said.quantity.low


def _twice(what: str) -> Callable[[Subject], Iterator[Hit]]:
    """The same thing stated twice with different numbers."""

    def find(subject: Subject) -> Iterator[Hit]:
        said = [one for one in subject.statements if one.what == what]
        for one in said[1:]:
            first = said[0]
            if one.subject != first.subject:
                continue
            if one.quantity.low > first.quantity.high or first.quantity.low > one.quantity.high:
                yield (
                    tuple(dict.fromkeys((first.sentence.cell, one.sentence.cell))),
                    f"{CELLS[what][0]}前后写得不一样：前面“{first.quantity.shown}”，后面“{one.quantity.shown}”（{one.sentence.excerpt}）。",
                )
                return

    return find


def _all_done(subject: Subject) -> Iterator[Hit]:
    cell = _t("carried_forward")
    left = subject.total([cell])
    if not left:
        return
    for sentence in subject.sentences:
        words = sentence.text
        if (
            "申请" in words
            and "公开" in words
            and any(
                w in words for w in ("全部办结", "全部答复", "全部按", "均已办结", "均已答复", "办结率100%")
            )
        ):
            yield (
                (cell, sentence.cell),
                f"正文说申请全部办结（{sentence.excerpt}），表里还有 {shown(left)} 件结转下年。",
            )
            return


def _more_said_than_received(subject: Subject) -> Iterator[Hit]:
    """Within the text alone: more answered than received and carried over."""
    said = {one.what: one.quantity for one in reversed(subject.statements)}
    new, before, done = said.get("received"), said.get("carried_over"), said.get("results")
    if new and done and not before and value_of(subject, "carried_over") in (None, 0) and done.low > new.high:
        yield ("section.1",), f"正文里收到申请“{new.shown}”，办结却有“{done.shown}”，又没有写上年结转。"


_SOFT = {
    "punishment",
    "coercion",
    "licensing",
    "published",
    "results",
    "made",
    "repealed",
    "valid",
    "natural",
    "legal",
    "press",
    "interpretations",
    "wechat",
}
"""Words that also occur with another meaning: a warning, so that a person decides."""
_TWICE = ("received", "published", "review", "litigation", "made", "fees")

RULES = (
    *(
        Rule(
            f"text.{what}",
            f"正文里{name}与表一致",
            WARNING if what in _SOFT else ERROR,
            SOURCE,
            _compare(what),
        )
        for what, (name, _, _) in CELLS.items()
    ),
    *(
        Rule(f"text.twice.{what}", f"正文前后{CELLS[what][0]}一致", WARNING, SOURCE, _twice(what))
        for what in _TWICE
    ),
    Rule("text.all_done", "说全部办结的，没有结转下年", ERROR, SOURCE, _all_done),
    Rule("text.more_done", "正文里办结的不多于收到和结转的", WARNING, SOURCE, _more_said_than_received),
)
