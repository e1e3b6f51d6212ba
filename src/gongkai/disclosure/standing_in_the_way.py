"""What stands in the way of taking a public item down or replacing it. Upper floors register; this floor doesn't know them.

An open objection to a notice does: while one is open the notice may not be closed (公示期内有异议的，核查以前不得结束).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

# Of an item's id: words for each thing that stands in the way, e.g. the numbers of open objections.
Callback = Callable[[int], Sequence[str]]
_callbacks: list[Callback] = []


def stands_in_the_way(callback: Callback) -> Callback:
    """Ask `callback` before a public item is withdrawn, replaced or kept back. Twice counts once.

    It runs inside the transaction of the act, with the item locked.
    """
    if callback not in _callbacks:
        _callbacks.append(callback)
    return callback


def in_the_way_of(item_id: int) -> list[str]:
    """Everything that stands in the way, in words; empty when nothing does."""
    return [words for callback in tuple(_callbacks) for words in callback(item_id)]
