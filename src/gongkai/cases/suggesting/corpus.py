"""Letters to learn from: JSONL files of a folder, plain or gzipped, one letter a line."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongkai.cases.suggesting.features import content_words, content_words_of_tokens

_CLASS = ("class", "level1")


class NothingToLearn(Exception):
    """The folder holds no letter with a class."""


@dataclass(frozen=True)
class Example:
    """A letter of known class. `raw`: as it was written, not given as words alone."""

    words: tuple[str, ...]
    label: str
    raw: bool
    text: str


def read_examples(folder: Path) -> list[Example]:
    """Every letter that has `class` or `level1` and either `subject` and `text` or `tokens`. Raises NothingToLearn."""
    found = [one for path in _files(folder) for row in _rows(path) if (one := _example(row))]
    if len({one.label for one in found}) < 2:
        raise NothingToLearn(
            f"{folder} 里没有可以学习的信件：每行一件，要有 class，还要有 subject 和 text，或者 tokens。"
        )
    return found


def _files(folder: Path) -> list[Path]:
    return sorted([*folder.glob("*.jsonl"), *folder.glob("*.jsonl.gz")])


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    """Rows of a file; a file whose first row has no class is passed over."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if not any(row.get(name) for name in _CLASS):
                return
            yield row


def _example(row: dict[str, Any]) -> Example | None:
    label = next((str(row[name]) for name in _CLASS if row.get(name)), "")
    if "tokens" in row:
        tokens = str(row["tokens"])
        text, words, raw = "".join(tokens.split()), content_words_of_tokens(tokens), False
    else:
        text = f"{row.get('subject', '')}\n{row.get('text', '')}"
        words, raw = content_words(text), True
    return Example(tuple(words), label, raw, text) if label and words else None
