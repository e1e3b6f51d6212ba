"""One sign, word or line again and again: no detector takes the square of its length."""

import pytest
from tests.in_time import within

from gongkai.screening.scanning import scan

LONG, SECONDS = 60_000, 2.0
PIECES = (
    "\u3000", "\ufeff", "　1", "　 ", "1 ", "1\n", "12-", "1.2.", "0", "９", "1234567890123456 ", "13800138000\t", "13800138000 ",
    "姓名\t", "姓名\t身份证号\t\n", "姓名 ", "申请人：", "申请人：张三、", "张三、", "王", "某",
    "（", "（张", "男，", "，男，", "患者", "学生", "联系人：",
    "路", "路12号", "12号", "路1", "村3组", "公司地址：", "a@", "a.b.", "@", "QQ", "微信", "wx_", "京A", "秘密", "绝 密",
    "机密★", "内部电话 张三 6123\n",
    "年", "1990年", "1990年1月", "出生", "“", "\0", "\ud800", "９9９", "9999999 ", "a1", "X", "12345678901234567",
)  # fmt: skip


@pytest.mark.parametrize("piece", PIECES, ids=ascii)
def test_a_long_repetition_is_screened_in_time(piece):
    text = (piece * (LONG // len(piece) + 1))[:LONG]
    within(SECONDS, lambda: scan(text))


def test_wide_blanks_inside_a_number_are_still_blanks():
    text = "手机：138\u30000013\u20038000，" + "\u3000" * 30 + "13900139000"
    assert [span.text for span in scan(text) if span.kind == "mobile"] == [
        "138\u30000013\u20038000",
        "13900139000",
    ]
