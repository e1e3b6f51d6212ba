"""Words are taken out wherever they stand."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.text.html_text import html_to_text
from gongkai.text.replacing import bare, replace_in_html, replace_in_text


def test_every_occurrence_goes_whatever_markup_or_spaces_part_it():
    html = "<p>证号<strong>3301</strong>02 1990与330102<em>1990</em>。</p><table><tbody><tr><td>3301021990</td></tr></tbody></table>"
    new, counts = replace_in_html(html, {"3301021990": "33****90"})
    assert counts == {"3301021990": 3}
    assert "0219" not in html_to_text(new).replace(" ", "")
    assert html_to_text(new).count("33****90") == 3


def test_markup_around_stays():
    new, counts = replace_in_html("<p>户主<strong>张大山</strong>，<em>男</em></p>", {"张大山": "张**"})
    assert (new, counts) == ("<p>户主<strong>张**</strong>，<em>男</em></p>", {"张大山": 1})


def test_a_link_to_an_address_with_the_words_loses_its_target():
    html = '<p><a href="mailto:zhang@example.cn">来信</a>，<a href="/a/">网页</a></p>'
    new, counts = replace_in_html(html, {"zhang@example.cn": "z***"})
    assert "example" not in new
    assert 'href="/a/"' in new
    assert counts == {"zhang@example.cn": 1}


def test_what_is_not_there_changes_nothing():
    assert replace_in_html("<p>甲 &amp; 乙</p>", {"丙": "*"}) == ("<p>甲 &amp; 乙</p>", Counter())
    assert replace_in_text("甲乙", {"  ": "*"}) == ("甲乙", Counter())
    assert replace_in_html("<p>甲</p>", {}) == ("<p>甲</p>", Counter())


def test_many_go_in_one_pass_and_a_longer_name_is_not_taken_for_a_shorter():
    html = "<table><tbody><tr><td>王芳</td><td>王芳华</td></tr><tr><td>王 芳</td><td><em>李</em>强</td></tr></tbody></table>"
    new, counts = replace_in_html(html, {"王芳": "王*", "王芳华": "王**", "李 强": "李*"})
    assert html_to_text(new) == "王*\t王**\n王*\t李*"
    assert counts == {"王芳": 2, "王芳华": 1, "李强": 1}


@pytest.mark.parametrize("text", ["甲\ud800乙丙", "甲\u3000乙丙"])
def test_a_damaged_sign_moves_nothing(text):
    assert replace_in_text(text, {"乙": "*"})[0] == text.replace("乙", "*")


@given(st.text("甲乙丙<&1 \n", max_size=30), st.lists(st.text("甲乙1", min_size=1, max_size=3), max_size=3))
def test_nothing_is_left_and_the_rest_is_kept(text, words):
    new, counts = replace_in_text(text, dict.fromkeys(words, "□"))
    joined = new.replace(" ", "").replace("\n", "").replace("□", " ")
    assert not any(one in joined for one in words)
    assert new.count("□") == counts.total()
    assert new.replace("□", "").count("丙") == text.count("丙")


@given(
    st.lists(st.sampled_from(["甲", "乙甲", "<em>甲</em>", " ", "<p>", "</p>", "<br>", "丙<strong>乙</strong>"]), max_size=12),
    st.lists(st.sampled_from(["甲", "乙甲", "甲甲", "丙乙", "甲丙"]), min_size=1, max_size=3),
)  # fmt: skip
def test_in_a_page_stands_what_would_stand_in_its_text(pieces, words):
    html = "<div>" + "".join(pieces) + "</div>"
    replacements = {one: f"[{len(one)}]" for one in words}
    new, counts = replace_in_html(html, replacements)
    text, counted = replace_in_text(html_to_text(html), replacements)
    assert bare(html_to_text(new)) == bare(text)
    assert counts == counted
