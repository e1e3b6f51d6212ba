"""How safe each act on a case is to press: the part of safety.py for cases."""

from __future__ import annotations

from tests.sweeps.safety import Adds, Again, Named, Safety, Undone
from tests.sweeps.world import World

_A = "cases.actions."
_C = "office/cases/<int:case_id>/"
_CLERK = "agri.handler"


def _withdrawn(world: World) -> None:
    """The sweep's act is one that can't be called back."""
    world.own.things["case_act"] = "withdraw"


SAFETY_OF_CASES: dict[str, Safety] = {
    _A + "submitting.submit": Undone(_A + "acting.act_as_citizen"),
    _A + "submitting.enter": Undone(_A + "acting.act"),
    # What a kind declares as final says so on a page of its own; the rest moves on by the next act of the table.
    _A + "acting.act": Named(
        _C + "act/<slug:act>/", _CLERK, "不能撤回", asked=True, given=(("reason", "申请人来电撤回"),), prepare=_withdrawn
    ),
    _A + "acting.act_as_citizen": Undone(_A + "submitting.submit"),
    _A + "amending.ask_amend": Undone(_A + "amending.decide_amend"),
    _A + "amending.decide_amend": Again("mend it back the same way; the event keeps what was entered"),
    _A + "sharing.claim": Undone(_A + "sharing.give_back"),
    _A + "sharing.give_back": Undone(_A + "sharing.claim"),
    _A + "sharing.assign": Again("give it to the one who had it"),
    _A + "sharing.transfer": Named(_C + "transfer/", _CLERK, "只有对方能转回来", asked=True),
    _A + "sharing.ask_help": Adds("a question to another unit, which sees the case from now on: its page says so"),
    _A + "sharing.answer_help": Adds("an answer"),
    _A + "sharing.merge": Named(_C + "merge/", _CLERK, "不能再分开", asked=True),
    _A + "sharing.split": Named(_C + "split/", _CLERK, "不能再合回去", asked=True),
    _A + "urging.urge": Adds("a reminder of a colleague, once a day"),
    _A + "sharing.add_note": Adds("an internal remark"),
    _A + "sharing.open_personal": Adds("a row of the ledger, which its page says"),
    _A + "rating.rate": Again("choose another number of stars"),
    _A + "importing.write_cases": Undone(_A + "importing.undo_batch"),
    _A + "importing.undo_batch": Named(
        "office/cases/imports/batches/<int:batch_id>/undo/", _CLERK, "不能恢复"
    ),
    _A + "histories.take_over_histories": Adds("cases with their past, for a new county; what went on is done by acts"),
    _A + "recounting.recount_open": Again("every run gives the same dates"),
}  # fmt: skip
