"""Similar letters: the same words first, another matter never."""

from __future__ import annotations

from gongkai.cases.suggesting.similar import NEAR_DUPLICATE, most_similar

NEW = "城南路的路灯坏了一个多月，晚上黑漆漆的，老人出门摔了一跤，希望尽快修好"
CANDIDATES = [
    (1, "幼儿园收费太高，老师还要求买指定的校服"),
    (2, "城南路的路灯坏了一个多月了，晚上黑漆漆，老人出门摔了一跤。请尽快修好！"),
    (3, "城南路路灯不亮，晚上走路不安全"),
    (4, "北街路灯白天亮晚上不亮"),
]


def test_the_same_in_other_punctuation_is_a_near_duplicate() -> None:
    (first, score), *rest = most_similar(NEW, CANDIDATES)
    assert first == 2
    assert score >= NEAR_DUPLICATE
    assert all(other < NEAR_DUPLICATE for _, other in rest)


def test_nearer_letters_come_first_and_another_matter_does_not_come() -> None:
    assert [key for key, _ in most_similar(NEW, CANDIDATES, at_least=0.05)] == [2, 3, 4]


def test_the_same_words_score_one_and_keys_may_be_anything() -> None:
    assert most_similar(NEW, [("b", NEW), ("a", NEW)]) == [("b", 1.0), ("a", 1.0)]


def test_no_candidates_and_no_words_are_no_mistake() -> None:
    assert most_similar(NEW, []) == []
    assert most_similar("", CANDIDATES) == []
    assert most_similar("", [(1, "")]) == []


def test_no_more_than_asked_for() -> None:
    assert len(most_similar(NEW, [(n, NEW) for n in range(9)], limit=4)) == 4
