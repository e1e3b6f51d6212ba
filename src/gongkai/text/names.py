"""Check digits of the codes by which organisations are known."""

_USCC_CHARS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ORG_CHARS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def uscc_problem(code: str) -> str | None:
    """What is wrong with a unified social credit code, in Chinese; None when it is sound. GB 32100—2015."""
    if len(code) != 18:
        return f"统一社会信用代码应为18位，现在是{len(code)}位"
    for place, char in enumerate(code, 1):
        if char not in _USCC_CHARS:
            return f"统一社会信用代码第{place}位“{char}”不在可用字符中（数字和大写字母，不用I、O、S、V、Z）"
    if not code[2:8].isdigit():
        return "统一社会信用代码第3至8位是行政区划码，应全为数字"
    if code[17] != uscc_check_char(code[:17]):
        return "统一社会信用代码最后一位校验码不符，有一位可能写错了"
    return None


def uscc_check_char(first17: str) -> str:
    """The 18th character for the first 17."""
    total = sum(_USCC_CHARS.index(char) * weight for char, weight in zip(first17, _USCC_WEIGHTS, strict=True))
    return _USCC_CHARS[-total % 31]


def org_code_problem(code: str) -> str | None:
    """What is wrong with a nine-character organisation code (with or without its hyphen). GB 11714—1997."""
    code = code[:8] + code[9:] if code[8:9] == "-" else code
    if len(code) != 9:
        return f"组织机构代码应为9位，现在是{len(code)}位"
    for place, char in enumerate(code[:8], 1):
        if char not in _ORG_CHARS:
            return f"组织机构代码第{place}位“{char}”不在可用字符中（数字和大写字母）"
    if code[8] != org_code_check_char(code[:8]):
        return "组织机构代码最后一位校验码不符，有一位可能写错了"
    return None


def org_code_check_char(first8: str) -> str:
    """The ninth character for the first eight; 10 is written X."""
    total = sum(_ORG_CHARS.index(char) * weight for char, weight in zip(first8, _ORG_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]
