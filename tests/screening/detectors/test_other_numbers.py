"""The other detectors of numbers: found where planted, none where only alike, and the engine's own behaviour."""

from __future__ import annotations

import pytest
from bench.screening import numbers as make
from hypothesis import given

from gongkai.screening.detectors import ALL
from gongkai.screening.scanning import recognise, scan
from gongkai.screening.spans import KEEP, LOOK

from .making import alone, filler, found, made, seeds


@given(filler, made("credit_code"), filler)
def test_credit_codes_are_known_and_never_reported(left: str, code: str, right: str) -> None:
    text = f"{left}的{code}，{right}"
    assert found("credit_code", text) == [code]
    assert scan(text, detectors={"resident_id": ALL["resident_id"], "credit_code": ALL["credit_code"]}) == []
    assert found("credit_code", make.wide(code)) == [make.wide(code)]


@given(seeds, made("credit_code"))
def test_a_credit_code_with_a_wrong_check_character_is_none(rng, code: str) -> None:
    wrong = code[:-1] + rng.choice([c for c in make.ORG_CHARS if c != code[-1]])
    assert found("credit_code", f"代码{wrong}。") == []


@given(filler, made("plate"), filler)
def test_plates(left: str, plate: str, right: str) -> None:
    assert found("plate", f"{left}车{plate}号{right}") == [plate]
    assert alone("plate", f"车{make.wide(plate)}号") == [make.wide(plate)]


@pytest.mark.parametrize(
    "text", ["沪A股市场", "京A123", "中A12345", "新GB18597-2023", "沪ABCDEF", "渝A1234567"]
)
def test_what_only_begins_like_a_plate_is_none(text: str) -> None:
    assert found("plate", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "粤B·12345",
        "京AD12345",
        "川A123AB",
        "鲁A1234学",
        "沪A1234挂",
        "粤Z1234港",
        "鄂A 12345",
        "鄂A\u3000F12345",
    ],
)
def test_plates_of_all_sorts(text: str) -> None:
    assert found("plate", text) == [text]


@given(made("passport"))
def test_passports_beside_their_name_and_without(number: str) -> None:
    assert found("passport", f"护照号码：{number}") == [number]
    assert [s.action for s in ALL["passport"].find(f"旅客 {number} 到达")] == [LOOK]


@pytest.mark.parametrize(
    "text", ["版本V20250101已发布", "型号：E12345678-2", "批号E12345678", "GB12345678A1"]
)
def test_letters_and_eight_digits_of_other_things_are_no_passport(text: str) -> None:
    assert found("passport", text) == []


@given(made("permit"))
def test_permits_only_beside_their_name(number: str) -> None:
    assert found("permit", f"往来港澳通行证号码：{number}") == [number]
    assert found("permit", f"零件{number}") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("社保卡号：A12345678", ["A12345678"]),
        ("个人编号：1306021234", ["1306021234"]),
        ("医保编号 130602123456", ["130602123456"]),
        ("零件A12345678", []),
        ("社保局电话0312-5678901", []),
    ],
)
def test_social_security_by_its_name(text: str, expected: list[str]) -> None:
    assert found("social_security", text) == expected


@pytest.mark.parametrize(
    ("text", "expected", "action"),
    [
        ("咨询电话：0312-5678901", "0312-5678901", KEEP),
        ("办公室（010）62345678", "（010）62345678", KEEP),
        ("值班室：0312 5678901", "0312 5678901", KEEP),
        ("联系电话：5678901", "5678901", KEEP),
        ("户主家庭电话0312-5678901", "0312-5678901", LOOK),
        ("0871-65678901", "0871-65678901", LOOK),
        ("热线400-123-4567", "400-123-4567", KEEP),
    ],
)
def test_landlines_of_offices_stay(text: str, expected: str, action: str) -> None:
    spans = [s for s in recognise(text) if s.kind == "landline"]
    assert [(s.text, s.action) for s in spans] == [(expected, action)]


@pytest.mark.parametrize(
    "text", ["0.5678901", "2024-5678901", "电话：1381234****", "面积5678901", "03125678901"]
)
def test_what_only_looks_like_a_landline_is_none(text: str) -> None:
    assert found("landline", text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("邮箱zhang@example.com。", ["zhang@example.com"]),
        ("ａｂｃ＠１６３．ｃｏｍ", ["ａｂｃ＠１６３．ｃｏｍ"]),
        ("a@b.com and c@d.com", ["a@b.com", "c@d.com"]),
        ("用户test@mail.example.co.uk", ["test@mail.example.co.uk"]),
        ("13812345678@139.com", ["13812345678@139.com"]),
        ("user..name@example.com", ["name@example.com"]),  # no address by the RFC, but readable
        ("user@host", []),
        ("@@@@", []),
    ],
)
def test_mail_addresses(text: str, expected: list[str]) -> None:
    assert found("email", text) == expected


def test_the_mail_of_an_organ_stays() -> None:
    assert [s.action for s in recognise("bgs@qinghe.gov.cn")] == [KEEP]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我的QQ是12345678", ["12345678"]),
        ("加我qq 2345678901", ["2345678901"]),
        ("QQ:1234", []),
        ("微信号wxid_abc123", ["wxid_abc123"]),
        ("WeChat: my-name-123", ["my-name-123"]),
        ("微信公众号：qinghefabu", []),
        ("微信号123abc", []),
    ],
)
def test_accounts_of_messengers(text: str, expected: list[str]) -> None:
    assert found("im_account", text) == expected


def test_all_detectors_are_collected_in_order() -> None:
    orders = [one.order for one in ALL.values()]
    assert orders == sorted(orders)
    assert all(code == one.code for code, one in ALL.items())


def test_overlaps_are_settled_by_order_then_length() -> None:
    text = "联系13812345678@139.com，微信:13912345678"
    assert [(s.kind, s.text) for s in recognise(text)] == [
        ("email", "13812345678@139.com"),
        ("mobile", "13912345678"),
    ]
