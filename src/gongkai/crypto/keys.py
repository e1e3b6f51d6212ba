"""Keys of the installation: one file each under `HOME/keys`, made at first use, readable by its user only.

The newest key of a name is `<name>.key`; older ones, which still open what was sealed under them, are `<name>.key.1`
(the one before), `<name>.key.2` and so on. They lie neither in the database nor in its backups.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from gongkai.crypto import digests

KEY_BYTES = 32
_OLD = re.compile(r"\.key\.(\d+)$")


@dataclass(frozen=True)
class KeyFile:
    """One key on disk. `age` 0 is the newest."""

    name: str
    age: int
    made_at: datetime


def _folder() -> Path:
    return Path(settings.HOME) / "keys"


def _place(name: str, age: int = 0) -> Path:
    return _place_under(settings.HOME, name, age)


@lru_cache(maxsize=64)
def _place_under(home: Path | str, name: str, age: int) -> Path:
    return Path(home) / "keys" / (f"{name}.key.{age}" if age else f"{name}.key")


def _written(path: Path) -> Path:
    """A fresh key in a file of its own beside `path`, synced."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    mine = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}.new")
    handle = os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, secrets.token_hex(KEY_BYTES).encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    return mine


def _write_once(path: Path) -> None:
    """Make the key; of several processes that start together the first one's key stays."""
    mine = _written(path)
    try:
        os.link(mine, path)
    except FileExistsError:
        pass
    finally:
        mine.unlink()


@lru_cache(maxsize=32)
def _read(path: Path, _changed: int, _inode: int) -> bytes:
    return bytes.fromhex(path.read_text().strip())


def _stored(path: Path) -> bytes | None:
    """The key in a file, looked at anew when another process has changed the file; None when there is none."""
    try:
        seen = path.stat()
        return _read(path, seen.st_mtime_ns, seen.st_ino)
    except FileNotFoundError:
        return None


def key(name: str) -> bytes:
    """The installation's newest key of that name (`HOME/keys/<name>.key`)."""
    return _made(_place(name))


def _made(path: Path) -> bytes:
    found = _stored(path)
    if found is None:
        _write_once(path)
        found = _stored(path)
    if found is None:
        raise FileNotFoundError(path)
    return found


def all_keys(name: str) -> tuple[bytes, ...]:
    """Every key of that name, the newest first."""
    found = [key(name)]
    for age in _ages(name):
        older = _stored(_place(name, age))
        if older is not None and older not in found:
            found.append(older)
    return tuple(found)


def _ages(name: str) -> list[int]:
    """Of the older keys; none in nearly every case. Asked whenever something is opened, so it looks once."""
    start = f"{name}.key."
    try:
        older = [found for found in os.listdir(_folder()) if found.startswith(start)]
    except FileNotFoundError:
        return []
    return sorted(int(match[1]) for one in older if (match := _OLD.search(one)))


def key_files(name: str) -> list[KeyFile]:
    """What lies on disk, newest first; empty for a key that was never used."""
    found = []
    for age in (0, *_ages(name)):
        with suppress(FileNotFoundError):  # moved on by another process in between
            made = _place(name, age).stat().st_mtime
            found.append(KeyFile(name, age, datetime.fromtimestamp(made, tz=UTC)))
    return found


def add_newer(name: str) -> int:
    """A fresh key becomes the newest, those before stay to open with; how many there are now.

    At each moment every key stands under some name, so a process that dies in between loses none.
    """
    key(name)
    with _one_at_a_time():
        for age in reversed(_ages(name)):
            os.replace(_place(name, age), _place(name, age + 1))
        os.link(_place(name), _place(name, 1))
        os.replace(_written(_place(name)), _place(name))
        _sync_folder()
        return 1 + len(_ages(name))


def forget_older(name: str) -> int:
    """Destroy the keys before the newest; how many. What is still sealed under them can't be opened any more."""
    with _one_at_a_time():
        ages = _ages(name)
        for age in ages:
            _place(name, age).unlink()
        _sync_folder()
    return len(ages)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    handle = os.open(_folder() / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _sync_folder() -> None:
    handle = os.open(_folder(), os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def keyed_digest(data: bytes) -> str:
    """Digest under the ledger's key, for what could be guessed from a plain one (names, telephones)."""
    return digests.hmac_digest(data, key=key("ledger"))
