"""After publication: correction beside the public text, withdrawal, validity (条例第六条)."""

from datetime import date

import pytest
from tests.disclosure.conftest import AT

from gongkai.disclosure.actions import correcting, drafting, reviewing
from gongkai.disclosure.actions.drafting import Content
from gongkai.disclosure.actions.refusals import ItemRefused, NotAllowed, TooLate
from gongkai.disclosure.models import ItemVersion, Review
from gongkai.disclosure.queries.public import Gone, page_facts, public_versions, version_texts
from gongkai.screening.checksums import id_check_char

REASON = "原文第二段日期有误"


def correct(cast, item_id, **more):
    return correcting.begin_correction(
        item_id=item_id, reason=more.pop("reason", REASON), by=cast.standing("agri.officer"), at=AT, **more
    )


def rewrite(cast, item_id, words):
    version = ItemVersion.objects.get(item=item_id, state="working")
    drafting.save_draft(
        item_id=item_id, revision=version.revision, content=Content(version.title, f"<p>{words}</p>"),
        by=cast.standing("agri.officer"), at=AT,
    )  # fmt: skip


def pass_again(cast, item_id):
    reviewing.submit(item_id=item_id, by=cast.standing("agri.officer"), at=AT)
    cast.pass_steps(item_id, at=AT)


def shown(cast, item_id):
    facts = page_facts(index_no=cast.item(item_id).index_no, today=AT.date())
    return facts.body_html if not isinstance(facts, Gone) else facts.reason


def test_the_public_text_stays_up_until_the_correction_has_passed(cast):
    item_id = cast.published(at=AT, body="<p>从十月八日开始。</p>")
    assert correct(cast, item_id) == 2
    rewrite(cast, item_id, "从十月九日开始。")
    assert "十月八日" in shown(cast, item_id)
    reviewing.submit(item_id=item_id, by=cast.standing("agri.officer"), at=AT)
    cast.pass_steps(item_id, until="publish", at=AT)
    assert "十月八日" in shown(cast, item_id)
    cast.pass_steps(item_id, at=AT)
    assert "十月九日" in shown(cast, item_id)
    newest, oldest = public_versions(cast.item(item_id))
    assert (newest.number, newest.reason, newest.is_current) == (2, REASON, True)
    assert (oldest.number, oldest.readable) == (1, True)
    assert version_texts(index_no=cast.item(item_id).index_no, older=1, newer=2) is not None


def test_who_passed_the_first_version_may_review_the_correction(cast):
    item_id = cast.published(at=AT)
    correct(cast, item_id)
    pass_again(cast, item_id)
    assert Review.objects.filter(item=item_id, outcome="published").count() == 2


def test_a_correction_that_takes_something_out_hides_the_earlier_texts(cast):
    item_id = cast.published(at=AT, body="<p>选址在县城东侧三号地块。</p>")
    correct(cast, item_id, hides_earlier=True)
    rewrite(cast, item_id, "选址另行公布。")
    pass_again(cast, item_id)
    assert [v.readable for v in public_versions(cast.item(item_id))] == [True, False]
    assert version_texts(index_no=cast.item(item_id).index_no, older=1, newer=2) is None


def test_a_correction_states_why_and_belongs_to_the_filing_unit(cast):
    item_id = cast.published(at=AT)
    with pytest.raises(ItemRefused, match="更正什么、为什么"):
        correct(cast, item_id, reason=" ")
    with pytest.raises(NotAllowed):
        correcting.begin_correction(
            item_id=item_id, reason=REASON, by=cast.standing("housing.officer"), at=AT
        )
    correct(cast, item_id)
    with pytest.raises(NotAllowed):  # one at a time
        correct(cast, item_id)


def test_a_dropped_correction_leaves_the_public_text_and_its_number_is_not_used_again(cast):
    item_id = cast.published(at=AT)
    correct(cast, item_id)
    with pytest.raises(NotAllowed):
        correcting.drop_correction(item_id=item_id, by=cast.standing("housing.officer"), at=AT)
    correcting.drop_correction(item_id=item_id, by=cast.standing("agri.officer"), at=AT)
    assert cast.item(item_id).state == "published"
    assert [v.number for v in public_versions(cast.item(item_id))] == [1]
    assert correct(cast, item_id) == 3


def test_a_first_draft_is_not_a_correction(cast):
    with pytest.raises(ItemRefused, match="用“作废”"):
        correcting.drop_correction(item_id=cast.draft(at=AT), by=cast.standing("agri.officer"), at=AT)


# ---- withdrawal ----------------------------------------------------------------------------------------


def test_a_withdrawn_item_says_so_and_why(cast, acts):
    item_id = cast.published(at=AT)
    withdraw = {"item_id": item_id, "at": AT}
    with pytest.raises(ItemRefused, match="至少 5 个字"):
        correcting.withdraw(reason="错", by=cast.standing("agri.publisher"), **withdraw)
    for person in ("agri.officer", "housing.publisher", "office.auditor"):
        with pytest.raises(NotAllowed):
            correcting.withdraw(reason="含有个人隐私", by=cast.standing(person), **withdraw)
    correcting.withdraw(reason="含有个人隐私", by=cast.standing("agri.publisher"), **withdraw)
    gone = page_facts(index_no=cast.item(item_id).index_no, today=AT.date())
    assert isinstance(gone, Gone)
    assert gone.reason == "含有个人隐私"
    assert acts(item_id)[-1] == "item.withdraw"
    with pytest.raises(NotAllowed):
        correcting.withdraw(reason="含有个人隐私", by=cast.standing("agri.publisher"), **withdraw)


@pytest.mark.parametrize("stage", ["drafting", "in_review", "returned"])
def test_what_is_public_can_be_withdrawn_while_a_correction_is_under_way(cast, stage):
    item_id = cast.published(at=AT)
    correct(cast, item_id)
    if stage != "drafting":
        reviewing.submit(item_id=item_id, by=cast.standing("agri.officer"), at=AT)
    if stage == "returned":
        reviewing.call_back(item_id=item_id, by=cast.standing("agri.officer"), at=AT)
    assert cast.item(item_id).state == stage
    correcting.withdraw(
        item_id=item_id, reason="含有个人隐私", by=cast.standing("office.disclosure_office"), at=AT
    )
    assert cast.item(item_id).state == "withdrawn"
    assert not Review.objects.filter(item=item_id, closed_at__isnull=True).exists()
    assert (
        correct(cast, item_id) == 3
    )  # a new one starts from the text that was withdrawn, not from the one given up
    pass_again(cast, item_id)
    assert cast.item(item_id).state == "published"


def test_what_the_public_reads_as_the_reason_says_nothing_private(cast):
    """It stands on the address of what was taken down, where nobody screens it any more."""
    item_id = cast.published(at=AT)
    first = "33010219900307461"
    told = f"误公开了村民的身份证号码{first}{id_check_char(first)}和手机13800001234"
    with pytest.raises(ItemRefused, match="这段话会公开，里面有身份证号码、手机号码"):
        correcting.begin_correction(
            item_id=item_id, reason=told, hides_earlier=True, by=cast.standing("agri.officer"), at=AT
        )
    with pytest.raises(ItemRefused, match="身份证号码、手机号码"):
        correcting.withdraw(item_id=item_id, reason=told, by=cast.standing("agri.publisher"), at=AT)
    assert cast.item(item_id).state == "published"
    correcting.withdraw(
        item_id=item_id, reason="误公开了村民的身份证号码", by=cast.standing("agri.publisher"), at=AT
    )
    assert cast.item(item_id).state == "withdrawn"


def test_withdrawn_texts_do_not_return_with_the_item(cast):
    item_id = cast.published(at=AT, body="<p>含有隐私的第一版。</p>")
    correct(cast, item_id)
    rewrite(cast, item_id, "仍然含有隐私的第二版。")
    pass_again(cast, item_id)
    correcting.withdraw(item_id=item_id, reason="含有个人隐私", by=cast.standing("agri.publisher"), at=AT)
    correct(cast, item_id)
    rewrite(cast, item_id, "删去隐私的第三版。")
    pass_again(cast, item_id)
    assert [v.number for v in public_versions(cast.item(item_id))] == [3]


# ---- validity ------------------------------------------------------------------------------------------


def test_validity_is_marked_on_the_document_by_its_maker_or_the_office(cast):
    item_id = cast.published(kind="normative_document", at=AT, head={"doc_no": "青农发〔2026〕3号"})
    mark = {"item_id": item_id, "on": date(2026, 11, 1), "basis": "清理决定", "at": AT}
    with pytest.raises(ItemRefused, match="有效性只有"):
        correcting.set_validity(validity="alive", by=cast.standing("agri.officer"), **mark)
    with pytest.raises(NotAllowed):
        correcting.set_validity(validity="expired", by=cast.standing("housing.officer"), **mark)
    correcting.set_validity(
        validity="valid", expires_on=date(2026, 12, 31), by=cast.standing("agri.officer"), **mark
    )
    assert cast.item(item_id).expires_on == date(2026, 12, 31)
    correcting.set_validity(validity="abolished", by=cast.standing("office.disclosure_office"), **mark)
    assert page_facts(index_no=cast.item(item_id).index_no, today=AT.date()).validity == "abolished"


def test_a_correction_under_way_does_not_bring_an_abolished_document_back(cast):
    item_id = cast.published(kind="normative_document", at=AT, head={"doc_no": "青农发〔2026〕3号"})
    correct(cast, item_id)
    correcting.set_validity(
        item_id=item_id,
        validity="abolished",
        on=AT.date(),
        basis="清理决定",
        by=cast.standing("agri.officer"),
        at=AT,
    )
    pass_again(cast, item_id)
    assert cast.item(item_id).validity == "abolished"


def test_an_item_in_a_settled_state_has_no_version_to_save(cast):
    item_id = cast.published(at=AT)
    with pytest.raises((NotAllowed, TooLate)):
        drafting.save_draft(
            item_id=item_id, revision=0, content=Content("改", ""), by=cast.standing("agri.officer"), at=AT
        )
