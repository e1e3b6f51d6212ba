"""A case moves by its kind's table: permission, condition, event, clock, letter and ledger row together."""

from datetime import date, timedelta

import pytest
from tests.cases.conftest import AT, FORM, case_of

from gongkai.cases.actions.acting import act, act_as_citizen
from gongkai.cases.actions.submitting import enter, submit
from gongkai.cases.models import Case, CaseEvent, CaseLetter, SideTerm
from gongkai.cases.refusals import NotAllowed, NotFilled, NotNow, TooLate, WrongSecret
from gongkai.ledger.models import LedgerRow

DRAFT = {"outcome": "granted", "way": "随本答复提供复制件 3 页"}


def test_a_web_application_is_received_when_it_is_confirmed(apply, do):
    receipt = apply()
    assert case_of(receipt).received_on is None
    do(receipt.case_id, "confirm", after=1, how="电话确认")
    case = case_of(receipt)
    assert case.received_on == date(2026, 3, 3)
    assert case.due_on == date(2026, 3, 31)
    assert case.term == "foi.reply"
    assert SideTerm.objects.get(case=case).due_on == date(2026, 3, 12)


def test_what_comes_over_the_counter_is_received_that_day(cast):
    receipt = enter(
        kind="information_application", unit_id=cast.units["agri"], values=FORM, channel="counter",
        arrived_on=AT.date(), received_on=AT.date(), by=cast.standing("agri.handler", today=AT.date()), at=AT,
    )  # fmt: skip
    case = case_of(receipt)
    assert (case.state, case.received_on) == ("processing", AT.date())
    assert SideTerm.objects.filter(case=case, term="foi.correction").exists()


def test_the_whole_way_to_a_reply(apply, do):
    receipt = apply()
    do(receipt.case_id, "confirm", how="电话确认")
    do(receipt.case_id, "ask_correction", after=1, reason="写明是哪一年的分配表")
    assert case_of(receipt).paused
    do(receipt.case_id, "correct", after=7, text="2025年的")
    case = case_of(receipt)
    assert (case.received_on, case.paused) == (date(2026, 3, 9), False)
    assert case.due_on == date(2026, 4, 7)
    do(receipt.case_id, "consult_third_party", after=8, party="青禾建设公司", question="是否同意公开合同价")
    do(receipt.case_id, "end_consultation", after=17, result="agrees")
    paused = case_of(receipt).due_on
    assert paused > case.due_on
    do(receipt.case_id, "draft", after=18, **DRAFT)
    do(receipt.case_id, "approve", by="agri.leader", after=18)
    do(receipt.case_id, "serve", after=19, how="post")
    case = case_of(receipt)
    assert (case.state, case.outcome, case.served_on) == ("replied", "granted", date(2026, 3, 21))
    assert case.closed_at is not None
    assert [e.act for e in case.events.order_by("no")][-1] == "serve"
    templates = set(CaseLetter.objects.filter(case=case).values_list("template", flat=True))
    assert {"receipt", "correction_notice", "third_party_consult", "reply"} <= templates


def test_a_correction_can_be_asked_for_once(apply, do):
    receipt = apply()
    do(receipt.case_id, "confirm", how="电话")
    do(receipt.case_id, "ask_correction", reason="写明年份")
    do(receipt.case_id, "correct", after=2, text="2025年")
    with pytest.raises(NotNow, match="只能要求一次"):
        do(receipt.case_id, "ask_correction", after=3, reason="再写明乡镇")
    assert case_of(receipt).state == "processing"


def test_silence_of_a_third_party_counts_only_after_its_term(apply, do):
    receipt = apply()
    do(receipt.case_id, "confirm", how="电话")
    do(receipt.case_id, "consult_third_party", party="张三", question="同意吗")
    with pytest.raises(NotNow, match="期限到"):
        do(receipt.case_id, "end_consultation", after=5, result="silent")
    do(receipt.case_id, "end_consultation", after=40, result="silent")


def test_only_the_head_signs_and_nobody_else(apply, do):
    receipt = apply()
    do(receipt.case_id, "confirm", how="电话")
    do(receipt.case_id, "draft", **DRAFT)
    for person in ("agri.handler", "housing.leader", "agri.officer"):
        with pytest.raises(NotAllowed):
            do(receipt.case_id, "approve", by=person)
    do(receipt.case_id, "approve", by="agri.leader")
    assert case_of(receipt).state == "issuing"


def test_what_is_missing_is_named_at_its_field_and_nothing_changes(apply, do, cast):
    with pytest.raises(NotFilled) as refused:
        submit(kind="information_application", unit_id=cast.units["agri"], values={"form": "pigeon"}, at=AT)
    assert set(refused.value.problems) == {"title", "form", "type", "name", "identity", "phone"}
    assert not Case.objects.exists()
    receipt = apply()
    do(receipt.case_id, "confirm", how="电话")
    with pytest.raises(NotFilled) as refused:
        do(receipt.case_id, "draft", outcome="partial")
    assert set(refused.value.problems) == {"way", "withheld", "articles", "reason"}
    assert case_of(receipt).state == "processing"


def test_a_page_that_is_out_of_date_changes_nothing(apply, do, cast):
    receipt = apply()
    seen = case_of(receipt).revision
    do(receipt.case_id, "confirm", how="电话")
    with pytest.raises(TooLate):
        act(
            case_id=receipt.case_id, act="withdraw", values={"reason": "不要了"}, revision=seen,
            by=cast.standing("agri.handler", today=AT.date()), at=AT,
        )  # fmt: skip


def test_the_applicant_corrects_with_the_code_and_only_with_it(apply, do):
    receipt = apply()
    do(receipt.case_id, "confirm", how="电话")
    do(receipt.case_id, "ask_correction", reason="写明年份")
    with pytest.raises(WrongSecret):
        act_as_citizen(case_id=receipt.case_id, code="AAAAA", act="correct", values={"text": "2025年"}, at=AT)
    done = act_as_citizen(
        case_id=receipt.case_id, code=receipt.code.lower().replace("-", ""), act="correct",
        values={"text": "2025年"}, at=AT + timedelta(days=1),
    )  # fmt: skip
    assert done.state == "processing"
    with pytest.raises(NotAllowed):
        act_as_citizen(case_id=receipt.case_id, code=receipt.code, act="draft", values=DRAFT, at=AT)


def test_who_applied_does_not_lie_open_in_the_database(apply):
    receipt = apply()
    case = case_of(receipt)
    kept = "".join(str(value) for row in (case.__dict__, case.party.__dict__) for value in row.values())
    for canary in ("王小明", "110101199003077715", "13800138000", "wang@example.com", receipt.code):
        assert canary not in kept
    assert case.party.shown_as == "王**"
    rows = "".join(LedgerRow.objects.values_list("payload", flat=True))
    assert "王小明" not in rows


def test_numbers_have_no_gap_when_an_entry_is_refused(apply, cast):
    first = apply()
    with pytest.raises(NotFilled):
        apply(identity="110101199003077716")
    second = apply()
    assert first.number.endswith("〔2026〕1号")
    assert second.number.endswith("〔2026〕2号")


def test_each_act_leaves_one_event_and_one_ledger_row(apply, do):
    receipt = apply()
    do(receipt.case_id, "confirm", how="电话")
    assert CaseEvent.objects.filter(case=receipt.case_id).count() == 2
    acts = list(LedgerRow.objects.filter(subject_type="case").order_by("id").values_list("act", flat=True))
    assert acts == ["case.submit", "case.confirm"]


def test_letters_are_received_when_they_arrive_and_their_class_decides_the_term(apply):
    complaint = case_of(apply(kind="letter"))
    assert (complaint.received_on, complaint.term) == (AT.date(), "letter.complaint")
    question = case_of(apply(kind="letter", **{"class": "consultation"}))
    assert question.due_on < complaint.due_on


def test_a_fee_by_items_counts_what_the_applicant_already_had_this_month(apply, do):
    for _ in range(11):
        earlier = apply()
        do(earlier.case_id, "confirm", how="电话")
    receipt = apply()
    do(receipt.case_id, "confirm", how="电话")
    do(receipt.case_id, "charge_fee", tariff="items", quantity="1")
    event = CaseEvent.objects.get(case=receipt.case_id, act="charge_fee")
    assert event.values["amount_yuan"] == 100
    assert case_of(receipt).paused


def test_nothing_is_charged_below_the_free_number(apply, do):
    receipt = apply()
    do(receipt.case_id, "confirm", how="电话")
    with pytest.raises(NotNow, match="不收费"):
        do(receipt.case_id, "charge_fee", tariff="pages", quantity="30")


@pytest.mark.parametrize(
    ("channel", "state"), [("counter", "processing"), ("fax", "submitted"), ("plain_mail", "submitted")]
)
def test_the_day_of_receipt_follows_from_the_channel_where_nobody_wrote_it(cast, channel, state):
    entered = enter(
        kind="information_application", unit_id=cast.units["agri"], values=FORM, channel=channel,
        arrived_on=AT.date(), received_on=None, by=cast.standing("agri.handler", today=AT.date()), at=AT,
    )  # fmt: skip
    case = Case.objects.get(id=entered.case_id)
    assert case.state == state
    assert case.received_on == (AT.date() if state == "processing" else None)


def test_signed_mail_without_its_day_and_a_day_before_the_regulation_are_refused(cast):
    told = {
        "kind": "information_application", "unit_id": cast.units["agri"], "values": FORM, "received_on": None,
        "by": cast.standing("agri.handler", today=AT.date()), "at": AT,
    }  # fmt: skip
    with pytest.raises(NotFilled) as refused:
        enter(**told, channel="signed_mail", arrived_on=AT.date())
    assert "签收的日期" in refused.value.problems["received_on"]
    with pytest.raises(NotFilled) as refused:
        enter(**told, channel="counter", arrived_on=date(2007, 3, 1))
    assert "arrived_on" in refused.value.problems
