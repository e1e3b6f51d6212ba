"""The virus scanner behind a port: clamd's INSTREAM over TCP or a Unix socket. None is set up unless GONGKAI_CLAMD says so.

A verdict is asked for one file at a time, beside all other work: while the scanner is slow or down, files wait and are
not handed out; nothing else waits with them.
"""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 120.0
CHUNK = 64 * 1024
_LONGEST_ANSWER = 4096
PORT = 3310


class ScannerDown(Exception):
    """Nobody answers, or breaks off: the file goes on waiting."""


class CannotScan(Exception):
    """The scanner is there but won't judge this file, e.g. because it is too large for its limits."""


@dataclass(frozen=True)
class Verdict:
    """`found` is the scanner's name for what it found, empty when the file is clean."""

    found: str = ""

    @property
    def is_clean(self) -> bool:
        return not self.found


class Scanner(Protocol):
    def scan(self, path: Path) -> Verdict:
        """Raises ScannerDown, CannotScan."""

    def is_up(self) -> bool: ...


@dataclass(frozen=True)
class Clamd:
    """A running clamd at `host:port`, or at the path of a socket."""

    address: str

    def scan(self, path: Path) -> Verdict:
        try:
            with self._connected(ANSWER_SECONDS) as link, path.open("rb") as content:
                _send(link, content)
                answer = _answer(link)
        except FileNotFoundError as gone:
            raise CannotScan("文件不在磁盘上") from gone
        except OSError as problem:
            raise ScannerDown(str(problem)) from problem
        return _verdict(answer)

    def is_up(self) -> bool:
        try:
            with self._connected(CONNECT_SECONDS) as link:
                link.sendall(b"zPING\0")
                return _answer(link) == "PONG"
        except (OSError, ScannerDown):
            return False

    def _connected(self, seconds: float) -> socket.socket:
        try:
            link = self._open()
        except OSError as problem:  # a missing socket file too, which isn't a missing file of ours
            raise ScannerDown(str(problem)) from problem
        link.settimeout(seconds)
        return link

    def _open(self) -> socket.socket:
        if "/" in self.address:
            link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            link.settimeout(CONNECT_SECONDS)
            link.connect(self.address.removeprefix("unix:"))
            return link
        host, _, port = self.address.rpartition(":")
        return socket.create_connection(
            (host or self.address, int(port) if host else PORT), timeout=CONNECT_SECONDS
        )


def _send(link: socket.socket, content: object) -> None:
    link.sendall(b"zINSTREAM\0")
    try:
        while chunk := content.read(CHUNK):  # type: ignore[attr-defined]
            link.sendall(struct.pack(">I", len(chunk)) + chunk)
        link.sendall(struct.pack(">I", 0))
    except (BrokenPipeError, ConnectionResetError):
        return  # over its limit it says so and hangs up: its answer can still be read


def _answer(link: socket.socket) -> str:
    told = b""
    while not told.endswith(b"\0") and len(told) < _LONGEST_ANSWER:
        piece = link.recv(_LONGEST_ANSWER)
        if not piece:
            break
        told += piece
    if not told:
        raise ScannerDown("no answer")
    return told.rstrip(b"\0\n").decode("utf-8", "replace")


def _verdict(answer: str) -> Verdict:
    """Only a plain OK is clean; whatever isn't understood is no verdict."""
    if answer == "stream: OK":
        return Verdict()
    if answer.endswith(" FOUND"):
        return Verdict(answer.removeprefix("stream: ").removesuffix(" FOUND")[:200] or "?")
    raise CannotScan(answer[:200])


def scanner() -> Scanner | None:
    """The scanner of this installation; None where none is set up."""
    address = str(getattr(settings, "CLAMD", ""))
    return Clamd(address) if address else None
