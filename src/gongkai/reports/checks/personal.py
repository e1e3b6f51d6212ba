"""Personal data and secrecy marks in the text, found by screening."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gongkai.reports.checks.shapes import ERROR, WARNING, Hit, Rule, Subject
from gongkai.screening.detectors import ALL
from gongkai.screening.masks import mask
from gongkai.screening.spans import KEEP

LAW = "《个人信息保护法》；《政府信息公开条例》第十五条"
_GROUPS = {
    "identity": (
        "证件号码",
        ("resident_id", "passport", "permit", "social_security", "document_number"),
        ERROR,
    ),
    "accounts": ("银行卡号", ("bank_card",), ERROR),
    "mobile": ("手机号码", ("mobile",), WARNING),
    "persons": (
        "住址、病情、未成年人、被害人",
        ("address", "health", "minor", "victim", "birth_date"),
        WARNING,
    ),
    "secrecy": ("涉密标志", ("secrecy_mark",), ERROR),
}


def _group(kinds: tuple[str, ...], label: str) -> Callable[[Subject], Iterator[Hit]]:
    def find(subject: Subject) -> Iterator[Hit]:
        for cell, span in subject.spans:
            if span.kind in kinds and span.action != KEEP and span.confidence >= 0.6:
                kind = ALL[span.kind].label if span.kind in ALL else label
                yield (cell,), f"正文里有{kind}“{mask(span.kind, span.text)}”，公布以前去掉。"

    return find


RULES = tuple(
    Rule(f"personal.{key}", f"正文里没有{label}", severity, LAW, _group(kinds, label))
    for key, (label, kinds, severity) in _GROUPS.items()
)
