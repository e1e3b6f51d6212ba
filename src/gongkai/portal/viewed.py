"""Tells the counter of page views that a page was shown; see registers/viewing.py for what is and isn't kept."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from gongkai.registers.viewing import note

_SHOWN = (200, 304)  # 304: looked at again, out of the visitor's own cache


class CountViews:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if request.method == "GET" and answer.status_code in _SHOWN and "Sec-Purpose" not in request.headers:
            note(request.path_info, request.headers.get("User-Agent", ""))
        return answer
