"""T50 for registers: each act and its ledger row are one; and how safe each is to press."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.sweeps import world_of_registers as made
from tests.sweeps.safety import Again, Named, Safety, Undone
from tests.sweeps.world import World, today

from gongkai.registers import actions
from gongkai.registers.actions.importing import CountRow, EntryRow

Act = Callable[[World], Any]
_A = "registers.actions."
_OFFICER = "agri.officer"


def _at(w: World, register: str = "licensing", person: str = _OFFICER) -> dict[str, Any]:
    return {
        "unit_id": w.cast.units["agri"], "register": register, "year": today().year, "by": w.by(person), "at": w.at,
    }  # fmt: skip


def _entered(w: World) -> None:
    w.made["entry"] = made.entry(w.cast, "agri", w.at, title="另一次培训")


def _stated(w: World) -> None:
    actions.state_none(**_at(w, "media"))


def _year(w: World) -> dict[str, Any]:
    office = w.by("office.disclosure_office")
    return {"unit_id": w.cast.units["agri"], "year": today().year, "by": office, "at": w.at}


def _frozen(w: World) -> None:
    actions.freeze_year(**_year(w))


def _imported(w: World) -> None:
    w.made["batch"] = _import(w)


def _import(w: World) -> int | None:
    rows = [CountRow(w.cast.units["agri"], today().year, 1, {"processed": 77})]
    return actions.write_counts(
        register="punishment", rows=rows, file_name="表.xlsx", by=w.by(_OFFICER), at=w.at
    )


def _import_entry(w: World) -> int | None:
    rows = [EntryRow(w.cast.units["agri"], made.told("导入的培训"))]
    return actions.write_entries(
        register="trainings", rows=rows, file_name="表.xlsx", by=w.by(_OFFICER), at=w.at
    )


EXAMPLES: dict[str, Act | tuple[Act, Act]] = {
    _A + "counting.enter_counts": lambda w: actions.enter_counts(cells={(1, "processed"): 41}, **_at(w)),
    _A + "counting.state_none": lambda w: actions.state_none(**_at(w, "media")),
    _A + "counting.take_back_none": (_stated, lambda w: actions.take_back_none(**_at(w, "media"))),
    _A + "entries.enter_entry": lambda w: made.entry(w.cast, "agri", w.at, title="又一次培训"),
    _A + "entries.correct_entry": (_entered, lambda w: actions.correct_entry(
        entry_id=w.made["entry"], entry=made.told("改过的培训"), revision=0, by=w.by(_OFFICER), at=w.at)),
    _A + "entries.remove_entry": (_entered, lambda w: actions.remove_entry(
        entry_id=w.made["entry"], revision=0, by=w.by(_OFFICER), at=w.at)),
    _A + "importing.write_counts": _import,
    _A + "importing.write_entries": _import_entry,
    _A + "importing.undo_batch": (_imported, lambda w: actions.undo_batch(
        batch_id=w.made["batch"], by=w.by(_OFFICER), at=w.at)),
    _A + "years.freeze_year": lambda w: actions.freeze_year(**_year(w)),
    _A + "years.reopen_year": (_frozen, lambda w: actions.reopen_year(**_year(w))),
}  # fmt: skip
_PART = "part of an act, inside its transaction"
NO_ACTS = {
    _A + "viewing.add_views": "counts by month, of nobody in particular",
    _A + "counting.write_cells": _PART,
    _A + "counting.store_cells": _PART,
    _A + "counting.forget_none": _PART,
    _A + "counting.cell_rows": "computes",
    _A + "counting.current_cells": "reads",
    _A + "counting.same_cell": "computes",
    _A + "counting.cell_words": "computes",
    _A + "counting.cell_text": "computes",
    _A + "counting.told_text": "computes",
    _A + "entries.check_entry": "computes",
    _A + "entries.write_new": _PART,
    _A + "entries.write_over": _PART,
    _A + "entries.told_by": "reads",
    _A + "entries.ledger_values": "computes",
    _A + "importing.entry_json": "computes",
}
HELPERS = ("registers.actions.checks",)

SAFETY_OF_REGISTERS: dict[str, Safety] = {
    _A + "counting.enter_counts": Again(
        "write the former numbers; the ledger has them, and nobody else's are saved over"
    ),
    _A + "counting.state_none": Undone(_A + "counting.take_back_none"),
    _A + "counting.take_back_none": Undone(_A + "counting.state_none"),
    _A + "entries.enter_entry": Undone(_A + "entries.remove_entry"),
    _A + "entries.correct_entry": Again("write the former words; the ledger has them"),
    _A + "entries.remove_entry": Named(
        "office/registers/entries/<int:entry_id>/remove/", _OFFICER, "里不再有这一条，报表里的数跟着变"
    ),
    _A + "importing.write_counts": Undone(_A + "importing.undo_batch"),
    _A + "importing.write_entries": Undone(_A + "importing.undo_batch"),
    _A + "importing.undo_batch": Named(
        "office/registers/batches/<int:batch_id>/undo/", _OFFICER, "更新的 1 处恢复成原来的"
    ),
    _A + "years.freeze_year": Undone(_A + "years.reopen_year"),
    _A + "years.reopen_year": Undone(_A + "years.freeze_year"),
}
