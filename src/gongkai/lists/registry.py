"""The lists of the office by code, registered from above in `ready()` of the app that owns the things."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from gongkai.lists.declaring import Bulk, OfficeList
from gongkai.lists.refusals import ListRefused

EXPORT_AT_ONCE = 5_000
"""Rows; more are written by a job."""
EXPORT_MOST = 100_000
_lists: dict[str, OfficeList] = {}


def register_list(one: OfficeList) -> None:
    _lists[one.code] = one


def list_of(code: str) -> OfficeList:
    """KeyError for what is no list."""
    return _lists[code]


def bulk_of(code: str) -> Bulk:
    """What can be done with many of the list at once. Raises ListRefused where there is nothing."""
    bulk = list_of(code).bulk
    if bulk is None:
        raise ListRefused("这个列表不能批量办理。")
    return bulk


def known_lists() -> Mapping[str, OfficeList]:
    return _lists


def kept_query(one: OfficeList, asked: Mapping[str, str]) -> str:
    """What a saved filter keeps of an address, always written the same way."""
    return urlencode([(name, asked[name].strip()[:100]) for name in one.kept if asked.get(name, "").strip()])


def asked_in(one: OfficeList, query: str) -> dict[str, str]:
    """What a kept query asks for."""
    return {name: value for name, value in parse_qsl(query) if name in one.kept}
