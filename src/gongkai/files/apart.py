"""Reads a file in a process of its own, with limits on time, memory, unpacked size and written files.

A file made to harm ends that process at most; what it did is told as a verdict in Chinese. The process gets no
settings, no secrets, no open files besides its two pipes, and a temporary folder that goes with it.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import gongkai
from gongkai.files.extraction import TOO_MUCH_MEMORY
from gongkai.files.extraction.shapes import UNREADABLE, Extract, extract_of
from gongkai.files.rules import MAX_UNPACKED_BYTES

SECONDS = 30
MEMORY_MB = 512
UNPACKED_MB = MAX_UNPACKED_BYTES // 1024 // 1024
MAX_ANSWER = 256 * 1024 * 1024  # bytes of JSON
_UNDERSTOOD = 8 * 1024 * 1024  # bytes of an answer that a busy machine turns into blocks in a second
_FILES_A_CHILD = 500  # then a fresh one, so that what libraries leak stays small

TOO_SLOW = "读这个文件用了 {seconds} 秒还没读完。拆成几个小文件再上传。"
TOO_LONG = "文件里的文字太多，读不下。拆成几个小文件再上传。"
ENDED = "读取程序意外结束，文件可能有问题。用办公软件打开、另存一次再上传。"
GONE = "文件不在了，读不到。"


def extract_apart(
    path: Path,
    extension: str,
    *,
    seconds: int = SECONDS,
    memory_mb: int = MEMORY_MB,
    unpacked_mb: int = UNPACKED_MB,
) -> Extract:
    """`extract` of one file in a process of its own. Never raises for what the file holds.

    For many files keep one `Reader`: a process is started for each call here (about 0.1 s).
    """
    with Reader(seconds=seconds, memory_mb=memory_mb, unpacked_mb=unpacked_mb) as reader:
        return reader.read(path, extension)


class Stopped(Exception):
    """The process was given up or died; the text says so in Chinese."""


class Raised(Exception):
    """A function called in the other process raised; `kind` is the name of what it raised."""

    def __init__(self, kind: str, words: str) -> None:
        super().__init__(words)
        self.kind = kind


class _Ended(Exception):
    """The child closed its pipe without an answer."""


class _TooSlow(Exception):
    pass


class _TooLong(Exception):
    pass


class Reader:
    """One warm process for many files; after a crash or a file that took too long the next gets a new one."""

    def __init__(
        self,
        *,
        seconds: int = SECONDS,
        memory_mb: int = MEMORY_MB,
        unpacked_mb: int = UNPACKED_MB,
        cores: int = 1,
    ) -> None:
        """`cores`: how many the other process computes on at once; its time on them is limited together."""
        self.seconds = seconds
        self.cores = cores
        self.memory_mb = memory_mb
        self.unpacked_mb = unpacked_mb
        self._child: _Child | None = None

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None

    def read(self, path: Path, extension: str) -> Extract:
        """What one file says and hides; UNREADABLE with the reason where the process didn't survive it."""
        path = Path(path).resolve()
        if not path.is_file():
            return _unreadable(GONE)
        question = {
            "path": str(path),
            "extension": extension,
            "unpacked_bytes": self.unpacked_mb * 1024 * 1024,
        }
        until = time.monotonic() + self.seconds
        found = self._read(question, self.seconds)
        if found.problem == TOO_MUCH_MEMORY and self._child is not None and self._child.asked > 1:
            self.close()  # what files before left behind counts too: once more with nothing in memory
            if (left := until - time.monotonic()) > 0:  # both readings on the time of one
                found = self._read(question, left)
        return found

    def _read(self, question: dict[str, Any], seconds: float) -> Extract:
        try:
            told = self._ask(question, seconds)
            with _nothing_swept():
                return extract_of(told)
        except Stopped as stopped:
            return _unreadable(str(stopped))
        except (KeyError, TypeError, ValueError):  # an answer that isn't one
            self.close()
            return _unreadable(ENDED)

    def call(self, function: str, *arguments: Any) -> Any:
        """What `module:function` of ours answers, run there. Arguments and answer are plain JSON values.

        Raises Stopped with words in Chinese, Raised where the function raised.
        """
        answer = self._ask({"call": function, "arguments": arguments}, self.seconds)
        if "raised" in answer:
            raise Raised(answer["raised"], answer.get("words", ""))
        return answer["value"]

    def _ask(self, question: dict[str, Any], seconds: float) -> dict[str, Any]:
        if self._child is None or self._child.asked >= _FILES_A_CHILD or self._child.was_full:
            self.close()
            self._child = _Child()
        limits = {"seconds": self.seconds * self.cores, "memory_bytes": self.memory_mb * 1024 * 1024}
        try:
            return self._child.ask({**question, **limits}, seconds)
        except _TooSlow:
            problem = TOO_SLOW.format(seconds=self.seconds)
        except _TooLong:
            problem = TOO_LONG
        except (_Ended, OSError, ValueError):
            problem = TOO_SLOW.format(seconds=self.seconds) if self._child.used_up_its_time() else ENDED
        self.close()
        raise Stopped(problem)


class _Child:
    """A running `python -m gongkai.files.extraction` with its pipes and its temporary folder."""

    def __init__(self) -> None:
        self.asked = 0
        self.was_full = False  # what a file left in memory would be missing for the next
        self.folder = Path(tempfile.mkdtemp(prefix="gongkai-read-"))
        his_in, self._out = os.pipe()
        self._in, his_out = os.pipe()
        self._ready = select.poll()
        self._ready.register(self._in, select.POLLIN)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "gongkai.files.extraction", str(his_in), str(his_out)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=self.folder,
                env=_environment(self.folder),
                pass_fds=(his_in, his_out),
                start_new_session=True,  # so that whatever it starts can be ended with it
            )
        finally:
            os.close(his_in)
            os.close(his_out)

    def ask(self, question: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Raises _TooSlow, _TooLong, _Ended."""
        self.asked += 1
        until = time.monotonic() + seconds
        self._tell(json.dumps(question).encode() + b"\n")
        size = int.from_bytes(self._take(8, until), "big")
        if size > MAX_ANSWER:
            raise _TooLong
        until -= size / _UNDERSTOOD  # who waits, waits for that too
        self.was_full = self._take(1, until) == b"\1"
        taken = self._take(size, until)
        with _nothing_swept():
            answer = json.loads(taken)
        if not isinstance(answer, dict):
            raise _Ended
        return answer

    def _tell(self, line: bytes) -> None:
        """The process reads the whole line before it does anything, so this never waits for long."""
        left = memoryview(line)
        try:
            while left:
                left = left[os.write(self._out, left) :]
        except BrokenPipeError as gone:
            raise _Ended from gone

    def _take(self, size: int, until: float) -> bytes:
        got = bytearray()
        while len(got) < size:
            left = until - time.monotonic()
            if left <= 0 or not self._ready.poll(left * 1000):
                raise _TooSlow
            piece = os.read(self._in, min(size - len(got), 1 << 20))
            if not piece:
                raise _Ended
            got += piece
        return bytes(got)

    def used_up_its_time(self) -> bool:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(timeout=1) == -signal.SIGXCPU
        return False

    def end(self) -> None:
        for pipe in (self._out, self._in):
            with contextlib.suppress(OSError):
                os.close(pipe)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


@contextlib.contextmanager
def _nothing_swept() -> Iterator[None]:
    """A large table is hundreds of thousands of rows, none of them rubbish: half the time would go into looking."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of ours goes along: no secrets, no settings."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": str(Path(gongkai.__file__).parents[1]),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
    }


def _unreadable(problem: str) -> Extract:
    return Extract(state=UNREADABLE, problem=problem)
