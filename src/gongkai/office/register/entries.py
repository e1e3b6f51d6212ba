"""One entry: a form made of its register's columns, its removal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from gongkai.components.dates import day, moment
from gongkai.components.parts import Confirm, HeadLine
from gongkai.office.one_form import choice_field, day_field, text_field
from gongkai.office.register.common import for_workers, sheet_or_404, sheet_url
from gongkai.office.register.sheets import ONLY_OFFICERS
from gongkai.office.standing import forbidden, moment_of, staff_required
from gongkai.registers import actions
from gongkai.registers.actions.counting import told_text
from gongkai.registers.declaring import HIGHEST, EntryColumn, NewEntry, Register, accounts_in
from gongkai.registers.policies import may_enter
from gongkai.registers.queries import EntryFacts, Sheet, entry_for, names_by_account, staff_of
from gongkai.registers.refusals import NotAllowed, NotFilled, ReasonMissing, RegisterRefused

ACCOUNTS_LENGTH = 20_000  # characters in the box of a column of accounts
STAFF_SHOWN = 40  # people of a unit whose accounts stand under that box; a larger unit's don't


def entry_form(register: Register, *, with_reason: bool, staff: str = "") -> type[forms.Form]:
    """A form of the register's columns, in the order of its table. `staff`: whom a column of accounts may name."""
    fields: dict[str, forms.Field] = {"on": day_field(register.date_label)}
    if register.kinds:
        fields["kind"] = choice_field(register.kind_label, register.kinds, radio=len(register.kinds) <= 5)
    fields["title"] = text_field(register.title_label, 200)
    if register.until_label:
        fields["until"] = day_field(register.until_label, required=False, help_text="仍然有效的不填。")
    if register.refers:
        fields["about"] = text_field(
            "来件编号或者索引号", 80, required=False, help_text="是因为哪一件追究的；写上编号，报表里能点开。"
        )
    for column in register.columns:
        fields[f"c_{column.key}"] = _field(column, staff)
    if with_reason:
        fields["reason"] = text_field("为什么改", 300, help_text="这一年的年报已经公布，改动要写明原因。")
    fields["revision"] = forms.IntegerField(required=False, widget=forms.HiddenInput)
    return type("EntryForm", (forms.Form,), fields)


def _field(column: EntryColumn, staff: str) -> forms.Field:
    hint = " ".join(filter(None, [column.help, f"例如 {column.example}" if column.example else ""]))
    if column.is_number:
        places = 2 if column.type == "decimal" else 0
        words = f"{column.label}填{'数字，最多两位小数' if places else '整数'}"
        return forms.DecimalField(
            label=column.heading,
            required=column.required,
            help_text=hint,
            min_value=0,
            max_value=HIGHEST,
            decimal_places=places,
            widget=forms.TextInput(attrs={"inputmode": "decimal" if places else "numeric"}),
            error_messages={
                "required": f"{column.label}没有填",
                **dict.fromkeys(("invalid", "min_value", "max_value", "max_decimal_places"), words),
            },
        )
    if column.type == "date":
        return day_field(column.label, required=column.required, help_text=hint)
    if column.choices:
        offered = column.choices if column.required else (("", "不选"), *column.choices)
        return choice_field(column.label, offered, required=column.required, help_text=hint)
    if column.type == "accounts":
        hint = f"{hint}{staff}"
        return text_field(column.label, ACCOUNTS_LENGTH, required=column.required, help_text=hint, rows=3)
    is_long = column.type == "long_text"
    length = max(column.max_length, 2000) if is_long else column.max_length
    return text_field(
        column.label, length, required=column.required, help_text=hint, rows=5 if is_long else 0
    )


def _staff(register: Register, unit_id: int, on: date) -> str:
    """The unit's people with their accounts, so that nobody has to know them by heart."""
    people = staff_of(unit_id, on, limit=STAFF_SHOWN) if register.account_columns else []
    return f"现在任职的：{'、'.join(f'{account} {name}' for account, name in people)}。" if people else ""


def _told(register: Register, filled: Mapping[str, Any]) -> NewEntry:
    values = {}
    for column in register.columns:
        value = filled.get(f"c_{column.key}")
        values[column.key] = None if value == "" else value
    return NewEntry(
        on=filled["on"],
        title=filled["title"],
        kind=filled.get("kind") or "",
        until=filled.get("until"),
        about=filled.get("about") or "",
        values=values,
    )


def _initial(one: EntryFacts) -> dict[str, Any]:
    values = {
        f"c_{column.key}": told_text(value) if column.is_number and value is not None else value
        for column in one.register.columns
        if (value := one.values.get(column.key)) is not None
    }
    fixed = {"on": one.on, "until": one.until, "kind": one.kind, "title": one.title, "about": one.about}
    return {**fixed, "revision": one.revision, **values}


def _page(request: HttpRequest, form: forms.Form, register: Register, act: Any, **page: Any) -> HttpResponse:
    """As `form_page`, with each problem of the action at its own field."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except NotAllowed as no:
            return forbidden(request, str(no))
        except NotFilled as wrong:
            for key, words in wrong.problems.items():
                name = key if key in form.fields else f"c_{key}"
                form.add_error(name if name in form.fields else None, words)
        except ReasonMissing as missing:
            form.add_error("reason" if "reason" in form.fields else None, str(missing))
        except RegisterRefused as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "已登记。")
            return HttpResponseRedirect(page["back"])
    shown = {"form": form, "register": register, **page}
    return render(
        request, "office/register/entry.html", shown, status=422 if form.is_bound and form.errors else 200
    )


@staff_required
@for_workers
@require_http_methods(["GET", "HEAD", "POST"])
def entry_new(request: HttpRequest, unit_id: int, register: str, year: int) -> HttpResponse:
    found = sheet_or_404(request, unit_id, register, year)
    if not found.register.has_entries:
        raise Http404
    if not found.may_enter:
        return forbidden(request, ONLY_OFFICERS)
    now = moment_of(request)
    staff = _staff(found.register, unit_id, now.today)
    kind = entry_form(found.register, with_reason=found.needs_reason, staff=staff)
    form = (
        kind(request.POST) if request.method == "POST" else kind(initial={"on": _first_day(found, now.today)})
    )
    return _page(
        request,
        form,
        found.register,
        lambda filled: actions.enter_entry(
            unit_id=unit_id, register=register, entry=_told(found.register, filled), by=now.standing, at=now.at,
            reason=filled.get("reason", ""),
        ),
        title=f"登记{found.register.label}",
        label="登记",
        back=sheet_url(unit_id, found.register, year),
    )  # fmt: skip


def _first_day(found: Sheet, today: date) -> date:
    return today if today.year == found.year else date(found.year, 12, 31)


@staff_required
@for_workers
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """To read, and to correct for those who enter."""
    one, found = _entry_or_404(request, entry_id)
    now = moment_of(request)
    if not found.may_enter:
        if request.method == "POST":
            return forbidden(request, ONLY_OFFICERS)
        return render(request, "office/register/entry_read.html", _reading(one, found))
    staff = _staff(one.register, one.unit_id, now.today)
    kind = entry_form(one.register, with_reason=found.needs_reason, staff=staff)
    form = kind(request.POST) if request.method == "POST" else kind(initial=_initial(one))
    return _page(
        request,
        form,
        one.register,
        lambda filled: actions.correct_entry(
            entry_id=entry_id, entry=_told(one.register, filled), revision=filled["revision"] or 0,
            by=now.standing, at=now.at, reason=filled.get("reason", ""),
        ),
        title=one.title,
        label="保存",
        back=sheet_url(one.unit_id, one.register, one.on.year),
        remove_url=reverse("office:register_entry_remove", args=[entry_id]),
        about_url=_about_url(one),
        saved=f"{one.changed_by} {moment(one.changed_at)}",
    )  # fmt: skip


def _entry_or_404(request: HttpRequest, entry_id: int) -> tuple[EntryFacts, Sheet]:
    one = entry_for(moment_of(request).standing, entry_id)
    if one is None:
        raise Http404
    return one, sheet_or_404(
        request, one.unit_id, one.register.code, min(one.on.year, moment_of(request).today.year)
    )


def _about_url(one: EntryFacts) -> str:
    if one.about_type == "item":
        return reverse("office:desk", args=[one.about_id])
    return reverse("office:case", args=[one.about_id]) if one.about_type == "case" else ""


def _reading(one: EntryFacts, found: Sheet) -> dict[str, Any]:
    until = [HeadLine(one.register.until_label, day(one.until))] if one.until else []
    kind = [HeadLine(one.register.kind_label, one.kind_label)] if one.register.kinds else []
    about = [HeadLine("针对", one.about, _about_url(one))] if one.about else []
    facts = [HeadLine(one.register.date_label, day(one.on)), *kind, *until, *about]
    for column in one.register.columns:
        value = one.values.get(column.key)
        if value is None or value == "":
            continue
        wide = column.type in ("long_text", "accounts")
        facts.append(HeadLine(column.heading, _words(column, value), wide=wide))
    return {
        "title": one.title,
        "facts": facts,
        "back": sheet_url(one.unit_id, one.register, found.year),
        "saved": f"{one.changed_by} {moment(one.changed_at)}",
    }


def _words(column: EntryColumn, value: Any) -> str:
    if isinstance(value, date):
        return day(value)
    if column.is_number:
        return told_text(value)
    if column.type == "accounts":
        named = accounts_in(value)
        names = names_by_account(named)
        return "、".join(f"{names[one]}（{one}）" if one in names else one for one in named)
    return dict(column.choices).get(str(value), str(value))


class RemoveForm(forms.Form):
    reason = text_field("为什么去掉", 300, help_text="这一年的年报已经公布，要写明原因。")


@staff_required
@for_workers
@require_http_methods(["GET", "HEAD", "POST"])
def entry_remove(request: HttpRequest, entry_id: int) -> HttpResponse:
    one, found = _entry_or_404(request, entry_id)
    if not may_enter(moment_of(request).standing, one.unit_id):
        return forbidden(request, ONLY_OFFICERS)
    now = moment_of(request)
    back = reverse("office:register_entry", args=[entry_id])
    asked = Confirm(
        title=f"去掉“{one.title}”",
        consequence=f"{found.year}年的{one.register.label}里不再有这一条，报表里的数跟着变。内容留在台账里，可以照着重新登记。",
        act="去掉这一条",
        back_url=back,
        facts=[HeadLine(one.register.date_label, day(one.on)), HeadLine("单位", one.unit_name)],
        danger=True,
        hidden=[("revision", str(one.revision))],
    )
    form = RemoveForm(request.POST or None) if found.needs_reason else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            actions.remove_entry(
                entry_id=entry_id, revision=_seen(request), by=now.standing, at=now.at,
                reason=form.cleaned_data["reason"] if form else "",
            )  # fmt: skip
        except RegisterRefused as no:
            messages.error(request, str(no))
            return HttpResponseRedirect(back)
        messages.success(request, "已去掉。")
        return HttpResponseRedirect(sheet_url(one.unit_id, one.register, found.year))
    shown = {"confirm": asked, "form": form}
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "components/confirm_page.html", shown, status=status)


def _seen(request: HttpRequest) -> int:
    told = request.POST.get("revision", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 9 else 0


urls = [
    path("registers/<int:unit_id>/<slug:register>/<int:year>/new/", entry_new, name="register_entry_new"),
    path("registers/entries/<int:entry_id>/", entry, name="register_entry"),
    path("registers/entries/<int:entry_id>/remove/", entry_remove, name="register_entry_remove"),
]
