"""Chinese numerals and integers."""

import re

DIGITS = {
    char: value
    for value, chars in enumerate(
        (
            "〇零○Ｏ0０",
            "一壹1１",
            "二贰贰兩两弍2２",
            "三叁参3３",
            "四肆4４",
            "五伍5５",
            "六陆陸6６",
            "七柒7７",
            "八捌8８",
            "九玖9９",
        )
    )
    for char in chars
}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS = {"廿": 20, "卄": 20, "念": 20, "卅": 30, "卌": 40}
_GREAT = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
NUMERAL = "[〇零○一二两三四五六七八九十百千万亿廿卅卌壹贰叁肆伍陆柒捌玖拾佰仟]"
"""A regex for one character of a Chinese numeral."""

_PLAIN = ("〇", "一", "二", "三", "四", "五", "六", "七", "八", "九")
_CAPITAL = ("零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖")


class NumeralProblem(ValueError):
    """The text isn't a number; the message says in Chinese what stands in the way."""


def chinese_to_int(text: str) -> int:
    """一百二十三, 二〇二四, 廿三, 壹仟零伍, 1万2千, 35 → int. Raises NumeralProblem."""
    text = re.sub(r"[\s,，]", "", text)
    if not text:
        raise NumeralProblem("没有填写数字")
    if all(char in DIGITS for char in text):
        return int("".join(str(DIGITS[char]) for char in text))
    return _with_units(text)


def _with_units(text: str) -> int:
    total = section = 0
    digits = ""
    for char in text:
        if char in DIGITS:
            digits += str(DIGITS[char])
        elif char in _TENS:
            section += _TENS[char]
        elif char in _SMALL:
            # A bare unit counts once: 十二; a zero before it is only a spacer: 一千零十.
            section += (int(digits or 0) or 1) * _SMALL[char]
            digits = ""
        elif char in _GREAT:
            section += int(digits or 0)
            digits = ""
            if _GREAT[char] > total and total:  # 三万亿
                total = (total + section) * _GREAT[char]
            else:
                total += (section or 1) * _GREAT[char]
            section = 0
        else:
            raise NumeralProblem(f"“{text}”里的“{char}”不是数字")
    return total + section + int(digits or 0)


def int_to_chinese(number: int, *, capital: bool = False) -> str:
    """123 → 一百二十三 (十二 without a leading 一), or 壹佰贰拾叁 in the capital form of money."""
    if number < 0:
        return "负" + int_to_chinese(-number, capital=capital)
    if number >= 10**16:
        raise NumeralProblem("数字太大，最多到千兆")
    digits = _CAPITAL if capital else ("零", *_PLAIN[1:])
    if number == 0:
        return "零"
    out = ""
    for power, name in ((12, "兆"), (8, "亿"), (4, "万"), (0, "")):
        section = number // 10**power % 10**4
        if not section:
            continue
        if out and (section < 1000 or (number // 10 ** (power + 4) % 10 == 0 and out[-1] != "零")):
            out += "零" if out[-1] != "零" else ""
        out += _section(section, digits, capital=capital) + name
    return out[1:] if not capital and out.startswith("一十") else out


def _section(section: int, digits: tuple[str, ...], *, capital: bool) -> str:
    names = ("仟", "佰", "拾", "") if capital else ("千", "百", "十", "")
    out, gap = "", False
    for place, name in zip((1000, 100, 10, 1), names, strict=True):
        digit = section // place % 10
        if digit:
            out += ("零" if gap and out else "") + digits[digit] + name
            gap = False
        else:
            gap = True
    return out


def year_to_chinese(year: int) -> str:
    """2024 → 二〇二四."""
    return "".join(_PLAIN[int(digit)] for digit in str(year))
