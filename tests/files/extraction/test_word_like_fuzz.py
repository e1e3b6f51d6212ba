"""Damaged files: each reader of word-like formats answers, in time, whatever the bytes are."""

from __future__ import annotations

import importlib
import os
import zipfile
from functools import cache
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.files.hidden_corpus import layout, page, slides, word, word97
from tests.files.hidden_corpus.sample import changed
from tests.in_time import within

from gongkai.files.extraction.shapes import READ, UNREADABLE, WAITING

SECONDS = 2.0
SEEDS = {
    "docx": (word, "word/document.xml"),
    "pptx": (slides, "ppt/slides/slide2.xml"),
    "ofd": (layout, "Doc_0/Pages/Page_0/Content.xml"),
    "html": (page, ""),
    "doc": (word97, ""),
    "plain": (page, ""),
}

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "30"))
"""For each reader; the default suite takes seconds, a long run says more (FUZZ_EXAMPLES=100000)."""

mutations = st.lists(
    st.tuples(
        st.sampled_from(["set", "cut", "double", "insert", "zero"]),
        st.floats(0, 1, exclude_max=True),
        st.binary(min_size=1, max_size=8),
    ),
    min_size=1,
    max_size=12,
)


@cache
def seeds(reader: str) -> list[bytes]:
    samples = SEEDS[reader][0].SAMPLES
    return [SEEDS[reader][0].clean(), *(one.make() for one in samples[:: max(1, len(samples) // 6)])]


def mutate(data: bytes, steps) -> bytes:
    made = bytearray(data)
    for act, where, content in steps:
        at = int(where * len(made))
        if act == "set":
            made[at : at + len(content)] = content
        elif act == "cut":
            del made[at : at + 64]
        elif act == "double":
            made[at:at] = made[at : at + 512]
        elif act == "zero":
            made[at : at + 16] = bytes(len(made[at : at + 16]))
        else:
            made[at:at] = content
    return bytes(made)


def answers(reader: str, data: bytes, path) -> None:
    path.write_bytes(data)
    module = importlib.import_module(f"gongkai.files.extraction.{reader}")
    found = within(SECONDS, lambda: module.read(path))
    assert found.state in (READ, UNREADABLE, WAITING)
    assert found.problem or found.state == READ
    assert found.text is not None


@pytest.mark.parametrize("reader", SEEDS)
def test_damaged_bytes_get_an_answer(reader, tmp_path):
    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(range(len(seeds(reader)))), mutations)
    def fuzz(number, steps):
        answers(reader, mutate(seeds(reader)[number], steps), tmp_path / "a")

    fuzz()


@pytest.mark.parametrize("reader", ["docx", "pptx", "ofd"])
def test_damaged_xml_in_a_whole_package_gets_an_answer(reader, tmp_path):
    """Damaged ZIPs end at the checksum; damage inside the parts reaches the reader."""

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(range(len(seeds(reader)))), mutations)
    def fuzz(number, steps):
        data, name = seeds(reader)[number], SEEDS[reader][1]
        with zipfile.ZipFile(BytesIO(data)) as archive:
            damaged = mutate(archive.read(name), steps)
        answers(reader, changed(data, {name: damaged}), tmp_path / "a")

    fuzz()


def in_body(xml: str) -> bytes:
    return changed(
        word.clean(), {"word/document.xml": lambda old: old.replace("<w:sectPr", f"{xml}<w:sectPr", 1)}
    )


def nested(opening: str, closing: str, depth: int) -> str:
    return opening * depth + closing * depth


@pytest.mark.parametrize(
    ("reader", "data"),
    [
        ("docx", word.clean(*[word.paragraph("")])[:-100]),
        ("docx", changed(word.clean(), {"word/document.xml": nested("<a>", "</a>", 5000)})),
        ("docx", changed(word.clean(), {"word/document.xml": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'})),
        ("docx", changed(word.clean(), {"word/big.xml": b"\0" * 30_000_000})),
        ("html", nested("<div>", "</div>", 20_000).encode()),
        ("html", b"<table><tr><td>" * 3000),
        ("html", b""),
        ("html", b"<" * 200_000),
        ("html", b"<style>" + b"@media{" * 50_000),
        ("html", ("<p style='" + "width:0;" * 20_000 + "'>x</p>").encode()),
        ("docx", in_body(f"<w:p>{word.run('<w:vanish/>', 'x') * 20_000}</w:p>")),
        ("docx", in_body(nested("<w:tbl><w:tr><w:tc><w:p/>", "</w:tc></w:tr></w:tbl>", 60))),
        ("ofd", layout.layout("".join(layout.words("字", top=n % 200) + layout._COVER for n in range(2000)))),
        ("plain", bytes(range(256)) * 100),
        ("plain", b'"' * 100_000 + b',"\n'),
        ("doc", word97.word97(locked=True)),
        ("doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4096),
        ("doc", b"\0" * 162),
        ("doc", word97.word97(doubled=5_000)),
        ("ofd", word.clean()),
        ("pptx", word.clean()),
        ("docx", slides.clean()),
    ],
    ids=range(22),
)  # fmt: skip
def test_files_made_to_do_harm_get_an_answer(reader, data, tmp_path):
    answers(reader, data, tmp_path / "a")
    if reader != "html" and reader != "plain":
        assert b"root:" not in (tmp_path / "a").read_bytes()
