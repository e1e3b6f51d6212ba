"""What a session holds of a person who has logged in: sealed, apart from any login of staff."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.contrib.sessions.backends.base import SessionBase

from gongkai.cases.declaring import CaseKind
from gongkai.portal.cases.holding import LOGINS, Draft, drop, read, write

_STARTED, _WHO = "started", "who"


@dataclass(frozen=True)
class Started:
    """What the session keeps until the person is back."""

    state: str
    nonce: str
    verifier: str
    back: str = ""


@dataclass(frozen=True)
class Person:
    """Who has logged in. `subject` names the account among all providers; the rest is for filling in forms."""

    subject: str
    name: str = ""
    phone: str = ""


def keep_started(session: SessionBase, started: Started) -> None:
    write(session, LOGINS, _STARTED, asdict(started))


def take_started(session: SessionBase) -> Started | None:
    """Once: whoever comes back a second time with the same state finds nothing."""
    told = read(session, LOGINS, _STARTED)
    drop(session, LOGINS, _STARTED)
    return Started(**told) if told else None


def keep_person(session: SessionBase, person: Person) -> None:
    write(session, LOGINS, _WHO, asdict(person))


def person_of(session: SessionBase) -> Person | None:
    told = read(session, LOGINS, _WHO)
    return Person(**told) if told else None


def log_out(session: SessionBase) -> None:
    session.pop(LOGINS, None)


def new_draft(session: SessionBase, kind: CaseKind) -> Draft:
    """An empty draft, with the name of whoever has logged in: they may write over it."""
    person = person_of(session)
    if person is None:
        return Draft()
    known = {"name": person.name, "phone": person.phone}
    asked = {one.key for one in kind.fields}
    return Draft(sent={key: value for key, value in known.items() if value and key in asked})
