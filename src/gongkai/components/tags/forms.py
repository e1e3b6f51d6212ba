"""Forms: a field with its label, hint and error; the summary of errors; autosave; confirmation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@dataclass(frozen=True, slots=True)
class Problem:
    """A line of the error summary: the words of the field's error and the id of its control."""

    words: str
    target: str = ""


def _first_control(bound: BoundField) -> str:
    """The control that a link of the summary goes to; of a group its first choice."""
    if isinstance(bound.field.widget, RadioSelect | CheckboxSelectMultiple):
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id


def problems_of(form: Any) -> list[Problem]:
    """Every error of a form or formset in the order of the page."""
    if form is None or not getattr(form, "is_bound", False):
        return []
    if hasattr(form, "forms"):
        found = [Problem(str(words)) for words in form.non_form_errors()]
        return found + [problem for one in form.forms for problem in problems_of(one)]
    found = [Problem(str(words)) for words in form.non_field_errors()]
    for bound in form:
        found += [Problem(str(words), _first_control(bound)) for words in bound.errors]
    return found


@register.inclusion_tag("components/parts/error_summary.html")
def error_summary(*forms: Any, problems: Iterable[Any] = ()) -> dict[str, Any]:
    """On top of a page that came back: takes the focus, each line leads to its field. Empty when all is well.

    Takes forms and formsets; `problems` are further lines (objects with `words` and `target`, or words).
    """
    lines = [problem for form in forms for problem in problems_of(form)]
    lines += [one if hasattr(one, "words") else Problem(str(one)) for one in problems or ()]
    return {"problems": lines}


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "group"
    if isinstance(widget, CheckboxInput):
        return "check"
    return "plain"


@register.inclusion_tag("components/parts/field.html")
def field(bound: BoundField, hint: str = "", example: str = "", width: str = "") -> dict[str, Any]:
    """A form's field, with its native control. Optional ones say 选填. `width`: short, half or full.

    Radios and lists of checkboxes become a fieldset with a legend. `hint` replaces the field's help text;
    `example` stands after it as 例如….
    """
    kind = _kind(bound)
    hint = hint or str(bound.help_text or "")
    described = []
    if hint or example:
        described.append(f"{bound.auto_id}_helptext")
    if bound.errors:
        described.append(f"{bound.auto_id}_error")
    attrs: dict[str, Any] = {"aria-describedby": " ".join(described)} if described else {}
    if kind == "plain":
        attrs["class"] = f"{bound.field.widget.attrs.get('class', '')} control".strip()
    control = "" if kind == "group" else bound.as_widget(attrs=attrs)
    return {
        "bound": bound,
        "kind": kind,
        "hint": hint,
        "example": example,
        "width": width,
        "described": " ".join(described),
        "control": control,
        "optional": not bound.field.required and kind != "check",
    }


@register.inclusion_tag("components/parts/fields.html")
def fields(form: Any) -> dict[str, Any]:
    """All fields of a form in their order, hidden ones included."""
    return {"form": form}


@register.simple_block_tag
def fieldset(content: str, legend: str, hint: str = "") -> SafeString:
    """A group of fields under one question."""
    return render_to_string(
        "components/parts/fieldset.html", {"content": content, "legend": legend, "hint": hint}
    )


@register.simple_tag
def button(label: str, name: str = "", value: str = "", kind: str = "", key: str = "") -> SafeString:
    """A button that says what it does. `kind`: plain or danger; `key`: a or r, reached from the keyboard."""
    attrs = format_html(' name="{}" value="{}"', name, value) if name else SafeString("")
    keyed = format_html(' data-key="{}"', key) if key else SafeString("")
    return format_html('<button type="submit" class="btn {}"{}{}>{}</button>', kind, attrs, keyed, label)


@register.simple_tag
def enter_button(name: str, value: str) -> SafeString:
    """Stands first in a form of many buttons: what Enter in a line presses, instead of whichever button comes first."""
    return format_html('<button type="submit" name="{}" value="{}" hidden>回车</button>', name, value)


@register.simple_tag
def link_button(label: str, url: str, kind: str = "", key: str = "") -> SafeString:
    """A link in the shape of a button, for going somewhere; acts are buttons."""
    keyed = format_html(' data-key="{}"', key) if key else SafeString("")
    return format_html('<a class="btn {}" href="{}"{}>{}</a>', kind, url, keyed, label)


@register.simple_tag
def back_link(url: str, label: str = "返回") -> SafeString:
    return format_html(
        '<p class="back"><a href="{}"><span aria-hidden="true">‹ </span>{}</a></p>', url, label
    )


@register.simple_tag
def autosave(url: str) -> SafeString:
    """Attributes of a `<form>` whose draft is kept on the server two seconds after typing stops."""
    return format_html(
        'hx-post="{}" hx-trigger="input delay:2s, change delay:2s" hx-target="#autosave-state" '
        'hx-swap="innerHTML" hx-sync="this:replace" data-autosave',
        url,
    )


@register.simple_tag
def autosave_state(words: str = "") -> SafeString:
    """Where the page says that the draft is kept: 草稿已保存 21:14。"""
    return format_html('<p id="autosave-state" class="small muted" role="status">{}</p>', words)


@register.inclusion_tag("components/parts/confirm.html", takes_context=True)
def confirm(context: Mapping[str, Any], asked: Any) -> dict[str, Any]:
    """The page before an act that can't be undone, from a `Confirm`; answers by POST with `confirmed=1`."""
    return {"c": asked, "csrf_token": context.get("csrf_token", ""), "form": context.get("form")}
