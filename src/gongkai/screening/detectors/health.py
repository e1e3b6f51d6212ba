"""Health of a person: a diagnosis, a degree of disability, a cause of poverty, near a name, a cue or under such a heading.

Diseases in a text about a service, a catalogue or an epidemic name nobody and pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening.columns import cells_under
from gongkai.screening.lexicon import around, listed, matches_at, places_of
from gongkai.screening.names import name_after
from gongkai.screening.spans import LOOK, REMOVE, Detector, Span
from gongkai.text.rows import CELL_LINE_END
from gongkai.text.words import Words

KIND = "health"
SOURCE = "《个人信息保护法》第二十八条"

DISEASES = listed(
    """
艾滋病 梅毒 乙肝 乙型肝炎 丙肝 肝硬化 肝癌 肺癌 胃癌 乳腺癌 宫颈癌 肠癌 结肠癌 直肠癌 食管癌 食道癌 甲状腺癌 淋巴瘤 鼻咽癌 胰腺癌
前列腺癌 膀胱癌 卵巢癌 脑瘤 恶性肿瘤 白血病
尿毒症 肾衰竭 肾功能衰竭 慢性肾病 糖尿病 高血压 冠心病 心脏病 先天性心脏病 心肌梗死 心肌梗塞 脑梗 脑梗死 脑出血 脑溢血 中风 偏瘫
截瘫 脑瘫 癫痫 精神分裂症 精神病 精神障碍 抑郁症 双相情感障碍
焦虑症 自闭症 孤独症 智力障碍 痴呆 阿尔茨海默病 帕金森病 肺结核 结核病 尘肺病 矽肺 哮喘 慢阻肺 肺气肿 红斑狼疮 类风湿
类风湿性关节炎 强直性脊柱炎 股骨头坏死 血友病 再生障碍性贫血 地中海贫血 重症肌无力
渐冻症 肌萎缩 麻风病 性病 不孕症 流产 吸毒成瘾 骨折 腰椎间盘突出 白内障 青光眼 失明 聋哑 唐氏综合征 苯丙酮尿症 肝豆状核变性
"""
)
_DISEASES = Words(DISEASES)
_STATED = re.compile(
    r"(?:确诊(?:为|患有)?|诊断(?:为|结果为|结论为|[：:])|初步诊断[：:为]|患有?|身患|罹患|因患|患者?所患疾病[：:为]|"
    r"病种[：:]|疾病名称[：:]|致贫原因[：:为]|病史[：:]|"
    r"既往史[：:])[ \u3000]?(?P<what>[^\n\u2028\t，。；;,、（）()]{2,20})"
)
_SENTENCE_END = re.compile(f"[。\n{CELL_LINE_END}；]")
_DEGREE = re.compile(
    r"(?:(?:视力|听力|言语|肢体|智力|精神|多重)残疾(?:[一二三四1-4]级)?|残疾(?:等级|类别|"
    r"级别)[：:为\s]{0,2}(?:[^\s，。；]{0,4}[一二三四1-4]级)|[一二三四1-4]级(?:残疾|伤残|智残|肢残)|(?:伤残|"
    r"残疾)[一二三四五六七八九十1-9]{1,2}级)"
)
_PERSON = re.compile(
    r"患者|病人|户主|申请人|当事人|其[父母妻夫子女]|本人|姓名|家庭成员|[男女][，,]|之[妻子女父母]|妻子|丈夫|父亲|"
    r"母亲|儿子|女儿|残疾证|身份证|[\*某×]"
)
_COLUMNS = frozenset(
    {
        "病种", "疾病名称", "疾病", "患病情况", "病情", "健康状况", "诊断", "诊断结果", "残疾类别", "残疾等级", "残疾类型",
        "残疾级别", "残疾类别等级", "致贫原因", "困难原因",
        "救助原因", "主要致贫原因", "伤残等级", "身体状况", "临床诊断", "所患疾病",
    }
)  # fmt: skip
_PLAIN = frozenset({"健康", "良好", "无", "/", "-", "—", "正常", "一般", "其他", "否"})
_CLAUSE = re.compile(r"(?<![\u3400-\u9fff])[\u3400-\u9fff]+")
_LABEL = re.compile("患者|病人|户主|申请人|村民|居民|职工|学生|当事人|本人|低保户|特困人员|残疾人|家属|我叫")
_AFTER_NAME = re.compile(
    r"[，,（(：:\s]|因|患|现|经|被|于|身|诊|确|系|为|的|长期|常年|不幸|近|去|今|本|[0-9]|女|男|家"
)
_IDIOM = re.compile("中风险|性病残|[\u3400-\u9fff]{2,8}(?:防治|预防|筛查|检测|患者的)")
_NEAR = 30
"""Characters before or behind a disease in which the person is looked for, within the sentence."""


def find(text: str) -> Iterator[Span]:
    for hit in _STATED.finditer(text):
        start, end = hit.span("what")
        if any(word in hit["what"] for word in DISEASES) and _has_person(text, hit.start(), end):
            yield _span(text, start, end, 0.9)
    for _, start, end in _DISEASES.places(text):
        if _IDIOM.match(text, start) or text[start - 2 : start] in ("遗传", "传染", "预防", "防治"):
            continue
        if _has_person(text, start, end):
            yield _span(text, start, end, 0.8)
    for hit in matches_at(_DEGREE, text, around(places_of(text, "残"), (3, 2, 1, 0))):
        if _has_person(text, hit.start(), hit.end()):
            yield _span(text, hit.start(), hit.end(), 0.8)
    for _, start, end in cells_under(text, _COLUMNS):
        if (
            end > start
            and text[start:end] not in _PLAIN
            and end - start <= 40
            and not text[start:end].isdigit()
        ):
            yield _span(text, start, end, 0.9)


def _has_person(text: str, start: int, end: int) -> bool:
    """Whether the same sentence speaks of one person: a name, 患者 with what follows, 其妻, 男."""
    left = _SENTENCE_END.split(text[max(0, start - _NEAR) : start])[-1]
    right = _SENTENCE_END.split(text[end : end + 12])[0]
    at = start - len(left)
    for clause in _CLAUSE.finditer(text, at, start):
        cue = _LABEL.match(text, clause.start())
        stop = name_after(text, cue.end() if cue else clause.start())
        if stop and (stop >= start or _AFTER_NAME.match(text, stop)):
            return True
    person = _PERSON.search(left) or _PERSON.search(right)
    return person is not None and person[0] not in ("患者", "病人", "当事人", "申请人", "本人")


def _span(text: str, start: int, end: int, confidence: float) -> Span:
    return Span(KIND, start, end, text[start:end], confidence, REMOVE if confidence >= 0.9 else LOOK, SOURCE)


DETECTOR = Detector(KIND, "健康信息", SOURCE, find, action=REMOVE, order=50)
