"""Templates: those that ship are what the script makes; an office's own copy wins, and a broken one is named."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from tests.documents.samples import FACTS, words_of_docx, words_of_pdf

from gongkai.documents import shapes
from gongkai.documents.files import SHIPPED
from gongkai.documents.letters import Letter, TemplateBroken, render_docx, render_pdf
from gongkai.documents.wording import letter_for

ROOT = Path(__file__).resolve().parents[2]
LETTER = letter_for(shapes.REPLY, FACTS, outcome="granted")


def _own(home: Path, name: str, *lines: str) -> None:
    (home / "templates").mkdir(exist_ok=True)
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(home / "templates" / name))


def _own_typ(home: Path, name: str, source: str) -> None:
    (home / "templates").mkdir(exist_ok=True)
    (home / "templates" / name).write_text(source, encoding="utf-8")


def _words(letter: Letter, home: Path) -> str:
    return words_of_docx(render_docx(letter, home=home))


def test_the_word_templates_are_what_the_script_makes() -> None:
    done = subprocess.run([sys.executable, ROOT / "tools/reply_templates.py", "--check"], cwd=ROOT)
    assert done.returncode == 0, "run `python tools/reply_templates.py`"


def test_an_offices_own_template_wins_for_its_document_only(tmp_path: Path) -> None:
    _own(tmp_path, "reply.docx", "本县样式 {{ number }}", "{{ title }}")
    assert _words(LETTER, tmp_path) == "本县样式 青农公复〔2026〕12号\n政府信息公开申请答复书"
    assert "本县样式" not in _words(letter_for(shapes.RECEIPT, FACTS), tmp_path)


def test_a_template_for_all_letters_wins_over_what_ships(tmp_path: Path) -> None:
    _own(tmp_path, "letter.docx", "各类文书 {{ title }}")
    assert "各类文书" in _words(letter_for(shapes.RECEIPT, FACTS), tmp_path)
    _own(tmp_path, "receipt.docx", "只是回执 {{ title }}")
    assert "只是回执" in _words(letter_for(shapes.RECEIPT, FACTS), tmp_path)


def test_an_offices_own_pdf_template_wins_and_is_read_anew_when_it_changes(tmp_path: Path) -> None:
    shipped = (SHIPPED / "letter.typ").read_text(encoding="utf-8")
    for words in ("本县样式", "改过的样式"):
        _own_typ(tmp_path, "reply.typ", shipped.replace("#v(29pt)", words, 1))
        assert words in words_of_pdf(render_pdf(LETTER, home=tmp_path))


def test_what_a_letter_brings_along_can_be_named_by_an_offices_template(tmp_path: Path) -> None:
    _own(tmp_path, "reply.docx", "窗口：{{ extra['窗口'] }}")
    assert _words(replace(LETTER, extra={"窗口": "三号"}), tmp_path) == "窗口：三号"


@pytest.mark.parametrize(
    ("lines", "where"),
    [
        (("{{ title }}", "{%p for line in paragraphs %}", "{{ line }}", "{%p endfro %}"), "第 4 行"),
        (("{{ title }}", "{{ adressee }}"), "第 2 行（“{{ adressee }}”）"),
        (("{{ title }}", "", "{{ 1/0 }}"), "第 3 行（“{{ 1/0 }}”）"),
        (("{{ title }}", "{{ title.__class__.__mro__ }}"), "第 2 行"),
    ],
    ids=["unknown tag", "unknown name", "sum that fails", "way out of the sandbox"],
)
def test_a_broken_word_template_is_named_with_its_line(
    lines: tuple[str, ...], where: str, tmp_path: Path
) -> None:
    _own(tmp_path, "reply.docx", *lines)
    with pytest.raises(TemplateBroken) as broken:
        render_docx(LETTER, home=tmp_path)
    assert "模板 reply.docx " in str(broken.value)
    assert where in str(broken.value)


def test_a_template_that_is_no_word_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "reply.docx").write_bytes(b"PK\x03\x04 no archive")
    with pytest.raises(TemplateBroken, match=r"模板 reply\.docx 打不开"):
        render_docx(LETTER, home=tmp_path)


@pytest.mark.parametrize(
    ("source", "where"),
    [
        ("#let it = json(bytes(sys.inputs.letter))\n\n#it.adressee\n", "第 3 行"),
        ("= 标题\n#let x = (\n", "第 2 行"),
        ('#read("/etc/passwd")', "第 1 行"),
        ('#read("../../secret.txt")', "第 1 行"),
    ],
    ids=["unknown name", "open bracket", "file of the machine", "file above"],
)
def test_a_broken_pdf_template_is_named_with_its_line(source: str, where: str, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("密")
    _own_typ(tmp_path, "reply.typ", source)
    with pytest.raises(TemplateBroken) as broken:
        render_pdf(LETTER, home=tmp_path)
    assert f"模板 reply.typ {where}" in str(broken.value)


def test_a_pdf_template_fetches_nothing_from_the_network(tmp_path: Path) -> None:
    _own_typ(tmp_path, "reply.typ", '#import "@preview/tablex:0.0.8": *')
    with pytest.raises(TemplateBroken, match="不上网"):
        render_pdf(LETTER, home=tmp_path)
