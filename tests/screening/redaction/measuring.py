"""Redacts planted PDFs and measures: what is left, what was lost beside, how large, how long."""

import re
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
from tests.screening.redaction.planted import Planted, plant

from gongkai.files import recognition
from gongkai.files.extraction import pdf as reading
from gongkai.files.extraction.shapes import Removal
from gongkai.screening.redaction import pdf as redaction
from gongkai.screening.redaction.readback import leftovers


@dataclass
class Measured:
    encoding: str
    files: int = 0
    recovered: list[str] = field(default_factory=list)
    flattened: int = 0
    kept: float = 1.0  # the worst of all files
    larger: float = 0.0  # the worst of all files
    seconds: float = 0.0  # the worst of all pages
    total_seconds: float = 0.0

    def line(self) -> str:
        return (
            f"{self.encoding:20} {self.files:4} files  recovered {len(self.recovered):3}  flattened {self.flattened:3}  "
            f"kept {self.kept:.4f}  size x{self.larger:.2f}  s/page {self.total_seconds / max(1, self.files):.3f} "
            f"(most {self.seconds:.3f})"
        )


def removals_of(text: str, terms: list[str]) -> list[Removal]:
    return [Removal(m.start(), m.end()) for term in terms for m in re.finditer(re.escape(term), text)]


def erase(planted: Planted, target: Path) -> redaction.Redacted:
    return _erased(planted, target)[0]


def _erased(planted: Planted, target: Path) -> tuple[redaction.Redacted, str]:
    """By characters where the file says its letters, by boxes where it doesn't; with what it said before."""
    if not planted.readable:
        return redaction.redact_boxes(planted.path, target, planted.boxes), ""
    text = reading.read(planted.path).text
    found = removals_of(text, planted.secrets)
    assert len(found) >= len(planted.secrets), "the generator and the reader disagree"
    return redaction.redact(planted.path, target, found), text


def measure(folder: Path, encoding: str, numbers: range) -> Measured:
    result = Measured(encoding)
    for number in numbers:
        planted = plant(folder, encoding, number)
        target = folder / f"out-{planted.path.name}"
        started = time.perf_counter()
        done, before = _erased(planted, target)
        seconds = time.perf_counter() - started
        result.files += 1
        result.seconds = max(result.seconds, seconds)
        result.total_seconds += seconds
        result.recovered += [f"{target.name}: {left}" for left in leftovers(target, "pdf", planted.secrets)]
        result.recovered += [
            f"{target.name}: {term} in strings" for term in in_strings(target, planted.secrets)
        ]
        result.larger = max(result.larger, target.stat().st_size / planted.path.stat().st_size)
        result.flattened += len(done.flattened)
        if planted.readable and not done.flattened:
            result.kept = min(result.kept, kept_share(before, planted.secrets, target))
        assert _paper(target) > 200, "the page is no longer black on white"
        target.unlink()
        planted.path.unlink()
    return result


def kept_share(before: str, secrets: list[str], target: Path) -> float:
    """The share of letters outside the secrets that the page still says."""
    for secret in secrets:
        before = before.replace(secret, "")
    wanted, found = (Counter("".join(text.split())) for text in (before, reading.read(target).text))
    return (wanted & found).total() / wanted.total()


def in_strings(path: Path, terms: list[str]) -> list[str]:
    """What `strings` would show of the file with everything unpacked, in one byte, two bytes and hexadecimal."""
    unpacked = path.with_suffix(".qdf")
    with pikepdf.open(path) as pdf:
        pdf.save(unpacked, qdf=True, stream_decode_level=pikepdf.StreamDecodeLevel.specialized)
    data = unpacked.read_bytes()
    unpacked.unlink()
    squeezed = re.sub(rb"[\s<>\[\]()]", b"", data).lower()
    found = []
    for term in terms:
        codes = [term.encode(code) for code in ("utf-8", "utf-16-be", "utf-16-le", "gb18030")]
        if any(code in data or code.hex().encode() in squeezed for code in codes):
            found.append(term)
    return found


def _paper(path: Path) -> int:
    """The grey of most of the page."""
    picture, _ = recognition.page_image(path, 1, dpi=36)
    return max(range(256), key=picture.convert("L").histogram().__getitem__)
