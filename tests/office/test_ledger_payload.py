"""A row of the ledger is read, not decoded."""

from gongkai.office.ledger_payload import payload_words


def test_pairs_have_labels_and_codes_their_words():
    assert payload_words({"reason": "日期写错", "to": 1}) == "原因：日期写错；到：1"
    assert payload_words({"role": "first_reviewer", "unit": "012"}) == "角色：初审；单位：012"
    assert (
        payload_words({"attribute": "withheld", "validity": "expired"}) == "公开属性：不予公开；有效性：失效"
    )


def test_what_is_empty_is_left_out():
    assert payload_words({"comment": "", "round": 1, "deputy": None, "nodes": []}) == "轮次：1"


def test_a_change_reads_from_and_to_and_a_list_does_not():
    assert payload_words({"phone": ["", "0999-1"]}) == "电话：（空）→0999-1"
    assert payload_words({"names": ["农委", "农办"]}) == "别名：农委、农办"


def test_instants_are_local_and_digests_short():
    assert payload_words({"publish_at": "2026-11-23T16:30:00+00:00"}) == "定时公开：2026年11月24日 00:30"
    assert payload_words({"digest": "sm3$" + "a" * 64}) == f"摘要值：sm3${'a' * 16}…"
    assert payload_words({"new": True}) == "新文件：是"
