"""The five fixed blocks: same order, same addresses, on every unit; empty ones say so and since when."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.utils import timezone
from tests.cast import UNITS
from tests.portal.conftest import words

from gongkai.catalogue.actions.duties import state_no_activity
from gongkai.catalogue.models import Duty
from gongkai.disclosure.actions import correcting
from gongkai.disclosure.models import DutyReference
from gongkai.ledger.rules import SYSTEM
from gongkai.units.actions.reorganising import close
from gongkai.units.models import Unit

LABELS = ["政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报", "依申请公开"]
SLUGS = ["guide", "rules", "proactive", "annual-reports", "request"]


@pytest.mark.parametrize("base", ["", *(f"/unit/{code}" for _, code, *_ in UNITS)])
def test_every_unit_has_the_five_blocks_in_order_under_the_same_addresses(cast, reader, base):
    page = words(reader.get(f"{base}/"))
    found = re.findall(r'<nav class="five.*?</nav>', page, re.S)[0]
    assert re.findall(r"<b>(.*?)</b>", found) == LABELS
    assert re.findall(r'href="(.*?)"', found) == [f"{base}/{slug}/" for slug in SLUGS]
    for slug in SLUGS:
        answer = reader.get(f"{base}/{slug}/")
        assert answer.status_code == 200
        again = re.findall(r'<nav class="five.*?</nav>', words(answer), re.S)[0]
        assert re.findall(r"<b>(.*?)</b>", again) == LABELS


@pytest.mark.parametrize("slug", ["rules", "annual-reports"])
def test_an_empty_block_says_since_when(cast, reader, slug):
    assert "从2015年1月1日到今天，没有公开过。" in words(reader.get(f"/unit/016/{slug}/"))


def heading_of(page: str, name: str) -> str:
    return next(part for part in page.split("<li>") if f">{name}</a>" in part)


def duty_of(cast, rhythm: str) -> Duty:
    return (
        Duty.objects.filter(unit=cast.units["agri"], rhythm=rhythm, topic__closed_on=None)
        .order_by("id")
        .first()
    )


def test_an_empty_heading_says_so_and_since_when(cast, reader):
    duty = duty_of(cast, "on_occurrence")
    part = heading_of(words(reader.get("/unit/016/proactive/")), duty.topic.name)
    assert "还没有内容，从2015年1月1日起" in part
    whole = words(reader.get("/proactive/"))
    assert "还没有内容，2015年1月1日起应当公开" in whole
    assert "这个栏目从2015年1月1日起应当公开" in words(reader.get(f"/topic/{duty.topic.code}/"))


def test_an_overdue_heading_says_what_is_owed(cast, reader):
    duty = duty_of(cast, "regular")
    part = heading_of(words(reader.get("/unit/016/proactive/")), duty.topic.name)
    assert f"每{duty.months}个月公开一次" in part


def test_a_heading_with_content_is_no_debt(cast, reader):
    duty = duty_of(cast, "regular")
    cast.published(topic=duty.topic.code)
    part = heading_of(words(reader.get("/unit/016/proactive/")), duty.topic.name)
    assert "1 条" in part
    assert "应在" not in part
    assert "还没有内容" not in part


def test_an_upper_organs_item_stands_in_place_and_goes_with_its_source(cast, reader):
    item_id = cast.published(unit="root", title="县里统一的价格表")
    duty = Duty.objects.filter(unit=cast.units["town"]).order_by("id").first()
    DutyReference.objects.create(duty=duty, item_id=item_id, made_at=timezone.now())
    for path in ("/unit/111/proactive/", f"/topic/{duty.topic.code}/"):
        assert "县里统一的价格表" in words(reader.get(path))
    correcting.withdraw(
        item_id=item_id, reason="价格表有误", by=cast.standing("root.publisher"), at=timezone.now()
    )
    for path in ("/unit/111/proactive/", f"/topic/{duty.topic.code}/"):
        assert "县里统一的价格表" not in words(reader.get(path))


def test_a_statement_that_nothing_occurred_is_shown_in_place(cast, reader):
    duty = duty_of(cast, "on_occurrence")
    state_no_activity(
        duty_id=duty.pk, from_on=date(2025, 1, 1), to_on=date(2025, 12, 31), text="全年没有发生此类事项。",
        on=date(2026, 1, 8), by=cast.standing("agri.officer"), at=timezone.now(),
    )  # fmt: skip
    for path in ("/unit/016/proactive/", f"/topic/{duty.topic.code}/"):
        page = words(reader.get(path))
        assert "全年没有发生此类事项。" in page
        assert "2025年1月1日至2025年12月31日" in page


def test_guide_and_request_are_assembled_and_never_owed(cast, reader):
    page = words(reader.get("/unit/016/proactive/"))
    assert 'href="/unit/016/guide/"' in page
    for name in ("公开指南", "依申请公开"):
        if f">{name}</a>" in page.split("<h2>", 1)[1]:
            assert "由本单位的登记资料生成" in heading_of(page.split("<h2>", 1)[1], name)


def test_the_guide_tells_whom_to_ask_and_what_is_still_missing(cast, reader):
    page = words(reader.get("/unit/016/guide/"))
    assert "0999-5550001" in page
    assert "青禾县人民路1号" in page
    assert "还没有填写：互联网联系方式" in page
    Unit.objects.filter(code="016").update(email="gk@example.org")
    assert "还没有填写" not in words(reader.get("/unit/016/guide/"))


def test_how_to_apply_names_term_channels_and_fees(cast, reader):
    page = words(reader.get("/request/"))
    for said in ("20 个工作日内答复", "每件 100 元", "每页 10 元", "行政复议", "0999-5550001"):
        assert said in page


def test_a_closed_unit_names_who_carries_on(cast, reader):
    item_id = cast.published(title="旧局的公告", unit="housing")
    close(
        unit_id=cast.units["housing"], successors=[cast.units["agri"]], on=timezone.localdate(), basis="机构改革",
        by=SYSTEM, at=timezone.now(),
    )  # fmt: skip
    page = words(reader.get("/unit/012/"))
    assert "已撤销。" in page
    assert 'href="/unit/016/"' in page
    assert "旧局的公告" in page
    item = words(reader.get(f"/item/{cast.item(item_id).index_no}/"))
    assert "这个单位已撤销" in item
    assert "青禾县农业农村局" in item
    apply = words(reader.get("/unit/012/request/"))
    assert 'href="/unit/016/request/"' in apply
    assert "当面提交" not in apply
