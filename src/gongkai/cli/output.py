"""How commands speak: data on stdout, words on stderr, and exit codes that mean the same everywhere."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, NoReturn

import typer
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from gongkai.ledger.rules import Actor

OK, FOUND_PROBLEMS, USAGE, REFUSED, LATER = 0, 1, 2, 3, 75
HOST = Actor("host", "命令行")

words = Console(stderr=True, highlight=False, soft_wrap=True)


def say(text: str) -> None:
    words.print(text, markup=False)


def put_json(data: Any) -> None:
    """One JSON document on stdout."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, default=_plain) + "\n")


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def stop(text: str, code: int) -> NoReturn:
    say(text)
    raise typer.Exit(code)


def now() -> datetime:
    """The only place where commands ask the clock."""
    return timezone.now()


@contextmanager
def progress(title: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, a line every few seconds elsewhere; yields `told(done)`."""
    if not words.is_terminal:
        yield _lines(title, total)
        return
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=words,
        transient=True,
    ) as bar:
        task = bar.add_task(title, total=total)
        yield lambda done: bar.update(task, completed=done)


def _lines(title: str, total: int | None) -> Callable[[int], None]:
    last = [time.monotonic()]

    def told(done: int) -> None:
        if time.monotonic() - last[0] >= 5:
            last[0] = time.monotonic()
            say(f"{title} {done}/{total}" if total else f"{title} {done}")

    return told
