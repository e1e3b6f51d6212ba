"""Standard sentences: what each document must say, and what it asks for when a fact is missing."""

from __future__ import annotations

from datetime import date

import pytest
from tests.documents.samples import EVERY, FACTS, facts

from gongkai.documents import shapes
from gongkai.documents.letters import DocumentProblem, MissingFact, templates
from gongkai.documents.wording import OUTCOMES, letter_for

# The rows of the annual report's table (国办公开办函〔2021〕30号), and 已主动公开, which counts in the first of them.
ROWS = [
    "granted",
    "already_public",
    "partial",
    "denied.state_secret",
    "denied.law_forbidden",
    "denied.security_stability",
    "denied.third_party",
    "denied.internal_affairs",
    "denied.process_info",
    "denied.enforcement_file",
    "denied.admin_query",
    "unable.not_held",
    "unable.not_ours",
    "unable.needs_creation",
    "unable.still_unclear",
    "not_processed.complaint",
    "not_processed.duplicate",
    "not_processed.publication",
    "not_processed.excessive",
    "not_processed.confirm_reissue",
    "other.correction_overdue",
    "other.fee_overdue",
    "other.misc",
]

ARTICLES = {
    "granted": "第三十六条第（二）项",
    "already_public": "第三十六条第（一）项",
    "partial": "第三十七条",
    "denied.state_secret": "第十四条",
    "denied.law_forbidden": "第十四条",
    "denied.security_stability": "第十四条",
    "denied.third_party": "第十五条",
    "denied.internal_affairs": "第十六条第一款",
    "denied.process_info": "第十六条第二款",
    "denied.enforcement_file": "第十六条第二款",
    "denied.admin_query": "第三十六条第（七）项",
    "unable.not_held": "第三十六条第（四）项",
    "unable.not_ours": "第三十六条第（五）项",
    "unable.needs_creation": "第三十八条",
    "unable.still_unclear": "第三十条",
    "not_processed.complaint": "第三十九条第一款",
    "not_processed.duplicate": "第三十六条第（六）项",
    "not_processed.publication": "第三十九条第二款",
    "not_processed.excessive": "第三十五条",
    "other.correction_overdue": "第三十条",
    "other.fee_overdue": "国办函〔2020〕109号",
}


def _said(letter) -> str:
    return "\n".join((*letter.paragraphs, *letter.remedy))


def test_every_row_of_the_annual_report_has_a_wording() -> None:
    assert set(OUTCOMES) == set(ROWS)


@pytest.mark.parametrize("outcome", ROWS)
def test_a_reply_says_all_that_a_reply_must_say(outcome: str) -> None:
    letter = letter_for(shapes.REPLY, FACTS, outcome=outcome)
    said = _said(letter)
    assert "2026年11月20日（星期五）" in said
    assert FACTS.case_number in said
    assert FACTS.summary in said
    assert FACTS.remedies[0] in said
    assert letter.issued_on == date(2026, 12, 18)
    assert ARTICLES.get(outcome, "") in said
    assert "{" not in said


@pytest.mark.parametrize(
    "outcome", [row for row in ROWS if row.startswith("denied.") and row != "denied.admin_query"]
)
def test_a_refusal_without_a_reason_is_not_written(outcome: str) -> None:
    with pytest.raises(MissingFact, match="理由"):
        letter_for(shapes.REPLY, facts(reason=" "), outcome=outcome)


def test_all_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(MissingFact) as refused:
        letter_for(shapes.REPLY, facts(reason="", withheld="", articles=()), outcome="partial")
    assert (
        str(refused.value) == "“答复书”还缺：不予公开的内容、理由、不予公开所依据的具体条款。补上后再生成。"
    )


@pytest.mark.parametrize("template", [shapes.REPLY, shapes.THIRD_PARTY_NOTICE])
def test_what_can_be_contested_says_how_or_is_not_written(template: str) -> None:
    with pytest.raises(MissingFact, match="救济途径"):
        letter_for(template, facts(remedies=()), outcome="granted")


def test_an_outcome_or_a_template_nobody_knows_is_refused_with_those_that_exist() -> None:
    with pytest.raises(DocumentProblem, match=r"“refused”没有写法，现有：granted、"):
        letter_for(shapes.REPLY, FACTS, outcome="refused")
    with pytest.raises(DocumentProblem, match=r"没有叫“memo”的文书，现有：register_form"):
        letter_for("memo", FACTS)


def test_a_receipt_says_from_when_the_term_runs_or_that_it_must_be_confirmed() -> None:
    counted = _said(letter_for(shapes.RECEIPT, FACTS))
    assert "收到之日为2026年11月20日（星期五）" in counted
    assert "2026年12月23日（星期三）前（含当日）答复" in counted
    waiting = _said(letter_for(shapes.RECEIPT, facts(received_on=None)))
    assert "双方确认之日为收到申请之日" in waiting
    assert "第三十一条" in waiting
    assert "查询办理进度：在网站“查办理进度”一页填写编号和查询码，或者按文末的联系方式询问。" in counted
    assert FACTS.way not in counted  # how the reply is wanted is no way to ask how far it is


@pytest.mark.parametrize(
    "template",
    [
        shapes.RECEIPT,
        shapes.CORRECTION_NOTICE,
        shapes.REASON_REQUEST,
        shapes.EXTENSION_NOTICE,
        shapes.DEFER_NOTICE,
    ],
)
def test_a_last_day_that_may_still_move_is_marked_and_explained(template: str) -> None:
    said = _said(letter_for(template, facts(due_provisional=True)))
    assert "2026年12月23日（星期三）（暂定）" in said
    assert "放假安排还没有公布" in said
    assert "暂定" not in _said(letter_for(template, FACTS))


def test_a_letter_without_a_last_day_speaks_of_no_provisional_one() -> None:
    assert "暂定" not in _said(letter_for(shapes.RECEIPT, facts(due_on=None, due_provisional=True)))


def test_notices_quote_their_article_and_their_last_day() -> None:
    for code, *words in (
        (
            shapes.CORRECTION_NOTICE,
            "第三十条",
            "2026年12月23日（星期三）",
            "1. 写明",
            "2. 提供身份证明",
            "视为放弃",
        ),
        (shapes.REASON_REQUEST, "第三十五条", "2026年12月23日（星期三）"),
        (
            shapes.EXTENSION_NOTICE,
            "第三十三条第二款",
            "延长3个工作日，延长至2026年12月23日（星期三）",
            "负责人同意",
        ),
        (shapes.DEFER_NOTICE, "第三十五条", "延迟至2026年12月23日（星期三）前（含当日）答复"),
        (shapes.THIRD_PARTY_CONSULT, "第三十二条", "15个工作日", "由本机关依照条例的规定决定是否公开"),
        (shapes.CONSULT_NOTICE, "第三十三条第三款", "2026年11月24日（星期二）", "不计算在答复期限内"),
        (shapes.COAUTHOR_CONSULT, "第三十四条", "15个工作日", "视为同意公开"),
        (shapes.THIRD_PARTY_NOTICE, "第三十二条", "公共利益", "60日内"),
        (shapes.FEE_NOTICE, "第四十二条", "国办函〔2020〕109号", "信息处理费5500元", "次日起20个工作日内"),
        (shapes.TRANSFER_NOTICE, "青禾县水务局", "0000-7654321"),
    ):
        said = _said(letter_for(code, FACTS))
        for word in words:
            assert word in said, f"{code}: {word}"


def test_third_parties_never_read_who_applied() -> None:
    asked = facts(addressee="青禾县某农机合作社", is_organisation=True)
    for code in (shapes.THIRD_PARTY_CONSULT, shapes.COAUTHOR_CONSULT, shapes.THIRD_PARTY_NOTICE):
        said = _said(letter_for(code, asked))
        assert FACTS.applicant not in said
        assert "你单位" in said or "你（单位）" in said
        assert "您" not in said


def test_every_template_says_whom_it_goes_to() -> None:
    assert {code for code, _ in EVERY} == set(templates())
    for template in templates().values():
        assert template.label
        assert template.sent_to
        assert template.purpose


def test_what_was_written_in_is_not_read_as_a_placeholder() -> None:
    said = _said(letter_for(shapes.REPLY, facts(withheld="{law}与{0}", summary="{you}"), outcome="partial"))
    assert "{law}与{0}" in said
    assert "“{you}”" in said


def test_the_label_of_the_kind_is_called_an_application_in_sentences() -> None:
    said = _said(letter_for(shapes.RECEIPT, facts(matter="依申请公开")))
    assert "提交的政府信息公开申请" in said
    assert "第三十一条" in "".join(letter_for(shapes.RECEIPT, facts(matter="依申请公开")).grounds)
    other = letter_for(shapes.RECEIPT, facts(matter="领导信箱来信"))
    assert "提交的领导信箱来信" in _said(other)
    assert other.grounds == ()


def test_points_that_the_desk_numbered_are_not_numbered_again() -> None:
    said = letter_for(
        shapes.CORRECTION_NOTICE, facts(items=("（一）写明名称", "（二）提供身份证明"))
    ).paragraphs
    assert "（一）写明名称" in said
    alone = letter_for(shapes.CORRECTION_NOTICE, facts(items=("写明名称",))).paragraphs
    assert "写明名称" in alone
