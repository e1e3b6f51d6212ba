"""Numbers that the sentences state about a cell of the tables: "全年新收政府信息公开申请12件"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gongkai.reports.checks.passages import Quantity, Sentence, quantities

_GAP = r"[^，。；：、\d％%]"
_COUNT = r"(?P<n>[^，。；：\d]{0,3}(?:\d[\d.]{0,14}[余多]?万?[余多]?|[一二三四五六七八九十百两]{1,5}))(?:件|份|条|起|宗|次|个|篇|场)"
_NOT_OURS = re.compile(
    r"提案|议案|建议案|工单|来信|留言|信件|信访|热线|举报|投诉|职称|专利|资金|奖|项目申请|许可申请|登记|备案|资质|补贴|救助"
)
_OTHER_YEAR = re.compile(r"上年(?!度?结转)|去年|上一年(?!度?结转)|同期|较|相比")
_PART = re.compile(r"其中|通过|网络|网上|信函|当面|邮寄|传真|自然人|法人|企业|公民个人")
_FOI = re.compile(r"信息公开|公开申请|依申请|公开政府信息|申请公开|申请事项|申请")
_DISPUTE = re.compile(r"信息公开|政务公开|公开工作|公开")


@dataclass(frozen=True)
class Pattern:
    """`what` is stated where `words` match and the guards let it pass. `n` is the group with the number.

    `within`: must occur in the sentence or its section's title. `never`: must not occur in the matched words.
    """

    what: str
    words: re.Pattern[str]
    within: re.Pattern[str] | None = None
    never: re.Pattern[str] | None = None
    zero: bool = False


@dataclass(frozen=True)
class Statement:
    what: str
    quantity: Quantity
    sentence: Sentence
    subject: str = ""
    """Who or what the clause begins with, without the year: 市级机关主动公开…"""


def _p(
    what: str,
    words: str,
    within: re.Pattern[str] | None = None,
    never: re.Pattern[str] | None = None,
    *,
    zero: bool = False,
) -> Pattern:
    return Pattern(what, re.compile(words.replace("{N}", _COUNT).replace("{G}", _GAP)), within, never, zero)


_PARTLY = re.compile(f"{_PART.pattern}|{_NOT_OURS.pattern}|{_OTHER_YEAR.pattern}")
_FOREIGN = re.compile(f"{_NOT_OURS.pattern}|{_OTHER_YEAR.pattern}")
_NO_PART = re.compile(r"其中|取消|下放|清理|梳理|办理时限|事项清单|公示|" + _OTHER_YEAR.pattern)

PATTERNS = (
    _p(
        "received",
        r"(?:新收|收到|受理|接收|接到|收悉)[^，。；：\d％%]{0,28}(?:公开|申请)[^，。；：、\d％%]{0,8}{N}",
        _FOI,
        _PARTLY,
    ),
    _p(
        "received",
        r"(?:未|没有|无)(?:收到|受理|接到)[^，。；\d]{0,20}(?:信息公开(?:申请|事项)|公开政府信息的?申请|政府信息申请)",
        None,
        _NOT_OURS,
        zero=True,
    ),
    _p("carried_over", r"上年(?:度)?结转{G}{0,14}?{N}", _FOI),
    _p(
        "results",
        r"(?<!已)(?:办结|办理完毕|办理答复|答复){G}{0,10}?{N}",
        re.compile("信息公开|公开申请|依申请"),
        re.compile("其中|按时|延期|" + _FOREIGN.pattern),
    ),
    _p(
        "results",
        r"办理依申请(?:政府信息)?公开(?:政府信息)?(?:申请|事项|文件数)?(?:共|共计)?{N}",
        None,
        re.compile("其中"),
    ),
    _p("carried_forward", r"结转(?:至|到|转入)?(?:下年|下一年|下年度|次年|20\d\d年){G}{0,10}?{N}", None),
    _p("granted", r"(?<!不)予以公开的?{N}", _FOI),
    _p("partial", r"部分公开的?{N}", _FOI),
    _p("denied", r"不予公开的?{N}", _FOI),
    _p("unable", r"无法提供的?{N}", _FOI),
    _p("not_processed", r"不予处理的?{N}", _FOI),
    _p("other", r"其他处理的?{N}", _FOI),
    _p("natural", r"自然人(?:提出的?|提交的?)?(?:政府信息公开)?(?:申请)?{N}", _FOI),
    _p(
        "legal",
        r"法人(?:和|或|及)?(?:者)?其他组织(?:提出的?|提交的?)?(?:政府信息公开)?(?:申请)?{N}",
        _FOI,
        re.compile("自然人|公民"),
    ),
    _p("review", r"行政复议(?:案件|申请)?(?:共|共计)?{N}", _DISPUTE, re.compile("其中|维持|纠正")),
    _p(
        "review",
        r"(?:未|没有|无)(?:发生|出现|产生|引起|因|被)?[^。；\d，]{0,24}(?:信息公开|政务公开|公开)[^。；\d]{0,22}行政复议",
        None,
        None,
        zero=True,
    ),
    _p("litigation", r"行政诉讼(?:案件)?(?:共|共计)?{N}", _DISPUTE, re.compile("其中|维持|纠正|直接|复议后")),
    _p(
        "litigation",
        r"(?:未|没有|无)(?:发生|出现|产生|引起|因|被)?[^。；\d，]{0,24}(?:信息公开|政务公开|公开)[^。；\d]{0,30}行政诉讼",
        None,
        None,
        zero=True,
    ),
    _p("review_upheld", r"复议[^。；]{0,40}?维持的?{N}", _DISPUTE, re.compile("诉讼")),
    _p("review_corrected", r"复议[^。；]{0,60}?纠正的?{N}", _DISPUTE, re.compile("诉讼")),
    _p("litigation_direct", r"(?:未经复议)?直接起诉的?{N}", None),
    _p("litigation_after", r"复议后起诉的?{N}", None),
    _p(
        "licensing",
        r"(?:作出|办理|处理){G}{0,6}行政许可(?:决定|案件|处理决定)?(?:共|共计)?{N}",
        None,
        _NO_PART,
    ),
    _p(
        "punishment",
        r"(?:作出|办理|处理|实施)?{G}{0,6}行政处罚(?:决定|案件|处理决定)?(?:共|共计)?{N}",
        re.compile("作出|处理决定|实施行政处罚|本年|全年"),
        _NO_PART,
    ),
    _p(
        "coercion",
        r"(?:作出|办理|处理|实施)?{G}{0,6}行政强制(?:决定|措施|案件|处理决定)?(?:共|共计)?{N}",
        re.compile("作出|处理决定|实施|本年|全年"),
        _NO_PART,
    ),
    _p("made", r"(?:制发|制定|印发|出台){G}{0,10}(?:行政)?规范性文件{N}", None, _NO_PART),
    _p("made", r"(?:制发|制定|印发|出台)(?:了|的)?{N}(?:行政)?规范性文件", None, _NO_PART),
    _p("repealed", r"废止{G}{0,12}?{N}", re.compile("规范性文件"), re.compile("其中|公开|失效")),
    _p("valid", r"现行有效{G}{0,12}?{N}", re.compile("规范性文件"), None),
    _p("regulations", r"(?:制发|制定){G}{0,4}(?<!规范性)规章{N}", None, re.compile("规章制度|规范性")),
    _p(
        "fees",
        r"行政事业性收费(?:金额|收入)?(?:共|共计|合计)?(?P<n>\d[\d.]{0,14}(?:万元|元|亿元))",
        None,
        _OTHER_YEAR,
    ),
    _p("fees", r"(?:未|没有)(?:收取|发生)[^，。；\d处理]{0,6}行政事业性收费", None, None, zero=True),
    _p("published", r"主动公开(?:各类)?(?:政府|政务)信息(?:共|共计|总计|达)?{N}", None, _PARTLY),
    _p("press", r"(?:召开|参加|举办|举行){G}{0,8}新闻发布会(?:共|共计)?{N}", None, _PARTLY),
    _p("interpretations", r"(?:发布|制作|编发){G}{0,6}解读(?:稿件|材料|信息)?(?:共|共计)?{N}", None, _PARTLY),
    _p(
        "wechat",
        r"(?:微信公众号|微信公众平台|政务微信)[^。；：\d]{0,16}?(?:20\d\d年)?(?:全年)?(?:共|累计)?发布(?:图文)?(?:信息)?{N}",
        None,
        re.compile("其中|视频号|" + _OTHER_YEAR.pattern),
    ),
    _p(
        "processing_fee",
        r"(?:收取|收到)[^，。；\d]{0,6}信息处理费(?:共|共计)?(?P<n>\d[\d.]{0,14}(?:万元|元))",
        None,
        None,
    ),
    _p(
        "processing_fee",
        r"(?:未|没有|无)(?:收取|产生|发生)[^，。；\d]{0,10}(?:信息处理费|任何费用)",
        None,
        None,
        zero=True,
    ),
)

_ZERO = Quantity(Decimal(0), Decimal(0), "件", 0, 0, "没有")


def statements_in(sentence: Sentence) -> Iterator[Statement]:
    """What a sentence states, the first statement of each kind."""
    seen: set[str] = set()
    for pattern in PATTERNS:
        if pattern.what in seen or not _fits(pattern, sentence):
            continue
        for found in pattern.words.finditer(sentence.text):
            if pattern.never and pattern.never.search(_clause(sentence.text, found)):
                continue
            quantity = _ZERO if pattern.zero else _counted(sentence.text, found)
            if quantity is not None:
                seen.add(pattern.what)
                yield Statement(pattern.what, quantity, sentence, _subject(sentence.text, found))
                break


def _fits(pattern: Pattern, sentence: Sentence) -> bool:
    within = pattern.within
    return within is None or bool(within.search(sentence.text) or within.search(sentence.title))


def _clause(text: str, found: re.Match[str]) -> str:
    """The match with the rest of its clause before it."""
    start = max(text.rfind(sign, 0, found.start()) for sign in "，；：。")
    return text[start + 1 : found.end()]


_NO_SUBJECT = re.compile(
    r"^(?:20\d\d年度?|本?年度?|全年|其中|我[省市县区厅局委办]|本[省市县区厅局委机关单位]+|共|累计|，)+"
)


def _subject(text: str, found: re.Match[str]) -> str:
    start = max(text.rfind(sign, 0, found.start()) for sign in "，；：。")
    return _NO_SUBJECT.sub("", text[start + 1 : found.start()])


def _counted(text: str, found: re.Match[str]) -> Quantity | None:
    start = found.start("n")
    return next((q for q in quantities(text[start : found.end() + 2]) if q.start < 5), None)
