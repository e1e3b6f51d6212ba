"""Addresses of these pages. Answers never stand in them, only the kind, the unit and the page."""

from __future__ import annotations

from urllib.parse import quote

WRITE, CASE = "/write/", "/case/"


def start(kind: str) -> str:
    return f"{WRITE}{kind}/"


def how(kind: str) -> str:
    return f"{WRITE}{kind}/how/"


def page(kind: str, unit: str, code: str, *, back: bool = False) -> str:
    """`back` brings the person back to the check page afterwards."""
    return f"{WRITE}{kind}/{quote(unit, safe='')}/{code}/" + ("?back=check" if back else "")


def case(number: str, *more: str) -> str:
    return "/".join([f"{CASE}{quote(number, safe='')}", *more, ""])
