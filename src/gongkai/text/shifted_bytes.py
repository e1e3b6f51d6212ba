"""One run of GBK text whose bytes are paired one off: find its ends, pair anew, trust only what makes words."""

import functools
import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.text.dictionary import cut
from gongkai.text.drafting import UNREADABLE, Edit
from gongkai.text.traditional import simplify

_RECOVERED = "字节错位一位，重新配对后还原，宜核对"
_LOST = "编码转换时丢了字节，无法辨认"
_REACH = 80
"""Characters looked at on either side of a suspicious one."""
_NUMERALS = "一二三四五六七八九十"
_PUNCTUATION = "、。，；：？！（）《》“”〔〕"
# Words of one character that may stand alone in a mended run; any other single character may be a chance pair.
_FUNCTION_WORDS = frozenset(
    "的和与及在对为是有不等了将应由于按至各本我你市县省区镇乡或并以其从向" + _PUNCTUATION
)
_AFTER_RUN = re.compile(r"(?P<tail>[@-~])?[(（](?P<pinyin>[a-zü\u0100-\u01dcàáèéìíòóùúḿńňǹ]{1,6})[)）]")


@dataclass(frozen=True)
class Evidence:
    """Characters that the text itself writes before a given pinyin."""

    readings: Mapping[str, frozenset[str]]

    def by_tail(self, pinyin: str, tail: int) -> str | None:
        """The only character with this pinyin and second byte."""
        return self._only(pinyin, 1, tail)

    def by_lead(self, pinyin: str, lead: int) -> str | None:
        """The only character with this pinyin and first byte."""
        return self._only(pinyin, 0, lead)

    def _only(self, pinyin: str, place: int, byte: int) -> str | None:
        found = [char for char in self.readings.get(pinyin, ()) if (gbk_pair(char) or b"  ")[place] == byte]
        return found[0] if len(found) == 1 else None


@functools.lru_cache(maxsize=8192)
def gbk_pair(char: str) -> bytes | None:
    """The two bytes of a character in GBK; None when it has one, four or none."""
    try:
        code = char.encode("gb18030")
    except UnicodeEncodeError:
        return None
    return code if len(code) == 2 else None


@functools.lru_cache(maxsize=8192)
def _char(lead: int, tail: int) -> str | None:
    try:
        char = bytes((lead, tail)).decode("gb18030")
    except UnicodeDecodeError:
        return None
    return None if len(char) != 1 or "\ue000" <= char <= "\uf8ff" else char


@functools.lru_cache(maxsize=8192)
def _likelihood(char: str | None) -> float:
    """How much at home a character is in an official text; symbols that only shifting makes weigh most."""
    if char is None:
        return -4
    if char in _PUNCTUATION:
        return 0.5
    lead = (gbk_pair(simplify(char)) or b"\0")[0]
    if 0xB0 <= lead <= 0xD7:
        return 1 if simplify(char) == char else 0.5
    return -1 if 0xD8 <= lead <= 0xF7 else -3


def mend_run(text: str, alarm: re.Match[str], floor: int, evidence: Evidence) -> list[Edit] | None:
    """Edits for the run around `alarm`; None when nothing speaks for a shift. They cover one stretch in order."""
    torn = alarm["torn"] is not None
    place = alarm.end() if torn else alarm.start()
    torn_only = [Edit(*alarm.span(), UNREADABLE, "unreadable", _LOST)]
    first, last = _stretch(text, place, alarm.end() if torn else floor)
    if first == last:
        return torn_only if torn else None
    pairs = [gbk_pair(char) or b"" for char in text[first:last]]
    start, end = _best_ends(text[first:last], pairs, place - first, fixed_start=torn)
    if end - start < 1 and not _is_lone_numeral(text, first, last):
        return torn_only if torn else None
    run = _Run(text, first + start, first + end + 1, [*pairs[start : end + 1]], evidence)
    return run.edits(torn_from=alarm.start() if torn else None)


def _stretch(text: str, place: int, floor: int) -> tuple[int, int]:
    first = last = place
    while first > max(floor, place - _REACH) and _may_belong(text[first - 1]):
        first -= 1
    while last < min(len(text), place + _REACH * 3) and _may_belong(text[last]):
        last += 1
    return first, last


def _may_belong(char: str) -> bool:
    return not char.isspace() and gbk_pair(char) is not None


def _best_ends(chars: str, pairs: list[bytes], place: int, *, fixed_start: bool) -> tuple[int, int]:
    """Indexes of the first and last character whose re-pairing gains most; the one at `place` lies between."""
    gains = [
        _likelihood(_char(left[1], right[0])) - (_likelihood(a) + _likelihood(b)) / 2
        for left, right, a, b in zip(pairs, pairs[1:], chars, chars[1:], strict=False)
    ]
    start = end = place
    best = total = 0.0
    for index in range(place - 1, -1, -1):
        if fixed_start:
            break
        total += gains[index]
        if total > best:
            best, start = total, index
    best = total = 0.0
    for index in range(place, len(gains)):
        total += gains[index]
        # A tie counts only where the text breaks off anyway: shifted bytes run on until something stops them.
        if total > best or (total == best > 0 and index == len(gains) - 1):
            best, end = total, index + 1
    return start, end


def _is_lone_numeral(text: str, first: int, last: int) -> bool:
    return last - first == 1 and text[last : last + 2] == "?、" and _starts_paragraph(text, first)


def _starts_paragraph(text: str, place: int) -> bool:
    before = text[max(0, place - 6) : place].rstrip("?")
    return not before or before[-1] in "\n\u3000 \xa0"


class _Run:
    """Characters text[start:end], to be read from the second byte of the first one on."""

    def __init__(self, text: str, start: int, end: int, pairs: list[bytes], evidence: Evidence) -> None:
        self.text, self.start, self.end, self.pairs, self.evidence = text, start, end, pairs, evidence
        self.heads_paragraph = _starts_paragraph(text, start)

    def edits(self, *, torn_from: int | None) -> list[Edit]:
        mark, rest = self._list_mark() if self.heads_paragraph else ("", 0)
        start, end = self.start, self.end
        if self.heads_paragraph:
            while start > 0 and self.text[start - 1] == "?":
                start -= 1
        if torn_from is not None:
            start = torn_from
        chars = self._repaired(rest)
        after, end = self._after(self.pairs[-1][1]) if len(self.pairs) > rest else ("", end)
        lost_head = "" if self.heads_paragraph else UNREADABLE
        body = mark + lost_head + _trusted(chars, after, heads_paragraph=self.heads_paragraph and not mark)
        body = re.sub(f"(?:{UNREADABLE})+", UNREADABLE, body)
        return _split_marks(start, end, body, self.text[start:end])

    def _repaired(self, rest: int) -> list[str]:
        pairs = self.pairs[rest:]
        return [_char(a[1], b[0]) or "\0" for a, b in itertools.pairwise(pairs)]

    def _list_mark(self) -> tuple[str, int]:
        """（一） at the head of a paragraph, and the index of the character whose first byte closes it.

        The first byte tells the numerals apart; of 二, 三, 六, 十 the second was dropped together with the
        bracket's first byte, since the two are no pair of GBK.
        """
        pairs = self.pairs
        if len(pairs) < 3 or pairs[0][1] != 0xA3 or pairs[1][0] != 0xA8:
            return "", 0
        for numeral in _NUMERALS:
            lead, tail = gbk_pair(numeral) or b"  "
            if lead != pairs[1][1]:
                continue
            if _char(tail, 0xA3):
                intact = len(pairs) > 3 and pairs[2] == bytes((tail, 0xA3)) and pairs[3][0] == 0xA9
                return (f"（{numeral}）", 3) if intact else ("", 0)
            if pairs[2][0] == 0xA9:
                return f"（{numeral}）", 2
            if pairs[2][0] == 0xA2:  # ）、 was dropped as A9A1
                return f"（{numeral}）、", 2
        return "", 0

    def _after(self, lead: int) -> tuple[str, int]:
        """What the last byte, the first half of a torn character, belongs to; and where the run ends."""
        end = self.end
        hit = _AFTER_RUN.match(self.text, end)
        if hit and hit["tail"]:
            found = self.evidence.by_tail(hit["pinyin"], ord(hit["tail"]))
            if not found:
                return UNREADABLE, hit.end()
            whole = _char(lead, ord(hit["tail"])) == found
            return ("" if whole else UNREADABLE) + found, hit.end()
        if hit:
            found = self.evidence.by_lead(hit["pinyin"], lead)
            return found or UNREADABLE, hit.end()
        if self.text[end : end + 1] == "?":
            return self._lone_numeral(lead) or UNREADABLE, end + 1
        return UNREADABLE, end

    def _lone_numeral(self, lead: int) -> str:
        """`ザ?、` at the head of a paragraph: the first byte of 二, its second no longer a pair."""
        if len(self.pairs) > 1 or not self.heads_paragraph or self.text[self.end : self.end + 2] != "?、":
            return ""
        return next((n for n in "二三六十" if (gbk_pair(n) or b" ")[0] == lead), "")


def _trusted(chars: list[str], after: str, *, heads_paragraph: bool) -> str:
    """The mended characters that form dictionary words with their neighbours; the others are lost.

    Between two characters a whole pair may have been dropped without a trace, so a character by itself proves nothing.
    """
    joined = "".join(chars)
    tail = "" if after.startswith(UNREADABLE) else after
    whole = joined + tail
    simple = simplify(whole)
    out, place = [], 0
    for word in cut(simple, guess=False):
        kept = len(word) > 1 or word in _FUNCTION_WORDS or place >= len(joined)
        kept = kept or (heads_paragraph and place == 0 and word in _NUMERALS and simple[1:2] == "、")
        out.append(whole[place : place + len(word)] if kept else UNREADABLE)
        place += len(word)
    return "".join(out) + after[len(tail) :]


def _split_marks(start: int, end: int, body: str, original: str) -> list[Edit]:
    """One edit for the stretch up to the first lost place, zero-width ones for the rest: each place gets its mark."""
    parts = [part for part in re.split(f"({UNREADABLE})", body) if part]
    edits = []
    for number, part in enumerate(parts):
        kind, note = ("unreadable", _LOST) if part == UNREADABLE else ("recovered", _RECOVERED)
        edits.append(Edit(start if number == 0 else end, end, part, kind, note, original))
    return edits or [Edit(start, end, "", "recovered", _RECOVERED)]
