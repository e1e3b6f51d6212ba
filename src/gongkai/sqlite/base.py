"""Django's backend for SQLite; who begins a transaction that may write stands in line for it (line.py)."""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base

from gongkai.sqlite.line import Line, line_before

_Base: Any = base.DatabaseWrapper  # its stubs know nothing of transactions


class DatabaseWrapper(_Base):  # type: ignore[misc]
    _line: Line | None = None

    def _start_transaction_under_autocommit(self) -> None:
        if self.transaction_mode != "IMMEDIATE" or self.is_in_memory_db():
            super()._start_transaction_under_autocommit()
            return
        line = line_before(str(self.settings_dict["NAME"]))
        if line.enter():
            self._line = line
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()
        finally:
            self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._leave()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._leave()

    def _leave(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.leave()
