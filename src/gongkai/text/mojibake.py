"""Broken encodings inside a text: private characters of typesetters, pinyin in brackets, bytes shifted by one.

Scrapers that lose or add one byte read the rest of a GBK text in the wrong pairs: （一）加强 becomes 。ㄒ唬┘訌(qiáng).
Pairing the bytes anew brings back what is complete; pairs that don't exist in GBK were dropped on the way, and what
they held is lost.
"""

import re
from collections import defaultdict

from gongkai.text.drafting import UNREADABLE, Draft, Edit
from gongkai.text.shifted_bytes import Evidence, gbk_pair, mend_run
from gongkai.text.tables import HANZI, traditional_characters

# Typesetting codes of the Founder system, as they occur in published texts: a line's end, a point, filling.
_TYPESETTING = {"\ue003": " ", "\ue004": "\n", "\ue010": ".", "\ue5f9": ""}
_PRIVATE = re.compile("[\ue003\ue004\ue010\ue5f9]|(?:(?![\ue003\ue004\ue010\ue5f9])[\ue000-\uf8ff\ufffd])+")
_ANY_PRIVATE = re.compile("[\ue000-\uf8ff\ufffd]")

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜḿńňǹ"
_SYLLABLE = f"(?=[a-zü]{{0,4}}[{_TONED}])[a-zü{_TONED}]{{1,6}}"
_ANNOTATED = re.compile(f"([{HANZI}])[(（]({_SYLLABLE})[)）]")
_MIN_ANNOTATIONS = 3
"""From so many on, pinyin in brackets is noise and no gloss (亳(bó)州)."""
# A Latin sign before pinyin is the second byte of the character that the pinyin reads: F(xiàn) for 現.
_TAIL_BYTE = re.compile(f"(?<![A-Za-z0-9])([@-~])[(（]({_SYLLABLE})[)）]")
_ALARM = re.compile(
    f"(?P<torn>(?:\\?[a-zü]{{0,4}}[{_TONED}][a-zü{_TONED}]{{0,4}}\\))+)"
    "|[\u3041-\u30fe\u3105-\u3129\u2ff0-\u2ffb]"
    f"|(?<=[{HANZI}。])[\u2500-\u254b](?=[{HANZI}])"
    "|(?:(?<=\n。)|(?<=\\A。))[ǖǘǚǜüê]"
)
_ANY_ALARM = re.compile(f"[\u3041-\u30fe\u3105-\u3129\u2ff0-\u2ffb\u2500-\u254bǖǘǚǜüê{_TONED}]")
"""One quick look: without any of these there is neither pinyin nor a shift."""
_REPEATED = re.compile(f"(?:{UNREADABLE}){{2,}}")
_JAPANESE = re.compile("[\u3041-\u3096\u30a1-\u30fa]{3,}")


def mend_private_use(draft: Draft) -> None:
    """Typesetters' codes back to what they meant; any other private or replacement character is unreadable."""
    if _ANY_PRIVATE.search(draft.text):
        draft.apply(map(_private_edit, _PRIVATE.finditer(draft.text)))


def _private_edit(hit: re.Match[str]) -> Edit:
    if hit[0] in _TYPESETTING:
        return Edit(*hit.span(), _TYPESETTING[hit[0]], "recovered", "排版系统的专用代码，按其含义还原")
    return Edit(*hit.span(), UNREADABLE, "unreadable", "原文此处的字符没有通用编码，无法辨认")


def drop_pinyin(draft: Draft) -> None:
    """`據(jù)` → `據`. Glosses stay: few in a text, and after a character that isn't traditional."""
    if not _ANY_ALARM.search(draft.text):
        return
    hits = list(_ANNOTATED.finditer(draft.text))
    if len(hits) < _MIN_ANNOTATIONS:
        hits = [hit for hit in hits if hit[1] in traditional_characters()]
    draft.apply(Edit(hit.end(1), hit.end(), "", "pinyin", "括号里的拼音是转换留下的") for hit in hits)


def mend_shifted_bytes(draft: Draft) -> None:
    """Re-pair shifted bytes; mark what came back and what is lost."""
    text = draft.text
    if not _ANY_ALARM.search(text):
        return
    edits: list[Edit] = []
    alarm = _ALARM.search(text)
    tail = _TAIL_BYTE.search(text)
    if not alarm and not tail:
        return
    evidence = _evidence(text)
    done = 0
    while alarm:
        japanese = _JAPANESE.match(text, alarm.start())
        mended = None if japanese else mend_run(text, alarm, done, evidence)
        done = (japanese or alarm).end()
        if mended:
            edits += mended
            done = mended[-1].end
        alarm = _ALARM.search(text, done)
    taken = [(edit.start, edit.end) for edit in edits]
    for hit in _TAIL_BYTE.finditer(text):
        if not any(start < hit.end() and hit.start() < end for start, end in taken):
            edits.append(_tail_edit(hit, evidence))
    draft.apply(sorted(edits, key=lambda edit: edit.start))
    draft.replace_all(_REPEATED, UNREADABLE, "merged")


def _tail_edit(hit: re.Match[str], evidence: Evidence) -> Edit:
    found = evidence.by_tail(hit[2], ord(hit[1]))
    if found:
        return Edit(*hit.span(), found, "recovered", "按残留的后一字节和拼音，对照本文同一字还原，宜核对")
    return Edit(*hit.span(), UNREADABLE, "unreadable", "字的前一字节已丢失，无法辨认")


def _evidence(text: str) -> Evidence:
    """Which characters this very text annotates with which pinyin."""
    read: dict[str, set[str]] = defaultdict(set)
    for hit in _ANNOTATED.finditer(text):
        if gbk_pair(hit[1]):
            read[hit[2]].add(hit[1])
    return Evidence({pinyin: frozenset(chars) for pinyin, chars in read.items()})
