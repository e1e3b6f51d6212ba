"""Names beside a cue, in columns, beside a person's number; office holders kept; masked names and everyday words left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.screening.detectors.person_name import find
from gongkai.screening.names import is_name, name_after, name_before
from gongkai.screening.spans import KEEP


def _names(text: str) -> list[str]:
    return sorted({span.text for span in find(text) if span.action != KEEP})


def _kept(text: str) -> list[str]:
    return sorted({span.text for span in find(text) if span.action == KEEP})


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("户主：钱秀英，家庭人口3人", ["钱秀英"]),
        ("经查，当事人周小龙于2025年3月1日驾驶车辆", ["周小龙"]),
        ("患者孙倩因骨折住院", ["孙倩"]),
        ("吴桂香女士来电反映停水", ["吴桂香"]),
        ("申请人欧阳建国提交材料", ["欧阳建国"]),
        ("姓　名：何伟", ["何伟"]),
        ("姓名\t何伟\t性别\t男", ["何伟"]),
        ("姓名：扎西次仁，民族：藏族", ["扎西次仁"]),
        ("姓名：阿依古丽·买买提", ["阿依古丽·买买提"]),
        ("补贴对象：钱秀英、周小龙、孙倩", ["周小龙", "孙倩", "钱秀英"]),
        ("赵大勇，男，1961年生", ["赵大勇"]),
        ("郑小燕 13800001234", ["郑小燕"]),
        ("姓名：王 晓 梅\n性别：女", ["王 晓 梅"]),
        ("户主姓名：岩　温\n", ["岩　温"]),
        ("申请人：欧 阳 小 明\n", ["欧 阳 小 明"]),
    ],
)
def test_a_name_beside_a_cue_is_found(text: str, names: list[str]) -> None:
    assert _names(text) == names


def test_a_column_of_names_is_found_whatever_the_surname() -> None:
    text = "序号\t户主姓名\t村\t金额\n1\t钱秀英\t柳庄村\t500\n2\t扎西次仁\t上坝村\t600\n3\t何　伟\t柳庄村\t1\n合计\t\t\t1101\n"
    assert _names(text) == ["何　伟", "扎西次仁", "钱秀英"]


def test_a_list_without_heads_is_found_by_the_numbers_in_its_rows() -> None:
    assert _names("1 钱秀英 柳河镇柳庄村 13800001234 500\n2 周小龙 柳河镇 13900001234 600") == [
        "周小龙",
        "钱秀英",
    ]


@pytest.mark.parametrize(
    "name", ["李若彤", "高山", "和平", "江河", "吴江林", "岩叫", "关向应", "扎西", "王𬭼", "陳若蘭"]
)
@pytest.mark.parametrize(
    "text",
    [
        "序号\t户主姓名\t金额\n1\t{}\t500\n2\t钱秀英\t600\n",
        "姓名：{}，身份证号：\n",
        "户主：{}\n家庭人口：3\n",
        "姓名\t{}\t性别\t女\n",
        "学校 学生姓名 金额\n柳河镇小学\t{}\t500\n柳河镇小学\t钱秀英\t600\n",
        "患者{}，女，汉族",
        "患者 {} 男，40岁",
        "户主={}；",
    ],
)
def test_where_nothing_but_a_name_can_stand_everyday_words_and_rare_signs_are_names(
    text: str, name: str
) -> None:
    assert name in _names(text.format(name))


@pytest.mark.parametrize("name", ["李若彤", "高山", "和平", "江河", "吴江林", "关向应"])
def test_in_a_row_of_labels_and_values_a_listed_surname_makes_a_name_of_any_word(name: str) -> None:
    assert _names(f"申请人信息\t姓名\t{name}\t工作单位\t柳河镇小学\n") == [name]


@pytest.mark.parametrize("sign", ["——", "-", "/", "|", "=", "：\n", "\n"])
def test_whatever_sign_parts_the_cue_from_the_name(sign: str) -> None:
    assert _names(f"户主{sign}钱秀英\n") == ["钱秀英"]


@pytest.mark.parametrize(
    "text",
    [
        "姓名\t曾用名\t性别\n",
        "姓名\t林地\t田地\n",
        "序号\t户主姓名\t所在村组\t身份证号码\t补贴面积\n",
        "户主姓名\t所在村组\t身份证号码\n",
        "序号\t姓名\t性别\t岗位\t总成绩\n",
        "序号 姓名 性别 方位 向阳 备注\n",
        "户主：同上\n",
        "户主：空缺\n",
        "户主\n成员\n",
        "没有 教师 岗位 男 教师 不利于",
        "患者高度重视，女士优先",
        "申请人高山林场",
    ],
)
def test_headings_and_words_beside_a_cue_are_no_names(text: str) -> None:
    assert _names(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "户主：钱*英",
        "当事人周某某驾驶车辆",
        "周某女士来电",
        "王先生和李女士反映",
        "业主潘先生来信",
        "申请人应当高度重视，当事人有权申请听证",
        "患者和家属可以提出申请",
        "从专家库中抽取，博士后人才",
        "助理全科医生培训",
        "妇女儿童权益，企业主管人员",
        "姓名\t单位\t金额\n合计\t无\t100",
        "",
    ],
)
def test_masked_names_and_everyday_words_are_left(text: str) -> None:
    assert _names(text) == []


def test_holders_of_office_are_kept_in_their_function() -> None:
    assert _kept("副县长郑国强主持会议，局长：何伟") == ["何伟", "郑国强"]
    assert _kept("由周小龙同志兼任办公室主任") == ["周小龙"]


def test_an_offices_contact_with_a_landline_is_kept_and_one_with_a_mobile_is_looked_at() -> None:
    assert _kept("联系人：何伟，电话：0871-63450000") == ["何伟"]
    assert _names("联系人：何伟，电话：13800001234") == ["何伟"]


def test_edges_of_a_name() -> None:
    text = "李明在家"
    assert name_after(text, 0) == 2
    assert name_before("市民李明华", 5) == 2
    assert name_after("高度重视", 0) == 0
    assert not is_name("合计")
    assert is_name("司马光")


@given(st.text(alphabet="户主姓名：张三李某*女士，。、\t\n 1380000男同志·欧阳", max_size=200))
def test_whatever_the_text_spans_lie_in_it(text: str) -> None:
    for span in find(text):
        assert text[span.start : span.end] == span.text != ""
