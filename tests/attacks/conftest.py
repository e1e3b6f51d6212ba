"""What an attacker has: a browser without a session, one of a person who may file, and a store of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "home" / "files"
    settings.HOME = tmp_path / "home"
    settings.INDEX_ROOT = tmp_path / "home" / "index"
    cache.clear()
    return settings.MEDIA_ROOT


@pytest.fixture
def stranger(cast) -> Client:
    return Client()


@pytest.fixture
def officer(client_of) -> Client:
    return client_of("agri.officer")


@pytest.fixture
def chromium(one_chromium) -> object:
    """A real browser; the test is skipped where there is none."""
    return one_chromium
