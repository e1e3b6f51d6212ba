"""The letters and files that whoever wrote in may read and fetch."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.cases.declaring import CaseKind
from gongkai.cases.granting import Grant
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseFile, CaseLetter
from gongkai.cases.query_codes import fits
from gongkai.components.dates import day
from gongkai.documents.letters import templates
from gongkai.documents.shapes import TRANSFER_NOTICE

_NOT_TO_THEM = ("第三方", "共同制作机关", "内部")


@dataclass(frozen=True)
class Paper:
    """A letter or a file to fetch. `key` is its address below the case."""

    key: str
    name: str
    kind: str
    size: int | None
    pages: int | None
    note: str = ""
    is_ready: bool = True


@dataclass(frozen=True)
class Download:
    """Bytes that may be handed out."""

    name: str
    digest: str
    size: int
    media_type: str


def granted(grant: Grant) -> Case | None:
    """The case that the code opens."""
    found = (
        Case.objects.filter(number=grant.number).select_related("unit", "merged_into").order_by("id").first()
    )
    return found if found is not None and fits(grant.code, found.secret_digest) else None


def _awaits_service(kind: CaseKind, case: Case) -> frozenset[str]:
    """Acts whose letter holds the decision: it is read once it is served, not when it is signed."""
    if case.closed_at is not None:
        return frozenset()
    ends = {state.code for state in kind.states if state.final}
    serving = {
        source
        for act in kind.transitions
        if act.clock == "stop" and act.target in ends
        for source in act.sources
    }
    before = {
        state
        for state in serving
        if all(act.clock == "stop" or act.target == state for act in kind.transitions if state in act.sources)
    }
    return frozenset(act.act for act in kind.transitions if act.target in before)


def letters_of(case: Case, kind: CaseKind) -> tuple[Paper, ...]:
    """Letters to the applicant, the newest first; those to others are nobody's business here."""
    withheld = _awaits_service(kind, case)
    rows = CaseLetter.objects.filter(case=case).select_related("event", "pdf").order_by("-id")
    return tuple(
        Paper(
            key=row.key,
            name=_letter_label(row),
            kind="PDF",
            size=row.pdf.size if row.pdf else None,
            pages=row.pdf.pages if row.pdf else None,
            note=f"{row.number}，{day(row.issued_on)}",
            is_ready=row.pdf is not None,
        )
        for row in rows
        if row.event.act not in withheld and _is_theirs(kind, row)
    )


def _letter_label(row: CaseLetter) -> str:
    found = templates().get(row.template)
    return found.label if found else "通知书"


def _is_theirs(kind: CaseKind, letter: CaseLetter) -> bool:
    act, template = kind.find_act(letter.event.act), templates().get(letter.template)
    to_others = template is not None and template.sent_to in _NOT_TO_THEM
    if letter.template == TRANSFER_NOTICE:  # handing on is no act of a kind's table
        return True
    return act is not None and not act.addressee and not letter.addressee and not to_others


def files_of(case: Case) -> tuple[Paper, ...]:
    """What was issued with the answer, without what the scanner found bad."""
    rows = CaseFile.objects.filter(case=case, role="issued").select_related("file").order_by("id")
    return tuple(
        Paper(
            key=row.key,
            name=row.name,
            kind=row.file.extension.upper(),
            size=row.file.size,
            pages=row.file.pages or None,
            note="" if _is_clean(row) else "正在查毒，过一会儿再来",
            is_ready=_is_clean(row),
        )
        for row in rows
        if "bad" not in _scans(row)
    )


def _scans(row: CaseFile) -> set[str]:
    """What the scanner said of the file, for this case and for its content."""
    return {row.scanned, getattr(row.file, "scan", "clean")}


def _is_clean(row: CaseFile) -> bool:
    return _scans(row) == {"clean"}


def download(grant: Grant, key: str) -> Download | None:
    """A letter or an issued file of this case that is ready; None for everything else, whatever the reason."""
    case = granted(grant)
    if case is None:
        return None
    kind = CASE_KINDS[case.kind]
    letter = (
        CaseLetter.objects.filter(case=case, key=key).select_related("event", "pdf").order_by("id").first()
    )
    if letter is not None:
        closed_to = _awaits_service(kind, case)
        if letter.pdf is None or letter.event.act in closed_to or not _is_theirs(kind, letter):
            return None
        stored = letter.pdf
        return Download(f"{_letter_label(letter)}.pdf", stored.digest, stored.size, stored.media_type)
    row = (
        CaseFile.objects.filter(case=case, key=key, role="issued")
        .select_related("file")
        .order_by("id")
        .first()
    )
    if row is None or case.closed_at is None or not _is_clean(row):
        return None
    return Download(row.name, row.file.digest, row.file.size, row.file.media_type)
