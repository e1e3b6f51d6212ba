"""The small language in which the demo's documents are written, compiled once into lists of parts.

A text is a file of patterns. `== code` opens one, `key: value` lines describe it, `---` begins its body.
In a line:

    {town}  {town2}     a word from words.toml; the same slot is the same word all through the document
    {a:10~90} {a:10~90~5} {a:1.0~9.0}   a number (step 5; one decimal), remembered as `a`; {10~90} is not remembered
    {a}                 the number or word again;  {=a*b} {=a+b} {=a-b} {=a/b} {=a%b}  arithmetic, % = a per cent of b; {t=a*b} remembers
    {sum:a}             total of `a` over the rows of the last table
    {d} {d+7} {md-3} {wd+5} {iso+30} {y} {y-1} {m} {q}   dates: full, month-day, next weekday, ISO; year, month, quarter
    [[one||two]]        one of the alternatives; [[x=one||two]] remembers it as {x};  {!x=a-b}  counts silently

A line is a paragraph. At its start:
    #  heading 一、      ##  heading （一）      @  article 第一条      -  list 1.      (numbers are counted)
    ?  comes in two of three documents          /  one of a run of such lines          |  table row, first = header
    |*3~6|  a row that is repeated with fresh words and numbers
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_ALTERNATIVES = re.compile(r"\[\[(.+?)\]\]")
_SLOT = re.compile(r"\{([^{}]+)\}")
_BARS = "\x00"
_REPEAT = re.compile(r"^\|\*(\d+)(?:~(\d+))?\|")


@dataclass(frozen=True)
class Text:
    """Parts in order: plain text, a slot (code in a 1-tuple), alternatives (a list), or named ones (a pair)."""

    parts: tuple[Part, ...]


Part = str | tuple[str] | tuple[str, list[Text]] | list[Text]


@dataclass(frozen=True)
class Line:
    """One line of a body. `repeat` is (least, most) for table rows; `choice` numbers a run of alternatives."""

    mark: str
    texts: tuple[Text, ...]
    optional: bool = False
    choice: int = 0
    repeat: tuple[int, int] | None = None


@dataclass(frozen=True)
class Pattern:
    """A document pattern: who writes it, under which topic, and its compiled text."""

    code: str
    kind: str
    topics: tuple[str, ...]
    units: tuple[str, ...]
    months: frozenset[int]
    subject: str
    genre: str
    number: str
    title: Text
    to: Text | None
    lines: tuple[Line, ...]
    fields: dict[str, Text] = field(default_factory=dict)
    weight: int = 1
    more: str = ""


def parse_file(text: str, kind: str) -> list[Pattern]:
    """All patterns of one file; raises ValueError that names the pattern when something is missing."""
    patterns = []
    for chunk in re.split(r"^== ", text, flags=re.M)[1:]:
        head, _, body = chunk.partition("\n---\n")
        code, *rows = head.strip().splitlines()
        if not body.strip():
            raise ValueError(f"pattern {code}: no body after ---")
        keys = dict(row.split(": ", 1) for row in rows if row.strip())
        patterns.append(_pattern(f"{kind}/{code.strip()}", kind, keys, body))
    return patterns


def closing_lines(text: str, kind: str) -> tuple[Line, ...]:
    """The lines under `== kind` of the file with further paragraphs."""
    for chunk in re.split(r"^== ", text, flags=re.M)[1:]:
        head, _, body = chunk.partition("\n---\n")
        if head.strip() == kind:
            return tuple(_lines(body))
    return ()


def _pattern(code: str, kind: str, keys: dict[str, str], body: str) -> Pattern:
    months = frozenset(int(month) for month in keys.get("months", "").split()) or frozenset(range(1, 13))
    return Pattern(
        code=code,
        kind=kind,
        topics=tuple(keys["topics"].split()),
        units=tuple(keys["units"].split()),
        months=months,
        subject=keys["subject"],
        genre=keys.get("genre", "其他"),
        number=keys.get("number", ""),
        title=compile_text(keys["title"]),
        to=compile_text(keys["to"]) if "to" in keys else None,
        lines=tuple(_lines(body)),
        fields={name[6:]: compile_text(value) for name, value in keys.items() if name.startswith("field.")},
        weight=int(keys.get("weight", "1")),
        more=keys.get("more", kind),
    )


def compile_text(text: str) -> Text:
    parts: list[Part] = []
    position = 0
    for found in _ALTERNATIVES.finditer(text):
        parts.extend(_slots(text[position : found.start()]))
        name, equals, options = found.group(1).partition("=")
        if equals and name.isascii() and name.isalpha():
            parts.append((name, [compile_text(option) for option in options.split("||")]))
        else:
            parts.append([compile_text(option) for option in found.group(1).split("||")])
        position = found.end()
    parts.extend(_slots(text[position:]))
    return Text(tuple(parts))


def _slots(text: str) -> list[Part]:
    pieces: list[Part] = []
    for index, piece in enumerate(_SLOT.split(text)):
        if piece:
            pieces.append((piece,) if index % 2 else piece)
    return pieces


def _lines(body: str) -> list[Line]:
    lines: list[Line] = []
    run, in_run = 0, False
    for raw in body.splitlines():
        row = raw.strip()
        if not row:
            in_run = False
            continue
        optional = row.startswith("? ")
        row = row.removeprefix("? ")
        choice = 0
        if row.startswith("/ "):
            run += not in_run
            in_run, choice, row = True, run, row[2:]
        else:
            in_run = False
        lines.append(_line(row, optional, choice))
    return lines


def _line(row: str, optional: bool, choice: int) -> Line:
    if row.startswith("|"):
        repeat = None
        if found := _REPEAT.match(row):
            repeat = (int(found.group(1)), int(found.group(2) or found.group(1)))
            row = row[found.end() - 1 :]
        # The bars inside of [[one||two]] are no cell borders.
        cells = tuple(
            compile_text(cell.strip().replace(_BARS, "||"))
            for cell in row.replace("||", _BARS)[1:-1].split("|")
        )
        return Line("|", cells, optional, choice, repeat)
    for mark in ("## ", "# ", "@ ", "- "):
        if row.startswith(mark):
            return Line(mark.strip(), (compile_text(row[len(mark) :]),), optional, choice)
    return Line("", (compile_text(row),), optional, choice)
