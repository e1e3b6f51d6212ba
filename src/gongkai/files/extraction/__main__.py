"""The process in which files are read: `python -m gongkai.files.extraction IN OUT`, started by `gongkai.files.apart`.

IN and OUT are numbers of open pipes. A question is one line of JSON; an answer is its length in eight bytes, one byte
that says whether memory came close to its limit, and JSON. It knows no settings and no database, and holds itself to the limits of each question.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from gongkai.files.extraction import TOO_MUCH_MEMORY, extract, unreadable
from gongkai.files.extraction.shapes import UNREADABLE, Extract, beside_blocks

_CODE = 48 * 1024 * 1024  # programs and libraries, counted in the memory that was granted
_MAPPED = 512 * 1024 * 1024  # room for libraries and mapped files beside the data
_AT_ONCE = 5_000  # blocks turned into JSON at a time
_FILES = 256 * 1024 * 1024  # the largest temporary file
_FULL = 0.8  # of the memory granted: where a reader fails so close to it, memory was what it lacked


def packed(found: Extract) -> list[bytes]:
    """The extract as JSON, in pieces: a large table would else stand in memory four times."""
    pieces = [b'{"blocks":[']
    for at in range(0, len(found.blocks), _AT_ONCE):
        pieces += [b"," if at else b"", _json(found.blocks[at : at + _AT_ONCE])[1:-1]]
    return [*pieces, b"],", _json(beside_blocks(found))[1:]]


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _limit(question: dict[str, Any]) -> None:
    """Soft limits only: a reader that starts an office program may give that more, never above the hard ones."""
    memory = question["memory_bytes"]
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + question["seconds"] + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (memory - _CODE, hard))
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (memory + _MAPPED, hard))


def _answer(question: dict[str, Any]) -> list[bytes]:
    if "call" in question:
        return [json.dumps(_called(question), ensure_ascii=False).encode("utf-8", "replace")]
    try:
        found = extract(
            Path(question["path"]), question["extension"], unpacked_bytes=question["unpacked_bytes"]
        )
        if found.state == UNREADABLE and _was_full(question["memory_bytes"]):
            found = unreadable(TOO_MUCH_MEMORY)
        return packed(found)
    except MemoryError:
        return packed(unreadable(TOO_MUCH_MEMORY))


def _was_full(memory: int) -> bool:
    """Whether the data of this process came close to its limit: an XML library out of memory calls the file damaged."""
    with open("/proc/self/status", encoding="ascii", errors="replace") as status:
        kilobytes = {line.partition(":")[0]: line.split()[1] for line in status if line.endswith(" kB\n")}
    data = (int(kilobytes["VmHWM"]) - int(kilobytes["RssFile"])) * 1024
    return data >= _FULL * (memory - _CODE)


def _called(question: dict[str, Any]) -> dict[str, Any]:
    """What another function answers: `value`, or `raised` with its words. The caller is ours, the file isn't."""
    module, _, name = question["call"].partition(":")
    try:
        return {"value": getattr(import_module(module), name)(*question["arguments"])}
    except MemoryError:
        return {"raised": "MemoryError", "words": TOO_MUCH_MEMORY}
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as problem:  # a panic of a library is no Exception
        return {"raised": type(problem).__name__, "words": str(problem)}


def main(questions: int, answers: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILES, _FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with os.fdopen(questions, "rb") as asked, os.fdopen(answers, "wb") as told:
        while line := asked.readline():
            question = json.loads(line)
            _limit(question)
            answer = _answer(question)
            told.write(sum(map(len, answer)).to_bytes(8, "big"))
            told.write(b"\1" if _was_full(question["memory_bytes"]) else b"\0")
            told.writelines(answer)
            told.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
