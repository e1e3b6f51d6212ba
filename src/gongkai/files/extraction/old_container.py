"""Streams of the container of old office files."""

from __future__ import annotations

import os

import olefile


def stream_of(container: olefile.OleFileIO, name: str) -> bytes:
    """The bytes of a stream. Raises ValueError where it claims more than the file has.

    The sectors of such a stream go round in a circle; reading it to its claimed end would fill the memory.
    """
    file = container.fp
    at = file.tell()
    size = file.seek(0, os.SEEK_END)
    file.seek(at)
    if container.get_size(name) > size:
        raise ValueError(f"{name} is larger than its file")
    return bytes(container.openstream(name).read())
