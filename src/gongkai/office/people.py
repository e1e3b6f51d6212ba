"""People: who there is and what they hold; accounts (系统管理员). Appointments have a room of their own."""

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
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.accounts import actions
from gongkai.accounts.passwords import ProfileValidator
from gongkai.accounts.policies import may_administer_people, may_appoint, may_create_accounts
from gongkai.accounts.queries import administrators, colleagues, person_for
from gongkai.accounts.queries import (
    people as found_people,
)
from gongkai.accounts.roles import ADMIN_ROLES, ROLES
from gongkai.components.dates import day
from gongkai.components.parts import Cell, Column, HeadLine, Link, Row, Table
from gongkai.office.one_form import bound, choice_field, form_page, offer, text_field
from gongkai.office.standing import moment_of, needs, staff_required
from gongkai.units.queries import units_by_id

PER_PAGE = 50
administer = needs(may_administer_people, "人员由系统管理员和安全管理员管理，有变动联系他们。")
only_system = needs(may_create_accounts, "开账号、停账号、重置密码由系统管理员办。")


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


class DisableForm(forms.Form):
    successor = choice_field("手上的事交给谁", required=False, help_text="草稿和退回的信息转给这个人。")


def _holds(post: Any, today: date) -> bool:
    return post.from_on <= today and (post.to_on is None or post.to_on >= today)


def person_url(user_id: int) -> str:
    return reverse("office:person", args=[user_id])


def person_or_404(request: HttpRequest, user_id: int) -> Any:
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
    user = person_or_404(request, user_id)
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
    user = person_or_404(request, user_id)
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
    user = person_or_404(request, user_id)
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


urls = [
    path("people/", people, name="people"),
    path("people/new/", person_new, name="person_new"),
    path("people/<int:user_id>/", person, name="person"),
    path("people/<int:user_id>/password/", password_reset, name="person_password"),
    path("people/<int:user_id>/disable/", person_disable, name="person_disable"),
]
