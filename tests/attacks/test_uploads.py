"""Hostile files: refused in plain Chinese or kept as what can't act; nothing lands outside the store."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.attacks import hostile_files as files
from tests.in_memory import Memory
from tests.office.pages import url, words

from gongkai.disclosure.actions import redacting, reviewing, screening
from gongkai.disclosure.models import Attachment, Finding
from gongkai.files.actions import store_upload
from gongkai.files.checking import FileRefused
from gongkai.files.models import StoredFile
from gongkai.files.rules import FILE_TYPES, safe_name
from gongkai.files.word import read_word_upload
from gongkai.ledger.rules import SYSTEM

NOW = datetime(2026, 10, 8, 9, tzinfo=UTC)
CORPUS = list(files.hostile())
SECONDS, MEGABYTES = 5, 512
BANNED = re.compile(r"非法|无效|错误代码|Traceback|Error|None")


def everything_under(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_the_corpus_is_large_enough():
    assert len(CORPUS) >= 60
    assert len({one.label for one in CORPUS}) == len(CORPUS)


@pytest.mark.parametrize("one", CORPUS, ids=lambda one: one.label[:50])
def test_a_hostile_file_is_refused_in_words_or_kept_as_a_harmless_download(db, one, own_store, tmp_path):
    content = one.content
    memory, began = Memory(), time.perf_counter()
    try:
        kept = store_upload(name=one.name, stream=BytesIO(content), by=SYSTEM, at=NOW)
    except FileRefused as refusal:
        said, kept = str(refusal), None
    if kept is None:
        assert not one.kept, said
        assert re.search("[一-龥]{4}", said)
        assert not BANNED.search(said.split("”", 1)[-1]), said
        assert not StoredFile.objects.exists()
        assert everything_under(tmp_path) == set()
    else:
        assert one.kept, "was kept"
        assert kept.media_type in {kind.media_type for kind in FILE_TYPES.values()}
        assert everything_under(own_store) == {f"{kept.digest[:2]}/{kept.digest[2:4]}/{kept.digest}"}
        assert everything_under(tmp_path) == {
            f"home/files/{kept.digest[:2]}/{kept.digest[2:4]}/{kept.digest}"
        }
    assert time.perf_counter() - began < SECONDS
    assert memory.grown_megabytes < MEGABYTES


@pytest.mark.parametrize(
    "one", [one for one in CORPUS if one.name.endswith(".docx")], ids=lambda one: one.label[:50]
)
def test_a_hostile_word_file_begins_no_draft_and_reads_no_file_of_ours(own_store, one):
    content = one.content
    began = time.perf_counter()
    try:
        draft = read_word_upload(name=one.name, stream=BytesIO(content))
    except FileRefused:
        pass
    else:
        assert one.kept
        assert "root:" not in draft.body_html
    assert time.perf_counter() - began < SECONDS
    assert everything_under(own_store) == set()


def test_every_file_of_the_real_corpus_is_refused_in_words_or_kept(db, shared, own_store):
    refused, kept = {}, 0
    for path in sorted((shared / "data/attachments").glob("*/*")):
        began = time.perf_counter()
        with path.open("rb") as stream:
            try:
                store_upload(name=path.name, stream=stream, by=SYSTEM, at=NOW)
                kept += 1
            except FileRefused as refusal:
                refused[f"{path.parent.name}/{path.name}"] = str(refusal)
        assert time.perf_counter() - began < SECONDS, path
    assert {name for name in refused if name.startswith(("format/", "image/", "scanned/"))} == set()
    assert all(name.endswith(".html") for name in refused if name.startswith("government/"))
    assert sum(name.startswith("encrypted/") for name in refused) == 5
    assert "active/dde-test.docx" in refused
    assert all(re.search("[一-龥]{4}", said) for said in refused.values())
    assert len(everything_under(own_store)) <= kept


@pytest.mark.parametrize("one", [one for one in CORPUS if one.kept], ids=lambda one: one.label[:50])
def test_a_name_is_tidy_before_anything_is_done_with_it(one):
    name = safe_name(one.name)
    assert len(name) <= 125
    assert not re.search(r'[\\/:*?"<>|\x00-\x1f\u202a-\u202e\u2066-\u2069\u200b-\u200f]', name)
    assert ".." not in name
    assert safe_name(name) == name


def attached(cast, officer, name: str, content: bytes) -> int:
    item_id = cast.draft()
    answer = officer.post(url("item_attach", item_id), {"chosen": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, words(answer)
    return item_id


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("<img src=x onerror=alert(1)>.pdf", files.PDF),
        ("公告\u202e“结果”;x=1.txt", b"<html><script>alert(1)</script>"),
        ("公 告 (1) 100%.txt", files.SVG),
    ],
)
def test_a_file_is_always_a_download_of_a_listed_type_in_a_sandbox(cast, officer, name, content):
    item_id = attached(cast, officer, name, content)
    key = Attachment.objects.get().key
    inside = officer.get(url("item_file", item_id, key))
    by_officer = {"item_id": item_id, "by": cast.standing("agri.officer"), "at": timezone.now()}
    if screening.bring_up_to_date(
        item_id=item_id, at=timezone.now()
    ):  # a PDF of no page: somebody signs for it
        rows = list(Finding.objects.values_list("id", flat=True))
        redacting.dismiss_findings(finding_ids=rows, reason="李明打开看过，是空白页", **by_officer)
    reviewing.submit(**by_officer)
    cast.pass_steps(item_id)
    outside = Client().get(f"/file/{key}/{'anything.html'}")
    for answer in (inside, outside):
        assert answer.status_code == 200
        b"".join(answer.streaming_content)
        assert answer["Content-Type"] in {kind.media_type for kind in FILE_TYPES.values()}
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["Content-Security-Policy"].startswith("sandbox")
        assert "\n" not in answer["Content-Disposition"]
        assert "<" not in answer["Content-Disposition"]
    assert "no-store" in inside["Cache-Control"]


def test_a_refused_file_beside_a_good_one_is_told_by_name_and_leaves_no_row(cast, officer):
    item_id = cast.draft()
    chosen = [
        SimpleUploadedFile("好.pdf", files.PDF),
        SimpleUploadedFile("坏.docx", files.docx_with({"word/vbaProject.bin": b"x"})),
    ]
    page = words(officer.post(url("item_attach", item_id), {"chosen": chosen}))
    assert "坏.docx" in page
    assert "里面有宏" in page
    assert list(Attachment.objects.values_list("name", flat=True)) == ["好.pdf"]


def test_a_file_over_the_limit_leaves_nothing_behind(db, settings, own_store):
    settings.UPLOAD_MAX_BYTES = 100_000
    with pytest.raises(FileRefused, match="超过"):
        store_upload(name="x.txt", stream=BytesIO(b"a" * 100_001), by=SYSTEM, at=NOW)
    assert everything_under(own_store) == set()
