"""At the door of every office page: who it is, on which day, whether the session may still be used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from gongkai.accounts.actions import AccountRefused
from gongkai.accounts.actions import NotAllowed as AccountNotAllowed
from gongkai.accounts.passwords import password_is_too_old
from gongkai.accounts.policies import Standing
from gongkai.accounts.queries import standing_for
from gongkai.disclosure.actions.refusals import ItemRefused, NotAllowed
from gongkai.office import clock
from gongkai.units.queries import site_facts

ABSOLUTE = timedelta(hours=12)
TOUCH_EVERY = 60  # seconds between renewals of an idle session's end

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Moment:
    """Asked once for each request: the instant, its day, and who the person is then."""

    at: datetime
    today: date
    standing: Standing


def moment_of(request: HttpRequest) -> Moment:
    kept: Moment | None = getattr(request, "_office_moment", None)
    if kept is None:
        at, today = clock.now(), clock.today()
        kept = Moment(at, today, standing_for(user=request.user, today=today))
        request._office_moment = kept  # type: ignore[attr-defined]
    return kept


def standing_of_request(request: HttpRequest) -> Standing:
    return moment_of(request).standing


def no_store(answer: HttpResponse) -> HttpResponse:
    """Nothing of the office stays in a cache, nor comes back with the back button after logout."""
    answer["Cache-Control"] = "no-store, private"
    return answer


def staff_required(view: View) -> View:
    """Only for people who are logged in and hold a post; keeps the session's two limits and the age of passwords."""

    return _guarded(view, renews=True)


def staff_polled(view: View) -> View:
    """`staff_required` for what a page asks by itself: nobody is there, so the idle session isn't renewed."""
    return _guarded(view, renews=False)


def _guarded(view: View, *, renews: bool) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return no_store(_admit(request, renews=renews) or view(request, *args, **kwargs))

    guarded.office_guard = True  # type: ignore[attr-defined]
    return guarded


def needs(right: Callable[[Standing], bool], words: str) -> Callable[[View], View]:
    """Further narrows a staff page: others get the page that says whom to ask. Stands under `staff_required`."""

    def narrowing(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not right(standing_of_request(request)):
                return forbidden(request, words)
            return view(request, *args, **kwargs)

        return guarded

    return narrowing


def _admit(request: HttpRequest, *, renews: bool) -> HttpResponse | None:
    """An answer instead of the page, None for whoever may come in."""
    if not request.user.is_authenticated:
        return _to_login(request)
    at = moment_of(request).at
    if _session_is_over(request, at, renews=renews):
        logout(request)
        messages.info(request, "登录已满 12 小时，重新登录；写好的草稿都在。")
        return _to_login(request)
    if _must_change_password(request, at):
        messages.warning(request, "密码用得太久了，换一个新密码再继续。")
        return HttpResponseRedirect(reverse("office:password"))
    if not standing_of_request(request).posts:
        return forbidden(request, "您的账号现在没有任职。由安全管理员任命角色以后才能办事。")
    return None


def _must_change_password(request: HttpRequest, at: datetime) -> bool:
    """The accounts of a demo share one password that its login page shows: nobody changes it."""
    if not password_is_too_old(request.user, at=at) or request.path == reverse("office:password"):
        return False
    return not site_facts().is_demo


def _session_is_over(request: HttpRequest, at: datetime, *, renews: bool) -> bool:
    stamp = at.timestamp()
    since = request.session.setdefault("since", stamp)
    if stamp - since > ABSOLUTE.total_seconds():
        return True
    if renews and stamp - request.session.get("seen", 0) > TOUCH_EVERY:
        request.session["seen"] = stamp  # written, so that the half hour begins anew
    return False


def _to_login(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse("登录已过期。在另一个窗口登录以后，接着写，草稿会存上。", status=401)
    where = request.get_full_path() if request.method == "GET" else reverse("office:home")
    return HttpResponseRedirect(f"{reverse('office:login')}?{urlencode({'next': where})}")


def forbidden(request: HttpRequest, words: str) -> HttpResponse:
    """403: what is seen but may not be done, and whom to ask. Nothing is counted for a refusal."""
    request._office_counts, request._case_counts = {}, {}  # type: ignore[attr-defined]
    return no_store(render(request, "office/forbidden.html", {"words": words}, status=403))


def carry_out(
    request: HttpRequest, act: Callable[[], Any], *, done: str, back: str, to: str = ""
) -> HttpResponse:
    """Run one act: a message and on to `to`, a refusal in words and back, 403 where the posts don't carry it."""
    try:
        act()
    except (NotAllowed, AccountNotAllowed) as refusal:
        return forbidden(request, str(refusal))
    except (ItemRefused, AccountRefused) as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(back)
    if done:
        messages.success(request, done)
    return HttpResponseRedirect(to or back)
