"""Word lists of screening: looked through, changed word by word, replaced from a table, switched on and off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.components.dates import day
from gongkai.components.parts import Cell, Column, Confirm, Link, Row, Table
from gongkai.office.import_report import XLSX, downloaded, problem_table
from gongkai.office.one_form import bound, choice_field, confirmed, day_field, form_page, text_field
from gongkai.office.screening import area_tabs, only_office
from gongkai.office.standing import moment_of, needs, staff_required
from gongkai.screening import actions
from gongkai.screening.policies import may_read_rules, may_run_screening
from gongkai.screening.queries import ListLine, word_lists, words_of
from gongkai.screening.rules import LIST_CODE, LIST_CODE_WORDS
from gongkai.screening.wording import COLUMNS, KINDS, LONGEST, Entry, read_word_list
from gongkai.tables.problems import Refusal
from gongkai.tables.writing import write_template, write_xlsx

PER_PAGE = 100
PROBLEMS_SHOWN = 200
MAX_BYTES = 5 * 1024 * 1024
TAKEN = ("new", "template")  # addresses beside those of the lists
only_readers = needs(may_read_rules, "筛查规则由政务公开办和办公室的保密审查人员查看。")


class WordForm(forms.Form):
    word = text_field("词", LONGEST, help_text="至少两个字。")
    kind = choice_field("类别", list(KINDS.items()))
    advice = text_field("建议", 120, required=False, help_text="应当怎么写。")
    exceptions = text_field(
        "例外", 500, required=False, help_text="含有这个词但没有错的更长的说法，用顿号隔开，例如 按装机容量。"
    )


class TableForm(forms.Form):
    version = text_field("版本", 40, help_text="例如 2026-2。")
    dated_on = day_field("日期")
    file = forms.FileField(
        label="文件",
        help_text="XLSX 或者 CSV，最大 5 MB。有一行不合格就都不换。",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": "先选择文件", "empty": "这个文件是空的，0 个字节。重新选择。"},
    )


class NewListForm(TableForm):
    name = text_field("名称", 60, help_text="例如 本县常用提法。")
    code = text_field("编码", 40, help_text="小写字母、数字、短横，例如 county-terms；以后不能改。")
    field_order = ("name", "code")

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not LIST_CODE.fullmatch(code):
            raise forms.ValidationError(LIST_CODE_WORDS)
        if code in TAKEN:
            raise forms.ValidationError("这个编码系统自己用了，换一个。")
        return code


def _list(code: str) -> ListLine:
    found = next((one for one in word_lists() if one.code == code), None)
    if found is None:
        raise Http404
    return found


# ---- looking -------------------------------------------------------------------------------------------


@staff_required
@only_readers
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    columns = [Column("词表"), Column("词数", numeric=True), Column("版本"), Column("日期"), Column("状态")]
    rows = [
        Row([
            Cell(one.name, reverse("office:word_list", args=[one.code]), note="随系统提供" if one.is_shipped else ""),
            f"{one.count:,}", one.version, day(one.dated_on), Cell(state="启用" if one.is_used else "停用"),
        ])
        for one in word_lists()
    ]  # fmt: skip
    tools = [Link("导入新词表", reverse("office:word_list_new"))] if _may_run(request) else []
    return render(
        request,
        "office/screening/rules.html",
        {
            "title": "词表",
            "tabs": area_tabs(request, "word_lists"),
            "tools": tools,
            "table": Table("词表", columns, rows),
            "empty": "没有词表。",
        },
    )


def _may_run(request: HttpRequest) -> bool:
    return may_run_screening(moment_of(request).standing)


@staff_required
@only_readers
@require_safe
def words(request: HttpRequest, list_code: str) -> HttpResponse:
    row = _list(list_code)
    text = request.GET.get("q", "").strip()[:LONGEST]
    page = Paginator(words_of(list_code, text=text), PER_PAGE).get_page(request.GET.get("page"))
    may_run = _may_run(request)
    return render(
        request,
        "office/screening/words.html",
        {
            "list": row,
            "q": text,
            "table": _word_table(list_code, list(page.object_list), may_run),
            "page_of": page,
            "may_run": may_run,
            "back": reverse("office:word_lists"),
        },
    )


def _word_table(code: str, entries: Sequence[Entry], may_run: bool) -> Table:
    columns = [Column("词"), Column("类别"), Column("建议"), Column("例外", hide=True)]
    edit = reverse("office:word", args=[code])
    rows = [
        Row([
            Cell(one.word, f"{edit}?{urlencode({'word': one.word})}" if may_run else ""),
            KINDS.get(one.kind, one.kind), one.advice, "、".join(one.exceptions),
        ])
        for one in entries
    ]  # fmt: skip
    return Table("词", columns, rows)


@staff_required
@only_readers
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    return downloaded(write_template(COLUMNS, title="词表"), "词表模板.xlsx", XLSX)


@staff_required
@only_readers
@require_safe
def download(request: HttpRequest, list_code: str) -> HttpResponse:
    """The list as a table that can be changed and imported again."""
    row = _list(list_code)
    rows = [
        (one.word, KINDS.get(one.kind, one.kind), one.advice, "、".join(one.exceptions))
        for one in words_of(list_code)
    ]
    return downloaded(write_xlsx([c.label for c in COLUMNS], rows, title="词表"), f"{row.name}.xlsx", XLSX)


# ---- changing ------------------------------------------------------------------------------------------


@staff_required
@only_office
@require_http_methods(["GET", "POST"])
def word(request: HttpRequest, list_code: str) -> HttpResponse:
    """A new word, or with `?word=` one of the list."""
    now, row = moment_of(request), _list(list_code)
    former = request.GET.get("word", "")
    entry = next((one for one in words_of(list_code) if one.word == former), None) if former else None
    if former and entry is None:
        raise Http404
    first = {
        "word": entry.word, "kind": entry.kind, "advice": entry.advice, "exceptions": "、".join(entry.exceptions),
    } if entry else {}  # fmt: skip

    def save(filled: dict[str, Any]) -> None:
        actions.save_word(list_code=list_code, word=_entry(filled), former=former, by=now.standing, at=now.at)

    drop = f"{reverse('office:word_drop', args=[list_code])}?{urlencode({'word': former})}"
    return form_page(
        request,
        bound(WordForm, request, first),
        save,
        title=f"修改“{former}”" if former else f"在“{row.name}”里加词",
        label="保存",
        back=reverse("office:word_list", args=[list_code]),
        done="已保存。公开的信息要重新排查，才会按新的词表查。",
        template="office/screening/word.html",
        drop=drop if former else "",
    )


def _entry(filled: dict[str, Any]) -> Entry:
    text = filled["exceptions"].replace("，", "、").replace(",", "、")
    exceptions = tuple(one.strip() for one in text.split("、") if one.strip())
    return Entry(filled["word"], filled["kind"], filled["advice"], exceptions)


@staff_required
@only_office
@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, list_code: str) -> HttpResponse:
    now, row = moment_of(request), _list(list_code)
    word_text = request.POST.get("word", "") or request.GET.get("word", "")
    if all(one.word != word_text for one in words_of(list_code)):
        raise Http404
    here = reverse("office:word_list", args=[list_code])
    return confirmed(
        request,
        Confirm(
            title=f"删去“{word_text}”",
            consequence=f"“{row.name}”不再查这个词；因为它查出、还没处理的，下次排查时自动去掉。",
            act="删去",
            back_url=here,
            danger=True,
            hidden=[("word", word_text)],
        ),
        lambda: actions.drop_word(list_code=list_code, word=word_text, by=now.standing, at=now.at),
        done="已删去。",
        to=here,
    )


@staff_required
@only_office
@require_http_methods(["GET", "POST"])
def use(request: HttpRequest, list_code: str) -> HttpResponse:
    now, row = moment_of(request), _list(list_code)
    here = reverse("office:word_list", args=[list_code])
    asked = Confirm(
        title=f"停用“{row.name}”" if row.is_used else f"启用“{row.name}”",
        consequence=f"{row.count:,} 个词{'不再' if row.is_used else '开始'}查。正在写、正在审的马上按新的查，公开的信息等下次排查。",
        act="停用" if row.is_used else "启用",
        back_url=here,
    )  # fmt: skip
    return confirmed(
        request,
        asked,
        lambda: actions.use_list(list_code=list_code, used=not row.is_used, by=now.standing, at=now.at),
        done="已停用。" if row.is_used else "已启用。",
        to=here,
    )


@staff_required
@only_office
@require_http_methods(["GET", "POST"])
def list_new(request: HttpRequest) -> HttpResponse:
    return _from_table(request, NewListForm, None)


@staff_required
@only_office
@require_http_methods(["GET", "POST"])
def list_import(request: HttpRequest, list_code: str) -> HttpResponse:
    return _from_table(request, TableForm, _list(list_code))


def _from_table(request: HttpRequest, kind: type[TableForm], row: ListLine | None) -> HttpResponse:
    """A whole list out of a table; any fault in it is shown by row and column, and nothing changes."""
    now = moment_of(request)
    form = bound(kind, request, {"dated_on": now.today})
    problems: Sequence[Refusal] = ()
    if request.method == "POST" and form.is_valid():
        entries, problems = _read(form)
        if not form.errors:
            filled = form.cleaned_data
            code = row.code if row else filled["code"]
            if row is None and any(one.code == code for one in word_lists()):
                form.add_error("code", "已经有这个编码的词表，换一个，或者在那张词表里导入。")
            else:
                return _replace(request, form, code, row.name if row else filled["name"], entries)
    return _table_page(request, form, row, problems)


def _read(form: forms.Form) -> tuple[list[Entry], list[Refusal]]:
    sent = form.cleaned_data["file"]
    if sent.size > MAX_BYTES:
        form.add_error("file", "文件超过 5 MB，分成几张词表导入。")
        return [], []
    entries, told = read_word_list(sent.read(), sent.name)
    problems = [one for one in told if one.blocks]
    if problems:
        form.add_error("file", f"有 {len(problems)} 处要改，词表没有换。看下面写的行和列。")
    return entries, problems


def _replace(
    request: HttpRequest, form: forms.Form, code: str, name: str, entries: Sequence[Entry]
) -> HttpResponse:
    now, filled = moment_of(request), form.cleaned_data

    def act(_: dict[str, Any]) -> None:
        actions.replace_list(
            code=code, name=name, version=filled["version"], dated_on=filled["dated_on"], words=entries,
            by=now.standing, at=now.at,
        )  # fmt: skip

    row = next((one for one in word_lists() if one.code == code), None)
    return form_page(
        request,
        form,
        act,
        done=f"词表已换上，共 {len(entries):,} 个词。公开的信息要重新排查，才会按新的词表查。",
        to=reverse("office:word_list", args=[code]),
        **_page_words(row, []),
    )


def _table_page(
    request: HttpRequest, form: forms.Form, row: ListLine | None, problems: Sequence[Refusal]
) -> HttpResponse:
    words = _page_words(row, problems)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, words.pop("template"), {"form": form, **words}, status=status)


def _page_words(row: ListLine | None, problems: Sequence[Refusal]) -> dict[str, Any]:
    return {
        "template": "office/screening/import.html",
        "title": f"换“{row.name}”" if row else "导入新词表",
        "intro": f"表里的词整个换掉现在的 {row.count:,} 个词。"
        if row
        else "从表格建一张新词表，导入后马上启用。",
        "label": "换上" if row else "导入",
        "back": reverse("office:word_list", args=[row.code]) if row else reverse("office:word_lists"),
        "problems": problem_table([asdict(one) for one in problems[:PROBLEMS_SHOWN]]),
    }


urls = [
    path("screening/words/", lists, name="word_lists"),
    path("screening/words/template/", template, name="word_template"),
    path("screening/words/new/", list_new, name="word_list_new"),
    path("screening/words/<slug:list_code>/", words, name="word_list"),
    path("screening/words/<slug:list_code>/table/", download, name="word_list_table"),
    path("screening/words/<slug:list_code>/import/", list_import, name="word_list_import"),
    path("screening/words/<slug:list_code>/use/", use, name="word_list_use"),
    path("screening/words/<slug:list_code>/word/", word, name="word"),
    path("screening/words/<slug:list_code>/drop/", drop, name="word_drop"),
]
