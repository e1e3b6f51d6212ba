"""Acts on one item that need a page of their own: each names its consequence before it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.components.context import current_site
from gongkai.components.dates import day
from gongkai.components.dates import moment as moment_words
from gongkai.components.parts import Confirm, HeadLine
from gongkai.disclosure.actions import correcting, drafting, publishing
from gongkai.disclosure.actions.refusals import ItemRefused, NotAllowed
from gongkai.disclosure.pages import render_item
from gongkai.disclosure.queries.desk import DeskFacts
from gongkai.disclosure.queries.filing import linkable
from gongkai.disclosure.queries.looking_back import preview_facts
from gongkai.disclosure.rules import RELATIONS, VALIDITIES
from gongkai.office.consequences import publishing_words
from gongkai.office.desk_page import desk_or_404
from gongkai.office.standing import carry_out, forbidden, moment_of, staff_required


def _reason(label: str, hint: str, least: int = 5) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        min_length=least,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": f"写明{label}",
            "min_length": f"{label}至少写 {least} 个字",
            "max_length": f"{label}最多 500 个字",
        },
    )


class WithdrawForm(forms.Form):
    reason = _reason("撤回的原因", "公众会看到这句话，写给他们看。")


class TakeBackForm(forms.Form):
    reason = _reason("退回的原因", "填报人看得到，照着改。", least=2)


class CorrectForm(forms.Form):
    reason = _reason("更正什么、为什么", "公开以后显示在版本记录里。")
    hides_earlier = forms.BooleanField(label="以前的版本不再给公众看（里面有不该公开的内容）", required=False)


class UrgentForm(forms.Form):
    reason = _reason("为什么等不了审核", "会记入台账，并列入紧急公开报告。")


class ValidityForm(forms.Form):
    validity = forms.ChoiceField(
        label="有效性",
        choices=list(VALIDITIES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "选有效性"},
    )
    on = forms.DateField(
        label="从哪天起",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "填从哪天起", "invalid": "日期写成 2026-11-21 这样"},
    )
    basis = forms.CharField(
        label="依据",
        max_length=300,
        help_text="清理结果、废止的文件名称和文号。",
        error_messages={"required": "写明依据"},
    )


class LinkForm(forms.Form):
    relation = forms.ChoiceField(label="关系", error_messages={"required": "选关系"})
    target = forms.TypedChoiceField(
        label="关联到", coerce=int, widget=forms.RadioSelect, error_messages={"required": "选关联到哪一条"}
    )

    def __init__(self, *args: Any, found: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relations = [(code, f"本文{_READS[code]}…") for code in RELATIONS]
        self.fields["relation"].choices = relations  # type: ignore[attr-defined]
        self.fields["target"].choices = found  # type: ignore[attr-defined]


_READS = {"interprets": "解读", "replaces": "代替", "amends": "修改", "implements": "落实"}


def _facts(d: DeskFacts) -> list[HeadLine]:
    return [
        HeadLine("标题", d.title, wide=True),
        HeadLine("索引号", d.index_no),
        HeadLine("发文字号", d.doc_no),
        HeadLine("单位", d.unit_name),
        HeadLine("公开时间", day(d.published_at) if d.published_at else ""),
        HeadLine("预览", "公开以后的样子", reverse("office:item_preview", args=[d.item_id])),
    ]


def _back(item_id: int) -> str:
    return reverse("office:desk", args=[item_id])


def _ask(
    request: HttpRequest,
    d: DeskFacts,
    title: str,
    consequence: str,
    act: str,
    form: forms.Form | None,
    *,
    danger: bool = False,
) -> HttpResponse:
    asked = Confirm(title, consequence, act, _back(d.item_id), facts=_facts(d), danger=danger)
    return render(request, "components/confirm_page.html", {"confirm": asked, "form": form})


def _carry_out_or_say(
    request: HttpRequest, form: forms.Form, act: Callable[[], Any], *, done: str, to: str
) -> HttpResponse | None:
    """As `carry_out`; None where it was refused: the words stand in the form then, with what was written."""
    try:
        act()
    except NotAllowed as refusal:
        return forbidden(request, str(refusal))
    except ItemRefused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, done)
    return HttpResponseRedirect(to)


@staff_required
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, item_id: int) -> HttpResponse:
    d, moment = desk_or_404(request, item_id), moment_of(request)
    if not d.may_withdraw:
        return forbidden(request, "由本单位公开岗或者政务公开办撤回，而且要是已经公开的信息。")
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = _carry_out_or_say(
            request,
            form,
            lambda: correcting.withdraw(
                item_id=item_id, reason=form.cleaned_data["reason"], by=moment.standing, at=moment.at
            ),
            done="已撤回。原来的网址现在说明已经撤回和原因。",
            to=_back(item_id),
        )
        if answer:
            return answer
    words = (
        "撤回以后，正文和附件从网页、列表、检索、订阅和接口里都拿掉；原来的网址说明已经撤回和原因。"
        "索引号保留，不再给别的信息用。要再公开，得更正后重新走审核。"
    )
    return _ask(request, d, "撤回这条信息", words, "撤回", form, danger=True)


@staff_required
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, item_id: int) -> HttpResponse:
    d, moment = desk_or_404(request, item_id), moment_of(request)
    if not d.may_correct:
        return forbidden(request, "由填报单位的信息员、承办人更正已公开、已撤回或者存档的信息。")
    form = CorrectForm(request.POST or None, initial={"hides_earlier": request.GET.get("hide") == "1"})
    if request.method == "POST" and form.is_valid():
        answer = _carry_out_or_say(
            request,
            form,
            lambda: correcting.begin_correction(
                item_id=item_id,
                reason=form.cleaned_data["reason"],
                hides_earlier=form.cleaned_data["hides_earlier"],
                by=moment.standing,
                at=moment.at,
            ),
            done="已开出新版本，改好后送审。",
            to=reverse("office:item_edit", args=[item_id]),
        )
        if answer:
            return answer
    words = (
        "开一个新版本来改。新版本审完以前，公众看到的还是现在的版本；审完自动替换，版本记录里写明更正什么。"
    )
    return _ask(request, d, "更正这条信息", words, "开始更正", form)


@staff_required
@require_http_methods(["GET", "POST"])
def drop_correction(request: HttpRequest, item_id: int) -> HttpResponse:
    d, moment = desk_or_404(request, item_id), moment_of(request)
    if not (d.may_edit and d.has_public):
        return forbidden(request, "没有正在改的更正，或者不由您放弃。")
    if request.method == "POST":
        return carry_out(
            request,
            lambda: correcting.drop_correction(item_id=item_id, by=moment.standing, at=moment.at),
            done="更正已放弃，公开的版本没有变。",
            back=_back(item_id),
        )
    return _ask(request, d, "放弃这次更正", "改的内容不再用，公开的版本不变。", "放弃更正", None, danger=True)


@staff_required
@require_http_methods(["GET", "POST"])
def publish_urgently(request: HttpRequest, item_id: int) -> HttpResponse:
    """Break-glass: only 政务公开办, with a reason, marked on the item and listed in the report."""
    d, moment = desk_or_404(request, item_id), moment_of(request)
    if not d.may_break_glass:
        return forbidden(request, "只有政务公开办能紧急公开，而且要是还没公开的信息。")
    form = UrgentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return carry_out(
            request,
            lambda: publishing.publish_urgently(
                item_id=item_id, reason=form.cleaned_data["reason"], by=moment.standing, at=moment.at
            ),
            done="已紧急公开，并列入紧急公开报告。",
            back=_back(item_id),
        )
    left = [step.label for step in {s.no: s for s in d.steps}.values() if step.state in ("open", "waiting")]
    skipped = f"跳过还没走的步骤：{'、'.join(left)}。" if left else "没有经过任何审核。"
    words = f"{publishing_words(d, '马上公开。')}{skipped}信息上标“紧急公开”，台账记下您和理由，列入紧急公开报告。"
    return _ask(request, d, "紧急公开", words, "现在公开", form, danger=True)


@staff_required
@require_http_methods(["GET", "POST"])
def publish_now(request: HttpRequest, item_id: int) -> HttpResponse:
    d, moment = desk_or_404(request, item_id), moment_of(request)
    if not d.may_publish_now:
        return forbidden(request, "由本单位公开岗或者政务公开办提前公开定好时间的信息。")
    if request.method == "POST":
        return carry_out(
            request,
            lambda: publishing.publish_now(item_id=item_id, by=moment.standing, at=moment.at),
            done="已公开，公众现在看得到。",
            back=_back(item_id),
        )
    words = publishing_words(d, "马上公开，不再等定好的时间。")
    return _ask(request, d, "不等到时间，现在公开", words, "现在公开", None)


@staff_required
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, item_id: int) -> HttpResponse:
    """Stop a publication whose time hasn't come: the filer gets it back."""
    d, moment = desk_or_404(request, item_id), moment_of(request)
    if not d.may_take_back:
        return forbidden(request, "由本单位公开岗或者政务公开办退回，而且要是等着定时公开的信息。")
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return carry_out(
            request,
            lambda: publishing.take_back(
                item_id=item_id, reason=form.cleaned_data["reason"], by=moment.standing, at=moment.at
            ),
            done="已退回填报人，到时间不会公开。",
            back=_back(item_id),
        )
    when = f"{moment_words(d.publish_at)}不再" if d.publish_at else "不再"
    words = f"{when}自动公开，退回填报人改；已经走过的审核不算数，改好后从头审。"
    return _ask(request, d, "不公开了，退回填报人", words, "退回填报人", form)


@staff_required
@require_http_methods(["GET", "POST"])
def validity(request: HttpRequest, item_id: int) -> HttpResponse:
    d, moment = desk_or_404(request, item_id), moment_of(request)
    if not (d.kind.has_validity and d.may_set_validity):
        return forbidden(request, "由制发单位或者政务公开办给规范性文件标注有效性。")
    initial = {"validity": d.head.get("validity") or "valid", "on": moment.today}
    form = ValidityForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        return carry_out(
            request,
            lambda: correcting.set_validity(
                item_id=item_id, by=moment.standing, at=moment.at, **form.cleaned_data
            ),
            done="有效性已标注，公开页面上看得到。",
            back=_back(item_id),
        )
    return _ask(request, d, "标注有效性", "公开页面的最上面马上显示这个有效性。", "标注有效性", form)


@staff_required
@require_safe
def preview(request: HttpRequest, item_id: int) -> HttpResponse:
    """The public page as it would be, laid out by the same function from the same facts."""
    moment = moment_of(request)
    facts = preview_facts(moment.standing, item_id, moment.today)
    if facts is None:
        raise Http404
    return HttpResponse(render_item(facts, current_site(), preview=True))


@staff_required
@require_http_methods(["GET", "POST"])
def links(request: HttpRequest, item_id: int) -> HttpResponse:
    """Tie this item to another: interprets, replaces, amends, implements; shown on both."""
    d, moment = desk_or_404(request, item_id), moment_of(request)
    if not d.may_link:
        return forbidden(request, "由填报单位设关联。")
    text = (request.GET.get("q") or "").strip()[:100]
    found = [row for row in linkable(moment.standing, text) if row[0] != item_id]
    form = LinkForm(request.POST or None, found=found) if found else None
    if request.method == "POST" and form is not None and form.is_valid():
        return carry_out(
            request,
            lambda: drafting.link(
                source_id=item_id,
                target_id=form.cleaned_data["target"],
                relation=form.cleaned_data["relation"],
                by=moment.standing,
                at=moment.at,
            ),
            done="已关联，两边的页面都会显示。",
            back=reverse("office:item_links", args=[item_id]),
        )
    page = {"d": d, "form": form, "q": text, "found": found, "back": _back(item_id)}
    return render(request, "office/items/links.html", page)


@staff_required
@require_POST
def unlink(request: HttpRequest, item_id: int, link_id: int) -> HttpResponse:
    d, moment = desk_or_404(request, item_id), moment_of(request)
    if link_id not in {one.id for one in d.links if one.outward}:
        raise Http404
    return carry_out(
        request,
        lambda: drafting.unlink(link_id=link_id, by=moment.standing, at=moment.at),
        done="关联已去掉。",
        back=reverse("office:item_links", args=[item_id]),
    )


urls = [
    path("items/<int:item_id>/withdraw/", withdraw, name="item_withdraw"),
    path("items/<int:item_id>/correct/", correct, name="item_correct"),
    path("items/<int:item_id>/drop-correction/", drop_correction, name="item_drop_correction"),
    path("items/<int:item_id>/urgent/", publish_urgently, name="item_urgent"),
    path("items/<int:item_id>/publish-now/", publish_now, name="item_publish_now"),
    path("items/<int:item_id>/take-back/", take_back, name="item_take_back"),
    path("items/<int:item_id>/validity/", validity, name="item_validity"),
    path("items/<int:item_id>/preview/", preview, name="item_preview"),
    path("items/<int:item_id>/links/", links, name="item_links"),
    path("items/<int:item_id>/links/<int:link_id>/remove/", unlink, name="item_unlink"),
]
