"""TXT and CSV written anew without the words asked for, in the encoding that they had."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from gongkai.files.extraction.passages import cut
from gongkai.files.extraction.plain import decode, delimiter_of, passages_of
from gongkai.files.extraction.shapes import Removal
from gongkai.screening.redaction.terms import Terms
from gongkai.text.unseen import without_unseen

_MARKS = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}


def redact(source: Path, target: Path, removals: Sequence[Removal]) -> None:
    """Write `source` to `target` without what the removals cover. They count characters of the reader's text."""
    text, encoding = decode(source)
    passages = passages_of(text)
    terms = Terms.of("".join(p.text + p.end for p in passages), removals)
    cut(passages, removals)
    # Unseen signs go first: what they part reads as one word once they are gone.
    sign = delimiter_of(text)
    if sign:
        made = io.StringIO(newline="")
        rows: dict[int, list[str]] = {}
        for passage in passages:
            rows.setdefault(passage.pieces[0].node[0], []).append(terms.out_of(without_unseen(passage.text)))
        csv.writer(made, delimiter=sign, lineterminator="\r\n" if "\r\n" in text else "\n").writerows(
            rows.values()
        )
        written = made.getvalue()
    else:
        written = terms.out_of(without_unseen("".join(passage.text + passage.end for passage in passages)))
    mark = b"\xef\xbb\xbf" if source.read_bytes()[:3] == b"\xef\xbb\xbf" else _MARKS.get(encoding, b"")
    target.write_bytes(mark + written.encode(encoding, "replace"))
