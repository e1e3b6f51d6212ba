"""What changed between two texts, so that a reviewer reads only that: paragraphs, and inside them the words."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

Piece = tuple[str, str]
"""(`same` | `ins` | `del`, text)"""
Row = list[Piece]

# Above this a changed paragraph is shown whole, old and new: comparing letter by letter costs the square of it.
MAX_PARAGRAPH = 4000
_SEEM_RELATED = 0.3
# A number or a Latin word changes as a whole: 660 became 680, not the 6 in its middle.
_UNIT = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[A-Za-z]+|.", re.S)


def differences(before: str, after: str) -> list[Row]:
    """Paragraph by paragraph: what stayed, came in, went. Reading `same` and `ins` gives `after` again."""
    old = [line for line in before.split("\n") if line.strip()]
    new = [line for line in after.split("\n") if line.strip()]
    rows: list[Row] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [[("same", line)] for line in new[j1:j2]]
        elif tag == "replace":
            rows += _replaced(old[i1:i2], new[j1:j2])
        else:
            rows += [[("del", line)] for line in old[i1:i2]]
            rows += [[("ins", line)] for line in new[j1:j2]]
    return rows


def has_changes(rows: list[Row]) -> bool:
    return any(kind != "same" for row in rows for kind, _ in row)


def only_changes(rows: list[Row], *, around: int = 1) -> list[Row]:
    """The changed paragraphs with `around` unchanged ones beside them; what is left out shows as …"""
    keep = {
        near
        for at, row in enumerate(rows)
        if any(kind != "same" for kind, _ in row)
        for near in range(at - around, at + around + 1)
    }
    shown: list[Row] = []
    for at, row in enumerate(rows):
        if at in keep:
            shown.append(row)
        elif shown[-1:] != [[("same", "…")]]:
            shown.append([("same", "…")])
    return shown


def _replaced(old: list[str], new: list[str]) -> list[Row]:
    rows: list[Row] = []
    for at in range(max(len(old), len(new))):
        if at >= len(old):
            rows.append([("ins", new[at])])
        elif at >= len(new):
            rows.append([("del", old[at])])
        else:
            rows.append(_within(old[at], new[at]))
    return rows


def _within(old: str, new: str) -> Row:
    if len(old) > MAX_PARAGRAPH or len(new) > MAX_PARAGRAPH:
        return [("del", old), ("ins", new)]
    was, now = _UNIT.findall(old), _UNIT.findall(new)
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    if matcher.ratio() < _SEEM_RELATED:
        return [("del", old), ("ins", new)]
    row: Row = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            row.append(("same", "".join(now[j1:j2])))
            continue
        if i2 > i1:
            row.append(("del", "".join(was[i1:i2])))
        if j2 > j1:
            row.append(("ins", "".join(now[j1:j2])))
    return row
