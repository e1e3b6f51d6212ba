"""A Django form from what a kind asks: controls, hints and examples from the declaration, checks from `filling`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict

from gongkai.cases.declaring import Asked
from gongkai.cases.filling import fill, needs

LONGEST = 20_000  # characters of one answer that are kept, so that whoever wrote too much can shorten it
_COMPLETE = {
    "name": "name",
    "phone": "tel",
    "email": "email",
    "address": "street-address",
    "identity": "off",
}


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class AskedForm(forms.Form):
    """One page of questions. `values` are what was checked; words stand at their fields.

    Without `checks` (somebody only uploads a file) nothing but `more_problems` is said.
    """

    def __init__(
        self,
        asked: Sequence[Asked],
        *,
        today: date,
        sent: Mapping[str, Any] | None = None,
        kept: Mapping[str, Any] | None = None,
        beside: Mapping[str, Any] | None = None,
        more_problems: Mapping[str, Sequence[str]] | None = None,
        checks: bool = True,
    ) -> None:
        """`beside`: what was answered on other pages; some questions need an answer only after another's."""
        self._beside = beside or {}
        self.asked, self.today, self.sent = tuple(asked), today, sent
        self.values: dict[str, Any] = {}
        self._more, self._checks = more_problems or {}, checks
        super().__init__(
            data=dict(sent) if sent is not None else None,
            initial=dict(kept or {}),
            use_required_attribute=False,
        )
        for one in self.asked:
            self.fields[one.key] = control(one, self.asked, needed=needs(one, self._beside))

    def full_clean(self) -> None:
        """`filling.fill` decides; Django's own checks would say the same in other words."""
        self._errors = ErrorDict()
        if self.sent is None:
            return
        self.values, problems = fill(
            self.asked if self._checks else (), {**self._beside, **self.sent}, today=self.today
        )
        self.cleaned_data = dict(self.values)
        for one in self.asked:
            words = [problems[one.key]] if one.key in problems else []
            words += list(self._more.get(one.key, ()))
            if words:
                self._errors[one.key] = self.error_class(words, renderer=self.renderer)


def sent_values(asked: Sequence[Asked], posted: QueryDict) -> dict[str, Any]:
    """What came for these fields, uncut in meaning; files apart."""
    sent: dict[str, Any] = {}
    for one in asked:
        if one.type == "files":
            continue
        if one.type == "choices":
            sent[one.key] = [value[:LONGEST] for value in posted.getlist(one.key)[:100]]
        else:
            sent[one.key] = posted.get(one.key, "")[:LONGEST]
    return sent


def control(one: Asked, page: Sequence[Asked], *, needed: bool) -> forms.Field:
    """The native control of a question. The words of `help` and `example` stand under its label."""
    hint = " ".join(part for part in (_only_if(one, page), one.help, _example(one)) if part)
    required = needed and one.only_if is None
    common: dict[str, Any] = {"label": one.label, "help_text": hint, "required": required}
    if one.type == "choice":
        return forms.ChoiceField(choices=one.choices, widget=forms.RadioSelect, **common)
    if one.type == "choices":
        return forms.MultipleChoiceField(choices=one.choices, widget=forms.CheckboxSelectMultiple, **common)
    if one.type == "check":
        return forms.BooleanField(widget=forms.CheckboxInput, **common)
    if one.type == "files":
        return forms.FileField(widget=ManyFiles(attrs={"multiple": True}), **common)
    return forms.CharField(widget=_widget(one), **common)


def _widget(one: Asked) -> forms.Widget:
    attrs: dict[str, Any] = {"autocomplete": _COMPLETE.get(one.key, "off") if one.personal else "off"}
    if one.type == "long_text":
        return forms.Textarea(attrs={**attrs, "rows": 6})
    if one.type == "date":
        return forms.DateInput(attrs={**attrs, "type": "date"})
    if one.type == "integer":
        return forms.TextInput(attrs={**attrs, "inputmode": "numeric"})
    if one.type == "phone":
        return forms.TextInput(attrs={**attrs, "type": "tel"})
    if one.type == "email":
        # As text: the browser's own bubble would speak other words than ours, and not in the summary.
        return forms.TextInput(attrs={**attrs, "inputmode": "email"})
    if one.type == "identity":
        return forms.TextInput(attrs={**attrs, "spellcheck": "false", "autocapitalize": "characters"})
    return forms.TextInput(attrs=attrs)


def _only_if(one: Asked, page: Sequence[Asked]) -> str:
    if one.only_if is None:
        return ""
    key, value = one.only_if
    other = next((field for field in page if field.key == key), None)
    words = dict(other.choices).get(value, value) if other else value
    label = other.label if other else key
    return f"“{label}”选了“{words}”的才填。"


def _example(one: Asked) -> str:
    return f"例如：{one.example}" if one.example else ""
