"""What screening reads of a version, and what it found, for pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from gongkai.accounts.policies import Standing
from gongkai.crypto.keys import keyed_digest
from gongkai.disclosure.heads import head_from_json
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.models import Attachment, Finding, Item, ItemVersion, Redaction
from gongkai.disclosure.policies import may_settle, visible_to
from gongkai.disclosure.screened import Part, file_part, parts_of
from gongkai.files import recogniser
from gongkai.files.extraction.shapes import WAITING, Extract, Removal
from gongkai.files.queries import readings_of
from gongkai.screening.queries import rules_now
from gongkai.text.html import links_of
from gongkai.text.html_text import html_to_text


def parts_of_version(item: Item, version: ItemVersion) -> list[Part]:
    """Every text of the version: what its page shows, the names of its files, and what was read of them."""
    files = list(version.attachments.order_by("position", "id"))
    return parts_with_files(item, version, files, readings_of(one.file_id for one in files))


def parts_with_files(
    item: Item, version: ItemVersion, files: Iterable[Attachment], readings: Mapping[int, Extract]
) -> list[Part]:
    """`parts_of_version` for callers that have fetched the files of many versions at once."""
    found = list(
        parts_of(
            kind=ITEM_KINDS[item.kind],
            title=version.title,
            body_text=_body_text(version),
            links=links_of(version.body_html),
            head=head_from_json(version.head),
            fields=version.fields,
        )
    )
    for one in files:
        found.append(Part(f"name:{one.key}", "附件名称", one.name))
        if one.file_id in readings:
            found.append(file_part(key=one.key, name=one.name, extract=readings[one.file_id]))
    return found


def _body_text(version: ItemVersion) -> str:
    """The text, of a body with tables put into words anew: older versions kept no rows."""
    return html_to_text(version.body_html) if "<td" in version.body_html else version.body_text


@dataclass(frozen=True)
class FoundLine:
    """One finding. `can_mask`: its words may stay in part; hidden content of a file can only be taken out or signed for."""

    id: int
    detector: str
    label: str
    place: str
    excerpt: str
    advice: str
    source: str
    action: str
    state: str
    state_label: str
    reason: str
    who: str
    at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    @property
    def can_mask(self) -> bool:
        return self.can_remove and not self.detector.startswith("hidden:")

    @property
    def can_remove(self) -> bool:
        return self.detector != "unreadable_file"


MANY_ALIKE = 3
"""From so many of one kind on, a part's findings of that kind can be settled together."""


@dataclass(frozen=True)
class FoundAlike:
    """The open findings of one kind in one part of a version.

    The first OPEN stand on the page, those up to MOST folded behind them; what is `unlisted` is settled together, or
    comes up when those before it are settled.
    """

    OPEN, MOST = 10, 200
    lines: Sequence[FoundLine]

    @property
    def listed(self) -> Sequence[FoundLine]:
        return self.lines[: self.MOST]

    @property
    def label(self) -> str:
        return self.lines[0].label

    @property
    def first_id(self) -> int:
        return self.lines[0].id

    @property
    def are_many(self) -> bool:
        """Whether they are offered to be settled together. A file that nobody could read is signed for by itself."""
        return len(self.lines) >= MANY_ALIKE and self.lines[0].can_remove

    @property
    def can_mask(self) -> bool:
        return self.lines[0].can_mask

    @property
    def folded(self) -> int:
        return max(0, len(self.listed) - self.OPEN)

    @property
    def unlisted(self) -> int:
        return len(self.lines) - len(self.listed)


@dataclass(frozen=True)
class FoundGroup:
    """The open findings of one part of a version: its text, one of its files."""

    target: str
    label: str
    lines: Sequence[FoundLine]
    file_key: str = ""

    @property
    def to_mask(self) -> int:
        return sum(line.can_remove and line.action in ("mask", "remove") for line in self.lines)

    @property
    def kinds(self) -> Sequence[FoundAlike]:
        """The same lines, kind by kind."""
        alike: dict[str, list[FoundLine]] = {}
        for line in self.lines:
            alike.setdefault(line.detector, []).append(line)
        return [FoundAlike(lines) for lines in alike.values()]


@dataclass(frozen=True)
class RedactionLine:
    id: int
    label: str
    place: str
    count: int
    who: str
    at: datetime
    can_undo: bool
    file_key: str = ""


@dataclass(frozen=True)
class FoundFacts:
    """What screening found in the version in work, what became of it, and what it still waits for."""

    item_id: int
    groups: Sequence[FoundGroup]
    settled: Sequence[FoundLine]
    redactions: Sequence[RedactionLine]
    waiting: Sequence[str]
    may_settle: bool
    is_current: bool
    unscanned: Sequence[str] = ()
    """Files that wait for the virus scanner."""
    infected: Sequence[str] = ()
    cannot_recognise: str = ""
    """Why scans go on waiting, where the server has no recognition installed."""

    @property
    def open_count(self) -> int:
        return sum(len(group.lines) for group in self.groups)

    @property
    def to_mask(self) -> int:
        return sum(group.to_mask for group in self.groups)

    @property
    def has_any(self) -> bool:
        return bool(
            self.groups or self.settled or self.redactions or self.waiting or self.unscanned or self.infected
        )


PART_LABELS = {
    "title": "标题",
    "body": "正文",
    "links": "正文里的链接",
    "name": "附件名称",
    "head": "文件信息",
    "field": "其他栏目",
}


def found_in(by: Standing, item_id: int) -> FoundFacts | None:
    """Findings of the version in work; None where there is none or this person may not know the item."""
    item = visible_to(by).filter(id=item_id).first()
    if item is None:
        return None
    version = ItemVersion.objects.filter(
        item=item, state__in=["working", "frozen"]
    ).first()  # one by constraint
    if version is None:
        return None
    files = list(version.attachments.select_related("file").order_by("position", "id"))
    names = {f"file:{one.key}": f"附件“{one.name}”" for one in files}
    lines: dict[str, list[FoundLine]] = {}
    settled = []
    for row in Finding.objects.filter(version=version).select_related("resolved_by").order_by("id"):
        if row.state == "open":
            lines.setdefault(row.target, []).append(_line(row))
        elif row.state == "dismissed":
            settled.append(_line(row))
    readings = readings_of(one.file_id for one in files)
    return FoundFacts(
        item_id=item_id,
        groups=[
            FoundGroup(
                target,
                _part_label(target, names),
                found,
                target.removeprefix("file:") if target.startswith("file:") else "",
            )
            for target, found in sorted(lines.items(), key=lambda one: one[1][0].id)
        ],
        settled=settled,
        redactions=_redactions(version, names),
        waiting=[
            one.name for one in files if one.file_id in readings and readings[one.file_id].state == WAITING
        ],
        unscanned=[one.name for one in files if one.file.scan == "waiting"],
        infected=[one.name for one in files if one.file.scan == "bad"],
        may_settle=may_settle(by, item),
        is_current=version.screened_with == rules_now().edition,
        cannot_recognise="" if recogniser.available() else recogniser.MISSING,
    )


def open_groups(version: ItemVersion) -> list[FoundGroup]:
    """The open findings of a version, by part."""
    names = {f"file:{one.key}": f"附件“{one.name}”" for one in version.attachments.order_by("position", "id")}
    lines: dict[str, list[FoundLine]] = {}
    for row in Finding.objects.filter(version=version, state="open").order_by("id"):
        lines.setdefault(row.target, []).append(_line(row))
    return [FoundGroup(target, _part_label(target, names), found) for target, found in lines.items()]


def _part_label(target: str, names: Mapping[str, str]) -> str:
    return names.get(target) or PART_LABELS.get(target.partition(":")[0], "其他")


_STATES = dict(Finding._meta.get_field("state").choices or ())


def _line(row: Finding) -> FoundLine:
    return FoundLine(
        id=row.pk,
        detector=row.detector,
        label=row.label,
        place=row.place,
        excerpt=row.excerpt,
        advice=row.advice,
        source=row.source,
        action=row.action,
        state=row.state,
        state_label=str(_STATES.get(row.state, row.state)),
        reason=row.reason,
        who=row.resolved_by.full_name if row.resolved_by else "",
        at=row.resolved_at,
    )


def _redactions(version: ItemVersion, names: Mapping[str, str]) -> list[RedactionLine]:
    rows = version.redactions.filter(undone_at=None).select_related("made_by").order_by("-id")
    latest: set[str] = set()
    found = []
    for row in rows:
        # What was done last to a part is undone first.
        undoable = row.target not in latest
        latest.add(row.target)
        found.append(
            RedactionLine(
                row.pk,
                row.label,
                _part_label(row.target, names),
                row.count,
                row.made_by.full_name if row.made_by else "",
                row.made_at,
                undoable,
                row.target.removeprefix("file:") if row.original_file_id else "",
            )
        )
    return found


class Withheld(NamedTuple):
    """What was taken out before publication: kind, number of places, ground; `file_key` where it stood in a file."""

    label: str
    places: int
    source: str
    file_key: str


def public_redactions(item_id: int, *, shown: int | None = None) -> list[Withheld]:
    """What was taken out of a public item, for its page. One query.

    `shown`: a version that isn't public yet and is previewed. Later versions grow out of earlier ones, so what was
    taken out of those is still out.
    """
    rows = Redaction.objects.filter(item=item_id, undone_at=None).filter(
        ~Q(version__state__in=["working", "frozen", "discarded"]) | Q(version=shown)
    )
    told: dict[tuple[str, str, str], int] = {}
    for label, source, count, target in rows.order_by("id").values_list("label", "source", "count", "target"):
        key = target.removeprefix("file:") if target.startswith("file:") else ""
        told[label, source, key] = told.get((label, source, key), 0) + count
    return [Withheld(label, count, source, key) for (label, source, key), count in told.items()]


def file_removals(
    item: Item, version: ItemVersion, key: str, finding_ids: Sequence[int], how: str
) -> tuple[list[Removal], list[Finding]]:
    """The removals in a file's text for its findings, and the findings themselves (hidden content has no removal)."""
    rows = list(
        Finding.objects.filter(version=version, id__in=finding_ids, target=f"file:{key}", state="open")
    )
    wanted = {(row.detector, row.fingerprint) for row in rows}
    rules = rules_now()
    found = []
    for part in parts_of_version(item, version):
        if part.target != f"file:{key}":
            continue
        for span in rules.find(part.text, kind=item.kind, read_as=part.rows):
            if (span.kind, fingerprint_of(span.kind, span.text)) in wanted:
                mask = rules.mask_of(span.kind, span.text, kind=item.kind) if how == "mask" else ""
                found.append(Removal(span.start, span.end, mask))
    return found, rows


def fingerprint_of(detector: str, words: str) -> str:
    """A keyed digest by which the same words are known again without being kept."""
    return keyed_digest(f"{detector}|{''.join(words.split())}".encode())


MOST_LOOKED_AT = 100_000
"""Characters of a text in which words are looked for by their fingerprint; a digest for each takes a microsecond or two."""
_SHORT = 8
"""Characters of words that may have been written with blanks between."""


def standing_in(text: str, detector: str, sizes: Mapping[str, int]) -> set[str]:
    """Of these fingerprints → characters of their words at most, those whose words stand anywhere in the text."""
    wanted: dict[int, set[str]] = {}
    for fingerprint, size in sizes.items():
        for each in range((size + 1) // 2, size + 1) if size <= _SHORT else (size,):
            wanted.setdefault(each, set()).add(fingerprint)
    bare = "".join(text.split())[:MOST_LOOKED_AT]
    found: set[str] = set()
    for each, missing in wanted.items():
        windows = {bare[at : at + each] for at in range(len(bare) - each + 1)}
        found |= missing & {fingerprint_of(detector, words) for words in windows}
    return found
