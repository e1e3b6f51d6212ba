"""Numbers on the public sets, and the official documents in which hardly anything personal should be found.

BDCI's telephone, QQ, WeChat and e-mail values are random characters of the old length, Taiwan's and Hong Kong's
telephones among them; so beside the whole, without a bar, stand the labels that the rules here select.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

from bench.screening.generator import Label, Line

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
_KINDS = {"mobile": "mobile", "email": "email", "QQ": "im_account", "vx": "im_account"}
_MAINLAND = re.compile(r"(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d){8}\Z")
_MAIL = re.compile(r"[A-Za-z0-9_][\w.+%\-]*@(?:[A-Za-z0-9\-]+\.)+[A-Za-z]{2,}\Z")
_QQ = re.compile("[qQ]{2}[号：: ]{0,3}\\Z")
_WECHAT = re.compile("(?:微信号?|vx|wx)[：: ]{1,2}\\Z")


def present() -> bool:
    return (DATA / "pii").is_dir()


def lines() -> Iterator[tuple[Line, Line]]:
    """Each text of BDCI twice: with all labels of numbers, and with the selected ones."""
    with gzip.open(DATA / "pii" / "bdci_privacy.jsonl.gz", "rt", encoding="utf-8") as rows:
        for row in rows:
            entry = json.loads(row)
            text, spans = entry["text"], (s for s in entry["spans"] if s["label"] in _KINDS)
            whole = [Label(_KINDS[s["label"]], s["start"], s["end"], cued=False) for s in spans]
            chosen = [label for label in whole if is_selected(label, text)]
            yield Line(text, tuple(whole), "bdci"), Line(text, tuple(chosen), "bdci")


def is_selected(label: Label, text: str) -> bool:
    """Mainland mobiles and whole addresses of mail that no letter or digit touches; QQ and WeChat named as such."""
    value, before = text[label.start : label.end], text[max(0, label.start - 8) : label.start]
    if label.kind == "im_account" and value.isdigit():
        return bool(_QQ.search(before)) and value[0] != "0" and 5 <= len(value) <= 11
    if label.kind == "im_account":
        return bool(_WECHAT.search(before)) and 6 <= len(value) <= 20 and value[0].isalpha()
    beside = before[-1:] + text[label.end : label.end + 1]
    form = _MAINLAND if label.kind == "mobile" else _MAIL
    return bool(form.match(value)) and not any(c.isascii() and c.isalnum() for c in beside)


def policy_texts() -> Iterator[tuple[str, str]]:
    """(file and line, text) of official documents."""
    for path in sorted((DATA / "policy_docs").glob("*.jsonl.gz")):
        if "metadata" in path.name:
            continue
        with gzip.open(path, "rt", encoding="utf-8") as rows:
            for number, row in enumerate(rows, 1):
                values = [value for value in json.loads(row).values() if isinstance(value, str)]
                yield f"{path.name}:{number}", max(values, key=len, default="")
