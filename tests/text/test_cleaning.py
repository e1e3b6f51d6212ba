"""Cleaning: what a rule can prove is mended, what is lost is marked, nothing is invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.text.cleaning import UNREADABLE, clean

_NOISY = st.text(
    alphabet=st.sampled_from(
        "根據據开開中（）(),，.。;:：!? \n\u3000\t\r０１Ａａ1、2第页共-——aāíù?ㄒ唬┘ǘ⒓訌\ue010\ue004\u200b效劳准时一二〔〕“”"
    )
    | st.characters(codec="utf-8"),
    max_size=60,
)


@settings(max_examples=400, deadline=None)
@given(_NOISY)
def test_cleaning_twice_is_cleaning_once(raw: str) -> None:
    once = clean(raw).text
    assert clean(once).text == once


@settings(max_examples=200, deadline=None)
@given(_NOISY)
def test_marks_lie_inside_the_cleaned_text(raw: str) -> None:
    cleaned = clean(raw)
    assert all(0 <= mark.start <= mark.end <= len(cleaned.text) for mark in cleaned.marks)
    for mark in cleaned.marks:
        if mark.kind == "spun_synonym":
            assert cleaned.text[mark.start : mark.end] == mark.original


def kinds(raw: str) -> set[str]:
    return {mark.kind for mark in clean(raw).marks}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("ＡＢＣ１２３％", "ABC123%"),
        ("办理时限为２０个工作日", "办理时限为20个工作日"),
        ("加强领导,落实责任;做到公开", "加强领导，落实责任；做到公开"),
        ("共1,226件,占7.5%,其中", "共1,226件，占7.5%，其中"),
        ("见http://a.cn/b?c=1", "见http://a.cn/b?c=1"),
        ("村(社区)公开栏", "村（社区）公开栏"),
        ("第一章　总 则", "第一章 总则"),
        ("财政部 商务部", "财政部 商务部"),
        ("第三条 为了规范", "第三条 为了规范"),
        ("索 引 号：A", "索引号：A"),
        ("完成任务。　　（二）加强培训", "完成任务。\n（二）加强培训"),
        ("政府信息公開條例", "政府信息公开条例"),
        ("乾隆年间", "乾隆年间"),
        ("\u200b通知\ufeff\r\n正文", "通知\n正文"),
        ("高0\ue0105米", "高0.5米"),
    ],
)
def test_width_blanks_and_characters(raw: str, expected: str) -> None:
    assert clean(raw).text == expected


def test_pinyin_after_traditional_characters_goes_and_is_marked() -> None:
    cleaned = clean("根據(jù)國(guó)家規(guī)定")
    assert cleaned.text == "根据国家规定"
    assert [mark.kind for mark in cleaned.marks] == ["pinyin"] * 3


def test_a_single_gloss_in_simplified_text_stays() -> None:
    assert clean("亳(bó)州市").text == "亳（bó）州市"


class TestShiftedBytes:
    """Text of our own, shifted as the scrapers do it."""

    @staticmethod
    def shifted(text: str) -> str:
        """Read one byte off; pairs that GBK doesn't know are dropped."""
        code = b"\xa1" + text.encode("gb18030")
        pairs = (code[place : place + 2] for place in range(0, len(code) - 1, 2))
        read = (pair.decode("gb18030", "ignore") for pair in pairs)
        return "".join(char for char in read if not "\ue000" <= char <= "\uf8ff")

    def test_a_list_mark_comes_back(self) -> None:
        raw = "做法如下：\n" + self.shifted("（一）完善制度工作")
        assert "。ㄒ唬" in raw
        cleaned = clean(raw)
        assert cleaned.text.startswith("做法如下：\n（一）完善制度")
        assert "recovered" in {mark.kind for mark in cleaned.marks}

    def test_list_marks_that_lost_a_byte_are_told_by_their_first(self) -> None:
        assert clean("\n" + self.shifted("（二）、加强学习") + "\n").text.startswith("（二）、加强")

    def test_the_torn_last_character_is_marked_and_not_guessed(self) -> None:
        cleaned = clean("说明\n" + self.shifted("（一）完善制度工作") + ",处理")
        assert f"{UNREADABLE}，处理" in cleaned.text
        assert cleaned.unreadable == 1

    def test_a_latin_sign_before_pinyin_is_read_from_the_text_itself(self) -> None:
        assert clean("出現(xiàn)問題,F(xiàn)將情況報告").text == "出现问题，现将情况报告"

    def test_without_evidence_it_is_unreadable(self) -> None:
        assert clean("工作,F(xiàn)將情況報告").text == f"工作，{UNREADABLE}将情况报告"

    def test_japanese_is_left_alone(self) -> None:
        assert clean("商品名ありがとう").text == "商品名ありがとう"


def test_replacement_characters_are_unreadable() -> None:
    assert clean("政府\ufffd\ufffd公开").text == f"政府{UNREADABLE}公开"


class TestScraps:
    def test_page_of_pages_goes(self) -> None:
        cleaned = clean("加强咨询服务工作。第 4 页 共 9 页")
        assert cleaned.text == "加强咨询服务工作。"
        assert [mark.kind for mark in cleaned.marks] == ["page_number"]

    def test_a_series_of_page_numbers_goes_and_the_sentences_join(self) -> None:
        page = "各单位按月公开办事事项和办理结果。" * 20
        raw = f"1、{page}会议\n\n2、要求{page}财政管\n\n3、理工作{page}\n\n4、结束语"
        assert clean(raw).text == f"{page}会议要求{page}财政管理工作{page}\n\n结束语"

    def test_a_list_keeps_its_numbers(self) -> None:
        raw = "\n".join(f"{number}、建立制度并按月检查" for number in range(1, 6))
        assert clean(raw).text == raw

    def test_a_footer_between_halves_of_a_sentence_goes(self) -> None:
        head = "为使门户网站进一步发挥作用，提升公开透明度，县政府办公室会同有关部门对网"
        assert clean(f"{head}—2—\n\n站进行了改版。").text == f"{head}站进行了改版。"

    def test_a_chemical_name_keeps_its_number(self) -> None:
        assert clean("1—苯基—2—丙酮").text == "1—苯基—2—丙酮"

    def test_adverts_go_and_are_marked(self) -> None:
        assert clean("特此通知。更多信息请关注官方微信“清河公开”").text == "特此通知。"
        assert clean("密切了关系,凝聚穿越小说网 http://了人心").text == "密切了关系，凝聚了人心"
        assert kinds("上传人:某某 文档编号:1 上传时间:2020\n正文") == {"boilerplate"}


class TestSpunSynonyms:
    def test_they_are_flagged_and_kept(self) -> None:
        cleaned = clean("政务效劳大厅")
        assert cleaned.text == "政务效劳大厅"
        assert "政务服务" in cleaned.marks[0].note

    def test_another_word_is_no_synonym(self) -> None:
        assert kinds("订立无效劳动合同") == set()

    def test_doubtful_words_need_company(self) -> None:
        assert kinds("准时公布") == set()
        marks = clean("政务效劳、公共效劳和扫瞄量，准时公布").marks
        assert [mark.original for mark in marks] == ["政务效劳", "公共效劳", "扫瞄", "准时"]
