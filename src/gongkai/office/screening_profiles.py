"""Profiles of screening: what is done with each kind of finding, for which items; the term; and a box to try them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.components.parts import Cell, Column, Confirm, Row, Table
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.office.one_form import bound, choice_field, confirmed_form, form_page, number_field, text_field
from gongkai.office.screening import area_tabs, only_office
from gongkai.office.screening_words import only_readers
from gongkai.office.standing import moment_of, staff_required
from gongkai.screening import actions
from gongkai.screening.masks import KIND_FORMS, mask
from gongkai.screening.policies import may_run_screening
from gongkai.screening.profiles import DEFAULT, Profile, Treatment
from gongkai.screening.queries import (
    DEEP_CHARS,
    Rules,
    kind_labels,
    profiles_now,
    rules_now,
    task_days,
)
from gongkai.screening.rules import FORM_LABELS, MAX_TASK_DAYS
from gongkai.screening.spans import ACTIONS, KEEP, LOOK, MASK, REMOVE, Span

# Invented; each fits the form of its kind, so that a mask can be shown on it.
SAMPLES = {
    "resident_id": "530102198803071231", "mobile": "13888880000", "landline": "0871-65550000",
    "bank_card": "6222020000000000000", "passport": "E12345678", "permit": "H12345678",
    "social_security": "530102198803071231", "plate": "云A12345", "email": "zhangsan@example.com",
    "im_account": "zhangsan88", "address": "青禾县柳河镇石桥村3组12号", "birth_date": "1988年3月7日",
    "person_name": "张小明", "minor": "张小明", "victim": "张小明", "health": "高血压",
}  # fmt: skip
OTHER_SAMPLE = "530102198803071231"
LOOSE = (KEEP, LOOK, MASK, REMOVE)
"""From what lets everything out to what lets nothing."""
LOOSENED = {
    KEEP: "{items}里的{label}以后原样公开，办理、审核的人也不再看到提示。",
    LOOK: "{items}里的{label}以后不再建议遮盖，由办理的人看着处理。",
    MASK: "{items}里的{label}以后留下头尾，不再整个去掉。",
}


class TreatmentForm(forms.Form):
    action = choice_field("怎么处理", list(ACTIONS.items()), radio=True)
    form = choice_field("遮盖成什么样", required=False, help_text="只对“遮盖一部分”起作用。")
    reason = text_field(
        "理由", 200, required=False, rows=2, help_text="办理人员看得到，遮盖以后公众也看得到。"
    )


class ProfileForm(forms.Form):
    label = text_field("名称", 60)
    item_kinds = forms.MultipleChoiceField(
        label="用于哪些信息", choices=[(kind.code, kind.label) for kind in ITEM_KINDS.values()],
        widget=forms.CheckboxSelectMultiple, required=False, help_text="没有选到任何方案的信息，按“一般公开信息”处理。",
    )  # fmt: skip


class DaysForm(forms.Form):
    days = number_field("期限（工作日）", low=1, high=MAX_TASK_DAYS, help_text="从查出的第二天起算。")


class TryForm(forms.Form):
    kind = choice_field("当作哪种信息", [(kind.code, kind.label) for kind in ITEM_KINDS.values()])
    text = text_field(
        "文字", DEEP_CHARS, rows=8, help_text="贴一段文字，看会查出什么。不保存，也不记入台账。"
    )


# ---- profiles ------------------------------------------------------------------------------------------


@staff_required
@only_readers
@require_safe
def profiles(request: HttpRequest) -> HttpResponse:
    columns = [Column("处理方案"), Column("用于哪些信息")]
    rows = [
        Row([Cell(one.label, reverse("office:profile", args=[one.code])), _items_words(one)])
        for one in profiles_now().values()
    ]
    return render(
        request,
        "office/screening/rules.html",
        {
            "title": "处理方案",
            "tabs": area_tabs(request, "profiles"),
            "intro": "查出的东西怎么处理，看公开的是哪种信息：补贴名单留姓名，去掉身份证号码；办公电话保留。",
            "table": Table("处理方案", columns, rows),
            "empty": "没有处理方案。",
        },
    )


def _items_words(one: Profile) -> str:
    known = [ITEM_KINDS[code].label for code in one.items if code in ITEM_KINDS]
    return "其余所有信息" if one.code == DEFAULT else "、".join(known) or "还没有"


def _profile(code: str) -> Profile:
    found = profiles_now().get(code)
    if found is None:
        raise Http404
    return found


def _treatment(one: Profile, kind: str) -> Treatment:
    return one.treatments.get(kind, Treatment(LOOK))


@staff_required
@only_readers
@require_safe
def profile(request: HttpRequest, profile_code: str) -> HttpResponse:
    """Each kind of finding with what is done with it, and how a mask looks."""
    row = _profile(profile_code)
    may_run = may_run_screening(moment_of(request).standing)
    columns = [Column("查出"), Column("处理"), Column("处理以后"), Column("理由", hide=True)]
    rows = [_row(row, kind, label, may_run) for kind, label in kind_labels().items()]
    return render(
        request,
        "office/screening/profile.html",
        {
            "profile": row,
            "items": _items_words(row),
            "is_default": row.code == DEFAULT,
            "table": Table(f"{row.label}怎么处理", columns, rows),
            "contexts": len(row.contexts),
            "may_run": may_run,
            "back": reverse("office:profiles"),
        },
    )


def _row(row: Profile, kind: str, label: str, may_run: bool) -> Row:
    one = _treatment(row, kind)
    url = reverse("office:treatment", args=[row.code, kind]) if may_run else ""
    looks = mask(kind, SAMPLES.get(kind, OTHER_SAMPLE), one.form) if one.action == MASK else ""
    return Row([Cell(label, url), ACTIONS[one.action], looks, one.reason])


@staff_required
@only_office
@require_http_methods(["GET", "POST"])
def profile_edit(request: HttpRequest, profile_code: str) -> HttpResponse:
    now, row = moment_of(request), _profile(profile_code)
    foreign = tuple(code for code in row.items if code not in ITEM_KINDS)
    return form_page(
        request,
        bound(ProfileForm, request, {"label": row.label, "item_kinds": row.items}),
        lambda filled: actions.save_profile(
            code=profile_code,
            label=filled["label"],
            item_kinds=(*foreign, *filled["item_kinds"]),
            by=now.standing,
            at=now.at,
        ),
        title=f"修改“{row.label}”",
        label="保存",
        back=reverse("office:profile", args=[profile_code]),
        done="已保存。公开的信息要重新排查，才会按新的方案查。",
    )


@staff_required
@only_office
@require_http_methods(["GET", "POST"])
def treatment(request: HttpRequest, profile_code: str, finding_kind: str) -> HttpResponse:
    now, row = moment_of(request), _profile(profile_code)
    label = kind_labels().get(finding_kind)
    if label is None:
        raise Http404
    one = _treatment(row, finding_kind)
    form = bound(TreatmentForm, request, {"action": one.action, "form": one.form, "reason": one.reason})
    form.fields["form"].choices = _forms(finding_kind)  # type: ignore[attr-defined]

    def save(filled: dict[str, Any]) -> None:
        new = Treatment(filled["action"], filled["form"], filled["reason"])
        actions.save_profile(code=profile_code, treatments={finding_kind: new}, by=now.standing, at=now.at)

    back = reverse("office:profile", args=[profile_code])
    words = {
        "title": f"{row.label}里的{label}",
        "label": "保存",
        "back": back,
        "done": "已保存。公开的信息要重新排查，才会按新的方案查。",
    }
    chosen = request.POST.get("action", "")
    if chosen not in LOOSE or LOOSE.index(chosen) >= LOOSE.index(one.action):
        return form_page(request, form, save, **words)
    asked = Confirm(
        title=f"{row.label}里的{label}改为“{ACTIONS[chosen]}”",
        consequence=LOOSENED[chosen].format(items=_items_words(row), label=label),
        act="改",
        back_url=back,
        danger=True,
    )
    return confirmed_form(request, form, lambda _: asked, save, **words)


def _forms(kind: str) -> list[tuple[str, str]]:
    """Each form with how a sample of the kind looks in it."""
    sample = SAMPLES.get(kind, OTHER_SAMPLE)
    usual = FORM_LABELS[KIND_FORMS.get(kind, "all")]
    return [
        (code, f"{label if code else f'按习惯：{usual}'}，例如 {mask(kind, sample, code) or '（空）'}")
        for code, label in FORM_LABELS.items()
    ]


@staff_required
@only_office
@require_http_methods(["GET", "POST"])
def days(request: HttpRequest) -> HttpResponse:
    now = moment_of(request)
    return form_page(
        request,
        bound(DaysForm, request, {"days": task_days()}),
        lambda filled: actions.set_task_days(days=filled["days"], by=now.standing, at=now.at),
        title="整改期限",
        label="保存",
        back=reverse("office:screening"),
        done="期限已改。已经列入待整改的不变。",
        intro="排查查出问题以后，单位在几个工作日内更正、撤回，或者写明为什么不是问题。",
    )


# ---- the box to try ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Piece:
    """A stretch of the tried text; `label` where something was found in it."""

    text: str
    label: str = ""


@staff_required
@only_readers
@require_http_methods(["GET", "POST"])
def try_it(request: HttpRequest) -> HttpResponse:
    """A text screened as an item of some kind would be; nothing of it is kept."""
    form = bound(TryForm, request, {"kind": "notice"})
    shown: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        shown = _tried(form.cleaned_data["text"].replace("\r\n", "\n"), form.cleaned_data["kind"])
    return render(
        request,
        "office/screening/try.html",
        {"form": form, "tabs": area_tabs(request, "screening_try"), **shown},
        status=422 if form.errors else 200,
    )


def _tried(text: str, kind: str) -> dict[str, Any]:
    rules = rules_now()
    spans = rules.find(text, kind=kind)
    columns = [Column("查出"), Column("文字"), Column("处理"), Column("处理以后"), Column("理由", hide=True)]
    rows = [
        Row([
            rules.label_of(span.kind), span.text, ACTIONS[span.action], _after(rules, span, kind),
            rules.reason_for(span, text, kind=kind),
        ])
        for span in spans
    ]  # fmt: skip
    return {
        "tried": True,
        "pieces": list(_pieces(rules, text, spans)),
        "profile": rules.profile_of(kind).label,
        "table": Table("查出来的", columns, rows),
    }


def _after(rules: Rules, span: Span, kind: str) -> str:
    return rules.shown(span, kind) if span.action == MASK else ""


def _pieces(rules: Rules, text: str, spans: list[Span]) -> list[Piece]:
    found, at = [], 0
    for span in spans:
        found += [Piece(text[at : span.start]), Piece(text[span.start : span.end], rules.label_of(span.kind))]
        at = span.end
    return [piece for piece in (*found, Piece(text[at:])) if piece.text]


urls = [
    path("screening/profiles/", profiles, name="profiles"),
    path("screening/profiles/<slug:profile_code>/", profile, name="profile"),
    path("screening/profiles/<slug:profile_code>/edit/", profile_edit, name="profile_edit"),
    path(
        "screening/profiles/<slug:profile_code>/<slug:finding_kind>/treatment/", treatment, name="treatment"
    ),
    path("screening/days/", days, name="screening_days"),
    path("screening/try/", try_it, name="screening_try"),
]
