"""机构改革: what is in hand follows the successor; what is public keeps its issuer and its number."""

from __future__ import annotations

from gongkai.disclosure.actions.common import tell_search, write_ledger
from gongkai.disclosure.models import Item, ReviewStep
from gongkai.disclosure.policies import public_items
from gongkai.units.changes import UnitChange

OPEN_STATES = ("drafting", "returned", "in_review", "referred", "coordinating", "approved")


def follow_unit_change(change: UnitChange) -> None:
    """Called within the act upon units: hand open items and open steps on, have moved units' items indexed anew."""
    for closed_id, heir_id in change.successors.items():
        for item in Item.objects.filter(
            unit_id=closed_id, state__in=OPEN_STATES, public_version__isnull=True
        ):
            Item.objects.filter(id=item.pk, unit_id=closed_id).update(unit_id=heir_id)
            write_ledger(item, "follow_successor", change.by, change.at, from_unit=closed_id, to_unit=heir_id)
        ReviewStep.objects.filter(unit_id=closed_id, state__in=["open", "waiting"]).update(unit_id=heir_id)
    if change.kind in ("move", "merge", "split", "close"):
        touched = public_items().filter(unit_id__in=change.unit_ids).values_list("id", flat=True)
        tell_search(list(touched), change.at)
