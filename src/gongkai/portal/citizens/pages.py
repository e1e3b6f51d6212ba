"""我的：log in, one's own cases, log out."""

from __future__ import annotations

import hmac
import logging

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import path
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.cases.actions.owning import tie_to_account
from gongkai.cases.actions.proving import prove
from gongkai.cases.granting import typed_number
from gongkai.cases.queries.owned import cases_of, grant_for
from gongkai.cases.refusals import CaseRefused
from gongkai.portal.cases import paths
from gongkai.portal.cases.answers import address_of, page, private, to
from gongkai.portal.cases.following import EnquiryForm
from gongkai.portal.cases.holding import forget, keep_grant
from gongkai.portal.cases.logins import keep_person, keep_started, log_out, person_of, take_started
from gongkai.portal.citizens.oidc import LoginFailed, Provider, ProviderDown, provider

MY = "/my/"
_BACK_TO = ("/write/", "/case/", MY)
logger = logging.getLogger(__name__)


def _set_up() -> Provider:
    found = provider()
    if found is None:
        raise Http404
    return found


@private
@require_http_methods(["GET", "HEAD", "POST"])
def my(request: HttpRequest) -> HttpResponseBase:
    """One's own cases; POST ties one that was sent without logging in, by number and code."""
    login = _set_up()
    person = person_of(request.session)
    if person is None:
        return page(request, "login", {"login": login, "back": "/"})
    form, status = EnquiryForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                grant = prove(address=address_of(request), at=timezone.now(), **form.cleaned_data)
                tie_to_account(grant=grant, subject=person.subject, at=timezone.now())
                return to(MY)
            except CaseRefused as refusal:
                form.add_error(None, str(refusal))
    context = {
        "login": login,
        "person": person,
        "cases": cases_of(person.subject, today=timezone.localdate()),
        "form": form,
    }
    return page(request, "my", context, status=status)


@private
@require_safe
def opened(request: HttpRequest, number: str) -> HttpResponseBase:
    """One's own case without its code."""
    _set_up()
    person = person_of(request.session)
    grant = grant_for(person.subject, typed_number(number)) if person else None
    if grant is not None:
        keep_grant(request.session, grant)
    return to(paths.case(typed_number(number)))


# ---- there and back --------------------------------------------------------------------------------------


@private
@require_safe
def login(request: HttpRequest) -> HttpResponseBase:
    found = _set_up()
    back = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith(_BACK_TO)
    try:
        started, place = found.begin(back=back if ours and len(back) < 300 else "")
    except LoginFailed as problem:
        return _failed(request, found, problem)
    keep_started(request.session, started)
    return to(place)


@private
@require_safe
def callback(request: HttpRequest) -> HttpResponseBase:
    """Whoever comes back must bring the state of this very browser; a new session id begins with the login."""
    found, started = _set_up(), take_started(request.session)
    state, code = request.GET.get("state", ""), request.GET.get("code", "")
    try:
        if started is None or not hmac.compare_digest(state.encode(), started.state.encode()):
            raise LoginFailed("state")
        if request.GET.get("iss", found.issuer) != found.issuer:
            raise LoginFailed("iss")
        if not code or len(code) > 2000 or "error" in request.GET:
            raise LoginFailed("no code")
        person = found.finish(code=code, started=started)
    except LoginFailed as problem:
        return _failed(request, found, problem)
    request.session.cycle_key()
    keep_person(request.session, person)
    return to(started.back or MY)


def _failed(request: HttpRequest, found: Provider, problem: LoginFailed) -> HttpResponseBase:
    down = isinstance(problem, ProviderDown)
    logger.warning("login of a citizen failed: %s", problem)
    context = {"login": found, "back": "/", "down": down, "failed": not down}
    return page(request, "login", context, status=502 if down else 403)


@private
@require_POST
def logout(request: HttpRequest) -> HttpResponseBase:
    """The next person at this screen sees nothing; a login of staff in the same browser stays."""
    log_out(request.session)
    forget(request.session)
    if not request.user.is_authenticated:
        request.session.flush()
    return to("/")


urls = [
    path("my/", my),
    path("my/login/", login),
    path("my/callback/", callback),
    path("my/logout/", logout),
    path("my/case/<str:number>/", opened),
]
