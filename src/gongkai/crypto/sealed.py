"""Words that must be kept but not lie open in the database: encrypted under a key file outside of it."""

from __future__ import annotations

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from gongkai.crypto.keys import key


class CannotOpen(ValueError):
    """The value was sealed under another key, or changed since."""


def seal(text: str, *, purpose: str) -> str:
    """Encrypt under the key of that purpose (`HOME/keys/<purpose>.key`), AES-128-CBC with HMAC-SHA256."""
    return _box(purpose).encrypt(text.encode()).decode()


def open_sealed(value: str, *, purpose: str) -> str:
    """The words that were sealed. Raises CannotOpen."""
    try:
        return _box(purpose).decrypt(value.encode()).decode()
    except InvalidToken as problem:
        raise CannotOpen(purpose) from problem


@lru_cache(maxsize=8)
def _cached(material: bytes) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(material))])


def _box(purpose: str) -> MultiFernet:
    return _cached(key(purpose))
