"""Attachments looked at in the office, and the desk at which what may not go out is taken out of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.disclosure.actions.covering import HandBox, cover_attachment
from gongkai.disclosure.actions.redacting import WHO
from gongkai.disclosure.actions.refusals import ItemRefused, NotAllowed
from gongkai.disclosure.queries.attachments import (
    Mark,
    SeenFile,
    Side,
    before_and_after,
    seen_file,
    text_lines,
)
from gongkai.files.picturing import NotDrawn, PagePicture, page_picture
from gongkai.office.standing import forbidden, moment_of, staff_required

LINES = 200  # of text on a page
EMPTY_BOXES = 3
EDGES = ("page", "left", "top", "right", "bottom")


@dataclass(frozen=True)
class Leaf:
    """The pages of a viewer: where one is, and the ways to the others."""

    number: int
    total: int
    before: str
    after: str


@dataclass(frozen=True)
class BoxRow:
    """One row of number fields as it was sent, in percent; all empty for a new one."""

    page: str = ""
    left: str = ""
    top: str = ""
    right: str = ""
    bottom: str = ""

    @property
    def is_empty(self) -> bool:
        return not any((self.left, self.top, self.right, self.bottom))

    def box(self) -> HandBox:
        try:
            return HandBox(int(self.page), *(float(getattr(self, edge)) for edge in EDGES[1:]))
        except ValueError as wrong:
            raise ItemRefused("框的位置写数字：第几页，四边各是页面的百分之几。") from wrong


def _seen(request: HttpRequest, item_id: int, key: str) -> SeenFile:
    found = seen_file(moment_of(request).standing, item_id, key)
    if found is None:
        raise Http404
    return found


def _number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return int(asked) if asked.isdecimal() and 0 < int(asked[:6]) <= 99999 else 1


def _leaf(number: int, total: int, here: str, **more: str) -> Leaf:
    def way(to: int) -> str:
        return f"{here}?{urlencode({'page': to, **more})}" if 1 <= to <= total and to != number else ""

    return Leaf(number, total, way(number - 1), way(number + 1))


def _picture_of(side: SeenFile | Side, number: int) -> dict[str, Any]:
    """The drawn page, or in words why there is none."""
    try:
        return {
            "picture": page_picture(digest=side.digest, extension=side.extension, number=number),
            "problem": "",
        }
    except NotDrawn as refusal:
        return {"picture": None, "problem": str(refusal)}


def _boxes(marks: Any, number: int) -> list[dict[str, Any]]:
    return [_svg(mark) for mark in marks if mark.page == number and mark.box]


def _svg(mark: Mark) -> dict[str, Any]:
    left, top, right, bottom = mark.box or (0, 0, 0, 0)
    return {
        "id": mark.finding_id,
        "label": mark.label,
        "x": f"{left:.1f}",
        "y": f"{top:.1f}",
        "width": f"{right - left:.1f}",
        "height": f"{bottom - top:.1f}",
    }


def _pictured(seen: SeenFile, number: int, here: str) -> dict[str, Any]:
    drawn = _picture_of(seen, number)
    picture: PagePicture | None = drawn["picture"]
    total = picture.pages if picture else max(seen.extract.pages if seen.extract else 1, 1)
    return {
        **drawn,
        "source": reverse("office:file_page", args=[seen.item_id, seen.key, number]),
        "marks": _boxes(seen.marks, number),
        "elsewhere": sorted({mark.page for mark in seen.marks if mark.page != number and mark.box}),
        "leaf": _leaf(number, total, here),
    }


def _written(seen: SeenFile | Side, marks: Any, number: int, here: str) -> dict[str, Any]:
    if seen.extract is None:
        return {"lines": [], "leaf": _leaf(1, 1, here)}
    lines, total = text_lines(seen.extract, marks, first=(number - 1) * LINES, count=LINES)
    return {"lines": lines, "leaf": _leaf(number, max(1, -(-total // LINES)), here)}


@staff_required
@require_safe
def view(request: HttpRequest, item_id: int, key: str) -> HttpResponse:
    """A file page by page: pictures with boxes over what was found, or its text with marks."""
    seen = _seen(request, item_id, key)
    here, number = reverse("office:file_view", args=[item_id, key]), _number(request)
    shown = _pictured(seen, number, here) if seen.is_pictured else _written(seen, seen.marks, number, here)
    return render(request, "office/files/view.html", {"f": seen, "here": here, **shown})


@staff_required
@require_safe
def page_of_file(request: HttpRequest, item_id: int, key: str, number: int) -> HttpResponse:
    """The picture of a page. `of`: that of the original before a redaction, for those who may settle it."""
    by = moment_of(request).standing
    of = request.GET.get("of", "")
    shown: SeenFile | Side | None
    if of:
        pair = before_and_after(by, item_id, int(of)) if of.isdecimal() and len(of) < 12 else None
        shown = pair.before if pair and pair.key == key else None
    else:
        shown = seen_file(by, item_id, key)
    if shown is None or not shown.is_pictured:
        raise Http404
    try:
        picture = page_picture(digest=shown.digest, extension=shown.extension, number=number)
    except NotDrawn as refusal:
        raise Http404 from refusal
    answer = FileResponse(picture.path.open("rb"), content_type="image/jpeg")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer  # type: ignore[return-value]


@staff_required
@require_http_methods(["GET", "POST"])
def redact(request: HttpRequest, item_id: int, key: str) -> HttpResponse:
    """Tick what was found, draw boxes over the rest, say why: a copy without them takes the file's place."""
    seen = _seen(request, item_id, key)
    if not seen.may_settle:
        return forbidden(request, WHO)
    if request.method == "POST":
        try:
            count = _apply(request, seen)
            messages.success(request, f"已换成遮盖后的附件，{count} 处。公开以前可以恢复。")
            return HttpResponseRedirect(reverse("office:file_view", args=[item_id, key]))
        except NotAllowed as refusal:
            return forbidden(request, str(refusal))
        except ItemRefused as refusal:
            return _redact_page(request, seen, problem=str(refusal), status=422)
    return _redact_page(request, seen)


def _apply(request: HttpRequest, seen: SeenFile) -> int:
    moment, known = moment_of(request), {one.id for one in seen.findings}
    taken = [int(one) for one in request.POST.getlist("take") if one.isdecimal() and len(one) < 12]
    return cover_attachment(
        item_id=seen.item_id,
        key=seen.key,
        finding_ids=[one for one in taken if one in known],
        boxes=[row.box() for row in _sent(request) if not row.is_empty],
        how=request.POST.get("how", "mask"),
        reason=request.POST.get("reason", ""),
        by=moment.standing,
        at=moment.at,
    )


def _sent(request: HttpRequest) -> list[BoxRow]:
    columns = [[one.strip() for one in request.POST.getlist(f"box_{edge}")] for edge in EDGES]
    return [BoxRow(*row) for row in zip(*columns, strict=False)]


def _redact_page(
    request: HttpRequest, seen: SeenFile, *, problem: str = "", status: int = 200
) -> HttpResponse:
    here, number = reverse("office:file_redact", args=[seen.item_id, seen.key]), _number(request)
    shown = _pictured(seen, number, here) if seen.is_pictured else _written(seen, seen.marks, number, here)
    sent = [row for row in _sent(request) if not row.is_empty]
    page = {
        "f": seen,
        "here": here,
        **shown,
        "refused": problem,
        "taken": {int(one) for one in request.POST.getlist("take") if one.isdecimal()}
        if request.method == "POST"
        else {one.id for one in seen.findings if one.is_suggested},
        "reason": request.POST.get("reason", ""),
        "how": request.POST.get("how", "mask"),
        "rows": sent + [BoxRow(page=str(number))] * EMPTY_BOXES,
    }
    return render(request, "office/files/redact.html", page, status=status)


@staff_required
@require_safe
def before_after(request: HttpRequest, item_id: int, redaction_id: int) -> HttpResponse:
    """The original and the copy side by side, for those who may settle what was found."""
    pair = before_and_after(moment_of(request).standing, item_id, redaction_id)
    if pair is None:
        raise Http404
    here, number = reverse("office:file_before_after", args=[item_id, redaction_id]), _number(request)
    page: dict[str, Any] = {"pair": pair, "here": here}
    if pair.before.is_pictured:
        page["before"], page["after"] = _picture_of(pair.before, number), _picture_of(pair.after, number)
        source = reverse("office:file_page", args=[item_id, pair.key, number])
        page["before_source"], page["after_source"] = f"{source}?of={pair.redaction_id}", source
        drawn = page["before"]["picture"]
        page["leaf"] = _leaf(number, drawn.pages if drawn else 1, here)
    else:
        page["before"], page["after"] = (
            _written(side, (), number, here) for side in (pair.before, pair.after)
        )
        page["leaf"] = max((page["before"]["leaf"], page["after"]["leaf"]), key=lambda leaf: leaf.total)
    return render(request, "office/files/before_after.html", page)


urls = [
    path("items/<int:item_id>/files/<str:key>/view/", view, name="file_view"),
    path("items/<int:item_id>/files/<str:key>/page/<int:number>/", page_of_file, name="file_page"),
    path("items/<int:item_id>/files/<str:key>/redact/", redact, name="file_redact"),
    path(
        "items/<int:item_id>/redactions/<int:redaction_id>/compare/", before_after, name="file_before_after"
    ),
]
