"""The redaction desk: findings of a file and boxes drawn by hand, taken out in one copy (条例第十五条、第三十七条)."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gongkai.accounts.policies import Standing
from gongkai.disclosure.actions.common import need, working_version
from gongkai.disclosure.actions.redacting import MASK, REMOVE, WHO, swap_file
from gongkai.disclosure.actions.refusals import ItemRefused, TooLate
from gongkai.disclosure.actions.screening import need_sayable
from gongkai.disclosure.models import Attachment, Item
from gongkai.disclosure.policies import may_settle
from gongkai.disclosure.queries.screening import file_removals
from gongkai.files import store
from gongkai.files.actions import read_stored, store_upload
from gongkai.files.checking import FileRefused
from gongkai.files.extraction.shapes import Removal
from gongkai.files.picturing import DRAWN, NotDrawn, page_picture
from gongkai.files.rules import with_extension
from gongkai.screening.redaction import DONE, redact_file, removed_terms, written_as
from gongkai.screening.redaction.by_hand import CoverFailed, PageBox, cover
from gongkai.screening.redaction.readback import leftovers

MAX_BOXES = 200
SMALLEST = 0.2  # percent of a page: a slip of the pen
NO_REASON = "写明为什么遮盖，公开的页面上会说明。"


@dataclass(frozen=True)
class HandBox:
    """A box on a page (from 1), its edges in percent of the page's width and height from the upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float

    @property
    def is_sound(self) -> bool:
        across, down = sorted((self.left, self.right)), sorted((self.top, self.bottom))
        inside = across[0] >= 0 and across[1] <= 100 and down[0] >= 0 and down[1] <= 100
        return (
            self.page >= 1 and inside and across[1] - across[0] >= SMALLEST and down[1] - down[0] >= SMALLEST
        )


def cover_attachment(
    *,
    item_id: int,
    key: str,
    finding_ids: Sequence[int],
    boxes: Sequence[HandBox],
    how: str,
    reason: str,
    by: Standing,
    at: datetime,
) -> int:
    """Show a copy of an attachment without these findings and without what lies in the boxes. Returns the places.

    Boxes need a reason, which the public page tells. Not in a transaction: it may take seconds.
    Raises ItemRefused with what is wrong, NotAllowed.
    """
    item = Item.objects.get(id=item_id)
    need(may_settle(by, item), WHO)
    _check(finding_ids, boxes, how, reason)
    need_sayable(reason, kind=item.kind)
    version = working_version(item)
    attached = version.attachments.select_related("file").filter(key=key).first()  # one by its address
    if attached is None:
        raise TooLate("这个附件刚刚移除，重新看一次。")
    removals, rows = file_removals(item, version, key, finding_ids, how)
    if len(rows) < len(set(finding_ids)):
        raise TooLate("选中的有一处已经处理了，重新看一次。")
    kept = _copied(attached, removals, bool(rows), boxes, by, at)
    count = max(len(removals), len(rows)) + len(boxes)
    swap_file(
        item_id=item_id,
        key=key,
        original_id=attached.file_id,
        redacted_id=kept,
        finding_ids=[row.pk for row in rows],
        count=count,
        drawn=len(boxes),
        reason=reason.strip(),
        by=by,
        at=at,
    )
    return count


def _check(finding_ids: Sequence[int], boxes: Sequence[HandBox], how: str, reason: str) -> None:
    if how not in (MASK, REMOVE):
        raise ItemRefused("只能遮盖或者去掉。")
    if not finding_ids and not boxes:
        raise ItemRefused("还没有选要去掉的内容：勾选查出的问题，或者在页面上画框。")
    if boxes and len(reason.strip()) < 2:
        raise ItemRefused(NO_REASON)
    if len(boxes) > MAX_BOXES:
        raise ItemRefused(f"一次最多画 {MAX_BOXES} 个框，先遮盖这些，再画其余的。")
    for number, box in enumerate(boxes, 1):
        if not box.is_sound:
            raise ItemRefused(
                f"第 {number} 个框的位置不对：四边都在 0 到 100 之间，左边小于右边，上边小于下边。"
            )


def _copied(
    attached: Attachment,
    removals: Sequence[Removal],
    has_findings: bool,
    boxes: Sequence[HandBox],
    by: Standing,
    at: datetime,
) -> int:
    """Write the copy, read it back, keep it in the store; its id."""
    extension = attached.file.extension
    if boxes and extension not in DRAWN:
        raise ItemRefused("只有 PDF 和图片可以画框遮盖。")
    written = written_as(extension)
    extract = read_stored(file_id=attached.file_id, at=at)
    with tempfile.TemporaryDirectory(dir=store.folder_for_drafts()) as folder:
        copy = store.path_of(attached.file.digest)
        if has_findings:
            source, copy = copy, Path(folder) / f"found.{written}"
            result = redact_file(source, copy, extension, removals, extract=extract)
            if result.state != DONE:
                raise ItemRefused(f"“{attached.name}”：{result.problem}")
        if boxes:
            source, copy = copy, Path(folder) / f"drawn.{written}"
            try:
                cover(source, copy, extension, _in_units(attached, boxes))
            except (CoverFailed, NotDrawn) as failure:
                raise ItemRefused(f"“{attached.name}”：{failure}") from failure
            if leftovers(copy, written, removed_terms(extract.text, removals)):
                raise ItemRefused(f"“{attached.name}”：遮盖以后还能读出来，没有换掉原件。")
        try:
            with copy.open("rb") as handle:
                name = with_extension(attached.name, written)
                kept = store_upload(name=name, stream=handle, by=by.actor(), at=at)
        except FileRefused as refusal:
            raise ItemRefused(str(refusal)) from refusal
    read_stored(file_id=kept.pk, at=at)
    return kept.pk


def _in_units(attached: Attachment, boxes: Sequence[HandBox]) -> list[PageBox]:
    found: list[PageBox] = []
    for box in boxes:
        page = page_picture(digest=attached.file.digest, extension=attached.file.extension, number=box.page)
        across, down = page.width / 100, page.height / 100
        found.append((box.page, box.left * across, box.top * down, box.right * across, box.bottom * down))
    return found
