"""What a sample is: a maker of a file, and what has to be reported of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

SECRET = "藏在里面的字"


@dataclass(frozen=True)
class Sample:
    """`told`: whether the hidden words themselves must reach the screening, by an excerpt or by the text."""

    name: str
    extension: str
    kind: str
    make: Callable[[], bytes]
    told: bool = True

    def write(self, folder: Path) -> Path:
        path = folder / f"{self.name}.{self.extension}"
        path.write_bytes(self.make())
        return path


def packed(members: Mapping[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def changed(data: bytes, changes: Mapping[str, str | bytes | Callable[[str], str]]) -> bytes:
    """A packed file with members added, replaced, or put through a function of their text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    for name, change in changes.items():
        if callable(change):
            old = members.get(name, b"")
            members[name] = change(old.decode() if isinstance(old, bytes) else old)
        else:
            members[name] = change
    return packed(members)
