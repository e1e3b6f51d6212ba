"""Triggers that refuse to change or remove what the ledger has taken. Installed by migration 0002.

SQLite loses triggers when a later migration rebuilds a table: such a migration must end with `install`.
"""

from __future__ import annotations

from typing import Any

TABLES = {"ledger_ledgerrow": "id", "ledger_seal": "id", "ledger_sealmember": "row_id"}
REFUSAL = "ledger is append-only"


def _sqlite(table: str, key: str) -> dict[str, str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    exists = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608
    return {
        f"{table}_no_update": f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
        f"{table}_no_delete": f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        # INSERT OR REPLACE removes the old row without asking the delete trigger.
        f"{table}_no_replace": f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN {exists} {refuse}",
    }


def _postgresql(table: str) -> dict[str, str]:
    call = "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()"
    return {
        f"{table}_no_change": f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} {call}",
        f"{table}_no_truncate": f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} {call}",
    }


def _triggers(vendor: str) -> dict[str, dict[str, str]]:
    """Trigger statements by table and trigger name."""
    if vendor == "sqlite":
        return {table: _sqlite(table, key) for table, key in TABLES.items()}
    return {table: _postgresql(table) for table in TABLES}


def install(connection: Any) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
            )
        for statements in _triggers(connection.vendor).values():
            for statement in statements.values():
                cursor.execute(statement)


def remove(connection: Any) -> None:
    """Only for undoing the migration; the product never calls it."""
    with connection.cursor() as cursor:
        for table, statements in _triggers(connection.vendor).items():
            for name in statements:
                on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def missing(connection: Any) -> list[str]:
    """Names of triggers that should stand in the database and don't (or are switched off)."""
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    wanted = [name for statements in _triggers(connection.vendor).values() for name in statements]
    return [name for name in wanted if name not in present]
