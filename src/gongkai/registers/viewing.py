"""Counting which pages are shown, without anybody being followed: a number by unit, kind of page and month.

Nothing of the visitor is looked at but whether the programme calls itself a crawler, and nothing is kept: no address, no
cookie, no hour. Each web process adds up in memory and hands its numbers to the database once a minute; what stands in
memory when a process dies is lost (at most a minute of numbers that decide nothing). Answers that a cache or the web
server gives before us are not counted.
"""

from __future__ import annotations

import logging
import re
import threading
from collections import Counter
from collections.abc import Callable
from datetime import date

from django.db import close_old_connections, connections
from django.utils import timezone

from gongkai.disclosure.queries.listing import units_of_index_nos
from gongkai.registers.actions.viewing import add_views
from gongkai.units.queries import site_facts, units_by_code

FLUSH_EVERY = 60.0  # seconds
MOST_KEYS = 20_000  # different pages between two flushes; more are not told apart by unit
PAGES = {
    "home": "首页",
    "item": "信息",
    "file": "附件",
    "unit": "单位页面",
    "block": "指南、制度、年报",
    "list": "列表和检索",
    "answer": "公开的答复",
    "service": "申请、写信、查进度",
}
_PAGE_OF = {
    "": "home", "item": "item", "file": "file", "unit": "unit",
    "guide": "block", "rules": "block", "proactive": "block", "annual-reports": "block", "request": "block",
    "topic": "list", "kind": "list", "stage": "list", "list": "list", "search": "list",
    "answers": "answer", "write": "service", "case": "service",
}  # fmt: skip
_CRAWLER = re.compile(r"bot|spider|crawl|slurp|monitor|curl|wget|python|java/|go-http|headless", re.I)
logger = logging.getLogger(__name__)

Key = tuple[str, str, int, int]
"""(kind of page, what tells the unit: "unit:" and its code, "item:" and its index number, or "", year, month)."""


class ViewCounter:
    """Numbers of one process since the last flush. `count` does no I/O and takes a lock for an addition."""

    def __init__(self) -> None:
        self._numbers: Counter[Key] = Counter()
        self._lock = threading.Lock()

    def count(self, path: str, day: date) -> None:
        page = page_of(path)
        if page is None:
            return
        kind, place = page
        key = (kind, place, day.year, day.month)
        with self._lock:
            if len(self._numbers) >= MOST_KEYS and key not in self._numbers:
                key = (kind, "", day.year, day.month)
            self._numbers[key] += 1

    def flush(self) -> int:
        """Add what was counted to the database; returns how many views. Should that fail, they are counted again later."""
        with self._lock:
            numbers, self._numbers = self._numbers, Counter()
        if not numbers:
            return 0
        try:
            add_views(numbers=_by_unit(numbers))
        except Exception:
            with self._lock:
                self._numbers.update(numbers)
            raise
        return numbers.total()


def page_of(path: str) -> tuple[str, str] | None:
    """Kind of page and what tells its unit; None for what is no page of the portal (office, styles, feeds)."""
    first, _, rest = path.lstrip("/").partition("/")
    kind = _PAGE_OF.get(first)
    if kind is None or path.endswith((".svg", "/feed/", "/suggest/")):
        return None
    if kind == "unit" and rest:
        return kind, f"unit:{rest.partition('/')[0]}"
    if kind == "item":
        index_no = re.sub(r"/versions/(?:\d+/)?$", "", f"/{rest.rstrip('/')}/").strip("/")
        return kind, f"item:{index_no}"
    return kind, ""


def is_crawler(agent: str) -> bool:
    return not agent or bool(_CRAWLER.search(agent))


def _by_unit(numbers: Counter[Key]) -> Counter[tuple[int, str, int, int]]:
    """Places made units, in two queries; what tells none stands with the root."""
    places = {place for _, place, _, _ in numbers}
    units = {
        f"unit:{code}": unit.pk
        for code, unit in units_by_code(p[5:] for p in places if p.startswith("unit:")).items()
    }
    items = units_of_index_nos(p[5:] for p in places if p.startswith("item:"))
    units |= {f"item:{index_no}": unit_id for index_no, unit_id in items.items()}
    root_id = site_facts().root_id
    found: Counter[tuple[int, str, int, int]] = Counter()
    for (kind, place, year, month), number in numbers.items():
        unit_id = units.get(place, root_id)
        if unit_id:
            found[unit_id, kind, year, month] += number
    return found


counter = ViewCounter()
_started = threading.Lock()


def begin(wait: Callable[[float], object] | None = None) -> None:
    """Start this process's flushing thread, once. Called by what serves pages; without it nothing is ever written."""
    if _started.acquire(blocking=False):
        pause = wait or threading.Event().wait
        threading.Thread(target=_run, args=(pause,), name="views", daemon=True).start()


def is_counting() -> bool:
    return _started.locked()


def _run(pause: Callable[[float], object]) -> None:
    while True:
        pause(FLUSH_EVERY)
        try:
            close_old_connections()
            counter.flush()
        except Exception:  # a database that is away or busy: the numbers wait for the next minute
            logger.info("page views wait for the next minute", exc_info=True)
        finally:
            connections.close_all()


def note(path: str, agent: str) -> None:
    """One page was shown. Free of I/O; nothing where this process doesn't count."""
    if is_counting() and not is_crawler(agent):
        counter.count(path, timezone.localdate())
