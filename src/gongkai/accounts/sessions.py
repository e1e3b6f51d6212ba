"""Sessions in the database as the framework keeps them, reading and saving written out: both happen on nearly every page.

The framework builds a model and its SQL anew each time, which costs more than the statement itself. Making a session,
its id and ending it stay the framework's.
"""

from __future__ import annotations

from copy import deepcopy
from functools import partial
from typing import Any

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as Framework
from django.db import connection, transaction
from django.utils import timezone

_READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
_SAVE = "UPDATE django_session SET session_data = %s, expire_date = %s WHERE session_key = %s"


class SessionStore(Framework):
    """The engine of SESSION_ENGINE."""

    _saved: dict[str, Any] | None = None

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing when it has expired or never was."""
        found = self._read(_READ)
        if found is None:
            self._session_key = None
            return {}
        return found

    def read_again(self) -> None:
        """Hold what is stored now, the row locked until the transaction ends: of two presses one waits here.

        SQLite's IMMEDIATE transactions stand in line by themselves.
        """
        locks = connection.features.has_select_for_update
        found = self._read(f"{_READ} FOR UPDATE" if locks else _READ)
        self.clear()
        self.update(found or {})

    def _read(self, statement: str) -> dict[str, Any] | None:
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(statement, [self.session_key, now])
            row = cursor.fetchone()
        return dict(self.decode(row[0])) if row else None

    def save(self, must_create: bool = False) -> None:
        """Raises UpdateError when the session has ended meanwhile: it isn't made again.

        What has just been saved and committed as it is now isn't written a second time at the end of the request.
        """
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        held = self._get_session()  # type: ignore[attr-defined]  # the framework's own, not in its stubs
        if held == self._saved:
            return
        until = connection.ops.adapt_datetimefield_value(self.get_expiry_date())
        with connection.cursor() as cursor:
            cursor.execute(_SAVE, [self.encode(held), until, self.session_key])
            if not cursor.rowcount:
                raise UpdateError
        transaction.on_commit(partial(setattr, self, "_saved", deepcopy(held)))

    def cycle_key(self) -> None:
        self._saved = None
        super().cycle_key()
