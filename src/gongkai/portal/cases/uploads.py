"""Files on a form that nobody logs in for: few, small, of plain kinds, each looked at before it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from gongkai.cases.actions.submitting import CITIZEN
from gongkai.crypto.digests import random_token
from gongkai.files.actions import Received, keep_received, received
from gongkai.files.polyglots import fault_of
from gongkai.files.refusals import FileRefused
from gongkai.files.rules import extension_of, safe_name
from gongkai.portal.cases.holding import Draft, HeldFile
from gongkai.portal.limits import FILE_BYTES, IN_WORDS, MOST_FILES

TAKEN = ("pdf", "docx", "doc", "xlsx", "xls", "wps", "ofd", "jpg", "jpeg", "png", "txt")
WORDS = f"{IN_WORDS}可以传 PDF、Word、Excel、OFD、图片（jpg、png）、文本。"
# What a page with files tells people, and the browser, which looks before it sends.
TOLD = {"upload_words": WORDS, "most_files": MOST_FILES, "file_bytes": FILE_BYTES}


@dataclass(frozen=True)
class Good:
    """A file on disk that has no row yet, and the field that it answers."""

    asked: str
    shown: str
    file: Received


@dataclass
class Looked:
    """What came: what is good of it, and in words by field why the rest isn't kept."""

    good: list[Good] = field(default_factory=list)
    refused: dict[str, list[str]] = field(default_factory=dict)


@contextmanager
def looked_at(draft: Draft, sent: Mapping[str, Sequence[UploadedFile]]) -> Iterator[Looked]:
    """Check each file by field and write the good ones to disk. `keep` them before this ends."""
    looked = Looked(refused={asked: [] for asked in sent})
    with ExitStack() as stack:
        for asked, files in sent.items():
            for one in files:
                try:
                    looked.good.append(_received(draft, looked.good, asked, one, stack))
                except FileRefused as refusal:
                    looked.refused[asked].append(str(refusal))
        yield looked


def keep(draft: Draft, looked: Looked, *, at: datetime) -> None:
    """Write the rows of the good files, in the caller's transaction, and hold them with the draft."""
    for one in looked.good:
        try:
            stored = keep_received(file=one.file, by=CITIZEN, at=at)
        except FileRefused as refusal:
            looked.refused[one.asked].append(_in_their_words(refusal, one.file.shown, one.shown))
        else:
            draft.files.append(HeldFile(random_token()[:12], one.asked, stored.pk, one.shown, one.file.size))


def take(draft: Draft, asked: str, sent: Sequence[UploadedFile], *, at: datetime) -> list[str]:
    """Keep what is good of these files with the draft; in words why the others weren't kept."""
    with looked_at(draft, {asked: sent}) as looked, transaction.atomic():
        keep(draft, looked, at=at)
    return looked.refused[asked]


def drop(draft: Draft, key: str) -> None:
    draft.files = [one for one in draft.files if one.key != key]


def _received(draft: Draft, before: Sequence[Good], asked: str, one: UploadedFile, stack: ExitStack) -> Good:
    shown = safe_name(one.name or "附件")
    size = one.size or 0
    ending = extension_of(shown)
    if len(draft.files) + len(before) >= MOST_FILES:
        raise FileRefused(f"最多传 {MOST_FILES} 个文件，“{shown}”没有收下。")
    if size > FILE_BYTES:
        raise FileRefused(f"“{shown}”超过 {FILE_BYTES // 1024 // 1024} MB。压缩图片或者拆成几个文件再传。")
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
        file = stack.enter_context(received(name=neutral, stream=one.file))
    except FileRefused as refusal:
        raise FileRefused(_in_their_words(refusal, neutral, shown)) from refusal
    return Good(asked, shown, file)


def _in_their_words(refusal: FileRefused, neutral: str, shown: str) -> str:
    return str(refusal).replace(f"“{neutral}”", f"“{shown}”")
