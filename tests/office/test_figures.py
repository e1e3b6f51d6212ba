"""The dashboard and the pages of figures: their numbers are the figures' own, records open by each one's rights."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests import cast as casting
from tests.figures import ledger

from gongkai.disclosure.models import Item
from gongkai.figures.actions import keep_counts
from gongkai.figures.declaring import Scope
from gongkai.figures.headlines import COUNTED_AHEAD, KEY_FIGURES
from gongkai.figures.models import KeptCount
from gongkai.figures.queries import kept, reckoning
from gongkai.figures.queries.declared import FIGURES
from gongkai.figures.queries.scopes import tree_on
from gongkai.figures.rules.periods import Period, year
from gongkai.figures.rules.rounding import half_up
from gongkai.figures.tasks import count_figures
from gongkai.office.figures.common import with_unit

pytestmark = pytest.mark.django_db
FOI = "foi.results.total"


@pytest.fixture
def written(cast):
    """Applications and lawsuits of three years, an item on time and one that is late today."""
    return casting.kept("three years written", lambda: _written(cast))


def _written(cast):
    ledger.write(cast, applications_count=24, disputes_count=2, seed=3)
    cast.published()
    late = cast.draft()
    Item.objects.filter(id=late).update(due_on=timezone.localdate() - timedelta(days=3))
    return late


def text(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def test_the_numbers_of_the_dashboard_are_those_of_the_figures(cast, client_of, written):
    client = client_of("office.disclosure_office")
    for period in ("2024", str(timezone.localdate().year)):
        page = text(client, f"/office/figures/?period={period}")
        days = year(2024) if period == "2024" else Period(date(int(period), 1, 1), timezone.localdate())
        for code in KEY_FIGURES:
            value = reckoning.reckon(code, Scope(None, days)).value
            assert f"<b>{with_unit(reckoning.figure(code), value)}</b>".replace("<b>", "") in page, code
    narrowed = text(client, f"/office/figures/?period=2024&unit={cast.units['agri']}")
    agri = tree_on(date(2024, 12, 31)).subtree(cast.units["agri"])
    value = reckoning.reckon("application.on_time_rate", Scope(agri, year(2024))).value
    assert with_unit(reckoning.figure("application.on_time_rate"), value) in narrowed


def test_what_is_late_stands_with_its_unit_and_opens(cast, client_of, written):
    client = client_of("office.disclosure_office")
    page = text(client, "/office/figures/")
    link = re.search(rf'/office/figures/item\.overdue/records/\?[^"]*unit={cast.units["agri"]}[^"]*', page)
    assert link
    opened = text(client, link[0].replace("&amp;", "&"))
    assert "1 条记录" in opened
    assert f"/office/items/{written}/" in opened or f"/{written}/" in opened
    overdue = reckoning.reckon("application.overdue", Scope(None, Period(*[timezone.localdate()] * 2)))
    assert f">{overdue.value:,}</b> <span>逾期没有答复的申请" in page
    late = page.partition('id="late"')[2].partition("主要指标")[0]
    totals = [int(n) for n in re.findall(r'data-label="合计"[^>]*>(\d+)<', late)]
    assert totals == sorted(totals, reverse=True)


def test_a_unit_has_its_own_page_and_no_other(cast, client_of, written):
    client = client_of("agri.officer")
    agri, housing = cast.units["agri"], cast.units["housing"]
    assert client.get("/office/figures/").url == f"/office/figures/unit/{agri}/"
    page = text(client, f"/office/figures/unit/{agri}/?period=2024")
    assert "青禾县农业农村局的公开情况" in page
    assert 'name="unit"' not in page
    assert "在同类里" in page
    assert client.get(f"/office/figures/unit/{housing}/").status_code == 404
    assert client_of("office.system_admin").get("/office/figures/").status_code == 403


def test_a_figures_page_tells_what_it_counts_and_by_whom(cast, client_of, written):
    page = text(client_of("agri.officer"), "/office/figures/application.on_time_rate/?period=2024")
    found = reckoning.reckon("application.on_time_rate", Scope(None, year(2024)))
    for words in (
        reckoning.figure("application.on_time_rate").definition, "条例第三十三条", "四舍五入，留 2 位小数",
        f"{found.part} / {found.whole}", "样本少", "去年同期", "<svg",
    ):  # fmt: skip
        assert words in page, words
    for line in reckoning.reckon_by("application.on_time_rate", Scope(None, year(2024)), "unit"):
        assert line.label in page
        assert with_unit(reckoning.figure("application.on_time_rate"), line.reckoned.value) in page
    cut = text(client_of("agri.officer"), f"/office/figures/{FOI}/?period=2024&by=applicant_type")
    for line in reckoning.reckon_by(FOI, Scope(None, year(2024)), "applicant_type"):
        assert re.search(rf"{line.label}</td>.*?{line.reckoned.value} 件", cut)
    assert client_of("agri.officer").get("/office/figures/nothing/").status_code == 404


def test_a_chosen_unit_stands_beside_those_of_its_kind(cast, client_of, written):
    client, agri = client_of("agri.officer"), cast.units["agri"]
    for code in ("application.on_time_rate", "application.days_median", FOI):
        page = text(client, f"/office/figures/{code}/?period=2024&unit={agri}")
        found = reckoning.compare(code, agri, year(2024), tree_on(date(2024, 12, 31)))
        assert f"第 {found.rank}，共 2" in page, code
        declared = reckoning.figure(code)
        middle = with_unit(declared, half_up(found.peer_middle, 1 if code == FOI else declared.places))
        assert f"<dt>同类中位数</dt><dd>{middle}<" in page, code
        assert ("低的在前" in page) == declared.lower_is_better
    assert "在同类里" not in text(client, f"/office/figures/{FOI}/?period=2024"), (
        "of all units nothing is compared"
    )
    alone = text(client, f"/office/figures/{FOI}/?period=2024&unit={cast.units['town']}")
    assert "没有可比的同类单位" in alone


def test_more_peers_cost_no_more_queries(cast, client_of, written):
    client, url = client_of("agri.officer"), f"/office/figures/{FOI}/?period=2024"
    text(client, url)
    counts = []
    for query in ("", f"&unit={cast.units['town']}", f"&unit={cast.units['agri']}"):
        with CaptureQueriesContext(connection) as caught:
            text(client, url + query)
        counts.append(len(caught))
    assert len(set(counts)) == 1


def test_every_figure_is_found_by_name_and_leads_to_its_page(cast, client_of):
    client = client_of("agri.officer")
    assert 'href="/office/figures/all/"' in text(client, f"/office/figures/unit/{cast.units['agri']}/")
    page = text(client, "/office/figures/all/")
    assert {code for code in FIGURES if f'href="/office/figures/{code}/"' in page} == set(FIGURES)
    areas = re.findall(r'href="/office/figures/all/\?area=(\w+)&amp;q="', page)
    listed = [
        re.findall(r'class="t" href="([^"]+)"', text(client, f"/office/figures/all/?area={one}"))
        for one in areas
    ]
    assert sum(map(len, listed)) == len(FIGURES), "each in one area"
    found = text(client, "/office/figures/all/?q=一对一")
    assert "officer.newcomer_guided_rate" in found
    assert "item.on_time_rate" not in found
    assert "没有这样的指标" in text(client, "/office/figures/all/?q=zzz&area=nothing")


def test_everybody_sees_how_many_records_and_opens_their_own(cast, client_of, written):
    url = f"/office/figures/{FOI}/records/?period=2024"
    total = reckoning.reckon(FOI, Scope(None, year(2024))).value
    own = reckoning.reckon(FOI, Scope(frozenset([cast.units["agri"]]), year(2024))).value
    for person, seen in (("office.disclosure_office", total), ("agri.handler", own)):
        page = text(client_of(person), url)
        assert f"{total} 条记录" in page
        assert page.count('href="/office/cases/') - page.count('href="/office/cases/"') >= seen
        assert ("您看不到内容" in page) == (seen < total)
        if seen < total:
            assert f"有 {total - seen} 条您看不到内容" in page


def test_odd_questions_get_this_year(cast, client_of):
    today, client = timezone.localdate(), client_of("office.disclosure_office")
    for asked in (
        "period=zzz",
        "period=0000",
        "period=9999",
        "period=1999",
        "period=2008-01-01..2026-01-01",
        "by=x",
    ):
        page = text(client, f"/office/figures/item.published/?{asked}")
        assert f"{today.year}年{today.month}月{today.day}日" in page, asked
    assert client.get("/office/figures/?unit=99999999").status_code == 404


def test_what_was_counted_ahead_is_what_a_page_would_count(cast, written):
    at, period = timezone.now(), year(2024)
    live = kept.counted(COUNTED_AHEAD, period, at=at)
    assert keep_counts(codes=COUNTED_AHEAD, period=period, at=at) == len(COUNTED_AHEAD)
    assert keep_counts(codes=COUNTED_AHEAD, period=period, at=at) == KeptCount.objects.count()
    again = kept.counted(COUNTED_AHEAD, period, at=at)
    months = kept.counted(COUNTED_AHEAD, period, at=at, whole=True)
    for code in COUNTED_AHEAD:
        assert dict(again[code].cells) == dict(live[code].cells), code
        assert again[code].counted_at == at
        assert (
            again[code].over(None) == months[code].over(None) == reckoning.reckon(code, Scope(None, period))
        )
        assert again[code].by_month(None) == months[code].by_month(None)
    assert kept.counted([FOI], period, at=at + timedelta(hours=25))[FOI].counted_at == at
    assert kept.counted([FOI], period, at=at + timedelta(hours=27))[FOI].counted_at is None


def test_the_worker_counts_again_only_when_something_happened(cast, written):
    # After the last act of the test's own world, and an hour on is still the same day.
    at = (timezone.localtime() + timedelta(days=1)).replace(hour=10)
    today = timezone.localdate(at)
    moving = KeptCount.objects.filter(last=today)
    count_figures(at)
    assert moving.count() == 2 * len(COUNTED_AHEAD) or today.month == 1  # this year and this month
    assert KeptCount.objects.exclude(last=today).count() >= 3 * len(COUNTED_AHEAD)
    count_figures(at + timedelta(minutes=15))
    assert set(KeptCount.objects.values_list("counted_at", flat=True)) == {at}
    count_figures(at + timedelta(minutes=61))
    assert set(moving.values_list("counted_at", flat=True)) == {at + timedelta(minutes=61)}
    assert set(KeptCount.objects.exclude(last=today).values_list("counted_at", flat=True)) == {at}


def test_the_number_of_queries_does_not_grow_with_what_is_counted(cast, client_of):
    client = client_of("office.disclosure_office")
    urls = (
        "/office/figures/?period=2024",
        "/office/figures/item.on_time_rate/",
        f"/office/figures/{FOI}/records/?period=2024",
    )

    def queries():
        found = []
        for url in urls:
            client.get(url)
            with CaptureQueriesContext(connection) as caught:
                assert client.get(url).status_code == 200
            found.append(len(caught))
        return found

    cast.published()
    ledger.write(cast, applications_count=8, disputes_count=0, seed=5)
    before = queries()
    ledger.write(cast, applications_count=30, disputes_count=2, seed=6)
    cast.published(unit="housing")
    assert queries() == before
