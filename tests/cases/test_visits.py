"""Called back after a hotline order or a letter: by others than those who did the work."""

from __future__ import annotations

import pytest
from tests.cases.conftest import AT, case_of
from tests.cases.playing import OFFICE, played

from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case
from gongkai.cases.refusals import NotAllowed, NotNow

HANDLED = {"outcome": "solved", "conclusion": "换了灯"}
VISITS = (("visit", {"reached": "satisfied"}), ("reopen", {"reason": "还是不亮"}))


@pytest.fixture
def order(cast) -> int:
    """A hotline order that the bureau works on."""

    return played(cast, CASE_KINDS["hotline_order"], "processing", at=AT)[0]


@pytest.mark.parametrize(("act", "values"), VISITS)
def test_the_unit_that_handled_an_order_does_not_call_back(order, do, act, values):
    do(order, "handle", **HANDLED)
    for person in ("agri.handler", "agri.leader", "housing.handler"):
        with pytest.raises(NotAllowed):
            do(order, act, by=person, **values)
    assert Case.objects.get(id=order).state == "handled"
    do(order, act, by=OFFICE, **values)


@pytest.mark.parametrize(("act", "values"), VISITS)
def test_nor_does_the_operator_who_handled_it_personally(order, do, client_of, act, values):
    do(order, "handle", by=OFFICE, **HANDLED)
    with pytest.raises(NotNow, match="这件是您办完的，由别人回访"):
        do(order, act, by=OFFICE, **values)
    page = client_of(OFFICE).get(f"/office/cases/{order}/").content.decode()
    assert "这件是您办完的，由别人回访" in page


def test_whoever_drafted_the_answer_to_a_letter_does_not_ask_how_content_people_are(apply, do):
    receipt = apply(kind="letter")
    do(receipt.case_id, "sign")
    do(receipt.case_id, "draft", outcome="solved", conclusion="换了灯")
    do(receipt.case_id, "approve", by="agri.leader")
    with pytest.raises(NotNow, match="这件的答复是您拟的，由别人回访"):
        do(receipt.case_id, "visit", reached="satisfied")
    do(receipt.case_id, "visit", by=OFFICE, reached="satisfied")
    # To take it up again oneself hides nothing.
    do(receipt.case_id, "reopen", reason="还有一盏不亮")
    assert case_of(receipt).state == "processing"
