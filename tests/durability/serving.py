"""A real installation in a folder of its own, and `gongkai serve` in a process that can be killed."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

from tests.installing import with_tables

PASSWORD = "Qinghe-county-2026"
ROUTE = ("officer", "first_reviewer", "publisher")
ONE_BY_ONE = """
import json, sys, django
django.setup()
from gongkai.cli.app import app
for words in json.loads(sys.argv[1]):
    app(words, standalone_mode=False)
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Installation:
    """GONGKAI_HOME and what runs on it. With GONGKAI_DATABASE in the environment its own database there."""

    home: Path
    port: int = field(default_factory=free_port)
    web: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "GONGKAI_HOME": str(self.home),
            "GONGKAI_PASSWORD": PASSWORD,
            "PYTHONWARNINGS": "",
        }

    def run(self, *words: str, check: bool = True, seconds: float = 180) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "gongkai", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=seconds,
        )
        assert not check or done.returncode == 0, done.stderr
        return done

    def run_one_by_one(self, *commands: Sequence[str]) -> None:
        """Several commands in one process: the installation is the same, Python and Django are loaded once."""
        done = subprocess.run(
            [sys.executable, "-c", ONE_BY_ONE, json.dumps(commands)],
            env=self.environment, capture_output=True, text=True, timeout=180,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "gongkai", *words],
            env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    def serve(self) -> None:
        self.web = self.start("serve", "--port", str(self.port), "--workers", "1")
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=2):
                    return
            except OSError:
                assert self.web.poll() is None, "the server ended"
                time.sleep(0.1)
        raise AssertionError("the server did not answer")

    def kill(self) -> None:
        """kill -9 of the whole group: parent, web workers, background thread."""
        if self.web is not None:
            os.killpg(self.web.pid, signal.SIGKILL)
            self.web.wait()
            self.web = None

    def stop(self) -> None:
        if self.web is not None:
            self.web.terminate()
            self.web.wait(30)
            self.web = None


_as_built: dict[tuple[tuple[str, str], ...], Path] = {}


def set_up(home: Path, people: Mapping[str, str] | None = None) -> Installation:
    """An empty installation with one unit and the people of the short route (or `people`: name → role).

    On SQLite the second one with the same people is a copy of the first as it was before anything ran on it.
    """
    made = Installation(home)
    wanted = people or {role: role for role in ROUTE}
    key = tuple(wanted.items())
    if key in _as_built and _as_built[key].is_dir():
        shutil.copytree(_as_built[key], home, dirs_exist_ok=True)
        return made
    with_tables(home)
    create = ("--unit", "000", "--role")
    made.run_one_by_one(
        ["init", "--name", "青禾县人民政府", "--code", "000"],
        *(["user", "create", name, *create, role, "--full-name", name] for name, role in wanted.items()),
    )
    if not os.environ.get("GONGKAI_DATABASE"):
        _as_built[key] = home.with_name(f"{home.name}-as-built")
        shutil.copytree(home, _as_built[key])
    return made


class Person:
    """A browser without scripts, logged in."""

    def __init__(self, at: Installation, name: str) -> None:
        self.at = at
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.post("/office/login/", {"username": name, "password": PASSWORD}, page="/office/login/")

    def get(self, path: str) -> str:
        with self.opener.open(self.at.url + path, timeout=30) as answer:
            return str(answer.read().decode())

    def post(self, path: str, data: Mapping[str, str], *, page: str) -> tuple[str, str]:
        """Fill in the form on a page and send it; returns where it led and the text there."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(page))
        assert token is not None, f"no form on {page}"
        body = urlencode({**data, "csrfmiddlewaretoken": token[1]}).encode()
        with self.opener.open(self.at.url + path, body, timeout=30) as answer:
            return str(answer.url), str(answer.read().decode())
