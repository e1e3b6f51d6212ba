"""What would pass in place of what was written, where that is certain enough to offer; "" where it isn't."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

from gongkai.tables.cells import CellProblem, day
from gongkai.text.plain import is_web_address

_SHORT_YEAR = re.compile(r"'?(\d\d)[-./年](\d{1,2})[-./月](\d{1,2})日?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")
_WITHIN = re.compile(r"(?:19|20)\d\d(?:年\d{1,2}月\d{1,2}日|[-./]\d{1,2}[-./]\d{1,2}(?!\d))")
_SEPARATORS = re.compile(r"\s*[、,，_~·\\|—–:]+\s*|(?<=\d)\s+(?=\d)")
_ADDRESS = re.compile(r"https?://[^\s<>\"'\\，。；）]+", re.I)
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/:?][^\s<>\"'\\]*)?", re.I)


def near_day(written: object) -> str:
    """A date written in a way that isn't read, in ISO form: other separators, two digits of the year, words around it."""
    text = unicodedata.normalize("NFKC", str(written)).strip()
    text = re.sub(r"(?<=\d)[oO〇○]|[oO〇○](?=\d)", "0", text)
    text = re.sub(r"(?<=\d)[lI|](?=\d)", "1", text)
    tries = [text, _SEPARATORS.sub("-", text)]
    if hit := _SHORT_YEAR.fullmatch(tries[-1]):
        century = "19" if int(hit[1]) > 50 else "20"
        tries.append(f"{century}{hit[1]}-{hit[2]}-{hit[3]}")
    if hit := _YEAR_LAST.fullmatch(tries[1]):
        first, second = int(hit[1]), int(hit[2])
        if first > 12 >= second:
            tries.append(f"{hit[3]}-{second}-{first}")
        elif second > 12 >= first:
            tries.append(f"{hit[3]}-{first}-{second}")
    within = set(_WITHIN.findall(text))
    if len(within) == 1:
        tries.append(within.pop())
    for candidate in tries:
        try:
            return day(candidate).isoformat()
        except CellProblem:
            continue
    return ""


def near_label(written: object, labels: Iterable[str]) -> str:
    """The label that was most likely meant: other width or case, else the nearest in letters."""
    return _near(str(written)[:80], frozenset(labels))


@lru_cache(maxsize=4096)
def _near(written: str, labels: frozenset[str]) -> str:
    folded = {unicodedata.normalize("NFKC", label).casefold().replace(" ", ""): label for label in labels}
    text = unicodedata.normalize("NFKC", written).casefold().replace(" ", "")
    if text in folded:
        return folded[text]
    near = get_close_matches(text, sorted(folded), n=1, cutoff=0.6)
    return folded[near[0]] if near else ""


def near_address(written: object) -> str:
    """A web address without the words around it, in plain letters, with its scheme."""
    text = unicodedata.normalize("NFKC", str(written)).strip()
    if hit := _ADDRESS.search(text):
        return hit.group() if is_web_address(hit.group()) else ""
    return f"http://{text}" if _HOST.fullmatch(text) and is_web_address(f"http://{text}") else ""
