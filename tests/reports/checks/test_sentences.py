"""What sentences state, list and count: one row per way of writing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai.reports.checks.lists import listings_of
from gongkai.reports.checks.passages import folded, quantities, sentences_of
from gongkai.reports.checks.rounding import adjusted, cut_off, half_up, policies
from gongkai.reports.checks.stated import statements_in
from gongkai.reports.facts import Section


def said(text: str, title: str = "总体情况") -> dict[str, Decimal]:
    found = {}
    for sentence in sentences_of(Section(1, title, text)):
        for one in statements_in(sentence):
            found.setdefault(one.what, one.quantity.value)
    return found


@pytest.mark.parametrize(
    ("text", "what", "value"),
    [
        ("全年共受理政府信息公开申请64件，全部按时答复。", "received", 64),
        ("全年共收到信息公开申请4件，当年办结4件。", "received", 4),
        ("收到公民、法人和其他组织政府信息公开申请共44件，当年办结44件。", "results", 44),
        ("2023年办理依申请公开文件数224件。", "results", 224),
        ("本年度收到申请事项1件，办理答复1件。", "received", 1),
        ("2019年未收到政府信息公开申请。", "received", 0),
        ("新收政府信息公开申请 1,204 件，上年结转 3 件。", "received", 1204),
        ("新收政府信息公开申请12件，上年结转3件。", "carried_over", 3),
        ("政府信息公开申请中，结转下年度继续办理2件。", "carried_forward", 2),
        ("因政府信息公开被申请行政复议十二件。", "review", 12),
        ("全年未发生因政府信息公开引起的行政复议和行政诉讼。", "litigation", 0),
        ("制定规范性文件5件，废止规范性文件3件。", "repealed", 3),
        ("印发的16个规范性文件全部公开。", "made", 16),
        ("收取行政事业性收费20.3万元。", "fees", Decimal("20.3")),
        ("收取行政事业性收费203000元。", "fees", Decimal("20.3")),
        ("没有收取信息处理费。", "processing_fee", 0),
        ("全年主动公开政府信息7.8万条。", "published", 77500),
    ],
)
def test_a_statement_is_read(text, what, value):
    assert said(text)[what] == value


@pytest.mark.parametrize(
    "text",
    [
        "其中网络收到政府信息公开申请39件。",
        "上年收到政府信息公开申请9件。",
        "受理网民互动交流事项872件。",
        "受理行政许可申请300件。",
        "办结人大代表建议公开答复36件。",
        "取消行政许可12件，清理行政许可30件。",
    ],
)
def test_what_is_about_something_else_states_nothing(text):
    assert said(text) == {}


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("420多条", 420, 519),
        ("7.8万条", 77500, 78500),
        ("2万多条", 20000, 29999),
        ("近500条", 450, 550),
        ("1000余条", 1000, 1999),
        ("35条", 35, 35),
        ("446.9673万元", Decimal("446.9673"), Decimal("446.9673")),
        ("十二件", 12, 12),
    ],
)
def test_a_quantity_is_as_wide_as_its_words(text, low, high):
    (found,) = quantities(folded(text))
    assert (found.low, found.high) == (low, high)


def listing(text: str):
    return [one for sentence in sentences_of(Section(1, "总体情况", text)) for one in listings_of(sentence)]


def test_a_list_that_begins_in_the_next_sentence_has_its_whole():
    (found,) = listing(
        "公开政府信息4208条。其中，机构概况类信息30条，占0.71%；政策法规类信息103条，占2.45%。"
    )
    assert found.whole.value == 4208
    assert [(p.label, p.quantity.value, p.share) for p in found.parts] == [
        ("机构概况", 30, "0.71"),
        ("政策法规", 103, "2.45"),
    ]


def test_a_list_ends_at_the_semicolon_unless_it_comes_out_even_beyond():
    (found,) = listing("受理事项100件，其中甲站40件，乙站50件；推送信息700件，受理工单9件。")
    assert found.total == 90
    (found,) = listing("受理事项100件，其中甲站40件；乙站50件，办理丙站10件。")
    assert found.total == 100


def test_a_total_after_its_parts_is_a_list():
    (found,) = listing("发布要闻10条，镇里动态20条，合计各类信息30条。")
    assert (found.total, found.whole.value, found.total_last) == (30, 30, True)


def test_the_three_ways_of_rounding_have_their_names():
    exact = Decimal(120) * 100 / 4691
    assert (half_up(exact, 2), cut_off(exact, 2)) == (Decimal("2.56"), Decimal("2.55"))
    assert policies(exact, "2.55") == {"截断"}
    assert policies(exact, "2.56") == {"四舍五入"}
    assert policies(exact, "2.57") == set()
    assert policies(Decimal(14) * 100 / 4691, "0.3") == {"四舍五入"}


def test_adjusted_shares_add_up_to_a_hundred():
    found = adjusted([Decimal(1), Decimal(1), Decimal(1)], 2)
    assert sum(found) == 100
    assert sorted(found) == [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")]
