"""Writes believable official texts for the demo: the same dice and the same facts give the same text.

`write_item` is the way in; `propose` says what a unit would plausibly publish on a day. Nothing here asks
the clock or the database, and all names, numbers and events are invented.
"""

from __future__ import annotations

import html
import random
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.demo.county import DemoUnit, load_county
from gongkai.demo.writing.page import Page
from gongkai.demo.writing.scene import Scene, full_date
from gongkai.demo.writing.templates import Line, Pattern, closing_lines, parse_file

FOLDER = Path(__file__).parent
KINDS = (
    "work_news", "notice", "normative_document", "interpretation", "plan", "budget", "personnel", "statistics",
    "meeting", "organisation", "annual_report", "emergency",
)  # fmt: skip
# How many of a hundred items are of each kind, when a unit may choose.
_SHARES = {
    "work_news": 34, "notice": 30, "normative_document": 6, "interpretation": 5, "plan": 5, "budget": 4,
    "personnel": 3, "statistics": 4, "meeting": 3, "organisation": 2, "annual_report": 2, "emergency": 3,
}  # fmt: skip
_GOVERNING = frozenset({"government", "office", "department", "town", "park"})
_TAGS = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class WrittenItem:
    """A finished text with the facts of its head table. `fields` holds what the kind asks for besides."""

    title: str
    doc_no: str | None
    body_html: str
    signed_on: date
    fields: dict[str, str]
    subject: str
    kind: str
    topic: str
    genre: str
    unit: str
    pattern: str

    @property
    def text(self) -> str:
        return html.unescape(_TAGS.sub("", self.body_html.replace("</p>", "\n").replace("</td>", " ")))


@dataclass
class DocNumbers:
    """Running numbers for each 机关代字 and year, as an office's register of documents gives them."""

    last: dict[tuple[str, int], int] = field(default_factory=dict)

    def next(self, prefix: str, year: int) -> int:
        number = self.last.get((prefix, year), 0) + 1
        self.last[prefix, year] = number
        return number


@cache
def load_patterns() -> tuple[Pattern, ...]:
    """All document patterns, one file for each kind."""
    found: list[Pattern] = []
    for kind in KINDS:
        found.extend(parse_file((FOLDER / "patterns" / f"{kind}.txt").read_text(encoding="utf-8"), kind))
    return tuple(found)


@cache
def _more() -> dict[str, tuple[Line, ...]]:
    """Paragraphs with which a text of a kind may go on, in whatever order."""
    text = (FOLDER / "patterns" / "more.txt").read_text(encoding="utf-8")
    return {name: closing_lines(text, name) for name in re.findall(r"^== (\w+)$", text, flags=re.M)}


def _target_length(rng: random.Random, kind: str) -> int:
    """In characters. Personnel notices and contact pages are short by nature."""
    low, high = (280, 520) if kind in ("personnel", "organisation") else (420, 1300)
    return low + int((high - low) * rng.random() ** 1.7)


@cache
def _word_file() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "words.toml").read_text(encoding="utf-8"))


@cache
def load_words() -> dict[str, tuple[str, ...]]:
    """Lists of words for the slots, with the places and invented people of the county added."""
    raw = _word_file()
    words = {name: tuple(values) for name, values in raw["words"].items()}
    county = load_county()
    towns = county.of_kind("town")
    words["town"] = tuple(unit.short for unit in towns)
    words["village"] = tuple(
        f"{county.unit(v.parent or '').short}{v.short}" for v in county.of_kind("village")
    )
    words["bureau"] = tuple(u.short for u in county.of_kind("department") if u.closed_on is None)
    words["school"] = tuple(u.name for u in county.units if u.sector == "school")
    words["district_school"] = tuple(
        name for name in words["school"] if name[-2:] in ("小学", "中学", "学校") and "特殊" not in name
    )
    words["hospital"] = tuple(u.name for u in county.units if u.sector == "hospital")
    words["company"] = tuple(
        f"{county.name}{mark}{trade}" for mark in raw["marks"] for trade in raw["trades"]
    )
    names = _names()
    words["person"] = names
    words["person_masked"] = tuple(f"{name[0]}某{'某' if len(name) > 2 else ''}" for name in names[:200])
    return words


def patterns_for(unit: DemoUnit, *, kind: str | None = None, month: int | None = None) -> tuple[Pattern, ...]:
    """The patterns that this unit may use, in the order of the files."""
    found = _patterns_of(unit)
    return tuple(
        p for p in found if (kind is None or p.kind == kind) and (month is None or month in p.months)
    )


def propose(rng: random.Random, unit: DemoUnit, on_date: date) -> tuple[str, str]:
    """A kind and a topic that this unit would plausibly publish on this day. Interpretations need `about`
    and are left out here."""
    choices = _choices(unit, on_date.month)
    pattern = rng.choices(choices[0], cum_weights=choices[1])[0]
    return pattern.kind, _own_list(pattern.topics[0], unit)


def write_item(
    rng: random.Random,
    unit: DemoUnit,
    kind: str,
    topic: str | None,
    on_date: date,
    *,
    about: WrittenItem | None = None,
    numbers: DocNumbers | None = None,
) -> WrittenItem:
    """Writes one item of `kind` as `unit` would sign it on `on_date`.

    With a `topic` a pattern of that topic is preferred; without one that fits, any of the kind the unit may use.
    `about` is the document that an interpretation explains (required there). `numbers` gives running 发文字号;
    without it a plausible number is drawn.
    """
    if kind == "interpretation" and about is None:
        raise ValueError("an interpretation needs the document it explains: about=")
    pattern = _choose(rng, unit, kind, topic, on_date, about)
    scene = Scene(rng, on_date, _words_near(unit, on_date.month), _given(unit, about))
    title = scene.write(pattern.title)
    scene.values["title"] = title
    doc_no = _doc_no(rng, pattern, unit, on_date, numbers)
    page = Page(scene)
    if doc_no and pattern.kind != "notice":
        page.out.append(f'<p class="doc-no">{doc_no}</p>')
    if pattern.to is not None:
        page.out.append(f"<p>{scene.write(pattern.to)}</p>")
    page.fill(pattern.lines)
    page.lengthen(_more().get(pattern.more, ()), until=_target_length(rng, pattern.kind))
    page.out.append(
        f'<p class="signature">{scene.values["signer"]}</p><p class="signed-on">{full_date(on_date)}</p>'
    )
    fields = {name: scene.write(text) for name, text in pattern.fields.items()}
    if about is not None and kind == "interpretation":
        fields |= {"about_title": about.title, "about_doc_no": about.doc_no or ""}
    return WrittenItem(
        title=title, doc_no=doc_no, body_html="\n".join(page.out), signed_on=on_date, fields=fields,
        subject=pattern.subject, kind=pattern.kind, topic=_topic(pattern, topic, unit), genre=pattern.genre,
        unit=unit.code, pattern=pattern.code,
    )  # fmt: skip


def _topic(pattern: Pattern, topic: str | None, unit: DemoUnit) -> str:
    if topic and any(topic == own or topic.startswith(own + ".") or own == "*" for own in pattern.topics):
        return topic
    return _own_list(pattern.topics[0], unit)


def _own_list(topic: str, unit: DemoUnit) -> str:
    """Normative documents stand in the list of the level that made them."""
    if topic not in ("normative.county", "normative.department", "normative.town"):
        return topic
    level = {"government": "county", "office": "county", "town": "town"}.get(unit.kind, "department")
    return f"normative.{level}"


@cache
def _words_near(unit: DemoUnit, month: int) -> dict[str, tuple[str, ...]]:
    """The words as this unit uses them in this month: its inner offices and field of work, its own villages."""
    season = {name: tuple(values) for name, values in _word_file()["season"][str(month)].items()}
    words = load_words() | season | _nearest(unit)
    if unit.kind == "town":
        words["village"] = tuple(
            f"{unit.short}{village.short}" for village in load_county().children(unit.code)
        )
    return words


def _nearest(unit: DemoUnit) -> dict[str, tuple[str, ...]]:
    """The first entry of `near` whose key is the kind or sector of the unit or ends its name."""
    for key, lists in _word_file()["near"].items():
        if key in (unit.kind, unit.sector) or (
            not key.isascii() and key in unit.name and unit.kind != "town"
        ):
            return {name: tuple(values) for name, values in lists.items()}
    return {}


def _names() -> tuple[str, ...]:
    """Invented names for texts, other than the staff's."""
    rng = random.Random(7)  # noqa: S311 — always the same names
    staff = {person.name for person in load_county().people}
    surnames = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严魏陶姜谢邹苏潘范彭鲁马方任袁柳唐薛雷贺汤罗"
    given = ("桂", "秀", "大", "水", "金", "春", "玉", "长", "德", "世", "福", "兰", "国", "凤", "有", "明")
    last = ("英", "香", "发", "生", "林", "才", "娥", "根", "珍", "华", "全", "贵", "友", "群", "芝", "清")
    names = {rng.choice(surnames) + rng.choice(given) + rng.choice(last) for _ in range(900)}
    return tuple(sorted(names - staff))


@cache
def _patterns_of(unit: DemoUnit) -> tuple[Pattern, ...]:
    return tuple(pattern for pattern in load_patterns() if any(_fits(tag, unit) for tag in pattern.units))


def _fits(tag: str, unit: DemoUnit) -> bool:
    """A tag is a unit kind, a sector, `governing`, or part of the unit's name."""
    if tag == "governing":
        return unit.kind in _GOVERNING
    return tag in (unit.kind, unit.sector) or (not tag.isascii() and tag in unit.name and unit.kind != "town")


@cache
def _choices(unit: DemoUnit, month: int) -> tuple[tuple[Pattern, ...], tuple[float, ...]]:
    fitting = tuple(p for p in patterns_for(unit, month=month) if p.kind != "interpretation")
    per_kind: dict[str, int] = {}
    for pattern in fitting:
        per_kind[pattern.kind] = per_kind.get(pattern.kind, 0) + pattern.weight
    total, sums = 0.0, []
    for pattern in fitting:
        total += _SHARES[pattern.kind] * pattern.weight / per_kind[pattern.kind]
        sums.append(total)
    return fitting, tuple(sums)


def _choose(
    rng: random.Random, unit: DemoUnit, kind: str, topic: str | None, on: date, about: WrittenItem | None
) -> Pattern:
    pool = _pool(unit, kind, topic, on.month)
    if about is not None and kind == "interpretation":
        close = tuple(p for p in pool if p.subject == about.subject)
        pool = close if close and rng.random() < 0.5 else pool
    return pool[int(rng.random() * len(pool))]


@cache
def _pool(unit: DemoUnit, kind: str, topic: str | None, month: int) -> tuple[Pattern, ...]:
    """The nearest patterns: of this topic, else of its root, else of the kind; in season when possible."""
    mine = patterns_for(unit, kind=kind) or tuple(p for p in load_patterns() if p.kind == kind)
    seasonal = tuple(p for p in mine if month in p.months) or mine
    if topic:
        root = topic.split(".")[0]
        for close in (lambda own: own == topic, lambda own: own == "*" or own.split(".")[0] == root):
            if found := tuple(p for p in seasonal if any(close(own) for own in p.topics)):
                return found
    return seasonal


@cache
def _standing(unit: DemoUnit) -> dict[str, str]:
    """The slots that follow from the unit alone."""
    county = load_county()
    town = county.unit(unit.town) if unit.town else unit if unit.kind == "town" else None
    place = unit.name.removesuffix("人民政府") if unit.kind == "town" else county.name
    given = {
        "county": county.name, "county_short": county.short, "city": county.city, "province": county.province,
        "unit": unit.name, "short": unit.short, "phone": unit.phone, "address": unit.address, "hours": unit.hours,
        "place": place, "signer": unit.name, "area": unit.short,
    }  # fmt: skip
    if town is not None:
        given["town"] = town.short
        given["villages"] = str(len(county.children(town.code)))
    if unit.kind == "village":
        given["village"] = f"{town.short if town else ''}{unit.short}"
    elif unit.kind == "town":
        given["area"] = unit.short
    return given


def _given(unit: DemoUnit, about: WrittenItem | None) -> dict[str, str]:
    given = _standing(unit)
    if about is None:
        return given
    number = f"（{about.doc_no}）" if about.doc_no else ""
    bare = re.sub(r"^.*?关于(?:印发|公布)《(.+?)》的通知$", r"\1", about.title)
    return given | {
        "about": bare, "about_no": number, "about_date": full_date(about.signed_on),
        "about_topic": re.sub(rf"^{load_county().name}|（试行）|（暂行）", "", bare),
    }  # fmt: skip


def _doc_no(
    rng: random.Random, pattern: Pattern, unit: DemoUnit, on: date, numbers: DocNumbers | None
) -> str | None:
    """机关代字〔年〕号; letters of an office have a row of their own (…函)."""
    if not pattern.number or not unit.prefix:
        return None
    prefix = unit.prefix if pattern.number == "文" else unit.prefix.removesuffix("发") + pattern.number
    drawn = int(rng.random() * 14 * on.timetuple().tm_yday / 60) + 1
    number = numbers.next(prefix, on.year) if numbers is not None else drawn
    return f"{prefix}〔{on.year}〕{number}号"


def paragraphs(item: WrittenItem) -> Mapping[str, list[str]]:
    """The text by style name for a Word file: `title`, `body`, `signature`."""
    blocks = [html.unescape(_TAGS.sub("", block)) for block in re.split(r"</p>|</h2>|</tr>", item.body_html)]
    body = [block.strip() for block in blocks if block.strip()]
    return {"title": [item.title], "body": body[:-2], "signature": body[-2:]}
