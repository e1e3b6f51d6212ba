"""Words are taken out wherever they stand."""

from hypothesis import given
from hypothesis import strategies as st

from gongkai.text.html_text import html_to_text
from gongkai.text.replacing import replace_in_html, replace_in_text


def test_every_occurrence_goes_whatever_markup_or_spaces_part_it():
    html = "<p>证号<strong>3301</strong>02 1990与330102<em>1990</em>。</p><table><tbody><tr><td>3301021990</td></tr></tbody></table>"
    new, count = replace_in_html(html, "3301021990", "33****90")
    assert count == 3
    assert "0219" not in html_to_text(new).replace(" ", "")
    assert html_to_text(new).count("33****90") == 3


def test_markup_around_stays():
    new, count = replace_in_html("<p>户主<strong>张大山</strong>，<em>男</em></p>", "张大山", "张**")
    assert (new, count) == ("<p>户主<strong>张**</strong>，<em>男</em></p>", 1)


def test_a_link_to_an_address_with_the_words_loses_its_target():
    new, _ = replace_in_html(
        '<p><a href="mailto:zhang@example.cn">zhang@example.cn</a></p>', "zhang@example.cn", "z***"
    )
    assert "example" not in new


def test_what_is_not_there_changes_nothing():
    assert replace_in_html("<p>甲 &amp; 乙</p>", "丙", "*") == ("<p>甲 &amp; 乙</p>", 0)
    assert replace_in_text("甲乙", "  ", "*") == ("甲乙", 0)


@given(st.text("甲乙丙<&1 \n", max_size=30), st.text("甲乙1", min_size=1, max_size=3))
def test_nothing_is_left_and_the_rest_is_kept(text, words):
    new, _ = replace_in_text(text, words, "□")
    assert words not in new.replace(" ", "").replace("\n", "").replace("□", " ")
    assert new.replace("□", "").count("丙") == text.count("丙")
