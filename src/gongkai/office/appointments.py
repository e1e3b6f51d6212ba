"""Who holds which role where, and who acts for them; unlocking. All by the 安全管理员."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.accounts import actions
from gongkai.accounts.policies import may_appoint
from gongkai.accounts.queries import colleagues
from gongkai.accounts.roles import ROLES
from gongkai.office.one_form import bound, choice_field, day_field, form_page, offer, press
from gongkai.office.people import person_or_404, person_url
from gongkai.office.standing import moment_of, needs, staff_required
from gongkai.units.queries import open_units

only_security = needs(may_appoint, "任免角色、指定 B 角、解锁由安全管理员办。")


class PostForm(forms.Form):
    unit = choice_field("单位")
    role = choice_field("角色", [("", "选择角色"), *((r.code, r.label) for r in ROLES.values())])
    from_on = day_field("从哪天起")
    to_on = day_field("到哪天", required=False, help_text="最后一天；不定期限就不填。")

    def clean(self) -> dict[str, Any]:
        filled: dict[str, Any] = super().clean() or {}
        if filled.get("to_on") and filled.get("from_on") and filled["to_on"] < filled["from_on"]:
            self.add_error("to_on", "最后一天早于第一天。")
        return filled


class EndForm(forms.Form):
    on = day_field("最后一天")


class DeputyForm(forms.Form):
    deputy = choice_field("B 角", required=False, help_text="这个人请假的日子里由 B 角代办。")


def _tell_gaps(request: HttpRequest, warnings: list[str]) -> None:
    for words in warnings[:5]:
        messages.warning(request, words)


@staff_required
@only_security
@require_http_methods(["GET", "POST"])
def post_new(request: HttpRequest, user_id: int) -> HttpResponse:
    now = moment_of(request)
    user = person_or_404(request, user_id)
    form = bound(PostForm, request, {"from_on": now.today})
    offer(form, "unit", open_units().values_list("id", "name"), empty="选择单位")

    def appoint(filled: dict[str, Any]) -> None:
        unit_id = int(filled.pop("unit"))
        _tell_gaps(
            request,
            actions.appoint(
                user_id=user_id, unit_id=unit_id, by=now.standing.actor(), at=now.at, standing=now.standing, **filled
            ),
        )  # fmt: skip

    return form_page(
        request,
        form,
        appoint,
        title=f"任命{user.full_name}",
        label="任命",
        back=person_url(user_id),
        done="已任命，下次打开页面就能办事。",
        intro="系统管理员、安全管理员、审计管理员三员分立：一人只能任一个，也不能兼办业务。",
    )


def _post(user: Any, post_id: int) -> Any:
    found = next((post for post in user.appointments.all() if post.pk == post_id), None)
    if found is None:
        raise Http404
    return found


@staff_required
@only_security
@require_http_methods(["GET", "POST"])
def post_end(request: HttpRequest, user_id: int, post_id: int) -> HttpResponse:
    now = moment_of(request)
    user = person_or_404(request, user_id)
    post = _post(user, post_id)

    def end(filled: dict[str, Any]) -> None:
        _tell_gaps(
            request,
            actions.end_appointment(
                appointment_id=post_id, on=filled["on"], by=now.standing.actor(), at=now.at, standing=now.standing
            ),
        )  # fmt: skip

    return form_page(
        request,
        bound(EndForm, request, {"on": now.today}),
        end,
        title=f"{user.full_name}不再任{post.unit.name}{ROLES[post.role].label}",
        label="结束任职",
        back=person_url(user_id),
        done="任职已结束。",
    )


@staff_required
@only_security
@require_http_methods(["GET", "POST"])
def post_deputy(request: HttpRequest, user_id: int, post_id: int) -> HttpResponse:
    now = moment_of(request)
    user = person_or_404(request, user_id)
    post = _post(user, post_id)
    form = bound(DeputyForm, request, {"deputy": post.deputy_id or ""})
    units = [one for one in (post.unit_id, post.unit.parent_id) if one]
    offer(form, "deputy", colleagues(unit_ids=units, today=now.today, without=user_id), empty="没有 B 角")
    return form_page(
        request,
        form,
        lambda filled: actions.set_deputy(
            appointment_id=post_id,
            deputy_id=int(filled["deputy"]) if filled["deputy"] else None,
            by=now.standing.actor(),
            at=now.at,
            standing=now.standing,
        ),
        title=f"{user.full_name}（{ROLES[post.role].label}）的 B 角",
        label="指定 B 角",
        back=person_url(user_id),
        done="B 角已指定。",
    )


@staff_required
@only_security
@require_POST
def person_unlock(request: HttpRequest, user_id: int) -> HttpResponse:
    now = moment_of(request)
    person_or_404(request, user_id)
    return press(
        request,
        lambda: actions.unlock(user_id=user_id, standing=now.standing, at=now.at),
        done="已解锁，可以重新登录。",
        back=person_url(user_id),
    )


urls = [
    path("people/<int:user_id>/unlock/", person_unlock, name="person_unlock"),
    path("people/<int:user_id>/posts/new/", post_new, name="post_new"),
    path("people/<int:user_id>/posts/<int:post_id>/end/", post_end, name="post_end"),
    path("people/<int:user_id>/posts/<int:post_id>/deputy/", post_deputy, name="post_deputy"),
]
