"""Cells of a scanned table are parted by tabs, so that a name stands under its heading."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gongkai.files.extraction.shapes import Block, Extract
from gongkai.files.recognised_rows import in_rows
from gongkai.screening.scanning import scan


def _at(left: float, top: float, text: str) -> Block:
    return Block(text, "图片", page=1, box=(left, top, left + 12 * len(text), top + 12))


def _read(*blocks: Block) -> Extract:
    return Extract(tuple(in_rows(blocks)))


HEAD = (_at(10, 40, "序号"), _at(60, 41, "户主"), _at(120, 40, "组别"), _at(200, 39, "金额"))


def test_a_name_stands_under_its_heading_however_the_lines_came() -> None:
    body = (_at(200, 60, "500"), _at(60, 61, "高山"), _at(10, 60, "1"), _at(120, 62, "一组"))
    found = _read(_at(80, 10, "公示名单"), *body, *HEAD)
    assert found.text == "公示名单\n序号\t户主\t组别\t金额\n1\t高山\t一组\t500\n"
    assert [span.text for span in scan(found.text, read_as=found.rows)] == ["高山"]


def test_empty_cells_move_nothing() -> None:
    rest = (_at(60, 60, "高山"), _at(200, 61, "500"), _at(10, 80, "2"), _at(200, 80, "600"))
    assert _read(*HEAD, *rest).text == "序号\t户主\t组别\t金额\n\t高山\t\t500\n2\t\t\t600\n"


def test_two_pieces_of_one_cell_are_parted_by_a_blank() -> None:
    assert _read(*HEAD, _at(58, 60, "高"), _at(72, 60, "山"), _at(200, 60, "500")).text.endswith(
        "\n\t高 山\t\t500\n"
    )


def test_prose_and_forms_of_a_label_and_a_value_keep_their_lines() -> None:
    assert (
        _read(_at(10, 40, "姓名"), _at(80, 40, "高山"), _at(10, 60, "住在柳河镇")).text
        == "姓名\n高山\n住在柳河镇\n"
    )
    assert in_rows([]) == []


@given(
    st.lists(
        st.tuples(st.integers(0, 500), st.integers(0, 700), st.text("名单1", min_size=1, max_size=9)),
        max_size=40,
    )
)
def test_nothing_is_lost(words) -> None:
    blocks = [_at(left, top, text) for left, top, text in words]
    assert sorted(block.text for block in in_rows(blocks)) == sorted(block.text for block in blocks)
