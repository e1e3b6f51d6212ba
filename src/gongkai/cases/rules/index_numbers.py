"""What people type for the notice that they mean: its index number in some spelling, or its title."""

from __future__ import annotations

import re
import unicodedata

_OURS = re.compile(r"[0-9A-Z]{9,18}/[0-9]{4}-[0-9]{5,6}")
_CHINESE = re.compile("[\u3400-\u9fff]")


def number_meant(typed: str) -> str:
    """The index number in what was typed, tidy; empty when it is a title in words."""
    plain = unicodedata.normalize("NFKC", typed).replace("\\", "/")
    tidy = "/".join(part.strip() for part in plain.split("/") if part.strip())
    found = _OURS.search(tidy.upper())
    if found is not None:
        return found[0]
    return "" if _CHINESE.search(tidy) else tidy
