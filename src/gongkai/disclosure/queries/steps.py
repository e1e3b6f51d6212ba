"""Where an item's review stands, as a small value; for the demo, the command line and tests."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.disclosure.models import Item, ReviewStep
from gongkai.text.html import text_to_html


@dataclass(frozen=True)
class OpenStep:
    """The step in hand: whose turn, and who took other steps of the passage and so cannot take this one."""

    id: int
    no: int
    code: str
    role: str
    unit_id: int
    taken_by: frozenset[int]


def open_step(item_id: int) -> OpenStep:
    """The one open step of an item in review. Raises ReviewStep.DoesNotExist when none is open."""
    step = ReviewStep.objects.get(review__item_id=item_id, state="open")
    taken = (
        ReviewStep.objects.filter(review_id=step.review_id, state="passed")
        .exclude(no=step.no)
        .values_list("decided_by_id", flat=True)
    )
    return OpenStep(step.pk, step.no, step.code, step.role, step.unit_id, frozenset(i for i in taken if i))


def public_words(item_id: int) -> tuple[str, str]:
    """Title and HTML of the public version."""
    version = Item.objects.select_related("public_version").get(id=item_id).public_version
    if version is None:
        raise Item.DoesNotExist(f"item {item_id} is not public")
    return version.title, version.body_html or text_to_html(version.body_text)
