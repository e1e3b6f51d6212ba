"""Encoding and hashing: no two different rows may look the same, no row may break out of its line."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.ledger import rules

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
texts = st.text(st.characters(codec="utf-8"), max_size=20)
rows = st.tuples(
    st.integers(1, 2**62), *[texts] * 7, st.datetimes(timezones=st.just(UTC)), texts, texts, texts
)
leaves = st.lists(st.binary(min_size=32, max_size=32), max_size=40)


@given(rows, rows)
def test_different_rows_have_different_bytes(one, other):
    assert (rules.leaf_bytes(one) == rules.leaf_bytes(other)) == (one == other)


@given(rows, st.integers(1, 7), st.integers(1, 20))
def test_moving_text_from_one_field_to_the_next_shows(row, index, cut):
    moved = list(row)
    if index + 1 == rules.LEAF_FIELDS.index("at") or not row[index]:
        return
    moved[index], moved[index + 1] = row[index][:-cut], row[index][-cut:] + row[index + 1]
    assert rules.leaf_bytes(moved) != rules.leaf_bytes(row)


def test_an_instant_is_the_same_in_every_zone():
    row = (1, "a", "b", "c", "d", "e", "f", "g", AT, "", "", "")
    shanghai = (*row[:8], AT.astimezone(timezone(timedelta(hours=8))), *row[9:])
    assert rules.leaf_bytes(row) == rules.leaf_bytes(shanghai)


@given(leaves, st.integers(0, 39), st.integers(0, 255))
def test_root_changes_with_any_leaf(found, index, bit):
    root = rules.merkle_root(found, algorithm="sha256")
    if index < len(found):
        changed = list(found)
        flipped = int.from_bytes(changed[index]) ^ (1 << bit)
        changed[index] = flipped.to_bytes(32)
        assert rules.merkle_root(changed, algorithm="sha256") != root
        assert rules.merkle_root(found[:index] + found[index + 1 :], algorithm="sha256") != root


@given(leaves, st.data())
def test_root_changes_with_the_order(found, data):
    shuffled = data.draw(st.permutations(found))
    same = rules.merkle_root(shuffled, algorithm="sha256") == rules.merkle_root(found, algorithm="sha256")
    assert same == (shuffled == found)


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=20))
def test_doubling_the_last_leaf_changes_the_root(found):
    doubled = rules.merkle_root([*found, found[-1]], algorithm="sha256")
    assert doubled != rules.merkle_root(found, algorithm="sha256")


@given(st.text(max_size=400))
def test_safe_text_is_one_printable_line_within_its_limit(text):
    safe = rules.safe_text(text, limit=300)
    assert len(safe) <= 300
    assert safe.splitlines() in ([safe], [])
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in safe)
    safe.encode()


@given(st.text(max_size=30), st.text(max_size=30))
def test_safe_text_keeps_different_texts_apart(one, other):
    assert (rules.safe_text(one) == rules.safe_text(other)) == (one == other)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("第一行\n2026-11-21 伪造的一行", r"第一行\u000a2026-11-21 伪造的一行"),
        ("\x1b[31m红字\x1b[0m", r"\u001b[31m红字\u001b[0m"),
        ("a\u202egnp.exe", r"a\u202egnp.exe"),
        ("空\x00字符", r"空\u0000字符"),
        (r"看似转义\u000a", r"看似转义\\u000a"),
        ("半个\ud83d代理", r"半个\ud83d代理"),
        ("王敏 (教育局)", "王敏 (教育局)"),
    ],
)
def test_dangerous_characters_are_written_out(text, shown):
    assert rules.safe_text(text) == shown


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=20) | st.integers() | st.none(), max_size=5))
def test_canonical_json_is_one_line_and_reads_back(payload):
    import json

    text = rules.canonical_json(payload)
    assert len(text.splitlines()) == 1
    text.encode()
    assert json.loads(text) == payload
    assert rules.canonical_json(dict(reversed(payload.items()))) == text
