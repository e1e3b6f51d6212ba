"""知识库: looked up and kept in order; offered to the operator while typing. 专家库 beside it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.accounts.queries import colleagues_in
from gongkai.cases.actions import consulting, knowing
from gongkai.cases.policies import CASE_ROLES, KNOWLEDGE_ROLES, may_run_experts, may_write_knowledge
from gongkai.cases.queries.consulting import expert, experts
from gongkai.cases.queries.desk import takes_part
from gongkai.cases.queries.knowledge import STATES, article, article_lines, articles, offered, reminders
from gongkai.components.dates import day
from gongkai.components.parts import Cell, Column, Link, Row, Table
from gongkai.office.one_form import bound, choice_field, day_field, form_page, offer, press, text_field
from gongkai.office.standing import Moment, forbidden, moment_of, needs, staff_required
from gongkai.units.queries import open_units, unit_names

PER_PAGE = 50
works_with_cases = needs(takes_part, "知识库给办来件的人员用。")
runs_experts = needs(may_run_experts, consulting.OFFICE_ONLY)
_LEVELS = {"due": "快到期", "expired": "已过期", "ended": "已停用"}


class NewArticleForm(forms.Form):
    unit = choice_field("哪个单位的")
    title = text_field("标题", 120, help_text="来电人会怎么问，就怎么写。")
    text = text_field("内容", 5000, rows=10, help_text="先写结论，再写办法、地点、电话。")
    tags = text_field("别的说法", 200, required=False, help_text="同一件事的口语、简称，用空格隔开。")
    valid_until = day_field("有效期到", help_text="到期以前提醒负责人核对，过期不再提示。")


class ArticleForm(NewArticleForm):
    unit = None  # type: ignore[assignment]
    owner = choice_field("谁负责", help_text="内容过时了找这个人。")
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ExpertForm(forms.Form):
    name = text_field("姓名", 40)
    organisation = text_field("单位、职务", 120)
    fields_known = text_field("熟悉的领域", 200, help_text="例如：医保报销、农机补贴，用顿号隔开。")


# ---- looking up ------------------------------------------------------------------------------------------


@staff_required
@works_with_cases
@require_safe
def knowledge(request: HttpRequest) -> HttpResponse:
    """The register; with `q` what fits best comes first, in full: the way to look up without scripts."""
    moment = moment_of(request)
    words, state = request.GET.get("q", "").strip()[:60], request.GET.get("state", "")
    mine = request.GET.get("mine") == "1"
    found = articles(moment.standing, words=words, state=state, mine=mine, today=moment.today)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    lines = article_lines(page.object_list, moment.standing, today=moment.today)
    here = reverse("office:knowledge")
    own = reminders(moment.standing, today=moment.today)
    tabs = [
        Link("在用", here, current=not state and not mine),
        Link("快到期", f"{here}?state=due", current=state == "due"),
        Link("已过期", f"{here}?state=expired", current=state == "expired"),
        Link("已停用", f"{here}?state=ended", current=state == "ended"),
        Link("我负责的", f"{here}?mine=1", current=mine),
        Link("专家库", reverse("office:experts")),
    ]
    rows = [
        Row([
            Cell(one.title, reverse("office:article", args=[one.id]), note=one.tags),
            one.unit_name,
            one.owner,
            Cell(day(one.valid_until), state=_LEVELS.get(one.state, "")),
        ])
        for one in lines
    ]  # fmt: skip
    shown = {
        "title": "知识库",
        "words": f"{page.paginator.count:,} 条",
        "tools": [Link("写一条", reverse("office:article_new"))] if _units(moment) else [],
        "tabs": tabs,
        "q": words,
        "best": article_lines(offered(words, today=moment.today), moment.standing, today=moment.today),
        "own": own,
        "table": Table(
            "知识库", [Column("标题"), Column("单位"), Column("负责人", hide=True), Column("有效期到")], rows
        ),
        "page_of": page,
        "empty": "没有这样的条目" if words or state or mine else "知识库还是空的",
        "hint": "换一个说法，或者写一条。",
    }
    return render(request, "office/knowledge/list.html", shown)


@staff_required
@works_with_cases
@require_http_methods(["GET", "HEAD", "POST"])
def offer_articles(request: HttpRequest) -> HttpResponse:
    """The five that fit what is being typed, as a fragment. By POST, so that no address holds a caller's words."""
    given = request.POST if request.method == "POST" else request.GET
    text = " ".join(given.get(key, "")[:300] for key in ("q", "title", "text"))
    moment = moment_of(request)
    found = article_lines(offered(text, today=moment.today), moment.standing, today=moment.today)
    return render(request, "office/knowledge/offered.html", {"found": found})


@staff_required
@works_with_cases
@require_http_methods(["GET", "HEAD", "POST"])
def show_article(request: HttpRequest, article_id: int) -> HttpResponse:
    """One article; for whoever may write it, with its form."""
    moment = moment_of(request)
    row = article(article_id)
    if row is None:
        raise Http404
    may = may_write_knowledge(moment.standing, row.unit_id)
    if request.method == "POST" and not may:
        return forbidden(request, knowing.NOT_YOURS)
    initial = {
        "title": row.title, "text": row.text, "tags": row.tags, "owner": str(row.owner_id),
        "valid_until": row.valid_until, "revision": row.revision,
    }  # fmt: skip
    form = bound(ArticleForm, request, initial)
    offer(form, "owner", _owners(moment, row.unit_id, row.owner_id, row.owner.full_name))
    line = article_lines([row], moment.standing, today=moment.today)[0]
    return form_page(
        request,
        form,
        lambda filled: knowing.change_article(
            article_id=article_id, title=filled["title"], text=filled["text"], tags=filled["tags"],
            owner_id=int(filled["owner"]), valid_until=filled["valid_until"],
            revision=filled["revision"] if filled["revision"] is not None else -1,
            by=moment.standing, at=moment.at,
        ),
        title=row.title, label="保存", back=reverse("office:knowledge"), done="已保存。",
        template="office/knowledge/article.html", line=line, may=may and row.ended_at is None,
        may_resume=may and row.ended_at is not None, state=STATES[line.state],
    )  # fmt: skip


# ---- writing ---------------------------------------------------------------------------------------------


def _units(moment: Moment) -> list[tuple[int, str]]:
    if moment.standing.has("disclosure_office"):
        return list(open_units().order_by("name", "id").values_list("id", "name"))
    names = unit_names(moment.standing.unit_ids(*KNOWLEDGE_ROLES))
    return sorted(names.items(), key=lambda pair: pair[1])


def _owners(moment: Moment, unit_id: int, owner_id: int, owner: str) -> list[tuple[int, str]]:
    people = dict(colleagues_in(unit_id=unit_id, roles=CASE_ROLES, on=moment.today))
    me = {moment.standing.user_id: f"{moment.standing.name}（我）"}
    return list({owner_id: owner, **people, **me}.items())


@staff_required
@works_with_cases
@require_http_methods(["GET", "HEAD", "POST"])
def new_article(request: HttpRequest) -> HttpResponse:
    moment = moment_of(request)
    units = _units(moment)
    if not units:
        return forbidden(request, knowing.NOT_YOURS)
    form = bound(NewArticleForm, request, {"unit": str(units[0][0])})
    offer(form, "unit", units)
    return form_page(
        request,
        form,
        lambda filled: knowing.add_article(
            title=filled["title"], text=filled["text"], tags=filled["tags"], unit_id=int(filled["unit"]),
            owner_id=moment.standing.user_id, valid_until=filled["valid_until"], by=moment.standing, at=moment.at,
        ),
        title="写一条知识", label="保存", back=reverse("office:knowledge"), done="已保存，由您负责。要换人，打开以后再改。",
    )  # fmt: skip


@staff_required
@works_with_cases
@require_POST
def end_article(request: HttpRequest, article_id: int) -> HttpResponse:
    """`go` end or resume."""
    moment, row = moment_of(request), article(article_id)
    if row is None:
        raise Http404
    resume = request.POST.get("go") == "resume"
    act = knowing.resume_article if resume else knowing.end_article
    return press(
        request,
        lambda: act(article_id=article_id, by=moment.standing, at=moment.at),
        done="已恢复使用。" if resume else "已停用，不再提示；随时可以恢复。",
        back=reverse("office:article", args=[article_id]),
    )


# ---- experts ---------------------------------------------------------------------------------------------


@staff_required
@works_with_cases
@require_safe
def experts_list(request: HttpRequest) -> HttpResponse:
    moment = moment_of(request)
    words, ended = request.GET.get("q", "").strip()[:60], request.GET.get("ended") == "1"
    page = Paginator(experts(words=words, ended=ended), PER_PAGE).get_page(request.GET.get("page"))
    may, here = may_run_experts(moment.standing), reverse("office:experts")
    rows = [
        Row([
            Cell(f"{one.name}，{one.organisation}", reverse("office:expert", args=[one.pk]) if may else ""), one.fields
        ])
        for one in page.object_list
    ]  # fmt: skip
    shown = {
        "title": "专家库",
        "words": f"{page.paginator.count:,} 人",
        "tools": [Link("加一位", reverse("office:expert_new"))] if may else [],
        "tabs": [
            Link("知识库", reverse("office:knowledge")),
            Link("专家库", here, current=not ended),
            Link("已退出的专家", f"{here}?ended=1", current=ended),
        ],
        "q": words,
        "table": Table("专家库", [Column("姓名，单位、职务"), Column("熟悉的领域")], rows),
        "page_of": page,
        "empty": "没有专家",
        "hint": "政策咨询里“请教谁”会提示这里的人。",
    }
    return render(request, "office/knowledge/list.html", shown)


def _filled(filled: dict[str, Any]) -> dict[str, str]:
    return {"name": filled["name"], "organisation": filled["organisation"], "fields": filled["fields_known"]}


@staff_required
@runs_experts
@require_http_methods(["GET", "HEAD", "POST"])
def new_expert(request: HttpRequest) -> HttpResponse:
    moment = moment_of(request)
    return form_page(
        request,
        bound(ExpertForm, request),
        lambda filled: consulting.add_expert(**_filled(filled), by=moment.standing, at=moment.at),
        title="加一位专家",
        label="保存",
        back=reverse("office:experts"),
        done="已加入专家库。",
    )


@staff_required
@runs_experts
@require_http_methods(["GET", "HEAD", "POST"])
def show_expert(request: HttpRequest, expert_id: int) -> HttpResponse:
    moment, row = moment_of(request), expert(expert_id)
    if row is None:
        raise Http404
    initial = {"name": row.name, "organisation": row.organisation, "fields_known": row.fields}
    return form_page(
        request,
        bound(ExpertForm, request, initial),
        lambda filled: consulting.change_expert(
            expert_id=expert_id, **_filled(filled), by=moment.standing, at=moment.at
        ),
        title=row.name,
        label="保存",
        back=reverse("office:experts"),
        done="已保存。",
        template="office/knowledge/expert.html",
        row=row,
    )


@staff_required
@runs_experts
@require_POST
def end_expert(request: HttpRequest, expert_id: int) -> HttpResponse:
    """`go` end or resume."""
    moment = moment_of(request)
    if expert(expert_id) is None:
        raise Http404
    resume = request.POST.get("go") == "resume"
    act = consulting.resume_expert if resume else consulting.end_expert
    return press(
        request,
        lambda: act(expert_id=expert_id, by=moment.standing, at=moment.at),
        done="已恢复。" if resume else "已退出专家库；随时可以恢复。",
        back=reverse("office:experts"),
    )


urls = [
    path("knowledge/", knowledge, name="knowledge"),
    path("knowledge/new/", new_article, name="article_new"),
    path("knowledge/offer/", offer_articles, name="knowledge_offer"),
    path("knowledge/<int:article_id>/", show_article, name="article"),
    path("knowledge/<int:article_id>/end/", end_article, name="article_end"),
    path("experts/", experts_list, name="experts"),
    path("experts/new/", new_expert, name="expert_new"),
    path("experts/<int:expert_id>/", show_expert, name="expert"),
    path("experts/<int:expert_id>/end/", end_expert, name="expert_end"),
]
