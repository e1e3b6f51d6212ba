"""The pages of docs/howto, followed to the letter: their code into a temporary folder, their commands run."""

from __future__ import annotations

import os
import re
import shlex
import textwrap
from pathlib import Path

import pytest
from tests.home import ROOT
from tests.installing import PROJECT, run, with_tables


class Page:
    """A page, and a folder of the user's own that the installation is told of by the variable `named`."""

    def __init__(self, name: str, folder: Path, *, named: str) -> None:
        if os.environ.get("GONGKAI_DATABASE"):
            pytest.skip("the same on either database; its own tests run on SQLite")
        self.text = (PROJECT / "docs" / "howto" / name).read_text(encoding="utf-8")
        self.home = with_tables(folder / "home")
        self.own = folder / "own"
        self.own.mkdir()
        self.environment = {named: str(self.own), "GONGKAI_TEST_HOME": str(ROOT.resolve())}

    def blocks(self, language: str) -> list[str]:
        found = re.findall(rf"^ *```{language}\n(.*?)^ *```", self.text, re.M | re.S)
        return [textwrap.dedent(body) for body in found]

    def put(self, name: str) -> None:
        """The page's first block of Python as a file of the user's own."""
        (self.own / name).write_text(self.blocks("python")[0], encoding="utf-8")

    def command(self, line: str, *, where: Path = PROJECT) -> str:
        """A line that begins with `gongkai`; what it says."""
        return run(self.home, "-m", *shlex.split(line), where=where, **self.environment).stderr

    def tests(self, line: str, *more: str) -> str:
        """A line that begins with `python`: the tests of the page; what they say."""
        words = [*shlex.split(line)[1:], "-q", "-p", "no:cacheprovider", *more]
        return run(self.home, *words, **self.environment).stdout
