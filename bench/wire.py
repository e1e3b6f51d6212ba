"""HTTP/1.1 over one kept connection with next to no work of its own: what measures must not eat what is measured."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
_CLOSES = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)
_COOKIE = re.compile(rb"\r\nset-cookie: *([^=;\r\n]+)=([^;\r\n]*)", re.IGNORECASE)
_LOCATION = re.compile(rb"\r\nlocation: *([^\r\n]*)", re.IGNORECASE)
_PIECE = 262_144  # bytes asked of the system at once


@dataclass(frozen=True)
class Got:
    """An answer. `head` is everything before the empty line."""

    status: int
    head: bytes
    body: bytes

    @property
    def goes_to(self) -> str:
        found = _LOCATION.search(self.head)
        return found[1].decode() if found else ""

    @property
    def cookies(self) -> dict[str, str]:
        """Those that are set; the last one of a name."""
        return {name.decode(): value.decode() for name, value in _COOKIE.findall(self.head)}


class Link:
    """One connection; opened when it is needed. Every trouble on the way is an OSError."""

    def __init__(self, port: int, *, timeout: float = 30) -> None:
        self.port, self.timeout = port, timeout
        self._socket: socket.socket | None = None
        self._room = bytearray(_PIECE)

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: Sequence[bytes | memoryview] = (),
        content_type: str = "",
        cookies: Iterable[tuple[str, str]] = (),
    ) -> Got:
        """Send and wait for the whole answer. The pieces of a body are sent as they lie, without joining them."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        if told := "; ".join(f"{name}={value}" for name, value in cookies):
            lines.append(f"Cookie: {told}")
        if content_type:
            lines += [f"Content-Type: {content_type}", f"Content-Length: {sum(map(len, body))}"]
        link = self._socket or self._connected()
        _send(link, [("\r\n".join(lines) + "\r\n\r\n").encode(), *body])
        got = self._answer(link, is_head=method == "HEAD")
        if _CLOSES.search(got.head):
            self.close()
        return got

    def _connected(self) -> socket.socket:
        self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=self.timeout)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._socket

    def _more(self, link: socket.socket) -> bytes:
        count = link.recv_into(self._room)
        if not count:
            raise ConnectionResetError("the server hung up")
        return bytes(memoryview(self._room)[:count])

    def _answer(self, link: socket.socket, *, is_head: bool) -> Got:
        told = self._more(link)
        while (end := told.find(b"\r\n\r\n")) < 0:
            told += self._more(link)
        head, body = told[:end], told[end + 4 :]
        status = int(head[9:12])
        if is_head or status in (204, 304):
            return Got(status, head, b"")
        if found := _LENGTH.search(head):
            while len(body) < int(found[1]):
                body += self._more(link)
        elif _CHUNKED.search(head):
            while not body.endswith(b"0\r\n\r\n"):
                body += self._more(link)
            body = _joined(body)
        return Got(status, head, body)

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def _send(link: socket.socket, pieces: Sequence[bytes | memoryview]) -> None:
    left = [memoryview(piece) for piece in pieces if len(piece)]
    while left:
        sent = link.sendmsg(left)
        while left and sent >= len(left[0]):
            sent -= len(left[0])
            left.pop(0)
        if sent:
            left[0] = left[0][sent:]


def _joined(chunks: bytes) -> bytes:
    found, at = [], 0
    while size := int(chunks[at : (end := chunks.index(b"\r\n", at))].partition(b";")[0], 16):
        found.append(chunks[end + 2 : end + 2 + size])
        at = end + 2 + size + 2
    return b"".join(found)
