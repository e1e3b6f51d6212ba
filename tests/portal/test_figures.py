"""公开数据: the page and its downloads tell the figures' own values, the public ones alone."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

from django.utils import timezone
from tests.figures import ledger

from gongkai.figures.actions import keep_counts
from gongkai.figures.declaring import Scope
from gongkai.figures.headlines import COUNTED_AHEAD, PUBLIC
from gongkai.figures.queries.declared import FIGURES
from gongkai.figures.queries.kept import year_so_far
from gongkai.figures.queries.reckoning import reckon

CODES = [code for group in PUBLIC for code in group.codes]


def test_page_and_files_tell_what_the_figures_count(cast, client):
    ledger.write(cast, applications_count=30, disputes_count=1, seed=3)
    cast.published()
    period = year_so_far(timezone.localdate())
    page = client.get("/figures/").content.decode()
    told = client.get("/figures/data.json").json()
    rows = list(csv.DictReader(io.StringIO(client.get("/figures/data.csv").content.decode("utf-8-sig"))))
    assert [one["code"] for one in told["figures"]] == [row["编码"] for row in rows] == CODES
    for one, row in zip(told["figures"], rows, strict=True):
        figure, found = FIGURES[one["code"]], reckon(one["code"], Scope(None, period))
        before = reckon(one["code"], Scope(None, period.a_year_earlier()))
        assert one["value"] == (None if found.value is None else float(found.value)), one["code"]
        assert one["last_year"] == (None if before.value is None else float(before.value)), one["code"]
        assert (one["part"], one["whole"], one["definition"]) == (found.part, found.whole, figure.definition)
        assert row["数值"] == ("" if found.value is None else str(found.value))
        assert row["口径"] == figure.definition
        assert figure.definition in page
        if found.value is not None:
            assert f"{found.value:,}" in page
    assert sum(told["figures"][0]["months"].values()) == told["figures"][0]["value"] == 1


def test_only_public_figures_stand_there():
    assert all(FIGURES[code].public for code in CODES)


def test_the_page_reads_what_was_counted_ahead_and_says_when(cast, client, django_assert_num_queries):
    cast.published()
    at, period = timezone.now() - timedelta(hours=20), year_so_far(timezone.localdate())
    for one in (period, period.a_year_earlier()):
        keep_counts(codes=COUNTED_AHEAD, period=one, at=at)
    client.get("/")  # facts of the site
    with django_assert_num_queries(4):  # the site's facts, the period, this year, last year
        page = client.get("/figures/").content.decode()
    shown = timezone.localtime(at)
    assert f"数字算到 {shown.year}年{shown.month}月{shown.day}日 {shown:%H:%M}" in page


def test_the_home_page_and_every_foot_lead_there(cast, client):
    cast.published()
    home = client.get("/").content.decode()
    assert home.count('href="/figures/"') == 2
    assert 'href="/figures/"' in client.get("/list/").content.decode()
