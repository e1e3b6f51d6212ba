"""Somebody who writes to an office over HTTP, as a browser without scripts does: session, tokens, one page after another."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from bench.wire import Link
from gongkai.cases.declaring import Asked, FormPage
from gongkai.cases.kinds import CASE_KINDS

GONE = OSError
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


def _takes_files(page: FormPage) -> bool:
    return any(one.type == "files" for one in page.fields)


def _page(kind: str, unit: str, code: str) -> str:
    return f"/write/{kind}/{quote(unit)}/{code}/"


class Citizen:
    """One browser. `waits()` is asked when the server is gone: True when it is back and the press may be repeated."""

    def __init__(
        self,
        port: int,
        *,
        waits: Callable[[], bool] = lambda: False,
        timeout: float = 30,
        link: Link | None = None,
    ) -> None:
        self.port, self.waits, self.timeout = port, waits, timeout
        self.cookies: dict[str, str] = {}
        self.requests = 0
        self.link = link or Link(port, timeout=timeout)

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
        draft = self.fill_in(kind, unit, title, file=file, reads_pages=reads_pages)
        return self.press(kind, unit, title, draft, presses=presses)

    def fill_in(
        self,
        kind: str,
        unit: str,
        title: str,
        *,
        file: tuple[str, bytes] | None = None,
        reads_pages: bool = False,
    ) -> str:
        """Every page but the last button; the mark of the draft, which the check page's form carries."""
        pages = CASE_KINDS[kind].pages
        self.expect(self.get(_page(kind, unit, pages[0].code)), 200)
        for page in pages:
            goes_to = self._fill(page, _page(kind, unit, page.code), title, file)
            if reads_pages and page is not pages[-1]:
                self.expect(self.get(goes_to), 200)
        text = self.expect(self.get(_page(kind, unit, "check")), 200).text
        found = re.search(r'name="draft" value="([^"]+)"', text)
        if found is None:
            raise Unexpected("the check page has no button")
        return found[1]

    def add_file(self, kind: str, unit: str, title: str, file: tuple[str, bytes]) -> None:
        """Come back from the check page to the one with a place for files, and send it along."""
        page = next(one for one in CASE_KINDS[kind].pages if _takes_files(one))
        self._fill(page, f"{_page(kind, unit, page.code)}?back=check", title, file)

    def press(self, kind: str, unit: str, title: str, draft: str, *, presses: int = 1) -> Shown:
        """The last button, and the page with number and code."""
        for _ in range(presses):
            goes_to = self.expect(self.post(_page(kind, unit, "check"), {"draft": draft}), 302).goes_to
        return self._receipt(title, goes_to)

    def _fill(self, page: FormPage, at: str, title: str, file: tuple[str, bytes] | None) -> str:
        upload = {"files": file} if file and _takes_files(page) else {}
        return self.expect(self.post(at, answers_for(page, title), upload), 302).goes_to

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
        return self._patiently("GET", path, (), "")

    def post(
        self, path: str, data: Mapping[str, str], files: Mapping[str, tuple[str, bytes]] | None = None
    ) -> Answer:
        """With the token of the cookie, as the hidden field of a form carries it."""
        sent = {**data, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        if files:
            return self._patiently("POST", path, *multipart(sent, files))
        return self._patiently("POST", path, (urlencode(sent).encode(),), "application/x-www-form-urlencoded")

    def _patiently(self, method: str, path: str, body: Sequence[bytes], content_type: str) -> Answer:
        while True:
            try:
                return self._ask(method, path, body, content_type)
            except GONE as problem:
                self.close()
                if not self.waits():
                    raise GaveUp(repr(problem)) from problem

    def _ask(self, method: str, path: str, body: Sequence[bytes], content_type: str) -> Answer:
        self.requests += 1
        got = self.link.ask(method, path, body=body, content_type=content_type, cookies=self.cookies.items())
        self.cookies |= got.cookies
        return Answer(got.status, got.goes_to, got.body.decode(errors="replace"))

    def close(self) -> None:
        self.link.close()


def multipart(
    data: Mapping[str, str], files: Mapping[str, tuple[str, bytes]]
) -> tuple[tuple[bytes, ...], str]:
    """A form with files: its pieces, which needn't be joined, and its content type."""
    edge = secrets.token_hex(16)
    parts: list[bytes] = []
    for name, value in data.items():
        parts.append(f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
    for name, (file_name, content) in files.items():
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        parts += [head.encode(), b"Content-Type: application/octet-stream\r\n\r\n", content, b"\r\n"]
    return (*parts, f"--{edge}--\r\n".encode()), f"multipart/form-data; boundary={edge}"
