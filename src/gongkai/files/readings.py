"""An extract as bytes, and back: what was read from a file is kept so that pages and screening needn't read it again."""

from __future__ import annotations

import json
import zlib
from dataclasses import astuple
from typing import Any

from gongkai.files.extraction.shapes import Block, Extract, Hidden

READER = 1
"""Raised when readers find more than before: what an older one read is read anew."""


def to_bytes(extract: Extract) -> bytes:
    told = {
        "blocks": [astuple(block) for block in extract.blocks],
        "hidden": [astuple(hidden) for hidden in extract.hidden],
        "state": extract.state,
        "problem": extract.problem,
        "pages": extract.pages,
        "warnings": list(extract.warnings),
    }
    return zlib.compress(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def from_bytes(data: bytes) -> Extract:
    told: dict[str, Any] = json.loads(zlib.decompress(data))
    return Extract(
        blocks=tuple(
            Block(text, place, end, page, tuple(box) if box else None)
            for text, place, end, page, box in told["blocks"]
        ),
        hidden=tuple(Hidden(*one) for one in told["hidden"]),
        state=told["state"],
        problem=told["problem"],
        pages=told["pages"],
        warnings=tuple(told["warnings"]),
    )
