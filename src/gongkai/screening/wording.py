"""Lists of wordings (错敏词): found all at once in a text, except where a longer wording makes them right; read from tables."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.screening.spans import LOOK, Span
from gongkai.tables.cells import CellProblem, line
from gongkai.tables.columns import Column, headings, map_columns, parse_table
from gongkai.tables.problems import Refusal, UnreadableTable, refuse_file
from gongkai.tables.reading import read_table
from gongkai.text.words import Words

KIND = "wording"
SEED = Path(__file__).parent / "seed" / "wording.toml"
KINDS = {
    "misspelling": "错别字",
    "organ": "机构名称",
    "outdated": "过时表述",
    "leader": "领导人姓名和职务",
    "sensitive": "敏感词",
}
_CONFIDENCE = {"misspelling": 0.9, "organ": 0.7, "outdated": 0.6, "leader": 0.9, "sensitive": 0.9}
LONGEST, SHORTEST = 60, 2
"""Characters of a word; shorter ones would stand in every text."""


@dataclass(frozen=True)
class Entry:
    """A word with what should stand instead; `exceptions` are longer wordings in which it is right."""

    word: str
    kind: str
    advice: str = ""
    exceptions: tuple[str, ...] = ()


@dataclass(frozen=True)
class WordList:
    """Entries under one name; `version` and `dated_on` say how fresh they are."""

    name: str
    version: str
    dated_on: date
    entries: tuple[Entry, ...]
    code: str = ""

    @property
    def source(self) -> str:
        return f"{self.name} 第{self.version}版（{self.dated_on.isoformat()}）"


class WordLists:
    """Several lists as one search. Of two words at one place the longer is found; of two lists the first speaks."""

    def __init__(self, lists: Iterable[WordList]) -> None:
        self._entries: dict[str, tuple[Entry, str]] = {}
        for one in lists:
            for entry in one.entries:
                if entry.word:
                    self._entries.setdefault(entry.word, (entry, one.source))
        self._words = Words(self._entries)

    def find(self, text: str) -> Iterator[Span]:
        """Every wording of the lists in `text`, by place; the span's source is the list with its version."""
        for word, start, end in self._words.places(text):
            entry, source = self._entries[word]
            if not _excepted(text, start, entry):
                yield Span(KIND, start, end, entry.word, _CONFIDENCE.get(entry.kind, 0.8), LOOK, source)

    def entry(self, word: str) -> Entry | None:
        """What the lists say of a word that was found: its kind and what should stand instead."""
        found = self._entries.get(word)
        return found[0] if found else None


def _excepted(text: str, start: int, entry: Entry) -> bool:
    for longer in entry.exceptions:
        at = longer.find(entry.word)
        while at >= 0:
            if start >= at and text.startswith(longer, start - at):
                return True
            at = longer.find(entry.word, at + 1)
    return False


@cache
def seed_lists() -> tuple[WordList, ...]:
    """The lists that ship."""
    data = tomllib.loads(SEED.read_text(encoding="utf-8"))
    return tuple(_seed_list(one) for one in data["list"])


def _seed_list(data: Mapping[str, Any]) -> WordList:
    entries = tuple(_seed_entry(row, data["kind"]) for row in data["words"].strip().splitlines())
    return WordList(data["name"], data["version"], data["dated_on"], entries, data["code"])


def _seed_entry(row: str, kind: str) -> Entry:
    rest, _, exceptions = row.partition("!")
    word, _, advice = rest.partition(">")
    return Entry(word.strip(), kind, advice.strip(), tuple(exceptions.split()))


def _kind(value: object) -> str:
    text = line(value)
    for code, label in KINDS.items():
        if text in (code, label):
            return code
    raise CellProblem("choice", f"“{text}”不是类别。可以填：{'、'.join(KINDS.values())}。")


def _word(value: object) -> str:
    text = line(value)
    if len(text) < SHORTEST:
        raise CellProblem("too_short", f"“{text}”太短，至少 {SHORTEST} 个字，不然每篇文章都会命中。")
    if not any(sign.isalnum() for sign in text):
        raise CellProblem("no_word", f"“{text}”里没有字，遮盖用的星号也会被查出来。")
    return text


def _several(value: object) -> tuple[str, ...]:
    text = line(value)
    for mark in "，,；;|":
        text = text.replace(mark, "、")
    return tuple(word.strip() for word in text.split("、") if word.strip())


COLUMNS: Sequence[Column] = (
    Column("word", "词", _word, ("错误用词", "词语", "敏感词", "错词"), required=True, max_length=LONGEST, example="按装", unique=True),
    Column("kind", "类别", _kind, ("类型", "分类"), required=True, example="错别字", help="、".join(KINDS.values())),
    Column("advice", "建议", line, ("建议用词", "正确用词", "改为", "正确"), max_length=120, example="安装"),
    Column("exceptions", "例外", _several, ("例外用法", "不算"), max_length=500, example="按装机容量、按装配"),
)  # fmt: skip


def read_word_list(source: Path | bytes, name: str = "") -> tuple[list[Entry], list[Refusal]]:
    """The entries of a table (XLSX, CSV …) and what is wrong with it by row and column; nothing is stored.

    An entry is given only for rows without a problem. Raises nothing: an unreadable file is a problem without a row.
    """
    entries: list[Entry] = []
    problems: list[Refusal] = []
    try:
        table = read_table(source, name, expected=headings(COLUMNS))
        mapped = map_columns(table.header, COLUMNS, row=table.header_row)
        problems.extend(mapped.problems)
        if mapped.problems:
            return [], problems
        for row in parse_table(table, COLUMNS, mapped):
            told = [*row.refusals, *_contradictions(row.number, row.values)]
            problems.extend(told)
            if not any(one.blocks for one in told):
                entries.append(_entry(row.values))
        problems.extend(table.problems)
    except UnreadableTable as problem:
        return [], [*problems, problem.refusal]
    if not entries and not problems:
        problems.append(refuse_file("no_rows", "表里只有表头，没有词。").refusal)
    return entries, problems


def _entry(values: Mapping[str, Any]) -> Entry:
    return Entry(values["word"], values["kind"], values.get("advice") or "", values.get("exceptions") or ())


def _contradictions(number: int, values: Mapping[str, Any]) -> Iterator[Refusal]:
    """What each cell alone can't tell: an exception that doesn't hold the word, advice that repeats it."""
    word = values.get("word")
    if not word:
        return
    for longer in values.get("exceptions") or ():
        if word not in longer or longer == word:
            told = f"例外“{longer}”里要含有“{word}”，而且比它长。"
            yield Refusal(number, "例外", longer, "exception", told)
    if values.get("advice") == word:
        yield Refusal(number, "建议", word, "advice", "建议和词一样。填应当用的词，没有就空着。")
