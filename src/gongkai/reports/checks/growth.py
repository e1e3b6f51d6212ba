"""Growth that the text claims, against last year's report and against the numbers beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from gongkai.reports.checks.against_text import CELLS, value_of
from gongkai.reports.checks.rounding import decimals_of, policies
from gongkai.reports.checks.shapes import ERROR, WARNING, Around, Hit, Rule, Subject, shown
from gongkai.reports.checks.stated import Statement

SOURCE = "文内算术；与上年报告比较"
_UP = "增长|增加|上升|提高|多"
_DOWN = "下降|减少|降低|少"
_THAN = r"[，（]?(?:同比|比上年|较上年|比去年|较去年|与上年相比|比上年度|较上年度)(?:同期)?[^。；\d，]{0,4}"
_WAY = rf"(?P<way>{_UP}|{_DOWN})(?:了)?"
_NUMBER = r"\d{1,12}(?:\.\d{1,6})?"
_COUNTERS = "(?:件|条|起|份|次|篇|个)"
_PERCENT = re.compile(rf"^[^。；\d]{{0,4}}{_THAN}{_WAY}(?P<about>近|约|超过)?(?P<p>{_NUMBER})%")
_COUNT = re.compile(rf"^[^。；\d]{{0,4}}{_THAN}{_WAY}(?P<n>\d{{1,12}}){_COUNTERS}")
_BESIDE = re.compile(
    rf"(?<![\d.])(?P<now>{_NUMBER}){_COUNTERS}[^。；\d]{{0,6}}(?:上年|去年)(?:同期)?(?:为|是|的)?"
    rf"(?P<then>{_NUMBER}){_COUNTERS}[^。；\d]{{0,10}}{_WAY}(?P<p>{_NUMBER})%"
)


def _signed(found: re.Match[str], number: str) -> Decimal:
    return Decimal(number) * (-1 if re.fullmatch(_DOWN, found["way"]) else 1)


def _before(subject: Subject, what: str) -> Decimal | None:
    """Last year's value of what a statement is about."""
    if not subject.last or subject.around.last_year is None:
        return None
    value = value_of(Subject(subject.around.last_year, replace(Around(), figures={})), what)
    return None if value is None else Decimal(value)


def _after(said: Statement) -> str:
    return (
        said.sentence.text[said.sentence.text.find(said.quantity.shown) + len(said.quantity.shown) :]
        if said.quantity.shown
        else ""
    )


def _percent(what: str) -> Callable[[Subject], Iterator[Hit]]:
    def find(subject: Subject) -> Iterator[Hit]:
        then = _before(subject, what)
        for said in subject.statements:
            if said.what != what or not then or not said.quantity.exact:
                continue
            found = _PERCENT.match(_after(said))
            if found and not found["about"]:
                exact = (said.quantity.value - then) * 100 / then
                claimed = _signed(found, found["p"])
                if not policies(abs(exact), found["p"]) or (exact < 0) != (claimed < 0):
                    yield (
                        (said.sentence.cell,),
                        f"{CELLS[what][0]}：上年 {shown(then)}，今年 {said.quantity.shown}，变化是 "
                        f"{exact:.{decimals_of(found['p']) + 1}f}%，写的是{found['way']} {found['p']}%。",
                    )

    return find


def _count(subject: Subject) -> Iterator[Hit]:
    for said in subject.statements:
        then = _before(subject, said.what)
        found = _COUNT.match(_after(said))
        if then is None or not found or not said.quantity.exact:
            continue
        change = said.quantity.value - then
        if change != _signed(found, found["n"]):
            yield (
                (said.sentence.cell,),
                f"{CELLS[said.what][0]}：上年 {shown(then)}，今年 {said.quantity.shown}，差 {shown(change)}，写的是{found['way']} {found['n']}。",
            )


def _beside(subject: Subject) -> Iterator[Hit]:
    for sentence in subject.sentences:
        for found in _BESIDE.finditer(sentence.text):
            now, then = Decimal(found["now"]), Decimal(found["then"])
            if not then:
                continue
            exact, claimed = (now - then) * 100 / then, _signed(found, found["p"])
            if not policies(abs(exact), found["p"]) or (exact < 0) != (claimed < 0):
                yield (
                    (sentence.cell,),
                    f"由 {found['then']} 到 {found['now']} 是 {exact:.1f}%，写的是{found['way']} {found['p']}%（{sentence.excerpt}）。",
                )


_ASKED = ("received", "published", "made", "licensing", "punishment", "fees", "review", "results")

RULES = (
    *(
        Rule(f"growth.{what}", f"{CELLS[what][0]}的同比与上年报告算得一致", WARNING, SOURCE, _percent(what))
        for what in _ASKED
    ),
    Rule("growth.count", "比上年增减的件数与上年报告算得一致", WARNING, SOURCE, _count),
    Rule("growth.beside", "句子里写了上年数的，增减比例算得对", ERROR, SOURCE, _beside),
)
