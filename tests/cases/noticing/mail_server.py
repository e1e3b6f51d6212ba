"""A mail server of a page: enough of RFC 5321 to take a message or to refuse it."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Box:
    """`refuse`: address → the answer of the server; `drop`: how many messages are cut off halfway."""

    port: int = 0
    refuse: dict[str, str] = field(default_factory=dict)
    drop: int = 0
    mails: list[tuple[list[str], EmailMessage]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?from=noreply@qinghe.example"


@contextmanager
def mail_server() -> Iterator[Box]:
    box = Box()

    class Handler(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 qinghe.example")
            to: list[str] = []
            while line := self.rfile.readline().decode().strip():
                verb = line[:4].upper()
                if verb == "RCPT":
                    address = line[line.index("<") + 1 : line.index(">")]
                    if address in box.refuse:
                        self.say(box.refuse[address])
                        continue
                    to.append(address)
                    self.say("250 ok")
                elif verb == "DATA":
                    self.say("354 go on")
                    body = b""
                    while (part := self.rfile.readline()) != b".\r\n":
                        body += part.removeprefix(b".") if part.startswith(b"..") else part
                    if box.drop:
                        box.drop -= 1
                        return
                    mail = message_from_bytes(body, policy=policy.default)
                    assert isinstance(mail, EmailMessage)
                    box.mails.append((to, mail))
                    to = []
                    self.say("250 taken")
                elif verb == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
