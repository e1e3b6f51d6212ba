"""Fetch the scripts that the product ships or tests with, and note where each came from.

python tools/vendor.py           fetch with `npm pack`, write the files and VENDORED.toml
python tools/vendor.py --check   compare the files with VENDORED.toml, without a network
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "src/gongkai/components/static/vendor"
TESTS = ROOT / "tests/ui/vendor"


@dataclass(frozen=True)
class Package:
    """An npm package at one version and the files that are taken from it (path inside → name here)."""

    name: str
    version: str
    licence: str
    source: str
    into: Path
    files: tuple[tuple[str, str], ...]


PACKAGES = (
    Package(
        "htmx.org",
        "2.0.11",
        "0BSD",
        "https://github.com/bigskysoftware/htmx",
        STATIC,
        (("dist/htmx.min.js", "htmx.min.js"), ("LICENSE", "htmx.LICENSE")),
    ),
    Package(
        "axe-core",
        "4.14.1",
        "MPL-2.0",
        "https://github.com/dequelabs/axe-core",
        TESTS,
        (("axe.min.js", "axe.min.js"), ("LICENSE", "axe.LICENSE")),
    ),
)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fetch(package: Package, work: Path) -> None:
    """Unpack the named files of one package into their folder."""
    made = subprocess.run(
        ["npm", "pack", "--silent", f"{package.name}@{package.version}"],
        cwd=work,
        check=True,
        capture_output=True,
        text=True,
    )
    package.into.mkdir(parents=True, exist_ok=True)
    with tarfile.open(work / made.stdout.split()[-1]) as archive:
        for inside, name in package.files:
            member = archive.extractfile(f"package/{inside}")
            if member is None:
                raise SystemExit(f"{package.name} {package.version} has no file {inside}")
            (package.into / name).write_bytes(member.read())


def write_list(folder: Path) -> None:
    lines = ["# Written by tools/vendor.py (make vendor); checked by tests/components/test_vendor.py.\n"]
    for package in (one for one in PACKAGES if one.into == folder):
        for _, name in package.files:
            lines.append(
                f'\n["{name}"]\npackage = "{package.name}"\nversion = "{package.version}"\n'
                f'licence = "{package.licence}"\nsource = "{package.source}"\nsha256 = "{digest(folder / name)}"\n'
            )
    (folder / "VENDORED.toml").write_text("".join(lines), encoding="utf-8")


def faults() -> list[str]:
    """Files that differ from their list, are missing, or stand in no list."""
    found = []
    for folder in sorted({package.into for package in PACKAGES}):
        listed = tomllib.loads((folder / "VENDORED.toml").read_text(encoding="utf-8"))
        for name, entry in listed.items():
            path = folder / name
            if not path.exists():
                found.append(f"{path}: missing")
            elif digest(path) != entry["sha256"]:
                found.append(f"{path}: differs from {entry['package']} {entry['version']}")
        strangers = {path.name for path in folder.iterdir()} - set(listed) - {"VENDORED.toml"}
        found += [f"{folder / name}: in no list" for name in sorted(strangers)]
    return found


def main() -> int:
    if "--check" not in sys.argv:
        with tempfile.TemporaryDirectory() as work:
            for package in PACKAGES:
                fetch(package, Path(work))
        for folder in {package.into for package in PACKAGES}:
            write_list(folder)
    found = faults()
    sys.stderr.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
