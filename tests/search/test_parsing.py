import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.search.parsing import parse

PIECES = st.sampled_from([*'"“”「-〔号税a😀 \u3000\u202e\x00第', "2024", "国发", "什么"])


@given(st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=60).map("".join)))
def test_no_text_is_refused(text):
    parse(text)


def test_words_must_match_and_their_joints_are_a_bonus():
    parsed = parse("农村低保标准")
    assert set(parsed.must) >= {"农村", "低保", "标准"}
    assert "村低" in parsed.bonus


def test_traditional_and_wide_characters_ask_the_same():
    assert parse("農村低保２０２４") == parse("农村低保2024")


def test_quotes_make_a_phrase_and_a_minus_excludes():
    parsed = parse('“财政预算” 收入 -公路 -"停水公告"')
    assert parsed.phrases == (("财政", "政预", "预算"),)
    assert parsed.excluded == (("停水", "水公", "公告"), ("公路",))
    assert parsed.must == ("收入",)


def test_a_hyphen_inside_a_word_excludes_nothing():
    assert parse("covid-19 疫苗").excluded == ()


@pytest.mark.parametrize(
    "text",
    [
        "清政办发〔2024〕5号",
        "清政办发[2024]5号",
        "清政办发（２０２４）第5号",
        "清政辦發【2024】5號",
        "清政办发2024年5号",
    ],
)
def test_every_way_of_writing_a_number_has_the_same_key(text):
    assert parse(text).numbers[0].keys[0] == parse("清政办发〔2024〕5号").numbers[0].keys[0]


def test_a_number_inside_a_sentence_is_known():
    parsed = parse("查一下清政办发〔2024〕5号 低保")
    assert parse("清政办发〔2024〕5号").numbers[0].keys[0] in parsed.numbers[0].keys
    assert "低保" in parsed.must


def test_words_of_asking_do_not_count():
    parsed = parse("农村低保标准是多少？")
    assert parsed.is_question
    assert "多少" not in parsed.any
    assert "低保" in parsed.any


def test_only_words_of_asking_are_searched_as_they_are():
    assert parse("什么").any == ("什么",)


def test_an_endless_text_is_cut():
    assert len(parse("政府信息公开" * 10_000).any) < 20
