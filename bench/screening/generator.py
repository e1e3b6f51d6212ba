"""Labelled lines in the style of real notices: own texts, invented persons, numbers made by their rules.

`generate(count, seed)` gives the same lines for the same seed. A label says what stands where, and whether a word
beside it (or the head of its column) tells what it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from bench.screening import numbers as make

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟"
    "熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰涛明超秀兰霞平刚桂英华玉萍红梅建国志文辉力永健世广清飞彬富顺信子浩亮政谦亨奇固之轮翰朗伯宏言若鸣朋斌梁栋维启克伦翔"
    "旭鹏泽晨辰士以建家致树炎德行时泰盛雄琛钧冠策腾楠榕风航弘"
)
COUNTIES = ["清河县", "望山县", "临溪市", "安平县", "东岭区", "云岭县"]
TOWNS = ["柳河镇", "青石乡", "双桥镇", "白云街道", "红旗街道", "大营镇", "马街镇", "石板乡"]
VILLAGES = ["柳庄村", "上坝村", "前进村", "李家湾村", "新民社区", "小河村", "杏花村", "东关社区", "大龙潭村"]
ROADS = ["建设路", "人民东路", "文昌街", "解放大道", "环城北路", "青年路", "富民街", "朝阳路"]
OFFICES = [
    "农业农村局",
    "民政局",
    "住房和城乡建设局",
    "市场监督管理局",
    "人力资源和社会保障局",
    "综合行政执法局",
]
FIRMS = ["恒远商贸", "绿野农业科技", "宏图建筑工程", "康宁医药", "顺达运输", "金穗粮油"]


@dataclass(frozen=True, slots=True)
class Label:
    kind: str
    start: int
    end: int
    cued: bool


@dataclass(frozen=True, slots=True)
class Line:
    """`style` names the maker; `labels` in order of place."""

    text: str
    labels: tuple[Label, ...]
    style: str


@dataclass
class Draft:
    """Text that grows, with what is put into it labelled."""

    rng: Random
    parts: list[str] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    length: int = 0

    def say(self, text: str) -> Draft:
        self.parts.append(text)
        self.length += len(text)
        return self

    def put(self, kind: str, text: str, *, cued: bool = True) -> Draft:
        self.labels.append(Label(kind, self.length, self.length + len(text), cued))
        return self.say(text)

    def number(self, kind: str, *, cued: bool = True, plain: bool = False) -> Draft:
        made = getattr(make, kind)(self.rng)
        return self.put(kind, made if plain else make.written(self.rng, kind, made), cued=cued)

    def name(self, *, cued: bool = True) -> Draft:
        return self.put("person_name", person(self.rng), cued=cued)

    def line(self, style: str) -> Line:
        return Line("".join(self.parts), tuple(self.labels), style)


def generate(count: int, seed: int = 7) -> list[Line]:
    from bench.screening.styles import STYLES  # noqa: PLC0415  (styles are made of this module's drafts)

    rng = Random(seed)
    made = []
    for at in range(count):
        style = STYLES[at % len(STYLES)]
        draft = Draft(rng)
        style(draft)
        made.append(draft.line(style.__name__))
    return made


def person(rng: Random) -> str:
    return rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, rng.choice([1, 2, 2, 2])))


def village(rng: Random) -> str:
    return rng.choice(TOWNS) + rng.choice(VILLAGES)


def home(rng: Random) -> str:
    """An address to the door."""
    county, town = rng.choice(COUNTIES), rng.choice(TOWNS)
    if rng.random() < 0.5:
        return f"{county}{town}{rng.choice(VILLAGES)}{rng.randint(1, 12)}组{rng.randint(1, 99)}号"
    flat = (
        f"{rng.randint(1, 20)}栋{rng.randint(1, 4)}单元{rng.randint(101, 1805)}室"
        if rng.random() < 0.5
        else ""
    )
    return f"{county}{rng.choice(ROADS)}{rng.randint(1, 300)}号{flat}"


def date_of(rng: Random) -> str:
    year, month, day = rng.randint(2018, 2026), rng.randint(1, 12), rng.randint(1, 28)
    return rng.choice(
        [
            f"{year}年{month}月{day}日",
            f"{year}-{month:02}-{day:02}",
            f"{year}.{month}.{day}",
            f"{year}/{month}/{day}",
        ]
    )


def born(rng: Random) -> str:
    year, month, day = rng.randint(1940, 2010), rng.randint(1, 12), rng.randint(1, 28)
    return rng.choice(
        [f"{year}年{month}月{day}日", f"{year}-{month:02}-{day:02}", f"{year}.{month:02}.{day:02}"]
    )


def money(rng: Random) -> str:
    value = rng.randint(100, 99_999_999)
    return rng.choice([f"{value:,}.00元", f"{value}元", f"{value / 100:.2f}元", f"{value / 10000:.6f}万元"])
