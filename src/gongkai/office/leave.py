"""Everyone's own leave, and who acts meanwhile."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.accounts import actions
from gongkai.accounts.queries import absences_of, deputies_of
from gongkai.accounts.roles import ROLES
from gongkai.office.one_form import bound, day_field, form_page, press, text_field
from gongkai.office.standing import moment_of, staff_required


class LeaveForm(forms.Form):
    from_on = day_field("从哪天")
    to_on = day_field("到哪天", help_text="最后一天。")
    reason = text_field("事由", 60, required=False, help_text="例如 年休假；不用写细。")


@staff_required
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """One's own leave, and who acts meanwhile."""
    now = moment_of(request)
    me = now.standing.user_id
    deputies = [
        (ROLES[role].label, unit, name) for role, unit, name in deputies_of(user_id=me, today=now.today)
    ]
    return form_page(
        request,
        bound(LeaveForm, request, {"from_on": now.today, "to_on": now.today}),
        lambda filled: actions.set_absence(
            user_id=me, by=now.standing.actor(), at=now.at, standing=now.standing, **filled
        ),
        title="我的请假",
        label="登记请假",
        back=reverse("office:leave"),
        done="请假已登记，这几天由 B 角代办。",
        template="office/people/leave.html",
        absences=absences_of(user_id=me, today=now.today),
        deputies=deputies,
        lacking=[f"{unit} {label}" for label, unit, name in deputies if not name],
    )


@staff_required
@require_POST
def leave_cancel(request: HttpRequest, absence_id: int) -> HttpResponse:
    now = moment_of(request)
    if absence_id not in {a.pk for a in absences_of(user_id=now.standing.user_id, today=now.today)}:
        raise Http404
    return press(
        request,
        lambda: actions.cancel_absence(
            absence_id=absence_id, by=now.standing.actor(), at=now.at, today=now.today, standing=now.standing
        ),
        done="已销假。",
        back=reverse("office:leave"),
    )


urls = [
    path("leave/", leave, name="leave"),
    path("leave/<int:absence_id>/cancel/", leave_cancel, name="leave_cancel"),
]
