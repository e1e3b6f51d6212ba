"""`gongkai text …`"""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from gongkai.cli.output import put_json, say
from gongkai.text.cleaning import clean
from gongkai.text.problems import decode

text_app = typer.Typer(no_args_is_help=True)


@text_app.callback()
def text() -> None:
    """文本工具。"""


@text_app.command("clean")
def clean_text(
    file: str = typer.Argument(..., help="文件，或者 - 表示标准输入"),
    as_json: bool = typer.Option(False, "--json", help="带标记"),
) -> None:
    """清洗抓取来的文本：全半角、繁简、拼音、页码、网站套话；读不出的地方标出来。

    例：gongkai text clean 旧文.txt > 新文.txt
    """
    raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    decoded = decode(raw)
    for problem in decoded.problems:
        say(f"第 {problem.line} 行：{problem.message}")
    cleaned = clean(decoded.text)
    if as_json:
        marks = [
            {"kind": m.kind, "start": m.start, "end": m.end, "original": m.original, "note": m.note}
            for m in cleaned.marks
        ]
        put_json(
            {"text": cleaned.text, "marks": marks, "counts": cleaned.counts, "encoding": decoded.encoding}
        )
    else:
        sys.stdout.write(cleaned.text)
    say(f"读不出的地方 {cleaned.unreadable} 处，标记 {len(cleaned.marks)} 处。")
