"""The portal's readers: strangers without a session."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from gongkai.search import indexing


@pytest.fixture
def reader(db) -> Client:
    return Client()


@pytest.fixture
def indexed(settings, tmp_path) -> Callable[[], None]:
    """`indexed()` builds an index of what is public now, in a folder of this test."""
    settings.INDEX_ROOT = tmp_path / "index"
    return lambda: indexing.rebuild() and None


@pytest.fixture
def store(settings, tmp_path):
    """Files of this test alone."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


def words(answer) -> str:
    return answer.content.decode()
