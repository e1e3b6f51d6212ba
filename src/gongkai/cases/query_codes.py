"""Query codes 查询码: the secret that lets the person who wrote in see their case, typed by hand or carried in a session."""

from __future__ import annotations

import secrets

from gongkai.crypto.digests import digest, same_digest

# No 0/O, 1/I/L, U: nothing that a tired eye mistakes.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 27  # 30 signs: log2(30) × 27 = 132 bits
GROUP = 5


def new_code() -> str:
    """A fresh code of more than 128 random bits, in groups of five."""
    signs = "".join(secrets.choice(_ALPHABET) for _ in range(LENGTH))
    return "-".join(signs[n : n + GROUP] for n in range(0, LENGTH, GROUP))


def plain(code: str) -> str:
    """As typed: any case, with or without the dashes."""
    return "".join(sign for sign in code.upper() if sign.isalnum())


def code_digest(code: str) -> str:
    """What is kept. A code is random enough that its digest can't be guessed back."""
    return digest(plain(code).encode())


def fits(code: str, kept: str) -> bool:
    return bool(kept) and same_digest(digest(plain(code).encode(), kept.partition("$")[0]), kept)
