"""gongkai screen and gongkai redact, as other programs call them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner, Result

from gongkai.cli.screening import app
from gongkai.screening.redaction import plain

TEXT = "申请人身份证号130602199003074612，电话138 1234 5678。\n订单号：13912345678\n"
KEYS = {"kind", "text", "start", "end", "place", "confidence", "action", "source"}


def run(*words: object, **more: object) -> Result:
    return CliRunner().invoke(app, [str(w) for w in words], **more)


@pytest.fixture
def sound(monkeypatch: pytest.MonkeyPatch) -> str:
    from gongkai.screening.checksums import id_check_char

    return TEXT.replace("130602199003074612", "13060219900307461" + id_check_char("13060219900307461"))


def test_findings_of_standard_input_count_characters_of_the_input(sound: str) -> None:
    done = run("screen", "-", "--json", "--quick", input=sound.encode())
    told = json.loads(done.stdout)
    assert done.exit_code == 1
    assert set(told) == {"findings", "hidden", "readable"}
    assert told["readable"] is True
    for finding in told["findings"]:
        assert set(finding) == KEYS
        assert sound[finding["start"] : finding["end"]] == finding["text"]
    assert {"resident_id", "mobile"} <= {f["kind"] for f in told["findings"]}
    assert told["findings"][0]["place"] == "第1行"


def test_a_text_without_findings_is_no_problem(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("本办法自公布之日起施行。\n", encoding="utf-8")
    done = run("screen", tmp_path / "a.txt", "--json", "--quick")
    assert (done.exit_code, json.loads(done.stdout)["findings"]) == (0, [])


def test_places_in_a_file_of_text_are_those_of_the_file(tmp_path: Path, sound: str) -> None:
    windows = sound.replace("\n", "\r\n")
    (tmp_path / "a.txt").write_bytes(windows.encode("gb18030"))
    told = json.loads(run("screen", tmp_path / "a.txt", "--json", "--quick").stdout)
    assert told["findings"]
    assert all(windows[f["start"] : f["end"]] == f["text"] for f in told["findings"])


def test_a_word_file_is_read_with_places_and_what_it_hides(tmp_path: Path, sound: str) -> None:
    document = Document()
    document.core_properties.author = "张三"
    document.add_paragraph("公示")
    document.add_paragraph(sound.splitlines()[0])
    document.save(str(tmp_path / "a.docx"))
    told = json.loads(run("screen", tmp_path / "a.docx", "--json", "--quick").stdout)
    assert "resident_id" in {f["kind"] for f in told["findings"]}
    assert {"kind", "count", "place"} == set(told["hidden"][0])
    assert "author" in {h["kind"] for h in told["hidden"]}


def test_what_cannot_be_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n" + b"\0\xff" * 500)
    done = run("screen", tmp_path / "a.pdf", "--json")
    told = json.loads(done.stdout)
    assert done.exit_code == 1
    assert told["readable"] is False
    assert told["problem"]


def test_mistakes_of_usage(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    assert run("screen", tmp_path / "none.txt").exit_code == 2
    done = run("screen", tmp_path / "a.txt", "--profile", "unheard")
    assert done.exit_code == 2
    assert "subsidy_list" in done.stderr


def test_it_works_without_an_installation_and_leaves_no_trace(tmp_path: Path, sound: str) -> None:
    program = Path(sys.executable).with_name("gongkai")
    done = subprocess.run(
        [program, "screen", "-", "--json", "--quick"],
        input=sound.encode(),
        capture_output=True,
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout)["findings"]
    assert list(tmp_path.iterdir()) == []


def test_a_redacted_file_has_masks_and_the_original_stays(tmp_path: Path, sound: str) -> None:
    source, target = tmp_path / "a.txt", tmp_path / "b.txt"
    source.write_text(sound, encoding="utf-8")
    done = run("redact", source, target, "--json", "--quick")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["state"] == "done"
    text = target.read_text(encoding="utf-8")
    assert "1306**********" in text
    assert "138****5678" in text
    assert "13912345678" in text, "an order number stays"
    assert source.read_text(encoding="utf-8") == sound
    assert run("screen", target, "--quick").exit_code == 0


def test_only_the_spans_given_are_taken_out(tmp_path: Path, sound: str) -> None:
    source, target, spans = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "spans.json"
    source.write_text(sound, encoding="utf-8")
    start = sound.index("138 1234 5678")
    spans.write_text(json.dumps([{"start": start, "end": start + 13, "kind": "mobile"}]), encoding="utf-8")
    assert run("redact", source, target, "--spans", spans).exit_code == 0
    assert target.read_text(encoding="utf-8") == sound.replace("138 1234 5678", "138****5678")
    spans.write_text(json.dumps({"findings": [{"start": 5, "end": 99_999}]}), encoding="utf-8")
    done = run("redact", source, tmp_path / "c.txt", "--spans", spans)
    assert done.exit_code == 2
    assert not (tmp_path / "c.txt").exists()


def test_a_term_that_stands_twice_goes_twice(tmp_path: Path, sound: str) -> None:
    source, target, spans = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "spans.json"
    twice = sound + "备注：138 1234 5678\n"
    source.write_text(twice, encoding="utf-8")
    start = twice.index("138 1234 5678")
    spans.write_text(json.dumps([{"start": start, "end": start + 13, "kind": "mobile"}]), encoding="utf-8")
    assert run("redact", source, target, "--spans", spans).exit_code == 0
    assert "1234 5678" not in target.read_text(encoding="utf-8")


def test_what_can_still_be_read_afterwards_is_refused(
    tmp_path: Path, sound: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer that fails silently (here: it copies) must not get anything out."""
    monkeypatch.setattr(plain, "redact", lambda source, target, removals: shutil.copy(source, target))
    source, target = tmp_path / "a.txt", tmp_path / "b.txt"
    source.write_text(sound, encoding="utf-8")
    target.write_text("of an earlier run", encoding="utf-8")
    done = run("redact", source, target, "--json", "--quick")
    assert done.exit_code == 1, done.output
    assert json.loads(done.stdout)["left"]
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_the_original_is_never_written_over(tmp_path: Path, sound: str) -> None:
    source = tmp_path / "a.txt"
    source.write_text(sound, encoding="utf-8")
    assert run("redact", source, source).exit_code == 3
    assert source.read_text(encoding="utf-8") == sound


def test_a_kind_of_file_that_cannot_be_redacted_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xyz").write_text("电话13812345678", encoding="utf-8")
    done = run("redact", tmp_path / "a.xyz", tmp_path / "b.xyz", "--quick")
    assert done.exit_code == 3
    assert not (tmp_path / "b.xyz").exists()
