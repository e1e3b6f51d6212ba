"""A case and what hangs on it, by key: for who may see it, else None, so that nobody learns that it exists."""

from __future__ import annotations

from gongkai.accounts.policies import Standing
from gongkai.cases.models import Case, CaseFile, CaseLetter, CoHandling
from gongkai.cases.policies import CASE_ROLES, may_read_personal, may_see, visible_to


def case_for(by: Standing, case_id: int) -> Case | None:
    """The case when this person may see it, else None: that it exists is not told."""
    found = visible_to(by).filter(id=case_id).select_related("unit", "assignee", "party", "item")
    return found.first()  # one by key


def file_for(by: Standing, case_id: int, key: str) -> tuple[CaseFile, bool] | None:
    """A file of a case that this person may see, passed by the scanner; and whether it is theirs to open.

    Proofs of identity are for those alone who may read who wrote in.
    """
    case = case_for(by, case_id)
    found = CaseFile.objects.filter(case=case, key=key, file__scan="clean") if case is not None else None
    row = found.select_related("file").first() if found is not None else None  # one by its key
    if case is None or row is None:
        return None
    return row, row.role != "identity" or may_read_personal(by, case)


def letter_for(by: Standing, case_id: int, key: str) -> tuple[CaseLetter, bool] | None:
    """A letter of a case that this person may see; and whether it is theirs to open: it names the applicant."""
    case = case_for(by, case_id)
    found = CaseLetter.objects.filter(case=case, key=key) if case is not None else None
    row = found.select_related("word", "pdf").first() if found is not None else None  # one by its key
    if case is None or row is None:
        return None
    return row, may_read_personal(by, case)


def help_for(by: Standing, help_id: int) -> CoHandling | None:
    """A question to another unit, for who may see its case."""
    row = (
        CoHandling.objects.select_related("case", "unit", "asked_by").filter(id=help_id).first()
    )  # one by key
    return row if row is not None and may_see(by, row.case) else None


def may_answer(by: Standing, row: CoHandling) -> bool:
    return row.unit_id in by.unit_ids(*CASE_ROLES)
