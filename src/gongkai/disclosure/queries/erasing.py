"""What can be destroyed for good, for the pages that ask before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.accounts.policies import Standing
from gongkai.disclosure.models import Attachment, Item, Redaction
from gongkai.disclosure.policies import may_erase, may_erase_original, visible_to
from gongkai.disclosure.rules import ERASED


@dataclass(frozen=True)
class ErasableItem:
    title: str
    unit_name: str
    files: int
    may_erase: bool


@dataclass(frozen=True)
class ErasableOriginal:
    """What a redaction still keeps of what stood there before."""

    id: int
    title: str
    label: str
    count: int
    who: str
    may_erase: bool


def erasable_item(by: Standing, item_id: int) -> ErasableItem | None:
    """None for what this person may not know."""
    item = visible_to(by).select_related("unit").filter(id=item_id).first()
    if item is None:
        return None
    files = Attachment.objects.filter(version__item=item).values("file_id").distinct().count()
    return ErasableItem(item.title, item.unit.name, files, may_erase(by, item))


def erasable_original(by: Standing, item_id: int, redaction_id: int) -> ErasableOriginal | None:
    """None for what this person may not know, and for what is destroyed already."""
    item = visible_to(by).filter(id=item_id).first()
    if item is None:
        return None
    return next((one for one in _originals(by, item) if one.id == redaction_id), None)


def erasable_originals(by: Standing, item: Item) -> Sequence[ErasableOriginal]:
    """Those that this person may destroy."""
    return [one for one in _originals(by, item) if one.may_erase] if by.has("disclosure_office") else []


def is_erasable(by: Standing, item: Item) -> bool:
    return may_erase(by, item) and item.title != ERASED


def _originals(by: Standing, item: Item) -> list[ErasableOriginal]:
    rows = Redaction.objects.filter(item=item).select_related("item", "version", "made_by").order_by("-id")
    return [
        ErasableOriginal(
            row.pk,
            item.title,
            row.label,
            row.count,
            row.made_by.full_name if row.made_by else "",
            may_erase_original(by, row),
        )
        for row in rows
        if row.sealed or row.original_file_id is not None
    ]
