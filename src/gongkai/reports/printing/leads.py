"""Which words at the beginning of a paragraph are its heading: （一）主动公开。… is set in 楷体 up to there (GB/T 9704)."""

from __future__ import annotations

import re

_LEAD = re.compile(r"（[一二三四五六七八九十]{1,3}）[^。：；，、？！]{1,28}(?:[。：]|$)")


def divided(paragraph: str) -> tuple[str, str]:
    """The heading at the beginning of a paragraph ("" when there is none) and the rest."""
    found = _LEAD.match(paragraph)
    return (found.group(), paragraph[found.end() :]) if found else ("", paragraph)
