"""A kind's declared fields as a form. It only shows and carries: what is right or wrong the engine says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from gongkai.cases.declaring import Asked, CaseKind, CaseOutcome
from gongkai.cases.queries.consulting import expert_names
from gongkai.cases.refusals import NotFilled

MAX_FILES = 20


class AsSent:
    """Takes what was sent as it is: the engine's own reader judges it, with its words."""

    def clean(self, value: Any, initial: Any = None) -> Any:
        return value


class _Text(AsSent, forms.CharField):  # type: ignore[misc]
    pass


class _Choice(AsSent, forms.ChoiceField):  # type: ignore[misc]
    pass


class _Many(AsSent, forms.MultipleChoiceField):  # type: ignore[misc]
    pass


class _Check(AsSent, forms.BooleanField):  # type: ignore[misc]
    pass


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class _Files(AsSent, forms.FileField):  # type: ignore[misc]
    widget = ManyFilesInput

    def clean(self, value: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        given = value if isinstance(value, list | tuple) else []
        return [one for one in given if one][:MAX_FILES]


class WithOffers(forms.TextInput):
    """A text field with names offered while typing; anything else may be typed as well."""

    def __init__(self, offers: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.offers = list(offers)

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        listed = f"offers-{name}"
        shown = super().render(name, value, {**(attrs or {}), "list": listed}, renderer)
        options = format_html_join("", '<option value="{}">{}</option>', self.offers)
        return format_html('{}<datalist id="{}">{}</datalist>', shown, listed, options)


_OFFERS: Mapping[str, Callable[[], list[tuple[str, str]]]] = {"experts": expert_names}
_INPUTS: Mapping[str, Mapping[str, str]] = {
    "integer": {"inputmode": "numeric", "autocomplete": "off"},
    "phone": {"type": "tel", "autocomplete": "off"},
    "email": {"type": "email", "autocomplete": "off"},
    "identity": {"autocomplete": "off", "spellcheck": "false"},
}


def field_of(asked: Asked, labels: Mapping[str, Asked], units: Iterable[tuple[Any, str]] = ()) -> forms.Field:
    """The control of one declared field. A date comes as yyyy-mm-dd, several files in one field."""
    shown: dict[str, Any] = {
        "label": asked.label,
        "required": asked.required,
        "help_text": _help(asked, labels),
    }
    if asked.type == "long_text":
        rows = 10 if asked.max_length > 2000 else 5
        return _Text(widget=forms.Textarea(attrs={"rows": rows}), **shown)
    if asked.type == "date":
        return _Text(widget=forms.DateInput(attrs={"type": "date"}), **shown)
    if asked.type in ("choice", "unit"):
        choices = list(units if asked.type == "unit" else asked.choices)
        if asked.type == "unit" or len(choices) > 8:
            return _Choice(choices=[("", "选一个"), *choices], **shown)
        if not asked.required:
            choices = [("", "不选"), *choices]
        return _Choice(widget=forms.RadioSelect, choices=choices, **shown)
    if asked.type == "choices":
        return _Many(widget=forms.CheckboxSelectMultiple, choices=list(asked.choices), **shown)
    if asked.type == "check":
        return _Check(**{**shown, "required": False})
    if asked.type == "files":
        return _Files(widget=ManyFilesInput(attrs={"multiple": True}), **shown)
    if asked.offers:
        return _Text(widget=WithOffers(_OFFERS[asked.offers](), attrs={"autocomplete": "off"}), **shown)
    return _Text(
        widget=forms.TextInput(attrs=dict(_INPUTS.get(asked.type, {"autocomplete": "off"}))), **shown
    )


def _help(asked: Asked, labels: Mapping[str, Asked]) -> str:
    parts = [asked.help]
    if asked.only_if is not None and asked.only_if[0] in labels:
        other = labels[asked.only_if[0]]
        value = dict(other.choices).get(asked.only_if[1], asked.only_if[1])
        parts.append(f"“{other.label}”选“{value}”的才填。")
    if asked.example:
        parts.append(f"例如：{asked.example}")
    return " ".join(part for part in parts if part)


class AskedForm(forms.Form):
    """Fields of an act or of a kind's pages. `outcomes`: the act asks how the case ends, as one more choice."""

    use_required_attribute = False

    def __init__(
        self,
        asked: Iterable[Asked],
        *args: Any,
        outcomes: Iterable[CaseOutcome] = (),
        units: Iterable[tuple[Any, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = tuple(asked)
        labels = {one.key: one for one in self.asked}
        offered = [(one.code, one.label) for one in outcomes]
        if offered:
            self.fields["outcome"] = _Choice(
                label="办理结果", choices=offered, widget=forms.RadioSelect, required=True
            )
        for one in self.asked:
            self.fields[one.key] = field_of(one, labels, units)

    @property
    def file_keys(self) -> list[str]:
        return [one.key for one in self.asked if one.type == "files"]

    def sent(self) -> dict[str, Any]:
        """What was typed and chosen, by key, without files: what the engine's reader takes and a draft keeps."""
        return {
            key: value
            for key, value in self.cleaned_data.items()
            if key not in self.file_keys and value is not None
        }

    def take(self, refusal: NotFilled) -> None:
        """The engine's words at each field; those of no field of this form on top."""
        for key, words in refusal.problems.items():
            self.add_error(key if key in self.fields else None, words)


def outcomes_of(kind: CaseKind, codes: Iterable[str]) -> list[CaseOutcome]:
    return [found for code in codes if (found := kind.outcome(code)) is not None]
