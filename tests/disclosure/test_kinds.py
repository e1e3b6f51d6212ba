"""Every registered kind is sound; a table of transitions that is not is named."""

import pytest

from gongkai.catalogue.queries import STAGE_LABELS
from gongkai.disclosure import states
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.kinds import registry
from gongkai.kinds.apps import check_kinds
from gongkai.kinds.transitions import State, Transition, faults

A, B, END = State("a", "甲", ""), State("b", "乙", ""), State("end", "完", "", final=True)


def t(act, sources, target):
    return Transition(act, act, frozenset(sources.split()), target, frozenset({"officer"}), "条例")


def test_every_registered_kind_is_sound():
    assert check_kinds() == []
    assert set(registry.registered("item")) == set(ITEM_KINDS)
    assert len(ITEM_KINDS) >= 12


@pytest.mark.parametrize("kind", ITEM_KINDS.values(), ids=lambda k: k.code)
def test_a_kind_says_what_it_is_and_on_what_ground(kind):
    assert kind.label
    assert "条" in kind.article or "号" in kind.article
    assert kind.summary.endswith("。")
    assert kind.route_class in ("short", "standard", "long")
    assert kind.stage in STAGE_LABELS
    assert len({f.key for f in kind.fields}) == len(kind.fields)
    for field in kind.fields:
        assert field.type in ("text", "long_text", "date", "integer", "yuan", "choice")
        assert bool(field.choices) == (field.type == "choice")


def test_every_act_has_a_label_roles_and_an_article():
    for one in states.TRANSITIONS:
        assert one.label
        assert one.roles
        assert "条" in one.article


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ([t("go", "a", "b"), t("end", "b", "end"), t("go", "a", "end")], "go 从 a 出发声明了两次"),
        ([t("go", "a", "b")], "状态 b 进得去出不来"),
        ([t("go", "a", "end")], "状态 b 永远到不了"),
        ([t("go", "a", "nowhere"), t("end", "b", "end")], "状态 nowhere 没有声明"),
        ([t("stay", "a", "a")], "状态 a 进得去出不来"),
    ],
)
def test_an_unsound_table_is_named(table, words):
    assert words in " ".join(faults(initial="a", states=(A, B, END), transitions=table))


def test_a_sound_table_has_no_faults():
    assert (
        faults(initial="a", states=(A, B, END), transitions=[t("go", "a", "b"), t("end", "b", "end")]) == []
    )


def test_an_unsound_kind_stops_the_start(monkeypatch):
    class Broken:
        code, label, initial, states, transitions = "broken", "坏", "a", (A, B), (t("go", "a", "b"),)

    monkeypatch.setitem(registry._kinds["item"], "broken", Broken)
    assert any("item/broken" in problem.msg for problem in check_kinds())


def test_two_kinds_of_one_code_clash():
    class Other:
        code = "notice"

    with pytest.raises(registry.KindClash):
        registry.register("item", Other)
    registry.register("item", ITEM_KINDS["notice"])  # the same again does no harm
