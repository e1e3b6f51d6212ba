import hashlib
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = [ROOT / "src/gongkai/components/static/vendor", ROOT / "tests/ui/vendor"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_each_vendored_file_is_the_one_that_its_list_names(folder):
    listed = tomllib.loads((folder / "VENDORED.toml").read_text(encoding="utf-8"))
    assert {path.name for path in folder.iterdir()} == {*listed, "VENDORED.toml"}
    for name, entry in listed.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == entry["sha256"], name
        assert entry["package"]
        assert entry["version"]
        assert entry["licence"]
