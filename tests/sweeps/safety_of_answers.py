"""How safe each act on answers, articles, experts and late statements is to press: a part of safety.py."""

from __future__ import annotations

from tests.sweeps.safety import Adds, Again, Named, Safety, Undone

_A = "cases.actions."
_P, _H, _K, _E = _A + "publishing_answers.", _A + "hiding_answers.", _A + "knowing.", _A + "consulting."
_C = "office/cases/<int:case_id>/answer/"
_OFFICE = "office.disclosure_office"

SAFETY_OF_ANSWERS: dict[str, Safety] = {
    _P + "prepare_answer": Again("copy the texts out of the case anew, before they are public"),
    _P + "save_answer": Again("somebody else's text is never saved over; the case keeps what was written"),
    _P + "settle_answer_findings": Undone(_P + "prepare_answer"),
    _P + "publish_answer": Named(
        _C + "publish/", "agri.leader", "任何人都能看到", asked=True, given=(("office_reason", "许多人在问这件事"),)
    ),
    _P + "withdraw_answer": Undone(_P + "publish_answer"),
    _P + "mark_as_faq": Again("take it off the list"),
    _H + "hide_answer": Undone(_H + "unhide_answer"),
    _H + "unhide_answer": Undone(_H + "hide_answer"),
    _A + "screening_answers.rescan_answers": Again("every run finds the same"),
    _A + "proposing.draft_from_cases": Undone("disclosure.actions.drafting.abandon"),
    _K + "add_article": Undone(_K + "end_article"),
    _K + "change_article": Again("write the former words; nobody else's are saved over"),
    _K + "end_article": Undone(_K + "resume_article"),
    _K + "resume_article": Undone(_K + "end_article"),
    _E + "add_expert": Undone(_E + "end_expert"),
    _E + "change_expert": Again("write the former words; the ledger has them"),
    _E + "end_expert": Undone(_E + "resume_expert"),
    _E + "resume_expert": Undone(_E + "end_expert"),
    _A + "holding_to_account.note_late_statements": Again("every run finds the same"),
    _A + "holding_to_account.settle_entry": Adds("what came of an entry"),
    _A + "linking_items.link_item": Undone(_A + "linking_items.unlink_item"),
    _A + "linking_items.unlink_item": Undone(_A + "linking_items.link_item"),
}  # fmt: skip
