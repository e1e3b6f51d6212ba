"""People: accounts (系统管理员), appointments and unlocking (安全管理员), leaves (everyone's own)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.accounts import actions
from gongkai.accounts.passwords import ProfileValidator
from gongkai.accounts.policies import may_administer_people, may_appoint, may_create_accounts
from gongkai.accounts.queries import (
    absences_of,
    administrators,
    colleagues,
    deputies_of,
    person_for,
)
from gongkai.accounts.queries import (
    people as found_people,
)
from gongkai.accounts.roles import ADMIN_ROLES, ROLES
from gongkai.components.dates import day
from gongkai.components.parts import Cell, Column, HeadLine, Link, Row, Table
from gongkai.office.one_form import (
    bound,
    choice_field,
    day_field,
    form_page,
    offer,
    press,
    text_field,
)
from gongkai.office.standing import moment_of, needs, staff_required
from gongkai.units.queries import open_units, units_by_id

PER_PAGE = 50
administer = needs(may_administer_people, "人员由系统管理员和安全管理员管理，有变动联系他们。")
only_system = needs(may_create_accounts, "开账号、停账号、重置密码由系统管理员办。")
only_security = needs(may_appoint, "任免角色、指定 B 角、解锁由安全管理员办。")


def _password(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=128,
        strip=False,
        help_text=ProfileValidator().get_help_text() + "当面交给本人，本人登录后自己改。",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
        error_messages={"required": f"{label}没有填"},
    )


class AccountForm(forms.Form):
    username = text_field("账号", 60, help_text="登录用，以后不能改；可以用工号。")
    full_name = text_field("姓名", 60)
    password = _password("初始密码")


class PasswordForm(forms.Form):
    password = _password("新密码")


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


class DisableForm(forms.Form):
    successor = choice_field("手上的事交给谁", required=False, help_text="草稿和退回的信息转给这个人。")


class LeaveForm(forms.Form):
    from_on = day_field("从哪天")
    to_on = day_field("到哪天", help_text="最后一天。")
    reason = text_field("事由", 60, required=False, help_text="例如 年休假；不用写细。")


def _holds(post: Any, today: date) -> bool:
    return post.from_on <= today and (post.to_on is None or post.to_on >= today)


def person_url(user_id: int) -> str:
    return reverse("office:person", args=[user_id])


def _person(request: HttpRequest, user_id: int) -> Any:
    found = person_for(by=moment_of(request).standing, user_id=user_id)
    if found is None:
        raise Http404
    return found


# ---- looking -------------------------------------------------------------------------------------------


@staff_required
@administer
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    now = moment_of(request)
    text = request.GET.get("q", "").strip()[:60]
    page = Paginator(found_people(by=now.standing, text=text, today=now.today), PER_PAGE).get_page(
        request.GET.get("page")
    )
    columns = [Column("姓名"), Column("账号"), Column("任职"), Column("状态")]
    rows = [_line(user, now.today) for user in page.object_list]
    tools = []
    if may_create_accounts(now.standing):
        tools.append(Link("开账号", reverse("office:person_new")))
    return render(
        request,
        "office/people/list.html",
        {
            "title": "人员和角色",
            "words": f"{page.paginator.count:,} 个账号",
            "tools": tools,
            "table": Table("人员", columns, rows),
            "page_of": page,
            "empty": "没有这样的人。",
            "hint": "按姓名、账号、单位名称查。",
            "q": text,
            "admins": _admins(now.today),
            "staffing": reverse("office:staffing"),
        },
    )


def _line(user: Any, today: date) -> Row:
    posts = [post for post in user.appointments.all() if _holds(post, today)]
    told = "；".join(
        f"{post.unit.short_name or post.unit.name} {ROLES[post.role].label}" for post in posts[:4]
    )
    more = f" 等 {len(posts)} 项" if len(posts) > 4 else ""
    away = next((a for a in user.absences.all() if a.from_on <= today <= a.to_on), None)
    state = "停用" if not user.is_active else "请假" if away else "在用"
    return Row([Cell(user.full_name, person_url(user.pk)), user.username, told + more, Cell(state=state)])


def _admins(today: date) -> list[HeadLine]:
    """三员分立 at a glance: who holds which, and that none holds two."""
    held = administrators(today=today)
    return [
        HeadLine(
            ROLES[code].label,
            "、".join(f"{name}（{unit}）" for role, name, unit in held if role == code),
            note=words,
        )
        for code, words in (
            ("system_admin", "开账号、停账号、重置密码、看运行状况"),
            ("security_admin", "任免角色、指定 B 角、解锁"),
            ("audit_admin", "看台账、校验、存锚点"),
            ("auditor", "看业务和台账，不办事"),
        )
    ]


@staff_required
@administer
@require_safe
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    now = moment_of(request)
    user = _person(request, user_id)
    posts = sorted(user.appointments.all(), key=lambda p: (not _holds(p, now.today), -p.from_on.toordinal()))
    return render(
        request,
        "office/people/person.html",
        {
            "person": user,
            "facts": [
                HeadLine("账号", user.username),
                HeadLine("办公电话", user.phone),
                HeadLine("密码改于", day(user.password_changed_at) if user.password_changed_at else "还没有密码"),
                HeadLine("状态", "在用" if user.is_active else "停用", level="" if user.is_active else "late"),
            ],
            "posts": [(post, ROLES[post.role].label, _holds(post, now.today)) for post in posts],
            "absences": [a for a in user.absences.all() if a.to_on >= now.today],
            "appoints": may_appoint(now.standing) and user.is_active and user.pk != now.standing.user_id,
            "runs": may_create_accounts(now.standing),
            "is_self": user.pk == now.standing.user_id,
            "is_admin": any(p.role in ADMIN_ROLES and _holds(p, now.today) for p in posts),
        },
    )  # fmt: skip


# ---- accounts: 系统管理员 ----------------------------------------------------------------------------------


@sensitive_post_parameters("password")
@staff_required
@only_system
@require_http_methods(["GET", "POST"])
def person_new(request: HttpRequest) -> HttpResponse:
    now = moment_of(request)
    return form_page(
        request,
        bound(AccountForm, request),
        lambda filled: actions.create_user(
            by=now.standing.actor(), at=now.at, standing=now.standing, **filled
        ),
        title="开账号",
        label="开账号",
        back=reverse("office:people"),
        done="账号已开。任命角色由安全管理员办。",
        intro="新账号没有角色，什么也办不了；角色由安全管理员任命。",
    )


@sensitive_post_parameters("password")
@staff_required
@only_system
@require_http_methods(["GET", "POST"])
def password_reset(request: HttpRequest, user_id: int) -> HttpResponse:
    now = moment_of(request)
    user = _person(request, user_id)
    return form_page(
        request,
        bound(PasswordForm, request),
        lambda filled: actions.reset_password(
            user_id=user_id, new=filled["password"], standing=now.standing, at=now.at
        ),
        title=f"重置{user.full_name}的密码",
        label="重置密码",
        back=person_url(user_id),
        done="密码已重置，这个人的登录全部退出。",
    )


@staff_required
@only_system
@require_http_methods(["GET", "POST"])
def person_disable(request: HttpRequest, user_id: int) -> HttpResponse:
    now = moment_of(request)
    user = _person(request, user_id)
    form = bound(DisableForm, request)
    units = {post.unit_id for post in user.appointments.all() if _holds(post, now.today)}
    units |= {unit.parent_id for unit in units_by_id(units).values() if unit.parent_id}
    offer(form, "successor", colleagues(unit_ids=units, today=now.today, without=user_id), empty="没有要交的")

    def disable(filled: dict[str, Any]) -> None:
        moved = actions.disable_user(
            user_id=user_id,
            successor_id=int(filled["successor"]) if filled["successor"] else None,
            by=now.standing.actor(),
            at=now.at,
            standing=now.standing,
        )
        messages.success(request, f"账号已停用，移交 {moved} 件。")

    return form_page(
        request,
        form,
        disable,
        title=f"停用{user.full_name}的账号",
        label="停用账号",
        back=person_url(user_id),
        intro="马上退出全部登录，任职到今天为止；办过的事照旧记在这个人名下。",
    )


# ---- appointments: 安全管理员 --------------------------------------------------------------------------------


def _tell_gaps(request: HttpRequest, warnings: list[str]) -> None:
    for words in warnings[:5]:
        messages.warning(request, words)


@staff_required
@only_security
@require_http_methods(["GET", "POST"])
def post_new(request: HttpRequest, user_id: int) -> HttpResponse:
    now = moment_of(request)
    user = _person(request, user_id)
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
    user = _person(request, user_id)
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
    user = _person(request, user_id)
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
    _person(request, user_id)
    return press(
        request,
        lambda: actions.unlock(user_id=user_id, standing=now.standing, at=now.at),
        done="已解锁，可以重新登录。",
        back=person_url(user_id),
    )


# ---- leave: everyone's own ---------------------------------------------------------------------------------


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
    path("people/", people, name="people"),
    path("people/new/", person_new, name="person_new"),
    path("people/<int:user_id>/", person, name="person"),
    path("people/<int:user_id>/password/", password_reset, name="person_password"),
    path("people/<int:user_id>/disable/", person_disable, name="person_disable"),
    path("people/<int:user_id>/unlock/", person_unlock, name="person_unlock"),
    path("people/<int:user_id>/posts/new/", post_new, name="post_new"),
    path("people/<int:user_id>/posts/<int:post_id>/end/", post_end, name="post_end"),
    path("people/<int:user_id>/posts/<int:post_id>/deputy/", post_deputy, name="post_deputy"),
    path("leave/", leave, name="leave"),
    path("leave/<int:absence_id>/cancel/", leave_cancel, name="leave_cancel"),
]
