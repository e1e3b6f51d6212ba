"""The world of the sweeps: built by the first test that asks, its rows put back for each later one."""

import logging
import shutil
from pathlib import Path

import pytest
from tests import ground
from tests.sweeps import world as worlds


@pytest.fixture(scope="session")
def store(tmp_path_factory):
    """Attachments and uploads outlive a test, as the rows in memory do."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path, store) -> Path:
    settings.HOME = store
    settings.MEDIA_ROOT = store / "files"
    settings.INDEX_ROOT = tmp_path / "index"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return Path(store)


@pytest.fixture(autouse=True)
def quiet():
    """Thousands of refusals are what a sweep asks for; only errors are worth a line."""
    log = logging.getLogger("django.request")
    log.setLevel(logging.ERROR)
    yield
    log.setLevel(logging.NOTSET)


@pytest.fixture
def world(request, db, own_folders, tmp_path) -> worlds.World:
    uploads, as_built = own_folders / "imports", own_folders / "imports-as-built"
    if as_built.exists():
        shutil.rmtree(uploads)  # some were discarded, which no rollback brings back
        shutil.copytree(as_built, uploads)
    made = ground.stand("world", lambda: worlds.build(request.getfixturevalue("cast"), tmp_path))
    if not as_built.exists():
        shutil.copytree(uploads, as_built)
    return made
