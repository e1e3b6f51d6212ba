"""Workbooks changed at random: always a verdict, never an exception, never a long wait."""

import io
import random
import time
import zipfile

import pytest
from tests.files.hidden_corpus import old_workbooks, workbooks

from gongkai.files.extraction import extract
from gongkai.files.extraction.shapes import READ, UNREADABLE

ROUNDS, SLOWEST = 150, 2.0
PIECES = (
    b"<c>", b"</row>", b"-1", b"99999999999", b"1E999", b"&a;", b"\0", b"<row r='0'>", b"_xD800_",
    "９".encode(), b"<!DOCTYPE a>", b"\xff\xff\xff\xff",
)  # fmt: skip


def changed(chance: random.Random, content: bytes) -> bytes:
    made = bytearray(content)
    for _ in range(chance.choice([1, 2, 4, 16])):
        at = chance.randrange(len(made) + 1)
        how = chance.randrange(4)
        if how == 0:
            made[at : at + 1] = bytes([chance.randrange(256)])
        elif how == 1:
            del made[at : at + chance.randrange(1, 40)]
        elif how == 2:
            made[at:at] = made[at : at + chance.randrange(1, 200)]
        else:
            made[at:at] = chance.choice(PIECES)
    return bytes(made)


def changed_part(chance: random.Random, content: bytes) -> bytes:
    """One part of the package changed, and the package whole again around it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        hit = chance.choice([name for name in old.namelist() if name.startswith("xl/")])
        for name in old.namelist():
            new.writestr(name, changed(chance, old.read(name)) if name == hit else old.read(name))
    return out.getvalue()


@pytest.mark.parametrize("seed", range(3))
def test_workbooks_changed_at_random_give_a_verdict(seed, tmp_path):
    chance = random.Random(seed)
    packed = [case.made for case in workbooks.hiding()]
    cells = [(0, 0, "姓名", 1), (0, 1, "金额", 1), (1, 0, "赵一", 2), (1, 1, 1200.0, 3)]
    sheet = old_workbooks.OldSheet("名单", cells, hidden_rows=(1,), notes=[(1, 0, "甲", "乙")])
    old = old_workbooks.workbook([sheet])
    for _ in range(ROUNDS):
        how = chance.randrange(3)
        content = changed(chance, old) if how == 0 else changed_part(chance, chance.choice(packed))
        (tmp_path / "表").write_bytes(content)
        began = time.process_time()
        found = extract(tmp_path / "表", "xls" if how == 0 else "xlsx")
        assert time.process_time() - began < SLOWEST
        assert found.state == READ or (found.state == UNREADABLE and found.problem)
        found.text.encode()
