"""What an entry is about: an item by its index number, a case by its number. Other apps announce what they can find."""

from __future__ import annotations

from collections.abc import Callable

from gongkai.disclosure.queries.listing import item_id_of
from gongkai.registers.refusals import NotFilled

Finder = Callable[[str], int | None]
_finders: dict[str, Finder] = {"item": item_id_of}


def refers_to(kind: str, find: Finder) -> None:
    """Register how a number of this kind of thing is found; cases, which stand beside us, do it at start."""
    _finders[kind] = find


def found_about(number: str) -> tuple[str, int]:
    """(kind, id) of the thing with this number. Raises NotFilled."""
    for kind in sorted(_finders):
        found = _finders[kind](number)
        if found is not None:
            return kind, found
    raise NotFilled({"about": f"没有编号是“{number[:60]}”的来件或者信息"})
