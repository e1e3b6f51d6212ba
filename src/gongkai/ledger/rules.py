"""How a row of the ledger is written down and hashed: plain functions, the same on every database."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from json.encoder import encode_basestring_ascii as _json_string
from typing import Any

from gongkai.crypto.digests import digest, raw_digest

LABEL_LENGTH = 300  # characters of a label or identifier that are kept
PAYLOAD_LENGTH = 65_536  # characters of canonical JSON; more is kept as its digest only

_CONTROLS = "\\x00-\\x1f\\x7f-\\x9f"
_UNSAFE_MARKS = "\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff\\ud800-\\udfff"
# Whatever could start a line, colour a terminal or turn the reading direction.
_UNSAFE = re.compile(f"[{_CONTROLS}{_UNSAFE_MARKS}]")
_UNSAFE_OR_BACKSLASH = re.compile(f"[{_CONTROLS}{_UNSAFE_MARKS}\\\\]")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=str).encode
_encode_ascii = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode


@dataclass(frozen=True)
class Actor:
    """Who acts. The ledger knows no other app: an id and the words to show."""

    id: str
    label: str
    unit: str = ""


@dataclass(frozen=True)
class Subject:
    """What is acted upon: `Subject("item", "…", "标题")`."""

    type: str
    id: str
    label: str


SYSTEM = Actor("system", "系统")


@dataclass(frozen=True)
class Entry:
    """One act of a bulk record; the fields mean what they mean in `ledger.actions.record`."""

    actor: Actor
    act: str
    subject: Subject
    at: datetime
    payload: dict[str, Any] | None = None
    personal: bool = False
    note: str = ""


def _as_escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


@lru_cache(maxsize=4096, typed=True)  # the same few actors, units and acts stand in most rows
def safe_text(value: object, *, limit: int = LABEL_LENGTH) -> str:
    """One printable line: control, bidirectional and lone surrogate characters become `\\uXXXX`.

    A backslash is doubled, so that nobody can write an escape that was never escaped. Longer than
    `limit` characters is cut and ends in `…`.
    """
    text = str(value)[: limit + 1]
    text = _UNSAFE_OR_BACKSLASH.sub(lambda m: "\\\\" if m.group() == "\\" else _as_escape(m), text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def canonical_json(value: object) -> str:
    """The one way to write a payload: sorted keys, no spaces, a single printable line."""
    return _UNSAFE.sub(_as_escape, _encode(value))


def microseconds(at: datetime) -> int:
    """Instant as whole microseconds since 1970 UTC; both databases keep exactly that."""
    return (at - _EPOCH) // _MICROSECOND


# The order is part of the format: changing it needs a new version in `_LEAF`.
LEAF_FIELDS = (
    "id",
    "actor_id",
    "actor_label",
    "unit_label",
    "act",
    "subject_type",
    "subject_id",
    "subject_label",
    "at",
    "payload",
    "payload_digest",
    "note",
)
_LEAF, _NODE, _SEAL = b"\x00gongkai.ledger.row.1", b"\x01", b"\x02gongkai.ledger.seal.1"
_AT = LEAF_FIELDS.index("at")


def leaf_bytes(row: Sequence[Any]) -> bytes:
    """The bytes of a row, its values in the order of LEAF_FIELDS.

    A JSON array says where each field ends, so no two different rows give the same bytes.
    """
    fields = [*map(_json_string, row[1:_AT]), str(microseconds(row[_AT])), *map(_json_string, row[_AT + 1 :])]
    return b"%s[%d,%s]" % (_LEAF, row[0], ",".join(fields).encode("ascii"))


def leaf(row: Sequence[Any], *, algorithm: str) -> bytes:
    return raw_digest(leaf_bytes(row), algorithm=algorithm)


def merkle_root(leaves: Sequence[bytes], *, algorithm: str) -> bytes:
    """Root over leaves in their order; an odd one out goes up as it is. No leaves: digest of nothing."""
    if not leaves:
        return raw_digest(b"", algorithm=algorithm)
    level = list(leaves)
    while len(level) > 1:
        pairs = [
            raw_digest(_NODE + level[i] + level[i + 1], algorithm=algorithm)
            for i in range(0, len(level) - 1, 2)
        ]
        if len(level) % 2:
            pairs.append(level[-1])
        level = pairs
    return level[0]


@dataclass(frozen=True, slots=True)
class SealFacts:
    """All that a seal says."""

    number: int
    previous: str
    algorithm: str
    root: str
    count: int
    total: int
    last_row: int
    sealed_at: datetime


def chain_step(seal: SealFacts) -> str:
    """Chain value of a seal (`sm3$…`): everything it says, tied to the seal before it."""
    parts = [
        seal.previous,
        seal.number,
        seal.algorithm,
        seal.root,
        seal.count,
        seal.total,
        seal.last_row,
        microseconds(seal.sealed_at),
    ]
    return digest(_SEAL + _encode_ascii(parts).encode("ascii"), seal.algorithm)
