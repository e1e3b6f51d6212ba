"""Invented people and places of what arrives, drawn by the demo's dice."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.screening.checksums import id_check_char

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = (
    "伟",
    "秀英",
    "建国",
    "丽华",
    "晓东",
    "桂兰",
    "志强",
    "玉梅",
    "永福",
    "春燕",
    "明辉",
    "小红",
    "国栋",
    "淑珍",
)
PLACES = ("青石桥镇", "黄沙渡镇", "茶坪乡", "望云镇", "古渡村", "石门村", "桥头社区", "东风小区", "河西村")
ROADS = ("人民路", "建设路", "清河路", "文昌街", "滨江路")
# Codes of places end in 00 nowhere: the region is the invented county's.
_REGION = "539921"


@dataclass(frozen=True)
class Writer:
    """Somebody who writes in. The number is formally sound and belongs to nobody."""

    name: str
    identity: str
    phone: str
    email: str


def writer(dice: random.Random) -> Writer:
    birthday = f"{dice.randrange(1950, 2004)}{dice.randrange(1, 13):02d}{dice.randrange(1, 29):02d}"
    first = f"{_REGION}{birthday}{dice.randrange(100, 999)}"
    return Writer(
        name=dice.choice(_SURNAMES) + dice.choice(_GIVEN),
        identity=first + id_check_char(first),
        phone=f"1390099{dice.randrange(10_000):04d}",
        email=f"user{dice.randrange(10_000)}@example.com",
    )


def home(phone: str) -> str:
    """Where the writer with this telephone lives: no throw of the dice, so that the rest of the county stays as it is."""
    last = int(phone[-4:])
    return f"{ROADS[last % len(ROADS)]}{last % 200 + 1}号"


@cache
def matters() -> dict[str, list[dict[str, str]]]:
    """What is asked for and written about, by `application` and `letter`."""
    text = Path(__file__).with_name("matters.toml").read_text(encoding="utf-8")
    found: dict[str, list[dict[str, str]]] = tomllib.loads(text)
    return found


def told(matter: dict[str, str], dice: random.Random, year: int) -> dict[str, Any]:
    """A matter with its places filled in."""
    place, road = dice.choice(PLACES), dice.choice(ROADS)
    return {key: text.format(place=place, road=road, year=year) for key, text in matter.items()}
