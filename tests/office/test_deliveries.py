"""The register of hand-overs: what is owed to a point, entered under one receipt, in time or late, with its rate."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gongkai.disclosure.models import Delivery, Item
from gongkai.ledger.models import LedgerRow
from gongkai.units.models import ReadingPoint

PAGE, ENTER = "/office/deliveries/", "/office/deliveries/enter/"


@pytest.fixture
def point(cast):
    return ReadingPoint.objects.create(
        unit_id=cast.units["office"], name="县档案馆", place="archive", address="人民路1号", hours="工作日"
    )


def told(point, **more):
    day = timezone.localdate()
    return {
        "point": point.pk,
        "year": day.year,
        "on": day.isoformat(),
        "receipt_no": "收〔2026〕1号",
        "receiver": "周岚",
        **more,
    }


def test_what_is_public_is_owed_until_it_is_entered_with_its_receipt(cast, client_of, point):
    ids = [cast.published(title=f"关于防疫的公告之{n}") for n in "甲乙"]
    client = client_of("agri.officer")
    assert "关于防疫的公告之甲" in client.get(PAGE).content.decode()
    ticked = client.post(ENTER, {"point": point.pk, "ids": ids, "act": "enter"})
    assert "一张签收单" in ticked.content.decode()
    assert not Delivery.objects.exists()
    client.post(ENTER, told(point, ids=ids, entered="1"))
    assert Delivery.objects.filter(receipt_no="收〔2026〕1号", delivered_on=timezone.localdate()).count() == 2
    assert LedgerRow.objects.filter(act="item.deliver").count() == 2
    page = client.get(PAGE)
    assert "没有要送交的信息" in page.content.decode()
    assert page.context["stats"][0].value == "100.0%"
    done = client.get(PAGE, {"view": "done"}).content.decode()
    assert "收〔2026〕1号" in done
    assert "按期" in done


def test_all_that_was_found_is_entered_at_once(cast, client_of, point):
    for n in "甲乙丙":
        cast.published(title=f"关于防疫的公告之{n}")
    client = client_of("agri.officer")
    page = client.post(ENTER, {"point": point.pk, "all_found": "1"})
    assert len(page.context["titles"]) == 3


def test_the_receipt_is_needed_and_what_was_typed_stays(cast, client_of, point):
    ids = [cast.published()]
    answer = client_of("agri.officer").post(ENTER, told(point, ids=ids, entered="1", receipt_no=""))
    assert answer.status_code == 422
    assert "签收单号没有填" in answer.content.decode()
    assert "周岚" in answer.content.decode()
    assert not Delivery.objects.exists()


def test_a_day_before_publication_or_to_come_is_refused_in_words(cast, client_of, point):
    item_id = cast.published()
    client = client_of("agri.officer")
    for days, words in ((-3, "才公开"), (3, "还没有到")):
        on = (timezone.localdate() + timedelta(days=days)).isoformat()
        answer = client.post(ENTER, told(point, ids=[item_id], entered="1", on=on), follow=True)
        assert words in answer.content.decode()
    assert not Delivery.objects.filter(delivered_on__isnull=False).exists()


def test_what_is_overdue_lowers_the_rate(cast, client_of, point):
    items = [cast.published(title=f"公告之{n}") for n in "甲乙"]
    early = timezone.localdate() - timedelta(days=60)
    Item.objects.filter(id=items[0]).update(published_on=early)
    client = client_of("agri.officer")
    page = client.get(PAGE, {"year": early.year})
    labels = {stat.words: stat.value for stat in page.context["stats"]}
    assert labels["条过了期限还没送"] == "1"
    on = timezone.localdate().isoformat()
    client.post(ENTER, told(point, ids=[items[0]], entered="1", on=on, year=early.year))
    done = client.get(PAGE, {"view": "done", "year": early.year}).content.decode()
    assert "晚了" in done


def test_only_the_own_units_items_are_entered(cast, client_of, point):
    item_id = cast.published(unit="agri")
    other = client_of("housing.officer")
    assert "没有要送交的信息" in other.get(PAGE).content.decode()
    assert other.post(ENTER, told(point, ids=[item_id], entered="1")).status_code in (302, 403)
    assert not Delivery.objects.exists()
    assert (
        client_of("agri.first_reviewer").post(ENTER, told(point, ids=[item_id], entered="1")).status_code
        == 403
    )
    assert client_of("office.system_admin").get(PAGE).status_code == 403


def test_without_a_point_the_page_says_what_to_do_first(cast, client_of):
    assert "还没有查阅点" in client_of("agri.officer").get(reverse("office:deliveries")).content.decode()


def test_the_list_costs_the_same_for_many_items(cast, client_of, point, django_assert_max_num_queries):
    for n in "甲乙丙丁":
        cast.published(title=f"公告之{n}")
    client = client_of("office.disclosure_office")
    client.get(PAGE)
    with django_assert_max_num_queries(24):
        client.get(PAGE)
