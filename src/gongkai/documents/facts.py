"""What sentences of a document are built from. A case fills this; nothing here asks a database or the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from gongkai.documents.problems import MissingFact

REQUEST = "政府信息公开申请"
"""What was sent in, in the words of a receipt; the articles about applications are quoted for this only."""
_REQUEST_LABELS = frozenset({REQUEST, "依申请公开"})

LABELS: Mapping[str, str] = {
    "issuer": "落款机关",
    "addressee": "收文人",
    "number": "文号",
    "received_on": "收到之日",
    "submitted_on": "提交日期",
    "due_on": "期限",
    "former_due_on": "原答复期限",
    "noticed_on": "告知书发出日期",
    "consulted_on": "征求意见书发出日期",
    "summary": "申请内容摘要",
    "reason": "理由",
    "articles": "不予公开所依据的具体条款",
    "way": "获取方式、途径",
    "withheld": "不予公开的内容",
    "items": "需要补正的事项",
    "earlier": "先前答复的文号和日期",
    "other_unit": "负责机关名称",
    "amount_yuan": "收费数额",
    "fee_lines": "计费明细",
    "pay_to": "缴纳方式",
    "answer": "答复内容",
    "days": "延长的工作日数",
    "remedies": "救济途径",
    "rows": "登记事项",
}


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything that a document may say. Only the first five are always needed; the rest by template and outcome.

    `applicant` is never printed in what goes to third parties. `articles` are exact, e.g. 《商业银行法》第二十九条.

    `due_provisional` (暂定): a holiday notice that could move `due_on` isn't there yet.
    `remedies`: the paragraphs on reconsideration and court, where the document must carry them.
    """

    number: str
    issuer: str
    addressee: str
    issued_on: date
    contact: str = ""
    case_number: str = ""
    applicant: str = ""
    is_organisation: bool = False
    matter: str = REQUEST
    summary: str = ""
    submitted_on: date | None = None
    received_on: date | None = None
    corrected_on: date | None = None
    noticed_on: date | None = None
    consulted_on: date | None = None
    due_on: date | None = None
    due_provisional: bool = False
    former_due_on: date | None = None
    days: int = 0
    reason: str = ""
    articles: tuple[str, ...] = ()
    way: str = ""
    withheld: str = ""
    items: tuple[str, ...] = ()
    earlier: str = ""
    other_unit: str = ""
    other_contact: str = ""
    amount_yuan: Decimal | None = None
    fee_lines: tuple[str, ...] = ()
    pay_to: str = ""
    answer: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    remedies: tuple[str, ...] = ()
    rows: Mapping[str, str] = field(default_factory=dict)

    @property
    def you(self) -> str:
        return "你单位" if self.is_organisation else "您"

    @property
    def is_request(self) -> bool:
        return self.matter in _REQUEST_LABELS

    @property
    def sent_in(self) -> str:
        """What the person sent in, as a sentence calls it: the label of a kind 依申请公开 is not a thing one submits."""
        return REQUEST if self.is_request else self.matter


def require(facts: Facts, *names: str, document: str) -> None:
    """Raises MissingFact with every name that is still empty, so that all can be filled in at once."""
    missing = [LABELS[name] for name in names if _is_empty(getattr(facts, name))]
    if missing:
        raise MissingFact(f"“{document}”还缺：{'、'.join(missing)}。补上后再生成。")


def _is_empty(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, tuple | Mapping | int) and not value)
