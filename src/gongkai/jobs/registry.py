"""Handlers of long jobs and consumers of the outbox, registered by name in the `tasks.py` of each app.

@handler("item.import")
def import_items(progress: Progress) -> dict[str, object]: ...

@consumer("search")
def index(messages: Sequence[Message]) -> None: ...
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule

if TYPE_CHECKING:
    from gongkai.jobs.progress import Progress


@dataclass(frozen=True)
class Message:
    """One delivery. May arrive twice, and after a later one with the same key: read what holds now by `key`."""

    id: int
    topic: str
    key: str
    payload: dict[str, Any]
    created_at: datetime


Handler = Callable[["Progress"], "dict[str, Any] | None"]
Deliver = Callable[[Sequence[Message]], None]


@dataclass(frozen=True)
class Consumer:
    topic: str
    deliver: Deliver
    batch: int


@dataclass(frozen=True)
class Regular:
    """Work that is looked after every so many seconds, e.g. publishing what has come due. Safe to run twice.

    `apart`: it may take minutes, so it has a thread of its own and keeps neither deliveries nor jobs waiting.
    """

    name: str
    seconds: float
    run: Callable[[datetime], object]
    apart: bool = False


class AlreadyRegistered(RuntimeError):
    """Two functions claim the same kind of job or the same topic."""


_handlers: dict[str, Handler] = {}
_consumers: dict[str, Consumer] = {}
_regular: dict[str, Regular] = {}


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that runs jobs of this kind. It may run twice from its cursor: make that harmless."""

    def register(function: Handler) -> Handler:
        if _handlers.get(kind, function) is not function:
            raise AlreadyRegistered(kind)
        _handlers[kind] = function
        return function

    return register


def consumer(topic: str, *, batch: int = 500) -> Callable[[Deliver], Deliver]:
    """Register the function that takes the messages of a topic, at most `batch` at once, in order of their id."""

    def register(function: Deliver) -> Deliver:
        if topic in _consumers and _consumers[topic].deliver is not function:
            raise AlreadyRegistered(topic)
        _consumers[topic] = Consumer(topic, function, batch)
        return function

    return register


def regularly(
    name: str, *, seconds: float, apart: bool = False
) -> Callable[[Callable[[datetime], object]], Callable[[datetime], object]]:
    """Register a function that the worker calls with the present moment every `seconds`.

    `apart`: for slow work, in a thread beside all else; what returns True is called again at once. It finds the
    worker's stop event in `jobs.progress.worker_stop`.
    """

    def register(function: Callable[[datetime], object]) -> Callable[[datetime], object]:
        if name in _regular and _regular[name].run is not function:
            raise AlreadyRegistered(name)
        _regular[name] = Regular(name, seconds, function, apart)
        return function

    return register


def regular_work(*, apart: bool = False) -> list[Regular]:
    return [_regular[name] for name in sorted(_regular) if _regular[name].apart == apart]


def load() -> None:
    """Import the `tasks` module of every app that has one; the worker and `drain` begin with it."""
    for config in apps.get_app_configs():
        if (
            config.name.startswith("gongkai.")
            and config.module
            and module_has_submodule(config.module, "tasks")
        ):
            import_module(f"{config.name}.tasks")


def handler_for(kind: str) -> Handler | None:
    return _handlers.get(kind)


def consumers() -> list[Consumer]:
    return [_consumers[topic] for topic in sorted(_consumers)]


def forget(name: str) -> None:
    """Take a handler or consumer out again (tests that bring their own)."""
    _handlers.pop(name, None)
    _consumers.pop(name, None)
