"""The layout of a public item page: a pure function of its facts and the site. Portal, preview and page store call it.

Nothing here reads the database, the clock or the reader: the same facts give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from gongkai.components import dates
from gongkai.components.context import SiteFacts
from gongkai.components.parts import FileLine, HeadLine, Link, ListLine, VersionLine
from gongkai.disclosure.queries.public import FileFacts, PageFacts, VersionFacts
from gongkai.disclosure.queries.screening import Withheld
from gongkai.files.rules import FILE_TYPES
from gongkai.text.drafting import UNREADABLE

_LEVELS = {"valid": "ok", "amended": "soon", "expired": "late", "abolished": "late"}


def render_item(facts: PageFacts, site: SiteFacts, *, preview: bool = False) -> str:
    """The whole HTML page. `preview` says on top that it isn't public, and takes the way to the public out."""
    return render_to_string("disclosure/item_page.html", item_context(facts, site, preview=preview))


def item_context(facts: PageFacts, site: SiteFacts, *, preview: bool = False) -> dict[str, Any]:
    path = item_path(facts.index_no) if facts.index_no else ""
    return {
        "site": site,
        "facts": facts,
        "preview": preview,
        "path": path,
        "address": full_address(path),
        "qr_path": f"{path}qr.svg" if path else "",
        "trail": _trail(facts),
        "head": head_lines(facts),
        "body": mark_safe(marked_body(facts)),  # noqa: S308  # cleaned when it was stored
        "files": [file_line(one, withheld_words(facts.withheld, file_key=one.key)) for one in facts.files],
        "withheld": withheld_lines(facts.withheld),
        "related": [
            (heading, [ListLine(r.title, item_path(r.index_no), r.published_on, r.doc_no) for r in rows])
            for heading, rows in facts.related.items()
        ],
        "versions": version_lines(facts.versions, path=path),
        "versions_path": f"{path}versions/" if path and len(facts.versions) > 1 else "",
        "cite": citation(facts),
        "unreadable": sum(1 for mark in facts.marks if mark.get("kind") == "unreadable"),
        "doubtful": sum(1 for mark in facts.marks if str(mark.get("kind", "")).startswith("spun")),
        "replacing": facts.related.get("已由下列文件代替", ()),
        "amending": facts.related.get("已由下列文件修改", ()),
        "objection_url": f"/write/objection/?about={quote(facts.index_no)}"
        if facts.takes_objections and facts.index_no and not preview
        else "",
        "report_url": f"{site.error_report_url}?page={quote(path)}" if site.error_report_url and path else "",
    }


def item_path(index_no: str) -> str:
    return f"/item/{quote(index_no)}/"


def file_path(key: str, name: str) -> str:
    return f"/file/{key}/{quote(name)}"


def full_address(path: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def _trail(facts: PageFacts) -> list[Link]:
    trail = [Link("首页", "/"), Link(facts.unit_name, f"/unit/{facts.unit_code}/")]
    if facts.topic_code:
        trail.append(Link(facts.topic_name, f"/topic/{facts.topic_code}/"))
    else:
        trail.append(Link(facts.kind_label, f"/kind/{facts.kind}/"))
    return [*trail, Link(facts.title)]


def head_lines(facts: PageFacts) -> list[HeadLine]:
    """The head table in the sequence of the State Council's pages, then what this platform adds."""
    lines = [
        HeadLine("索引号", facts.index_no),
        HeadLine("主题分类", facts.subject or facts.topic_name),
        HeadLine("发文机关", facts.issuer),
        HeadLine("成文日期", dates.day(facts.signed_on) if facts.signed_on else ""),
        HeadLine("标题", facts.title, wide=True),
        HeadLine("发文字号", facts.doc_no),
        HeadLine("发布日期", dates.day(facts.published_on) if facts.published_on else ""),
    ]
    if facts.has_validity:
        lines.append(
            HeadLine(
                "有效性", validity_words(facts), level=_LEVELS.get(facts.validity, "") if facts.is_in_force else "soon", wide=bool(facts.effective_on)
            )
        )  # fmt: skip
    openness = "，".join(filter(None, [facts.attribute_label, facts.stage_label]))
    lines.append(HeadLine("公开属性", openness))
    lines.append(HeadLine("信息种类", facts.kind_label, f"/kind/{facts.kind}/"))
    lines += [HeadLine(label, value, wide=len(value) > 16) for label, value in facts.fields]
    if facts.source:
        lines.append(HeadLine("信息来源", facts.source, facts.source_url, wide=True))
    return lines


def validity_words(facts: PageFacts) -> str:
    """有效，2025年4月1日起施行，有效期至2030年3月31日"""
    words = [facts.validity_label if facts.is_in_force else "尚未施行"]
    if facts.effective_on and facts.validity in ("valid", "amended"):
        words.append(f"{dates.day(facts.effective_on)}起施行")
    if facts.abolished_on and facts.validity == "abolished":
        words.append(f"{dates.day(facts.abolished_on)}起废止")
    elif facts.expires_on:
        words.append(f"有效期至{dates.day(facts.expires_on)}")
    return "，".join(word for word in words if word)


def marked_body(facts: PageFacts) -> str:
    """Places that could not be read are marked in the text, so that nobody takes them for the author's words."""
    return facts.body_html.replace(UNREADABLE, f"<mark>{UNREADABLE}</mark>")


def withheld_lines(withheld: Sequence[Withheld]) -> list[str]:
    """隐去身份证号码 3 处，依据个人信息保护法第二十八条 — one line for each kind and ground, wherever it stood."""
    told: dict[tuple[str, str], int] = {}
    for one in withheld:
        told[one.label, one.source] = told.get((one.label, one.source), 0) + one.places
    return [
        f"隐去{label} {count} 处" + (f"，依据：{source}" if source else "")
        for (label, source), count in told.items()
    ]


def withheld_words(withheld: Sequence[Withheld], *, file_key: str) -> str:
    """What was taken out of one file, for its line in the list."""
    told: dict[str, int] = {}
    for one in withheld:
        if one.file_key == file_key:
            told[one.label] = told.get(one.label, 0) + one.places
    return "隐去" + "、".join(f"{label} {count} 处" for label, count in told.items()) if told else ""


def file_line(file: FileFacts, note: str = "") -> FileLine:
    known = FILE_TYPES.get(file.extension)
    label = known.label if known else file.extension.upper()
    return FileLine(file.name, file_path(file.key, file.name), label, file.size, file.pages, note=note)


def version_lines(versions: Sequence[VersionFacts], *, path: str) -> list[VersionLine]:
    """Newest first; each with its text and its difference to the one before, as far as these may be read."""
    lines = []
    for at, one in enumerate(versions):
        older = versions[at + 1] if at + 1 < len(versions) else None
        comparable = one.readable and older is not None and older.readable
        lines.append(
            VersionLine(
                number=one.number,
                on=one.made_at,
                words=one.reason if one.readable else "这一版的内容不再公开。",
                url=(path if one.is_current else f"{path}versions/{one.number}/") if one.readable else "",
                diff_url=f"{path}versions/?from={older.number}&to={one.number}"
                if comparable and older
                else "",
                current=one.is_current,
            )
        )
    return lines


def citation(facts: PageFacts) -> str:
    """What one copies to cite it: issuer, title, number, day, index number, address."""
    parts = [f"{facts.issuer}：《{facts.title}》", facts.doc_no]
    if facts.published_on:
        parts.append(f"{dates.day(facts.published_on)}发布")
    if facts.index_no:
        parts += [f"索引号 {facts.index_no}", full_address(item_path(facts.index_no))]
    return "，".join(part for part in parts if part)
