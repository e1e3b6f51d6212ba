"""专家库, as a register and as names to choose from."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from gongkai.cases.models import Expert

OFFERED = 200


def experts(*, words: str = "", ended: bool = False) -> QuerySet[Expert]:
    found = Expert.objects.filter(ended_at__isnull=not ended)
    for word in words.split()[:5]:
        found = found.filter(
            Q(name__icontains=word) | Q(organisation__icontains=word) | Q(fields__icontains=word)
        )
    return found.order_by("organisation", "name", "id")


def expert(expert_id: int) -> Expert | None:
    return Expert.objects.filter(id=expert_id).first()  # by key


def expert_names() -> list[tuple[str, str]]:
    """What is typed for an expert, and the fields that help to choose."""
    rows = experts().values_list("name", "organisation", "fields")[:OFFERED]
    return [(f"{name}（{organisation}）"[:120], fields) for name, organisation, fields in rows]
