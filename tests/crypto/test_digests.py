"""Digests name their algorithm; keys are made once."""

import hashlib
import multiprocessing
import stat

import pytest

from gongkai.crypto import digests, keys


def test_sm3_gives_the_standards_example():
    """GB/T 32905-2016, annex A.1."""
    pytest.importorskip("ssl")
    if digests.default_algorithm() != "sm3":
        pytest.skip("this OpenSSL has no SM3")
    assert digests.digest(b"abc") == "sm3$66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert digests.digest(b"abcd" * 16).endswith(
        "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
    )


def test_sha256_stands_beside_it():
    assert digests.digest(b"abc", "sha256") == "sha256$" + hashlib.sha256(b"abc").hexdigest()
    assert digests.algorithm_of(digests.digest(b"abc", "sha256")) == "sha256"


@pytest.mark.parametrize(
    "compute", [digests.digest, lambda d, a: digests.hmac_digest(d, key=b"k", algorithm=a)]
)
def test_an_unknown_algorithm_is_refused(compute):
    with pytest.raises(digests.UnknownAlgorithm):
        compute(b"abc", "md5")


def test_keyed_digest_needs_the_key(settings, tmp_path):
    settings.HOME = tmp_path / "one"
    first = keys.keyed_digest("李四".encode())
    assert first == keys.keyed_digest("李四".encode())
    assert first not in {digests.digest("李四".encode()), keys.keyed_digest("李三".encode())}
    settings.HOME = tmp_path / "two"
    assert keys.keyed_digest("李四".encode()) != first


def test_the_key_is_readable_by_its_user_only(settings, tmp_path):
    settings.HOME = tmp_path
    keys.keyed_digest(b"x")
    path = tmp_path / "keys" / "ledger.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [p.name for p in path.parent.iterdir()] == ["ledger.key"]


def _key_of(path):
    return keys._made(path)


def test_processes_that_start_together_share_one_key(tmp_path):
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        found = pool.map(_key_of, [tmp_path / "keys" / "ledger.key"] * 9)
    assert len(set(found)) == 1


def test_tokens_are_long_and_never_the_same():
    tokens = {digests.random_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert min(map(len, tokens)) >= 43
