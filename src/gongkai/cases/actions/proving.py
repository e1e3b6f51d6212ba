"""Opening one's own case: number and query code, at most five tries in a quarter of an hour."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from gongkai.cases.granting import Grant, typed_number
from gongkai.cases.models import Case, GuessCount
from gongkai.cases.query_codes import code_digest, fits, plain
from gongkai.cases.refusals import CaseRefused, WrongSecret
from gongkai.crypto.digests import hmac_digest
from gongkai.crypto.keys import key

TRIES = 5
WINDOW = timedelta(minutes=15)
# Compared where there is no case or no code, by the same algorithm, so that the answer takes as long.
_NOTHING = code_digest("")


class TooManyTries(CaseRefused):
    """The number or the address has used up its tries; the words say how long to wait."""


def prove(*, number: str, code: str, address: str, at: datetime) -> Grant:
    """The grant for a case whose code this is. Raises WrongSecret, or TooManyTries before anything is compared.

    The words are the same whether the number or the code is wrong. Being right gives the tries back.
    """
    number = typed_number(number)
    keys = [_counted_as("number", number), _counted_as("address", address)]
    with transaction.atomic():
        spent = [_spend(one, at) for one in keys]
    if not all(spent):
        raise TooManyTries("试的次数太多，15 分钟以后再查。着急的，打电话问承办单位。")
    case = Case.objects.filter(number=number).only("id", "secret_digest").order_by("id").first()
    kept = case.secret_digest if case else ""
    if not fits(plain(code), kept or _NOTHING) or case is None or not kept:
        raise WrongSecret("编号和查询码对不上。看看有没有抄错，查询码里没有字母 I、L、O、U 和数字 0、1。")
    with transaction.atomic():
        GuessCount.objects.filter(key=keys[0]).delete()
        GuessCount.objects.filter(key=keys[1], count__gt=0).update(count=F("count") - 1)
    return Grant(number, code)


def forget_tries(*, at: datetime) -> int:
    """Delete counts whose quarter of an hour is over; how many."""
    return GuessCount.objects.filter(since__lt=at - WINDOW).delete()[0]


def _counted_as(what: str, value: str) -> str:
    return hmac_digest(f"{what} {value}".encode(), key=key("applicant_index"))


def _spend(counted: str, at: datetime) -> bool:
    """Take one try, in one UPDATE that two at once can't both pass; False when none is left."""
    GuessCount.objects.filter(key=counted, since__lt=at - WINDOW).delete()
    GuessCount.objects.get_or_create(key=counted, defaults={"since": at})
    taken = GuessCount.objects.filter(key=counted, count__lt=TRIES).update(count=F("count") + 1)
    return bool(taken)
