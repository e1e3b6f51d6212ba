"""How a finding looks once it is masked: 张*, 5323**********1234, 138****5678. The width of a number stays."""

from __future__ import annotations

import re
from collections.abc import Callable

from gongkai.text.unseen import without_unseen

_CHAR = re.compile("[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]")
_STREET = re.compile(
    r".*?(?:街道|社区|居委会|村委会|行政村|自然村|村(?!庄)|[路街道巷弄](?=[0-9０-９一二三四五六七八九十百甲]|\Z)|[路街巷弄])"
)
_TOWN = re.compile(r".*(?:自治州|地区|自治县|[省市区县旗镇乡]|街道)")
_COMPOUND = re.compile(
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|长孙|宇文|轩辕|端木|独孤|南宫|闻人|澹台|淳于|申屠|呼延|赫连"
)

LEAST_HIDDEN = 4
"""A number too short to hide so many signs of it is hidden whole."""


def mask(kind: str, text: str, form: str = "") -> str:
    """What stands in place of `text`. `form` is a name of FORMS; by default that of the kind (KIND_FORMS)."""
    return FORMS[form or KIND_FORMS.get(kind, "all")](without_unseen(text))


def _keep(text: str, first: int, last: int) -> str:
    """Stars for letters and digits but the first and last so many; separators go, so that nothing tells where they stood."""
    signs = _CHAR.findall(text)
    if len(signs) < first + last + LEAST_HIDDEN:
        return "*" * max(len(signs), 1)
    return "".join(signs[:first]) + "*" * (len(signs) - first - last) + "".join(signs[len(signs) - last :])


def _keeping(first: int, last: int) -> Callable[[str], str]:
    return lambda text: _keep(text, first, last)


def _mobile(text: str) -> str:
    signs = _CHAR.findall(text)
    return "".join(signs[-11:-8]) + "****" + "".join(signs[-4:]) if len(signs) >= 11 else "*" * len(signs)


def _landline(text: str) -> str:
    signs = _CHAR.findall(text)
    return "".join(signs[:-4]) + "****" if len(signs) > 4 else "*" * len(signs)


def _name(text: str) -> str:
    """The surname and a star for each further character; a name of another people keeps its first character."""
    plain = text.strip()
    surname = 2 if _COMPOUND.match(plain) and len(plain) > 2 else 1
    return plain[:surname] + "*" * max(len(plain) - surname, 1)


def _given_only(text: str) -> str:
    """No character of the name: for minors, victims and informants 某某."""
    return "某某"


def _email(text: str) -> str:
    local, sign, domain = text.replace("＠", "@").partition("@")
    return f"{local[:1]}***{sign}{domain}" if sign else "***"


def _plate(text: str) -> str:
    """Province and office stay, the number goes but for its last sign."""
    tail = _CHAR.findall(text[1:])
    return text[:1] + "".join(tail[:1]) + "*" * max(len(tail) - 2, 1) + "".join(tail[-1:])


def _street(text: str) -> str:
    """Up to village, community or street: 清河县望亭镇柳庄村***."""
    hit = _STREET.match(text) or _TOWN.match(text)
    return (hit[0] if hit else "") + "***"


def _year(text: str) -> str:
    hit = re.search("(?:18|19|20)[0-9]{2}", text)
    return f"{hit[0]}年**月**日" if hit else "****"


FORMS: dict[str, Callable[[str], str]] = {
    "id": _keeping(4, 4),
    "id_ends": _keeping(1, 1),
    "mobile": _mobile,
    "landline": _landline,
    "last4": _keeping(0, 4),
    "first2": _keeping(2, 0),
    "first1_last2": _keeping(1, 2),
    "name": _name,
    "anonymous": _given_only,
    "email": _email,
    "plate": _plate,
    "street": _street,
    "year": _year,
    "all": lambda text: "*" * min(max(len(text.strip()), 1), 6),
    "gone": lambda text: "",
}
"""Name of a form → what it makes of a text. Every form is shorter than, or as long as, what it hides, or a fixed sign."""

KIND_FORMS = {
    "resident_id": "id",
    "mobile": "mobile",
    "landline": "landline",
    "bank_card": "last4",
    "passport": "first1_last2",
    "permit": "first1_last2",
    "social_security": "last4",
    "plate": "plate",
    "email": "email",
    "im_account": "first2",
    "address": "street",
    "birth_date": "year",
    "person_name": "name",
    "minor": "anonymous",
    "victim": "anonymous",
    "health": "all",
    "secrecy_mark": "gone",
    "wording": "all",
}
