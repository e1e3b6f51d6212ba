"""One item: its page, its versions, its files, its QR code."""

from __future__ import annotations

import io
import unicodedata
from urllib.parse import quote

import segno
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
)
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.components.context import current_site
from gongkai.components.parts import Link
from gongkai.disclosure.pages import full_address, item_path, render_item, version_lines
from gongkai.disclosure.queries.public import (
    Gone,
    PageFacts,
    item_by_id_of_key,
    page_facts,
    public_attachment,
    version_texts,
)
from gongkai.files.queries import open_passed
from gongkai.portal.answering import CACHED, revalidated, show
from gongkai.text.differing import differences, has_changes
from gongkai.text.html import text_to_html


@revalidated
def item(request: HttpRequest, index_no: str) -> HttpResponseBase:
    facts = page_facts(index_no=index_no, today=timezone.localdate())
    if isinstance(facts, PageFacts):
        return HttpResponse(render_item(facts, current_site()))
    if isinstance(facts, Gone):
        return gone(request, facts)
    return _moved(index_no)


def gone(request: HttpRequest, facts: Gone) -> HttpResponse:
    """410: it was public once; the page says so, since when and why, and nothing of its content."""
    return show(request, "portal/gone.html", {"gone": facts}, status=410)


def _moved(index_no: str) -> HttpResponseBase:
    """Old addresses wrote index numbers in lower case, full width or with doubled slashes."""
    for tidy in tidy_index_nos(index_no):
        if tidy != index_no and page_facts(index_no=tidy, today=timezone.localdate()) is not None:
            return HttpResponsePermanentRedirect(item_path(tidy))
    raise Http404


def tidy_index_nos(text: str) -> list[str]:
    """How the number may have been meant, the likeliest first."""
    plain = unicodedata.normalize("NFKC", text).replace("\\", "/")
    tidy = "/".join(part.strip() for part in plain.split("/") if part.strip())
    return list(dict.fromkeys([tidy, tidy.upper()]))


def _facts(index_no: str) -> PageFacts | Gone:
    facts = page_facts(index_no=index_no, today=timezone.localdate())
    if facts is None:
        raise Http404
    return facts


@revalidated
def versions(request: HttpRequest, index_no: str) -> HttpResponse:
    """All public versions; with `from` and `to` what changed between two."""
    facts = _facts(index_no)
    if isinstance(facts, Gone):
        return gone(request, facts)
    path = item_path(index_no)
    page = {
        "facts": facts,
        "versions": version_lines(facts.versions, path=path),
        "trail": _trail(facts, "版本与比较"),
        **_compared(facts, request.GET.get("from", ""), request.GET.get("to", "")),
    }
    return show(request, "portal/versions.html", page)


def _compared(facts: PageFacts, older: str, newer: str) -> dict[str, object]:
    readable = [one.number for one in facts.versions if one.readable]
    if not older and not newer and len(readable) > 1:
        older, newer = str(readable[1]), str(readable[0])
    if not (older.isdecimal() and newer.isdecimal() and len(older + newer) < 12):
        return {}
    pair = version_texts(index_no=facts.index_no, older=int(older), newer=int(newer))
    if pair is None:
        return {"closed": True}
    rows = differences(*(f"{one.title}\n{one.body_text}" for one in pair))
    return {
        "rows": rows,
        "changed": has_changes(rows),
        "before": f"第 {pair[0].number} 版",
        "after": f"第 {pair[1].number} 版",
        "reason": pair[1].reason,
    }


@revalidated
def version(request: HttpRequest, index_no: str, number: int) -> HttpResponse:
    """The text of an earlier version, as long as nothing was taken out of it for good reason."""
    facts = _facts(index_no)
    if isinstance(facts, Gone):
        return gone(request, facts)
    pair = version_texts(index_no=index_no, older=number, newer=number) if number < 30000 else None
    if pair is None:
        raise Http404
    shown = pair[0]
    page = {
        "facts": facts,
        "shown": shown,
        "body": shown.body_html or text_to_html(shown.body_text),
        "trail": _trail(facts, f"第 {number} 版"),
        "is_current": any(one.number == number and one.is_current for one in facts.versions),
    }
    return show(request, "portal/version.html", page)


def _trail(facts: PageFacts, here: str) -> list[Link]:
    return [
        Link("首页", "/"),
        Link(facts.unit_name, f"/unit/{facts.unit_code}/"),
        Link(facts.title, item_path(facts.index_no)),
        Link(here),
    ]


@revalidated
def qr_code(request: HttpRequest, index_no: str) -> HttpResponse:
    """The full address of the page as an SVG, only for pages that are there."""
    if not isinstance(_facts(index_no), PageFacts):
        raise Http404
    drawn = io.BytesIO()
    code = segno.make(full_address(item_path(index_no)), error="m", micro=False)
    code.save(drawn, kind="svg", scale=4, border=2, light="#fff")
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


@require_safe
def file(request: HttpRequest, key: str, name: str = "") -> HttpResponseBase:
    """A file of a public version: always a download, never shown as a page of ours."""
    found = public_attachment(key=key)
    if found is None:
        lost = item_by_id_of_key(key=key)
        if lost is not None:
            return gone(request, lost)
        raise Http404
    etag = f'"{found.file.digest}"'
    if request.headers.get("If-None-Match") == etag:
        answer: HttpResponseBase = HttpResponse(status=304)
    else:
        answer = FileResponse(open_passed(found.file.digest), content_type=found.file.media_type)
        answer["Content-Length"] = str(found.file.size)
        answer["Content-Disposition"] = disposition(found.name)
    answer["ETag"] = etag
    answer["Cache-Control"] = CACHED
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def disposition(name: str) -> str:
    """RFC 6266: the name in full for today's browsers, a plain one for the rest."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    plain = f"file.{ending}" if ending.isascii() and ending.isalnum() else "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
