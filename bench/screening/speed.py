"""Megabytes of UTF-8 text a second on one core: numbers, all rules, the sequence model, and the stock recogniser."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from random import Random
from statistics import median

from bench.screening import labelled_numbers
from bench.screening.generator import generate
from gongkai.screening.detectors import ALL
from gongkai.screening.scanning import recognise
from gongkai.screening.spans import Detector

NUMBER_KINDS = (
    "resident_id", "credit_code", "document_number", "bank_card", "mobile", "landline", "passport", "permit",
    "social_security", "plate", "email", "im_account",
)  # fmt: skip


def numbers() -> dict[str, Detector]:
    return {code: ALL[code] for code in NUMBER_KINDS}


def rules() -> dict[str, Detector]:
    return {code: one for code, one in ALL.items() if not one.deep}


def deep() -> dict[str, Detector]:
    return {code: one for code, one in ALL.items() if one.deep}


def documents() -> tuple[str, list[str]]:
    """Texts to measure on and what they are: official documents with a planted line in three of ten."""
    planted = [line.text for line in generate(3_000, seed=11)]
    if labelled_numbers.present():
        texts = [text for _, text in labelled_numbers.policy_texts()]
        mixed = [
            f"{text}\n{planted[at % len(planted)]}" if at % 10 < 3 else text for at, text in enumerate(texts)
        ]
        return f"{len(mixed)} official documents, a planted line in 3 of 10", mixed
    prose = (
        "为深入贯彻落实党中央、国务院关于全面推进政务公开工作的部署，各乡镇人民政府、县直各部门要结合实际抓好落实。"
        * 40
    )
    return "own prose, a planted line in 3 of 10", [
        prose + (planted[at] if at % 10 < 3 else "") for at in range(1_500)
    ]


def rows() -> list[str]:
    """The hard case: nothing but tables of persons."""
    lines = [line.text for line in generate(6_000, seed=12) if line.style in ("subsidy_table", "bare_table")]
    return ["".join(lines[at : at + 40]) for at in range(0, len(lines), 40)]


def megabytes_a_second(texts: Sequence[str], run: Callable[[str], object]) -> float:
    size = sum(len(text.encode()) for text in texts) / 1e6
    started = time.process_time()
    for text in texts:
        run(text)
    return size / max(time.process_time() - started, 1e-9)


def side_by_side(
    texts: Sequence[str], quick: Callable[[str], object], slow: Callable[[str], object], rounds: int = 5
) -> tuple[float, float]:
    """Medians of rounds in which both take their turn, so that a machine's slow minute falls on both."""
    pairs = [
        (megabytes_a_second(list(texts) * 10, quick), megabytes_a_second(texts, slow)) for _ in range(rounds)
    ]
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)


def with_detectors(detectors: dict[str, Detector], *, model: bool = False) -> Callable[[str], object]:
    return lambda text: recognise(text, detectors=detectors, deep=model)


def sample(texts: Sequence[str], characters: int) -> list[str]:
    """Texts drawn by lot until so many characters are together, for what is slow; the same at each run."""
    drawn: list[str] = []
    for text in Random(3).sample(list(texts), len(texts)):
        if characters <= 0:
            break
        drawn.append(text[:20_000])
        characters -= len(drawn[-1])
    return drawn
