"""Docs that fail when they are out of date."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from gongkai.catalogue.seed import load_topics
from gongkai.cli.app import app

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "README.zh-CN.md", *sorted((ROOT / "docs").rglob("*.md"))]


def _command_paths() -> set[str]:
    import typer

    def walk(path: str, command: object) -> set[str]:
        commands = getattr(command, "commands", None)
        if not commands:
            return {path}
        return {path}.union(*(walk(f"{path} {name}", inner) for name, inner in commands.items()))

    return walk("gongkai", typer.main.get_command(app))


def test_the_page_of_commands_is_what_the_commands_say() -> None:
    done = subprocess.run([sys.executable, ROOT / "tools/command_docs.py", "--check"], cwd=ROOT)
    assert done.returncode == 0, "run `make docs`"


def test_every_command_in_the_docs_exists() -> None:
    known = _command_paths()
    for page in PAGES:
        for line in re.findall(
            r"gongkai ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)?)", page.read_text(encoding="utf-8")
        ):
            words = line.split()
            assert any(f"gongkai {' '.join(words[:n])}" in known for n in (2, 1)), (
                f"{page.name}: gongkai {line}"
            )


def test_every_command_has_an_example() -> None:
    text = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    for section in text.split("## `")[1:]:
        assert "例：" in section, section.splitlines()[0]


def test_every_setting_is_documented_and_every_documented_one_is_read() -> None:
    sources = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "src").rglob("*.py"))
    read = set(re.findall(r'environ(?:\.get\(|\[)"(GONGKAI_[A-Z_]+)"', sources))
    documented = set(
        re.findall(r"`(GONGKAI_[A-Z_]+)`", (ROOT / "docs/operations/settings.md").read_text(encoding="utf-8"))
    )
    assert read == documented


def test_every_dependency_has_its_reason() -> None:
    reasons = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    for name in ("base", "dev"):
        for line in (ROOT / f"requirements/{name}.in").read_text().splitlines():
            package = re.match(r"[a-z0-9-]+", line)
            if package and not line.startswith("-"):
                assert package.group() in reasons, package.group()


def test_requirements_carry_hashes_and_no_address() -> None:
    for page in (ROOT / "requirements").glob("*.txt"):
        text = page.read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text
        assert "--index-url" not in text


def test_every_make_target_in_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    for line in re.findall(
        r"^make ([a-z ]+?)(?:\s+#|\s*$|\s+[A-Z])", (ROOT / "README.md").read_text(encoding="utf-8"), re.M
    ):
        assert set(line.split()) <= targets, line


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} → {target}"


def test_the_readme_counts_the_topics_that_ship() -> None:
    assert f"{len(load_topics())} topics" in (ROOT / "README.md").read_text(encoding="utf-8")
