"""Formats that LibreOffice reads for us (WPS, RTF, ODT, PPT, DPS …), where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from gongkai.files.extraction import docx, pptx
from gongkai.files.extraction.packed import Unreadable, guarded
from gongkai.files.extraction.shapes import Extract

SLIDES = frozenset({"ppt", "dps", "odp", "pps"})
TIMEOUT_SECONDS = 60
_PROGRAMS = (
    "soffice",
    "libreoffice",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
)
_MISSING = (
    "读这种格式（{extension}）要用 LibreOffice，服务器上没有装。请管理员安装 libreoffice-writer 和 libreoffice-impress，"
    "或者用办公软件另存为 {better} 再传。"
)


@guarded
def read(path: Path) -> Extract:
    return read_as(path, path.suffix.lstrip(".").lower() or "wps")


def program() -> str | None:
    """Where LibreOffice is, None when it isn't."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def read_as(path: Path, extension: str) -> Extract:
    """Read a file whose name need not tell its format. Raises Unreadable."""
    better = "pptx" if extension in SLIDES else "docx"
    office = program()
    if office is None:
        raise Unreadable(_MISSING.format(extension=extension, better=better))
    with tempfile.TemporaryDirectory(prefix="gongkai-office-") as folder:
        source = Path(folder) / f"in.{extension}"
        shutil.copyfile(path, source)
        made = _convert(office, source, better, Path(folder))
        return pptx.read(made) if better == "pptx" else docx.read(made)


def _convert(office: str, source: Path, better: str, folder: Path) -> Path:
    """A profile of its own, so that no macro setting, add-on or running window of the machine has a say."""
    command = [
        office,
        f"-env:UserInstallation=file://{folder}/profile",
        *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
        *("--convert-to", better, "--outdir", str(folder / "out"), str(source)),
    ]
    surroundings = {"HOME": str(folder), "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}
    with subprocess.Popen(
        command,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as running:
        try:
            running.wait(TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired as problem:
            os.killpg(running.pid, signal.SIGKILL)
            raise Unreadable("LibreOffice 读这个文件超过了一分钟。用办公软件另存一次再传。") from problem
    made = folder / "out" / f"{source.stem}.{better}"
    if not made.is_file():
        raise Unreadable("LibreOffice 读不出这个文件，可能已损坏。用办公软件打开、另存一次再传。")
    return made
