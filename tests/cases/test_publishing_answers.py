"""A letter and its answer made public: nothing personal in it, on whose word, withdrawn, looked through again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.cases.conftest import AT, case_of

from gongkai.cases.actions.hiding_answers import hide_answer, unhide_answer
from gongkai.cases.actions.publishing_answers import (
    mark_as_faq,
    prepare_answer,
    publish_answer,
    save_answer,
    settle_answer_findings,
    withdraw_answer,
)
from gongkai.cases.actions.screening_answers import rescan_answers
from gongkai.cases.models import AnswerFinding, Case, PublicAnswer
from gongkai.cases.queries.public_answers import Stub, answer_page
from gongkai.cases.refusals import CaseRefused, NotAllowed, NotFilled, NotNow, TooLate
from gongkai.ledger.models import LedgerRow

LATER = AT + timedelta(days=5)
TEXT = "我是李兰，电话 139-0013-9000。村口三盏路灯不亮，邻居王建国（13712345678）也打过电话。"


@pytest.fixture
def answered(cast, apply, do):
    def made(*, kind="letter", text=TEXT, conclusion="路灯已经修好。咨询电话 0871-63321000。", **more):
        receipt = apply(kind=kind, text=text, **more)
        if kind == "letter":
            do(receipt.case_id, "sign")
            do(receipt.case_id, "draft", after=2, outcome="solved", conclusion=conclusion)
            do(receipt.case_id, "approve", by="agri.leader", after=3)
        else:
            do(receipt.case_id, "answer", after=2, conclusion=conclusion)
        return receipt

    return made


@pytest.fixture
def by(cast):
    return lambda key: {"by": cast.standing(key, today=LATER.date()), "at": LATER}


def row_of(receipt) -> PublicAnswer:
    return PublicAnswer.objects.get(case_id=receipt.case_id)


def settle_all(receipt, by, how="mask", reason=""):
    ids = list(
        AnswerFinding.objects.filter(answer=row_of(receipt), state="open").values_list("id", flat=True)
    )
    if ids:
        settle_answer_findings(
            case_id=receipt.case_id, finding_ids=ids, how=how, reason=reason, **by("agri.handler")
        )


@pytest.fixture
def published(answered, by):
    def made(**more):
        receipt = answered(may_publish="1", **more)
        prepare_answer(case_id=receipt.case_id, **by("agri.handler"))
        settle_all(receipt, by)
        publish_answer(case_id=receipt.case_id, office_reason="许多人在问", **by("agri.leader"))
        return receipt

    return made


def test_what_is_copied_has_nobody_s_name_number_or_address(answered, by):
    receipt = answered()
    prepare_answer(case_id=receipt.case_id, **by("agri.handler"))
    row = row_of(receipt)
    whole = row.title + row.question + row.answer
    for personal in ("李兰", "139-0013-9000", "13900139000", "王建国", "13712345678"):
        assert personal not in whole
    assert "来信人" in row.question
    assert "0871-63321000" in row.answer  # an office's telephone stays
    assert AnswerFinding.objects.filter(answer=row, state="masked", is_own=True).count() == 2
    assert "李兰" not in "".join(AnswerFinding.objects.values_list("excerpt", flat=True))


def test_the_case_itself_keeps_what_was_written(answered, by):
    receipt = answered()
    prepare_answer(case_id=receipt.case_id, **by("agri.handler"))
    assert case_of(receipt).text == TEXT


def test_only_the_head_and_the_disclosure_office_publish(answered, by):
    receipt = answered(may_publish="1")
    prepare_answer(case_id=receipt.case_id, **by("agri.handler"))
    settle_all(receipt, by)
    for key in ("agri.handler", "housing.leader", "office.auditor"):
        with pytest.raises(NotAllowed):
            publish_answer(case_id=receipt.case_id, **by(key))
    publish_answer(case_id=receipt.case_id, **by("agri.leader"))
    assert row_of(receipt).state == "public"
    assert case_of(receipt).published_at == LATER


def test_without_the_writer_s_word_the_office_gives_a_reason(answered, by):
    receipt = answered()
    prepare_answer(case_id=receipt.case_id, **by("agri.handler"))
    settle_all(receipt, by)
    with pytest.raises(NotFilled):
        publish_answer(case_id=receipt.case_id, **by("agri.leader"))
    publish_answer(case_id=receipt.case_id, office_reason="全村都在问同一件事", **by("agri.leader"))
    assert row_of(receipt).office_reason == "全村都在问同一件事"
    assert "全村都在问" in str(LedgerRow.objects.filter(act="case.publish_answer").latest("id").payload)


def test_an_open_finding_holds_the_answer_back_until_it_is_masked_or_dismissed(answered, by):
    receipt = answered(may_publish="1")
    prepare_answer(case_id=receipt.case_id, **by("agri.handler"))
    row = row_of(receipt)
    count = save_answer(
        case_id=receipt.case_id, title=row.title, question=row.question, revision=row.revision,
        answer="路灯由赵国强负责，电话 13612345678。", **by("agri.handler"),
    )  # fmt: skip
    assert count >= 1
    with pytest.raises(NotNow, match="处要处理"):
        publish_answer(case_id=receipt.case_id, **by("agri.leader"))
    with pytest.raises(CaseRefused, match="为什么"):
        settle_all(receipt, by, how="dismiss")
    settle_all(receipt, by)
    assert "13612345678" not in row_of(receipt).answer
    publish_answer(case_id=receipt.case_id, **by("agri.leader"))


def test_the_writer_s_own_data_are_never_dismissed_nor_published(answered, by):
    receipt = answered(may_publish="1")
    prepare_answer(case_id=receipt.case_id, **by("agri.handler"))
    row = row_of(receipt)
    save_answer(
        case_id=receipt.case_id, title=row.title, question="李 兰来信说路灯不亮，1390 013 9000。",
        answer=row.answer, revision=row.revision, **by("agri.handler"),
    )  # fmt: skip
    with pytest.raises(CaseRefused, match="只能遮盖"):
        settle_all(receipt, by, how="dismiss", reason="本人同意")
    # Even where no finding is open any more, the text itself is looked at.
    AnswerFinding.objects.filter(answer=row).update(state="dismissed")
    with pytest.raises(NotNow, match="来信人的"):
        publish_answer(case_id=receipt.case_id, **by("agri.leader"))


def test_an_edit_over_somebody_s_edit_is_refused(answered, by):
    receipt = answered()
    prepare_answer(case_id=receipt.case_id, **by("agri.handler"))
    old = row_of(receipt).revision
    for words in ("路灯修好了。", "路灯都修好了。"):
        told = {"title": "路灯", "question": "不亮", "answer": words, "revision": old}
        if words == "路灯修好了。":
            save_answer(case_id=receipt.case_id, **told, **by("agri.handler"))
        else:
            with pytest.raises(TooLate):
                save_answer(case_id=receipt.case_id, **told, **by("agri.leader"))
    assert row_of(receipt).answer == "路灯修好了。"


def test_reports_of_wrongdoing_and_open_letters_are_never_published(answered, apply, by):
    receipt = answered(**{"class": "report"})
    with pytest.raises(NotNow, match="保密"):
        prepare_answer(case_id=receipt.case_id, **by("agri.handler"))
    still = apply(kind="letter")
    with pytest.raises(NotNow, match="答复以后"):
        prepare_answer(case_id=still.case_id, **by("agri.handler"))
    foi = apply()
    with pytest.raises(NotNow, match="不公开"):
        prepare_answer(case_id=foi.case_id, **by("agri.handler"))


def test_a_withdrawn_answer_leaves_a_page_that_says_when_and_why(published, by):
    receipt = published()
    withdraw_answer(case_id=receipt.case_id, reason="答复引用的文件已经废止", **by("agri.leader"))
    stub = answer_page(receipt.number)
    assert isinstance(stub, Stub)
    assert "2026年3月7日" in stub.words
    assert "已经废止" in stub.words
    publish_answer(case_id=receipt.case_id, **by("agri.leader"))
    assert not isinstance(answer_page(receipt.number), Stub)


def test_a_post_is_hidden_on_a_legal_ground_alone_and_its_stub_stays(published, by, cast):
    receipt = published()
    office = by("office.disclosure_office")
    with pytest.raises(CaseRefused, match="不是隐藏的理由"):
        hide_answer(case_id=receipt.case_id, ground="criticism", reason="影响不好", **office)
    with pytest.raises(CaseRefused):
        hide_answer(case_id=receipt.case_id, ground="insult", reason=" ", **office)
    with pytest.raises(NotAllowed):  # the unit that was criticised
        hide_answer(case_id=receipt.case_id, ground="insult", reason="第二段辱骂他人", **by("agri.leader"))
    hide_answer(case_id=receipt.case_id, ground="insult", reason="第二段辱骂他人", **office)
    stub = answer_page(receipt.number)
    assert isinstance(stub, Stub)
    assert stub.hidden
    assert "互联网信息服务管理办法" in stub.words
    assert "路灯" not in stub.words
    case = case_of(receipt)
    assert case.hidden_ground == "insult"
    assert case.text == TEXT
    assert "第二段辱骂他人" in str(LedgerRow.objects.filter(act="case.hide").latest("id").payload)
    with pytest.raises(TooLate):  # a hidden post isn't quietly taken away
        withdraw_answer(case_id=receipt.case_id, reason="不想再公开了", **by("agri.leader"))
    unhide_answer(case_id=receipt.case_id, reason="复核后恢复", **office)
    assert not isinstance(answer_page(receipt.number), Stub)


def test_what_the_public_reads_as_the_reason_says_nothing_private(published, by):
    receipt = published()
    for reason, label in (
        ("王建国打来电话13712345678，不愿公开", "手机号码"),
        ("来信人139-0013-9000不愿公开", "来信人"),
    ):
        with pytest.raises(CaseRefused, match=f"这段话会公开，里面有.*{label}"):
            withdraw_answer(case_id=receipt.case_id, reason=reason, **by("agri.leader"))
    assert row_of(receipt).state == "public"


def test_new_rules_reach_what_is_public(published, by):
    receipt = published()
    PublicAnswer.objects.update(answer="维修工电话 13612345678。", screened_with="old")
    assert rescan_answers(at=LATER) == 1
    assert AnswerFinding.objects.filter(answer=row_of(receipt), state="open").count() == 1
    assert rescan_answers(at=LATER) == 0
    settle_all(receipt, by)
    assert "13612345678" not in row_of(receipt).answer
    assert row_of(receipt).state == "public"


def test_a_good_answer_to_a_question_becomes_an_faq_a_letter_does_not(published, by):
    receipt = published(kind="online_question")
    mark_as_faq(case_id=receipt.case_id, is_faq=True, **by("agri.handler"))
    assert row_of(receipt).is_faq
    letter = published()
    with pytest.raises(CaseRefused, match="不列入"):
        mark_as_faq(case_id=letter.case_id, is_faq=True, **by("agri.handler"))


def test_no_case_is_deleted_by_any_of_it(published, by):
    published()
    before = Case.objects.count()
    receipt = published()
    withdraw_answer(case_id=receipt.case_id, reason="答复引用的文件已经废止", **by("agri.leader"))
    assert Case.objects.count() == before + 1
