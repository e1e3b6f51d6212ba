"""A small server that speaks clamd's protocol: knows EICAR, and can be slow, full, or talk nonsense."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# In two pieces, so that this file itself isn't taken for one.
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()


class _Asked(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server: FakeClamd = self.server  # type: ignore[assignment]
        server.asked += 1
        command = self._command()
        if command == b"zPING":
            self.wfile.write(b"PONG\0")
        elif command == b"zINSTREAM":
            content = self._content(server.largest)
            server.go_on.wait(20)
            server.seen += 1
            self.wfile.write(server.answer_to(content))

    def _command(self) -> bytes:
        told = b""
        while not told.endswith(b"\0"):
            piece = self.rfile.read(1)
            if not piece:
                break
            told += piece
        return told.rstrip(b"\0")

    def _content(self, largest: int) -> bytes | None:
        content = b""
        while size := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
            if len(content) > largest:
                return None
        return content


class FakeClamd(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    largest = 25 * 1024 * 1024
    nonsense = b""
    asked = 0  # connections, answered or not
    seen = 0  # files judged

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.go_on = threading.Event()
        self.go_on.set()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    def answer_to(self, content: bytes | None) -> bytes:
        if self.nonsense:
            return self.nonsense
        if content is None:
            return b"INSTREAM size limit exceeded. ERROR\0"
        return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


@contextmanager
def running() -> Iterator[FakeClamd]:
    with FakeClamd() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.go_on.set()
        server.shutdown()
