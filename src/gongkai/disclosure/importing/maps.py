"""Import maps: one TOML file for each shape of source, saying which of its columns is which of ours."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.crypto.digests import digest
from gongkai.disclosure.kinds import ITEM_KINDS

SHIPPED = Path(__file__).resolve().parent.parent / "maps"

# What a column of a source may be. `text` and `html` are the body; `key` tells one record from another.
TARGETS = (
    "key", "title", "doc_no", "issuer", "summary", "text", "html", "signed_on", "published_on", "effective_on",
    "expires_on", "abolished_on", "validity", "subject", "topic", "kind", "source_url", "note",
)  # fmt: skip


class MapProblem(Exception):
    """The map itself is wrong, or none fits; the words say where."""


@dataclass(frozen=True)
class KindRule:
    """A record is of `kind` when its `column` equals a value, or is filled at all."""

    kind: str
    column: str
    equals: str | None = None


@dataclass(frozen=True)
class ImportMap:
    """`columns`: ours → theirs, the first filled of several. `title_rule` names how a missing title is derived."""

    name: str
    label: str
    columns: Mapping[str, tuple[str, ...]]
    fits: tuple[str, ...] = ()
    source: str = ""
    kind: str = "notice"
    kind_rules: tuple[KindRule, ...] = ()
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    topic: str = ""
    title_rule: str = "first_line"
    unique: tuple[str, ...] = ("key",)
    required: tuple[str, ...] = ("title", "text")
    skip_head_lines: tuple[str, ...] = ()
    clean: bool = True


def read_map(path: Path) -> ImportMap:
    """Read one map file. Raises MapProblem that names what is wrong in it."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as problem:
        raise MapProblem(f"{path.name} 读不了：{problem}") from problem
    unknown = set(raw.get("columns", {})) - set(TARGETS)
    if unknown:
        raise MapProblem(
            f"{path.name} 的 [columns] 里没有 {'、'.join(sorted(unknown))}；可用的有 {'、'.join(TARGETS)}。"
        )
    rules = tuple(KindRule(**rule) for rule in raw.get("kind_rule", ()))
    for code in (raw.get("kind", "notice"), *(rule.kind for rule in rules)):
        if code not in ITEM_KINDS:
            raise MapProblem(f"{path.name} 里的信息种类 {code} 不存在；可用的有 {'、'.join(ITEM_KINDS)}。")
    columns = {
        ours: (theirs,) if isinstance(theirs, str) else tuple(theirs)
        for ours, theirs in raw["columns"].items()
    }
    return ImportMap(
        name=raw.get("name", path.stem),
        label=raw.get("label", path.stem),
        columns=columns,
        kind_rules=rules,
        **{key: _frozen(raw[key]) for key in _PLAIN if key in raw},
    )


_PLAIN = (
    "fits",
    "source",
    "kind",
    "values",
    "topic",
    "title_rule",
    "unique",
    "required",
    "skip_head_lines",
    "clean",
)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@cache
def shipped_maps() -> dict[str, ImportMap]:
    return {m.name: m for m in (read_map(path) for path in sorted(SHIPPED.glob("*.toml")))}


def map_by(name_or_path: str) -> ImportMap:
    """A shipped map by name, or one from a file. Raises MapProblem."""
    shipped = shipped_maps()
    if name_or_path in shipped:
        return shipped[name_or_path]
    path = Path(name_or_path)
    if path.suffix == ".toml" and path.exists():
        return read_map(path)
    raise MapProblem(
        f"没有叫 {name_or_path} 的导入对照。随系统的有：{'、'.join(shipped)}；也可以给一个 .toml 文件。"
    )


def fitting_map(header: Iterable[str]) -> ImportMap:
    """The shipped map with the most of its telling columns in the header. Raises MapProblem when none has all."""
    present = {column.strip() for column in header}
    fitting = [m for m in shipped_maps().values() if m.fits and set(m.fits) <= present]
    if not fitting:
        raise MapProblem(
            f"表头认不出来：{'、'.join(sorted(present))[:200]}。用 --map 指定对照，或者按模板的列名改表头（标题、正文、成文日期……）。"
        )
    return max(fitting, key=lambda m: len(m.fits))


def header_key(header: Iterable[str]) -> str:
    """What makes two rows of headings the same: their words in their order, empty ones at the end left out."""
    return digest("\t".join(name.strip() for name in header).rstrip("\t").encode())
