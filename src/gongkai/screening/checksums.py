"""Check digits and plausible parts of the numbers that persons carry."""

from __future__ import annotations

from datetime import date
from operator import mul

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
# 11 to 15 North, 21 to 23 North-east, and so on; 71 Taiwan, 81 Hong Kong, 82 Macau, 83 residents from Taiwan.
_RANGES = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
PROVINCES = frozenset(str(code) for first, last in _RANGES for code in range(first, last + 1))
_WITHOUT_CITIES = ("71", "81", "82", "83")
FIRST_YEAR, LAST_YEAR = 1890, 2039


def id_check_char(first17: str) -> str:
    """The 18th character of a citizen's ID number. GB 11643—1999, ISO 7064 MOD 11-2."""
    return _CHECKS[sum(map(mul, map(int, first17), _WEIGHTS)) % 11]


def is_date(year: int, month: int, day: int) -> bool:
    """Whether there is such a day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def is_region(code: str) -> bool:
    """Whether six digits can be a place of registration (GB/T 2260, also of former days).

    Numbers that begin with 9 are those of foreigners' residence cards: province, then nationality.
    """
    if code[0] == "9":
        return code[1:3] in PROVINCES
    return code[:2] in PROVINCES and (code[2:4] != "00" or code[:2] in _WITHOUT_CITIES)


def is_id_shape(code: str) -> bool:
    """Eighteen characters with a plausible place and birthday, whatever the check digit."""
    year = int(code[6:10])
    return (
        FIRST_YEAR <= year <= LAST_YEAR
        and is_region(code[:6])
        and is_date(year, int(code[10:12]), int(code[12:14]))
    )


def is_id(code: str) -> bool:
    """A sound ID number: place, birthday and check digit."""
    return is_id_shape(code) and id_check_char(code[:17]) == code[17]


def is_old_id(code: str) -> bool:
    """Fifteen digits of the form used until 1999: place, birthday with two digits of the year, serial."""
    return (
        code[0] != "9"
        and is_region(code[:6])
        and is_date(1900 + int(code[6:8]), int(code[8:10]), int(code[10:12]))
    )


_DOUBLED = str.maketrans("0123456789", "0246813579")  # twice the digit, the digits of that added up


def luhn(digits: str) -> bool:
    """Whether the last digit checks the others. ISO/IEC 7812-1."""
    return (sum(map(int, digits[-1::-2])) + sum(map(int, digits[-2::-2].translate(_DOUBLED)))) % 10 == 0
