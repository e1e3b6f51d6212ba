"""The port through which messages leave: files for development, SMTP for real mail. Text messages go to files."""

from __future__ import annotations

import json
import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

from gongkai.crypto.digests import raw_digest

TIMEOUT = 8.0  # seconds for each answer of the server


@dataclass(frozen=True)
class Outgoing:
    """`once` names the message: a provider that is handed it twice can tell."""

    once: str
    channel: str
    to: str
    subject: str
    text: str


class CannotSend(Exception):
    """Not sent; the words say why. `final`: another try would fail alike (no such address)."""

    def __init__(self, words: str, *, final: bool = False, down: bool = False) -> None:
        super().__init__(words)
        self.final = final
        self.down = down


class Provider(Protocol):
    def send(self, message: Outgoing) -> None:
        """Hand one message over. Raises CannotSend."""


def message_name(once: str) -> str:
    """A short name that is the same for the same message and tells nothing about it."""
    return raw_digest(once.encode(), algorithm="sha256").hex()[:32]


class Files:
    """One JSON file a message in a folder; handed over twice it is still one file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: Outgoing) -> None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            place = self.folder / f"{message.channel}-{message_name(message.once)}.json"
            mine = place.with_suffix(f".{os.getpid()}")
            handle = os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                json.dump(asdict(message), out, ensure_ascii=False, indent=1)
            mine.replace(place)
        except OSError as problem:
            raise CannotSend(f"写不进 {self.folder}：{problem.strerror}", down=True) from problem


class Smtp:
    """An open connection to a mail server. `smtp://name:password@host:587?tls=1&from=gk@example.gov.cn` or smtps."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        asked = parse_qs(parts.query)
        self.sender = asked.get("from", [f"noreply@{parts.hostname}"])[0]
        try:
            self._server = self._connect(parts.scheme, parts.hostname or "", parts.port)
            if asked.get("tls", ["0"])[0] == "1":
                self._server.starttls(context=ssl.create_default_context())
            if parts.username:
                self._server.login(unquote(parts.username), unquote(parts.password or ""))
        except (OSError, smtplib.SMTPException) as problem:
            raise CannotSend(f"连不上邮件服务器：{type(problem).__name__}", down=True) from problem

    @staticmethod
    def _connect(scheme: str, host: str, port: int | None) -> smtplib.SMTP:
        if scheme == "smtps":
            return smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT, context=ssl.create_default_context())
        return smtplib.SMTP(host, port or 25, timeout=TIMEOUT)

    def send(self, message: Outgoing) -> None:
        try:
            mail = self._mail(message)
            self._server.send_message(mail)
        except ValueError as problem:
            raise CannotSend("地址或者标题不能用", final=True) from problem
        except smtplib.SMTPRecipientsRefused as problem:
            code = next(iter(problem.recipients.values()))[0]
            raise CannotSend(f"对方服务器不收这个地址（{code}）", final=code >= 500) from problem
        except smtplib.SMTPResponseException as problem:
            raise CannotSend(
                f"邮件服务器没有收下（{problem.smtp_code}）", final=problem.smtp_code >= 550
            ) from problem
        except (OSError, smtplib.SMTPException) as problem:
            raise CannotSend(f"发到一半断了：{type(problem).__name__}", down=True) from problem

    def _mail(self, message: Outgoing) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = self.sender
        mail["To"] = message.to
        mail["Subject"] = " ".join(message.subject.split())
        mail["Date"] = formatdate(localtime=True)
        # The same for a second try, so that mail systems drop the double.
        mail["Message-ID"] = f"<{message_name(message.once)}@{parseaddr(self.sender)[1].partition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.text)
        return mail

    def close(self) -> None:
        try:
            self._server.quit()
        except (OSError, smtplib.SMTPException):
            self._server.close()


class Providers:
    """The providers of one round of sending; the mail server is called when the first mail leaves."""

    def __init__(self) -> None:
        self._files = Files(Path(settings.HOME) / "outbox")
        self._smtp: Smtp | None = None

    def of(self, channel: str) -> Provider:
        """Raises CannotSend when the mail server doesn't answer."""
        if channel != "mail" or not settings.SMTP_URL:
            return self._files
        if self._smtp is None:
            self._smtp = Smtp(settings.SMTP_URL)
        return self._smtp

    def close(self) -> None:
        if self._smtp is not None:
            self._smtp.close()


@contextmanager
def providers() -> Iterator[Providers]:
    found = Providers()
    try:
        yield found
    finally:
        found.close()
