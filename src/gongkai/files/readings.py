"""An extract as bytes, and back: what was read from a file is kept so that pages and screening needn't read it again."""

from __future__ import annotations

import json
import zlib

from gongkai.files.extraction.shapes import Extract, beside_blocks, extract_of

READER = 4
"""Raised when readers find more than before: what an older one read is read anew."""


def to_bytes(extract: Extract) -> bytes:
    told = {"blocks": extract.blocks, **beside_blocks(extract)}
    return zlib.compress(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def from_bytes(data: bytes) -> Extract:
    return extract_of(json.loads(zlib.decompress(data)))
