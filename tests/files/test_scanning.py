"""T33: while the scanner is slow, down or unsure nobody gets a file; what it finds is never handed out."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.files import clamd
from tests.office.pages import url, words
from tests.portal.cases.conftest import number_and_code, send, write

from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseFile
from gongkai.disclosure.actions import drafting, reviewing
from gongkai.disclosure.actions.publishing import publish_due
from gongkai.disclosure.actions.refusals import OpenFindings
from gongkai.disclosure.models import Attachment, Item
from gongkai.disclosure.queries.health import examine
from gongkai.files.actions import FileRefused, scan_next, store_upload
from gongkai.files.models import StoredFile
from gongkai.files.queries import scan_queue
from gongkai.files.scanning import CannotScan, Clamd, ScannerDown
from gongkai.ledger.models import LedgerRow
from gongkai.ledger.rules import SYSTEM

NOW = timezone.now()
DOWN = "127.0.0.1:9"


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.INDEX_ROOT = tmp_path / "index"


@pytest.fixture
def server(settings):
    with clamd.running() as running:
        settings.CLAMD = running.address
        yield running


def kept(content: bytes, name: str = "x.txt") -> StoredFile:
    return store_upload(name=name, stream=io.BytesIO(content), by=SYSTEM, at=NOW)


def all_scanned() -> None:
    while scan_next(at=NOW):
        pass


# ---- the port --------------------------------------------------------------------------------------------


def test_clean_infected_too_large_and_gone(server, tmp_path):
    port, path = Clamd(server.address), tmp_path / "x"
    path.write_bytes(b"a" * 200_000)
    assert port.scan(path).is_clean
    path.write_bytes(b"a" * 70_000 + clamd.EICAR)
    assert port.scan(path).found == "Eicar-Test-Signature"
    server.largest = 1000
    with pytest.raises(CannotScan, match="limit"):
        port.scan(path)
    with pytest.raises(CannotScan):
        port.scan(tmp_path / "gone")
    assert port.is_up()


@pytest.mark.parametrize("address", [DOWN, "/nowhere/clamd.ctl", "unix:/nowhere/clamd.ctl"])
def test_nobody_answers(address, tmp_path):
    (tmp_path / "x").write_bytes(b"a")
    with pytest.raises(ScannerDown):
        Clamd(address).scan(tmp_path / "x")
    assert not Clamd(address).is_up()


@pytest.mark.parametrize("words", [b"stream: OK maybe\0", b"\0", b"<html>", b"UNKNOWN COMMAND\0"])
def test_what_isnt_understood_is_no_verdict(server, words, tmp_path):
    server.nonsense = words
    (tmp_path / "x").write_bytes(b"a")
    with pytest.raises((CannotScan, ScannerDown)):
        Clamd(server.address).scan(tmp_path / "x")


# ---- the queue -------------------------------------------------------------------------------------------


def test_without_a_scanner_files_are_as_before(db):
    assert kept(b"a").scan == "clean"
    assert not scan_next(at=NOW)


def test_a_file_waits_until_it_is_passed(db, server):
    row = kept("石桥村".encode())
    assert row.scan == "waiting"
    all_scanned()
    row.refresh_from_db()
    assert row.scan == "clean"
    assert LedgerRow.objects.filter(act="file.scan").count() == 1


def test_what_is_found_is_kept_back_for_good(db, server):
    row = kept(clamd.EICAR)
    all_scanned()
    row.refresh_from_db()
    assert (row.scan, row.scan_words) == ("bad", "Eicar-Test-Signature")
    with pytest.raises(FileRefused, match="病毒"):
        kept(clamd.EICAR)


def test_a_file_that_it_wont_judge_waits_behind_the_others(db, server):
    server.largest = 1000
    large, small = kept(b"a" * 2000), kept(b"b")
    all_scanned()
    assert scan_queue().unjudged == 1
    small.refresh_from_db()
    large.refresh_from_db()
    assert (small.scan, large.scan, large.scan_tries) == ("clean", "waiting", 2)
    server.largest = 10_000
    all_scanned()
    large.refresh_from_db()
    assert large.scan == "clean"


def test_down_and_up_again(db, server, settings):
    address, settings.CLAMD = settings.CLAMD, DOWN
    row = kept(b"a")
    all_scanned()
    assert scan_queue().waiting == 1
    settings.CLAMD = address
    all_scanned()
    row.refresh_from_db()
    assert row.scan == "clean"


# ---- every way out ---------------------------------------------------------------------------------------


def sent_letter(content: bytes) -> tuple[Client, Case]:
    client, kind = Client(), CASE_KINDS["letter"]
    write(client, kind)
    chosen = SimpleUploadedFile("路灯.txt", content)
    page = next(page for page in kind.pages if any(one.key == "files" for one in page.fields))
    client.post(
        f"/write/letter/016/{page.code}/", {"title": "路灯", "text": "不亮", "files": chosen, "upload": "1"}
    )
    number, _ = number_and_code(send(client, kind))
    return client, Case.objects.get(number=number)


@pytest.mark.parametrize("address", ["up", DOWN])
def test_nothing_unscanned_of_a_case_is_served(cast, client_of, server, settings, address):
    settings.CLAMD = server.address if address == "up" else address
    _, case = sent_letter("石桥村".encode())
    row = CaseFile.objects.get(case=case)
    clerk = client_of("agri.handler")
    place = url("case_file", case.pk, row.key)
    assert clerk.get(place).status_code == 404
    assert "等待查毒" in words(clerk.get(url("case", case.pk))) or "查毒" in words(
        clerk.get(url("case", case.pk))
    )
    if address == "up":
        all_scanned()
        assert b"".join(clerk.get(place).streaming_content) == "石桥村".encode()


def test_a_virus_that_somebody_sent_in_reaches_nobody(cast, client_of, server):
    _, case = sent_letter(clamd.EICAR)
    all_scanned()
    row = CaseFile.objects.get(case=case)
    assert client_of("agri.handler").get(url("case_file", case.pk, row.key)).status_code == 404


def test_an_attachment_of_a_public_item_waits_too(cast, client_of, server):
    officer = client_of("agri.officer")
    item_id = cast.draft()
    chosen = SimpleUploadedFile("名单.txt", "石桥村".encode())
    assert officer.post(url("item_attach", item_id), {"chosen": chosen}).status_code == 302
    key = Attachment.objects.get().key
    reviewing.submit(item_id=item_id, by=cast.standing("agri.officer"), at=timezone.now())
    cast.pass_steps(item_id, until="publish")
    with pytest.raises(OpenFindings, match="等待查毒"):
        cast.pass_steps(item_id)
    publisher = client_of("agri.publisher")
    assert "名单.txt”还在等待查毒" in words(publisher.get(url("desk", item_id)))
    all_scanned()
    assert "等待查毒" not in words(publisher.get(url("desk", item_id)))
    cast.pass_steps(item_id)
    StoredFile.objects.update(scan="waiting")  # looked at anew, e.g. with new signatures
    ways = [
        (officer, url("item_file", item_id, key)),
        (Client(), f"/file/{key}/"),
        (Client(), f"/file/{key}/a.txt"),
    ]
    assert {client.get(place).status_code for client, place in ways} == {404}
    all_scanned()
    for client, place in ways:
        assert b"".join(client.get(place).streaming_content) == "石桥村".encode()


def test_a_slow_scanner_keeps_no_page_waiting(cast, server):
    """The page doesn't even speak to it: what isn't asked can't be waited for."""
    server.go_on.clear()
    _, case = sent_letter("石桥村".encode())
    assert case.number
    assert scan_queue().waiting == 1
    assert server.asked == 0
    server.go_on.set()
    all_scanned()
    assert server.asked == 1


# ---- seen by whoever runs it -----------------------------------------------------------------------------


def test_doctor_and_the_page_show_the_queue(cast, client_of, server, settings):
    kept(b"a")
    found = examine(today=timezone.localdate(), at=NOW)
    assert found.report["scanner"] == {"set_up": True, "up": True, "waiting": 1, "unjudged": 0, "bad": 0}
    assert "1 个文件等着" in words(client_of("office.system_admin").get(url("health")))
    settings.CLAMD = DOWN
    assert any(
        "查毒程序没有应答，1 个新文件等着" in line
        for line in examine(today=timezone.localdate(), at=NOW).problems
    )
    settings.CLAMD = ""
    assert any("1 个文件等着查毒" in line for line in examine(today=timezone.localdate(), at=NOW).problems)


def test_what_was_set_for_a_time_waits_for_the_scanner_and_goes_back_when_it_finds_something(cast, server):
    at = timezone.now()
    item_id = cast.draft(at=at)
    row = kept("石桥村".encode(), "名单.txt")
    drafting.attach(item_id=item_id, file_id=row.pk, name="名单.txt", by=cast.standing("agri.officer"), at=at)
    reviewing.submit(item_id=item_id, by=cast.standing("agri.officer"), at=at)
    cast.pass_steps(item_id, until="publish")
    reviewing.pass_step(
        step_id=cast.open_step(item_id).pk, publish_at=at + timedelta(hours=1),
        by=cast.standing("agri.publisher"), at=at,
    )  # fmt: skip
    assert publish_due(at=at + timedelta(hours=2)) == 0
    assert Item.objects.get(id=item_id).state == "approved"
    StoredFile.objects.filter(id=row.pk).update(scan="bad")
    assert publish_due(at=at + timedelta(hours=2)) == 0
    assert Item.objects.get(id=item_id).state == "returned"
