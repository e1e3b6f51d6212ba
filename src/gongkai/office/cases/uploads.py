"""Files that come along with a form: stored at once, so that a form that comes back has not lost them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from gongkai.cases.actions.submitting import Sent
from gongkai.files.actions import store_upload
from gongkai.files.checking import FileRefused
from gongkai.files.rules import safe_name
from gongkai.office.attachments import stream_of
from gongkai.office.standing import Moment

SALT = "office.cases.upload"
LASTS = 24 * 3600  # seconds that a stored file may still be handed in with its form
KEPT = "kept_files"


@dataclass(frozen=True)
class Kept:
    """A stored file whose form isn't through yet; `token` carries it from page to page and can't be made up."""

    file_id: int
    name: str
    token: str


def kept_before(request: HttpRequest, moment: Moment) -> list[Kept]:
    """Files of an earlier try that are still ticked; a token of somebody else's counts for nothing."""
    found = []
    for token in dict.fromkeys(request.POST.getlist(KEPT)):
        try:
            file_id, name, user_id = signing.loads(token, salt=SALT, max_age=LASTS)
        except signing.BadSignature:
            continue
        if user_id == moment.standing.user_id:
            found.append(Kept(file_id, name, token))
    return found


def keep(uploads: Iterable[UploadedFile[bytes]], moment: Moment) -> tuple[list[Kept], list[str]]:
    """Store what was sent. Good files are kept even when another is refused; the words say which and why."""
    kept, refused = [], []
    for upload in uploads:
        name = safe_name(upload.name or "附件")
        try:
            row = store_upload(name=name, stream=stream_of(upload), by=moment.standing.actor(), at=moment.at)
        except FileRefused as refusal:
            refused.append(str(refusal))
            continue
        token = signing.dumps([row.pk, name, moment.standing.user_id], salt=SALT)
        kept.append(Kept(row.pk, name, token))
    return kept, refused


def as_sent(kept: Iterable[Kept], role: str = "sent_in") -> list[Sent]:
    return [Sent(one.file_id, one.name, role) for one in kept]
