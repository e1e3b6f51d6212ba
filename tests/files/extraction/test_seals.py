"""Red round seals and pen strokes in pictures are told of; letterheads, flags, charts, tables and photographs are not."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw

from gongkai.files.extraction.images import read
from gongkai.files.extraction.seals import seals_in
from gongkai.files.extraction.shapes import NOTED

A4 = (1240, 1754)  # 150 dots an inch
RED = (205, 30, 40)


def page(number: int, size: tuple[int, int] = A4) -> Image.Image:
    """Paper with lines of print: short dark marks, as characters are."""
    dice = random.Random(number)
    made = Image.new("RGB", size, (252, 252, 250))
    pen = ImageDraw.Draw(made)
    for line in range(8, size[1] // 40 - 12):
        for sign in range(4, int(size[0] / 32) - 5):
            if dice.random() < 0.9:
                x, y = sign * 32, line * 40
                for _ in range(5):
                    a, b = dice.randrange(22), dice.randrange(22)
                    if dice.random() < 0.5:
                        pen.line((x + a, y, x + a, y + 22), fill=(30, 30, 30), width=2)
                    else:
                        pen.line((x, y + b, x + 22, y + b), fill=(30, 30, 30), width=2)
    return made


def seal(
    made: Image.Image, at: tuple[int, int], across: int, *, colour=RED, star: bool = True, oval: float = 1.0
):
    pen = ImageDraw.Draw(made)
    x, y, high = at[0], at[1], across * oval
    pen.ellipse((x, y, x + across, y + high), outline=colour, width=max(3, across // 32))
    middle = (x + across / 2, y + high / 2)
    if star:
        corners = [
            (
                middle[0] + (0.22 if n % 2 == 0 else 0.09) * across * math.sin(n * math.pi / 5),
                middle[1] - (0.22 if n % 2 == 0 else 0.09) * high * math.cos(n * math.pi / 5),
            )
            for n in range(10)
        ]
        pen.polygon(corners, fill=colour)
    for n in range(14):  # the characters along the rim
        turn = math.pi * (0.85 + 1.3 * n / 13)
        a, b = middle[0] + 0.38 * across * math.cos(turn), middle[1] + 0.38 * high * math.sin(turn)
        side = across * 0.04
        pen.line((a - side, b - side, a + side, b + side), fill=colour, width=max(2, across // 60))
        pen.line((a - side, b + side, a + side, b), fill=colour, width=max(2, across // 60))


def signature(made: Image.Image, at: tuple[int, int], wide: int, number: int, colour=(25, 25, 60)) -> None:
    """A pen that swings up and down while it goes on, and returns."""
    dice = random.Random(number)
    x, y = at
    points: list[tuple[float, float]] = []
    for step in range(140):
        along = step / 139
        swing = math.sin(step * 0.55) * (0.15 + 0.05 * dice.random()) + math.sin(step * 0.21 + number) * 0.06
        back = math.sin(step * 0.33) * 0.09
        points.append((x + (along + back) * wide, y + swing * wide))
    ImageDraw.Draw(made).line(points, fill=colour, width=5, joint="curve")


def with_seal(number: int) -> Image.Image:
    dice = random.Random(100 + number)
    made = page(number)
    across = round(dice.uniform(3.0, 5.0) / 2.54 * 150)
    colour = (dice.randrange(185, 235), dice.randrange(10, 70), dice.randrange(20, 80))
    place = (dice.randrange(600, 1240 - across - 20), dice.randrange(1100, 1450))
    seal(made, place, across, colour=colour, star=number % 3 != 0, oval=0.75 if number == 7 else 1.0)
    return made.rotate(number * 2 - 9, fillcolor=(252, 252, 250)) if number % 2 else made


def with_signature(number: int) -> Image.Image:
    made = page(number)
    ImageDraw.Draw(made).rectangle((0, 1290, 1240, 1754), fill=(252, 252, 250))
    colour = ((25, 25, 60), (10, 10, 10), (40, 50, 140))[number % 3]
    signature(made, (560, 1500), 250 + 25 * number, number, colour)
    return made


def _letterhead(number: int) -> Image.Image:
    made = page(number)
    pen = ImageDraw.Draw(made)
    for n in range(9):
        x = 180 + n * 100
        pen.rectangle((x, 90, x + 70, 96), fill=RED)
        pen.line((x + 35, 90, x + 35, 190), fill=RED, width=10)
        pen.line((x, 140, x + 70, 180), fill=RED, width=9)
    pen.line((120, 260, 1120, 260), fill=RED, width=5)
    return made


def _disc(number: int) -> Image.Image:
    made = page(number)
    ImageDraw.Draw(made).ellipse((700, 1300, 900 + number, 1500 + number), fill=RED)
    return made


def _frame(number: int) -> Image.Image:
    made = page(number)
    ImageDraw.Draw(made).rectangle((650, 1250, 900, 1490), outline=RED, width=8)
    return made


def _arc(number: int) -> Image.Image:
    made = page(number)
    ImageDraw.Draw(made).arc((650, 1250, 900, 1500), 20, 200 + number, fill=RED, width=9)
    return made


def _flag(number: int) -> Image.Image:
    made = Image.new("RGB", (900, 600), (222, 41, 16))
    ImageDraw.Draw(made).polygon(
        [(150, 60), (180, 150), (100, 95), (200, 95), (120, 150)], fill=(255, 222, 0)
    )
    return made


def _chart(number: int) -> Image.Image:
    made = Image.new("RGB", (1000, 640), "white")
    pen = ImageDraw.Draw(made)
    pen.line((80, 40, 80, 580, 960, 580), fill="black", width=3)
    line = [(80 + 40 * n, 480 - 300 * abs(math.sin(n / 4 + number))) for n in range(22)]
    pen.line(line, fill=(20, 20, 20), width=4)
    for n in range(10):
        pen.rectangle((100 + 85 * n, 580 - 30 * (n % 5 + 2), 140 + 85 * n, 580), fill=(220, 50, 50))
    return made


def _pie(number: int) -> Image.Image:
    made = Image.new("RGB", (800, 600), "white")
    pen = ImageDraw.Draw(made)
    pen.pieslice((200, 100, 600, 500), 0, 200, fill=(210, 40, 40))
    pen.pieslice((200, 100, 600, 500), 200, 360, fill=(60, 90, 200))
    return made


def _table(number: int) -> Image.Image:
    made = page(number)
    pen = ImageDraw.Draw(made)
    for n in range(12):
        pen.line((120, 300 + 90 * n, 1120, 300 + 90 * n), fill="black", width=2)
    for n in range(6):
        pen.line((120 + 200 * n, 300, 120 + 200 * n, 1290), fill="black", width=2)
    return made


def _photograph(number: int) -> Image.Image:
    dice = random.Random(number)
    small = Image.new("RGB", (24, 16))
    small.putdata([(dice.randrange(256), dice.randrange(200), dice.randrange(180)) for _ in range(24 * 16)])
    return small.resize((1200, 800), Image.Resampling.BICUBIC)


def _print(number: int) -> Image.Image:
    return page(number).rotate(number % 3 - 1, fillcolor=(252, 252, 250))


PLAIN: tuple[Callable[[int], Image.Image], ...] = (
    _letterhead, _disc, _frame, _arc, _flag, _chart, _pie, _table, _photograph, _print,
)  # fmt: skip


def places(made: Image.Image) -> set[str]:
    return {one.place for one in seals_in(made)}


@pytest.mark.parametrize("number", range(10))
def test_a_round_seal_is_told_of(number):
    assert "图片里像圆形印章的地方" in places(with_seal(number))


@pytest.mark.parametrize("number", range(10))
def test_a_signature_is_told_of(number):
    assert "图片里像手写签名的地方" in places(with_signature(number))


@pytest.mark.parametrize("number", range(30))
def test_what_only_has_red_or_lines_is_left_in_peace(number):
    assert places(PLAIN[number % 10](number)) == set()


def test_a_scan_with_a_seal_says_so_and_a_note_alone_blocks_nothing(tmp_path):
    path = tmp_path / "a.png"
    with_seal(1).save(path)
    (told,) = [one for one in read(path).hidden if one.kind == "seals"]
    assert (told.count, told.excerpt) == (1, "人工看一看")
    assert "seals" in NOTED
