"""第三十二条: who did not agree, with reasons, is told in writing what becomes public and why, before it is served."""

from __future__ import annotations

import pytest
from tests.cases.conftest import case_of

from gongkai.cases.refusals import NotFilled, NotNow

PARTY = "青禾建设公司"
GRANTED = {"outcome": "granted", "way": "随本答复提供"}
PARTIAL = {
    "outcome": "partial", "way": "随本答复提供", "withheld": "账号", "articles": "条例第十五条", "reason": "商业秘密",
}  # fmt: skip


@pytest.fixture
def answered(apply, do):
    """`answered("refuses")`: an application about which a third party was asked and answered."""

    def made(result: str, party: str = PARTY, by: str = "consult_third_party"):
        receipt = apply()
        do(receipt.case_id, "confirm", how="电话")
        do(receipt.case_id, by, party=party, question="是否同意公开合同价")
        do(receipt.case_id, "end_consultation", result=result)
        return receipt

    return made


@pytest.fixture
def signed(answered, do):
    def made(result: str, draft=GRANTED, **consulted: str):
        receipt = answered(result, **consulted)
        do(receipt.case_id, "draft", **draft)
        do(receipt.case_id, "approve", by="agri.leader")
        return receipt

    return made


@pytest.mark.parametrize("result", ["refuses", "partly"])
def test_what_somebody_objected_to_is_not_served_before_they_are_told(signed, do, result):
    receipt = signed(result)
    with pytest.raises(NotNow, match=f"第三方（{PARTY}）不同意公开，先办“告知第三方决定公开”"):
        do(receipt.case_id, "serve", how="post")
    assert case_of(receipt).state == "issuing"
    do(receipt.case_id, "tell_third_party", party="别的公司", reason="关系全县饮水安全")
    with pytest.raises(NotNow):
        do(receipt.case_id, "serve", how="post")
    do(receipt.case_id, "tell_third_party", party=f" {PARTY} ", reason="关系全县饮水安全")
    do(receipt.case_id, "serve", how="post")
    assert case_of(receipt).state == "replied"


def test_the_page_says_what_is_missing_before_anybody_presses(signed, client_of):
    receipt = signed("refuses")
    page = client_of("agri.handler").get(f"/office/cases/{receipt.case_id}/").content.decode()
    assert f"第三方（{PARTY}）不同意公开，先办“告知第三方决定公开”" in page


def test_of_a_partial_disclosure_whoever_serves_it_says_that_theirs_is_kept_back(signed, do):
    receipt = signed("refuses", PARTIAL)
    with pytest.raises(NotFilled) as refused:
        do(receipt.case_id, "serve", how="post")
    assert set(refused.value.problems) == {"kept_back"}
    do(receipt.case_id, "serve", how="post", kept_back="1")
    told = signed("refuses", PARTIAL)
    do(told.case_id, "tell_third_party", party=PARTY, reason="关系全县饮水安全")
    do(told.case_id, "serve", how="post")


def test_who_agreed_and_who_made_it_too_stand_in_nobodys_way(signed, do):
    for receipt in (
        signed("agrees"),
        signed("refuses", by="consult_coproducer", party="青禾县财政局"),
        signed("refuses", {"outcome": "third_party", "reason": "商业秘密，第三方不同意"}),
    ):
        do(receipt.case_id, "serve", how="post")
        assert case_of(receipt).state == "replied"


def test_it_is_not_given_on_the_spot_either(answered, do):
    receipt = answered("refuses")
    with pytest.raises(NotNow, match="不能当场公开"):
        do(receipt.case_id, "reply_on_spot", outcome="granted", way="当场复印")
    do(receipt.case_id, "reply_on_spot", outcome="already_public", way="县政府网站")


def test_decided_anew_they_are_told_anew(signed, do):
    receipt = signed("refuses")
    do(receipt.case_id, "tell_third_party", party=PARTY, reason="关系全县饮水安全")
    do(receipt.case_id, "serve", how="post")
    do(receipt.case_id, "redo", by="agri.leader", reason="复议决定撤销了原答复")
    do(receipt.case_id, "draft", **GRANTED)
    do(receipt.case_id, "approve", by="agri.leader")
    with pytest.raises(NotNow, match="告知第三方"):
        do(receipt.case_id, "serve", how="post")


def test_the_last_answer_of_each_counts(answered, do):
    receipt = answered("refuses")
    do(receipt.case_id, "consult_third_party", party="张三", question="是否同意公开地址")
    do(receipt.case_id, "end_consultation", result="refuses")
    do(receipt.case_id, "consult_third_party", party=PARTY, question="去掉账号以后是否同意")
    do(receipt.case_id, "end_consultation", result="agrees")
    do(receipt.case_id, "draft", **GRANTED)
    do(receipt.case_id, "approve", by="agri.leader")
    with pytest.raises(NotNow, match="第三方（张三）"):
        do(receipt.case_id, "serve", how="post")
