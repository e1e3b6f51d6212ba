"""Who has an item open: kept while the page is, so that colleagues don't work past one another. Blocks nobody."""

from __future__ import annotations

from datetime import datetime

from gongkai.accounts.policies import Standing
from gongkai.disclosure.actions.common import need
from gongkai.disclosure.models import Item, Presence
from gongkai.disclosure.policies import may_edit, may_remark
from gongkai.disclosure.rules import PRESENCE_LASTS


def note_presence(*, item_id: int, doing: str, arriving: bool, by: Standing, at: datetime) -> None:
    """This person has the item open, `editing` or `looking`. No act of office, no ledger row.

    `arriving`: the page was just opened, what it is for counts. A page that merely stays open doesn't turn
    `editing` in another window into `looking`. Who only looks on (审计) leaves no trace.
    """
    item = Item.objects.filter(id=item_id).first()  # one by key
    need(item is not None and (by.sees_all or may_remark(by, item)), "由经办这条信息的人员查看。")
    if item is None or not may_remark(by, item):
        return
    editable = may_edit(by, item)
    doing = "editing" if doing == "editing" and editable else "looking"
    mine = Presence.objects.filter(item=item, user_id=by.user_id)
    elsewhere = mine.filter(doing="editing", at__gt=at - PRESENCE_LASTS)
    if doing == "looking" and editable and not arriving and elsewhere.exists():
        return
    if not mine.update(doing=doing, at=at):
        # Of two windows that arrive together one makes the row; the other finds it made.
        Presence.objects.bulk_create(
            [Presence(item=item, user_id=by.user_id, doing=doing, at=at)], ignore_conflicts=True
        )
    # Of every item, not of this one alone: who read what last week is nobody's business.
    Presence.objects.filter(at__lte=at - PRESENCE_LASTS).delete()
