"""A person who exists nowhere, and where to look for them: every table, every file, every log."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.db import connection

NAME = "闻人鹮"
IDENTITY = "11010119900307387X"
PHONE = "13987650412"
EMAIL = "canary7h3@example.com"
ADDRESS = "柳河镇朱鹮巷七十七号"
PERSON = {
    "type": "natural",
    "name": NAME,
    "identity": IDENTITY,
    "phone": PHONE,
    "email": EMAIL,
    "address": ADDRESS,
}
WORDS = (NAME, IDENTITY, PHONE, EMAIL, ADDRESS)


def dump() -> str:
    """Every value of every table, as the database holds it: what a stolen dump would show."""
    return "\n".join(_values())


def _values() -> Iterator[str]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # names of our own tables
            for row in cursor.fetchall():
                for value in row:
                    if isinstance(value, bytes | memoryview):
                        yield bytes(value).decode("utf-8", "replace")
                    elif value is not None:
                        yield str(value)


def spellings(word: str) -> set[str]:
    """As it stands in text, in JSON with escapes, in an address."""
    from urllib.parse import quote

    return {word, word.encode("unicode_escape").decode(), quote(word)}


def found_in(text: str, *more: str) -> list[str]:
    return [word for word in (*WORDS, *more) if any(one in text for one in spellings(word))]


def text_of_files(folder: Path, *, without: tuple[str, ...] = ()) -> str:
    return "\n".join(
        path.read_bytes().decode("utf-8", "replace")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part in without for part in path.relative_to(folder).parts)
    )
