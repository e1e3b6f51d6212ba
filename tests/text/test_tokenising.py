"""Tokens of index, query and highlighter."""

import itertools
import re

from hypothesis import given
from hypothesis import strategies as st

from gongkai.text.tokenising import bigrams, fold, fold_with_map, index_text, words


def test_pairs_of_characters_and_whole_latin_words() -> None:
    assert bigrams("依法公開5G與COVID-19") == ["依法", "法公", "公开", "5g", "与", "covid", "19"]


def test_width_script_and_case_make_no_difference() -> None:
    assert bigrams("ＡＢＣ政務") == bigrams("abc政务")


def test_punctuation_parts_and_a_lone_character_is_a_token() -> None:
    assert bigrams("政务，公。开〇三") == ["政务", "公", "开〇", "〇三"]


@given(st.text(alphabet="公开政务，。 a1_-\n\0\ue000〇々𠀀𠮷ァé²Ⅷ"))
def test_the_text_for_the_index_is_the_tokens_one_after_the_other(text: str) -> None:
    tokens: list[str] = []
    for run in re.findall(r"[〇𠀀𠮷ァ公开政务]+|[々a1é²ⅷ]+", fold(text)):
        is_whole = run[0] < "〇" or len(run) == 1
        tokens += [run] if is_whole else [a + b for a, b in itertools.pairwise(run)]
    assert index_text(text).split() == tokens == bigrams(text)


def test_words_hold_the_parts_of_long_words() -> None:
    assert {"领导", "小组", "领导小组"} <= set(words("領導小組"))


@given(st.text())
def test_folding_keeps_every_place(text: str) -> None:
    folded, places = fold_with_map(text)
    assert len(folded) == len(text)
    assert len(places) == len(folded) + 1
    assert folded == fold(text)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert bigrams(fold(text)) == bigrams(text)
