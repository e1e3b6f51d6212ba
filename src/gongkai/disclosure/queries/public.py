"""What anyone may read. A public page is a pure function of the facts gathered here in one snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from gongkai.catalogue.queries import STAGE_LABELS
from gongkai.disclosure.declaring import Field
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.models import Attachment, Item, ItemLink, ItemVersion
from gongkai.disclosure.policies import is_public, public_items
from gongkai.disclosure.queries.screening import Withheld, public_redactions
from gongkai.disclosure.rules import ATTRIBUTES, RELATIONS, VALIDITIES, validity_on
from gongkai.text.dates import format_cn_date
from gongkai.text.html import text_to_html
from gongkai.units.queries import successor_of


@dataclass(frozen=True)
class FileFacts:
    key: str
    name: str
    extension: str
    size: int
    pages: int | None
    media_type: str
    digest: str


@dataclass(frozen=True)
class Related:
    """An item on the other end of a link: `heading` says what it is to this one."""

    heading: str
    index_no: str
    title: str
    doc_no: str
    published_on: date | None


@dataclass(frozen=True)
class VersionFacts:
    number: int
    made_at: datetime
    reason: str
    is_current: bool
    readable: bool


@dataclass(frozen=True)
class PageFacts:
    """Everything a public item page shows; nothing else is read while it is laid out."""

    item_id: int
    index_no: str
    title: str
    kind: str
    kind_label: str
    doc_no: str
    issuer: str
    unit_id: int
    unit_code: str
    unit_name: str
    unit_office: str
    unit_phone: str
    unit_successors: Sequence[tuple[str, str]]
    topic_code: str
    topic_name: str
    subject: str
    signed_on: date | None
    published_on: date | None
    validity: str
    validity_label: str
    effective_on: date | None
    is_in_force: bool
    expires_on: date | None
    abolished_on: date | None
    attribute_label: str
    stage: str
    stage_label: str
    has_validity: bool
    summary: str
    body_html: str
    fields: Sequence[tuple[str, str]]
    files: Sequence[FileFacts]
    related: Mapping[str, Sequence[Related]]
    versions: Sequence[VersionFacts]
    source: str
    source_url: str
    is_historical: bool
    title_rule: str
    urgent: bool
    digest: str
    marks: Sequence[Mapping[str, Any]]
    changed_at: datetime
    withheld: Sequence[Withheld] = ()
    takes_objections: bool = False
    """Its notice runs on this day, or for as long as it is public."""
    objections_until: date | None = None


@dataclass(frozen=True)
class Gone:
    """An item that was public once: its address says so, and why (410)."""

    index_no: str
    unit_name: str
    withdrawn_at: datetime | None
    reason: str


def page_facts(*, index_no: str, today: date) -> PageFacts | Gone | None:
    """The facts of an item's page, Gone for a withdrawn one, None for what never was public. At most seven queries."""
    item = (
        Item.objects.filter(index_no=index_no)
        .select_related("unit", "topic", "subject", "public_version")
        .first()  # unique
    )
    if item is None:
        return None
    if not is_public(item):
        withdrawn = item.withdrawn_at is not None and item.audience == "everyone"
        return Gone(index_no, item.unit.name, item.withdrawn_at, item.withdrawn_reason) if withdrawn else None
    return facts_of(item, today=today)


def facts_of(item: Item, *, today: date, version: ItemVersion | None = None) -> PageFacts:
    """Facts of an item as `version` (default: the public one) shows it; preview and page store call this too."""
    shown = version or item.public_version
    if shown is None:
        raise ValueError(f"item {item.pk} has no version to show")
    kind = ITEM_KINDS[item.kind]
    validity = validity_on(
        validity=item.validity, expires_on=item.expires_on, abolished_on=item.abolished_on, day=today
    )
    return PageFacts(
        item_id=item.pk,
        index_no=item.index_no or "",
        title=shown.title,
        kind=item.kind,
        kind_label=kind.label,
        doc_no=item.doc_no,
        issuer=item.issuer or item.unit.name,
        unit_id=item.unit_id,
        unit_code=item.unit.code,
        unit_name=item.unit.name,
        unit_office=item.unit.disclosure_unit,
        unit_phone=item.unit.phone,
        unit_successors=_successors(item),
        topic_code=item.topic.code if item.topic else "",
        topic_name=item.topic.name if item.topic else "",
        subject=item.subject.name if item.subject else "",
        signed_on=item.signed_on,
        published_on=item.published_on,
        validity=validity,
        validity_label=VALIDITIES.get(validity, ""),
        effective_on=item.effective_on,
        is_in_force=item.effective_on is None or item.effective_on <= today,
        expires_on=item.expires_on,
        abolished_on=item.abolished_on,
        attribute_label=ATTRIBUTES[item.attribute],
        stage=item.stage,
        stage_label=STAGE_LABELS.get(item.stage, ""),
        has_validity=kind.has_validity or bool(item.validity),
        summary=item.summary,
        body_html=shown.body_html or text_to_html(shown.body_text),
        fields=_own_fields(item.kind, shown.fields),
        files=files_of(shown.pk),
        related=related_to(item.pk),
        versions=public_versions(item),
        source=item.source,
        source_url=item.source_url if item.source_url.startswith(("http://", "https://")) else "",
        is_historical=item.is_historical,
        title_rule=item.title_rule,
        urgent=item.urgent,
        digest=shown.digest,
        marks=shown.marks,
        changed_at=item.changed_at,
        withheld=public_redactions(item.pk, shown=shown.pk),
        takes_objections=kind.takes_objections and _notice_runs(shown.fields, today),
        objections_until=_day(shown.fields.get("notice_to_on")),
    )


def _notice_runs(fields: Mapping[str, Any], today: date) -> bool:
    """A notice without an end runs as long as it is public (双公示)."""
    begins, ends = _day(fields.get("notice_from_on")), _day(fields.get("notice_to_on"))
    return (begins is None or begins <= today) and (ends is None or today <= ends)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def _successors(item: Item) -> list[tuple[str, str]]:
    """Code and name of who carries on the work of a unit that is closed."""
    if item.unit.closed_on is None:
        return []
    heir = successor_of(item.unit_id)
    return [(heir.code, heir.name)] if heir is not None else []


def _own_fields(kind: str, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    shown = []
    for spec in ITEM_KINDS[kind].fields:
        value = values.get(spec.key)
        if spec.public and value not in (None, ""):
            shown.append((spec.label, _in_words(spec, str(value))))
    return shown


def _in_words(spec: Field, value: str) -> str:
    if spec.type == "date":
        try:
            return format_cn_date(date.fromisoformat(value))
        except ValueError:
            return value
    return dict(spec.choices).get(value, value)


def files_of(version_id: int) -> list[FileFacts]:
    rows = Attachment.objects.filter(version=version_id).select_related("file").order_by("position", "id")
    return [
        FileFacts(
            a.key, a.name, a.file.extension, a.file.size, a.file.pages, a.file.media_type, a.file.digest
        )
        for a in rows
    ]


_LINKED = (
    "index_no",
    "title",
    "doc_no",
    "published_on",
    "attribute",
    "secret_level",
    "audience",
    "public_version_id",
)


def related_to(item_id: int) -> dict[str, list[Related]]:
    """Public items linked to this one, by what they are to it; both directions in one query."""
    links = (
        ItemLink.objects.filter(Q(source_id=item_id) | Q(target_id=item_id))
        .select_related("source", "target")
        .only("relation", *(f"{end}__{column}" for end in ("source", "target") for column in _LINKED))
        .order_by("relation", "-id")
    )
    found: dict[str, list[Related]] = {}
    for row in links:
        outward = row.source_id == item_id
        other = row.target if outward else row.source
        if not is_public(other):
            continue
        relation = RELATIONS[row.relation]
        heading = relation.label if outward else relation.back
        found.setdefault(heading, []).append(
            Related(heading, other.index_no or "", other.title, other.doc_no, other.published_on)
        )
    return found


def public_versions(item: Item) -> list[VersionFacts]:
    """The public history: every version that was public. Texts before one that takes something out stay closed."""
    rows = (
        ItemVersion.objects.filter(item=item, state__in=["public", "superseded"])
        .only("number", "saved_at", "reason", "hides_earlier")  # not the texts
        .order_by("-number")
    )
    facts: list[VersionFacts] = []
    readable = True
    for row in rows:
        facts.append(
            VersionFacts(row.number, row.saved_at, row.reason, row.pk == item.public_version_id, readable)
        )
        readable = readable and not row.hides_earlier
    return facts


def version_texts(*, index_no: str, older: int, newer: int) -> tuple[ItemVersion, ItemVersion] | None:
    """Two public versions of a public item to compare, None when either may not be read."""
    item = public_items().filter(index_no=index_no).first()  # unique
    if item is None:
        return None
    readable = {v.number for v in public_versions(item) if v.readable}
    if not {older, newer} <= readable:
        return None
    rows = {v.number: v for v in ItemVersion.objects.filter(item=item, number__in=[older, newer])}
    return rows[older], rows[newer]


def public_attachment(*, key: str) -> Attachment | None:
    """A file that anyone may fetch: only as long as the version that shows it is the public one."""
    return (
        Attachment.objects.filter(key=key, version__item__in=public_items())
        .filter(version__state="public")
        .select_related("file", "version__item")
        .first()  # one public version per item
    )


def item_by_id_of_key(*, key: str) -> Gone | None:
    """Whether a file's address belonged to something withdrawn, so that it can say so."""
    row = Attachment.objects.filter(key=key).select_related("version__item__unit").order_by("-id").first()
    if row is None or row.version.item.withdrawn_at is None:
        return None
    item = row.version.item
    return Gone(item.index_no or "", item.unit.name, item.withdrawn_at, item.withdrawn_reason)


@dataclass(frozen=True)
class PublicFilter:
    """How a public list is narrowed; empty values narrow nothing."""

    unit_path: str = ""
    topic_path: str = ""
    kind: str = ""
    stage: str = ""
    subject_id: int | None = None
    year: int | None = None
    validity: str = ""


def public_list(*, narrow: PublicFilter) -> QuerySet[Item]:
    """Public items, newest first. The caller slices; unit and topic come along."""
    found = public_items().select_related("unit", "topic")
    if narrow.unit_path:
        found = found.filter(unit__path__startswith=narrow.unit_path)
    if narrow.topic_path:
        found = found.filter(topic__path__startswith=narrow.topic_path)
    for column in ("kind", "stage", "validity"):
        if getattr(narrow, column):
            found = found.filter(**{column: getattr(narrow, column)})
    if narrow.subject_id:
        found = found.filter(subject_id=narrow.subject_id)
    if narrow.year:
        found = found.filter(
            published_on__gte=date(narrow.year, 1, 1), published_on__lt=date(narrow.year + 1, 1, 1)
        )
    return found.order_by("-published_at", "-id")


def counts_by(column: str, *, narrow: PublicFilter) -> dict[Any, int]:
    """How many public items each value of a column has: kind, stage, unit_id, topic_id, validity."""
    rows = (
        public_list(narrow=narrow).order_by().values(column).annotate(n=Count("id")).values_list(column, "n")
    )
    return dict(rows)


def last_public_by_duty_key() -> dict[tuple[int, int], date]:
    """(unit id, topic id) → last publication day, for the debts of the catalogue. One query."""
    rows = (
        public_items()
        .filter(topic__isnull=False, published_on__isnull=False)
        .order_by()
        .values("unit_id", "topic_id")
        .annotate(last=Max("published_on"))
        .values_list("unit_id", "topic_id", "last")
    )
    return {(unit_id, topic_id): last for unit_id, topic_id, last in rows}
