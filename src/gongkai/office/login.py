"""Login, logout, change of password."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.accounts import devices
from gongkai.accounts.actions import AccountRefused, change_password, end_sessions, note_login
from gongkai.accounts.passwords import ProfileValidator
from gongkai.accounts.queries import demo_accounts
from gongkai.accounts.roles import ROLES
from gongkai.demo.building import PASSWORD
from gongkai.office.standing import moment_of, no_store, staff_required
from gongkai.units.queries import site_facts

DEMO_HINT = "每个账号的密码都是 {password}"


class LoginForm(forms.Form):
    username = forms.CharField(
        label="账号",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        error_messages={"required": "填账号"},
    )
    password = forms.CharField(
        label="密码",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "填密码"},
    )


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else reverse("office:home")


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """One answer for every wrong pair, so that nobody learns which accounts exist; axes counts the failures."""
    if request.user.is_authenticated and request.method == "GET":
        return HttpResponseRedirect(_next(request))
    form = LoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = authenticate(
            request=request,
            username=form.cleaned_data["username"].strip(),
            password=form.cleaned_data["password"],
        )
        if user is not None:
            where = _next(request)
            login(request, user)
            at = moment_of(request).at
            request.session["since"] = request.session["seen"] = at.timestamp()
            note_login(user_id=user.pk, at=at)
            return _remembered(no_store(HttpResponseRedirect(where)), user.get_username())
        form.add_error(None, "账号或者密码不对。忘了密码，找系统管理员重置。")
    facts = site_facts()
    page = {
        "form": form,
        "next": _next(request),
        "demo": _demo_rows() if facts.is_demo else [],
        "demo_hint": DEMO_HINT.format(password=PASSWORD),
    }
    return no_store(render(request, "office/login/login.html", page))


def _remembered(answer: HttpResponse, username: str) -> HttpResponse:
    """From now on the guesses of others don't lock this browser out of this account."""
    answer.set_cookie(
        devices.COOKIE,
        devices.mark_for(username),
        max_age=devices.KEPT_SECONDS,
        path=devices.PATH,
        secure=settings.SECURE,
        httponly=True,
        samesite="Strict",
    )
    return answer


def locked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """After ten wrong passwords; the same words whether there is such an account or not."""
    return no_store(render(request, "office/accounts/locked.html", status=429))


def _demo_rows() -> list[dict[str, str]]:
    order = {code: n for n, code in enumerate(ROLES)}
    rows = sorted(demo_accounts(), key=lambda row: order[row[0]])
    return [
        {"role": ROLES[role].label, "username": username, "name": name, "unit": unit}
        for role, username, name, unit in rows
    ]


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """The session's row is gone: a copied cookie is worth nothing afterwards."""
    if request.user.is_authenticated:
        moment = moment_of(request)
        end_sessions(user_id=request.user.pk, by=moment.standing.actor(), at=moment.at)
    logout(request)
    messages.info(request, "已退出。")
    return no_store(HttpResponseRedirect(reverse("office:login")))


class PasswordForm(forms.Form):
    old = forms.CharField(
        label="原密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "填原密码"},
    )
    new = forms.CharField(
        label="新密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "填新密码"},
    )
    again = forms.CharField(
        label="再填一次新密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "再填一次新密码"},
    )

    def clean(self) -> None:
        new, again = self.cleaned_data.get("new"), self.cleaned_data.get("again")
        if new and again and new != again:
            self.add_error("again", "两次填的新密码不一样。")


@sensitive_post_parameters()
@staff_required
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """A new password: every other session of the person ends, this one goes on under a new id."""
    form = PasswordForm(request.POST or None)
    form.fields["new"].help_text = ProfileValidator().get_help_text()
    if request.method == "POST" and form.is_valid():
        moment = moment_of(request)
        try:
            change_password(
                user_id=moment.standing.user_id,
                old=form.cleaned_data["old"],
                new=form.cleaned_data["new"],
                by=moment.standing.actor(),
                at=moment.at,
            )
        except AccountRefused as refusal:
            form.add_error("old" if "原密码不对" in str(refusal) else "new", str(refusal))
        else:
            request.user.refresh_from_db()  # type: ignore[union-attr]
            update_session_auth_hash(request, request.user)  # type: ignore[arg-type]
            messages.success(request, "密码已改。其他地方的登录都已退出。")
            return HttpResponseRedirect(reverse("office:home"))
    return render(request, "office/login/password.html", {"form": form})


@staff_required
@require_safe
def keep_alive(request: HttpRequest) -> HttpResponse:
    """Renews the half hour of an idle session; asked for by the warning's button."""
    request.session["seen"] = moment_of(request).at.timestamp()
    return HttpResponse(status=204)


urls = [
    path("login/", log_in, name="login"),
    path("logout/", log_out, name="logout"),
    path("password/", password, name="password"),
    path("keep-alive/", keep_alive, name="keep_alive"),
]
