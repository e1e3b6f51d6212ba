"""T01: every address × every role × method × own or another unit's thing, against one table of expected answers.

An answer is written as its status; `login` is the way to the login page, and `+` stands behind an answer whose
request left a row in the ledger, so that a refusal that did the act all the same is seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.sweeps.addresses import POSTED, path_to
from tests.sweeps.world import ACTORS, Side, World, undone

from gongkai.disclosure.models import Item
from gongkai.ledger.models import LedgerRow

METHODS = ("GET", "POST", "PUT", "DELETE")
Table = Mapping[str, Mapping[str, tuple[str, ...]]]
Marks = int


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Every address of the installation, as the URL configuration writes it."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern)
        else:
            yield from routes(entry, prefix + str(entry.pattern))


def clients() -> dict[str, Callable[[World], Client]]:
    return {letter: (lambda world, key=key: _client(world, key)) for letter, key in ACTORS.items()}


def _client(world: World, key: str) -> Client:
    client = Client(raise_request_exception=False)
    if key:
        client.force_login(world.cast.user(key), backend="django.contrib.auth.backends.ModelBackend")
        client.get("/office/keep-alive/")  # the session begins here and not in the request that is watched
    return client


def ask(client: Client, world: World, side: Side, route: str, method: str, path: str, before: Marks) -> str:
    """One request that leaves no trace; the answer in the words of the table. `before`: the marks without it."""
    data = POSTED[route](world, side) if method == "POST" and route in POSTED else {}
    cookies = client.cookies.copy()
    cache.clear()
    with undone():
        if method == "POST":  # noqa: SIM108  (pages that ask first get their answer along)
            answer = client.post(path, {"confirmed": "1", **data})
        else:
            answer = getattr(client, method.lower())(path)
        to_login = answer.status_code == 302 and answer.url.startswith("/office/login/?next=")
        word = "login" if to_login else str(answer.status_code)
        if _marks() != before:
            word += "+"
        if answer.streaming:
            b"".join(answer.streaming_content)  # closes the file; close() would close the connection too
    client.cookies = cookies
    return word


def _marks() -> Marks:
    """Changes with a row of the ledger, and when the state of any item does. Read past the ORM: asked at each request."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {LedgerRow._meta.db_table}")
        rows = cursor.fetchone()
        cursor.execute(
            f"SELECT id, state, public_version_id, changed_at FROM {Item._meta.db_table} ORDER BY id"
        )
        return hash((rows, tuple(cursor.fetchall())))


def has_thing(route: str) -> bool:
    return "<" in route


def answers(world: World, route: str, method: str, who: Mapping[str, Client]) -> tuple[str, ...]:
    """The row of the table for one address and method: the answers for the own unit's thing, then for another's."""
    both = has_thing(route) and method in ("GET", "POST")
    sides = (world.own, world.other) if both else (world.own,)
    row = []
    for side in sides:
        found: dict[str, str] = defaultdict(str)
        path, before = path_to(route, world, side), _marks()  # every request is undone: the same for all
        for letter, client in who.items():
            found[ask(client, world, side, route, method, path, before)] += letter
        row.append(" ".join(f"{word}:{letters}" for word, letters in sorted(found.items())))
    return tuple(row) if len(set(row)) > 1 else tuple(row[:1])


def deviations(world: World, table: Table, only: Iterable[str] | None = None) -> list[str]:
    """Every answer that differs from the table, every address that the table doesn't know, and what is gone."""
    who = {letter: open_(world) for letter, open_ in clients().items()}
    known = list(dict.fromkeys(routes()))
    wrong = [
        f"{route}: in the table but not served" for route in table if route not in known and only is None
    ]
    for route in known if only is None else only:
        if route not in table:
            wrong.append(f"{route}: not in the table")
            continue
        for method in METHODS:
            expected = table[route].get(method, REFUSED_METHOD[route.startswith("office/")])
            got = answers(world, route, method, who)
            if got != expected:
                wrong.append(f"{method} {route}: expected {expected}, got {got}")
    return wrong


EVERYBODY = "".join(ACTORS)
STAFF = EVERYBODY.removeprefix("-")
# A method that an address doesn't know: refused, strangers of the office are sent to the login page first.
REFUSED_METHOD = {True: (f"405:{STAFF} login:-",), False: (f"405:{EVERYBODY}",)}
