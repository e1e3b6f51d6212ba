"""Words that a report must not hold: left-over marks, generalities, the old law, the wrong year, the wrong unit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from gongkai.reports.checks.shapes import ERROR, HINT, WARNING, Hit, Rule, Subject
from gongkai.reports.checks.structure import kind_of
from gongkai.text.drafting import UNREADABLE

CARE = "国办公开办函〔2021〕30号“明确责任”（敷衍塞责、内容雷同）"
LAW = "《政府信息公开条例》（2019 年修订）"


def _words(pattern: str, say: str, *, new_law_only: bool = False) -> Callable[[Subject], Iterator[Hit]]:
    """Every sentence with the words, at most three told. `say` has {found} and {excerpt}."""
    compiled = re.compile(pattern)

    def find(subject: Subject) -> Iterator[Hit]:
        if new_law_only and subject.facts.year < 2019:
            return
        told = 0
        for sentence in subject.sentences:
            found = compiled.search(sentence.text)
            if found and told < 3:
                told += 1
                yield (sentence.cell,), say.format(found=found[0], excerpt=sentence.excerpt)

    return find


_YEAR = re.compile(r"(?<![〔\[（\d])(20[0-4]\d)年(?!修订|修正|版|以来|至|底|初|月?度?(?:部门)?(?:预|决)算)")
_PERIOD = re.compile(
    r"(?:统计|数据|期限|时限|期间|情况)[^。\d]{0,16}(20\d\d)年1月1日[^。\d]{0,4}(?:至|到|—|-|～|~)(?:(20\d\d)年)?12月31日"
)
_DID = re.compile(r"受理|收到|发生|公开(?!申请)|制发|发布|办理|答复|收取|共")
_COMPARES = re.compile(r"上年|去年|同期|较|比|以来|至|结转|预算|决算|将|计划|根据|按照|印发|《")


def _mostly_other_year(subject: Subject) -> Iterator[Hit]:
    years = Counter(int(year) for year in _YEAR.findall(subject.text))
    own = subject.facts.year
    if not years or not own:
        return
    often, times = years.most_common(1)[0]
    if times >= 3 and often != own and times > 2 * years[own]:
        yield (
            ("section.1",),
            f"{own} 年度的报告，正文里“{often}年”出现 {times} 次，“{own}年”只有 {years[own]} 次，看看是不是套用了别的年度。",
        )


def _sentence_of_other_year(subject: Subject) -> Iterator[Hit]:
    """ "2016年，共受理行政复议3起" in the report of 2017, in a part that counts the year."""
    own = subject.facts.year
    for sentence in subject.sentences:
        found = _YEAR.match(sentence.text)
        if not found or kind_of(sentence.title) not in (1, 2, 3, 6) or int(found[1]) >= own or own < 2008:
            continue
        rest = sentence.text[found.end() :]
        if _DID.search(rest) and re.search(r"\d", rest) and not _COMPARES.search(rest[:40]):
            yield (sentence.cell,), f"{own} 年度的报告写的是 {found[1]} 年的数：{sentence.excerpt}"


def _period(subject: Subject) -> Iterator[Hit]:
    for found in _PERIOD.finditer(subject.text):
        years = {int(year) for year in found.groups() if year}
        if subject.facts.year >= 2008 and years != {subject.facts.year}:
            yield (
                ("section.0",),
                f"统计期限写的是“{found[0][-28:]}”，应是 {subject.facts.year} 年 1 月 1 日至 12 月 31 日。",
            )


def _generalities(subject: Subject) -> Iterator[Hit]:
    """Section 5 with three stock phrases or more and no name, number or date that is its own."""
    stock = re.compile(
        r"取得了?一定(?:的)?(?:成绩|成效)|进一步(?:加强|增强|提高|提升|完善|规范)|有待(?:进一步)?(?:提高|加强|完善|提升)|不断(?:提高|完善|加强|提升)|有一定(?:的)?差距"
    )
    for section in subject.facts.sections:
        if kind_of(section.title) != 4:
            continue
        found = stock.findall(section.text)
        if (
            len(found) >= 3
            and len(found) * 70 > len(section.text)
            and not re.search(r"\d", re.sub(r"20\d\d年", "", section.text))
        ):
            yield (
                (f"section.{section.no}",),
                f"“{section.title}”里套话 {len(found)} 处（{'、'.join(dict.fromkeys(found[:4]))}），没有一个具体的数、事、时限。",
            )


def _paragraph_twice(subject: Subject) -> Iterator[Hit]:
    seen: dict[str, str] = {}
    for section in subject.facts.sections:
        for paragraph in section.text.split("\n"):
            words = re.sub(r"\s", "", paragraph)
            if len(words) >= 40:
                if words in seen:
                    yield (f"section.{section.no}",), f"有一段写了两遍：{words[:40]}……"
                seen.setdefault(words, section.title)


_OTHER_UNIT = re.compile(
    r"(?:^|[，。；：])(?:\d{4}年，?)?(?P<unit>[\u4e00-\u9fff]{2,12}?(?:厅|局|委员会|人民政府|街道办事处))(?:共|全年|坚持|高度重视|认真|严格|积极|持续)"
)


def _other_unit(subject: Subject) -> Iterator[Hit]:
    """A sentence whose subject is another unit of the same kind of name."""
    own = subject.facts.unit_name
    if len(own) < 3:
        return
    for sentence in subject.sentences:
        found = _OTHER_UNIT.search(sentence.text)
        if found and not _may_be(found["unit"], own) and found["unit"][-1] == own[-1]:
            yield (sentence.cell,), f"{own}的报告里写的是“{found['unit']}”：{sentence.excerpt}"
            return


def _may_be(name: str, own: str) -> bool:
    """省教育厅 and 我厅 are 河北省教育厅; an abbreviation keeps the order of characters."""
    if name.startswith(("我", "本", "各", "该", "全")) or "我" in name:
        return True
    letters = iter(own)
    return all(letter in letters for letter in name) or own.endswith(name[-4:])


_COUNTED = re.compile(r"\d[\d.]{0,14}\s*[万余多]{0,3}(?:条|件|次|篇|个|人|期|份|项)")


def _no_numbers(subject: Subject) -> Iterator[Hit]:
    for section in subject.facts.sections if subject.facts.template != "2008" else ():
        overview = kind_of(section.title) == 0 and len(section.text) > 200
        if overview and not _COUNTED.search(section.text):
            yield (f"section.{section.no}",), f"“{section.title}”没有一个数，写明做了多少。"


RULES = (
    Rule(
        "words.placeholder",
        "没有留下要填的记号",
        ERROR,
        CARE,
        _words(
            r"【[^】]{0,80}】|\{\{|\}\}|_{3,}|[XxＸ×]{2,}(?=年|月|日|条|件|局|县|市|人)|〔?待补|TODO",
            "留有没有填的记号“{found}”：{excerpt}",
        ),
    ),
    Rule(
        "words.lost",
        "没有读不出的字",
        WARNING,
        CARE,
        _words(f"[\ufffd□]|锟斤拷|{UNREADABLE}", "有读不出的字：{excerpt}"),
    ),
    Rule(
        "words.empty_number",
        "量词前的数没有漏",
        WARNING,
        CARE,
        _words(
            r"(?:共|收到|公开|办结|受理)(?:政府信息公开申请|政府信息|申请)?(?:共)?(?:条|件)(?=[，。；])",
            "数漏了：{excerpt}",
        ),
    ),
    Rule(
        "words.doubled",
        "没有连着写两遍的字",
        HINT,
        CARE,
        _words(r"(?P<w>[\u4e00-\u9fff]{2,6})(?P=w)(?<!常常)", "“{found}”写重了：{excerpt}"),
    ),
    Rule("words.half_stop", "句末标点齐全", HINT, CARE, _words(r"[，、]$", "句子没有写完：{excerpt}")),
    Rule(
        "words.old_slogan",
        "用现行条例的说法：公开为常态、不公开为例外",
        HINT,
        f"{LAW}第五条",
        _words(
            r"公开为原则",
            "“公开为原则”是 2008 年条例时的说法，现在是“以公开为常态、不公开为例外”：{excerpt}",
            new_law_only=True,
        ),
    ),
    Rule(
        "words.old_law",
        "引现行条例（国务院令第 711 号）",
        WARNING,
        LAW,
        _words(r"国务院令第492号|第492号令", "引的是旧条例（第 492 号）：{excerpt}", new_law_only=True),
    ),
    Rule(
        "words.old_term",
        "答复期限按 20 个工作日",
        WARNING,
        f"{LAW}第三十三条",
        _words(
            r"(?<!第三方)(?:收到申请|答复|办理)[^。，；]{0,16}15个?工作日",
            "答复期限现在是 20 个工作日：{excerpt}",
            new_law_only=True,
        ),
    ),
    Rule(
        "words.old_fees",
        "不再提检索、复制、邮寄成本费",
        WARNING,
        f"{LAW}第四十二条",
        _words(
            r"(?:检索|复制|邮寄)[^。]{0,10}成本费",
            "2019 年起不收成本费，只有信息处理费：{excerpt}",
            new_law_only=True,
        ),
    ),
    Rule(
        "words.special_need",
        "不再提“特殊需要”",
        HINT,
        f"{LAW}第二十七条",
        _words(
            r"生产、生活、科研等特殊需要|三需要",
            "2019 年起申请不需要说明特殊需要：{excerpt}",
            new_law_only=True,
        ),
    ),
    Rule(
        "words.etc_number",
        "“约”和“余”不连用",
        HINT,
        CARE,
        _words(r"(?:约|近)\d[\d.]{0,14}[余多]", "“{found}”约数说了两遍：{excerpt}"),
    ),
    Rule("words.generalities", "问题和改进写得具体", WARNING, CARE, _generalities),
    Rule("words.no_numbers", "总体情况有数", HINT, CARE, _no_numbers),
    Rule("words.paragraph_twice", "没有写了两遍的段落", WARNING, CARE, _paragraph_twice),
    Rule("words.other_unit", "写的是本单位", WARNING, CARE, _other_unit),
    Rule("year.mostly_other", "正文写的是本年度", WARNING, CARE, _mostly_other_year),
    Rule("year.sentence", "计数的句子写的是本年度", WARNING, CARE, _sentence_of_other_year),
    Rule("year.period", "统计期限是本年度的全年", ERROR, "条例第四十九条（上一年度）", _period),
)
