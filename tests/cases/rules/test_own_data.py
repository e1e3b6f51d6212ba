"""The data of whoever wrote in are found however they were typed."""

import pytest

from gongkai.cases.rules.own_data import own_places, without_own

PERSONAL = {
    "name": "李兰", "phone": "13900139000", "identity": "11010119900307771X", "email": "Li.Lan@example.com",
    "address": "柳河镇石桥村12号",
}  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        "我叫李兰。", "我叫李　兰。", "李·兰", "电话139 0013 9000", "电话139-0013-9000", "电话１３９００１３９０００",
        "证号11010119900307771x", "li.lan@EXAMPLE.com", "家住柳河镇石桥村12号",
    ],
)  # fmt: skip
def test_every_way_of_typing_is_found(words):
    assert len(own_places(words, PERSONAL)) == 1
    assert own_places(without_own(words, PERSONAL), PERSONAL) == []


def test_others_are_left_alone():
    assert (
        own_places("139001390、柳河镇石桥村", {"phone": "13900139000", "address": "柳河镇石桥村12号"}) == []
    )


def test_a_single_sign_is_no_name():
    assert own_places("李子树", {"name": "李"}) == []


def test_places_are_those_of_the_text_as_it_stands():
    text = "来信人李 兰，电话139 0013 9000。"
    assert [text[one.start : one.end] for one in own_places(text, PERSONAL)] == ["李 兰", "139 0013 9000"]
    assert without_own(text, PERSONAL) == "来信人来信人，电话（已隐去）。"
