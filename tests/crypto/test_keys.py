"""A key may be changed while everything goes on: nothing is lost, and the old one goes only when it opens nothing more."""

from __future__ import annotations

import stat
import subprocess
import sys
import threading

import pytest

from gongkai.crypto import keys
from gongkai.crypto.sealed import CannotOpen, is_newest, open_sealed, resealed, seal


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


def test_what_was_sealed_before_a_change_still_opens(home):
    before = seal("王某", purpose="applicants")
    assert keys.add_newer("applicants") == 2
    after = seal("李某", purpose="applicants")
    assert open_sealed(before, purpose="applicants") == "王某"
    assert open_sealed(after, purpose="applicants") == "李某"
    assert (is_newest(before, purpose="applicants"), is_newest(after, purpose="applicants")) == (False, True)


def test_sealed_anew_it_opens_without_the_old_key():
    value = seal("王某", purpose="applicants")
    keys.add_newer("applicants")
    keys.add_newer("applicants")
    fresh = resealed(value, purpose="applicants")
    assert resealed(fresh, purpose="applicants") == fresh
    assert keys.forget_older("applicants") == 2
    assert open_sealed(fresh, purpose="applicants") == "王某"
    with pytest.raises(CannotOpen):
        open_sealed(value, purpose="applicants")


def test_the_files_are_numbered_by_age_and_readable_by_their_user_only(home):
    first = keys.key("applicants")
    keys.add_newer("applicants")
    second = keys.key("applicants")
    keys.add_newer("applicants")
    assert keys.all_keys("applicants")[1:] == (second, first)
    folder = home / "keys"
    assert {p.name for p in folder.iterdir()} == {
        "applicants.key", "applicants.key.1", "applicants.key.2", ".lock",
    }  # fmt: skip
    assert {stat.S_IMODE(p.stat().st_mode) for p in folder.iterdir()} == {0o600}
    assert [one.age for one in keys.key_files("applicants")] == [0, 1, 2]


def test_a_running_process_takes_up_a_key_that_another_made(home):
    value = seal("王某", purpose="applicants")
    made = (
        "from django.conf import settings; import sys; settings.configure(HOME=sys.argv[1]);"
        "from gongkai.crypto import keys; from gongkai.crypto.sealed import seal; keys.add_newer('applicants');"
        "print(seal('李某', purpose='applicants'))"
    )
    other = subprocess.run(
        [sys.executable, "-c", made, str(home)], capture_output=True, text=True, check=True
    ).stdout.strip()
    assert open_sealed(other, purpose="applicants") == "李某"
    assert open_sealed(value, purpose="applicants") == "王某"
    assert is_newest(seal("x", purpose="applicants"), purpose="applicants")
    assert is_newest(other, purpose="applicants")


def test_changes_at_the_same_time_lose_no_key():
    value = seal("王某", purpose="applicants")
    threads = [threading.Thread(target=keys.add_newer, args=["applicants"]) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(keys.all_keys("applicants")) == 9
    assert open_sealed(value, purpose="applicants") == "王某"


def test_a_change_broken_off_half_way_loses_nothing(home, monkeypatch):
    value = seal("王某", purpose="applicants")

    def died(path):
        raise OSError("no space")

    monkeypatch.setattr(keys, "_written", died)
    with pytest.raises(OSError, match="no space"):
        keys.add_newer("applicants")
    monkeypatch.undo()
    assert open_sealed(value, purpose="applicants") == "王某"
    keys.add_newer("applicants")
    assert open_sealed(value, purpose="applicants") == "王某"
