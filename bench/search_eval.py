"""Quality and speed of search on a folder of data: `python -m bench.search_eval DATA`.

DATA holds `policy_docs/*.jsonl.gz` and `policy_qa/{passages,questions}.jsonl.gz`. Prints one JSON object.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gongkai.search.evaluation import Passage, Question, evaluate


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def passages(data: Path) -> Iterator[Passage]:
    for path in sorted((data / "policy_docs").glob("*.jsonl.gz")):
        yield from (
            Passage(row["id"], row["text"], row.get("title", "")) for row in rows(path) if row.get("text")
        )
    yield from (Passage(row["docid"], row["text"]) for row in rows(data / "policy_qa/passages.jsonl.gz"))


def questions(data: Path) -> Iterator[Question]:
    path = data / "policy_qa/questions.jsonl.gz"
    yield from (Question(row["question"], row["docid"]) for row in rows(path) if row["has_passage"])


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    print(json.dumps(evaluate(passages(folder), questions(folder)), indent=2, ensure_ascii=False))
