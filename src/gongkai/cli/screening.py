"""`gongkai screen` and `gongkai redact`: what must not go out, in any text or file. They need no installation."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
from rich.table import Table

from gongkai.cli.output import FOUND_PROBLEMS, REFUSED, USAGE, put_json, say, stop, words
from gongkai.files.apart import extract_apart
from gongkai.files.extraction import READERS
from gongkai.files.extraction.shapes import HIDDEN, READ, WAITING, Block, Extract, Removal
from gongkai.screening.detectors import ALL
from gongkai.screening.profiles import NoSuchProfile, Profile, profile_named, profiles
from gongkai.screening.scanning import scan
from gongkai.screening.spans import ACTIONS, KEEP, Span
from gongkai.text.problems import decode

_PROFILE = typer.Option(
    "", "--profile", help="按哪一类信息处理：subsidy_list、penalty、personnel、letter_reply ……"
)
_QUICK = typer.Option(False, "--quick", help="只用规则和词典，不用姓名模型")
_JSON = typer.Option(False, "--json", help="以 JSON 输出")


def screen(
    file: str = typer.Argument(..., help="文件，或者 - 表示标准输入"),
    profile: str = _PROFILE,
    quick: bool = _QUICK,
    as_json: bool = _JSON,
) -> None:
    """查出不该公开的内容：证件号码、电话、卡号、住址、姓名、涉密标志，还有附件里隐藏的内容。

    退出码 0 没有要处理的，1 有。

    例：gongkai screen 补贴公示.xlsx --profile subsidy_list --json
    """
    chosen = _profile(profile)
    found = _read(file)
    spans = scan(found.text, profile=chosen, deep=not quick, read_as=found.rows)
    if as_json:
        put_json(_as_data(found, spans))
    else:
        _show(found, spans)
    if found.state != READ or found.hidden or any(span.action != KEEP for span in spans):
        raise typer.Exit(FOUND_PROBLEMS)


def redact(
    source: Path = typer.Argument(..., help="原件，不会改动"),
    target: Path = typer.Argument(..., help="遮盖以后的文件"),
    spans: Path = typer.Option(
        None, "--spans", help="只去掉这里列出的地方：screen --json 的输出，或其中的 findings"
    ),
    profile: str = _PROFILE,
    quick: bool = _QUICK,
    as_json: bool = _JSON,
) -> None:
    """去掉查出的内容，再读一遍核对；还能读出来的，退出码 1，不留下文件。不覆盖原件。

    例：gongkai redact 补贴公示.docx 补贴公示-公开.docx --profile subsidy_list --json
    """
    from gongkai.screening.redaction import (  # noqa: PLC0415  (loads PDF libraries that no other command needs)
        DONE,
        LEFT,
        redact_file,
        removals_of,
    )

    chosen = _profile(profile)
    if not source.is_file():
        stop(f"没有这个文件：{source}", USAGE)
    if not target.parent.is_dir():
        stop(f"没有这个文件夹：{target.parent}", USAGE)
    if target.exists() and target.resolve() == source.resolve():
        stop("原件不覆盖，换一个文件名。", REFUSED)
    found = _read(str(source))
    if found.state != READ:
        stop(found.problem or "这个文件读不出文字，不能自动遮盖。", REFUSED)
    removals = (
        _given(spans, found.text, chosen)
        if spans
        else removals_of(
            scan(found.text, profile=chosen, deep=not quick, read_as=found.rows), found.text, chosen
        )
    )
    target.unlink(missing_ok=True)
    done = redact_file(source, target, source.suffix, removals, extract=found)
    if as_json:
        put_json(
            {"state": done.state, "removed": done.removed, "left": list(done.left), "problem": done.problem}
        )
    say(done.problem or f"去掉 {done.removed} 处，已核对：{target}")
    if done.state != DONE:
        raise typer.Exit(FOUND_PROBLEMS if done.state == LEFT else REFUSED)


def _profile(code: str) -> Profile:
    try:
        return profile_named(code)
    except NoSuchProfile:
        stop(f"没有这一类：{code}。有：{'、'.join(profiles())}", USAGE)


def _read(file: str) -> Extract:
    """Standard input and files of unknown kind as text, the rest by the readers, in a process of their own."""
    if file == "-":
        return _as_text(sys.stdin.buffer.read())
    path = Path(file)
    if not path.is_file():
        stop(f"没有这个文件：{file}", USAGE)
    extension = path.suffix.lower().lstrip(".")
    if extension in READERS:
        return extract_apart(path, extension)
    found = extract_apart(path, extension)
    return found if found.state == READ else _as_text(path.read_bytes(), instead=found)


def _as_text(raw: bytes, instead: Extract | None = None) -> Extract:
    """The text as it stands, one block a line; `instead` where the bytes are none."""
    if instead and b"\0" in raw[:4096]:
        return instead
    parts = decode(raw).text.split("\n")
    blocks = [Block(line, f"第{number}行") for number, line in enumerate(parts, 1)]
    blocks[-1] = Block(parts[-1], f"第{len(parts)}行", end="")
    return Extract(tuple(blocks))


@dataclass(frozen=True)
class _BadSpans(Exception):
    why: str


def _given(file: Path, text: str, profile: Profile) -> list[Removal]:
    """Removals from a file of spans: objects with start and end, and kind or replacement where there is one."""
    try:
        listed = json.loads(file.read_text(encoding="utf-8"))
        listed = listed["findings"] if isinstance(listed, dict) else listed
        return [_removal(entry, text, profile) for entry in listed]
    except OSError:
        stop(f"没有这个文件：{file}", USAGE)
    except (ValueError, KeyError, TypeError):
        stop(f"{file} 的内容不对：要 JSON，每一处写明 start 和 end。", USAGE)
    except _BadSpans as problem:
        stop(f"{file}：{problem.why}", USAGE)


def _removal(entry: dict[str, Any], text: str, profile: Profile) -> Removal:
    start, end = int(entry["start"]), int(entry["end"])
    if not 0 <= start < end <= len(text):
        raise _BadSpans(f"{start} 到 {end} 不在文字范围内（全文 {len(text)} 字）。")
    if "text" in entry and entry["text"] != text[start:end]:
        raise _BadSpans(f"{start} 到 {end} 的文字和文件里的不一样，重新 screen 一次。")
    if "replacement" in entry:
        return Removal(start, end, str(entry["replacement"]))
    span = Span(
        str(entry.get("kind", "")), start, end, text[start:end], 1.0, str(entry.get("action", "mask")), ""
    )
    return Removal(start, end, profile.mask(span, text))


def _as_data(found: Extract, spans: list[Span]) -> dict[str, Any]:
    data: dict[str, Any] = {
        "findings": [
            {
                "kind": span.kind,
                "text": span.text,
                "start": span.start,
                "end": span.end,
                "place": found.place_of(span.start),
                "confidence": round(span.confidence, 3),
                "action": span.action,
                "source": span.source,
            }
            for span in spans
        ],
        "hidden": [{"kind": one.kind, "count": one.count, "place": one.place} for one in found.hidden],
        "readable": found.state == READ,
    }
    if found.state != READ:
        data |= {"state": found.state, "problem": found.problem}
    return data


def _show(found: Extract, spans: list[Span]) -> None:
    if found.state != READ:
        say(("等待识别文字：" if found.state == WAITING else "读不出来：") + found.problem)
    if spans:
        table = Table("位置", "种类", "内容", "建议", "依据")
        for span in spans:
            label = ALL[span.kind].label if span.kind in ALL else span.kind
            table.add_row(
                found.place_of(span.start),
                label,
                span.text,
                ACTIONS.get(span.action, span.action),
                span.source,
            )
        words.print(table)
    for one in found.hidden:
        say(f"隐藏的内容：{HIDDEN.get(one.kind, one.kind)} {one.count} 处，{one.place}")
    waiting = sum(span.action != KEEP for span in spans)
    say(f"查出 {len(spans)} 处，要处理 {waiting} 处；隐藏的内容 {len(found.hidden)} 种。")


app = typer.Typer(name="gongkai", no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
"""The two commands by themselves, for where there is no installation."""
app.command("screen")(screen)
app.command("redact")(redact)
