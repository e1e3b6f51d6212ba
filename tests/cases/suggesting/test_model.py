"""A model of letters: learns, is stored without objects, and says the same every time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.cases.suggesting.letters import LETTERS

from gongkai.cases.suggesting import model
from gongkai.cases.suggesting.features import content_words


def learned() -> model.LetterModel:
    return model.train([content_words(text) for text, _ in LETTERS], [label for _, label in LETTERS])


def test_what_was_learned_is_told_of_new_letters() -> None:
    known = learned()
    assert known.classify("幼儿园老师打孩子")[0][0] == "学校"
    assert known.classify("门前的路灯又不亮了")[0][0] == "道路"


def test_probabilities_sum_to_one_and_come_best_first() -> None:
    told = learned().classify("学校门口的路灯")
    assert abs(sum(share for _, share in told) - 1) < 0.01
    assert told == sorted(told, key=lambda one: -one[1])


@pytest.mark.parametrize("text", ["", "   ", "12345 ABC", "的了吗"])
def test_a_letter_that_says_nothing_gets_no_class(text: str) -> None:
    assert learned().classify(text) == []


def test_the_same_letters_give_the_same_file(tmp_path: Path) -> None:
    learned().save(tmp_path / "a.npz")
    learned().save(tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_a_stored_model_says_what_the_learned_one_said(tmp_path: Path) -> None:
    learned().save(tmp_path / "a.npz")
    again = model.load(tmp_path / "a.npz")
    for text, _ in LETTERS:
        assert again.classify(text) == learned().classify(text)


def test_no_text_of_the_letters_is_in_the_file(tmp_path: Path) -> None:
    learned().save(tmp_path / "a.npz")
    with np.load(tmp_path / "a.npz", allow_pickle=False) as stored:
        assert set(stored) == {"classes", "weights", "bias", "rarity"}
        assert [stored[name].dtype.kind for name in ("weights", "bias", "rarity")] == ["f", "f", "f"]
        assert sorted(stored["classes"]) == ["学校", "道路"]


def test_objects_in_a_file_of_weights_are_never_loaded(tmp_path: Path) -> None:
    bad = {name: np.array([{}], dtype=object) for name in ("classes", "weights", "bias", "rarity")}
    np.savez(tmp_path / "a.npz", **bad)
    with pytest.raises(model.UnusableWeights):
        model.load(tmp_path / "a.npz")


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", b"no weights at all"])
def test_a_file_that_is_no_model_is_refused(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.npz").write_bytes(raw)
    with pytest.raises(model.UnusableWeights):
        model.load(tmp_path / "a.npz")


def test_weights_of_another_shape_are_refused(tmp_path: Path) -> None:
    np.savez(
        tmp_path / "a.npz", classes=["一"], weights=np.zeros((4, 1)), bias=np.zeros(1), rarity=np.zeros(4)
    )
    with pytest.raises(model.UnusableWeights):
        model.load(tmp_path / "a.npz")


def test_the_shipped_model_is_small_and_knows_the_seven_classes() -> None:
    assert model.SHIPPED.stat().st_size <= 2_000_000
    known = model.shipped()
    assert len(known.classes) == 7
    assert known.classify("小学老师周末有偿补课，家长不敢说")[0][0] == "教育文体"
    assert known.classify("公司拖欠工资，也不给我们交社保")[0][0] == "劳动和社会保障"
    assert known.classify("化工厂夜里排放废气，臭味刺鼻")[0][0] == "环境保护"
