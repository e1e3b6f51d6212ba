"""The six parts: there, in order, titled as prescribed, with something in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from gongkai.reports.checks.passages import folded
from gongkai.reports.checks.shapes import ERROR, HINT, WARNING, Hit, Rule, Subject
from gongkai.reports.facts import Section

FORM = "国办公开办函〔2021〕30号（六个部分，不遗漏）"
_MARKS = (
    ("总体情况", "概述", "基本情况"),
    ("主动公开",),
    ("收到和处理", "依申请", "不予公开"),
    ("行政复议", "行政诉讼", "复议"),
    ("问题",),
    ("其他需要", "其他事项"),
    ("收费", "减免"),
    ("统计表",),
)
"""Words by which a part is known, whatever its number."""


@lru_cache(1024)
def kind_of(title: str) -> int:
    """Which of `_MARKS` a title belongs to; -1 for none. Disputes go first: their titles name disclosure as well."""
    folded_title = folded(title)
    for number in (3, 6, 4, 5, 7, 2, 1, 0):
        if any(word in folded_title for word in _MARKS[number]):
            return number
    return -1


def _written(subject: Subject) -> list[Section]:
    """The parts; none where the file is the statistics table alone."""
    parts = [section for section in subject.facts.sections if section.no]
    return [] if _table_alone(subject) else parts


def _table_alone(subject: Subject) -> bool:
    kinds = {kind_of(section.title) for section in subject.facts.sections if section.no}
    return kinds == {7}


def _owed(subject: Subject) -> list[tuple[int, str, int]]:
    """Number, title and kind of each part that the form has, without the table that comes as a document of its own."""
    parts = subject.template.parts if subject.template else ()
    return [(part.no, part.title, kind_of(part.title)) for part in parts if kind_of(part.title) != 7]


def _found(subject: Subject, kind: int) -> Section | None:
    return next((one for one in _written(subject) if kind_of(one.title) == kind), None)


def _missing(number: int) -> Callable[[Subject], Iterator[Hit]]:
    def find(subject: Subject) -> Iterator[Hit]:
        if not _written(subject):
            return
        for no, title, kind in _owed(subject):
            if no == number and _found(subject, kind) is None:
                yield (f"section.{no}",), f"缺第{'一二三四五六七'[no - 1]}部分“{title}”。"

    return find


def _none(subject: Subject) -> Iterator[Hit]:
    if not _written(subject) and not _table_alone(subject):
        yield ("section.1",), "报告没有分部分，或者看不出各部分的标题。"


def _empty(subject: Subject) -> Iterator[Hit]:
    for section in _written(subject):
        part = next(
            (
                p
                for p in (subject.template.parts if subject.template else ())
                if kind_of(p.title) == kind_of(section.title)
            ),
            None,
        )
        if part and part.owed and not folded(section.text).strip("\n。无 "):
            words = folded(section.text).strip()
            if kind_of(section.title) == 5 and words.startswith("无"):
                continue
            yield (f"section.{section.no}",), f"“{section.title}”没有内容。"


LEAST = {0: 150, 4: 60}
"""Characters below which the overview and the part on problems say next to nothing."""


def _short(kind: int) -> Callable[[Subject], Iterator[Hit]]:
    def find(subject: Subject) -> Iterator[Hit]:
        section = _found(subject, kind)
        length = len(folded(section.text).replace("\n", "")) if section else 0
        if section and 0 < length < LEAST[kind]:
            yield (
                (f"section.{section.no}",),
                f"“{section.title}”只有 {length} 字，少于 {LEAST[kind]} 字，写不下应有的内容。",
            )

    return find


def _order(subject: Subject) -> Iterator[Hit]:
    """Up to 2018 the law listed the contents, and every office had its order."""
    wanted = [kind for _, _, kind in _owed(subject)]
    kinds = [kind_of(section.title) for section in _written(subject)]
    there = [kind for kind in kinds if kind in wanted]
    sorted_there = sorted(there, key=wanted.index)
    if subject.facts.template != "2008" and there != sorted_there and len(set(there)) == len(there):
        names = "、".join(section.title for section in _written(subject) if kind_of(section.title) in wanted)
        severe = tuple(f"section.{section.no}" for section in _written(subject))
        yield severe, f"各部分的次序与规定不同：{names}。"


def _numbers(subject: Subject) -> Iterator[Hit]:
    numbers = [section.no for section in _written(subject)]
    if numbers and numbers != list(range(1, len(numbers) + 1)):
        yield tuple(f"section.{n}" for n in numbers), f"各部分的序号不连续：{'、'.join(map(str, numbers))}。"


def _titles(subject: Subject) -> Iterator[Hit]:
    if subject.facts.template == "2008":  # its titles were never prescribed word for word
        return
    wanted = {kind: title for _, title, kind in _owed(subject)}
    for section in _written(subject):
        title = wanted.get(kind_of(section.title))
        if title and not _same_title(folded(section.title), folded(title)):
            yield (f"section.{section.no}",), f"标题是“{section.title}”，规定的是“{title}”。"


_OPTIONAL = re.compile(r"因政府信息公开工作被申请|政府信息公开|提起|被申请|[、，和]|的|工作")


def _same_title(one: str, other: str) -> bool:
    return _OPTIONAL.sub("", one) == _OPTIONAL.sub("", other)


def _extra(subject: Subject) -> Iterator[Hit]:
    wanted = {kind for _, _, kind in _owed(subject)}
    for section in _written(subject):
        if subject.facts.template != "2008" and kind_of(section.title) not in wanted:
            yield (f"section.{section.no}",), f"“{section.title}”不是规定的部分，内容并到规定的六个部分里。"


def _twice(subject: Subject) -> Iterator[Hit]:
    seen: dict[int, Section] = {}
    for section in _written(subject):
        kind = kind_of(section.title)
        if kind >= 0 and kind in seen and subject.facts.template != "2008":
            yield (f"section.{section.no}",), f"“{section.title}”与“{seen[kind].title}”重复。"
        seen.setdefault(kind, section)


_TOPICS = (
    ("disclosure", "主动公开", "主动公开"),
    ("requests", "依申请公开", "依申请公开|公开申请"),
    ("management", "政府信息管理", "信息管理|规范性文件|公开属性|目录|清理"),
    ("platform", "平台建设", "平台|网站|新媒体|专栏|公报|查阅"),
    ("supervision", "监督保障", "监督|考核|培训|保障|评议|追究"),
)
_GOVERNMENT_TOPICS = (
    ("assessment", "工作考核", "考核"),
    ("review", "社会评议", "评议"),
    ("liability", "责任追究", "追究|追责|问责"),
)


def _topic(words: str, label: str, *, government: bool = False) -> Callable[[Subject], Iterator[Hit]]:
    pattern = re.compile(words)

    def find(subject: Subject) -> Iterator[Hit]:
        if subject.facts.template == "2008" or (government and not subject.around.is_government):
            return
        section = _found(subject, 0)
        if section and folded(section.text).strip() and not pattern.search(folded(section.text)):
            yield (f"section.{section.no}",), f"“{section.title}”里没有写{label}。"

    return find


def _problems_named(subject: Subject) -> Iterator[Hit]:
    section = _found(subject, 4)
    if (
        section
        and len(section.text) > 20
        and not re.search(r"问题|不足|差距|薄弱|有待|不够|短板", section.text)
    ):
        yield (f"section.{section.no}",), f"“{section.title}”没有写出问题。"


def _improvement_named(subject: Subject) -> Iterator[Hit]:
    section = _found(subject, 4)
    if (
        section
        and len(section.text) > 20
        and not re.search(r"下一步|今后|将|改进|整改|措施|打算", section.text)
    ):
        yield (f"section.{section.no}",), f"“{section.title}”没有写怎样改进。"


def _processing_fee(subject: Subject) -> Iterator[Hit]:
    section = _found(subject, 5)
    if section and subject.facts.template == "2021" and not re.search(r"信息处理费|处理费", subject.text):
        yield (f"section.{section.no}",), f"“{section.title}”没有写信息处理费的收取情况；没有收的，写没有收。"


RULES = (
    *(
        Rule(f"part.missing.{n}", f"第{'一二三四五六'[n - 1]}部分有", ERROR, FORM, _missing(n))
        for n in range(1, 7)
    ),
    Rule("part.none", "报告分部分写", ERROR, FORM, _none),
    Rule("part.empty", "各部分有内容", ERROR, FORM, _empty),
    Rule("part.short.overview", f"总体情况不少于 {LEAST[0]} 字", WARNING, FORM, _short(0)),
    Rule("part.short.problems", f"问题和改进不少于 {LEAST[4]} 字", WARNING, FORM, _short(4)),
    Rule("part.order", "各部分按规定的次序", ERROR, FORM, _order),
    Rule("part.numbers", "各部分序号连续", WARNING, FORM, _numbers),
    Rule("part.titles", "标题按规定的写", WARNING, FORM, _titles),
    Rule("part.extra", "没有规定以外的部分", WARNING, FORM, _extra),
    Rule("part.twice", "同一部分不写两次", ERROR, FORM, _twice),
    *(
        Rule(f"part.topic.{key}", f"总体情况写到{label}", HINT, FORM, _topic(words, label))
        for key, label, words in _TOPICS
    ),
    *(
        Rule(
            f"part.government.{key}",
            f"政府的报告写到{label}",
            WARNING,
            "条例第五十条第（五）项",
            _topic(words, label, government=True),
        )
        for key, label, words in _GOVERNMENT_TOPICS
    ),
    Rule("part.problems", "写出存在的问题", WARNING, "条例第五十条第（四）项", _problems_named),
    Rule("part.improvement", "写出怎样改进", WARNING, "条例第五十条第（四）项", _improvement_named),
    Rule(
        "part.processing_fee",
        "写明信息处理费的收取情况",
        HINT,
        "《政府信息公开信息处理费管理办法》（写法未核实）",
        _processing_fee,
    ),
)
