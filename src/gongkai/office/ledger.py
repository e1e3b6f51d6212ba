"""The ledger for the auditor and the audit administrator: filters, one subject's history, check, anchor, export."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.timezone import get_current_timezone, localtime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.accounts.policies import may_read_ledger
from gongkai.accounts.queries import ids_named
from gongkai.cases.queries.numbers import kinds_of
from gongkai.catalogue.queries import topics_by_code
from gongkai.components.dates import moment
from gongkai.components.parts import Cell, Column, HeadLine, Link, Row, Table
from gongkai.jobs.actions import enqueue
from gongkai.ledger.actions import record_use
from gongkai.ledger.queries import Filters, RowView, anchor, history_of, rows_for_auditor, stream_for_auditor
from gongkai.office.import_report import downloaded
from gongkai.office.jobs import job_or_404
from gongkai.office.ledger_payload import payload_words
from gongkai.office.ledger_values import Around
from gongkai.office.ledger_words import ACTS, AREAS, SUBJECTS, act_words
from gongkai.office.one_form import bound, choice_field, day_field, form_page, text_field
from gongkai.office.standing import moment_of, needs, staff_required
from gongkai.tables.writing import write_csv

ONLY_READERS = "台账由审计人员和审计管理员查看。"
PER_PAGE = 50
SHOWN = 160  # letters of a row's content in the list; the history of one subject shows all
CSV_HEAD = (
    "序号", "时间", "账号编号", "人员", "单位", "动作", "对象类型", "对象编号", "对象", "内容", "内容摘要值", "备注", "封条",
    "动作的名称", "内容说明",
)  # fmt: skip
CSV_CHUNK = 1000  # rows whose cases are looked up together
TOPICS = ("topic", "before")  # parts of a payload that name a topic


class NarrowForm(forms.Form):
    """The filters stand in the address, so that a list can be sent to somebody."""

    area = choice_field("哪一类", [("", "全部"), *AREAS], required=False)
    act = choice_field(
        "动作", [("", "全部"), *((code, act_words(code)) for code in ACTS if "." in code)], required=False
    )
    who = text_field("谁", 60, required=False, help_text="账号或者姓名")
    since = day_field("从哪天", required=False)
    until = day_field("到哪天", required=False)


class CheckForm(forms.Form):
    anchor = forms.FileField(
        label="外存锚点",
        required=False,
        help_text="以前下载的锚点文件。有它才看得出结尾被截去；没有也能校验。",
        widget=forms.ClearableFileInput(attrs={"accept": ".json"}),
    )

    def clean_anchor(self) -> dict[str, Any] | None:
        sent = self.cleaned_data["anchor"]
        if not sent:
            return None
        try:
            kept = json.loads(sent.read(100_000))
            return {"seal": int(kept["seal"]), "chain": str(kept["chain"]), "count": int(kept["count"])}
        except (ValueError, KeyError, TypeError) as problem:
            raise forms.ValidationError("这不是“下载锚点”存下的文件。") from problem


def _filters(request: HttpRequest) -> tuple[NarrowForm, Filters]:
    form = NarrowForm(request.GET or None)
    told = form.cleaned_data if form.is_bound and form.is_valid() else {}
    who = told.get("who", "").strip()
    since, until = told.get("since"), told.get("until")
    return form, Filters(
        actor_id=request.GET.get("actor", "")[:300],
        actor_ids=tuple(f"user:{pk}" for pk in ids_named(who)) if who else None,
        act=told.get("act") or (f"{told['area']}." if told.get("area") else ""),
        since=_midnight(since) if since else None,
        until=_midnight(until + timedelta(days=1)) if until else None,
    )


def _midnight(day: Any) -> datetime:
    return datetime.combine(day, time.min, tzinfo=get_current_timezone())


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


@staff_required
@needs(may_read_ledger, ONLY_READERS)
@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    form, filters = _filters(request)
    page = rows_for_auditor(
        user_may=True, filters=filters, before_id=_number(request.GET.get("before", "")), limit=PER_PAGE
    )
    query = request.GET.copy()
    query.pop("before", None)
    return render(
        request,
        "office/ledger/list.html",
        {
            "title": "台账",
            "tools": [
                Link("校验", reverse("office:ledger_verify")),
                Link("下载锚点", reverse("office:ledger_anchor"), note="plain"),
            ],
            "narrow": form,
            "chosen": sum(bool(value) for value in query.values()),
            "table": ledger_table(page.rows),
            "older": page.next_before_id,
            "export": f"{reverse('office:ledger_export')}?{query.urlencode()}",
            "empty": "没有这样的记录。",
            "hint": "去掉几个筛选条件再看。",
        },
    )


def ledger_table(rows: Iterable[RowView], *, whole: bool = False) -> Table:
    columns = [
        Column("时间"), Column("谁"), Column("动作"), Column("对象"), Column("内容", hide=not whole), Column("封条", hide=True),
    ]  # fmt: skip
    found = list(rows)
    around = around_rows(found)
    return Table("台账记录", columns, [_row(row, around[row.id], whole) for row in found])


def around_rows(rows: Sequence[RowView]) -> dict[int, Around]:
    """What words of these rows can't do without, in two queries however many they are."""
    ids = {row.id: _number(row.subject_id) for row in rows if row.subject_type == "case"}
    kinds = kinds_of(pk for pk in ids.values() if pk is not None)
    codes = {code for row in rows for key in TOPICS if isinstance(code := (row.payload or {}).get(key), str)}
    topics = {code: topic.name for code, topic in topics_by_code(codes).items()} if codes else {}
    return {row.id: Around(kinds.get(ids.get(row.id) or 0), topics) for row in rows}


def _row(row: RowView, around: Around, whole: bool) -> Row:
    of = reverse("office:ledger_of", args=[row.subject_type, row.subject_id]) if row.subject_id else ""
    return Row([
        Cell(f"{localtime(row.at):%Y-%m-%d %H:%M:%S}", note=f"第 {row.id} 行"),
        Cell(row.actor_label, note=row.unit_label),
        act_words(row.act, around.kind),
        Cell(row.subject_label or row.subject_id, of, note=SUBJECTS.get(row.subject_type, row.subject_type)),
        _content(row, around, whole),
        f"第 {row.seal_id} 号" if row.seal_id else "还没封",
    ])  # fmt: skip


def _content(row: RowView, around: Around, whole: bool) -> str:
    if row.payload:
        text = payload_words(row.payload, around)
        return text if whole or len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
    return "含个人信息，只留摘要值" if row.payload_digest else row.note


@staff_required
@needs(may_read_ledger, ONLY_READERS)
@require_safe
def ledger_of(request: HttpRequest, subject_type: str, subject_id: str) -> HttpResponse:
    """Everything that happened to one subject, oldest first."""
    rows = history_of(subject_type=subject_type, subject_id=subject_id)
    if not rows:
        raise Http404
    label = rows[-1].subject_label or subject_id
    return render(
        request,
        "office/ledger/history.html",
        {
            "title": f"{SUBJECTS.get(subject_type, subject_type)}“{label}”的全部经过",
            "table": ledger_table(rows, whole=True),
            "words": f"{len(rows)} 行",
        },
    )


@staff_required
@needs(may_read_ledger, ONLY_READERS)
@require_http_methods(["GET", "POST"])
def ledger_verify(request: HttpRequest) -> HttpResponse:
    now = moment_of(request)

    def ask(filled: dict[str, Any]) -> HttpResponse:
        job_id = enqueue(
            kind="ledger.verify",
            title="校验台账",
            params={"anchor": filled["anchor"]},
            by=now.standing.actor(),
            at=now.at,
        )
        return HttpResponseRedirect(reverse("office:job", args=[job_id]))

    return form_page(
        request,
        bound(CheckForm, request),
        ask,
        title="校验台账",
        label="开始校验",
        back=reverse("office:ledger"),
        intro="逐行、逐个封条核对，并和存在系统外面的锚点比较。百万行大约一分钟，可以离开。",
    )


@staff_required
@needs(may_read_ledger, ONLY_READERS)
@require_safe
def ledger_check(request: HttpRequest, job_id: int) -> HttpResponse:
    """What a check found."""
    job = job_or_404(request, job_id)
    if job.kind != "ledger.verify" or not job.result:
        raise Http404
    found = job.result
    facts = [
        HeadLine("什么时候", moment(job.finished_at) if job.finished_at else ""),
        HeadLine("校验了", f"{found['rows']:,} 行，{found['seals']:,} 个封条"),
        HeadLine(
            "还没封的", f"{found['unsealed']:,} 行", note=f"最早 {found['oldest_unsealed_seconds']} 秒前"
        ),
        HeadLine("锚点", f"第 {found['anchor']['seal']} 号封条" if found["anchor"] else "没有给"),
        HeadLine("用时", f"{found['seconds']} 秒"),
    ]
    columns = [Column("不对的地方"), Column("行"), Column("封条")]
    rows = [
        Row([Cell(one["words"]), str(one["row_id"] or ""), str(one["seal_id"] or "")])
        for one in found["problems"]
    ]
    context = {"found": found, "facts": facts, "table": Table("校验出的问题", columns, rows)}
    return render(request, "office/ledger/check.html", context)


@staff_required
@needs(may_read_ledger, ONLY_READERS)
@require_http_methods(["GET", "POST"])
def ledger_anchor(request: HttpRequest) -> HttpResponse:
    """What to keep outside the house; that it was taken stands in the ledger too."""
    now = moment_of(request)
    kept = anchor()
    if kept is None:
        messages.info(request, "还没有封条，过一会儿再来。")
        return HttpResponseRedirect(reverse("office:ledger"))
    if request.method == "POST":
        record_use(actor=now.standing.actor(), act="ledger.anchor", at=now.at, payload={"seal": kept["seal"]})
        content = json.dumps(kept, ensure_ascii=False, indent=2).encode()
        return downloaded(content, f"台账锚点-{kept['seal']}.json", "application/json")
    facts = [
        HeadLine("封条", f"第 {kept['seal']} 号"),
        HeadLine("到这里的行数", f"{kept['count']:,}"),
        HeadLine("算法", kept["algorithm"]),
        HeadLine("链值", kept["chain"], wide=True),
    ]
    return render(request, "office/ledger/anchor.html", {"facts": facts})


@staff_required
@needs(may_read_ledger, ONLY_READERS)
@require_POST
def ledger_export(request: HttpRequest) -> HttpResponse:
    """What the filters show, as CSV; the export itself becomes a row first."""
    now = moment_of(request)
    _, filters = _filters(request)
    told = {key: str(value) for key, value in asdict(filters).items() if value}
    record_use(actor=now.standing.actor(), act="ledger.export", at=now.at, payload=told)
    answer: Any = StreamingHttpResponse(
        write_csv(CSV_HEAD, _csv_rows(stream_for_auditor(user_may=True, filters=filters))),
        content_type="text/csv; charset=utf-8",
    )
    answer["Content-Disposition"] = f"attachment; filename=ledger-{now.today:%Y%m%d}.csv"
    return answer


def _csv_rows(rows: Iterator[RowView]) -> Iterator[tuple[object, ...]]:
    """As the ledger holds it, code for code, so that it can be checked against the seals; at the end in words."""
    while chunk := list(islice(rows, CSV_CHUNK)):
        around = around_rows(chunk)
        for row in chunk:
            payload = json.dumps(row.payload, ensure_ascii=False) if row.payload else ""
            yield (
                row.id, localtime(row.at).isoformat(), row.actor_id, row.actor_label, row.unit_label, row.act,
                row.subject_type, row.subject_id, row.subject_label, payload, row.payload_digest, row.note,
                row.seal_id or "", act_words(row.act, around[row.id].kind),
                _content(row, around[row.id], whole=True),
            )  # fmt: skip


urls = [
    path("ledger/", ledger, name="ledger"),
    path("ledger/verify/", ledger_verify, name="ledger_verify"),
    path("ledger/checks/<int:job_id>/", ledger_check, name="ledger_check"),
    path("ledger/anchor/", ledger_anchor, name="ledger_anchor"),
    path("ledger/export/", ledger_export, name="ledger_export"),
    path("ledger/of/<slug:subject_type>/<path:subject_id>/", ledger_of, name="ledger_of"),
]
