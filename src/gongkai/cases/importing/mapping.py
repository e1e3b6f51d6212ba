"""Maps of imported cases: one TOML file for each shape of source, saying which of its columns is which of ours."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from gongkai.cases.kinds import CASE_KINDS

SHIPPED = Path(__file__).resolve().parent / "maps"

# What every kind has, beside the fields of its form. `key` tells one record from another.
OF_THE_CASE = {
    "key": "编号",
    "submitted_at": "来信时间",
    "received_on": "收到日期",
    "answer": "答复",
    "answered_on": "答复时间",
    "outcome": "办理结果",
    "unit": "承办单位",
    "channel": "渠道",
    "stars": "满意度",
}
# Of the person; kinds that ask for no name may still come with one.
OF_THE_PERSON = {
    "type": "申请人类型",
    "name": "姓名",
    "identity": "证件号码",
    "phone": "电话",
    "email": "邮箱",
    "address": "地址",
}
# Kept beside the case as the source had it; nothing here is decided by them.
OF_THE_SOURCE = {
    "source_unit": "原承办单位",
    "topic": "主题",
    "likes": "赞成",
    "dislikes": "反对",
    "note": "备注",
}


class MapProblem(Exception):
    """The map itself is wrong, or none fits; the words say where."""


@dataclass(frozen=True)
class CaseMap:
    """`columns`: ours → theirs, the first filled of several. `values`: ours → their word → ours.

    `constants` hold for every row that states nothing; `empty` are words that mean that nothing is stated.
    """

    name: str
    label: str
    columns: Mapping[str, tuple[str, ...]]
    fits: tuple[str, ...] = ()
    source: str = ""
    kinds: tuple[str, ...] = ()
    required: tuple[str, ...] = ("title", "text", "submitted_at")
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    empty: tuple[str, ...] = ()


def targets() -> dict[str, str]:
    """Everything that a column may be, with its label."""
    fields = {asked.key: asked.label for kind in CASE_KINDS.values() for asked in kind.fields}
    return {**fields, **OF_THE_PERSON, **OF_THE_SOURCE, **OF_THE_CASE}


def read_map(path: Path) -> CaseMap:
    """Read one map file. Raises MapProblem that names what is wrong in it."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        columns = {ours: _several(theirs) for ours, theirs in raw["columns"].items()}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, AttributeError) as problem:
        raise MapProblem(f"{path.name} 读不了：{problem}") from problem
    known = targets()
    for part in ("columns", "constants", "values"):
        if unknown := set(raw.get(part, {})) - set(known):
            raise MapProblem(
                f"{path.name} 的 [{part}] 里没有 {'、'.join(sorted(unknown))}；可用的有 {'、'.join(sorted(known))}。"
            )
    if wrong := set(raw.get("kinds", ())) - set(CASE_KINDS):
        raise MapProblem(
            f"{path.name} 里的种类 {'、'.join(sorted(wrong))} 不存在；可用的有 {'、'.join(CASE_KINDS)}。"
        )
    return CaseMap(
        name=str(raw.get("name", path.stem)),
        label=str(raw.get("label", path.stem)),
        columns=columns,
        source=str(raw.get("source", "")),
        constants={ours: str(value) for ours, value in raw.get("constants", {}).items()},
        values=raw.get("values", {}),
        **{key: tuple(raw[key]) for key in ("fits", "kinds", "required", "empty") if key in raw},
    )


def _several(theirs: object) -> tuple[str, ...]:
    return (theirs,) if isinstance(theirs, str) else tuple(theirs)  # type: ignore[arg-type]


@cache
def shipped_maps() -> dict[str, CaseMap]:
    return {m.name: m for m in (read_map(path) for path in sorted(SHIPPED.glob("*.toml")))}


def map_by(name_or_path: str) -> CaseMap:
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


def fitting_map(header: Iterable[str], kind: str) -> CaseMap:
    """The shipped map for the kind with the most of its telling columns in the header. Raises MapProblem."""
    present = {column.strip() for column in header}
    fitting = [
        m for m in shipped_maps().values()
        if m.fits and set(m.fits) <= present and (not m.kinds or kind in m.kinds)
    ]  # fmt: skip
    if not fitting:
        raise MapProblem(
            f"表头认不出来：{'、'.join(sorted(present))[:200]}。用 --map 指定对照，或者把表头改成"
            "编号、来信人、电话、标题、内容、来信时间、答复、答复时间、承办单位、类型。"
        )
    return max(fitting, key=lambda m: len(m.fits))
