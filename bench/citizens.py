"""Somebody who writes to an office over HTTP, as a browser without scripts does: session, tokens, one page after another."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote, urlencode

from gongkai.cases.declaring import Asked, FormPage
from gongkai.cases.kinds import CASE_KINDS

GONE = (OSError, HTTPException)
"""What a client sees of a server that was killed."""
_SAMPLES = {
    "date": "2026-01-05",
    "integer": "3",
    "phone": "13800138000",
    "email": "wang@example.com",
    "identity": "110101199003077715",
    "check": "1",
}


class Unexpected(Exception):
    """The server answered something that no page of the flow answers."""


class GaveUp(Exception):
    """The server went away and isn't waited for."""


@dataclass(frozen=True)
class Shown:
    """A receipt as the last page shows it. `title` is what the citizen knows the thing by."""

    title: str
    number: str
    code: str


@dataclass(frozen=True)
class Answer:
    status: int
    goes_to: str
    text: str


def answer_to(asked: Asked) -> str:
    """Something right for a field."""
    if asked.choices:
        return asked.choices[0][0]
    return _SAMPLES.get(asked.type, "柳河镇石桥村")[: asked.max_length]


def answers_for(page: FormPage, title: str) -> dict[str, str]:
    wanted = {one.key: answer_to(one) for one in page.fields if one.type != "files"}
    return wanted | {"title": title} if "title" in wanted else wanted


class Citizen:
    """One browser. `waits()` is asked when the server is gone: True when it is back and the press may be repeated."""

    def __init__(self, port: int, *, waits: Callable[[], bool] = lambda: False, timeout: float = 30) -> None:
        self.port, self.waits, self.timeout = port, waits, timeout
        self.cookies: dict[str, str] = {}
        self.requests = 0
        self._link: HTTPConnection | None = None

    # ---- the flow ----------------------------------------------------------------------------------------

    def send_in(
        self,
        kind: str,
        unit: str,
        title: str,
        *,
        file: tuple[str, bytes] | None = None,
        reads_pages: bool = False,
        presses: int = 1,
    ) -> Shown:
        """Fill in every page and send it, pressing the last button so often; the receipt as the last page shows it.

        `reads_pages`: every redirect is followed, as a browser does; else only what is needed.
        """
        base = f"/write/{kind}/{quote(unit)}/"
        pages = CASE_KINDS[kind].pages
        self.expect(self.get(f"{base}{pages[0].code}/"), 200)
        with_file = next((p.code for p in pages if any(f.type == "files" for f in p.fields)), "")
        for page in pages:
            sent = answers_for(page, title)
            upload = {"files": file} if file and page.code == with_file else {}
            at = f"{base}{page.code}/"
            goes_to = self.expect(self.post(at, sent, upload), 302).goes_to
            if reads_pages:
                self.expect(self.get(goes_to), 200)
        found = re.search(r'name="draft" value="([^"]+)"', self.expect(self.get(f"{base}check/"), 200).text)
        if found is None:
            raise Unexpected("the check page has no button")
        for _ in range(presses):
            goes_to = self.expect(self.post(f"{base}check/", {"draft": found[1]}), 302).goes_to
        return self._receipt(title, goes_to)

    def _receipt(self, title: str, path: str) -> Shown:
        text = self.expect(self.get(path), 200).text
        number = re.search(r'<b class="num">([^<]+)</b>', text)
        code = re.search(r'id="code">([^<]+)</b>', text)
        if number is None or code is None:
            raise Unexpected(f"no receipt on {path}")
        return Shown(title, number[1], code[1])

    @staticmethod
    def expect(answer: Answer, status: int) -> Answer:
        if answer.status != status:
            raise Unexpected(f"{answer.status} instead of {status}: {answer.text[:300]}")
        return answer

    # ---- HTTP --------------------------------------------------------------------------------------------

    def get(self, path: str) -> Answer:
        return self._patiently("GET", path, b"", "")

    def post(
        self, path: str, data: Mapping[str, str], files: Mapping[str, tuple[str, bytes]] | None = None
    ) -> Answer:
        """With the token of the cookie, as the hidden field of a form carries it."""
        sent = {**data, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        if files:
            return self._patiently("POST", path, *_multipart(sent, files))
        return self._patiently("POST", path, urlencode(sent).encode(), "application/x-www-form-urlencoded")

    def _patiently(self, method: str, path: str, body: bytes, content_type: str) -> Answer:
        while True:
            try:
                return self._ask(method, path, body, content_type)
            except GONE as problem:
                self.close()
                if not self.waits():
                    raise GaveUp(repr(problem)) from problem

    def _ask(self, method: str, path: str, body: bytes, content_type: str) -> Answer:
        if self._link is None:
            self._link = HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        headers: dict[str, Any] = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if content_type:
            headers["Content-Type"] = content_type
        self.requests += 1
        self._link.request(method, path, body or None, headers)
        got = self._link.getresponse()
        text = got.read().decode(errors="replace")
        for told in got.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(told).items()}
        return Answer(got.status, got.headers.get("Location", ""), text)

    def close(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None


def _multipart(data: Mapping[str, str], files: Mapping[str, tuple[str, bytes]]) -> tuple[bytes, str]:
    edge = secrets.token_hex(16)
    parts: list[bytes] = []
    for name, value in data.items():
        parts.append(f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
    for name, (file_name, content) in files.items():
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        parts += [head.encode(), b"Content-Type: application/octet-stream\r\n\r\n", content, b"\r\n"]
    return b"".join([*parts, f"--{edge}--\r\n".encode()]), f"multipart/form-data; boundary={edge}"
