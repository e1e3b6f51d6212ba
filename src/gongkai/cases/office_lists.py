"""The office's list of cases for `gongkai.lists`, and its acts on many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from gongkai.accounts.policies import Standing
from gongkai.cases.actions.sharing import assign
from gongkai.cases.actions.urging import urge
from gongkai.cases.queries import case_lists
from gongkai.cases.queries.bulk import HEADS, bulk_lines, titles_of
from gongkai.cases.queries.lists import takes_part
from gongkai.cases.refusals import CaseRefused
from gongkai.lists.declaring import Asked, Bulk, BulkAct, OfficeList
from gongkai.lists.registry import register_list

MAX_BULK = 1_000  # cases of one job
BULK_ACTS = {
    "assign": BulkAct(
        "交给同事",
        "选中的来件都归这位同事办，原来的承办人不再办。交错了，再交回去。",
        lambda pk, given, by, at: assign(case_id=pk, user_id=int(given["user"]), by=by, at=at),
    ),
    "urge": BulkAct(
        "催办",
        "每件的承办人马上收到一条提醒，没有认领的由本单位承办人收到；同一件一天只催一次。",
        lambda pk, given, by, at: urge(case_id=pk, words=given["words"], by=by, at=at),
    ),
}


def _count(by: Standing, asked: Asked, today: date) -> int:
    return case_lists.count_of(by, asked, today=today)


def _counts(by: Standing, asked: Sequence[Asked], today: date) -> Sequence[int]:
    return case_lists.counts_of(by, asked, today=today)


def _ids(by: Standing, asked: Asked, today: date, most: int) -> list[int]:
    return case_lists.ids_of(by, asked, today=today, most=most)


def _sheet(by: Standing, asked: Asked, columns: Sequence[str], today: date) -> Iterator[list[list[str]]]:
    return case_lists.sheet_rows(by, asked, columns, today=today)


def register_case_list() -> None:
    register_list(
        OfficeList(
            code=case_lists.CODE,
            label="来件",
            noun="来件",
            measure="件",
            columns=case_lists.COLUMNS,
            usual=case_lists.USUAL_COLUMNS,
            kept=case_lists.KEPT,
            count=_count,
            counts=_counts,
            ids=_ids,
            sheet=_sheet,
            may_look=takes_part,
            bulk=Bulk(
                acts=BULK_ACTS,
                most=MAX_BULK,
                chunk=1,  # each with a transaction of its own, noted as done in it
                heads=HEADS,
                lines=bulk_lines,
                titles=titles_of,
                refusals=(CaseRefused,),
                out_of_sight="这件不归您看了：任职变了，或者来件转走了",
            ),
        )
    )
