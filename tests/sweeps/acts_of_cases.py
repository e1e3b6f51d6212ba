"""T50 for cases: an example of every act, and why some public functions are none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from tests.cases.conftest import FORM, LETTER
from tests.sweeps.world import World, today

from gongkai.cases.actions import (
    acting,
    amending,
    histories,
    importing,
    rating,
    recounting,
    sharing,
    submitting,
    urging,
)
from gongkai.cases.importing.reading import Reading, read_file
from gongkai.cases.models import Case, CaseEvent
from gongkai.cases.queries.importing import ground_for
from gongkai.clocks.models import HolidayNotice

Act = Callable[[World], Any]


def _as(w: World, person: str = "agri.handler") -> dict[str, Any]:
    return {"by": w.by(person), "at": w.at}


def _came(w: World, kind: str = "letter", name: str = "receipt") -> None:
    form = LETTER if kind == "letter" else FORM
    w.made[name] = submitting.submit(kind=kind, unit_id=w.cast.units["agri"], values=form, at=w.at)


def _id(w: World, name: str = "receipt") -> int:
    return w.made[name].case_id


def _in_hand(w: World) -> None:
    _came(w)
    acting.act(case_id=_id(w), act="sign", values={}, **_as(w))


def _answered(w: World) -> None:
    _in_hand(w)
    words = {"outcome": "solved", "conclusion": "路灯已经修好。"}
    acting.act(case_id=_id(w), act="draft", values=words, **_as(w))
    acting.act(case_id=_id(w), act="approve", values={}, **_as(w, "agri.leader"))


def _asked_to_amend(w: World) -> None:
    _came(w)
    w.made["change"] = amending.ask_amend(
        event_id=_event(w), on=today() - timedelta(days=1), reason="日期写错", **_as(w)
    )


def _event(w: World) -> int:
    return CaseEvent.objects.get(case_id=_id(w), no=1).pk


def _helped(w: World) -> None:
    _came(w)
    w.made["help"] = sharing.ask_help(
        case_id=_id(w), unit_id=w.cast.units["housing"], question="路灯归谁管", due_on=None, **_as(w)
    )


def _claimed(w: World) -> None:
    _came(w)
    sharing.claim(case_id=_id(w), **_as(w))


def _two(w: World) -> None:
    _came(w)
    _came(w, name="second")


def _letters_of_before(w: World) -> Reading:
    path = w.folder / "来信.csv"
    path.write_text(
        "编号,来信人,标题,内容,来信时间,类型,答复,答复时间,办理结果\n"
        "a1,李兰,路灯坏了,半个月了。,2025-03-05,投诉,已经修好。,2025-03-20,已解决\n"
        "a2,王明,公交班次,多几班。,2025-03-06,建议,,,\n",
        encoding="utf-8",
    )
    return read_file(path, ground=ground_for(kind="letter", unit_id=w.cast.units["agri"], today=today()))


def _import(w: World) -> None:
    w.made["written"] = importing.write_cases(
        reading=_letters_of_before(w), unit_id=w.cast.units["agri"], by=w.by("agri.handler").actor(), user_id=None,
        at=w.at,
    )  # fmt: skip


def _history(w: World) -> None:
    arrived = w.at - timedelta(days=3)
    signed = histories.PastAct("sign", w.at - timedelta(days=2), w.by("agri.handler"))
    past = histories.PastCase("letter", w.cast.units["agri"], LETTER, "web", arrived, (signed,))
    with transaction.atomic():
        histories.take_over_histories(cases=[past], by=w.by("agri.handler").actor(), at=w.at)


def _counted_wrongly(w: World) -> None:
    _came(w)
    Case.objects.filter(id=_id(w)).update(due_on=today() + timedelta(days=300))


def _calendar(w: World) -> None:
    assert HolidayNotice.objects.exists()
    _counted_wrongly(w)


EXAMPLES: dict[str, Act | tuple[Act, Act]] = {
    "cases.actions.submitting.submit": _came,
    "cases.actions.submitting.enter": lambda w: submitting.enter(
        kind="information_application", unit_id=w.cast.units["agri"], values=FORM, channel="counter",
        arrived_on=today(), received_on=today(), **_as(w)),
    "cases.actions.acting.act": (_came, lambda w: acting.act(case_id=_id(w), act="sign", values={}, **_as(w))),
    "cases.actions.acting.act_as_citizen": (_came, lambda w: acting.act_as_citizen(
        case_id=_id(w), code=w.made["receipt"].code, act="withdraw", values={"reason": "已经修好"}, at=w.at)),
    "cases.actions.amending.ask_amend": (_came, lambda w: amending.ask_amend(
        event_id=_event(w), on=today() - timedelta(days=1), reason="日期写错", **_as(w))),
    "cases.actions.amending.decide_amend": (_asked_to_amend, lambda w: amending.decide_amend(
        change_id=w.made["change"], agrees=True, **_as(w, "agri.leader"))),
    "cases.actions.rating.rate": (_answered, lambda w: rating.rate(
        case_id=_id(w), code=w.made["receipt"].code, stars=5, at=w.at)),
    "cases.actions.recounting.recount_open": (_calendar, lambda w: recounting.recount_open(why="放假安排", at=w.at)),
    "cases.actions.importing.write_cases": _import,
    "cases.actions.importing.undo_batch": (_import, lambda w: importing.undo_batch(
        batch_id=w.made["written"].batch_id, by=w.by("agri.handler").actor(), at=w.at)),
    "cases.actions.histories.take_over_histories": _history,
    "cases.actions.sharing.claim": (_came, lambda w: sharing.claim(case_id=_id(w), **_as(w))),
    "cases.actions.sharing.give_back": (_claimed, lambda w: sharing.give_back(case_id=_id(w), **_as(w))),
    "cases.actions.sharing.assign": (_came, lambda w: sharing.assign(
        case_id=_id(w), user_id=w.cast.people["agri.leader"], **_as(w))),
    "cases.actions.sharing.transfer": (_came, lambda w: sharing.transfer(
        case_id=_id(w), unit_id=w.cast.units["housing"], reason="路灯归住建", **_as(w))),
    "cases.actions.sharing.ask_help": (_came, lambda w: sharing.ask_help(
        case_id=_id(w), unit_id=w.cast.units["housing"], question="路灯归谁管", due_on=None, **_as(w))),
    "cases.actions.sharing.answer_help": (_helped, lambda w: sharing.answer_help(
        help_id=w.made["help"], answer="归我们管", **_as(w, "housing.handler"))),
    "cases.actions.sharing.merge": (_two, lambda w: sharing.merge(
        case_id=_id(w, "second"), into_id=_id(w), **_as(w))),
    "cases.actions.sharing.split": (_came, lambda w: sharing.split(
        case_id=_id(w), parts=[("路灯", "不亮"), ("路面", "有坑")], **_as(w))),
    "cases.actions.urging.urge": (_came, lambda w: urging.urge(
        case_id=_id(w), words="周五前办结", **_as(w, "agri.leader"))),
    "cases.actions.sharing.add_note": (_came, lambda w: sharing.add_note(case_id=_id(w), text="已联系", **_as(w))),
    "cases.actions.sharing.open_personal": (_came, lambda w: sharing.open_personal(
        case_id=_id(w), reason="电话核实", **_as(w))),
}  # fmt: skip

NO_ACTS = {
    "cases.actions.noticing.tell_applicant": "part of an act, inside its transaction",
    "cases.actions.noticing.tell_receipt": "part of an act, inside its transaction",
    "cases.actions.noticing.make": "the message itself is kept as proof",
    "cases.actions.noticing.send_waiting": "sends what acts have made; the message keeps when and how",
    "cases.actions.noticing.try_again": "sends what an act has made",
    "cases.actions.reminding.remind": "tells colleagues what is so already; each reminder is kept",
    "cases.actions.acting.act_by_clock": "the same as act, for what happens of itself; no kind has such an act yet",
    "cases.actions.letters.issue": "part of an act, inside its transaction",
    "cases.actions.letters.make_files": "files of a letter that an act has issued; each file writes its own row",
    "cases.actions.letters.ask_for_files": "asks the worker for files that can be made at any time",
    "cases.actions.letters.letter_of": "reads",
    "cases.actions.deriving.same_person": "reads",
    "cases.actions.deriving.derived": "reads",
    "cases.actions.letters.preview": "reads",
    "cases.actions.letters.facts_for_letter": "reads",
    "cases.actions.recounting.follow_calendar": "asks for recount_open, which writes its own rows",
    "cases.actions.recounting.follow_term": "asks for recount_open, which writes its own rows",
    "cases.actions.recounting.recount_paused": "keeps what follows from the acts and the day; nobody decides anything",
    "cases.actions.recounting.hand_over_cases": "called inside disable_user",
    "cases.actions.recounting.follow_unit_change": "called inside the acts upon units",
    "cases.actions.sharing.save_draft": "what one is still writing",
    "cases.actions.attending.note_case_presence": "who has a page open, gone after a minute",
    "cases.actions.rehearsing.rehearse": "an act that is taken back before anything of it stays",
    "cases.actions.proving.prove": "opens one's own case; tries are counted for a quarter of an hour",
    "cases.actions.topics.count_topics": "a reckoning over what is there, made again at any time",
    "cases.actions.topics.last_week": "computes",
    "cases.actions.topics.without_names": "computes",
    "cases.actions.proving.forget_tries": "deletes counts that have run out",
}
HELPERS = ("cases.actions.common", "cases.actions.numbering", "cases.actions.taking_over")
