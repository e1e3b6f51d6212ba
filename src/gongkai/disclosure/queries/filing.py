"""What the editor of an item needs: the draft as it is stored, and the choices of its form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from gongkai.accounts.policies import Standing
from gongkai.catalogue.models import Duty, Subject, Topic
from gongkai.disclosure.declaring import ItemKind
from gongkai.disclosure.heads import head_from_json
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.models import Attachment, Item, ItemVersion, ReviewStep
from gongkai.disclosure.policies import may_edit, public_items, visible_to
from gongkai.disclosure.queries.desk import item_for
from gongkai.disclosure.queries.desk_parts import CommentFacts, LinkFacts, comments_on, links_of
from gongkai.units.models import Unit


@dataclass(frozen=True)
class FileLine:
    attachment_id: int
    key: str
    name: str
    extension: str
    size: int
    pages: int | None


@dataclass(frozen=True)
class ReturnFacts:
    """Why a draft came back: what whoever returned it wants changed."""

    who: str
    step: str
    reason: str
    at: datetime | None


@dataclass(frozen=True)
class DraftFacts:
    """A draft as the editor opens it. `revision` is handed back at saving."""

    item_id: int
    unit_id: int
    unit_name: str
    kind: ItemKind
    state: str
    title: str
    body_html: str
    body_text: str
    head: Mapping[str, Any]
    fields: Mapping[str, Any]
    revision: int
    number: int
    saved_at: datetime
    saved_by: str
    saved_by_id: int | None
    files: Sequence[FileLine]
    links: Sequence[LinkFacts]
    comments: Sequence[CommentFacts]
    is_correction: bool
    correction_reason: str
    may_edit: bool
    returned: ReturnFacts | None


def draft_of(by: Standing, item_id: int) -> DraftFacts | None:
    """The version in work of an item; None for what this person may not know or when nothing is in work."""
    item = item_for(by, item_id)
    if item is None:
        return None
    version = (
        ItemVersion.objects.filter(item=item, state__in=["working", "frozen"])
        .select_related("made_by")
        .first()  # one by constraint
    )
    if version is None:
        return None
    files = Attachment.objects.filter(version=version).select_related("file").order_by("position", "id")
    return DraftFacts(
        item_id=item.pk,
        unit_id=item.unit_id,
        unit_name=item.unit.name,
        kind=ITEM_KINDS[item.kind],
        state=item.state,
        title=version.title,
        body_html=version.body_html,
        body_text=version.body_text,
        head=head_from_json(version.head),
        fields=version.fields,
        revision=version.revision,
        number=version.number,
        saved_at=version.saved_at,
        saved_by=version.made_by.full_name if version.made_by else "",
        saved_by_id=version.made_by_id,
        files=[FileLine(a.pk, a.key, a.name, a.file.extension, a.file.size, a.file.pages) for a in files],
        links=links_of(item.pk, by),
        comments=comments_on(version),
        is_correction=item.public_version_id is not None,
        correction_reason=version.reason,
        may_edit=may_edit(by, item),
        returned=_last_return(item.pk) if item.state == "returned" else None,
    )


def _last_return(item_id: int) -> ReturnFacts | None:
    row = (
        ReviewStep.objects.filter(review__item=item_id, state="returned")
        .select_related("decided_by")
        .order_by("-decided_at", "-id")
        .first()
    )
    if row is None:
        return None
    return ReturnFacts(
        row.decided_by.full_name if row.decided_by else "", row.label, row.comment, row.decided_at
    )


def office_attachment(by: Standing, attachment_id: int) -> Attachment | None:
    """A file of an item that this person may see in the office."""
    return (
        Attachment.objects.filter(id=attachment_id, version__item__in=visible_to(by))
        .select_related("file", "version__item")
        .first()  # by primary key
    )


def file_by_key(by: Standing, key: str, item_id: int) -> Attachment | None:
    """A file of one item's newest version that shows it, for the desk."""
    return (
        # By the item's own id, which may be any number of an address; `item_id` breaks where it is too large.
        Attachment.objects.filter(key=key, version__item__id=item_id, version__item__in=visible_to(by))
        .select_related("file", "version")
        .order_by("-version__number", "-id")
        .first()
    )


def topic_choices(*, unit_id: int, today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Headings for the form: first what the unit owes, then all others by their upper heading. Two queries."""
    owed = set(
        Duty.objects.filter(unit=unit_id, to_on__isnull=True, from_on__lte=today).values_list(
            "topic_id", flat=True
        )
    )
    rows = list(
        Topic.objects.filter(closed_on__isnull=True)
        .order_by("position", "id")
        .values_list("id", "name", "parent_id")
    )
    names = {pk: name for pk, name, _ in rows}
    parents = {parent for _, _, parent in rows if parent}
    leaves = [(pk, name, parent) for pk, name, parent in rows if pk not in parents]
    groups: dict[str, list[tuple[str, str]]] = {"本单位的责任栏目": []}
    for pk, name, parent in leaves:
        if pk in owed:
            groups["本单位的责任栏目"].append((str(pk), _with_parent(name, names.get(parent or 0, ""))))
    for pk, name, parent in leaves:
        if pk not in owed:
            groups.setdefault(names.get(parent or 0, "其他"), []).append((str(pk), name))
    return [(label, choices) for label, choices in groups.items() if choices]


def _with_parent(name: str, parent: str) -> str:
    return f"{parent}：{name}" if parent and parent != name else name


def subject_choices() -> list[tuple[str, str]]:
    """主题分类 in two levels, as one list."""
    rows = list(Subject.objects.order_by("position", "id").values_list("id", "name", "parent_id"))
    names = {pk: name for pk, name, _ in rows}
    return [(str(pk), f"{names[parent]}、{name}" if parent else name) for pk, name, parent in rows]


def filing_units(by: Standing, today: date) -> list[tuple[int, str]]:
    """Units for which this person may begin an item: those of the posts, for 政务公开办 every open one."""
    units = Unit.objects.filter(closed_on__isnull=True)
    if not by.has("disclosure_office"):
        units = units.filter(id__in=by.unit_ids("officer", "handler"))
    return list(units.order_by("position", "code", "id").values_list("id", "name"))


def linkable(by: Standing, text: str, limit: int = 20) -> list[tuple[int, str]]:
    """Items found by title or number, to tie another one to."""
    if not text.strip():
        return []
    words = Q(title__icontains=text.strip()) | Q(doc_no__icontains=text.strip())
    known = Q(id__in=visible_to(by).values("id")) | Q(id__in=public_items().values("id"))
    rows = (
        Item.objects.filter(words & known)
        .exclude(state="abandoned")
        .order_by("-changed_at", "-id")
        .values_list("id", "title", "doc_no")[:limit]
    )
    return [(pk, f"{title} {doc_no}".strip()) for pk, title, doc_no in rows]
