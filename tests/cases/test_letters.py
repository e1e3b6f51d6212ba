"""Letters: numbered with their act, made into Word and PDF once, with the facts of the case in them."""

import io

import pypdfium2
import pytest
from docx import Document
from tests.cases.conftest import AT, case_of

from gongkai.cases.actions.letters import make_files, preview
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseLetter
from gongkai.documents.letters import templates
from gongkai.files import store


def words_of(letter: CaseLetter) -> tuple[str, str]:
    """What stands in the PDF and in the Word file, without blanks."""
    pdf = pypdfium2.PdfDocument(store.path_of(letter.pdf.digest).read_bytes())
    text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    word = Document(io.BytesIO(store.path_of(letter.word.digest).read_bytes()))
    parts = [p.text for p in word.paragraphs] + [c.text for t in word.tables for r in t.rows for c in r.cells]
    return "".join(text.split()), "".join("".join(parts).split())


def made(case_id: int, template: str) -> CaseLetter:
    letter = CaseLetter.objects.get(case=case_id, template=template)
    make_files(letter_id=letter.pk, at=AT)
    letter.refresh_from_db()
    assert letter.state == "ready", letter.problem
    return letter


def test_a_reply_names_the_number_the_request_the_article_and_the_remedy(apply, do):
    receipt = apply()
    do(receipt.case_id, "confirm", how="电话")
    do(receipt.case_id, "draft", outcome="internal_affairs", reason="属于本局内部排班安排")
    do(receipt.case_id, "approve", by="agri.leader")
    for text in words_of(made(receipt.case_id, "reply")):
        for part in (
            "公复〔2026〕",
            case_of(receipt).title,
            "第十六条",
            "内部排班安排",
            "行政复议",
            "王小明",
        ):
            assert part in text, part


def test_what_goes_to_a_third_party_does_not_name_the_applicant(apply, do):
    receipt = apply()
    do(receipt.case_id, "confirm", how="电话")
    do(receipt.case_id, "consult_third_party", party="青禾建设公司", question="是否同意公开合同价")
    for text in words_of(made(receipt.case_id, "third_party_consult")):
        assert "青禾建设公司" in text
        assert "王小明" not in text


@pytest.mark.parametrize(
    "acts",
    [
        [("confirm", {"how": "电话"}, "receipt")],
        [
            ("confirm", {"how": "电话"}, ""),
            ("ask_correction", {"reason": "写明年份\n写明乡镇"}, "correction_notice"),
        ],
        [("confirm", {"how": "电话"}, ""), ("ask_reason", {"reason": "本月第12件"}, "reason_request")],
        [
            ("confirm", {"how": "电话"}, ""),
            ("extend", {"days": "10", "reason": "要调档"}, "extension_notice"),
        ],
        [
            ("confirm", {"how": "电话"}, ""),
            ("charge_fee", {"tariff": "pages", "quantity": "250"}, "fee_notice"),
        ],
        [
            ("confirm", {"how": "电话"}, ""),
            ("consult_coproducer", {"party": "县财政局", "question": "是否同意公开"}, "coauthor_consult"),
        ],
    ],
)
def test_every_notice_of_an_application_can_be_made(apply, do, acts):
    receipt = apply()
    for code, values, template in acts:  # noqa: B007
        do(receipt.case_id, code, by="agri.leader" if code == "extend" else "agri.handler", **values)
    letter = made(receipt.case_id, template)
    assert letter.number in words_of(letter)[0]
    if template == "fee_notice":
        assert "4,700" in words_of(letter)[0] or "4700" in words_of(letter)[0]


def test_making_a_letter_twice_makes_it_once(apply, do):
    receipt = apply()
    do(receipt.case_id, "confirm", how="电话")
    first = made(receipt.case_id, "receipt")
    again = made(receipt.case_id, "receipt")
    assert (first.word_id, first.pdf_id) == (again.word_id, again.pdf_id)


def test_an_answer_to_a_letter_can_be_made_and_looked_at_before(apply, do):
    receipt = apply(kind="letter")
    do(receipt.case_id, "sign")
    words = {"outcome": "solved", "conclusion": "三盏路灯已经修好，今后每月检查一次。"}
    case = Case.objects.select_related("unit", "party").get(id=receipt.case_id)
    seen = preview(case, template="letter_reply", values=words, addressee="", issued_on=AT.date())
    assert any("每月检查" in paragraph for paragraph in seen.paragraphs)
    do(receipt.case_id, "draft", **words)
    do(receipt.case_id, "approve", by="agri.leader")
    assert "每月检查" in words_of(made(receipt.case_id, "letter_reply"))[0]


def test_every_document_that_a_kind_names_exists():
    named = {act.document for kind in CASE_KINDS.values() for act in kind.transitions if act.document}
    assert named <= set(templates())
