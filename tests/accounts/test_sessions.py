"""Sessions as the framework promises them, by our own two statements."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.utils import timezone

from gongkai.accounts.sessions import SessionStore

pytestmark = pytest.mark.django_db


def held(**what: str) -> SessionStore:
    made = SessionStore()
    made.update(what)
    made.save()
    return made


def test_what_was_saved_is_read_by_another_request():
    made = held(draft="路灯")
    again = SessionStore(made.session_key)
    assert again["draft"] == "路灯"
    again["draft"] = "路灯不亮"
    again.save()
    assert SessionStore(made.session_key)["draft"] == "路灯不亮"


def test_an_expired_or_invented_id_holds_nothing_and_is_not_taken_over():
    made = held(draft="路灯")
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    for key in (made.session_key, "i" * 32):
        other = SessionStore(key)
        assert other.get("draft") is None
        other["draft"] = "别的"
        other.save()
        assert other.session_key != key


def test_a_session_that_ended_meanwhile_is_not_made_again():
    made = held(draft="路灯")
    mine = SessionStore(made.session_key)
    mine["draft"] = "路灯不亮"
    SessionStore(made.session_key).flush()
    with pytest.raises(UpdateError):
        mine.save()
    assert not Session.objects.exists()


def test_reading_again_shows_what_another_request_has_saved():
    made = held(draft="路灯")
    mine, other = SessionStore(made.session_key), SessionStore(made.session_key)
    assert mine["draft"] == "路灯"
    other["receipt"] = "1号"
    del other["draft"]
    other.save()
    mine.read_again()
    assert dict(mine.items()) == {"receipt": "1号"}


def test_the_same_content_is_written_once_and_other_content_again(
    django_assert_num_queries, django_capture_on_commit_callbacks
):
    made = held(draft="路灯")
    with django_capture_on_commit_callbacks(execute=True), django_assert_num_queries(1):
        made.save()
    with django_assert_num_queries(0):
        made.save()
    made["draft"] = "路灯不亮"
    with django_assert_num_queries(1):
        made.save()
    assert SessionStore(made.session_key)["draft"] == "路灯不亮"


def test_what_was_rolled_back_counts_as_unwritten(django_assert_num_queries):
    made = held(draft="路灯")
    made.save()  # its transaction, the test's, never commits
    with django_assert_num_queries(1):
        made.save()


def test_a_new_id_keeps_the_content_and_ends_the_old_one():
    made = held(draft="路灯")
    old = made.session_key
    made.cycle_key()
    assert made.session_key != old
    assert SessionStore(made.session_key)["draft"] == "路灯"
    assert SessionStore(old).get("draft") is None
