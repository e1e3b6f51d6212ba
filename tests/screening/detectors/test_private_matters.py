"""Dates of birth, health, minors, victims: with a person they are found, in a rule that names nobody they are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.screening.detectors import birth_date, health, minor, person_name_deep, victim
from gongkai.screening.scanning import scan
from gongkai.screening.sequence import available, why_missing
from gongkai.screening.spans import Detector


def _found(detector: Detector, text: str) -> list[str]:
    return sorted({span.text for span in detector.find(text)})


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("出生日期：1990-01-02", ["1990-01-02"]),
        ("周小龙，男，1980年5月6日生", ["1980年5月6日"]),
        ("生于１９８０年５月６日", ["１９８０年５月６日"]),
        ("姓名\t出生日期\n何伟\t1990.01.02", ["1990.01.02"]),
        ("1949年1月1日至1953年12月31日出生的，每人每月", []),
        ("考生于2026年7月10日登录", []),
        ("2026年1月2日生效", []),
        ("出生日期：1990年**月**日", []),
    ],
)
def test_dates_of_birth(text: str, dates: list[str]) -> None:
    assert _found(birth_date.DETECTOR, text) == dates


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("患者何小明确诊为肺癌", ["肺癌"]),
        ("户主何伟，其妻患精神分裂症", ["精神分裂症"]),
        ("姓名\t残疾等级\n何伟\t肢体二级", ["肢体二级"]),
        ("何伟，男，肢体残疾二级", ["肢体残疾二级"]),
        ("高血压、糖尿病患者健康管理服务规范", []),
        ("开展艾滋病防治宣传", []),
        ("属于中风险地区", []),
        ("姓名\t健康状况\n何伟\t良好", []),
    ],
)
def test_health_of_a_person(text: str, words: list[str]) -> None:
    assert _found(health.DETECTOR, text) == words


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("留守儿童：何小花、钱小强", ["何小花", "钱小强"]),
        ("柳河镇小学三年级2班学生陈小雨获奖", ["陈小雨"]),
        ("柳河镇孤儿保障名单\n姓名\t就读学校\n何小花\t柳河镇小学\n", ["何小花"]),
        ("学生姓名\t金额\n何小花\t500", ["何小花"]),
        ("困境儿童何某某", []),
        ("留守儿童关爱服务体系", []),
        ("学生应当遵守规定", []),
    ],
)
def test_minors(text: str, names: list[str]) -> None:
    assert _found(minor.DETECTOR, text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("受害人刘梅报案", ["刘梅"]),
        ("举报人：何伟、钱强", ["何伟", "钱强"]),
        ("证人\t联系\n何伟\t无", ["何伟"]),
        ("举报人刘某反映", []),
        ("举报人应当如实反映", []),
        ("保证人何伟", []),
    ],
)
def test_victims_and_informants(text: str, names: list[str]) -> None:
    assert _found(victim.DETECTOR, text) == names


def test_a_victim_is_no_mere_name() -> None:
    assert [(span.kind, span.text) for span in scan("受害人刘梅报案")] == [("victim", "刘梅")]


@pytest.mark.skipif(not available(), reason=why_missing())
def test_the_model_finds_names_that_stand_beside_no_cue() -> None:
    text = "昨天下午刘晓梅把材料送到了村里。"
    assert scan(text) == []
    assert [span.text for span in scan(text, deep=True)] == ["刘晓梅"]
    assert _found(person_name_deep.DETECTOR, "副县长郑国强") == []  # the rules have it already


@given(st.text(alphabet="患者何小明确诊肺癌出生于1990年月日学生儿童：举报人\t\n，。0密级★", max_size=200))
def test_whatever_the_text_spans_lie_in_it(text: str) -> None:
    for one in (birth_date, health, minor, victim):
        for span in one.DETECTOR.find(text):
            assert text[span.start : span.end] == span.text != ""
