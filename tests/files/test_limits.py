"""T31: no file gets past 512 MB: what claims more is refused by its directory, what sends more is cut off while it comes."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import pytest
from tests.files.hostile import lying_size, packed

from gongkai.files.checking import FileRefused, check_file
from gongkai.files.extraction.packed import Package, Unreadable
from gongkai.files.rules import MAX_UNPACKED_BYTES
from gongkai.files.waiting import keep_upload

MIB = 1024 * 1024
DOCX = "word/document.xml"
AT = datetime(2026, 3, 2, tzinfo=UTC)


class Endless(io.RawIOBase):
    """Sends as long as somebody reads, and counts it."""

    sent = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        self.sent += size
        return b"x" * size


def test_the_limit_of_what_a_file_may_unpack_to_is_below_512_mb():
    assert MAX_UNPACKED_BYTES < 512 * MIB


@pytest.mark.parametrize("claimed", [512 * MIB, 2**31, 2**32 - 2])
def test_a_file_that_claims_more_is_refused_before_anything_is_unpacked(tmp_path, monkeypatch, claimed):
    path = tmp_path / "upload"
    path.write_bytes(lying_size(packed({DOCX: "<w/>"}), claimed))

    def unpacked(*_: object, **__: object) -> None:
        raise AssertionError("a part was opened")

    monkeypatch.setattr(zipfile.ZipFile, "open", unpacked)
    with pytest.raises(FileRefused, match=f"解开以后有 {claimed // MIB} MB"):
        check_file(path, "通知.docx")
    with pytest.raises(Unreadable, match="超过限制"):
        Package(path)


def test_a_part_that_holds_more_than_it_says_is_read_no_further(tmp_path):
    path = tmp_path / "upload"
    path.write_bytes(lying_size(packed({DOCX: b"<w>" + bytes(30 * MIB)}), 10))
    with Package(path) as package:
        try:
            read = len(package.read(DOCX))
        except Unreadable:
            read = 0
    assert read <= 10


def test_an_upload_that_does_not_end_is_cut_off_and_leaves_nothing(settings, tmp_path):
    settings.HOME, settings.UPLOAD_MAX_BYTES = tmp_path, 3 * MIB
    stream = Endless()
    with pytest.raises(FileRefused, match="超过 3 MB"):
        keep_upload(owner_id=1, name="来信.csv", stream=stream, what="cases", told={}, at=AT)
    assert stream.sent <= settings.UPLOAD_MAX_BYTES + MIB
    assert list((tmp_path / "imports").iterdir()) == []
