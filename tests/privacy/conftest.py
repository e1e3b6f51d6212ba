"""A store of its own, and the played way of one application."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.utils import timezone
from tests.privacy.journey import Played, play


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    home = tmp_path / "home"
    settings.HOME, settings.MEDIA_ROOT = home, home / "files"
    settings.INDEX_ROOT, settings.EMAIL_FILE_PATH = home / "index", home / "mail"
    cache.clear()
    return home


@pytest.fixture
def played(cast) -> Played:
    def log_in(client, person: str) -> None:
        client.force_login(cast.user(person), backend="django.contrib.auth.backends.ModelBackend")

    return play(cast, log_in, timezone.localtime())
