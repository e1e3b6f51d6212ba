"""Two side paths: the doubtful secret goes to the secrecy organ, other organs are asked (条例第十一条、第十七条)."""

import pytest
from tests.disclosure.conftest import AT

from gongkai.disclosure.actions import publishing, reviewing, side_paths
from gongkai.disclosure.actions.refusals import ItemRefused, NotAllowed, TooLate


def at_recheck(cast):
    item_id = cast.submitted(at=AT)
    cast.pass_steps(item_id, until="recheck", at=AT)
    return item_id


def ask(cast, item_id, kind="refer", person=None, organ="县国家保密局", question="第三段是否涉密"):
    return side_paths.open_side_path(
        step_id=cast.open_step(item_id).pk, kind=kind, organ=organ, question=question,
        by=cast.standing(person or cast.reviewer(item_id)), at=AT,
    )  # fmt: skip


def answer(cast, path_id, result, person="agri.secrecy_reviewer"):
    return side_paths.answer_side_path(
        side_path_id=path_id,
        result=result,
        answer="见复函",
        answered_on=AT.date(),
        by=cast.standing(person),
        at=AT,
    )


def pass_on(cast, item_id):
    return reviewing.pass_step(
        step_id=cast.open_step(item_id).pk, by=cast.standing(cast.reviewer(item_id)), at=AT
    )


@pytest.mark.parametrize(
    ("kind", "state", "good"),
    [("refer", "referred", "not_secret"), ("coordinate", "coordinating", "consent")],
)
def test_nothing_moves_until_the_answer_then_the_step_goes_on(cast, acts, kind, state, good):
    item_id = at_recheck(cast)
    step = cast.open_step(item_id)
    path = ask(cast, item_id, kind)
    assert cast.item(item_id).state == state
    with pytest.raises((TooLate, NotAllowed)):
        reviewing.pass_step(step_id=step.pk, by=cast.standing("agri.secrecy_reviewer"), at=AT)
    assert answer(cast, path, good) == "in_review"
    assert cast.open_step(item_id).pk == step.pk
    cast.pass_steps(item_id, at=AT)
    assert cast.item(item_id).state == "published"
    assert f"item.answer_{kind}" in acts(item_id)


@pytest.mark.parametrize(("kind", "bad"), [("refer", "secret"), ("coordinate", "objection")])
def test_a_forbidding_answer_lets_the_item_only_go_back(cast, kind, bad):
    item_id = at_recheck(cast)
    answer(cast, ask(cast, item_id, kind), bad)
    with pytest.raises(ItemRefused, match="不能通过"):
        pass_on(cast, item_id)
    state = reviewing.return_item(
        step_id=cast.open_step(item_id).pk,
        to_no=1,
        reason="改公开属性",
        by=cast.standing("agri.secrecy_reviewer"),
        at=AT,
    )
    assert state == "returned"


def test_an_objection_is_not_lifted_by_an_answer_to_another_question(cast):
    item_id = at_recheck(cast)
    answer(cast, ask(cast, item_id, "coordinate", organ="县水利局"), "objection")
    answer(cast, ask(cast, item_id, "refer"), "not_secret")
    with pytest.raises(ItemRefused, match="县水利局答复“不同意公开”"):
        pass_on(cast, item_id)
    answer(cast, ask(cast, item_id, "coordinate", organ="县人民政府"), "upper_decides")
    assert pass_on(cast, item_id) == "in_review"


def test_what_was_found_secret_is_not_published_by_a_later_passage_or_urgently(cast):
    item_id = at_recheck(cast)
    answer(cast, ask(cast, item_id), "secret")
    reviewing.return_item(
        step_id=cast.open_step(item_id).pk,
        to_no=1,
        reason="改公开属性",
        by=cast.standing("agri.secrecy_reviewer"),
        at=AT,
    )
    with pytest.raises(ItemRefused, match="国家秘密"):
        publishing.publish_urgently(
            item_id=item_id, reason="堤防险情须立即告知", by=cast.standing("office.disclosure_office"), at=AT
        )
    reviewing.submit(item_id=item_id, by=cast.standing("agri.officer"), at=AT)
    with pytest.raises(ItemRefused, match="国家秘密"):
        cast.pass_steps(item_id, at=AT)
    assert cast.item(item_id).state == "in_review"


def test_only_the_secrecy_step_refers(cast):
    item_id = cast.submitted(at=AT)
    with pytest.raises(NotAllowed, match="保密审查"):
        ask(cast, item_id, "refer")
    ask(cast, item_id, "coordinate")


def test_a_question_names_organ_and_matter(cast):
    item_id = at_recheck(cast)
    for words in ({"organ": " "}, {"question": ""}):
        with pytest.raises(ItemRefused, match="写明向哪个机关"):
            ask(cast, item_id, **words)


@pytest.mark.parametrize(
    "person", ["agri.officer", "agri.first_reviewer", "housing.secrecy_reviewer", "office.auditor"]
)
def test_only_the_secrecy_reviewer_of_the_item_enters_the_finding(cast, person):
    path = ask(cast, at_recheck(cast))
    with pytest.raises(NotAllowed, match="登记答复"):
        answer(cast, path, "not_secret", person)


def test_an_answer_fits_the_question_and_is_entered_once(cast):
    path = ask(cast, at_recheck(cast))
    with pytest.raises(ItemRefused, match="选择对方答复的结果"):
        answer(cast, path, "consent")
    answer(cast, path, "not_secret")
    with pytest.raises(TooLate, match="已经登记过"):
        answer(cast, path, "secret")
