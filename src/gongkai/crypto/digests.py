"""Digests that carry their algorithm's name, so that algorithms can change and old values still verify."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from functools import cache

SM3, SHA256 = "sm3", "sha256"
ALGORITHMS = (SM3, SHA256)
# 《GB/T 32905-2016》 annex A.1: the digest of "abc".
_SM3_OF_ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


class UnknownAlgorithm(ValueError):
    """A stored value names an algorithm that this installation can't compute."""


@cache
def default_algorithm() -> str:
    """`sm3`, or `sha256` where OpenSSL was built without SM3."""
    try:
        found = hashlib.new(SM3, b"abc").hexdigest()
    except ValueError:
        return SHA256
    return SM3 if found == _SM3_OF_ABC else SHA256


@cache
def _empty_sm3() -> hashlib._Hash:
    try:
        return hashlib.new(SM3)
    except ValueError as error:
        raise UnknownAlgorithm(SM3) from error


def raw_digest(data: bytes, *, algorithm: str) -> bytes:
    """The 32 bytes of a digest, without a name beside them."""
    if algorithm == SHA256:
        return hashlib.sha256(data).digest()
    if algorithm != SM3:
        raise UnknownAlgorithm(algorithm)
    hasher = _empty_sm3().copy()  # half the time of looking the algorithm up again
    hasher.update(data)
    return hasher.digest()


def digest(data: bytes, algorithm: str | None = None) -> str:
    """`sm3$hex` or `sha256$hex`."""
    algorithm = algorithm or default_algorithm()
    return f"{algorithm}${raw_digest(data, algorithm=algorithm).hex()}"


def hmac_digest(data: bytes, *, key: bytes, algorithm: str | None = None) -> str:
    """Like `digest`, under a key: whoever lacks the key can't try out guesses."""
    algorithm = algorithm or default_algorithm()
    if algorithm not in ALGORITHMS:
        raise UnknownAlgorithm(algorithm)
    try:
        return f"{algorithm}${hmac.new(key, data, algorithm).hexdigest()}"
    except ValueError as error:
        raise UnknownAlgorithm(algorithm) from error


def same_digest(left: str, right: str) -> bool:
    return hmac.compare_digest(left.encode(), right.encode())


def algorithm_of(value: str) -> str:
    """The name that stands before `$`."""
    return value.partition("$")[0]


def random_token() -> str:
    """A secret that nobody guesses: 256 random bits, safe in URLs."""
    return secrets.token_urlsafe(32)
