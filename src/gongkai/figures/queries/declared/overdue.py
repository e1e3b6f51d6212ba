"""What is late at the end of a period beside letters and orders: items not yet published, applications not yet answered."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from gongkai.disclosure.models import Item
from gongkai.figures.declaring import Figure, Scope
from gongkai.figures.queries.annual import APPLICATIONS
from gongkai.figures.queries.case_courses import begins
from gongkai.figures.queries.declared import _cuts
from gongkai.figures.queries.declared.letters_and_orders import overdue

_RUNNING = ("drafting", "returned", "in_review", "approved")
"""States in which the term of publication runs; it is paused while secrecy is decided or others are consulted."""


def _items(scope: Scope) -> QuerySet[Item]:
    """Open and past the term on the last day; or published after it, which still was late on that day.

    Each of the two is read off an index of its own; as one condition with "or" a million items are looked through.
    """
    late = Item.objects.order_by().filter(
        due_on__lt=scope.as_of, created_at__lt=begins(scope.period.after), is_historical=False
    )
    # A correction of something public is no late publication.
    still = late.filter(state__in=_RUNNING, published_at=None)
    later = late.filter(published_at__gte=begins(scope.period.after))
    return scope.of_units(Item.objects.filter(id__in=still.values("id").union(later.values("id"))))


_SHAPE: dict[str, Any] = {"stock": True, "lower_is_better": True, "public": False}

FIGURES = (
    Figure(
        "item.overdue", "逾期没有公开的信息", "条",
        "期末那天过了公开期限还没有公开的信息；等定密结果、与有关机关协商的不算，定为不公开的不算。",
        "条例第二十六条", "item", records=_items,
        dimensions=(_cuts.UNIT, _cuts.ITEM_KIND, _cuts.TOPIC), position=12, **_SHAPE,
    ),
    Figure(
        "application.overdue", "逾期没有答复的申请", "件", "期末那天过了答复期限还没有答复的申请；暂停计时的不算。",
        "条例第三十三条", "case", records=overdue(APPLICATIONS), dimensions=(_cuts.UNIT, _cuts.CHANNEL), position=41, **_SHAPE,
    ),
)  # fmt: skip
