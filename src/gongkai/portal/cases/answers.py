"""How these pages are answered: never kept by anybody, never listed, with the token that a form needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

View = Callable[..., HttpResponseBase]


def private(view: View) -> View:
    """What is typed here stays between the person and the office: no cache, no index, no error report holds it."""

    @sensitive_post_parameters()
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except UpdateError as gone:  # ended in another window while this was being sent
            raise SessionInterrupted("the session has ended") from gone
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    return answer


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    return render(request, f"portal/cases/{template}.html", dict(context), status=status)


def to(path: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(path)


def address_of(request: HttpRequest) -> str:
    """Where the visitor comes from. Behind a proxy of ours the last entry is the one that the proxy wrote."""
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        told = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
        if last := told.rpartition(",")[2].strip():
            return last
    return str(request.META.get("REMOTE_ADDR", ""))
