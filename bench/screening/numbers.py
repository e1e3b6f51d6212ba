"""Numbers of persons and of things, sound and unsound, in the ways that people and machines write them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from gongkai.screening.checksums import id_check_char, is_id, luhn
from gongkai.text.names import org_code_check_char, uscc_check_char, uscc_problem

REGIONS = [
    "130602",
    "130683",
    "320102",
    "330106",
    "340826",
    "370983",
    "410181",
    "420106",
    "430104",
    "440305",
    "510107",
    "532301",
    "610103",
    "110105",
    "310115",
]
ORG_CHARS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PLATE_CHARS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
MOBILE_SERIES = [
    "130",
    "131",
    "132",
    "133",
    "135",
    "136",
    "137",
    "138",
    "139",
    "145",
    "147",
    "150",
    "151",
    "152",
    "153",
    "155",
    "156",
    "157",
    "158",
    "159",
    "166",
    "170",
    "175",
    "176",
    "177",
    "178",
    "180",
    "181",
    "182",
    "183",
    "185",
    "186",
    "187",
    "188",
    "189",
    "191",
    "193",
    "198",
    "199",
]
CARD_PREFIXES = (
    ("622202", 19),
    ("621700", 19),
    ("622848", 19),
    ("621661", 19),
    ("623052", 19),
    ("621098", 19),
    ("622588", 16),
    ("625965", 16),
    ("621785", 19),
    ("622908", 18),
    ("402674", 16),
    ("524094", 16),
)


def digits(rng: Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def day(rng: Random, first: int = 1935, last: int = 2012) -> str:
    return f"{rng.randint(first, last)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"


def resident_id(rng: Random) -> str:
    body = rng.choice(REGIONS) + day(rng) + digits(rng, 3)
    return body + id_check_char(body)


def wrong_id(rng: Random) -> str:
    """Eighteen characters like an ID number whose check digit doesn't fit."""
    right = resident_id(rng)
    return right[:17] + rng.choice([c for c in "0123456789" if c != right[17]])


def old_id(rng: Random) -> str:
    return rng.choice(REGIONS) + day(rng, 1935, 1985)[2:] + digits(rng, 3)


def mobile(rng: Random) -> str:
    return rng.choice(MOBILE_SERIES) + digits(rng, 8)


def bank_card(rng: Random) -> str:
    prefix, length = rng.choice(CARD_PREFIXES)
    body = prefix + digits(rng, length - len(prefix) - 1)
    return next(body + c for c in "0123456789" if luhn(body + c))


def credit_code(rng: Random) -> str:
    while True:
        head = rng.choice(["91", "92", "93", "11", "12", "51", "52"]) + rng.choice(REGIONS)
        first8 = "".join(rng.choice(ORG_CHARS) for _ in range(8))
        body = head + first8 + org_code_check_char(first8)
        code = body + uscc_check_char(body)
        if uscc_problem(code) is None and not (code.isdigit() and is_id(code)):
            return code


def plate(rng: Random) -> str:
    head = rng.choice(PROVINCES) + rng.choice(PLATE_CHARS[:12])
    if rng.random() < 0.3:
        return head + rng.choice("DF") + rng.choice(PLATE_CHARS) + digits(rng, 4)
    tail = list(digits(rng, 5))
    for place in rng.sample(range(5), rng.randint(0, 2)):
        tail[place] = rng.choice(PLATE_CHARS)
    return head + rng.choice(["", "", "·", "•", "-"]) + "".join(tail)


def passport(rng: Random) -> str:
    if rng.random() < 0.3:
        return "E" + rng.choice("ABCDEFGHJ") + digits(rng, 7)
    return rng.choice("EG") + digits(rng, 8)


def permit(rng: Random) -> str:
    return rng.choice("CHMT") + digits(rng, 8)


def landline(rng: Random) -> str:
    area = rng.choice(["010", "021", "0312", "0535", "0871", "0755"])
    return f"{area}-{rng.choice('2345678')}{digits(rng, 7 if len(area) == 3 else 6)}"


_MAIL = ("163.com", "qq.com", "126.com", "sina.cn", "example.com.cn")


def email(rng: Random) -> str:
    local = "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(rng.randint(4, 9)))
    return f"{local}{rng.choice(['', digits(rng, 2), '_' + digits(rng, 3)])}@{rng.choice(_MAIL)}"


def wide(text: str) -> str:
    """Full-width digits and letters."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def misread(rng: Random, text: str) -> str:
    """One or two digits as a recogniser of print takes them: O for 0, l for 1."""
    places = [i for i, c in enumerate(text) if c in "01"]
    out = list(text)
    for place in rng.sample(places, min(len(places), rng.randint(1, 2))):
        out[place] = {"0": "O", "1": rng.choice("lI")}[text[place]]
    return "".join(out)


def parted(text: str, sizes: tuple[int, ...], sign: str) -> str:
    """In groups of these sizes, the rest in the last."""
    parts, at = [], 0
    for size in sizes:
        parts.append(text[at : at + size])
        at += size
    return sign.join([*parts, text[at:]] if at < len(text) else parts)


def broken(rng: Random, text: str, sign: str = "\n") -> str:
    """Cut once, as a line end or the edge of a cell cuts it."""
    at = rng.randint(3, len(text) - 3)
    return text[:at] + sign + text[at:]


def written(rng: Random, kind: str, text: str) -> str:
    """As it may stand in a text: mostly plain, also wide, with blanks or hyphens, broken, misread."""
    ways = _WAYS.get(kind, ())
    if not ways or rng.random() < 0.55:
        return text
    return rng.choice(ways)(rng, text)


Way = Callable[[Random, str], str]
_WAYS: dict[str, tuple[Way, ...]] = {
    "resident_id": (
        lambda rng, s: wide(s),
        lambda rng, s: parted(s, (6, 8, 4), " "),
        lambda rng, s: parted(s, (6, 8, 4), "-"),
        lambda rng, s: parted(s, (3, 3, 4, 4, 4), rng.choice([" ", "\u3000"])),
        lambda rng, s: broken(rng, s),
        lambda rng, s: broken(rng, s, "\t"),
        lambda rng, s: " ".join(s),
        misread,
        lambda rng, s: s.lower(),
    ),
    "mobile": (
        lambda rng, s: wide(s),
        lambda rng, s: parted(s, (3, 4, 4), rng.choice([" ", "-", "\u3000"])),
        lambda rng, s: parted(s, (3, 8), rng.choice([" ", "-"])),
        lambda rng, s: "+86 " + s,
        lambda rng, s: "+86-" + parted(s, (3, 4, 4), "-"),
    ),
    "bank_card": (
        lambda rng, s: wide(s),
        lambda rng, s: parted(s, (4, 4, 4, 4), rng.choice([" ", "\u3000", "-"])),
        lambda rng, s: parted(s, (4, 4, 4, 4), "  "),
        lambda rng, s: parted(s, (6, 20), " "),
        lambda rng, s: broken(rng, s),
    ),
    "credit_code": (lambda rng, s: wide(s), lambda rng, s: s.lower(), misread),
    "passport": (lambda rng, s: wide(s),),
    "permit": (lambda rng, s: wide(s),),
    "plate": (lambda rng, s: wide(s),),
}  # fmt: skip
