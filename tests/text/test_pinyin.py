"""Initials from the order of GB 2312: every letter's first and last characters, readings, what isn't known."""

import pytest

from gongkai.text.pinyin import closeness_of_initials, letters


@pytest.mark.parametrize(
    ("words", "initials"),
    [
        ("农业农村局", "nyncj"),
        ("卫生健康委员会", "wsjkwyh"),
        ("人力资源和社会保障局", "rlzyhshbzj"),
        ("自然资源和规划局", "zrzyhghj"),
        ("住房和城乡建设局", "zfhcxjsj"),
        ("退役军人事务局", "tyjrswj"),
        ("市场监督管理局", "scjdglj"),
        ("政务服务和大数据局", "zwfwhdsjj"),
        ("发展和改革委员会", "fzhggwyh"),
        ("啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝", "abcdefghjklmnopqrstwxyz"),
        ("澳怖错堕贰咐过霍骏阔络穆诺沤瀑群弱所唾误迅孕座", "abcdefghjklmnopqrstwxyz"),
    ],
)
def test_a_name_has_the_initials_that_people_type(words, initials):
    assert [letters(char)[0] for char in words] == list(initials)
    assert closeness_of_initials(initials, words) == 1


def test_some_of_the_letters_do_when_first_and_last_are_there():
    assert closeness_of_initials("nyj", "农业农村局") == 0.6
    assert closeness_of_initials("nyn", "农业农村局") == 0.8
    for wrong in ("ny", "nyx", "jyn", "农业", "n", "nyncjj", "n1j", ""):
        assert closeness_of_initials(wrong, "农业农村局") == 0


def test_a_character_with_two_readings_answers_to_both():
    assert closeness_of_initials("cqx", "重庆县") == closeness_of_initials("zqx", "重庆县") == 1


def test_a_rare_character_fits_any_letter_but_not_a_whole_name():
    assert closeness_of_initials("ryc", "箬叶村") == 1
    assert closeness_of_initials("abc", "箬鄢鹭") == 0
