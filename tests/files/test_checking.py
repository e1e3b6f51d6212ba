"""What may be kept: known by its content, not by its name, and never larger than it says."""

import io
import zipfile

import pytest
from django.conf import settings as django_settings

from gongkai.files import store
from gongkai.files.actions import store_upload
from gongkai.files.checking import FileRefused
from gongkai.files.models import StoredFile
from gongkai.files.queries import compare_store
from gongkai.files.rules import content_family, extension_of, safe_name
from gongkai.ledger.models import LedgerRow
from gongkai.ledger.rules import SYSTEM

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def keep(name, content):
    from django.utils import timezone

    return store_upload(name=name, stream=io.BytesIO(content), by=SYSTEM, at=timezone.now())


def archive(members, password=False):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    raw = bytearray(out.getvalue())
    if password:  # the flag in the central directory
        at = raw.rindex(b"PK\x01\x02")
        raw[at + 8] |= 1
    return bytes(raw)


DOCX = {"word/document.xml": "<w/>", "[Content_Types].xml": "<t/>"}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("无扩展名", b"x", "没有扩展名"),
        ("程序.exe", b"MZ", "不能上传 .exe"),
        ("空.txt", b"", "空文件"),
        ("图.png", b"MZ\x90\0", "内容不是"),
        ("文.docx", b"%PDF-1.7", "内容不是"),
        ("文.docx", b"PK\x03\x04 broken", "已损坏"),
        ("文.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "加了密码，或者其实是旧格式"),
        ("文.docx", archive({"a.txt": "x"}), "内容不是"),
        ("文.docx", archive(DOCX, password=True), "加了密码"),
        ("文.docx", archive({**DOCX, "word/vbaProject.bin": "x"}), "里面有宏"),
        ("文.docx", archive({**DOCX, "../../etc/passwd": "x"}), "指向外部"),
        ("文.docx", archive({**DOCX, "big": b"\0" * 30_000_000}), "解开以后有"),
        ("报告.pdf", b"%PDF-1.7 /Encrypt 1 0 R", "加了密码"),
        ("图.png", PNG + (200_000).to_bytes(4, "big") * 2, "像素"),
        ("网页.csv", b"<html><script>", "内容不是"),
        ("二进制.txt", b"abc\0def", "不是文本"),
    ],
)
def test_what_is_refused_says_why(db, name, content, words):
    with pytest.raises(FileRefused, match=words):
        keep(name, content)
    assert not StoredFile.objects.exists()
    assert compare_store().orphans == ()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("文.docx", archive(DOCX)),
        ("报告.PDF", b"%PDF-1.7\n"),
        ("图.png", PNG + (10).to_bytes(4, "big") * 2),
        ("表.csv", "单位,数\n甲,1".encode("gb18030")),
        ("网页说明.txt", b"<html>"),
    ],
)
def test_what_is_kept_is_stored_once_and_noted(db, name, content):
    first, second = keep(name, content), keep("别名" + name, content)
    assert first == second
    with store.open_stored(first.digest) as stored:
        assert stored.read() == content
    assert LedgerRow.objects.filter(act="file.store").count() == 2
    assert compare_store() == type(compare_store())((), ())


def test_too_many_bytes_are_refused_before_they_are_all_read(db, settings):
    settings.UPLOAD_MAX_BYTES = 3 * 1024 * 1024

    class Endless(io.BytesIO):
        read_bytes = 0

        def read(self, size=-1):
            self.read_bytes += size
            return b"x" * size

    stream = Endless()
    from django.utils import timezone

    with pytest.raises(FileRefused, match="超过 3 MB"):
        store_upload(name="长.txt", stream=stream, by=SYSTEM, at=timezone.now())
    assert stream.read_bytes <= 4 * 1024 * 1024
    assert not any((django_settings.MEDIA_ROOT / "incoming").iterdir())


def test_rows_without_a_file_and_files_without_a_row_are_told_apart(db):
    kept = keep("文.txt", "内容".encode())
    store.path_of(kept.digest).unlink()
    stray = store.path_of("ab" * 32)
    stray.parent.mkdir(parents=True)
    stray.write_text("x")
    assert compare_store().lost == (kept.digest,)
    assert compare_store().orphans == ("ab" * 32,)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\文\\表.xls", "表.xls"), ("a\u202egnp.exe", "agnp.exe"), ("", "附件"),
        ("...", "附件"), ("名\0\n称.txt", "名称.txt"), ("长" * 300 + ".docx", "长" * 115 + ".docx"), ("a..pdf", "a.pdf"),
    ],
)  # fmt: skip
def test_names_are_made_safe(name, safe):
    assert safe_name(name) == safe


def test_endings_and_first_bytes():
    assert extension_of("表.TAR.GZ") == "gz"
    assert extension_of("无") == ""
    assert [content_family(h) for h in (b"\x7fELF", b"#!/bin/sh", b"GIF89a", b"<?xml", b"plain")] == [
        "program", "program", "image", "html", "text",
    ]  # fmt: skip
