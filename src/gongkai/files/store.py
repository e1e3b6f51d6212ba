"""The store: content by digest in a folder. Written to a temporary name, synced, then renamed."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings


class TooLarge(Exception):
    """More bytes came than are allowed."""


def path_of(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest[2:4] / digest


@contextmanager
def incoming(stream: IO[bytes], *, limit: int) -> Iterator[tuple[Path, str, int]]:
    """Write a stream into a temporary file of the store and give (path, SHA-256, size); gone afterwards unless kept."""
    root = folder_for_drafts()
    digest, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(dir=root)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            while chunk := stream.read(1024 * 1024):
                size += len(chunk)
                if size > limit:
                    raise TooLarge
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        yield path, digest.hexdigest(), size
    finally:
        path.unlink(missing_ok=True)


def folder_for_drafts() -> Path:
    """Where a file is written before it is kept: on the same disk as the store, never reachable from outside."""
    root = Path(settings.MEDIA_ROOT) / "incoming"
    root.mkdir(parents=True, exist_ok=True)
    return root


def keep(path: Path, digest: str) -> None:
    """Give a temporary file its place beside its first name; the folder is synced so that it survives a power cut."""
    place = path_of(digest)
    if place.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, place)
    except FileExistsError:  # somebody sent the same at the same moment
        return
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def wipe(digest: str) -> None:
    """Take a content off the disk with all that was made from it: pictures of its pages, pages recognised."""
    root = Path(settings.MEDIA_ROOT)
    path_of(digest).unlink(missing_ok=True)
    for folder in (root / "pages" / digest[:2] / digest, root / "recognising" / digest):
        shutil.rmtree(folder, ignore_errors=True)


def open_stored(digest: str) -> IO[bytes]:
    return path_of(digest).open("rb")


def stored_digests() -> Iterator[str]:
    root = Path(settings.MEDIA_ROOT)
    for path in root.glob("??/??/*"):
        yield path.name
