from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.search.corpus import DOCS, Table

from gongkai.search import registry
from gongkai.search.engine import Index


@pytest.fixture
def index(tmp_path: Path) -> Index:
    index = Index(tmp_path / "index")
    index.write(DOCS)
    return index


@pytest.fixture
def table(tmp_path: Path, settings) -> Iterator[Table]:
    """A source of its own with an empty index."""
    settings.INDEX_ROOT = tmp_path / "index"
    table = Table()
    others = {source.name for source in registry.sources()}
    kept = [registry.source(name) for name in others]
    for name in others:
        registry.forget(name)
    registry.register_source("thing", load=table.load, iterate_ids=table.iterate_ids, recheck=table.recheck)
    yield table
    registry.forget("thing")
    for source in kept:
        registry.register_source(
            source.name,
            load=source.load,
            iterate_ids=source.iterate_ids,
            recheck=source.recheck,
            shelf=source.shelf,
        )
