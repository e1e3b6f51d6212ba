"""A small corpus written for these tests, and a table of things that stands for an app above search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from gongkai.search.schema import SearchDoc

DOCS = (
    SearchDoc(
        id=1,
        title="清源县人民政府办公室关于印发农村低保提标方案的通知",
        number="清政办发〔2024〕5号",
        text="为进一步提高农村最低生活保障水平，自2024年7月起将农村低保标准提高到每人每月620元。县民政局会同县财政局抓好落实。",
        unit_path=(10, 1),
        topic_path=(101, 100),
        kind="normative_document",
        year=2024,
        stage="decision",
        validity="valid",
        published_at=datetime(2024, 6, 20, 9, tzinfo=UTC),
    ),
    SearchDoc(
        id=2,
        title="关于《农村低保提标方案》的政策解读",
        text="问：农村低保标准是多少？答：每人每月620元。依据清政办发〔2024〕5号执行。",
        unit_path=(11, 1),
        topic_path=(101, 100),
        kind="interpretation",
        year=2024,
        stage="decision",
        validity="",
        published_at=datetime(2024, 6, 25, 9, tzinfo=UTC),
    ),
    SearchDoc(
        id=3,
        title="清源县2023年财政预算执行情况",
        number="清财〔2023〕18号",
        text="全县一般公共预算收入完成12.6亿元，税收占比七成。农村公路养护支出增长。",
        unit_path=(12, 1),
        topic_path=(200,),
        kind="budget",
        year=2023,
        stage="result",
        published_at=datetime(2023, 3, 1, 9, tzinfo=UTC),
    ),
    SearchDoc(
        id=4,
        title="关于城区停水的公告",
        text="因管网检修，县自来水公司定于周六停水八小时，望广大用户提前储水。",
        unit_path=(21, 20, 1),
        topic_path=(300,),
        kind="notice",
        year=2024,
        stage="service",
        published_at=datetime(2024, 9, 1, 9, tzinfo=UTC),
    ),
)


@dataclass(frozen=True)
class Thing:
    title: str


class Table:
    """What a database table would hold: documents by id, some of them withdrawn."""

    def __init__(self, docs: Iterable[SearchDoc] = DOCS) -> None:
        self.docs = {doc.id: doc for doc in docs}
        self.hidden: set[int] = set()

    def load(self, ids: Sequence[int]) -> list[SearchDoc]:
        return [replace(self.docs[id], source="thing") for id in ids if id in self._public()]

    def iterate_ids(self) -> list[int]:
        return sorted(self._public())

    def recheck(self, ids: Sequence[int]) -> Mapping[int, Thing]:
        return {id: Thing(self.docs[id].title) for id in ids if id in self._public()}

    def _public(self) -> set[int]:
        return set(self.docs) - self.hidden
