"""Words that must be kept but not lie open in the database: encrypted under a key file outside of it."""

from __future__ import annotations

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from gongkai.crypto.keys import all_keys, key


class CannotOpen(ValueError):
    """The value was sealed under another key, or changed since."""


def seal(text: str, *, purpose: str) -> str:
    """Encrypt under the newest key of that purpose (`HOME/keys/<purpose>.key`), AES-128-CBC with HMAC-SHA256."""
    return _box((key(purpose),)).encrypt(text.encode()).decode()


def open_sealed(value: str, *, purpose: str) -> str:
    """The words that were sealed under any key of that purpose. Raises CannotOpen."""
    try:
        return _box(all_keys(purpose)).decrypt(value.encode()).decode()
    except InvalidToken as problem:
        raise CannotOpen(purpose) from problem


def is_newest(value: str, *, purpose: str) -> bool:
    """Whether the value was sealed under the newest key."""
    try:
        _box((key(purpose),)).decrypt(value.encode())
    except InvalidToken:
        return False
    return True


def resealed(value: str, *, purpose: str) -> str:
    """The same words under the newest key; the value itself when it is there already. Raises CannotOpen."""
    if is_newest(value, purpose=purpose):
        return value
    return seal(open_sealed(value, purpose=purpose), purpose=purpose)


@lru_cache(maxsize=16)
def _box(materials: tuple[bytes, ...]) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(one)) for one in materials])
