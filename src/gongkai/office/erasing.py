"""Destroying for good: what it takes with it is named first, and the word for it has to be written."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from gongkai.components.parts import Confirm, HeadLine
from gongkai.disclosure.actions import erasing
from gongkai.disclosure.queries.erasing import erasable_item, erasable_original
from gongkai.office.standing import carry_out, forbidden, moment_of, staff_required

WORD = "销毁"


class EraseForm(forms.Form):
    reason = forms.CharField(
        label="为什么销毁",
        help_text="记入台账。",
        min_length=erasing.LEAST,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "写明为什么销毁",
            "min_length": f"为什么销毁至少写 {erasing.LEAST} 个字",
            "max_length": "为什么销毁最多 500 个字",
        },
    )
    word = forms.CharField(
        label=f"在这里写“{WORD}”两个字",
        help_text="销毁以后谁也找不回来，包括系统管理员。",
        max_length=10,
        error_messages={"required": f"写上“{WORD}”两个字"},
    )

    def clean_word(self) -> str:
        word: str = self.cleaned_data["word"].strip()
        if word != WORD:
            raise forms.ValidationError(f"写上“{WORD}”两个字")
        return word


@staff_required
@require_http_methods(["GET", "POST"])
def erase_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """The content of an abandoned draft."""
    moment = moment_of(request)
    facts = erasable_item(moment.standing, item_id)
    if facts is None:
        raise Http404
    if not facts.may_erase:
        return forbidden(request, f"只有作废的、从来没有公开过的草稿能销毁内容。{erasing.WHO}")
    words = (
        "标题、正文、各栏目、附件、从附件里读出的文字、查出的问题和审核意见都从数据库和文件夹里抹掉，不能恢复。"
        "谁在什么时候做过什么仍然留着；台账不能改写，里面写过的标题、文件名、原因和意见也留着。以前做的备份要另外处理。"
    )
    lines = [HeadLine("标题", facts.title, wide=True), HeadLine("单位", facts.unit_name)]
    lines.append(HeadLine("附件", f"{facts.files} 个"))
    return _asked(
        request,
        Confirm("销毁这份草稿的内容", words, WORD, _desk(item_id), facts=lines, danger=True),
        lambda reason: erasing.erase_item(item_id=item_id, reason=reason, by=moment.standing, at=moment.at),
        back=_desk(item_id),
    )


@staff_required
@require_http_methods(["GET", "POST"])
def erase_original(request: HttpRequest, item_id: int, redaction_id: int) -> HttpResponse:
    """What redaction kept of the words or the file that stood there before."""
    moment = moment_of(request)
    facts = erasable_original(moment.standing, item_id, redaction_id)
    if facts is None:
        raise Http404
    if not facts.may_erase:
        return forbidden(request, f"公开以前还要能恢复，公开以后才能销毁。{erasing.WHO}")
    words = (
        "遮盖以前的文字或者文件从数据库和文件夹里抹掉，不能恢复，也不能再和遮盖后的对照。"
        "公开的内容不变，页面上仍然说明去掉了什么、为什么。以前做的备份要另外处理。"
    )
    lines = [
        HeadLine("信息", facts.title, wide=True),
        HeadLine("遮盖了什么", f"{facts.label}，{facts.count} 处"),
        HeadLine("谁遮盖的", facts.who),
    ]
    return _asked(
        request,
        Confirm("销毁遮盖前的内容", words, WORD, _desk(item_id), facts=lines, danger=True),
        lambda reason: erasing.erase_original(
            redaction_id=redaction_id, reason=reason, by=moment.standing, at=moment.at
        ),
        back=_desk(item_id),
    )


def _asked(
    request: HttpRequest, confirm: Confirm, act: Callable[[str], object], *, back: str
) -> HttpResponse:
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return carry_out(request, lambda: act(reason), done="已销毁，台账里有记录。", back=back)
    return render(request, "components/confirm_page.html", {"confirm": confirm, "form": form})


def _desk(item_id: int) -> str:
    return reverse("office:desk", args=[item_id])


urls = [
    path("items/<int:item_id>/erase/", erase_item, name="item_erase"),
    path("items/<int:item_id>/redactions/<int:redaction_id>/erase/", erase_original, name="original_erase"),
]
