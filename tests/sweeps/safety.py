"""O08's one table: how safe each act is to press. Every public function of every `actions` module that is an act stands here.

Four kinds of safety:

- `Undone`: another act takes it back.
- `Again`: done once more with the former values it is as before; nothing is lost by it.
- `Adds`: only adds to what is there (a remark, a login, a stored file); nobody loses anything.
- `Named`: it can't be taken back as if it hadn't been. A page names its consequence before it happens.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.sweeps.world import World

from gongkai.disclosure.actions.reviewing import submit


@dataclass(frozen=True)
class Undone:
    by: str  # the act, as it stands in this table


@dataclass(frozen=True)
class Again:
    how: str


@dataclass(frozen=True)
class Adds:
    what: str


@dataclass(frozen=True)
class Named:
    """`who` opens `route` and reads `words` there. `asked`: the page comes after a form, as answer
    to a first POST (of what the sweep of addresses posts, and `given`).

    `second`: the rule asks for another person than those before; the sweep tries it with them.
    """

    route: str
    who: str
    words: str
    asked: bool = False
    given: tuple[tuple[str, str], ...] = ()
    prepare: Callable[[World], Any] = lambda world: None
    second: bool = False


Safety = Undone | Again | Adds | Named


def _before_the_last_step(world: World) -> None:
    world.cast.pass_steps(world.own["in_review"], until="publish", at=world.at)
    world.own.things["draft"] = world.own["in_review"]  # the desk of the sweep is the draft's


def _redacted_goes_public(world: World) -> None:
    item_id = world.own["redacted_item"]
    submit(item_id=item_id, by=world.by("agri.officer"), at=world.at)
    world.cast.pass_steps(item_id, at=world.at)


_ITEM = "office/items/<int:item_id>/"
_UNIT = "office/units/<int:unit_id>/"
_OFFICE = "office.disclosure_office"
_ACCOUNTS, _TOPICS, _DUTIES = "accounts.actions.", "catalogue.actions.topics.", "catalogue.actions.duties."
_D, _U, _S = "disclosure.actions.", "units.actions.", "screening.actions."

SAFETY: dict[str, Safety] = {
    # people
    _ACCOUNTS + "create_user": Undone(_ACCOUNTS + "disable_user"),
    _ACCOUNTS + "take_on_many": Undone(_ACCOUNTS + "disable_user"),
    _ACCOUNTS + "appoint": Undone(_ACCOUNTS + "end_appointment"),
    _ACCOUNTS + "end_appointment": Undone(_ACCOUNTS + "appoint"),
    _ACCOUNTS + "set_deputy": Again("name the former deputy"),
    _ACCOUNTS + "set_absence": Undone(_ACCOUNTS + "cancel_absence"),
    _ACCOUNTS + "cancel_absence": Undone(_ACCOUNTS + "set_absence"),
    _ACCOUNTS + "unlock": Again("the lock falls again by itself after wrong passwords"),
    _ACCOUNTS + "change_password": Again("change it once more"),
    _ACCOUNTS + "reset_password": Again("reset it once more"),
    _ACCOUNTS + "disable_user": Named(
        "office/people/<int:user_id>/disable/", "office.system_admin", "马上退出全部登录，任职到今天为止"),
    _ACCOUNTS + "note_login": Adds("that somebody came"),
    _ACCOUNTS + "end_sessions": Again("the person logs in again; drafts are on the server"),
    # how a person arranges lists
    _ACCOUNTS + "lists.save_filter": Undone(_ACCOUNTS + "lists.delete_filter"),
    _ACCOUNTS + "lists.delete_filter": Undone(_ACCOUNTS + "lists.save_filter"),
    _ACCOUNTS + "lists.share_filter": Again("stop sharing it"),
    _ACCOUNTS + "lists.take_over_filter": Again("a colleague takes it over in turn"),
    _ACCOUNTS + "lists.choose_first_filter": Again("choose the former one"),
    _ACCOUNTS + "lists.choose_columns": Again("choose the former ones"),
    # catalogue
    _TOPICS + "load_seed": Adds("headings that aren't there yet"),
    _TOPICS + "add_topic": Undone(_TOPICS + "close_topic"),
    _TOPICS + "add_topics": Undone(_TOPICS + "close_topic"),
    _TOPICS + "change_topic": Again("write the former values; the ledger has them"),
    _TOPICS + "close_topic": Named(
        "office/catalogue/<int:topic_id>/close/", _OFFICE, "个单位的公开责任同时结束"),
    _DUTIES + "add_duty": Undone(_DUTIES + "end_duty"),
    _DUTIES + "add_duties": Undone(_DUTIES + "end_duty"),
    _DUTIES + "apply_duty_rules": Undone(_DUTIES + "end_duty"),
    _DUTIES + "change_duty": Again("write the former values; the ledger has them"),
    _DUTIES + "end_duty": Undone(_DUTIES + "add_duty"),
    _DUTIES + "state_no_activity": Named(
        "office/duties/<int:duty_id>/nothing/", "agri.officer", "公众在这个栏目下看得到这份说明"),
    # clocks
    "clocks.actions.load_shipped_calendar": Again("every run gives the same calendar"),
    "clocks.actions.load_notice": Again("load the year's former notice"),
    "clocks.actions.set_local_term": Again("set the former length; the ledger has it"),
    "clocks.actions.set_office_hours": Again("set the former hours; the ledger has them"),
    "clocks.actions.set_warning_days": Again("set the former days; the ledger has them"),
    _D + "recounting.recount_open_items": Again("a corrected notice counts them again; the ledger has the former days"),
    # items: writing
    _D + "drafting.begin_draft": Undone(_D + "drafting.abandon"),
    _D + "drafting.save_draft": Again("saving over somebody's text shows both texts first"),
    _D + "drafting.attach": Undone(_D + "drafting.detach"),
    _D + "drafting.detach": Undone(_D + "drafting.attach"),
    _D + "drafting.link": Undone(_D + "drafting.unlink"),
    _D + "drafting.unlink": Undone(_D + "drafting.link"),
    _D + "drafting.abandon": Named(_ITEM + "edit/", "agri.officer", "草稿会从列表里去掉，记录保留"),
    # items: reviewing
    _D + "reviewing.submit": Undone(_D + "reviewing.call_back"),
    _D + "reviewing.call_back": Undone(_D + "reviewing.submit"),
    _D + "reviewing.pass_step": Named(
        _ITEM, "agri.publisher", "通过后立即公开，定了时间的到时自动公开。任何人都能看到、检索和下载：标题",
        prepare=_before_the_last_step, second=True),
    _D + "reviewing.return_item": Undone(_D + "reviewing.submit"),
    _D + "reviewing.comment_on": Adds("a remark"),
    _D + "reviewing.settle_comment": Adds("that it was seen to; the remark stays and can be made again"),
    # items: what the screening finds
    _D + "screening.screen": Adds("findings"),
    _D + "screening.bring_up_to_date": Adds("findings"),
    _D + "screening.look_again_at_files": Adds("findings"),
    _D + "screening.read_attachments": Adds("findings"),
    _D + "redacting.dismiss_findings": Adds("a decision with its reason, read at every later step"),
    _D + "rescanning.rescan": Adds("findings and tasks"),
    _D + "rescanning.dismiss_public_findings": Adds("a decision with its reason"),
    _D + "redacting.redact_text": Undone(_D + "redacting.undo_redaction"),
    _D + "redacting.redact_findings": Undone(_D + "redacting.undo_redaction"),
    _D + "redacting.redact_attachment": Undone(_D + "redacting.undo_redaction"),
    _D + "redacting.swap_file": Undone(_D + "redacting.undo_redaction"),
    _D + "covering.cover_attachment": Undone(_D + "redacting.undo_redaction"),
    _D + "redacting.undo_redaction": Undone(_D + "redacting.redact_text"),
    _D + "erasing.erase_item": Named(
        _ITEM + "erase/", _OFFICE, "都从数据库和文件夹里抹掉，不能恢复"),
    _D + "erasing.erase_original": Named(
        _ITEM + "redactions/<int:redaction_id>/erase/", _OFFICE, "不能恢复，也不能再和遮盖后的对照",
        prepare=_redacted_goes_public),
    "files.actions.erase_file": Adds("nothing: part of the two above, which name it"),
    _D + "side_paths.open_side_path": Undone(_D + "side_paths.answer_side_path"),
    _D + "side_paths.answer_side_path": Undone(_D + "side_paths.open_side_path"),
    _D + "routes.load_shipped_routes": Again("every run gives the same routes"),
    _D + "routes.choose_route": Again("choose the former route"),
    # items: what the public sees
    _D + "publishing.publish_due": Undone(_D + "correcting.withdraw"),  # the set time was named at the last step
    _D + "publishing.publish_now": Named(
        _ITEM + "publish-now/", "agri.publisher", "马上公开，不再等定好的时间。任何人都能看到、检索和下载：标题"),
    _D + "publishing.publish_urgently": Named(
        _ITEM + "urgent/", _OFFICE, "马上公开。任何人都能看到、检索和下载：标题"),
    _D + "publishing.take_back": Named(
        _ITEM + "take-back/", "agri.publisher", "已经走过的审核不算数，改好后从头审"),
    _D + "publishing.deliver": Again("enter the receipt again; the later entry holds"),
    _D + "publishing.deliver_many": Again("enter the receipts again; the later entry holds"),
    _D + "correcting.begin_correction": Undone(_D + "correcting.drop_correction"),
    _D + "correcting.drop_correction": Named(
        _ITEM + "drop-correction/", "agri.officer", "改的内容不再用，公开的版本不变"),
    _D + "correcting.withdraw": Named(
        _ITEM + "withdraw/", "agri.publisher", "正文和附件从网页、列表、检索、订阅和接口里都拿掉"),
    _D + "correcting.set_validity": Named(
        _ITEM + "validity/", "agri.officer", "公开页面的最上面马上显示这个有效性"),
    "lists.actions.bulk.begin_bulk": Named(
        "office/lists/<slug:code>/bulk/", "agri.publisher", "公众在网页、检索、订阅里都看不到正文和附件", asked=True),
    "lists.actions.bulk.retry_bulk": Again("it does only what the same press has not yet done"),
    _D + "moving.move_to_topic": Again("move it back"),
    _D + "duties.meet_by_reference": Undone(_D + "duties.drop_reference"),
    _D + "duties.drop_reference": Undone(_D + "duties.meet_by_reference"),
    _D + "importing.write_records": Undone(_D + "undoing_imports.undo_batch"),
    _D + "undoing_imports.undo_batch": Named(
        "office/imports/batches/<int:batch_id>/undo/", "agri.officer", "索引号不再使用"),
    _D + "import_columns.remember_columns": Again("say it otherwise at the next import"),
    _D + "migrating.take_over_finished": Undone(_D + "correcting.withdraw"),
    # files, jobs, ledger
    "files.actions.store_upload": Adds("a file that nothing shows yet"),
    "files.actions.received": Adds("bytes that no row names yet"),
    "files.actions.keep_received": Adds("a file that nothing shows yet"),
    "figures.actions.keep_counts": Adds("what was counted"),
    "figures.actions.forget_counts": Adds("nothing: what was counted can be counted again"),
    "jobs.actions.asking.enqueue": Undone("jobs.actions.asking.request_stop"),
    "jobs.actions.asking.request_stop": Undone("jobs.actions.asking.resume"),
    "jobs.actions.asking.resume": Undone("jobs.actions.asking.request_stop"),
    "ledger.actions.record_use": Adds("a row of the ledger"),
    "files.actions.read_stored": Adds("what was read of a file"),
    "files.actions.keep_recognised": Adds("what was recognised in a picture"),
    "files.actions.count_try": Adds("that reading was tried"),
    "lists.actions.exporting.begin_export": Adds("a table that only its owner can fetch; the ledger has who and what"),
    "lists.actions.exporting.note_export": Adds("a row of the ledger"),
    # the rules of screening
    _S + "replace_list": Again("import the former table, which its page gives out"),
    _S + "save_word": Undone(_S + "drop_word"),
    _S + "drop_word": Undone(_S + "save_word"),
    _S + "use_list": Again("switch it back"),
    _S + "save_profile": Again("write the former values; the ledger has them"),
    _S + "set_task_days": Again("write the former number"),
    # units
    _U + "details.change_details": Again("write the former values"),
    _U + "details.set_aliases": Again("write the former names"),
    _U + "details.set_competence": Undone(_U + "details.end_competence"),
    _U + "details.end_competence": Undone(_U + "details.set_competence"),
    _U + "details.open_reading_point": Undone(_U + "details.close_reading_point"),
    _U + "details.change_reading_point": Again("write the former values"),
    _U + "details.close_reading_point": Named(
        "office/points/<int:point_id>/close/", "agri.officer", "从今天起公众页面上不再列出它"),
    _U + "founding.found": Undone(_U + "reorganising.close"),
    _U + "founding.found_many": Undone(_U + "reorganising.close"),
    _U + "founding.change_installation": Again("write the former values"),
    _U + "reorganising.rename": Named(_UNIT + "rename/", _OFFICE, "起用新名称", asked=True),
    _U + "reorganising.move": Named(_UNIT + "move/", _OFFICE, "连同下面的", asked=True),
    _U + "reorganising.merge": Named(_UNIT + "merge/", _OFFICE, "起撤销。", asked=True),
    _U + "reorganising.split": Named(
        _UNIT + "split/", _OFFICE, "起撤销。", asked=True, given=(("into", "096 青禾县农机局\n095 青禾县种业局"),)),
    _U + "reorganising.close": Named(_UNIT + "close/", _OFFICE, "起没有这个单位", asked=True),
}  # fmt: skip
