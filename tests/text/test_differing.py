"""What changed between two texts."""

from gongkai.text.differing import differences


def test_a_number_changes_as_a_whole():
    assert differences("每月660元。", "每月680元。") == [
        [("same", "每月"), ("del", "660"), ("ins", "680"), ("same", "元。")]
    ]


def test_same_and_inserted_pieces_read_as_the_new_text():
    rows = differences("第一段，2024年3月。\n旧的一段", "第一段，2025年12月。\n完全不同的文字")
    new = ["".join(text for kind, text in row if kind != "del") for row in rows]
    assert [line for line in new if line] == ["第一段，2025年12月。", "完全不同的文字"]
