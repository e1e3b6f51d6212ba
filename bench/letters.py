"""Suggestions to the clerk: how well classes are told, how fast the panel comes, how fast a week's topics are found."""

from __future__ import annotations

import os
import random
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import django

from bench.figures import Figure, figure_of, hand_over, timed
from bench.homes import SHARED

django.setup()

from django.utils import timezone  # noqa: E402

from gongkai.accounts.models import User  # noqa: E402
from gongkai.accounts.queries import standing_for  # noqa: E402
from gongkai.cases.models import Case  # noqa: E402
from gongkai.cases.queries import closed_memory  # noqa: E402
from gongkai.cases.queries.suggestions import suggestions_for_case  # noqa: E402
from gongkai.cases.suggesting.corpus import read_examples  # noqa: E402
from gongkai.cases.suggesting.evaluation import evaluate  # noqa: E402
from gongkai.cases.suggesting.topics import WeekLetter, hot_topics  # noqa: E402

LETTERS = 10_000
PANELS = int(os.environ.get("BENCH_PANELS", "100"))
MONDAY = date(2026, 3, 2)
WAYS = {"model": "the model", "keywords": "counting keywords", "majority": "the commonest class"}
THINGS = (
    *("路灯", "公交", "学校", "医院", "物业", "停水", "噪音", "垃圾", "社保", "低保"),
    *("宅基地", "电梯", "河道", "快递", "食堂", "补课", "燃气", "车位", "拆迁", "工资"),
)


def week(count: int) -> list[WeekLetter]:
    """Letters of five weeks about twenty things in eighty streets."""
    lot = random.Random(3)
    streets = [f"{a}{b}路" for a in "东西南北中新老长" for b in ("平安", "文化", "民主", "解放", "丰收")]

    def one(number: int) -> WeekLetter:
        thing = lot.choice(THINGS)
        words = [thing, lot.choice(streets), thing, *lot.choices([*THINGS, *streets], k=4)]
        text = "，".join(f"{word}的{lot.choice(THINGS)}很久了没有人来看一看修一修" for word in words * 3)
        day = MONDAY - timedelta(days=lot.randrange(-6, 29))
        return WeekLetter(f"{number:05d}", day, "".join(words[:2]), text)

    return [one(number) for number in range(count)]


def told() -> list[Figure]:
    """Accuracy and macro-F1 on a fifth that the model hasn't seen, beside the two simple ways."""
    folder = SHARED / "letters"
    if not folder.is_dir():
        return [Figure("letters", "classes", note="no letters beside the repository")]
    held = evaluate(read_examples(folder))["held_out"]
    return [
        Figure(
            "letters",
            f"class of {held['asked']:,} unseen letters, {name}",
            note=f"accuracy {held[way]['accuracy']:.3f}, macro-F1 {held[way]['macro_f1']:.3f}",
            is_reference=way != "model",
        )
        for way, name in WAYS.items()
    ]


def panels() -> list[Figure]:
    """The panel beside a letter, with all that the office remembers."""
    with tempfile.TemporaryDirectory() as folder:
        closed_memory.place = lambda: Path(folder) / "closed.npz"
        began = time.perf_counter()
        known = closed_memory.remember(at=timezone.now())
        made = time.perf_counter() - began
        began = time.perf_counter()
        closed_memory.remember(at=timezone.now())
        again = time.perf_counter() - began
        by = standing_for(
            user=User.objects.filter(appointments__role="disclosure_office").order_by("id")[0],
            today=timezone.localdate(),
        )
        ids = list(
            Case.objects.filter(kind="letter").order_by("-id").values_list("id", flat=True)[: PANELS + 1]
        )

        def panel(pk: int) -> object:
            return suggestions_for_case(by, pk, today=timezone.localdate())

        panel(ids[0])  # reads the model and the file
        figure = figure_of(
            "letters", f"panel with {known:,} closed cases", timed(panel, ids[1:]), goal="p95 ≤ 200 ms"
        )
    note = f"{made:.0f} s from nothing, {again:.1f} s each hour"
    return [figure, Figure("letters", "remembering closed cases", note=note)]


def topics() -> list[Figure]:
    letters = week(LETTERS)
    taken = timed(lambda given: hot_topics(given, week_from=MONDAY), [letters])
    rate = len(letters) / taken.clock[0]
    note = f"{taken.clock[0]:.1f} s, CPU {taken.cpu[0]:.1f} s"
    return [Figure("letters", f"topics of {LETTERS:,}", rate, "letters", goal="≤ 10 s", note=note)]


if __name__ == "__main__":
    hand_over([*told(), *panels(), *topics()])
