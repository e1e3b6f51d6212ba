"""The catalogue's pages: the tree, headings and duties changed by 政务公开办 alone, the standard table imported."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.catalogue.models import Duty, NoActivityStatement, Topic
from gongkai.disclosure.models import DutyReference
from gongkai.ledger.models import LedgerRow


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


def text(client, name, *args, **query):
    return client.get(reverse(f"office:{name}", args=args), query).content.decode()


def fields_of(page):
    """What a browser would send back of the page's form."""
    form = page.context["form"]
    return {bound.name: bound.value() for bound in form if bound.value() not in (None, "")}


def test_the_tree_and_a_heading_are_there_for_whoever_works(cast, client_of):
    client = client_of("agri.first_reviewer")
    assert "个栏目" in text(client, "catalogue")
    page = text(client, "topic", cast.topics["open_work"])
    assert "由谁公开" in page
    assert "在下面新增" not in page
    assert client_of("office.system_admin").get(reverse("office:catalogue")).status_code == 403


def test_the_office_adds_changes_and_closes_a_heading(cast, client_of):
    client = client_of("office.disclosure_office")
    above = Topic.objects.get(id=cast.topics["open_work"])
    page = client.get(reverse("office:topic_below", args=[above.pk]))
    data = fields_of(page) | {"code": f"{above.code}.extra", "name": "秋季防疫"}
    assert client.post(reverse("office:topic_below", args=[above.pk]), data).status_code == 302
    made = Topic.objects.get(code=f"{above.code}.extra")
    assert made.parent == above
    edit = reverse("office:topic_edit", args=[made.pk])
    client.post(edit, fields_of(client.get(edit)) | {"name": "秋冬防疫", "term_length": "10"})
    made.refresh_from_db()
    assert (made.name, made.term_length) == ("秋冬防疫", 10)
    close = reverse("office:topic_close", args=[made.pk])
    assert "0 个单位的公开责任同时结束" in client.get(close).content.decode()
    client.post(close, {"confirmed": "1"})
    made.refresh_from_db()
    assert made.closed_on is not None


def test_a_refusal_keeps_what_was_typed(cast, client_of):
    client = client_of("office.disclosure_office")
    page = client.get(reverse("office:topic_new"))
    answer = client.post(
        reverse("office:topic_new"), fields_of(page) | {"code": "大写 ABC", "name": "甲乙丙丁"}
    )
    assert answer.status_code == 422
    assert "小写字母" in answer.content.decode()
    assert "甲乙丙丁" in answer.content.decode()


@pytest.mark.parametrize("name", ["topic_edit", "topic_close", "duty_new"])
def test_nobody_else_changes_headings(cast, client_of, name):
    url = reverse(f"office:{name}", args=[cast.topics["open_work"]])
    assert client_of("agri.officer").get(url).status_code == 403
    assert client_of("agri.officer").post(url, {"confirmed": "1"}).status_code == 403


def test_a_duty_is_given_changed_and_ended(cast, client_of):
    client = client_of("office.disclosure_office")
    Duty.objects.filter(unit=cast.units["village"]).delete()
    topic = cast.topics["open_work"]
    data = {
        "unit": cast.units["village"],
        "from_on": "2026-01-01",
        "rhythm": "regular",
        "audience": "everyone",
    }
    url = reverse("office:duty_new", args=[topic])
    refused = client.post(url, data)
    assert "每几个月一次" in refused.content.decode()
    assert client.post(url, data | {"months": "3"}).status_code == 302
    duty = Duty.objects.get(unit=cast.units["village"])
    assert duty.months == 3
    client.post(reverse("office:duty_edit", args=[duty.pk]), {"rhythm": "standing", "audience": "everyone"})
    client.post(reverse("office:duty_end", args=[duty.pk]), {"on": "2026-06-01"})
    duty.refresh_from_db()
    assert (duty.rhythm, str(duty.to_on)) == ("standing", "2026-06-01")


def test_the_standard_catalogue_is_tried_then_imported(cast, client_of):
    client = client_of("office.disclosure_office")
    table = (
        "一级事项,二级事项,公开内容,公开依据,公开时限,公开主体\r\n"
        "农机补贴,补贴政策,补贴标准,《条例》,20个工作日内,青禾县农业农村局\r\n"
        "农机补贴,补贴结果,名单,《条例》,20个工作日内,没有这个局\r\n"
    )
    parent = Topic.objects.get(id=cast.topics["open_work"]).code
    data = {"parent": parent, "on": "2026-01-01", "file": SimpleUploadedFile("目录.csv", table.encode())}
    before = Topic.objects.count()
    answer = client.post(reverse("office:table_new", args=["catalogue"]), data)
    page = client.get(answer.url).content.decode()
    assert "没有这个局" in page
    assert Topic.objects.count() == before
    client.post(answer.url + "run/", {"keep_good": "1"})
    topic = Topic.objects.get(name="补贴政策")
    assert Duty.objects.filter(topic=topic, unit=cast.units["agri"]).exists()
    assert client_of("agri.officer").get(reverse("office:table_new", args=["catalogue"])).status_code == 403


# ---- duties --------------------------------------------------------------------------------------------


@pytest.fixture
def duty(cast):
    Duty.objects.filter(unit=cast.units["town"], topic=cast.topics["open_work"]).delete()
    return Duty.objects.create(
        unit_id=cast.units["town"], topic_id=cast.topics["open_work"], rhythm="standing", from_on="2020-01-01"
    )


def state_of(client, cast, duty):
    page = client.get(reverse("office:duties"), {"unit": cast.units["town"]})
    return next(one["label"] for one in page.context["lines"] if one["line"].duty.id == duty.pk)


def test_an_empty_heading_is_a_debt_until_an_upper_organs_item_stands_in(cast, client_of, duty):
    item_id = cast.published(unit="agri")
    client = client_of("town.officer")
    assert state_of(client, cast, duty) == "空白"
    assert "青禾县柳河镇" in text(client, "debts") or "柳河镇" in text(client, "debts")
    refer = reverse("office:duty_refer", args=[duty.pk])
    assert "引用这条" in client.get(refer).content.decode()
    client.post(refer, {"item": item_id})
    assert state_of(client, cast, duty) == "引用上级"
    assert LedgerRow.objects.filter(act="duty.meet_by_reference").count() == 1
    client.post(refer, {"item": item_id})
    reference = DutyReference.objects.get()
    drop = reverse("office:duty_unrefer", args=[reference.pk])
    assert "原件不受影响" in client.get(drop).content.decode()
    client.post(drop, {"confirmed": "1"})
    assert state_of(client, cast, duty) == "空白"


def test_a_reference_vanishes_with_its_source(cast, client_of, duty):
    item_id = cast.withdrawn(unit="agri")
    client = client_of("town.officer")
    client.post(reverse("office:duty_refer", args=[duty.pk]), {"item": item_id})
    assert not DutyReference.objects.exists()


def test_only_an_upper_organ_can_stand_in(cast, client_of):
    duty = Duty.objects.filter(unit=cast.units["agri"], audience="everyone").first()
    item_id = cast.published(unit="housing")
    client = client_of("agri.officer")
    answer = client.post(reverse("office:duty_refer", args=[duty.pk]), {"item": item_id}, follow=True)
    assert "不是青禾县农业农村局的上级机关" in answer.content.decode()


def test_a_statement_says_that_nothing_occurred(cast, client_of, duty):
    client = client_of("town.officer")
    url = reverse("office:duty_state", args=[duty.pk])
    words = {"from_on": "2025-01-01", "to_on": "2025-12-31", "text": "2025 年没有这类事项。"}
    assert client.post(url, words | {"to_on": "2099-12-31"}).status_code == 422
    client.post(url, words)
    assert NoActivityStatement.objects.get().text == words["text"]
    assert state_of(client, cast, duty) in ("情况说明", "该更新")


def test_strangers_neither_refer_nor_state(cast, client_of, duty):
    for name in ("duty_refer", "duty_state"):
        assert client_of("housing.officer").get(reverse(f"office:{name}", args=[duty.pk])).status_code == 403


def test_the_lists_cost_the_same_for_many_duties(cast, client_of, django_assert_max_num_queries):
    client = client_of("office.disclosure_office")
    for name in ("catalogue", "duties", "debts"):
        with django_assert_max_num_queries(30):
            client.get(reverse(f"office:{name}"))
