"""What screening found, settled from the editor or the review desk: mask, take out, dismiss, undo."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from gongkai.disclosure.actions import redacting, screening
from gongkai.disclosure.actions.refusals import ItemRefused, NotAllowed
from gongkai.disclosure.queries.screening import FoundFacts, found_in
from gongkai.office.standing import Moment, carry_out, forbidden, moment_of, staff_required

_GO = re.compile(r"(mask|remove|dismiss):(\d+|all|file-[0-9a-f]+|alike-\d+)")
_REASON = "reason_"
LEAST_REASON = 2
ENTER = "enter"
DONE = {"mask": "已遮盖", "remove": "已去掉"}


def is_settling(go: str) -> bool:
    """Whether a pressed button is one of the panel's."""
    return go == "screen" or _GO.fullmatch(go) is not None


def pressed(request: HttpRequest) -> str:
    """What the pressed button says. Enter in a line presses none of them: it sends the reason that was written there."""
    go = request.POST.get("go", "")
    return f"dismiss:{reason_entered(request)}" if go == ENTER and reason_entered(request) else go


def reason_entered(request: HttpRequest) -> str:
    """Of which finding the reason was written: the first of several single ones, or the only one; else empty."""
    keys = [key for key, value in request.POST.items() if key.startswith(_REASON) and str(value).strip()]
    written = [key.removeprefix(_REASON) for key in keys]
    return written[0] if len(written) == 1 or (written and all(map(str.isdigit, written))) else ""


def reasons_beside(
    request: HttpRequest, shown: Iterable[int], chosen: Iterable[int]
) -> Mapping[str, list[int]]:
    """Reason → findings, for reasons written behind others than the pressed button is for: nothing typed is lost."""
    found: dict[str, list[int]] = {}
    for one in sorted({*shown} - {*chosen}):
        reason = request.POST.get(f"{_REASON}{one}", "").strip()
        if len(reason) >= LEAST_REASON:
            found.setdefault(reason, []).append(one)
    return found


def settle_pressed(request: HttpRequest, item_id: int) -> None:
    """Do what the panel's pressed button says; what was done or refused is told as a message. Raises NotAllowed."""
    moment = moment_of(request)
    found = found_in(moment.standing, item_id)
    if found is None:
        raise Http404
    try:
        messages.success(request, _settle(request, found))
    except NotAllowed:
        raise
    except ItemRefused as refusal:
        messages.error(request, str(refusal))


def _settle(request: HttpRequest, found: FoundFacts) -> str:
    moment, go = moment_of(request), pressed(request)
    if go == ENTER:
        raise ItemRefused("在一处写明为什么不是问题，再按“记下理由”。")
    if go == "screen":
        count = screening.bring_up_to_date(item_id=found.item_id, at=moment.at)
        return f"查完了，有 {count} 处要处理。" if count else "查完了，没有发现问题。"
    parts = _GO.fullmatch(go)
    if parts is None:
        raise ItemRefused("没有这个操作。")
    how, which = parts[1], parts[2]
    ids = _chosen(found, how, which)
    shown = [line.id for group in found.groups for line in group.lines]
    for reason, beside in reasons_beside(request, shown, ids).items():
        count = _dismiss(found, beside, reason, moment)
        messages.success(request, f"已记下不是问题，{count} 处。")
    if how == "dismiss":
        count = _dismiss(found, ids, request.POST.get(f"{_REASON}{which}", ""), moment)
        return f"已记下不是问题，{count} 处。"
    count = redacting.redact_findings(
        item_id=found.item_id, finding_ids=ids, how=how, by=moment.standing, at=moment.at
    )
    return f"{DONE[how]} {count} 处。公开以前可以恢复。"


def _dismiss(found: FoundFacts, ids: list[int], reason: str, moment: Moment) -> int:
    return redacting.dismiss_findings(
        item_id=found.item_id, finding_ids=ids, reason=reason, by=moment.standing, at=moment.at
    )


def _chosen(found: FoundFacts, how: str, which: str) -> list[int]:
    """The findings a button stands for: one, those of its kind in its part, or all that are to be masked."""
    if which.startswith("alike-"):
        first = int(which.removeprefix("alike-"))
        kinds = (alike for group in found.groups for alike in group.kinds if alike.are_many)
        return [line.id for alike in kinds if alike.first_id == first for line in alike.lines]
    lines = [
        line
        for group in found.groups
        for line in group.lines
        if not which.startswith("file-") or group.file_key == which.removeprefix("file-")
    ]
    if which.isdigit():
        return [line.id for line in lines if line.id == int(which)]
    if how == "dismiss":
        raise ItemRefused("没有这个操作。")
    return [line.id for line in lines if line.can_remove and line.action in ("mask", "remove")]


@staff_required
@require_POST
def settle(request: HttpRequest, item_id: int) -> HttpResponse:
    """From the review desk; the editor saves first and then does the same."""
    try:
        settle_pressed(request, item_id)
    except NotAllowed as refusal:
        return forbidden(request, str(refusal))
    return HttpResponseRedirect(reverse("office:desk", args=[item_id]) + "#findings")


@staff_required
@require_POST
def undo(request: HttpRequest, item_id: int, redaction_id: int) -> HttpResponse:
    moment = moment_of(request)
    found = found_in(moment.standing, item_id)
    if found is None or redaction_id not in {line.id for line in found.redactions}:
        raise Http404
    name = "office:item_edit" if request.POST.get("back") == "edit" else "office:desk"
    return carry_out(
        request,
        lambda: redacting.undo_redaction(redaction_id=redaction_id, by=moment.standing, at=moment.at),
        done="已恢复原来的内容。",
        back=reverse(name, args=[item_id]) + "#findings",
    )


urls = [
    path("items/<int:item_id>/findings/", settle, name="item_findings"),
    path("items/<int:item_id>/redactions/<int:redaction_id>/undo/", undo, name="redaction_undo"),
]
