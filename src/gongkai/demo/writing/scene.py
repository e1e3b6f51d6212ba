"""The facts of one document while it is written: who, when, and the words and numbers already chosen."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.demo.writing.templates import Text

_DIGITS = "〇一二三四五六七八九"
_RANGE = re.compile(r"^(?:([a-z]\w*):)?(-?[\d.]+)~(-?[\d.]+)(?:~([\d.]+))?$")
_DATE = re.compile(r"^(d|md|wd|iso|y|m|ym|q|cq)([+-]\d+)?$")
_SUM = re.compile(r"^(\w*)=(\w+)([*/+%-])(\w+)$")
_LAST_DIGITS = re.compile(r"\d+$")
Slot = Callable[["Scene"], str]


def chinese_number(number: int) -> str:
    """1–99 in Chinese numerals, as headings count them."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def full_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def next_weekday(day: date) -> date:
    """The same day, or Monday when it falls on a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


class Scene:
    """Resolves the slots of one document. Slots are compiled once for all documents."""

    _compiled: dict[str, Slot] = {}

    def __init__(
        self, rng: random.Random, on: date, words: Mapping[str, Sequence[str]], given: Mapping[str, str]
    ) -> None:
        self.rng = rng
        self.on = on
        self.words = words
        self.values: dict[str, str] = dict(given)
        self.used: set[str] = set()
        self.totals: dict[str, float] = {}
        self.in_row: list[str] | None = None
        self.unused: dict[int, list[Text]] = {}

    def write(self, text: Text) -> str:
        out: list[str] = []
        for part in text.parts:
            if part.__class__ is str:
                out.append(part)  # type: ignore[arg-type]
            elif part.__class__ is list:
                out.append(self.write(self.choose(part)))  # type: ignore[arg-type]
            elif len(part) == 1:
                out.append(self.slot(part[0]))  # type: ignore[arg-type]
            else:
                name, options = part  # type: ignore[misc, str-unpack]
                out.append(self.keep(name, self.write(self.choose(options))))  # type: ignore[arg-type]
        return "".join(out)

    def choose(self, options: list[Text]) -> Text:
        """One of the alternatives; in the rows of a table each comes once before any comes again."""
        if self.in_row is None:
            return options[int(self.rng.random() * len(options))]
        left = self.unused.get(id(options))
        if not left:
            left = self.unused[id(options)] = list(options)
        return left.pop(int(self.rng.random() * len(left)))

    def slot(self, code: str) -> str:
        known = self.values.get(code)
        if known is not None:
            return known
        compiled = self._compiled.get(code)
        if compiled is None:
            compiled = self._compiled[code] = _compile(code)
        return compiled(self)

    def word(self, code: str, source: str) -> str:
        """A word not yet used in this document, while the list lasts."""
        options = self.words.get(source)
        if options is None:
            raise KeyError(f"no words for slot {{{code}}}")
        word = options[int(self.rng.random() * len(options))]
        for _ in range(8):
            if word not in self.used:
                break
            word = options[int(self.rng.random() * len(options))]
        self.used.add(word)
        return self.keep(code, word)

    def keep(self, code: str, value: str) -> str:
        self.values[code] = value
        if self.in_row is not None:
            self.in_row.append(code)
        return value

    def begin_row(self, number: int) -> None:
        self.in_row = []
        self.keep("i", str(number))

    def end_row(self) -> None:
        for code in self.in_row or ():
            value = self.values.pop(code)
            try:
                self.totals[code] = self.totals.get(code, 0) + float(value)
            except ValueError:
                continue
        self.in_row = None


def _compile(code: str) -> Slot:
    if code[0] == "!":
        inner = _compile(code[1:])
        return lambda scene: inner(scene)[:0]
    if found := _RANGE.match(code):
        return _number(*found.groups())
    if found := _DATE.match(code):
        return _date(found.group(1), int(found.group(2) or 0))
    if found := _SUM.match(code):
        return _arithmetic(code, *found.groups())
    if code.startswith("sum:"):
        name = code[4:]
        return lambda scene: _plain(scene.totals[name])
    source = _LAST_DIGITS.sub("", code)
    return lambda scene: scene.word(code, source)


def _number(name: str | None, low: str, high: str, step: str | None) -> Slot:
    decimals = max(len(part.partition(".")[2]) for part in (low, high, step or ""))
    scale = 10**decimals
    first, last = round(float(low) * scale), round(float(high) * scale)
    stride = round(float(step) * scale) if step else 1
    count = (last - first) // stride + 1

    def pick(scene: Scene) -> str:
        if name is not None and name in scene.values:
            return scene.values[name]
        chosen = first + stride * int(scene.rng.random() * count)
        value = str(chosen) if not decimals else f"{chosen / scale:.{decimals}f}"
        return value if name is None else scene.keep(name, value)

    return pick


def _date(form: str, shift: int) -> Slot:
    def show(scene: Scene) -> str:
        if form == "y":
            return str(scene.on.year + shift)
        if form == "m":
            return str((scene.on.month - 1 + shift) % 12 + 1)
        if form == "ym":
            months = scene.on.year * 12 + scene.on.month - 1 + shift
            return f"{months // 12}年{months % 12 + 1}月"
        if form in ("q", "cq"):
            quarters = scene.on.year * 4 + (scene.on.month - 1) // 3 + shift
            return f"{quarters // 4}年第{'一二三四'[quarters % 4]}季度"
        day = scene.on + timedelta(days=shift)
        if form == "wd":
            return full_date(next_weekday(day))
        if form == "md":
            return f"{day.month}月{day.day}日"
        return day.isoformat() if form == "iso" else full_date(day)

    return show


def _arithmetic(code: str, name: str, left: str, sign: str, right: str) -> Slot:
    def number(scene: Scene, source: str) -> float:
        return float(source) if source[0].isdigit() else float(scene.values[source])

    def count(scene: Scene) -> str:
        a, b = number(scene, left), number(scene, right)
        if sign == "%":
            return f"{100 * a / b:.1f}"
        result = {"*": a * b, "+": a + b, "-": a - b, "/": a / b if b else 0}[sign]
        return scene.keep(name or code, _plain(round(result, 2)))

    return count


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.2f}".rstrip("0").rstrip(".")
