"""Text changed by what detectors look for: numbers with their cues, wide digits, separators, names, long repetitions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from tests.fuzz.mutations import plain_bytes

_PIECES = (
    "身份证号：", "11010519491231002X", "110105491231002", "1３8０0138000", "13800138000", "010-65123456", "电话：", "银行卡号",
    "6222021234567890123", "护照号码 E12345678", "H12345678", "社保卡号", "车牌号：京A12345", "粤ZA123港", "邮箱 a.b@c.gov.cn", "QQ：12345678",
    "微信号 wx_abc123", "住址：某市某区某路12号3单元401室", "出生日期：1990年1月2日", "申请人：张三", "户主", "患者李四", "被处罚人：王小明",
    "（签名）",
    "绝密★10年", "机密", "内部资料", "不予公开", "精神障碍", "艾滋病", "未成年人", "受害人", "举报人", "91110000100000000X", "国发〔2024〕1号",
    "\t", "\n", "\r\n", "　", " ", "-", ".", "·", "、", "，", "。", "：", ":", "（", "）", "*", "X", "０", "０１２３４５６７８９",
    "一二三四五六七八九十",
    "\u200b", "\u202e", "\ufeff", "\U00020000", "\u0301", "\0", "﹣", "①", "㎡", "Ⅻ", "ｘ", "序号\t姓名\t身份证号\n", "1\t张三\t11010519491231002X\n",
)  # fmt: skip
_DIGIT = re.compile("[0-9]")
_DIGITS = re.compile("[0-9]{2,}")
_BETWEEN = (" ", "  ", "-", "\n", "\t", ".", "　", "\u200b", "年", "X", "/")


def change(chance: Random, data: bytes, others: Sequence[bytes], most: int) -> bytes:
    if chance.random() < 0.1:
        return plain_bytes.change(chance, data, others, most)
    text = data.decode("utf-8", "replace")
    for _ in range(plain_bytes.steps(chance)):
        text = _changed(chance, text, others, most // 3)
    return text.encode("utf-8", "replace")[:most]


def _changed(chance: Random, text: str, others: Sequence[bytes], most: int) -> str:
    act = chance.randrange(9)
    at, to = plain_bytes.a_range(chance, len(text), 80)
    if act == 0:
        return text[:at] + text[to:]
    if act == 1:
        return text[:at] + chance.choice(_PIECES) + text[at:]
    if act == 2:
        return text[:at] + "".join(chance.choices(_PIECES, k=chance.randrange(1, 6))) + text[to:]
    if act == 3:  # one piece up to all the room there is
        piece = text[at:to] or chance.choice(_PIECES)
        times = min(max(0, most - len(text)) // len(piece), int(2 ** (chance.random() * 16)))
        return text[:at] + piece * times + text[at:]
    if act == 4:
        return text[:at] + _DIGIT.sub(lambda hit: chr(ord(hit[0]) + 0xFEE0), text[at:to]) + text[to:]
    if act == 5:
        found = _DIGITS.search(text, at) or _DIGITS.search(text)
        if found:
            cut = chance.randrange(found.start() + 1, found.end())
            return text[:cut] + chance.choice(_BETWEEN) + text[cut:]
        return text
    if act == 6:
        return (
            text[:at] + "".join(str(chance.randrange(10)) for _ in range(chance.randrange(1, 24))) + text[at:]
        )
    if act == 7:
        return chance.choice(_BETWEEN).join(text[at:to]).join((text[:at], text[to:]))
    if others:
        other = chance.choice(others).decode("utf-8", "replace")
        start, end = plain_bytes.a_range(chance, len(other), max(1, len(other)))
        return text[:at] + other[start:end] + text[at:]
    return text
