"""Files on a form that nobody logs in for: few, small, of plain kinds, each looked at before it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from gongkai.cases.actions.submitting import CITIZEN
from gongkai.crypto.digests import random_token
from gongkai.files.actions import store_upload
from gongkai.files.polyglots import fault_of
from gongkai.files.refusals import FileRefused
from gongkai.files.rules import extension_of, safe_name
from gongkai.portal.cases.holding import Draft, HeldFile
from gongkai.portal.limits import STRANGERS_FILES

MOST_FILES = 5
FILE_BYTES = 10 * 1024 * 1024
ALL_BYTES = STRANGERS_FILES
TAKEN = ("pdf", "docx", "doc", "xlsx", "xls", "wps", "ofd", "jpg", "jpeg", "png", "txt")
WORDS = (
    f"最多 {MOST_FILES} 个，每个不超过 {FILE_BYTES // 1024 // 1024} MB。可以传 "
    "PDF、Word、Excel、OFD、图片（jpg、png）、文本。"
)


def take(draft: Draft, asked: str, sent: Sequence[UploadedFile], *, at: datetime) -> list[str]:
    """Keep what is good of these files with the draft; in words why the others weren't kept."""
    refused = []
    for one in sent:
        try:
            draft.files.append(_kept(draft, asked, one, at))
        except FileRefused as refusal:
            refused.append(str(refusal))
    return refused


def drop(draft: Draft, key: str) -> None:
    draft.files = [one for one in draft.files if one.key != key]


def _kept(draft: Draft, asked: str, one: UploadedFile, at: datetime) -> HeldFile:
    shown = safe_name(one.name or "附件")
    size = one.size or 0
    ending = extension_of(shown)
    if len(draft.files) >= MOST_FILES:
        raise FileRefused(f"最多传 {MOST_FILES} 个文件，“{shown}”没有收下。")
    if size > FILE_BYTES:
        raise FileRefused(f"“{shown}”超过 {FILE_BYTES // 1024 // 1024} MB。压缩图片或者拆成几个文件再传。")
    if sum(held.size for held in draft.files) + size > ALL_BYTES:
        raise FileRefused(f"几个文件加起来超过 {ALL_BYTES // 1024 // 1024} MB，“{shown}”没有收下。")
    if ending not in TAKEN:
        raise FileRefused(
            f"“{shown}”是 .{ending or '（没有扩展名）'} 文件，不能传。可以传：{'、'.join(TAKEN)}。"
        )
    if one.file is None:
        raise FileRefused(f"“{shown}”没有收到，重新选择。")
    if words := fault_of(one.read(), ending):
        raise FileRefused(f"“{shown}”{words}")
    one.seek(0)
    # Names that people give their files tell of them; the ledger keeps a neutral one.
    neutral = f"来件.{ending}"
    try:
        stored = store_upload(name=neutral, stream=one.file, by=CITIZEN, at=at)
    except FileRefused as refusal:
        raise FileRefused(str(refusal).replace(f"“{neutral}”", f"“{shown}”")) from refusal
    return HeldFile(random_token()[:12], asked, stored.pk, shown, size)
