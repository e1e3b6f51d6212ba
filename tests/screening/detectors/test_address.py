"""Addresses to the door are found; villages alone, numbers of documents and offices are not, or are kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.screening.detectors.address import find
from gongkai.screening.spans import KEEP, LOOK, MASK


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("家住清河县柳河镇文昌街12号", "清河县柳河镇文昌街12号"),
        ("住址：临溪市和平路108号阳光花园3栋2单元501室。", "临溪市和平路108号阳光花园3栋2单元501室"),
        ("现住东岭区向阳巷5-2号", "东岭区向阳巷5-2号"),
        ("现住东岭区建设路 18 号", "东岭区建设路 18 号"),
        ("住柳河镇柳庄村3组17号，", "柳河镇柳庄村3组17号"),
        ("住址：清河县柳庄村１２号", "清河县柳庄村１２号"),
        ("户籍地址：河北省清河县中山西路9号院1号楼", "河北省清河县中山西路9号院1号楼"),
    ],
)
def test_a_home_is_found_to_the_door(text: str, address: str) -> None:
    (span,) = find(text)
    assert (span.text, span.action) == (address, MASK)


@pytest.mark.parametrize(
    "text",
    [
        "柳河镇柳庄村",
        "柳庄村3组",
        "清政发〔2025〕12号",
        "第12号公告",
        "一号文件",
        "第三条第5号令",
        "全长12公里的道路",
        "",
    ],
)
def test_what_leads_to_no_door_is_left(text: str) -> None:
    assert list(find(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "办公地址：清河县文昌街12号",
        "地址：清河县文昌街12号政务服务中心",
        "受理地点：清河县文昌街12号民政局二楼",
        "到清河县文昌街12号农业农村局领取",
    ],
)
def test_offices_are_kept(text: str) -> None:
    assert [span.action for span in find(text)] == [KEEP]


def test_a_door_without_a_word_of_whose_it_is_is_looked_at() -> None:
    assert [span.action for span in find("火灾发生在清河县文昌街12号")] == [LOOK]


@given(st.text(alphabet="清河县文昌街路巷1２3号栋单元室村组，。 -—大厦中心\t\n", max_size=300))
def test_whatever_the_text_spans_lie_in_it(text: str) -> None:
    for span in find(text):
        assert text[span.start : span.end] == span.text != ""
