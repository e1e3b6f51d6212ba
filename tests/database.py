"""The test database: the migrations run once for a state of their files; later processes copy what they made."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.db import connection
from tests.home import ROOT


def _state() -> str:
    """Changes when any migration does, ours or a library's."""
    state = hashlib.sha256(django.__version__.encode())
    for config in sorted(apps.get_app_configs(), key=lambda one: one.label):
        for file in sorted(Path(config.path).glob("migrations/*.py")):
            state.update(f"{config.label}/{file.name}".encode())
            state.update(file.read_bytes())
    return state.hexdigest()[:16]


@contextmanager
def alone() -> Iterator[None]:
    """One process migrates, the others wait: they would only do the same."""
    with (ROOT / "migrated.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def take_copy() -> bool:
    """Put the migrated database where this process's tests expect theirs; False when none has been made yet."""
    return _take_file() if connection.vendor == "sqlite" else _take_template()


def connect_to_copy() -> list[tuple[object, str, bool]]:
    """What Django's `setup_databases` does for a database that has all its tables, without asking every migration."""
    before, own = connection.settings_dict["NAME"], connection.creation._get_test_db_name()
    connection.close()
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = own
    connection.ensure_connection()
    return [(connection, before, True)]


def need_not_last() -> None:
    """No test loses power: PostgreSQL needn't wait for the disk at the end of each transaction of this database."""
    if connection.vendor == "postgresql":
        own = connection.ops.quote_name(connection.settings_dict["NAME"])
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {own} SET synchronous_commit = off")
        connection.close()
        connection.close_pool()  # what is connected keeps what it had


def leave_copy() -> None:
    """Keep the fresh database of this process for others."""
    if connection.vendor == "sqlite":
        _leave_file()
    else:
        _leave_template()


def migrated() -> Path:
    """The file that SQLite's test databases are copied from."""
    return ROOT / f"migrated-{_state()}.sqlite3"


def _take_file() -> bool:
    if not migrated().exists():
        return False
    shutil.copyfile(migrated(), connection.settings_dict["TEST"]["NAME"])
    return True


def _leave_file() -> None:
    for old in ROOT.glob("migrated-*.sqlite3"):
        old.unlink(missing_ok=True)
    fresh = ROOT / "migrated.new"
    fresh.unlink(missing_ok=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(fresh)])
    fresh.rename(migrated())


def _prefix() -> str:
    """Each role has templates of its own: nobody may copy another's."""
    return f"gongkai_migrated_{connection.settings_dict['USER']}_"


def _take_template() -> bool:
    with connection.creation._nodb_cursor() as cursor:
        if f"{_prefix()}{_state()}" not in _templates(cursor):
            return False
        own = connection.creation._get_test_db_name()
        cursor.execute(f'DROP DATABASE IF EXISTS "{own}"')
        cursor.execute(f'CREATE DATABASE "{own}" TEMPLATE "{_prefix()}{_state()}"')
    return True


def _leave_template() -> None:
    connection.close()
    connection.close_pool()  # what is copied may have no one connected
    with connection.creation._nodb_cursor() as cursor:
        for old in _templates(cursor):
            cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
        own = connection.settings_dict["NAME"]  # renamed by the set-up
        cursor.execute(f'CREATE DATABASE "{_prefix()}{_state()}" TEMPLATE "{own}"')


def _templates(cursor) -> list[str]:
    cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [_prefix()])
    return [name for (name,) in cursor.fetchall()]
