"""An address that only takes what a form sends, opened by itself: a page with a way back instead of a white one."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import Resolver404, resolve

from gongkai.portal import errors


class RefusedMethods:
    """Pressing Enter in the address bar after a refusal asks for the form's target with GET. Programs, which ask in
    other ways, get the bare answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if request.method == "GET" and isinstance(answer, HttpResponseNotAllowed):
            shown = errors.not_allowed(request, above=_above(request.path_info))
            answer.content = shown.content
            answer["Cache-Control"] = shown["Cache-Control"]
        return answer


def _above(path: str) -> str:
    """The nearest address above that is one of ours: a form's target lies below the page it stands on."""
    parts = path.strip("/").split("/")
    for end in range(len(parts) - 1, 0, -1):
        higher = f"/{'/'.join(parts[:end])}/"
        try:
            resolve(higher)
        except Resolver404:
            continue
        return higher
    return ""
