"""T22 and T26 for receipts: guessing opens nothing, and nothing tells whether a number exists."""

from __future__ import annotations

import math
import re
import statistics
import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.cases.conftest import LETTER

from gongkai.cases import query_codes
from gongkai.cases.actions import proving
from gongkai.cases.actions.proving import TRIES, WINDOW, TooManyTries, prove
from gongkai.cases.actions.submitting import Receipt, submit
from gongkai.cases.models import GuessCount
from gongkai.cases.refusals import WrongSecret

pytestmark = pytest.mark.sweep

NOT_THERE = "MA0000016信〔2026〕99999号"
YEARS = 100


@pytest.fixture
def receipt(cast) -> Receipt:
    return submit(kind="letter", unit_id=cast.units["agri"], values=LETTER, at=timezone.now())


def guess(number: str, code: str, *, address: str = "10.0.0.1", **headers: str):
    client = Client(REMOTE_ADDR=address)
    return client.post("/case/", {"number": number, "code": code}, headers=headers)


def neutral(answer, number: str) -> str:
    """The page without what differs on each: what was typed and the token of the form."""
    text = answer.content.decode().replace(number, "")
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"', "", text)
    return re.sub(r'(name="number"[^>]*) value="[^"]*"', r"\1", text)


def test_a_wrong_number_and_a_wrong_code_are_answered_alike(receipt):
    wrong = query_codes.new_code()
    answers = {
        "number": (NOT_THERE, guess(NOT_THERE, wrong, address="10.0.0.1")),
        "code": (receipt.number, guess(receipt.number, wrong, address="10.0.0.2")),
        "both empty of sense": ("x", guess("x", "x", address="10.0.0.3")),
    }
    assert {answer.status_code for _, answer in answers.values()} == {422}
    pages = [neutral(answer, number).splitlines() for number, answer in answers.values()]
    assert [line for line in pages[0] if line not in pages[1]] == []
    assert [line for line in pages[1] if line not in pages[0]] == []
    headers = [
        {k: v for k, v in answer.headers.items() if k not in ("Content-Length", "Content-Security-Policy")}
        for _, answer in answers.values()
    ]
    assert headers[0] == headers[1] == headers[2]


def test_the_lock_is_answered_alike_too(receipt):
    said = []
    for place, number in enumerate((receipt.number, NOT_THERE)):
        for n in range(TRIES):
            guess(number, "WRONG", address=f"10.1.{place}.{n}")
        locked = guess(number, "WRONG", address=f"10.1.{place}.99")
        assert locked.status_code == 429
        said.append(neutral(locked, number))
    assert said[0] == said[1]


def test_the_time_doesnt_tell_either(receipt, monkeypatch):
    """Medians of the act's own CPU time, taken in turn; a missing case compares a code as well."""
    monkeypatch.setattr(proving, "TRIES", 10_000)
    spent: dict[str, list[float]] = {receipt.number: [], NOT_THERE: []}
    for n in range(120):
        for number, times in spent.items():
            began = time.thread_time()
            with pytest.raises(WrongSecret):
                prove(
                    number=number, code=query_codes.new_code(), address=f"10.2.0.{n % 7}", at=timezone.now()
                )
            times.append(time.thread_time() - began)
    there, missing = (statistics.median(times[20:]) for times in spent.values())
    assert abs(there - missing) * 1000 < 1, f"{there * 1000:.2f} and {missing * 1000:.2f} ms"


def test_a_missing_case_compares_a_code_as_well(receipt, monkeypatch):
    compared: list[str] = []
    original = proving.fits
    monkeypatch.setattr(proving, "fits", lambda code, kept: compared.append(kept) or original(code, kept))
    for n, number in enumerate((receipt.number, NOT_THERE)):
        guess(number, "WRONG", address=f"10.3.0.{n}")
    assert [len(kept) for kept in compared] == [len(compared[0])] * 2


def test_a_thousand_guesses_from_one_and_from_a_hundred_addresses_get_five(receipt):
    """T21 for receipts."""
    at, compared = timezone.now(), 0
    for n in range(1000):
        address = "10.4.0.1" if n < 500 else f"10.4.1.{n % 100}"
        try:
            prove(number=receipt.number, code=f"WRONG{n}", address=address, at=at)
        except TooManyTries:
            continue
        except WrongSecret:
            compared += 1
    assert compared == TRIES == 5
    assert timedelta(minutes=15) == WINDOW


def test_forged_headers_give_no_further_tries(receipt):
    forged = (
        {"x_forwarded_for": f"1.2.3.{n}", "x_real_ip": f"4.4.4.{n}", "forwarded": f"for=5.5.5.{n}"}
        for n in range(30)
    )
    statuses = [
        guess(f"MA0000016信〔2026〕{n}号", "WRONG", **headers).status_code for n, headers in enumerate(forged)
    ]
    assert statuses == [422] * 5 + [429] * 25


def test_from_one_address_five_numbers_are_tried_and_no_more(receipt):
    answers = [guess(f"MA0000016信〔2026〕{n}号", "WRONG", address="10.5.0.1").status_code for n in range(40)]
    assert answers == [422] * 5 + [429] * 35
    assert guess(receipt.number, receipt.code, address="10.5.0.2").status_code == 302, (
        "others are not locked out"
    )


def test_the_lock_ends_after_a_quarter_of_an_hour_and_guesses_dont_prolong_it(receipt):
    at = timezone.now()
    for n in range(30):
        with pytest.raises((WrongSecret, TooManyTries)):
            prove(
                number=receipt.number, code="WRONG", address=f"10.6.0.{n}", at=at + timedelta(seconds=29 * n)
            )
    later = at + WINDOW + timedelta(seconds=1)
    assert (
        prove(number=receipt.number, code=receipt.code, address="10.6.1.1", at=later).number == receipt.number
    )


def test_a_code_has_128_bits_and_guessing_takes_far_more_than_a_hundred_years(receipt):
    signs = len(query_codes._ALPHABET)
    assert signs == len(set(query_codes._ALPHABET))
    bits = query_codes.LENGTH * math.log2(signs)
    assert bits >= 128
    guesses_a_year = TRIES * (365 * 24 * 60 / 15)
    assert 2 ** (bits - 1) / guesses_a_year > YEARS
    codes = {query_codes.plain(query_codes.new_code()) for _ in range(2000)}
    assert len(codes) == 2000
    assert {len(code) for code in codes} == {query_codes.LENGTH}
    assert set("".join(codes)) == set(query_codes._ALPHABET)


def test_neither_number_nor_address_stands_in_the_counts(receipt):
    guess(receipt.number, "WRONG", address="203.0.113.77")
    kept = "".join(GuessCount.objects.values_list("key", flat=True))
    assert kept
    assert receipt.number not in kept
    assert "203.0.113.77" not in kept


def test_mutant_tries_that_nobody_counts_are_noticed(receipt, monkeypatch):
    monkeypatch.setattr(proving, "_spend", lambda counted, at: True)
    statuses = [guess(receipt.number, "WRONG").status_code for _ in range(8)]
    assert statuses.count(422) > TRIES
