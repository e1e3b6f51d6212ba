from hypothesis import given
from hypothesis import strategies as st

from gongkai.search.highlighting import mark, snippet
from gongkai.search.parsing import parse


def test_hits_are_marked_and_everything_else_is_escaped():
    made = mark("<script>农村低保</script>", parse("低保").marks)
    assert made.html == "&lt;script&gt;农村<mark>低保</mark>&lt;/script&gt;"


def test_a_query_cannot_bring_markup_of_its_own():
    assert mark("a<b>c", ["<b>"]).html == "a<mark>&lt;b&gt;</mark>c"


def test_simplified_marks_traditional_and_wide():
    assert (
        mark("農村低保２０２４", parse("农村 2024").marks).html
        == "<mark>農村</mark>低保<mark>２０２４</mark>"
    )


def test_a_number_is_not_marked_inside_a_longer_one():
    assert "<mark>" not in mark("2015年", ["5"]).html


def test_the_snippet_shows_where_most_words_stand_together():
    text = "低保概况。" + "无关的话，" * 60 + "二、农村低保标准提高到620元。" + "其他内容，" * 60
    made = snippet(text, parse("农村低保标准").marks)
    assert "二、" in made.text
    assert made.text.startswith("…")
    assert made.text.endswith("…")
    assert len(made.text) <= 112


def test_a_hit_far_into_a_long_text_is_found():
    text = "甲乙丙。" * 5_000 + "停水公告" + "丁戊。" * 100
    assert "<mark>停水</mark>" in snippet(text, ["停水"]).html


def test_without_a_hit_the_snippet_is_the_beginning():
    assert snippet("第一段。\n\n第二段。", ["不在"]).html == "第一段。 第二段。"
    assert snippet("", ["不在"]).html == ""


@given(st.text(max_size=300), st.lists(st.text(max_size=5), max_size=5))
def test_nothing_is_lost_or_added_by_marking(text, marks):
    made = mark(text, marks)
    assert "".join(made.text.split()) == "".join(text.split())
    assert made.html.count("<mark>") == made.html.count("</mark>")
    snippet(text, marks)
