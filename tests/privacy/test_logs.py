"""T41: neither logs nor addresses nor error reports hold what a person wrote of themselves, nor any secret."""

from __future__ import annotations

import io
import logging
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from tests.durability.serving import Installation, set_up
from tests.portal.cases.conftest import write
from tests.privacy import canaries
from tests.privacy.journey import KIND, play

from gongkai.cases.actions import submitting
from gongkai.portal.cases import paths

pytestmark = pytest.mark.sweep


@pytest.fixture
def heard():
    """Everything that any logger says, down to DEBUG, formatted as the server's own line, with tracebacks."""
    from logging.config import dictConfig

    dictConfig({**django_settings.LOGGING, "disable_existing_loggers": False})
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.getLogger().handlers[0].formatter)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def test_the_whole_way_leaves_no_canary_in_logs_and_addresses(cast, heard):
    from django.utils import timezone

    def log_in(client, person: str) -> None:
        client.force_login(cast.user(person), backend="django.contrib.auth.backends.ModelBackend")

    played = play(cast, log_in, timezone.localtime())
    secrets = (played.code, played.code.replace("-", ""), *(one for one in played.cookies if len(one) > 8))
    assert len(played.addresses) > 20
    assert canaries.found_in("\n".join(played.addresses), *secrets) == []
    said = heard.getvalue()
    assert "Unprocessable" in said  # it does listen
    assert canaries.found_in(said, *secrets) == []


def test_an_error_in_the_middle_of_sending_tells_nothing(cast, heard, monkeypatch):
    client = Client(raise_request_exception=False)
    write(client, KIND, changed=canaries.PERSON)

    def broken(*given, **more):
        raise RuntimeError("disk full")

    shown = client.get(paths.page(KIND.code, "016", "check")).content.decode()
    draft = shown.split('name="draft" value="')[1].split('"')[0]
    monkeypatch.setattr(submitting, "next_serial", broken)
    answer = client.post(paths.page(KIND.code, "016", "check"), {"draft": draft})
    assert answer.status_code == 500
    assert "disk full" in heard.getvalue()
    assert canaries.found_in(heard.getvalue()) == []
    assert canaries.found_in(answer.content.decode()) == []


def test_an_error_while_asking_tells_nothing(cast, heard, monkeypatch):
    """The values are in the frames of the traceback then; a log of ours holds no frames' values."""
    from gongkai.portal.cases import flow

    def broken(*given, **more):
        raise RuntimeError("disk full")

    monkeypatch.setattr(flow, "keep_draft", broken)
    client = Client(raise_request_exception=False)
    answer = client.post(paths.page(KIND.code, "016", KIND.pages[-1].code), canaries.PERSON)
    assert answer.status_code == 500
    assert canaries.found_in(heard.getvalue() + answer.content.decode()) == []


def test_a_real_server_writes_none_of_it(tmp_path):
    """What `gongkai serve` prints while somebody asks with the right and the wrong, in forms and in addresses."""
    site = set_up(tmp_path / "served")
    log = (tmp_path / "log").open("wb")
    site.web = subprocess.Popen(
        [sys.executable, "-m", "gongkai", "serve", "--port", str(site.port), "--workers", "1"],
        env=site.environment, stdout=log, stderr=log, start_new_session=True,
    )  # fmt: skip
    try:
        _ask(site)
    finally:
        site.stop()
        log.close()
    said = (tmp_path / "log").read_text(encoding="utf-8", errors="replace")
    assert canaries.found_in(said, "ABCDE-FGHJK") == []


def _ask(site: Installation) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(f"{site.url}/healthz", timeout=2).close()
            break
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.1)
    for place in ("/case/", "/write/letter/016/contact/", "/nowhere/"):
        body = "&".join(f"{key}={value}" for key, value in canaries.PERSON.items()) + "&code=ABCDE-FGHJK"
        try:
            urllib.request.urlopen(f"{site.url}{place}", body.encode(), timeout=10).close()
        except urllib.error.HTTPError as answer:
            assert answer.code < 500  # noqa: PT017  (whatever it answers, it must not fall over)
            answer.close()


def test_messages_in_files_are_the_only_place_where_an_address_stands(played, own_home: Path):
    """Text messages and mail need one; everything else under the home holds none."""
    text = canaries.text_of_files(own_home, without=("outbox", "mail", "files", "keys"))
    assert canaries.found_in(text, played.code) == []
