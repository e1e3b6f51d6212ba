"""How much memory work takes beyond what stood there before it, at its highest."""

from __future__ import annotations

from pathlib import Path

_STATUS, _FORGET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


class Memory:
    """`Memory()` before the work, `.grown_megabytes` after it; what earlier tests once needed doesn't count."""

    def __init__(self) -> None:
        _FORGET.write_text("5")  # the highest mark starts anew at what stands there now
        self._before = _told("VmRSS")

    @property
    def grown_megabytes(self) -> int:
        return (_told("VmHWM") - self._before) // 1024


def _told(key: str) -> int:
    return int(_STATUS.read_text("ascii").split(f"{key}:")[1].split()[0])
