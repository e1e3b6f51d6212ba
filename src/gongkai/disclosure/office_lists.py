"""The office's lists of items for `gongkai.lists`: what each holds, and its acts on many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from gongkai.accounts.policies import Standing
from gongkai.disclosure.actions.correcting import set_validity, withdraw
from gongkai.disclosure.actions.moving import move_to_topic
from gongkai.disclosure.actions.publishing import publish_now
from gongkai.disclosure.actions.refusals import ItemRefused
from gongkai.disclosure.queries import item_lists
from gongkai.disclosure.queries.bulk import HEADS, bulk_lines, titles_of
from gongkai.lists.declaring import Asked, Bulk, BulkAct, OfficeList
from gongkai.lists.registry import register_list

MAX_BULK = 10_000  # items of one job
BULK_CHUNK = 20  # items of one transaction: a writer beside it waits a fraction of a second
BULK_ACTS = {
    "publish": BulkAct(
        "立即公开",
        "公开以后任何人马上看得到、检索得到。要收回只能撤回，原来的网址会说明撤回的原因。",
        lambda pk, given, by, at: publish_now(item_id=pk, by=by, at=at),
        danger=True,
    ),
    "withdraw": BulkAct(
        "撤回",
        "撤回以后，公众在网页、检索、订阅里都看不到正文和附件，原来的网址说明原因。要再公开，得更正后重新走审核。",
        lambda pk, given, by, at: withdraw(item_id=pk, reason=given["reason"], by=by, at=at),
        danger=True,
    ),
    "topic": BulkAct(
        "换栏目",
        "信息换到新栏目下面，公众从原来的栏目里看不到了；网址和索引号不变。",
        lambda pk, given, by, at: move_to_topic(item_id=pk, topic_id=given["topic_id"], by=by, at=at),
    ),
    "validity": BulkAct(
        "标注有效性",
        "公众页面上的有效性标记马上改变，正文不变。",
        lambda pk, given, by, at: set_validity(
            item_id=pk,
            validity=given["validity"],
            on=date.fromisoformat(given["on"]),
            basis=given["basis"],
            by=by,
            at=at,
        ),
    ),
}
ACTS_OF = {
    "items": ("publish", "withdraw", "topic", "validity"),
    "publications": ("withdraw", "topic", "validity"),
}


def _bulk(code: str) -> Bulk:
    return Bulk(
        acts={act: BULK_ACTS[act] for act in ACTS_OF[code]},
        most=MAX_BULK,
        chunk=BULK_CHUNK,
        heads=HEADS,
        lines=bulk_lines,
        titles=titles_of,
        refusals=(ItemRefused,),
        out_of_sight="这条信息不归您看了：任职变了，或者信息移交了",
    )


def _works(by: Standing) -> bool:
    return bool(by.unit_ids()) or by.sees_all


def _list(code: str) -> OfficeList:
    def count(by: Standing, asked: Asked, today: date) -> int:
        return item_lists.found_in(by, code=code, asked=asked).count()

    def counts(by: Standing, asked: Sequence[Asked], today: date) -> Sequence[int]:
        return item_lists.counts_of(by, code=code, asked=asked)

    def ids(by: Standing, asked: Mapping[str, str], today: date, most: int) -> list[int]:
        found = item_lists.found_in(by, code=code, asked=asked).order_by("id")
        return list(found.values_list("id", flat=True)[:most])

    def sheet(by: Standing, asked: Asked, columns: Sequence[str], today: date) -> Any:
        return item_lists.sheet_rows(by, code=code, asked=asked, columns=columns, today=today)

    return OfficeList(
        code=code,
        label=item_lists.LISTS[code].label,
        noun="信息",
        measure="条",
        columns=item_lists.COLUMNS,
        usual=item_lists.USUAL_COLUMNS,
        kept=item_lists.KEPT,
        count=count,
        counts=counts,
        ids=ids,
        sheet=sheet,
        may_look=_works,
        bulk=_bulk(code),
    )


def register_item_lists() -> None:
    for code in item_lists.LISTS:
        register_list(_list(code))
