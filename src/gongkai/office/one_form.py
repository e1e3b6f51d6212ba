"""One way for all registers: a form on a page of its own, refused words back on it with what was typed; confirmations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from gongkai.accounts import actions as accounts
from gongkai.cases import refusals as cases
from gongkai.catalogue import actions as catalogue
from gongkai.clocks import actions as clocks
from gongkai.clocks.notices import UnusableNotice
from gongkai.components.parts import Confirm
from gongkai.disclosure.actions import refusals as items
from gongkai.office.standing import forbidden
from gongkai.registers import refusals as registers
from gongkai.reports.actions import refusals as reports
from gongkai.screening import actions as screening
from gongkai.units import actions as units

NOT_ALLOWED = (
    items.NotAllowed, accounts.NotAllowed, units.NotAllowed, catalogue.NotAllowed, screening.NotAllowed,
    registers.NotAllowed, clocks.NotAllowed, cases.NotAllowed, reports.NotAllowed,
)  # fmt: skip
REFUSALS = (
    items.ItemRefused, accounts.AccountRefused, units.UnitRefused, catalogue.CatalogueRefused,
    screening.ScreeningRefused, clocks.ClocksRefused, UnusableNotice, cases.CaseRefused,
    registers.RegisterRefused,
    reports.ReportRefused,
)  # fmt: skip

Choices = Sequence[tuple[Any, str]]


# ---- fields, each with the words of its errors ---------------------------------------------------------


def text_field(
    label: str, length: int, *, required: bool = True, help_text: str = "", rows: int = 0
) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=length,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}) if rows else None,
        error_messages={
            "required": f"{label}没有填",
            "max_length": f"{label}最多 %(limit_value)d 个字，现在有 %(show_value)d 个",
        },
    )


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": f"{label}没有填", "invalid": f"{label}写成 2026-11-21 这样"},
    )


def number_field(
    label: str, *, low: int, high: int, required: bool = True, help_text: str = ""
) -> forms.IntegerField:
    words = f"{label}填 {low} 到 {high} 之间的整数"
    return forms.IntegerField(
        label=label,
        required=required,
        help_text=help_text,
        min_value=low,
        max_value=high,
        error_messages={
            "required": f"{label}没有填",
            "invalid": words,
            "min_value": words,
            "max_value": words,
        },
    )


def choice_field(
    label: str, choices: Choices = (), *, required: bool = True, help_text: str = "", radio: bool = False
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=required,
        choices=choices,
        help_text=help_text,
        widget=forms.RadioSelect if radio else None,
        error_messages={"required": f"选{label}", "invalid_choice": f"{label}从列出的里面选一个"},
    )


def file_field(accept: str, *, help_text: str = "") -> forms.FileField:
    """One file. `accept`: the endings that the browser offers."""
    return forms.FileField(
        label="文件",
        help_text=help_text,
        widget=forms.ClearableFileInput(attrs={"accept": accept}),
        error_messages={"required": "先选择文件", "empty": "这个文件是空的，0 个字节。重新选择。"},
    )


def offer(form: forms.Form, name: str, choices: Iterable[tuple[Any, str]], *, empty: str = "") -> None:
    """Fill a choice field with what the database holds now."""
    found = [(str(value), label) for value, label in choices]
    form.fields[name].choices = [("", empty), *found] if empty else found  # type: ignore[attr-defined]


# ---- pages ---------------------------------------------------------------------------------------------


def form_page(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Any],
    *,
    title: str,
    label: str,
    back: str,
    done: str = "",
    to: str = "",
    template: str = "office/parts/form.html",
    **extra: Any,
) -> HttpResponse:
    """Show a form; on POST run `act` with what was filled in. A refusal comes back on the page, nothing is lost.

    `act` may answer with a response of its own; else it goes on to `to` with the message `done`.
    """
    if request.method == "POST" and form.is_valid():
        try:
            answer = act(form.cleaned_data)
        except NOT_ALLOWED as refusal:
            return forbidden(request, str(refusal))
        except REFUSALS as refusal:
            _say(form, refusal)
        else:
            if isinstance(answer, HttpResponse):
                return answer
            if done:
                messages.success(request, done)
            return HttpResponseRedirect(to or back)
    shown = {"form": form, "title": title, "label": label, "back": back, **extra}
    return render(request, template, shown, status=422 if form.is_bound and form.errors else 200)


def _say(form: forms.Form, refusal: Exception) -> None:
    """A refusal that names fields stands at them; any other, above the form."""
    problems = refusal.problems if isinstance(refusal, cases.NotFilled) else {"": str(refusal)}
    for key, words in problems.items():
        form.add_error(key if key in form.fields else None, words)


def confirmed(
    request: HttpRequest,
    asked: Confirm,
    act: Callable[[], Any],
    *,
    done: str,
    to: str = "",
) -> HttpResponse:
    """A page that names the consequence; the act follows its button alone."""
    if request.method != "POST" or request.POST.get("confirmed") != "1":
        return render(request, "components/confirm_page.html", {"confirm": asked})
    return press(request, act, done=done, back=asked.back_url, to=to)


def confirmed_form(
    request: HttpRequest,
    form: forms.Form,
    ask: Callable[[dict[str, Any]], Confirm],
    act: Callable[[dict[str, Any]], Any],
    **page: Any,
) -> HttpResponse:
    """First the form, then a page that says what will follow from it, then the act."""

    def ask_first(filled: dict[str, Any]) -> Any:
        if request.POST.get("confirmed") == "1":
            return act(filled)
        kept = [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name not in ("csrfmiddlewaretoken", "confirmed")
        ]
        return render(request, "components/confirm_page.html", {"confirm": replace(ask(filled), hidden=kept)})

    return form_page(request, form, ask_first, **page)


def press(
    request: HttpRequest, act: Callable[[], Any], *, done: str, back: str, to: str = ""
) -> HttpResponse:
    """A button: the act, a message, and on; a refusal in words and back."""
    try:
        act()
    except NOT_ALLOWED as refusal:
        return forbidden(request, str(refusal))
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(back)
    if done:
        messages.success(request, done)
    return HttpResponseRedirect(to or back)


def bound(
    kind: type[forms.Form], request: HttpRequest, initial: Mapping[str, Any] | None = None
) -> forms.Form:
    """The form with what was sent, or fresh with its first values."""
    if request.method == "POST":
        return kind(request.POST, request.FILES)
    return kind(initial=dict(initial or {}))
