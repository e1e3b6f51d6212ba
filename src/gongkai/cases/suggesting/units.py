"""Which unit a letter belongs to: by declared duties, by names, and by where such letters went before.

What a unit declares is written in the office's words, what people ask is not: `seed/everyday_words.toml` stands
between them. It speaks of duties, never of units, so that it holds in every county.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gongkai.cases.suggesting.closed_cases import ClosedCases
from gongkai.text.tokenising import bigrams, fold

EVERYDAY = Path(__file__).parent / "seed" / "everyday_words.toml"
PLACES = frozenset({"town", "village"})
"""Kinds of units that are responsible only for what happens with them: they are suggested when the letter names them."""
_READ = 5000
"""Characters of a letter that are read."""
_TITLE_COUNTS = 3
_SHARED_BY = 3
"""A matter that so many units declare in the same words is asked of the one that is named."""
_ENOUGH = 6.0
"""Score of duties at which a suggestion is as sure as not."""
_WITH_A_GAP = 0.6
"""What words with others between them weigh against words said outright."""
_VAGUE = 0.3
_NAMED = 0.75
_PLACE_NAMED = 0.3
_CLOSED = 0.6
_PLACE_BEFORE = re.compile("^.{1,12}?[省市县区](?=.{3})")
_OF_ANY_PLACE = frozenset({"人民政府", "人民政府办公室"})
_STOPS = "，。；！？、,;!?\\s"
_ASKING = re.compile(
    "请问|我想问|谁来?管|谁负责|归谁管|归哪里?管|哪个部门|什么部门|哪个单位|哪个局|该?找谁|去哪里?|到哪里?|在哪里?|哪里|怎么办理|怎么办|怎么|怎样|"
    "如何|什么|投诉|举报|反映|咨询|有没有|能不能|可不可以|是不是|要不要|管不管|合理吗|多少|谢谢|部门|单位|[吗呢吧啊呀]"
)


@dataclass(frozen=True)
class UnitProfile:
    """What is known of a unit: all names it goes or went by (at least two characters), and the matters it declares."""

    key: Hashable
    name: str
    kind: str = "department"
    parent: Hashable = None
    names: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()


@dataclass(frozen=True)
class UnitSuggestion:
    """`score` is from 0 to 1; `by` what it was found through (matter, name or closed); `words` are the matter or name."""

    unit: UnitProfile
    score: float
    by: str
    words: str


@dataclass(frozen=True)
class Everyday:
    """What people say, and the duties it means in the words of offices; `vague` words hint at them only."""

    say: tuple[str, ...]
    duties: str
    vague: bool = False


@cache
def everyday_words(path: Path = EVERYDAY) -> tuple[Everyday, ...]:
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["everyday"]
    return tuple(
        Everyday(tuple(fold(word) for word in row["say"]), row["duties"], row.get("vague", False))
        for row in rows
    )


class UnitSuggester:
    """Reads the units once, then suggests for many letters."""

    def __init__(
        self,
        units: Iterable[UnitProfile],
        *,
        closed: Iterable[tuple[str, Hashable]] | ClosedCases = (),
        everyday: Sequence[Everyday] | None = None,
    ) -> None:
        """`closed`: text and unit key of cases that the office has closed; `everyday`: instead of the seed."""
        self._units = {unit.key: unit for unit in units}
        self._closed = closed if isinstance(closed, ClosedCases) else ClosedCases(closed)
        known = everyday_words() if everyday is None else everyday
        self._everyday = [(_pattern(one.say), one) for one in known]
        self._duties = _Duties(self._units.values())
        said = ((name, unit.key) for unit in self._units.values() for name in _names_of(unit))
        self._said = sorted(said, key=lambda one: (-len(one[0]), str(one[1])))
        self._places = _places(self._units.values())

    def suggest(self, text: str, *, title: str = "", limit: int = 3) -> list[UnitSuggestion]:
        """The likeliest units, best first; none where nothing speaks for any."""
        text = text[:_READ]
        named = self._named(f"{title}\n{text}")
        # 清溪县 is no brook and 桥东村 no bridge: names of places say nothing of the matter.
        title, text = self._places.sub(" ", fold(title)), self._places.sub(" ", fold(text))
        reasons: dict[Hashable, list[tuple[float, str, str]]] = {}
        for key, (score, matter) in self._by_duties(text, title, frozenset(named)).items():
            reasons.setdefault(key, []).append((score / (score + _ENOUGH), "matter", matter))
        for key, name in named.items():
            weight = _PLACE_NAMED if self._units[key].kind in PLACES else _NAMED
            reasons.setdefault(key, []).append((weight, "name", name))
        for key, share in self._closed.votes(f"{title}\n{text}").items():
            if key in self._units:  # since closed, or joined to another
                reasons.setdefault(key, []).append((_CLOSED * share, "closed", ""))
        found = [self._suggestion(key, found) for key, found in reasons.items()]
        found.sort(key=lambda one: (-one.score, str(one.unit.key)))
        return found[:limit]

    def _suggestion(self, key: Hashable, reasons: list[tuple[float, str, str]]) -> UnitSuggestion:
        """Each reason takes its share of the doubt that the others leave."""
        doubt = math.prod(1 - score for score, _, _ in reasons)
        _, by, words = max(reasons)
        return UnitSuggestion(self._units[key], round(1 - doubt, 4), by, words)

    def _by_duties(
        self, text: str, title: str, named: frozenset[Hashable]
    ) -> dict[Hashable, tuple[float, str]]:
        asked: Counter[str] = Counter()
        for part, times in ((title, _TITLE_COUNTS), (text, 1)):
            for term in bigrams(_ASKING.sub(" ", part)):
                asked[term] += times
        meant: dict[str, float] = {}
        for part, times in ((title, 2), (text, 1)):
            for duties, clearly in self._meant(part).items():
                for term in set(bigrams(duties)):
                    meant[term] = meant.get(term, 0.0) + times * clearly
        return self._duties.scores(asked, meant, named)

    def _meant(self, said: str) -> dict[str, float]:
        """Duties meant by the everyday words in a folded text, with how clearly; of words within words the longest speaks."""
        hits = sorted(
            ((hit.span(), hit[0] in one.say, one) for pattern, one in self._everyday for hit in pattern.finditer(said)),
            key=lambda hit: (not hit[1], hit[0][0] - hit[0][1], hit[0], hit[2].duties),
        )  # fmt: skip
        taken: list[tuple[int, int]] = []
        found: dict[str, float] = {}
        for (start, end), literally, one in hits:
            if any((a, b) != (start, end) and a <= start and end <= b for a, b in taken):
                continue
            if literally:
                taken.append((start, end))
            clearly = (1.0 if literally else _WITH_A_GAP) * (_VAGUE if one.vague else 1.0)
            found[one.duties] = max(clearly, found.get(one.duties, 0.0))
        return found

    def _named(self, said: str) -> dict[Hashable, str]:
        """Units whose name stands in the text; a village names its town as well."""
        rest = fold(said)
        found: dict[Hashable, str] = {}
        for name, key in self._said:
            if name in rest or name in found.values():
                found.setdefault(key, name)
                rest = rest.replace(name, "\n")
        for key, name in list(found.items()):
            unit = self._units[key]
            if unit.kind == "village" and unit.parent in self._units:
                found.setdefault(unit.parent, name)
        return found


@cache
def _pattern(say: tuple[str, ...]) -> re.Pattern[str]:
    """The words, the longest first; … stands for up to six characters of the same sentence."""
    longest_first = sorted(say, key=lambda word: (-len(word), word))
    return re.compile(
        "|".join(re.escape(word).replace("…", f"[^{_STOPS}]{{0,6}}?") for word in longest_first)
    )


def _places(units: Iterable[UnitProfile]) -> re.Pattern[str]:
    """The county's own name, and the short names of towns and villages."""
    found = set()
    for unit in units:
        for name in (unit.name, *unit.names):
            if place := _PLACE_BEFORE.match(fold(name)):
                found.add(place[0])
            if unit.kind in PLACES:
                found.add(fold(name))
    longest_first = sorted(found, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, longest_first)) or "(?!)")


def _names_of(unit: UnitProfile) -> set[str]:
    """Folded names people may write; 农业农村局 as well where it is 青禾县农业农村局."""
    names = {fold(name) for name in (unit.name, *unit.names)}
    if unit.kind not in PLACES:
        names |= {bare for name in names if (bare := _PLACE_BEFORE.sub("", name)) not in _OF_ANY_PLACE}
    return {name for name in names if len(name) > 1}


class _Duties:
    """BM25 over matters, each a document of character pairs."""

    _K, _B = 1.2, 0.3
    _MEANT = 1.5

    def __init__(self, units: Iterable[UnitProfile]) -> None:
        self._matters = [
            (unit, matter, Counter(bigrams(matter))) for unit in units for matter in unit.matters
        ]
        holders = Counter(matter for _, matter, _ in self._matters)
        self._of_many = {matter for matter, count in holders.items() if count >= _SHARED_BY}
        distinct = {matter: terms for _, matter, terms in self._matters}
        found = Counter(term for terms in distinct.values() for term in terms)
        count = len(distinct)
        self._rarity = {term: math.log(1 + (count - n + 0.5) / (n + 0.5)) for term, n in found.items()}
        self._usual = sum(map(len, distinct.values())) / max(1, count)
        self._holding: dict[str, list[int]] = {}
        for number, (_, _, terms) in enumerate(self._matters):
            for term in terms:
                self._holding.setdefault(term, []).append(number)

    def scores(
        self, asked: Mapping[str, int], meant: Mapping[str, float], named: frozenset[Hashable]
    ) -> dict[Hashable, tuple[float, str]]:
        """Units with their score and their best matter. A second matter that fits adds a little."""
        weight = {term: 1 + math.log(times) for term, times in asked.items()}
        for term, times in meant.items():
            much = 1 + math.log(times) if times > 1 else times
            weight[term] = weight.get(term, 0.0) + self._MEANT * much
        by_matter: dict[int, float] = {}
        for term, factor in weight.items():
            for number in self._holding.get(term, ()):
                by_matter[number] = by_matter.get(number, 0.0) + factor * self._term(term, number)
        of_unit: dict[Hashable, list[tuple[float, str]]] = {}
        for number, score in by_matter.items():
            unit, matter, _ = self._matters[number]
            if unit.key in named or (matter not in self._of_many and unit.kind not in PLACES):
                of_unit.setdefault(unit.key, []).append((score, matter))
        found: dict[Hashable, tuple[float, str]] = {}
        for key, scored in of_unit.items():
            scored.sort(key=lambda one: (-one[0], one[1]))
            found[key] = (scored[0][0] + 0.2 * (scored[1][0] if scored[1:] else 0.0), scored[0][1])
        return found

    def _term(self, term: str, number: int) -> float:
        terms = self._matters[number][2]
        often = terms[term]
        length = 1 - self._B + self._B * terms.total() / self._usual
        return self._rarity[term] * often * (self._K + 1) / (often + self._K * length)
