"""约谈、通报: entries that late statements leave; and the published items that answer an opinion event."""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.cases.actions import holding_to_account, linking_items
from gongkai.cases.queries.accountability import entries, entry_for, linked_items
from gongkai.cases.queries.desk import takes_part
from gongkai.cases.refusals import CaseRefused
from gongkai.cases.stored_choices import ACCOUNTABILITY
from gongkai.components.dates import day
from gongkai.components.parts import Cell, Column, Link, Row, Table
from gongkai.disclosure.queries.searchable import public_id_of
from gongkai.office.one_form import bound, form_page, press, text_field
from gongkai.office.standing import forbidden, moment_of, needs, staff_required

PER_PAGE = 50
works_with_cases = needs(takes_part, "由办来件的单位和政务公开办看。")


class SettleForm(forms.Form):
    note = text_field(
        "怎样处理的", 500, rows=3, help_text="约谈在哪天、和谁谈；通报的文号；不约谈的，为什么。"
    )


class LinkForm(forms.Form):
    index_no = text_field("公开信息的索引号", 60, help_text="在公开页面的上方。")


@staff_required
@works_with_cases
@require_safe
def accountability(request: HttpRequest) -> HttpResponse:
    moment = moment_of(request)
    settled = request.GET.get("settled") == "1"
    page = Paginator(entries(moment.standing, settled=settled), PER_PAGE).get_page(request.GET.get("page"))
    may, here = moment.standing.has("disclosure_office"), reverse("office:accountability")
    rows = [
        Row([
            Cell(one.case.title, reverse("office:case", args=[one.case_id]), note=one.case.number or ""),
            one.unit.short_name or one.unit.name,
            Cell(one.reason, state=ACCOUNTABILITY[one.kind]),
            Cell(one.note, note=day(localdate(one.settled_at)) if one.settled_at else "") if settled
            else Cell("登记结果", reverse("office:accountability_settle", args=[one.pk])) if may else "等政务公开办处理",
        ])
        for one in page.object_list
    ]  # fmt: skip
    shown = {
        "title": "约谈、通报",
        "words": f"{page.paginator.count:,} 条",
        "intro": "首次回应、新闻发布会超过时限的，自动列在这里。",
        "tabs": [
            Link("待处理", here, current=not settled), Link("已处理", f"{here}?settled=1", current=settled)
        ],
        "table": Table("约谈、通报", [Column("舆情"), Column("单位"), Column("缘由"), Column("结果")], rows),
        "page_of": page,
        "empty": "没有处理过的" if settled else "没有超时的回应",
        "hint": "",
    }  # fmt: skip
    return render(request, "office/accountability/list.html", shown)


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, entry_id: int) -> HttpResponse:
    moment = moment_of(request)
    row = entry_for(moment.standing, entry_id)
    if row is None:
        raise Http404
    if not moment.standing.has("disclosure_office"):
        return forbidden(request, holding_to_account.OFFICE_ONLY)
    return form_page(
        request,
        bound(SettleForm, request),
        lambda filled: holding_to_account.settle_entry(
            entry_id=entry_id, note=filled["note"], by=moment.standing, at=moment.at
        ),
        title=f"登记{ACCOUNTABILITY[row.kind]}的结果",
        label="登记",
        back=reverse("office:accountability"),
        intro=f"{row.case.title}：{row.reason}",
        done="已登记。",
    )


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def items(request: HttpRequest, case_id: int) -> HttpResponse:
    """What was published in answer to an event. POST with `drop` takes one off again."""
    moment = moment_of(request)
    found = linked_items(moment.standing, case_id)
    if found is None:
        raise Http404
    here = reverse("office:case_items", args=[case_id])
    if request.method == "POST" and not found.may_link:
        return forbidden(request, linking_items.NOT_YOURS)
    dropped = request.POST.get("drop", "")
    if dropped.isascii() and dropped.isdigit() and len(dropped) < 15:
        return press(
            request,
            lambda: linking_items.unlink_item(
                case_id=case_id, item_id=int(dropped), by=moment.standing, at=moment.at
            ),
            done="已取消关联。",
            back=here,
        )

    def link(index_no: str) -> None:
        item_id = public_id_of(index_no)
        if item_id is None:
            raise CaseRefused("没有这个索引号的公开信息。")
        linking_items.link_item(case_id=case_id, item_id=item_id, by=moment.standing, at=moment.at)

    return form_page(
        request,
        bound(LinkForm, request),
        lambda filled: link(filled["index_no"]),
        title="澄清、回应的信息",
        label="关联",
        back=here,
        done="已关联。",
        template="office/accountability/items.html",
        found=found,
        case_url=reverse("office:case", args=[case_id]),
    )


urls = [
    path("accountability/", accountability, name="accountability"),
    path("accountability/<int:entry_id>/", settle, name="accountability_settle"),
    path("cases/<int:case_id>/items/", items, name="case_items"),
]
