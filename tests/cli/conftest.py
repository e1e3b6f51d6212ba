"""A command line against the cast's county, with an index of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from gongkai.cli.app import app


@pytest.fixture
def run(cast, transactional_db, tmp_path, settings) -> Callable[..., Result]:
    """`run("item", "export")` → the result, with stdout and stderr apart."""
    settings.INDEX_ROOT = tmp_path / "index"
    runner = CliRunner()
    return lambda *words, **more: runner.invoke(app, [str(w) for w in words], **more)
