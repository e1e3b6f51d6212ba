"""Dimensions that several figures share, with the names of their values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.stored_choices import APPLICANT_TYPES, CHANNELS
from gongkai.catalogue.models import STAGES
from gongkai.catalogue.queries import topics_by_id
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.figures.declaring import Dimension
from gongkai.figures.queries.expressions import MonthOf
from gongkai.figures.rules.tables import APPLICANT_COLUMNS
from gongkai.units.queries import unit_names


def of(words: Mapping[str, str]) -> Callable[[Iterable[Any]], Mapping[Any, str]]:
    return lambda keys: {key: words[key] for key in keys if key in words}


def _units(keys: Iterable[Any]) -> Mapping[Any, str]:
    return unit_names(key for key in keys if key is not None)


def _topics(keys: Iterable[Any]) -> Mapping[Any, str]:
    return {pk: topic.name for pk, topic in topics_by_id(key for key in keys if key is not None).items()}


UNIT = Dimension("unit", "单位", names=_units)
TOPIC = Dimension("topic", "栏目", "topic_id", _topics)
STAGE = Dimension("stage", "公开环节", "stage", of(dict(STAGES)))
ITEM_KIND = Dimension("kind", "信息种类", "kind", of({code: kind.label for code, kind in ITEM_KINDS.items()}))
CASE_KIND = Dimension("kind", "来件种类", "kind", of({code: kind.label for code, kind in CASE_KINDS.items()}))
CHANNEL = Dimension("channel", "渠道", "channel", of(CHANNELS))
APPLICANT = Dimension(
    "applicant_type",
    "申请人",
    names=of({column: APPLICANT_TYPES[stored] for stored, column in APPLICANT_COLUMNS.items()}),
)
MONTH = Dimension("month", "月份")


def month_of(column: str) -> Dimension:
    return Dimension("month", "月份", MonthOf(column))


def outcomes(*kinds: str) -> Dimension:
    words = {outcome.code: outcome.label for kind in kinds for outcome in CASE_KINDS[kind].outcomes}
    return Dimension("outcome", "办理结果", "outcome", of(words))
