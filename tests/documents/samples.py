"""Facts of an invented case, whole enough for every document."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pypdfium2
from docx import Document

from gongkai.documents import shapes
from gongkai.documents.wording import OUTCOMES, Facts

FACTS = Facts(
    number="青农公复〔2026〕12号",
    issuer="青禾县农业农村局",
    addressee="林晓禾",
    issued_on=date(2026, 12, 18),
    contact="联系人：周文，电话：0000-1234567",
    case_number="青农公申2026-0031",
    applicant="林晓禾",
    summary="2025年度本县高标准农田建设项目验收结果",
    submitted_on=date(2026, 11, 19),
    received_on=date(2026, 11, 20),
    corrected_on=date(2026, 11, 25),
    noticed_on=date(2026, 11, 23),
    consulted_on=date(2026, 11, 24),
    due_on=date(2026, 12, 23),
    former_due_on=date(2026, 12, 18),
    days=3,
    reason="所涉材料需要向三个乡镇调取",
    articles=("《中华人民共和国保守国家秘密法》第二条",),
    way="电子邮件",
    withheld="附表中农户的身份证件号码和银行账号",
    items=("写明所申请信息的名称或者文号", "提供身份证明"),
    earlier="青农公复〔2026〕3号，2026年3月2日",
    other_unit="青禾县水务局",
    other_contact="0000-7654321",
    amount_yuan=Decimal("5500"),
    fee_lines=(
        "第11至30件：20件×100元＝2000元",
        "第31至40件：10件×200元＝2000元",
        "第41至45件：5件×300元＝1500元",
    ),
    pay_to="持本通知书到县政务服务中心综合窗口",
    answer=("您反映的沟渠已于本月清淤。", "今后每季度检查一次。"),
    attachments=("高标准农田建设项目验收结果汇总表", "验收意见"),
    remedies=("对本答复书不服的，可以自收到本答复书之日起60日内，向青禾县人民政府申请行政复议。",),
    rows={"申请人": "林晓禾", "收到日期": "2026年11月20日", "申请内容": "高标准农田建设项目验收结果"},
)

EVERY = [(code, None) for code in shapes.TEMPLATES if code != shapes.REPLY] + [
    (shapes.REPLY, outcome) for outcome in OUTCOMES
]
"""Every template, a reply once for each outcome."""


def facts(**changes: object) -> Facts:
    return replace(FACTS, **changes)  # type: ignore[arg-type]


def words_of_docx(blob: bytes) -> str:
    document = Document(io.BytesIO(blob))
    lines = [paragraph.text for paragraph in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(lines)


@contextmanager
def opened(blob: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(blob)
    try:
        yield document
    finally:
        document.close()


def words_of_pdf(blob: bytes) -> str:
    """The text of all pages without line ends: a line of print ends anywhere."""
    with opened(blob) as document:
        return "".join("".join(page.get_textpage().get_text_range() for page in document).split())
