"""Files are read in a process of their own: what harms it ends there, and the next file is read all the same."""

import os
import signal
import time
from pathlib import Path

import openpyxl
import pytest
from tests.in_time import within

from gongkai.files import apart
from gongkai.files.apart import Raised, Reader, Stopped, extract_apart
from gongkai.files.extraction.shapes import READ, UNREADABLE, WAITING

pytestmark = pytest.mark.sweep


@pytest.fixture
def workbook(tmp_path) -> Path:
    made = openpyxl.Workbook()
    made.active.append(["姓名", "村"])
    made.active.append(["赵一", "东村"])
    made.save(tmp_path / "表.xlsx")
    return tmp_path / "表.xlsx"


@pytest.fixture(scope="module")
def large_workbook(tmp_path_factory) -> Path:
    made = openpyxl.Workbook(write_only=True)
    sheet = made.create_sheet("大表")
    for row in range(20_000):
        sheet.append([f"第{row}行的文字{column}" for column in range(10)])
    path = tmp_path_factory.mktemp("large") / "大.xlsx"
    made.save(path)
    return path


def folders(tmp_path):
    return sorted(tmp_path.glob("gongkai-read-*"))


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def test_text_comes_back_from_the_other_process(workbook, tmp_path):
    found = extract_apart(workbook, "xlsx")
    assert found.state == READ
    assert "赵一\t东村" in found.text
    assert folders(tmp_path) == []


def test_what_cannot_be_read_gives_a_verdict_in_words(tmp_path):
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    (tmp_path / "空.xlsx").write_bytes(b"")
    with Reader() as reader:
        assert "损坏" in reader.read(tmp_path / "坏.xlsx", "xlsx").problem
        assert "空文件" in reader.read(tmp_path / "空.xlsx", "xlsx").problem
        assert reader.read(tmp_path / "没有.xlsx", "xlsx").problem == apart.GONE


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read(large_workbook, workbook, tmp_path):
    with Reader(seconds=0) as reader:
        assert "还没读完" in reader.read(large_workbook, "xlsx").problem
        assert folders(tmp_path) == []
        reader.seconds = 30
        assert reader.read(workbook, "xlsx").state == READ


def test_a_file_that_needs_too_much_memory_is_given_up(large_workbook, workbook):
    with Reader(memory_mb=90) as reader:
        found = reader.read(large_workbook, "xlsx")
        assert found.state == UNREADABLE
        assert "内存" in found.problem
        assert reader.read(workbook, "xlsx").state == READ


@pytest.mark.parametrize("memory_mb", [60, 76, 95])
def test_wherever_memory_ends_it_is_told_as_memory(large_workbook, memory_mb):
    """The XML library out of memory says that the file is damaged; its owner would look for damage in vain."""
    with Reader(memory_mb=memory_mb) as reader:
        assert "内存" in reader.read(large_workbook, "xlsx").problem


def test_what_files_before_left_in_memory_is_not_held_against_the_next(large_workbook):
    with Reader() as reader:
        reader.call("builtins:len", "x")
        reader.memory_mb = 90
        first = reader._child._process.pid
        assert "内存" in reader.read(large_workbook, "xlsx").problem
        assert reader._child._process.pid != first


SLOW_AND_FULL = """
def extract(*_, **__):
    import time
    time.sleep(1.9)
    raise MemoryError
__import__("sys").modules["__main__"].extract = extract
"""


def test_a_file_read_once_more_has_the_time_of_one_reading(large_workbook):
    """However busy the machine: who waits for a file waits no longer than was promised."""
    with Reader(seconds=2) as reader:
        reader.call("builtins:exec", SLOW_AND_FULL)
        began = time.monotonic()
        assert "还没读完" in reader.read(large_workbook, "xlsx").problem
        assert time.monotonic() - began < 3


def test_an_unpacked_size_above_the_limit_is_told_before_reading(large_workbook):
    assert "文件太大" in extract_apart(large_workbook, "xlsx", unpacked_mb=1).problem


def test_after_the_process_died_the_next_file_gets_a_new_one(workbook, tmp_path):
    with Reader() as reader:
        reader.read(workbook, "xlsx")
        os.kill(reader._child._process.pid, signal.SIGKILL)
        time.sleep(0.05)
        died = reader.read(workbook, "xlsx")
        assert (died.state, died.problem) == (UNREADABLE, apart.ENDED)
        assert reader.read(workbook, "xlsx").state == READ
    assert folders(tmp_path) == []


def test_functions_can_be_called_there_and_what_they_raise_comes_back():
    with Reader(seconds=2) as reader:
        assert reader.call("operator:concat", ["甲"] * 50_000, ["乙"])[-1] == "乙"
        with pytest.raises(Raised, match="invalid literal") as raised:
            reader.call("builtins:int", "x")
        assert raised.value.kind == "ValueError"


@pytest.mark.parametrize(("function", "argument", "words"), [
    ("time:sleep", 30, "还没读完"),
    ("os:_exit", 3, "意外结束"),
    ("ctypes:string_at", 0, "意外结束"),
])  # fmt: skip
def test_what_hangs_or_crashes_there_stops_and_the_next_is_answered(function, argument, words, tmp_path):
    with Reader(seconds=1) as reader:
        with pytest.raises(Stopped, match=words):
            reader.call(function, argument)
        assert folders(tmp_path) == []
        reader.seconds = 30
        assert reader.call("builtins:int", "7") == 7


def test_a_loop_without_end_is_stopped_and_memory_is_bounded():
    with Reader(seconds=1) as reader, pytest.raises(Stopped, match="还没读完"):
        reader.call("builtins:pow", 3, 10**8)
    with Reader(memory_mb=100) as reader, pytest.raises(Raised, match="内存"):
        reader.call("builtins:bytearray", 90_000_000)


def test_the_process_gets_neither_secrets_nor_settings(workbook, monkeypatch):
    monkeypatch.setenv("GONGKAI_SECRET_KEY", "canary")
    with Reader() as reader:
        reader.read(workbook, "xlsx")
        seen = Path(f"/proc/{reader._child._process.pid}/environ").read_bytes()
        loaded = Path(f"/proc/{reader._child._process.pid}/maps").read_text()
    assert b"GONGKAI" not in seen
    assert b"canary" not in seen
    assert "psycopg" not in loaded


def test_a_warm_process_reads_small_files_quickly(workbook):
    def fifty() -> set[int]:
        with Reader() as reader:
            return {pid_after(reader, workbook) for _ in range(50)}

    assert len(within(5, fifty)) == 1  # 2 ms each, and 0.2 s once for the process


def pid_after(reader, path) -> int:
    assert reader.read(path, "xlsx").state == READ
    return reader._child._process.pid


def test_every_real_file_gets_a_verdict_within_its_limits(shared):
    """What recognises pictures isn't waited for: scans answer that they wait."""
    slow, wrong = [], []
    with Reader(seconds=30, memory_mb=512) as reader:
        for path in sorted((shared / "data" / "attachments").glob("*/*")):
            began = time.monotonic()
            found = reader.read(path, path.suffix[1:])
            if time.monotonic() - began > 30:
                slow.append(path.name)
            if found.state not in (READ, WAITING) and not found.problem:
                wrong.append(path.name)
    assert (slow, wrong) == ([], [])
