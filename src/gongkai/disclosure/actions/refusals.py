"""What can go wrong with an act on an item, each with words for the person."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.disclosure.rules import Missing


class ItemRefused(Exception):
    """An expected refusal; its text is shown to the person."""


class NotAllowed(ItemRefused):
    """The person's posts do not carry this act."""


class TooLate(ItemRefused):
    """Somebody else was faster, or the item has moved on; the words say who and when."""


class StaleDraft(ItemRefused):
    """The draft was saved elsewhere since it was opened; both texts are kept and shown."""

    def __init__(self, *, saved_by: str, revision: int) -> None:
        super().__init__(
            f"{saved_by}在您打开以后保存过这份草稿。您写的没有丢，和对方的并排列在下面，选定后再保存。"
        )
        self.revision = revision


class Incomplete(ItemRefused):
    """Fields that must be filled before the item goes to review."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__("还差 " + "、".join(m.label for m in missing))
        self.missing = tuple(missing)


class OpenFindings(ItemRefused):
    """Findings stand unresolved on the version."""


class StandsInTheWay(ItemRefused):
    """Something is open about the public item, an objection to a notice; it comes first."""


class Unstaffed(ItemRefused):
    """The unit's route names a step that nobody can take."""
