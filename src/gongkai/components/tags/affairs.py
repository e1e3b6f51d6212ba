"""What is going on: clocks, steps, timelines, findings, versions, jobs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from gongkai.components import dates

register = template.Library()

STEP_WORDS = {
    "done": "已完成",
    "here": "正在进行",
    "todo": "未开始",
    "returned": "已退回",
    "skipped": "不经过",
}


@register.simple_tag
def due(clock: Any) -> SafeString:
    """The badge of a clock from a `Due`: colour, icon, words and the day itself. Nothing for nothing."""
    if not clock or clock.level == "none":
        return SafeString("")
    on = getattr(clock, "on", None)
    words = clock.words + ("（暂定）" if getattr(clock, "provisional", False) else "")
    badge = format_html('<span class="due {}">{}</span>', clock.level, words)
    return format_html('{} <span class="due-on">{}</span>', badge, dates.day_long(on)) if on else badge


@register.simple_block_tag
def note(content: str, level: str = "info", title: str = "") -> SafeString:
    """A note in the text: info, ok, soon or late. On top of a document it is its banner."""
    return render_to_string(
        "components/parts/note.html", {"content": content, "level": level, "title": title, "role": "note"}
    )


@register.inclusion_tag("components/parts/timeline.html")
def timeline(steps: Sequence[Any], label: str = "办理经过") -> dict[str, Any]:
    """A vertical line of `Step`s; the current one is open."""
    return {"steps": _spoken(steps), "label": label}


@register.inclusion_tag("components/parts/route_steps.html")
def route_steps(steps: Sequence[Any], label: str = "审核步骤") -> dict[str, Any]:
    """填报 → 初审 → 复审 → 复核 → 公开 with the people of each step."""
    return {"steps": _spoken(steps), "label": label}


def _spoken(steps: Sequence[Any]) -> list[dict[str, Any]]:
    return [{"step": step, "spoken": STEP_WORDS[step.state]} for step in steps]


@register.inclusion_tag("components/parts/now_box.html")
def now_box(now: str, following: str = "", due_on: Any = None, why: str = "") -> dict[str, Any]:
    """现在, 下一步, 最迟 on top of a case; `why` opens under the date."""
    return {"now": now, "following": following, "due_on": due_on, "why": why}


@register.inclusion_tag("components/parts/task_list.html")
def task_list(tasks: Sequence[Any]) -> dict[str, Any]:
    """Parts of a long job that is done over several sittings (`TaskLine`)."""
    return {"tasks": tasks, "done": sum(task.done for task in tasks), "total": len(tasks)}


@register.simple_tag
def progress_words(number: int, total: int) -> SafeString:
    """第 3 步，共 5 步"""
    return format_html('<p class="small muted progress-words">第 {} 步，共 {} 步</p>', number, total)


@register.simple_block_tag
def finding(content: str, title: str, place: str = "", quote: str = "", settled: str = "") -> SafeString:
    """A finding to resolve: what, where, the passage; its buttons stand inside. `settled` says how it ended."""
    return render_to_string(
        "components/parts/finding.html",
        {"content": content, "title": title, "place": place, "quote": quote, "settled": settled},
    )


@register.inclusion_tag("components/parts/head_table.html")
def head_table(lines: Sequence[Any]) -> dict[str, Any]:
    """The head of a document: 索引号, 主题分类, 发文机关, … as `HeadLine`s; empty values show a dash."""
    return {"lines": lines}


@register.inclusion_tag("components/parts/version_list.html")
def version_list(versions: Sequence[Any]) -> dict[str, Any]:
    return {"versions": versions}


@register.inclusion_tag("components/parts/diff_view.html")
def diff_view(rows: Sequence[Sequence[tuple[str, str]]], before: str = "", after: str = "") -> dict[str, Any]:
    """Paragraphs with what came in and what went: each a list of (`same`|`ins`|`del`, text)."""
    return {"rows": rows, "before": before, "after": after}


@register.inclusion_tag("components/parts/job_progress.html", takes_context=True)
def job_progress(context: Any, job: Any, poll_url: str = "") -> dict[str, Any]:
    """A long job (`Progress`): asks `poll_url` every two seconds for itself again, or is reloaded by hand."""
    return {"job": job, "poll_url": poll_url, "csrf_token": context.get("csrf_token", "")}
