"""Generated items: invented official prose with the word frequencies of the real one, the same at each run."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

LENGTH = 1_100
_ORGANS = [
    "县教育局",
    "县民政局",
    "县水利局",
    "县财政局",
    "县卫生健康局",
    "县交通运输局",
    "县农业农村局",
    "县自然资源局",
    "县应急管理局",
    "镇人民政府",
]
_ACTS = ["印发", "公布", "调整", "开展", "做好", "加强", "规范", "推进", "落实", "完善"]
_THINGS = [
    "农村低保",
    "高龄津贴",
    "农机购置补贴",
    "危房改造",
    "饮水安全",
    "学区划分",
    "预算执行",
    "项目招标",
    "医疗救助",
    "道路养护",
    "防汛抗旱",
    "人居环境",
    "耕地保护",
    "食品抽检",
    "就业培训",
    "养老服务",
    "校车运营",
    "林权登记",
    "河道治理",
    "疫苗接种",
    "公共法律服务",
    "消防演练",
    "物业管理",
    "宅基地审批",
    "税费减免",
    "惠民资金",
    "政务服务",
    "信息公开",
]
_WORDS = [
    "各乡镇",
    "有关部门",
    "统筹",
    "安排",
    "责任",
    "分工",
    "逐项",
    "检查",
    "群众",
    "申请",
    "材料",
    "受理",
    "审核",
    "公示",
    "期限",
    "标准",
    "资金",
    "拨付",
    "监督",
    "结果",
    "评估",
    "整改",
    "台账",
    "会议",
    "研究",
    "决定",
    "按照",
    "要求",
    "根据",
    "规定",
    "组织",
    "实施",
    "工作",
    "方案",
    "任务",
    "措施",
    "保障",
    "人员",
    "培训",
    "宣传",
    "登记",
    "核查",
    "汇总",
    "报送",
    "办理",
    "流程",
    "窗口",
    "电话",
    "地址",
    "时间",
    "范围",
    "对象",
    "条件",
    "程序",
]
_STOPS = "，，，，。。；"


@dataclass(frozen=True)
class Generated:
    key: str
    title: str
    text: str
    doc_no: str
    kind: str
    day: date


def items(count: int, *, seed: int = 11) -> Iterator[Generated]:
    """`count` items of exactly 1,100 characters of text."""
    chance = random.Random(seed)
    rare = [chr(code) for code in range(0x4E00, 0x9FA0) if _is_simplified(chr(code))]
    for number in range(count):
        day = date(2010, 1, 1) + timedelta(days=chance.randrange(6000))
        thing, act = chance.choice(_THINGS), chance.choice(_ACTS)
        yield Generated(
            key=f"g{number}",
            title=f"{chance.choice(_ORGANS)}关于{act}{day.year}年{thing}工作的通知（{number}）",
            text=_text(chance, thing, rare),
            doc_no=f"测政发〔{day.year}〕{number + 1}号",
            kind=chance.choice(("notice", "work_news", "plan", "statistics")),
            day=day,
        )


def _text(chance: random.Random, thing: str, rare: list[str]) -> str:
    parts: list[str] = []
    length = 0
    while length < LENGTH:
        words = chance.choices(_WORDS, k=chance.randrange(3, 7))
        if chance.random() < 0.3:
            words.append(chance.choice((thing, chance.choice(_THINGS))))
        if chance.random() < 0.2:
            words.append("".join(chance.choices(rare, k=2)))  # names and places: what no dictionary knows
        sentence = "".join(words) + chance.choice(_STOPS)
        parts.append(sentence)
        length += len(sentence)
    return "".join(parts)[:LENGTH]


def _is_simplified(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def questions(count: int, *, seed: int = 7) -> list[str]:
    """What people might type: one to three terms, some with an organ, some with a year."""
    chance = random.Random(seed)
    made = []
    for _ in range(count):
        terms = [chance.choice(_THINGS)]
        terms += chance.sample(_WORDS, k=chance.randrange(0, 3))
        made.append(" ".join(terms))
    return made
