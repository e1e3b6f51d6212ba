"""A trial run: what an uploaded file holds and what is wrong in it, in a form that pages can keep and show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from gongkai.disclosure.importing.ground import Ground
from gongkai.disclosure.importing.maps import ImportMap, MapProblem, shipped_maps
from gongkai.disclosure.importing.reading import LIMITS, BadRow, Edits, Reading, Seen, read_file
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.tables.problems import Refusal, UnreadableTable
from gongkai.tables.reading import read_table

REFUSALS_KEPT = 5000
SAMPLES = 5
# What each of our columns is called on the page that maps columns, with a line of help for the template.
LABELS = {
    "key": ("编号", "原来系统里的编号，再导入时认得出是同一条"),
    "title": ("标题", "写全称"),
    "text": ("正文", "纯文字"),
    "html": ("正文HTML", "网页格式的正文，和“正文”填一个"),
    "doc_no": ("发文字号", "例如 清政办发〔2026〕18号"),
    "issuer": ("发文机关", "写全称"),
    "kind": ("信息种类", "不填就是公告公示"),
    "topic": ("栏目编码", "公开目录里的编码或者名称"),
    "subject": ("主题分类", "按国务院公文主题分类"),
    "summary": ("内容概述", "500 字以内"),
    "signed_on": ("成文日期", "2026-11-21"),
    "published_on": ("发布日期", "原来公开的日期"),
    "effective_on": ("施行日期", "2026-11-21"),
    "expires_on": ("有效期至", "2026-11-21"),
    "abolished_on": ("废止日期", "2026-11-21"),
    "validity": ("有效性", "有效、失效、废止、修改"),
    "source_url": ("来源网址", "原来公开的地址"),
    "note": ("备注", ""),
}


@dataclass(frozen=True)
class Trial:
    """`summary` is what pages show; `bad` and `seen` are what mending needs, None where nothing could be read."""

    summary: dict[str, Any]
    bad: Iterable[BadRow] = ()
    seen: Seen | None = None


def tried(
    path: Path,
    name: str,
    *,
    map_name: str = "",
    told: Callable[[int], None] = lambda n: None,
    ground: Ground | None = None,
    edits: Edits | None = None,
) -> Trial:
    """Read and check a whole file; writes nothing. `fault` says why nothing at all could be read."""
    try:
        reading = read_file(path, map_name=map_name, told=told, name=name, ground=ground, edits=edits)
    except MapProblem as problem:
        return Trial({"fault": str(problem), "header": list(header_of(path, name)), "no_map": True})
    except UnreadableTable as problem:
        return Trial({"fault": problem.refusal.message, "header": []})
    return Trial(summary_of(reading), islice(reading.bad, REFUSALS_KEPT), reading.seen)


def summary_of(reading: Reading) -> dict[str, Any]:
    return {
        "fault": "",
        "read": reading.read,
        "good": len(reading.records),
        "refused_rows": reading.refused_rows,
        "refusal_count": len(reading.refusals),
        "refusals": [asdict(one) for one in reading.refusals[:REFUSALS_KEPT]],
        "notices": [one.message for one in reading.notices[:20]],
        "marks": sum(len(record.marks) for record in reading.records),
        "derived_titles": sum(bool(record.title_rule) for record in reading.records),
        "kinds": [
            [ITEM_KINDS[code].label, count]
            for code, count in Counter(record.kind for record in reading.records).most_common()
        ],
        "map": reading.mapping.name,
        "map_label": reading.mapping.label,
        "header": list(reading.header),
        "mapped": [name for name in reading.header if name in _headings(reading.mapping)],
        "columns": [[LABELS[ours][0], "、".join(theirs)] for ours, theirs in reading.mapping.columns.items()],
        "samples": [
            [
                record.title,
                ITEM_KINDS[record.kind].label,
                record.head["doc_no"],
                record.published_on.isoformat() if record.published_on else "",
            ]
            for record in reading.records[:SAMPLES]
        ],
    }


def _headings(mapping: ImportMap) -> set[str]:
    return {name for theirs in mapping.columns.values() for name in theirs}


def refusals_in(result: dict[str, Any]) -> list[Refusal]:
    return [Refusal(**one) for one in result.get("refusals", ())]


def header_of(path: Path, name: str) -> tuple[str, ...]:
    """The headings of a table; none when it can't be read."""
    try:
        return read_table(path, name, limits=LIMITS).header
    except UnreadableTable:
        return ()


def map_file(columns: dict[str, str], *, kind: str, label: str) -> str:
    """A map as TOML from what somebody chose on the page: our column → the heading in the file."""
    lines = [f"name = {_quoted(label[:60])}", f"label = {_quoted(label)}", f"kind = {_quoted(kind)}"]
    lines += ['required = ["title", "text"]' if columns.keys() & {"text", "html"} else 'required = ["title"]']
    lines += ["", "[columns]"]
    lines += [f"{ours} = {_quoted(theirs)}" for ours, theirs in columns.items()]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    clean = "".join(char if char.isprintable() else " " for char in text)
    return '"' + clean.replace("\\", "\\\\").replace('"', '\\"') + '"'


def choosable_maps() -> list[ImportMap]:
    return list(shipped_maps().values())
