"""Whether the data of whoever wrote in stand in a text that is to be public, however they were typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

# Characters that people put between the parts of a number or a name; they hide nothing.
_SKIPPED = re.compile(r"[\s\-—–_·•.()（）/+]")
_LEAST = {"name": 2, "agent": 2}
_LEAST_OTHERWISE = 5
IN_PLACE = {"name": "来信人", "agent": "代理人"}
LABELS = {
    "name": "来信人的姓名", "agent": "代理人的姓名", "identity": "来信人的证件号码", "phone": "来信人的电话",
    "email": "来信人的邮箱", "address": "来信人的地址", "agent_identity": "代理人的证件号码",
}  # fmt: skip
WITHHELD = "（已隐去）"


@dataclass(frozen=True)
class OwnPlace:
    """One occurrence: which of the sealed values, and where in the text as it stands."""

    key: str
    start: int
    end: int

    @property
    def label(self) -> str:
        return LABELS.get(self.key, "来信人的个人信息")

    @property
    def instead(self) -> str:
        return IN_PLACE.get(self.key, WITHHELD)


def own_places(text: str, personal: Mapping[str, str]) -> list[OwnPlace]:
    """Every place where a sealed value stands, in order, none inside another. Width, case and separators don't matter."""
    folded, origin = _folded(text)
    found: list[OwnPlace] = []
    for key, value in personal.items():
        wanted, _ = _folded(value)
        if len(wanted) < _LEAST.get(key, _LEAST_OTHERWISE):
            continue
        at = folded.find(wanted)
        while at >= 0:
            last = at + len(wanted) - 1
            found.append(OwnPlace(key, origin[at], origin[last] + 1))
            at = folded.find(wanted, at + 1)
    found.sort(key=lambda one: (one.start, -one.end))
    return _apart(found)


def stands_in(text: str, personal: Mapping[str, str]) -> bool:
    """Whether `own_places` would find anything, at the cost of a search."""
    folded = _plain(text)
    return any(
        len(wanted) >= _LEAST.get(key, _LEAST_OTHERWISE) and wanted in folded
        for key, wanted in ((key, _plain(value)) for key, value in personal.items())
    )


def _plain(text: str) -> str:
    return _SKIPPED.sub("", unicodedata.normalize("NFKC", text).casefold())


def _apart(found: list[OwnPlace]) -> list[OwnPlace]:
    kept: list[OwnPlace] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _folded(text: str) -> tuple[str, list[int]]:
    """The text without what hides nothing, and for each of its characters where it came from."""
    signs: list[str] = []
    origin: list[int] = []
    for place, sign in enumerate(text):
        for plain in unicodedata.normalize("NFKC", sign).casefold():
            if not _SKIPPED.match(plain):
                signs.append(plain)
                origin.append(place)
    return "".join(signs), origin


def without_own(text: str, personal: Mapping[str, str]) -> str:
    """The text with 来信人 for the name and a plain sign for all else of theirs."""
    for one in reversed(own_places(text, personal)):
        text = text[: one.start] + one.instead + text[one.end :]
    return text
