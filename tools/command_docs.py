"""Writes docs/commands.md from the commands' own help, so that the two cannot differ. Run by `make docs`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django

TARGET = Path(__file__).resolve().parent.parent / "docs" / "commands.md"


def page() -> str:
    """The whole page: one section for each command with its help, arguments and options."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    django.setup()
    import typer

    from gongkai.cli.app import app

    root = typer.main.get_command(app)
    parts = [
        "# Commands\n",
        "Written from the commands' own help by `make docs`; a test compares the two.\n",
        "Data goes to stdout, words to stderr. Exit codes: 0 ok, 1 found problems, 2 usage, 3 refused, 75 try later.\n",
    ]
    for path, command in _leaves("gongkai", root):
        parts.append(f"## `{path}`\n")
        parts.append((command.help or "").strip() + "\n")
        rows = []
        for parameter in command.params:
            if parameter.name == "help":
                continue
            names = [
                f"`{n}`"
                for n in (parameter.opts if parameter.param_type_name == "option" else [parameter.name])
            ]
            rows.append(f"| {', '.join(names)} | {getattr(parameter, 'help', '') or ''} |")
        if rows:
            parts.append("| option | what |\n|---|---|\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def _leaves(path, command):
    commands = getattr(command, "commands", None)
    if not commands:
        yield path, command
        return
    for name in sorted(commands):
        yield from _leaves(f"{path} {name}", commands[name])


if __name__ == "__main__":
    text = page()
    if "--check" in sys.argv:
        sys.exit(TARGET.read_text(encoding="utf-8") != text)
    TARGET.write_text(text, encoding="utf-8")
