"""Workbooks that an import of cases hands out: the empty table for a kind."""

from __future__ import annotations

from gongkai.cases.declaring import CaseKind
from gongkai.cases.importing.mapping import OF_THE_CASE, OF_THE_PERSON, CaseMap, shipped_maps, targets
from gongkai.tables.columns import Column
from gongkai.tables.writing import write_template

# Maps of our own tables, the one for a single kind first.
OF_OUR_OWN = ("applications", "letters")
_HELP = {
    "key": "原来系统里的编号，再导入时认得出是同一件",
    "submitted_at": "2026-11-21 或者 2026-11-21 09:30",
    "received_on": "和来信时间不是同一天才填",
    "answered_on": "有答复的填；答复、答复时间、办理结果要一起填",
    "unit": "单位的编码或者全称，不填就是上传时选的单位",
}


def importable(kind: CaseKind) -> bool:
    """Kinds in which people write in; the internal ones are entered one by one."""
    return kind.identity != "none"


def maps_for(kind: CaseKind) -> list[CaseMap]:
    """The shipped maps that read a table of that kind."""
    return [one for one in shipped_maps().values() if not one.kinds or kind.code in one.kinds]


def case_template(kind: CaseKind) -> bytes:
    """The empty table with the headings that our own map for the kind reads."""
    fitting = {one.name: one for one in maps_for(kind)}
    mapping = next(fitting[name] for name in OF_OUR_OWN if name in fitting)
    asked = {one.key: one for one in kind.fields}
    ours = {**dict.fromkeys(asked), **dict.fromkeys(OF_THE_PERSON), **dict.fromkeys(OF_THE_CASE)}
    columns = [
        Column(target, theirs[0], help=_help(target, kind, mapping))
        for target, theirs in mapping.columns.items()
        if target in ours
    ]
    return write_template(columns, title=kind.label)


def _help(target: str, kind: CaseKind, mapping: CaseMap) -> str:
    asked = next((one for one in kind.fields if one.key == target), None)
    choices = [label for _, label in asked.choices] if asked else []
    if target == "outcome":
        choices = [one.label for one in kind.outcomes]
    words = [
        "必填" if target in mapping.required else "",
        _HELP.get(target, "") or targets()[target],
        f"可填：{'、'.join(choices)}" if choices else "",
    ]
    return "；".join(word for word in words if word)
