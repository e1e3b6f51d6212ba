"""Changing the keys of an installation: everything is sealed anew, also after being killed; the same person stays the same."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone
from tests.cases.conftest import apply  # noqa: F401  (a fixture)

from gongkai.cases import parties
from gongkai.cases.actions import resealing
from gongkai.cases.actions.resealing import (
    KeyStays,
    remove_old_keys,
    reseal,
    rotate_key,
    values_under_older_keys,
)
from gongkai.cases.models import Notice, Party
from gongkai.crypto import keys
from gongkai.crypto.sealed import open_sealed, seal
from gongkai.jobs.actions import enqueue
from gongkai.jobs.tasks import run_job
from gongkai.ledger.models import LedgerRow
from gongkai.ledger.rules import SYSTEM

NOW = timezone.now()


@pytest.fixture
def people(apply):  # noqa: F811
    for n in range(12):
        apply(name=f"王小{n}", phone=f"138001380{n:02}")
    Notice.objects.create(
        channel="sms",
        sealed_to=seal("13800138000", purpose="applicants"),
        subject="s",
        text="t",
        once="1",
        made_at=NOW,
    )
    return Party.objects


def all_sealed() -> int:
    return Party.objects.count() + Notice.objects.exclude(sealed_to="").count()


def rotate(*purposes: str) -> None:
    for one in purposes or ("applicants", "applicant_index"):
        rotate_key(purpose=one, by=SYSTEM, at=NOW)


def test_after_resealing_the_old_key_may_go(people):
    before = [parties.opened(row.sealed) for row in people.order_by("id")]
    rotate()
    every = all_sealed()
    assert values_under_older_keys("applicants") == every
    with pytest.raises(KeyStays, match=str(every)):
        remove_old_keys(purpose="applicants", by=SYSTEM, at=NOW)
    assert reseal(by=SYSTEM, at=NOW) == every
    assert remove_old_keys(purpose="applicants", by=SYSTEM, at=NOW) == 1
    assert [parties.opened(row.sealed) for row in people.order_by("id")] == before
    assert open_sealed(Notice.objects.get(once="1").sealed_to, purpose="applicants") == "13800138000"
    assert len(keys.all_keys("applicants")) == 1


def test_the_same_person_is_found_again_under_the_new_key(people, apply):  # noqa: F811
    rotate()
    reseal(by=SYSTEM, at=NOW)
    again = apply(name="王小3", phone="138-0013-8003")
    same = people.filter(contact_index=parties.index_of("13800138003"))
    assert same.count() == 2
    assert same.filter(cases__number=again.number).exists()


def test_killed_in_the_middle_it_goes_on_where_it_stood(people, monkeypatch):
    monkeypatch.setattr(resealing, "CHUNK", 5)
    rotate("applicants")

    def die(cursor, looked):
        if looked >= 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reseal(by=SYSTEM, at=NOW, told=die)
    left = all_sealed() - 10
    assert values_under_older_keys("applicants") == left
    assert reseal(by=SYSTEM, at=NOW) == left


def test_the_background_job_does_the_same(people):
    rotate("applicants")
    job = enqueue(kind=resealing.RESEAL, title="用新密钥重新加密", params={}, by=SYSTEM, at=NOW)
    assert run_job.call(job) == "done"
    assert values_under_older_keys("applicants") == 0


def test_what_is_erased_meanwhile_stays_erased(people, monkeypatch):
    rotate("applicants")
    fresh = resealing.resealed

    def erased_first(value, *, purpose):
        Party.objects.filter(sealed=value).update(sealed="", erased_at=NOW)
        return fresh(value, purpose=purpose)

    monkeypatch.setattr(resealing, "resealed", erased_first)
    assert (
        reseal(by=SYSTEM, at=NOW) == Notice.objects.exclude(sealed_to="").count()
    )  # of the people nothing was left
    assert not people.exclude(sealed="").exists()


def test_the_ledgers_key_stays(db):
    with pytest.raises(KeyStays):
        rotate_key(purpose="ledger", by=SYSTEM, at=NOW)


def test_each_step_is_in_the_ledger(people):
    rotate("applicants")
    reseal(by=SYSTEM, at=NOW)
    remove_old_keys(purpose="applicants", by=SYSTEM, at=NOW)
    acts = list(
        LedgerRow.objects.filter(act__startswith="keys.").order_by("id").values_list("act", flat=True)
    )
    assert acts == ["keys.rotate", "keys.reseal", "keys.remove_old"]
    assert "138" not in json.dumps(
        list(LedgerRow.objects.filter(act__startswith="keys.").values_list("payload", flat=True))
    )
