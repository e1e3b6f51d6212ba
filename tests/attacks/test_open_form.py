"""T31, T32 where nobody logs in: each hostile file is refused with a reason or, harmless under a clean name, only a download."""

from __future__ import annotations

import io
import re
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.attacks import hostile_files as files
from tests.attacks.hostile_files import Hostile
from tests.attacks.test_uploads import BANNED, MEGABYTES, SECONDS, everything_under
from tests.in_memory import Memory
from tests.office.pages import url
from tests.portal.cases.conftest import send, write

from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import CaseFile
from gongkai.files.models import StoredFile
from gongkai.files.rules import FILE_TYPES
from gongkai.portal.cases import paths

pytestmark = pytest.mark.sweep

# Kept because nothing in them can act: only the name was odd, or it is a page sent as plain text.
HARMLESS = {
    "name x.pdf ", "NUL in the name", "path in the name", "path of Windows in the name",
    "markup in the name", "page as .txt", "SVG as .txt",
}  # fmt: skip
KIND = CASE_KINDS["letter"]


def picture(kind: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (20, 20)).save(made, kind)
    return made.getvalue()


def more() -> list[Hostile]:
    zipped = files.packed({"a.php": "<?php system($_GET[1]);"})
    jsp, aspx = b"<%@ page import='java.io.*'%>", b'<%@ Page Language="C#"%><script runat="server">'
    found = [
        Hostile(f"{name} with a hostile end {n}", f"x.{ending}", picture(kind) + end)
        for name, ending, kind in (("JPEG", "jpg", "JPEG"), ("PNG", "png", "PNG"))
        for n, end in enumerate(
            (zipped, jsp, aspx, b"<?php phpinfo();", b"<script>alert(1)</script>", files.PDF, files.SVG)
        )
    ]
    found += [Hostile(f"double ending {name}", name, picture("JPEG")) for name in
              ("x.jpg.php", "x.jpg.jsp", "x.jpg.aspx", "x.jpg.phtml", "x.jpg.asp;.jpg.cer", "x.jpg\u202egpj.exe")]  # fmt: skip
    found += [Hostile(f"{ending} under a picture's name", "x.jpg", content) for ending, content in
              (("jsp", jsp), ("aspx", aspx), ("php", b"<?php phpinfo();"), ("svg", files.SVG))]  # fmt: skip
    found += [Hostile(f"{inner} inside a document", "x.docx", files.docx_with({f"word/embeddings/{inner}": b"x"}))
              for inner in ("a.zip", "a.exe", "oleObject1.bin", "a.js", "b.hta", "c.LNK")]  # fmt: skip
    found.append(Hostile("PDF with an archive behind it", "x.pdf", files.PDF + zipped))
    return found


CORPUS = [*files.hostile(), *more()]


@pytest.fixture
def form(cast):
    """A citizen's browser at the page that takes files, and how to send one there."""
    client = Client()
    page = next(page for page in KIND.pages if any(one.key == "files" for one in page.fields))
    place = paths.page("letter", "016", page.code)

    def sent(name: str, content: bytes):
        chosen = SimpleUploadedFile("x.txt", content)
        chosen._name = name  # as a hostile browser sends it; Django's own setter would tidy it
        return client.post(place, {"title": "路灯", "text": "不亮", "files": chosen, "upload": "1"})

    return client, sent


def test_the_corpus_is_large_enough():
    assert len(CORPUS) >= 120
    assert {one.label for one in CORPUS} >= HARMLESS


def test_each_is_refused_with_a_reason_quickly_and_nothing_lands_elsewhere(form, own_store, tmp_path):
    wrong, most = [], 0
    client, sent = form
    sent("x.txt", b"first")  # the first page loads what all others use
    for one in CORPUS:
        client.post("/write/drop/")  # so that none is refused only because there are five already
        StoredFile.objects.all().delete()
        content, before, began = one.content, everything_under(tmp_path), time.perf_counter()
        memory = Memory()
        answer = sent(one.name, content)
        took = time.perf_counter() - began
        most = max(most, memory.grown_megabytes)
        kept = StoredFile.objects.exists()
        said = (
            re.sub(
                r"<[^>]+>",
                " ",
                re.search(r'<[^<>]*class="problems".*?</ul>', answer.content.decode(), re.S)[0],
            )
            if answer.status_code == 422
            else ""
        )
        if took > SECONDS:
            wrong.append(f"{one.label}: {took:.1f} s")
        if kept != (one.label in HARMLESS):
            wrong.append(f"{one.label}: kept={kept} {answer.status_code} {said[:80]}")
        if not kept and (
            answer.status_code not in (400, 413, 422)
            or (answer.status_code == 422 and not re.search("[一-龥]{3}", said))
        ):
            wrong.append(f"{one.label}: {answer.status_code} {said[:80]}")
        if BANNED.search(said.split("”", 1)[-1]):
            wrong.append(f"{one.label}: {said}")
        new = everything_under(tmp_path) - before
        if any(
            not re.fullmatch(r"home/(files/[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{64}|keys/\S+)", path)
            for path in new
        ):
            wrong.append(f"{one.label}: {new}")
    assert wrong == []
    assert most < MEGABYTES


def test_what_was_kept_reaches_the_clerk_as_a_download_in_a_sandbox(cast, form, client_of):
    client, sent = form
    write(client, KIND)
    sent("<img src=x onerror=alert(1)>.txt", b"<html><script>alert(1)</script>")
    send(client, KIND)
    row = CaseFile.objects.get()
    assert "<" not in row.name
    answer = client_of("agri.handler").get(url("case_file", row.case_id, row.key))
    b"".join(answer.streaming_content)
    assert answer["Content-Type"] in {kind.media_type for kind in FILE_TYPES.values()}
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")


def test_the_real_corpus_of_hostile_files(form, shared):
    """Files made elsewhere to do harm: none is kept with a macro, a script or a lock in it."""
    _, sent = form
    kept = []
    for path in sorted(Path(shared / "data/attachments").glob("*/*")):
        if path.parent.name not in ("active", "encrypted", "macros", "bombs", "hostile"):
            continue
        StoredFile.objects.all().delete()
        began = time.perf_counter()
        sent(path.name, path.read_bytes())
        assert time.perf_counter() - began < SECONDS, path
        if StoredFile.objects.exists():
            kept.append(f"{path.parent.name}/{path.name}")
    assert [name for name in kept if name.startswith(("encrypted/", "macros/", "bombs/"))] == []
