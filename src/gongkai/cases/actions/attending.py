"""Who has a case open: kept while the page is, so that colleagues don't work past one another. Blocks nobody."""

from __future__ import annotations

from datetime import datetime, timedelta

from gongkai.accounts.policies import Standing
from gongkai.cases.actions.common import need
from gongkai.cases.models import Case, CasePresence
from gongkai.cases.policies import may_see
from gongkai.cases.queries.presence import PRESENCE_LASTS

FRESH = timedelta(seconds=10)
"""So long a mark isn't made anew: a page that is opened again writes nothing."""


def note_case_presence(*, case_id: int, doing: str, arriving: bool, by: Standing, at: datetime) -> None:
    """This person has the case open, `editing` or `looking`. No act of office, no ledger row.

    `arriving`: the page was just opened, what it is for counts. A page that merely stays open doesn't turn
    `editing` in another window into `looking`. Who only looks on (审计) leaves no trace.
    """
    case = Case.objects.filter(id=case_id).first()  # one by key
    need(case is not None and may_see(by, case), "由经办这件的人员查看。")
    if not by.unit_ids():
        return
    doing = "editing" if doing == "editing" else "looking"
    mine = CasePresence.objects.filter(case=case_id, user_id=by.user_id)
    was, since = mine.values_list("doing", "at").first() or ("", at - PRESENCE_LASTS)  # one by constraint
    if was == "editing" and doing == "looking" and not arriving and since > at - PRESENCE_LASTS:
        return
    if was == doing and since > at - FRESH:
        return
    if not mine.update(doing=doing, at=at):
        # Of two windows that arrive together one makes the row; the other finds it made.
        CasePresence.objects.bulk_create(
            [CasePresence(case_id=case_id, user_id=by.user_id, doing=doing, at=at)], ignore_conflicts=True
        )
    # Of every case, not of this one alone: who read what last week is nobody's business.
    gone = CasePresence.objects.filter(at__lte=at - PRESENCE_LASTS)
    if gone.exists():  # looked for first: a deletion of nothing waits for every writer, too
        gone.delete()
