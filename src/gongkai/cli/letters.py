"""`gongkai letter …`: what a letter is about and whose it is. Suggestions; the clerk decides."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from django.utils import timezone
from rich.table import Table

from gongkai.cli.output import USAGE, put_json, say, stop, words
from gongkai.text.problems import decode

if TYPE_CHECKING:
    from gongkai.cases.suggesting.corpus import Example

# What reckons with arrays is imported by the commands that do: it takes a tenth of a second that no other has.
# ruff: noqa: PLC0415

letter_app = typer.Typer(no_args_is_help=True)
_FOLDER = typer.Argument(..., exists=True, file_okay=False, help="信件所在文件夹：*.jsonl、*.jsonl.gz")
_JSON = typer.Option(False, "--json", help="以 JSON 输出")
_PARTS = {"held_out": "留出的五分之一", "held_out_raw": "其中的原文", "raw": "全部原文，只从词学习"}
_WAYS = {"model": "模型", "keywords": "数关键词", "majority": "最多的一类"}


@letter_app.callback()
def letter() -> None:
    """来信：分类和承办单位的建议。"""


@letter_app.command("suggest")
def suggest(
    file: str = typer.Argument(..., help="来信的文字，或者 - 表示标准输入"),
    weights: Path = typer.Option(None, "--weights", help="自己学习得到的分类权重"),
    limit: int = typer.Option(3, "--limit", min=1, max=20, help="最多几个单位"),
    as_json: bool = _JSON,
) -> None:
    """这封信属于哪一类、可能归哪个单位办，最可能的在前。只是建议。

    例：gongkai letter suggest 来信.txt --json
    """
    from gongkai.cases.queries.closed_memory import closed_cases
    from gongkai.cases.suggesting.loading import unit_suggester
    from gongkai.cases.suggesting.model import UnusableWeights, load, shipped

    text = _read(file)
    try:
        classes = (load(weights) if weights else shipped()).classify(text)
    except UnusableWeights as problem:
        stop(str(problem), USAGE)
    title, _, body = text.partition("\n")
    suggester = unit_suggester(on=timezone.localdate(), closed=closed_cases())
    units = suggester.suggest(body, title=title, limit=limit)
    rows = _rows(classes, [(one.unit.name, one.score) for one in units])
    if as_json:
        put_json(rows)
        return
    table = Table("类别", "承办单位", "把握")
    for row in rows:
        table.add_row(row["class"], row["unit"], f"{row['score']:.2f}")
    words.print(table)


def _rows(classes: list[tuple[str, float]], units: list[tuple[str, float]]) -> list[dict[str, Any]]:
    """One row for each unit with the likeliest class; where no unit can be told, one for each likely class."""
    if units:
        best = classes[0][0] if classes else ""
        return [{"class": best, "unit": unit, "score": score} for unit, score in units]
    return [{"class": label, "unit": "", "score": score} for label, score in classes[:3]]


def _read(file: str) -> str:
    if file == "-":
        return decode(sys.stdin.buffer.read()).text.strip()
    if not Path(file).is_file():
        stop(f"没有这个文件：{file}", USAGE)
    return decode(Path(file).read_bytes()).text.strip()


@letter_app.command("train")
def train_classes(
    folder: Path = _FOLDER,
    out: Path = typer.Option(..., "--out", help="权重文件（.npz）；里面没有信件的文字"),
) -> None:
    """从分好类的信件学习。同样的信件得到同样的文件。

    例：gongkai letter train 信件 --out 权重.npz
    """
    from gongkai.cases.suggesting.evaluation import without_repeats
    from gongkai.cases.suggesting.model import train

    kept = without_repeats(_examples(folder))
    model = train([one.words for one in kept], [one.label for one in kept])
    target = out if out.suffix == ".npz" else out.with_name(out.name + ".npz")
    model.save(target)
    say(f"学了 {len(kept)} 件，分 {len(model.classes)} 类，{target.stat().st_size / 1e6:.1f} MB：{target}")


@letter_app.command("eval")
def evaluate_classes(
    folder: Path = _FOLDER,
    seed: int = typer.Option(1, "--seed", help="留出哪五分之一"),
    as_json: bool = _JSON,
) -> None:
    """留出五分之一没有学过、也不和学过的重复的信件，看分类准不准，旁边是只猜最多的一类和数关键词的结果。

    例：gongkai letter eval 信件 --json
    """
    from gongkai.cases.suggesting.evaluation import evaluate

    report = evaluate(_examples(folder), seed=seed)
    if as_json:
        put_json(report)
        return
    table = Table("信件", "方法", "件数", "准确率", "macro-F1")
    for part, label in _PARTS.items():
        for way, name in _WAYS.items() if part in report else ():
            found = report[part][way]
            figures = f"{found['accuracy']:.3f}", f"{found['macro_f1']:.3f}"
            table.add_row(label, name, str(report[part]["asked"]), *figures)
    words.print(table)


def _examples(folder: Path) -> list[Example]:
    from gongkai.cases.suggesting.corpus import NothingToLearn, read_examples

    try:
        return read_examples(folder)
    except (NothingToLearn, UnicodeDecodeError, ValueError) as problem:
        stop(str(problem), USAGE)
