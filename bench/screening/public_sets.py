"""Public labelled sets, where they are present: which of their labels mean what ours mean, by rules written here.

BDCI and CLUENER label authors, actors and figures of games as names, and scenic spots and countries as addresses;
their telephone values are random characters of the old length. So two figures are given: the whole, without a bar,
and the labels that a rule selects.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

from bench.screening.generator import Label, Line

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data"
_KINDS = {
    "name": "person_name",
    "NAME": "person_name",
    "address": "address",
    "mobile": "mobile",
    "email": "email",
    "QQ": "im_account",
    "vx": "im_account",
}
_CUES = re.compile(
    "(?:户主|申请人|患者|被处罚人|当事人|联系人|经纪人|负责人|法定代表人|先生|女士|记者|姓名|原告|被告|业主|居民|村民|市民|主任|局长|书记|市长|县长|经理|董事长|院长|校长|教授|医生|律师|警官|队长)[：:]?\\Z"
)
_SURNAME = re.compile("[\u4e00-\u9fff]{2,4}\\Z")
_DOOR = re.compile("(?:[路街道巷弄村组][^，。]{0,6}|\\A)[0-9０-９一二三四五六七八九十]+[号弄栋幢室]")
SELECTED = {
    "mobile": re.compile(r"(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d){8}\Z"),
    "email": re.compile(r"[A-Za-z0-9_][\w.+%\-]*@(?:[A-Za-z0-9\-]+\.)+[A-Za-z]{2,}\Z"),
}  # fmt: skip
"""Kind → what a label's text must be to count: random values that are no longer of the kind's form don't."""


def present() -> bool:
    return (FOLDER / "pii").is_dir()


def lines(name: str) -> Iterator[tuple[str, Line, Line]]:
    """(set's id of the line, line with all labels, line with the selected ones)."""
    with gzip.open(FOLDER / "pii" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as handle:
        for row in handle:
            entry = json.loads(row)
            text = entry["text"]
            whole = [
                Label(_KINDS[s["label"]], s["start"], s["end"], cued=False)
                for s in entry["spans"]
                if s["label"] in _KINDS
            ]
            chosen = [label for label in whole if is_selected(label, text)]
            yield entry["id"], Line(text, tuple(whole), name), Line(text, tuple(chosen), name)


def is_selected(label: Label, text: str) -> bool:
    """The rule of each kind: form for numbers, a cue before names of two to four Hanzi, a door for addresses."""
    value, before = text[label.start : label.end], text[max(0, label.start - 8) : label.start]
    if label.kind == "person_name":
        return bool(_CUES.search(before) and _SURNAME.match(value))
    if label.kind == "address":
        return bool(_DOOR.search(value))
    if label.kind == "im_account":
        if value.isdigit():
            return (
                bool(re.search("[qQ]{2}[号：: ]{0,3}\\Z", before))
                and value[0] != "0"
                and 5 <= len(value) <= 11
            )
        return (
            bool(re.search("(?:微信号?|vx|wx)[：: ]{1,2}\\Z", before))
            and 6 <= len(value) <= 20
            and value[0].isalpha()
        )
    after = text[label.end : label.end + 1]
    touched = (before[-1:] + after).isascii() and any(c.isalnum() for c in before[-1:] + after)
    return bool(SELECTED[label.kind].match(value)) and not touched


def policy_texts() -> Iterator[tuple[str, str]]:
    """(file and line, text) of official documents, in which hardly anything personal should be found."""
    for path in sorted((FOLDER / "policy_docs").glob("*.jsonl.gz")):
        if "metadata" in path.name:
            continue
        with gzip.open(path, "rt", encoding="utf-8") as handle:
            for number, row in enumerate(handle, 1):
                values = [value for value in json.loads(row).values() if isinstance(value, str)]
                yield f"{path.name}:{number}", max(values, key=len, default="")
