"""Letters: numbered with their act, made into Word and PDF once, with the facts of the case in them."""

import io
from datetime import datetime

import pypdfium2
import pytest
from docx import Document
from tests.cases.conftest import AT, case_of

from gongkai.cases.actions.acting import act
from gongkai.cases.actions.letters import letter_of, make_files, preview
from gongkai.cases.actions.sharing import transfer
from gongkai.cases.granting import Grant
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseLetter
from gongkai.cases.queries.citizen import case_page
from gongkai.cases.refusals import NotNow
from gongkai.components.dates import day_long
from gongkai.documents.letters import templates
from gongkai.documents.shapes import TRANSFER_NOTICE
from gongkai.files import store
from gongkai.units.models import Unit


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


def test_every_document_that_there_is_comes_from_an_act_and_the_other_way_round():
    named = {act.document for kind in CASE_KINDS.values() for act in kind.transitions if act.document}
    assert named | {TRANSFER_NOTICE} == set(templates())


# ---- what ends a case, what is told on the way, what stays in the house -------------------------------------


def test_who_does_not_correct_in_time_is_told_of_the_term_that_ran_out(apply, do):
    receipt = apply()
    do(receipt.case_id, "confirm", how="电话")
    do(receipt.case_id, "ask_correction", reason="写明年份")
    term = case_of(receipt).side_terms.get(term="foi.correct_by").due_on
    do(receipt.case_id, "abandon_correction", after=60)
    for text in words_of(made(receipt.case_id, "reply")):
        for part in (
            "第三十条",
            "2026年3月2日",
            f"补正期限到{day_long(term)}为止",
            "视为放弃申请",
        ):
            assert part in text, part


def test_who_does_not_pay_in_time_too_whatever_was_drafted_before(apply, do):
    receipt = apply()
    do(receipt.case_id, "confirm", how="电话")
    do(receipt.case_id, "draft", outcome="internal_affairs", reason="内部排班")
    do(receipt.case_id, "return_draft", by="agri.leader", reason="先收费")
    do(receipt.case_id, "charge_fee", tariff="pages", quantity="68")
    term = case_of(receipt).side_terms.get(term="foi.fee").due_on
    do(receipt.case_id, "abandon_fee", after=60)
    for text in words_of(made(receipt.case_id, "reply")):
        assert f"缴费期限到{day_long(term)}为止" in text
        assert "内部排班" not in text


def test_who_withdraws_gets_it_in_writing_once_the_application_counts(apply, do):
    early, later = apply(), apply()
    do(early.case_id, "withdraw", reason="找到了")
    assert not CaseLetter.objects.filter(case=early.case_id).exists()
    do(later.case_id, "confirm", how="电话")
    do(later.case_id, "withdraw", reason="已经在网上找到")
    for text in words_of(made(later.case_id, "reply")):
        assert "终结对该申请的办理" in text
        assert "已经在网上找到" in text


def test_the_applicant_is_told_once_that_others_are_asked(apply, do):
    receipt = apply()
    do(receipt.case_id, "confirm", how="电话")
    do(receipt.case_id, "consult_coproducer", party="青禾县财政局", question="是否同意公开")
    do(receipt.case_id, "tell_consulting")
    text, _ = words_of(made(receipt.case_id, "consult_notice"))
    assert "涉及其他行政机关" in text
    assert "不计算在答复期限内" in text
    assert "财政局" not in text
    with pytest.raises(NotNow, match="已经告知过"):
        do(receipt.case_id, "tell_consulting")
    do(receipt.case_id, "end_consultation", after=1, result="agrees")
    do(receipt.case_id, "consult_third_party", after=1, party="青禾建设公司", question="是否同意公开合同价")
    do(receipt.case_id, "tell_consulting", after=1)
    again = CaseLetter.objects.filter(case=receipt.case_id, template="consult_notice").order_by("-id")[0]
    assert any("第三方合法权益" in line for line in letter_of(again).paragraphs)


def test_a_third_party_is_told_that_and_why_it_becomes_public(apply, do):
    receipt = apply()
    do(receipt.case_id, "confirm", how="电话")
    do(receipt.case_id, "consult_third_party", party="青禾建设公司", question="是否同意公开合同价")
    do(receipt.case_id, "end_consultation", result="refuses")
    do(receipt.case_id, "draft", outcome="granted", way="随本答复提供")
    do(receipt.case_id, "approve", by="agri.leader")
    do(receipt.case_id, "tell_third_party", party="青禾建设公司", reason="关系全县饮水安全")
    text, _ = words_of(made(receipt.case_id, "third_party_notice"))
    assert "青禾建设公司" in text
    assert "关系全县饮水安全" in text
    assert "王小明" not in text
    grant = Grant(receipt.number, receipt.code)
    assert {letter.name for letter in case_page(grant, today=AT.date()).letters} == {"申请接收回执"}
    do(receipt.case_id, "serve", how="online")
    assert {letter.name for letter in case_page(grant, today=AT.date()).letters} == {"申请接收回执", "答复书"}


def test_the_register_form_stays_in_the_house_under_the_number_of_the_case(apply, do):
    receipt = apply()
    do(receipt.case_id, "confirm", how="电话")
    do(receipt.case_id, "register_form")
    form = made(receipt.case_id, "register_form")
    assert form.number.startswith(receipt.number)
    for text in words_of(form):
        for part in (receipt.number, "王小明", "发到邮箱", "道路养护资金分配表", "2026年3月2日"):
            assert part in text, part
        for part in ("110101199003077715", "13800138000"):
            assert part not in text, part
    with pytest.raises(NotNow):
        do(receipt.case_id, "register_form")
    do(receipt.case_id, "draft", outcome="not_held")
    do(receipt.case_id, "approve", by="agri.leader")
    assert CaseLetter.objects.get(case=receipt.case_id, template="reply").number.endswith("2号")


def test_who_wrote_is_told_by_the_first_unit_where_the_case_went(cast, apply, do):
    receipt = apply(kind="letter")
    transfer(
        case_id=receipt.case_id, unit_id=cast.units["housing"], reason="内部说明不外传",
        by=cast.standing("agri.handler", today=AT.date()), at=AT,
    )  # fmt: skip
    notice = made(receipt.case_id, "transfer_notice")
    old, new = (Unit.objects.get(id=cast.units[code]) for code in ("agri", "housing"))
    assert notice.number.startswith(old.doc_prefix or old.org_code)
    for text in words_of(notice):
        assert f"现已转交{new.name}办理" in text
        assert old.name in text
        assert "李兰" in text
        assert "内部说明" not in text
    case = case_page(Grant(receipt.number, receipt.code), today=AT.date())
    assert [letter.name for letter in case.letters] == ["转办告知书"]


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("internal_affairs", "应当先申请行政复议"),
        ("partial", "应当先申请行政复议"),
        ("not_held", "也可以根据《行政诉讼法》第四十六条"),
    ],
)
def test_the_letter_and_the_page_tell_the_same_remedy(apply, do, outcome, words):
    receipt = apply()
    do(receipt.case_id, "confirm", how="电话")
    told = {"reason": "内部排班", "way": "随附", "withheld": "排班", "articles": "《条例》第十六条"}
    do(receipt.case_id, "draft", outcome=outcome, **told)
    do(receipt.case_id, "approve", by="agri.leader")
    letter = letter_of(CaseLetter.objects.get(case=receipt.case_id, template="reply"))
    assert words in "".join(letter.remedy)
    assert "自收到本答复书之日起60日内，向青禾县人民政府" in "".join(letter.remedy)
    do(receipt.case_id, "serve", how="online")
    page = case_page(Grant(receipt.number, receipt.code), today=AT.date())
    assert words in "".join(page.decision.remedies)


def test_an_extension_into_a_year_without_its_holidays_says_that_its_day_is_provisional(cast, apply):
    late = datetime(2026, 11, 30, 10, tzinfo=AT.tzinfo)
    case_id = apply(at=late).case_id
    for who, code, values in (
        ("agri.handler", "confirm", {"on": "2026-11-30", "how": "电话"}),
        ("agri.leader", "extend", {"days": "15", "reason": "要向三个乡镇调取"}),
    ):
        act(case_id=case_id, act=code, values=values, by=cast.standing(who, today=late.date()), at=late)
    due = Case.objects.get(id=case_id).due_on
    assert due.year == 2027
    for text in words_of(made(case_id, "extension_notice")):
        assert f"延长至{day_long(due)}（暂定）" in text
        assert "放假安排还没有公布" in text
