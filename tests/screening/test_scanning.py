"""What people read is found, however it was typed: unseen signs, look-alikes, lists, what stands glued behind a number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.screening.profiles import profiles
from gongkai.screening.redaction import removals_of
from gongkai.screening.scanning import scan
from gongkai.text.tables import COMPATIBILITY
from gongkai.text.unseen import UNSEEN, without_unseen

TEXT = (
    "某县惠农补贴公示\n户主：王晓梅，身份证号码 530102199003074478，手机 13800138000，"
    "住望亭镇柳庄村东风路12号3单元501室。\n账号 6222021234567890128，联系人李建国，车牌云A12345。\n"
)
SIGNS = sorted({*UNSEEN, "\U000e0041", "\U000e0100"})


def findings(text: str) -> list[tuple[str, str]]:
    spans = scan(text)
    assert [text[span.start : span.end] for span in spans] == [span.text for span in spans]
    return [(span.kind, without_unseen(span.text)) for span in spans]


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: f"{ord(sign):04X}")
def test_the_same_is_found_with_a_sign_between_all_characters(sign):
    assert findings(sign.join(TEXT)) == findings(TEXT)


@given(st.lists(st.tuples(st.integers(0, len(TEXT)), st.sampled_from(SIGNS)), max_size=40))
def test_the_same_is_found_with_signs_anywhere(sown):
    text = TEXT
    for place, sign in sorted(sown, reverse=True):
        text = text[:place] + sign + text[place:]
    assert findings(text) == findings(TEXT)


RADICALS = {plain: chr(code) for code, plain in COMPATIBILITY.items() if code < 0x3000}
"""Character → the radical that looks the same; browsers and phones print PDFs that tell the radical."""


def test_what_a_pdf_tells_as_radicals_is_read_as_the_characters():
    text = (
        "户主：高艳涛，女。患者马玉龙，高血压。住址：清溪县龙山路12号3栋2单元501室\n姓名\t村\n黄文华\t石牛村"
    )
    told = "".join(RADICALS.get(sign, sign) for sign in text)
    assert len({*told} - {*text}) >= 10
    found, expected = scan(told), scan(text)
    assert [(one.kind, one.start, one.end) for one in found] == [(o.kind, o.start, o.end) for o in expected]
    assert {one.kind for one in found} >= {"person_name", "health", "address"}
    assert all(told[one.start : one.end] == one.text for one in found)


def test_a_mask_counts_what_is_seen():
    text = "户主：王\u2060晓\u2060梅，身份证号码 5301\x00021990030\u00ad74478。"
    made = [one.replacement for one in removals_of(scan(text), text, profiles()["default"])]
    assert made == ["王**", "5301**********4478"]


ID, MOBILE, CARD = "530102199003074471", "13800138000", "6222021234567890128"


def kinds_of(text: str) -> set[str]:
    return {span.kind for span in scan(text)}


@pytest.mark.parametrize(
    "behind", ["户主：王晓梅", " 户主王晓梅", "户籍地址：昆明市", "个体户", "件", "人已通知", "万小红"]
)
def test_a_mobile_counts_neither_households_nor_people(behind):
    assert "mobile" in kinds_of(f"联系电话：{MOBILE}{behind}")


@pytest.mark.parametrize("behind", ["元", " 元", "吨", "度", "平方米", "美元"])
def test_an_amount_of_billions_is_no_mobile(behind):
    assert "mobile" not in kinds_of(f"总额{MOBILE}{behind}")


@pytest.mark.parametrize("number", [ID, MOBILE, CARD, "53010219850612005X"])
@pytest.mark.parametrize("before", ["1.", "3．", "12-", "公示名单\n10.", "甲\t2."])
def test_the_number_of_a_line_is_no_part_of_what_it_lists(before, number):
    found = [span for span in scan(f"{before}{number}\n") if span.text == number]
    assert [span.kind for span in found] in (["resident_id"], ["mobile"], ["bank_card"])


@pytest.mark.parametrize("text", [f"坐标为25.{MOBILE}", f"东经102.{MOBILE}度", f"系数0.{ID}", f"0.{MOBILE}"])
def test_decimals_stay_decimals(text):
    assert not kinds_of(text) & {"mobile", "resident_id"}


@pytest.mark.parametrize("sign", "×✕ХхΧχⅩⅹ")
def test_a_check_digit_that_looks_like_x_is_one(sign):
    (found,) = scan(f"身份证号53010219850612005{sign}，")
    assert (found.kind, found.text[-1]) == ("resident_id", sign)
    assert not kinds_of(f"3{sign}4米，长1234567890123456{sign}5")


@pytest.mark.parametrize(
    "text",
    ["身份证：530102    19900307    4471", "身份证：530102\n    19900307\n    4471", "5301021990\u20030307\xa04471"],
)  # fmt: skip
def test_an_id_with_wide_gaps_is_one(text):
    assert kinds_of(text) == {"resident_id"}


@pytest.mark.parametrize("rows", [1, 3, 10])
def test_ids_with_a_digit_to_a_cell_are_found_in_every_row(rows):
    text = "".join("\t".join((str(n % 10), *ID)) + "\n" for n in range(rows))
    assert [span.kind for span in scan(text)] == ["resident_id"] * rows
    assert kinds_of("\n".join(ID)) == {"resident_id"}


def test_columns_parted_by_wide_gaps_make_no_card():
    assert not kinds_of("6222    0212    3456    7894\n")


@pytest.mark.parametrize(
    "text",
    [
        "联系电话\t" + "\t".join(MOBILE), f"电话：{MOBILE}-1", f"0871-65123456-{MOBILE}", "电话：138 0013\n8000",
        "手机﹣138﹣0013﹣8000", "手机：\u0661\u0663\u0668\u0660\u0660\u0661\u0663\u0668\u0660\u0660\u0660", "手机：𝟏𝟑𝟖𝟎𝟎𝟏𝟑𝟖𝟎𝟎𝟎",
    ],
)  # fmt: skip
def test_a_mobile_in_boxes_with_an_extension_or_in_other_digits(text):
    assert "mobile" in kinds_of(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("户主：\xa0王晓梅", "王晓梅"), ("户主\xa0：\u2002王晓梅", "王晓梅"), ("户主\t\xa0王晓梅", "王晓梅"),
        ("户主∶王晓梅", "王晓梅"), ("户主﹕王晓梅", "王晓梅"), ("户主：\n王晓梅\n", "王晓梅"), ("户主：①王晓梅", "王晓梅"),
        ("户主：1.王晓梅", "王晓梅"), ("户主签字：王晓梅", "王晓梅"), ("签字：王晓梅", "王晓梅"), ("法人：王晓梅", "王晓梅"),
        ("户主：岩温", "岩温"), ("户主：扎西", "扎西"), ("户主：阿牛木呷，", "阿牛木呷"), ("患者：普布次仁。", "普布次仁"),
    ],
)  # fmt: skip
def test_a_name_behind_its_cue_is_found_in_every_layout(text, name):
    assert [span.text for span in scan(text) if span.kind == "person_name"] == [name]


@pytest.mark.parametrize(
    "text", ["户主：\n住址：柳庄村", "户主：同上", "户主：已故", "签字：同意", "户主：本人", "户主：不详"]
)
def test_what_stands_in_place_of_a_name_is_none(text):
    assert "person_name" not in kinds_of(text)


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85"])
def test_a_line_break_of_another_kind_is_one_inside_a_number(sign):
    assert ("resident_id", f"5301021990{sign}03074478") in findings(f"身份证号码 5301021990{sign}03074478。")
