"""Keys of the installation: one file each under `HOME/keys`, made at first use, readable by its user only."""

from __future__ import annotations

import os
import secrets
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from gongkai.crypto import digests

KEY_BYTES = 32


def _write_once(path: Path) -> None:
    """Make the key; of several processes that start together the first one's key stays."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    mine = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, secrets.token_hex(KEY_BYTES).encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    try:
        os.link(mine, path)
    except FileExistsError:
        pass
    finally:
        mine.unlink()


@lru_cache(maxsize=16)
def _key(path: Path) -> bytes:
    if not path.exists():
        _write_once(path)
    return bytes.fromhex(path.read_text().strip())


def key(name: str) -> bytes:
    """The installation's key of that name (`HOME/keys/<name>.key`)."""
    return _key(Path(settings.HOME) / "keys" / f"{name}.key")


def keyed_digest(data: bytes) -> str:
    """Digest under the ledger's key, for what could be guessed from a plain one (names, telephones)."""
    return digests.hmac_digest(data, key=key("ledger"))
