"""Fixtures for all tests."""

import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import blocking_manager_key
from tests import cast as casting
from tests import database, ground
from tests.ledger_tools import ledger_can_be_flushed  # noqa: F401  (autouse)

# A busy machine is no counterexample.
hypothesis_settings.register_profile("gongkai", deadline=None)
hypothesis_settings.load_profile("gongkai")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of specifications and real data beside the repository; tests that need it skip without."""
    folder = Path(__file__).parents[1].parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is not here")
    return folder


@pytest.fixture(scope="session")
def django_db_setup(
    request,
    django_test_environment,
    django_db_blocker,
    django_db_modify_db_settings,
    django_db_keepdb,
    django_db_createdb,
):
    """As pytest-django's, but the migrations of one process serve all (tests/database.py)."""
    options = {"interactive": False, "verbosity": request.config.option.verbose}
    with django_db_blocker.unblock(), database.alone():
        if database.take_copy():
            made = database.connect_to_copy()
        else:
            made = setup_databases(**options, keepdb=django_db_keepdb and not django_db_createdb)
            database.leave_copy()
        database.need_not_last()
    yield
    with django_db_blocker.unblock():
        ground.leave()
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            teardown_databases(made, verbosity=options["verbosity"])


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    with item.config.stash[blocking_manager_key].unblock():
        ground.prepare(item)


@pytest.fixture
def cast(db, settings) -> casting.Cast:
    """The county and its people (tests/cast.py). With `transactional_db` beside it, in a committed database."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; tests only
    return ground.stand("cast", casting.build)


@pytest.fixture
def client_of(cast) -> Callable[[str], Client]:
    """`client_of("agri.officer")`: a browser in which that person is logged in; "" for a stranger."""

    def log_in(key: str) -> Client:
        client = Client()
        if key:
            client.force_login(cast.user(key), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return log_in


APART = ("sweep", "ui", "durability", "redaction")
"""Marks of what runs apart: the Makefile looks for them in the text of the files."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    if overlooked := [item.nodeid for item in items if _is_overlooked(item)]:
        raise pytest.UsageError(f"make would not run these, their files don't name the mark: {overlooked}")
    if not os.environ.get("GONGKAI_DATABASE"):
        return
    again = [item for item in items if _says_the_same_on_postgresql(item)]
    config.hook.pytest_deselected(items=again)
    items[:] = [item for item in items if item not in set(again)]


_text = lru_cache(Path.read_text)


def _is_overlooked(item) -> bool:
    return any(item.get_closest_marker(mark) and f"mark.{mark}" not in _text(item.path) for mark in APART)


PAGES_ONLY = (
    "tests/attacks/",
    "tests/office/",
    "tests/portal/",
    "tests/sweeps/test_forms.py",
    "tests/sweeps/test_query_counts.py",
)
"""Sweeps over what pages say and how they are asked: the database behind them makes no difference."""


def _says_the_same_on_postgresql(item) -> bool:
    """Plain functions, installations that a test starts of its own on SQLite, and sweeps over pages alone."""
    touches = item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames)
    swept = item.get_closest_marker("sweep") is not None
    return not touches or (swept and item.nodeid.startswith(PAGES_ONLY))
