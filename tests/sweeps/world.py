"""A county with something in every state, once in the own unit (agri) and once in another (housing)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from tests.cast import Cast
from tests.sweeps.world_of_answers import answers
from tests.sweeps.world_of_privacy import wish
from tests.sweeps.world_of_registers import registers
from tests.sweeps.world_of_reports import reports

from gongkai.accounts.actions.lists import save_filter
from gongkai.cases.actions.acting import act
from gongkai.cases.actions.amending import ask_amend
from gongkai.cases.actions.importing import write_cases
from gongkai.cases.actions.sharing import ask_help
from gongkai.cases.actions.submitting import Sent, submit
from gongkai.cases.importing.reading import read_file as read_cases
from gongkai.cases.models import Case, CaseEvent, CaseFile, CaseLetter, Notice, SideTerm
from gongkai.cases.queries.importing import ground_for
from gongkai.catalogue.models import Duty, Topic
from gongkai.disclosure.actions import correcting, drafting, redacting, reviewing, screening, side_paths
from gongkai.disclosure.actions.duties import meet_by_reference
from gongkai.disclosure.actions.importing import write_records
from gongkai.disclosure.importing.reading import read_file
from gongkai.disclosure.models import Attachment, Finding, ItemVersion, Redaction, ScreeningTask
from gongkai.files.actions import store_upload
from gongkai.files.waiting import keep_upload
from gongkai.jobs.actions import enqueue
from gongkai.jobs.models import Job
from gongkai.jobs.results import keep_result
from gongkai.ledger.rules import SYSTEM
from gongkai.lists.actions.bulk import begin_bulk
from gongkai.lists.actions.exporting import begin_export
from gongkai.units.actions.details import open_reading_point, set_competence

ACTORS = {
    "-": "",
    "O": "agri.officer",
    "H": "agri.handler",
    "1": "agri.first_reviewer",
    "2": "agri.second_reviewer",
    "S": "agri.secrecy_reviewer",
    "L": "agri.leader",
    "P": "agri.publisher",
    "D": "office.disclosure_office",
    "U": "office.auditor",
    "X": "office.system_admin",
    "Y": "office.security_admin",
    "Z": "office.audit_admin",
}
"""One letter for each role as the table of expected answers names it; "-" is a stranger."""

WITHHELD = {
    "attribute": "withheld",
    "attribute_ground": "internal_affairs",
    "attribute_reason": "只涉及本机关后勤管理",
}


A_MOBILE = "13805712345"


@dataclass
class Side:
    """The things of one unit, by what they are: `draft`, `in_review`, `published`, … and what hangs on them."""

    unit: str
    things: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.things[name]


@dataclass
class World:
    cast: Cast
    own: Side
    other: Side
    at: datetime
    folder: Path
    made: dict[str, Any] = field(default_factory=dict)
    """What an example made for itself."""

    def by(self, key: str):
        return self.cast.standing(key)


def build(cast: Cast, folder: Path) -> World:
    at = timezone.now()
    return World(cast, side(cast, "agri", at, folder), side(cast, "housing", at, folder), at, folder)


def side(cast: Cast, unit: str, at: datetime, folder: Path) -> Side:
    made = Side(unit)
    things = made.things
    officer, reviewer = cast.standing(f"{unit}.officer"), cast.standing(f"{unit}.first_reviewer")

    def draft(**more: Any) -> int:
        return cast.draft(unit=unit, at=at, **more)

    things["draft"] = draft(title=f"{unit}起草中的公告")
    things["attachment"], things["key"] = attach(cast, things["draft"], unit, at)
    things["in_review"] = cast.submitted(unit=unit, at=at, title=f"{unit}审核中的公告")
    things["step"] = cast.open_step(things["in_review"]).pk
    things["comment"] = reviewing.comment_on(
        item_id=things["in_review"], text="写明日期", quote="", by=reviewer, at=at
    )
    things["returned"] = cast.submitted(unit=unit, at=at)
    reviewing.return_item(
        step_id=cast.open_step(things["returned"]).pk, to_no=1, reason="改日期", by=reviewer, at=at
    )
    things["finding_item"] = draft()
    things["finding"] = Finding.objects.create(
        version=ItemVersion.objects.get(item=things["finding_item"]),
        detector="mobile", label="手机号码", place="正文第 2 段", found_at=at,
    ).pk  # fmt: skip
    things["redacted_item"] = draft(body=f"<p>联系本人{A_MOBILE}。</p>")
    screening.bring_up_to_date(item_id=things["redacted_item"], at=at)
    redacting.redact_text(
        item_id=things["redacted_item"],
        finding_ids=list(Finding.objects.filter(version__item=things["redacted_item"]).values_list("id", flat=True)),
        how="mask", by=officer, at=at,
    )  # fmt: skip
    things["redaction"] = Redaction.objects.get(item=things["redacted_item"]).pk
    things["referred"], things["referral"] = referred(cast, unit, at, "refer")
    things["coordinating"], things["coordination"] = referred(cast, unit, at, "coordinate")
    things["approved"] = cast.submitted(unit=unit, at=at)
    cast.pass_steps(things["approved"], until="publish", at=at)
    reviewing.pass_step(
        step_id=cast.open_step(things["approved"]).pk, publish_at=at + timedelta(days=2),
        by=cast.standing(f"{unit}.publisher"), at=at,
    )  # fmt: skip
    things["linked"] = draft(title=f"{unit}带附件的公告")
    _, things["public_key"] = attach(cast, things["linked"], unit, at)
    things["published"] = things["linked"]
    reviewing.submit(item_id=things["published"], by=officer, at=at)
    cast.pass_steps(things["published"], at=at)
    things["document"] = cast.published(
        unit=unit, at=at, kind="normative_document", head={"doc_no": f"青{unit}〔2026〕3号"}
    )
    things["screened"] = screened(things["document"], at)
    drafting.link(
        source_id=things["draft"], target_id=things["document"], relation="implements", by=officer, at=at
    )
    from gongkai.disclosure.models import ItemLink

    things["link"] = ItemLink.objects.get(source=things["draft"]).pk
    things["corrected"] = cast.published(unit=unit, at=at)
    correcting.begin_correction(item_id=things["corrected"], reason="改正日期", by=officer, at=at)
    reviewing.submit(item_id=things["corrected"], by=officer, at=at)
    cast.pass_steps(things["corrected"], at=at)
    things["correcting"] = cast.published(unit=unit, at=at)
    correcting.begin_correction(item_id=things["correcting"], reason="改正日期", by=officer, at=at)
    things["kept"] = cast.published(unit=unit, at=at, head=WITHHELD)
    things["withdrawn"] = cast.withdrawn(unit=unit, at=at)
    things["abandoned"] = draft()
    drafting.abandon(item_id=things["abandoned"], reason="重复", by=officer, at=at)
    things["batch"] = import_batch(cast, unit, at, folder)
    things["case_batch"] = case_batch(cast, unit, at, folder)
    things["duty"] = (
        Duty.objects.filter(unit=cast.units[unit], audience="everyone", to_on=None).order_by("id").first().pk
    )
    things["point"] = open_reading_point(
        unit_id=cast.units[unit],
        name=f"{unit}查阅点", place="archive", address="人民路2号", hours="工作日",
        by=cast.standing(f"{unit}.officer"), at=at,
    ).pk  # fmt: skip
    things["matter"] = set_competence(
        unit_id=cast.units[unit], matter=f"{unit}的职责", on=at.date(), by=SYSTEM, at=at
    )
    things["job"] = enqueue(
        kind="search.rebuild", title="重建索引", params={}, by=cast.standing(f"{unit}.officer").actor(), at=at
    )
    things["list_filter"] = save_filter(
        list_code="items", name="草稿", query="state=drafting", unit_id=cast.units[unit], by=officer, at=at
    )
    things["bulk_job"] = begin_bulk(
        code="items",
        act="topic",
        ids=[things["document"]],
        given={"topic_id": cast.topics["open_work"]},
        by=officer,
        at=at,
    )
    undone = {"at": 1, "failed": [[things["document"], "没办成"]]}
    Job.objects.filter(id=things["bulk_job"]).update(state="done", cursor=undone)
    name = keep_result(name=f"{unit}.csv", parts=["标题".encode()])
    things["export_job"] = begin_export(
        code="items", asked={}, query="", columns=["title"], format="csv", by=officer, at=at
    )
    Job.objects.filter(id=things["export_job"]).update(state="done", result_file=name)
    upper = cast.published(unit="root", at=at, title=f"供{unit}引用的公告")
    things["upper"] = upper
    things["reference"] = meet_by_reference(
        duty_id=things["duty"], item_id=upper, by=cast.standing(f"{unit}.officer"), at=at
    )
    things |= wish(cast, unit, at) | cases(cast, unit, at) | answers(cast, unit, at) | reports(cast, unit, at)
    things |= registers(cast, unit, at)
    for what, told in (
        ("items", {"map": "items", "unit_id": cast.units[unit]}),
        ("units", {}),
        ("topics", {}),
        ("cases", {"map": "", "unit": cast.units[unit], "kind": "letter"}),
    ):
        things[f"upload_{what}"] = keep_upload(
            owner_id=cast.people[f"{unit}.{'handler' if what == 'cases' else 'officer'}"], name="表.csv", what=what, told=told, at=at,
            stream=io.BytesIO("编号,标题,正文\n9,关于植树的通知,各村植树。\n".encode()),
        ).token  # fmt: skip
    return made


APPLICATION = {
    "title": "道路养护资金分配表", "text": "各村分到多少。", "form": "email", "type": "natural", "name": "王小明",
    "identity": "110101199003077715", "phone": "13800138000", "email": "wang@example.com",
}  # fmt: skip


def cases(cast: Cast, unit: str, at: datetime) -> dict[str, Any]:
    """An application being worked on with all that hangs on one, its twin, and one of the county's that the unit helps with."""
    handler, leader = cast.standing(f"{unit}.handler"), cast.standing(f"{unit}.leader")
    stored = store_upload(name="来件.txt", stream=io.BytesIO(f"{unit}来件".encode()), by=SYSTEM, at=at).pk

    def applied(place: str, *files: Sent) -> int:
        when = at - timedelta(days=4)
        return submit(
            kind="information_application",
            unit_id=cast.units[place],
            values=APPLICATION,
            files=files,
            at=when,
        ).case_id

    case_id, twin, helped = applied(unit, Sent(stored, "来件.txt")), applied(unit), applied("root")
    for code, days, values in (
        ("confirm", 3, {"how": "电话确认"}),
        ("consult_third_party", 2, {"party": "青禾建设公司", "question": "是否同意公开合同价"}),
        ("end_consultation", 1, {"result": "agrees"}),
    ):
        day = (today() - timedelta(days=days)).isoformat()
        act(case_id=case_id, act=code, values={"on": day, **values}, by=handler, at=at)
    events = dict(CaseEvent.objects.filter(case=case_id).values_list("act", "id"))
    CaseLetter.objects.filter(case=case_id).update(word=stored, pdf=stored, state="ready")
    letter = {"class": "complaint", "mailbox": "head", "title": f"{unit}的路灯坏了", "text": "半个月没人修。"}
    letter |= {"name": "王小明", "phone": "13800138000"}
    Notice.objects.filter(case=case_id).update(
        state="failed", problem="对方服务器不收这个地址（550）", next_at=None
    )
    return {
        "case": case_id,
        "letter_case": submit(kind="letter", unit_id=cast.units[unit], values=letter, at=at).case_id,
        "case_number": Case.objects.get(id=case_id).number,
        "twin_number": Case.objects.get(id=twin).number,
        "case_key": CaseFile.objects.get(case=case_id).key,
        "letter_key": CaseLetter.objects.filter(case=case_id).order_by("id").first().key,
        "case_side": SideTerm.objects.filter(case=case_id).order_by("id").first().pk,
        "case_event": events["consult_third_party"],
        "case_notice": Notice.objects.filter(case=case_id).order_by("id").first().pk,
        "case_change": ask_amend(
            event_id=events["confirm"], on=today() - timedelta(days=4), reason="签收单上是前一天", by=leader, at=at
        ),
        "helped_case": helped,
        "case_help": ask_help(
            case_id=helped, unit_id=cast.units[unit], question="台账在不在你们那里", due_on=None,
            by=cast.standing("office.disclosure_office"), at=at,
        ),
    }  # fmt: skip


def screened(item_id: int, at: datetime) -> int:
    """The public item, in which a rescan has found something."""
    version = ItemVersion.objects.get(item=item_id, state="public")
    Finding.objects.create(
        version=version, detector="mobile", label="手机号码", place="正文第 1 段", found_at=at
    )
    ScreeningTask.objects.create(
        item_id=item_id, version=version, rules="1", opened_at=at, due_on=today() + timedelta(days=7)
    )
    return item_id


def attach(cast: Cast, item_id: int, unit: str, at: datetime) -> tuple[int, str]:
    stored = store_upload(name="附件.txt", stream=io.BytesIO(f"{unit}附件的内容".encode()), by=SYSTEM, at=at)
    pk = drafting.attach(
        item_id=item_id, file_id=stored.pk, name="附件.txt", by=cast.standing(f"{unit}.officer"), at=at
    )
    return pk, Attachment.objects.get(id=pk).key


def referred(cast: Cast, unit: str, at: datetime, kind: str) -> tuple[int, int]:
    item_id = cast.submitted(unit=unit, at=at)
    cast.pass_steps(item_id, until="recheck", at=at)
    path = side_paths.open_side_path(
        step_id=cast.open_step(item_id).pk, kind=kind, organ="县国家保密局", question="第三段是否涉密",
        by=cast.standing(f"{unit}.secrecy_reviewer"), at=at,
    )  # fmt: skip
    return item_id, path


def import_batch(cast: Cast, unit: str, at: datetime, folder: Path) -> int:
    path = folder / f"{unit}.csv"
    path.write_text("编号,标题,正文\n1,关于植树的通知,各村植树。\n", encoding="utf-8")
    reading = read_file(path, map_name="items")
    return write_records(reading=reading, unit_id=cast.units[unit], by=SYSTEM, user_id=None, at=at).batch_id


def case_batch(cast: Cast, unit: str, at: datetime, folder: Path) -> int:
    path = folder / f"{unit}-letters.csv"
    path.write_text(
        "编号,来信人,标题,内容,来信时间,类型\nz1,李兰,路灯,不亮。,2025-03-05,投诉\n", encoding="utf-8"
    )
    reading = read_cases(path, ground=ground_for(kind="letter", unit_id=cast.units[unit], today=today()))
    written = write_cases(reading=reading, unit_id=cast.units[unit], by=SYSTEM, user_id=None, at=at)
    return written.batch_id


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside leaves no trace in the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def topic_code(world: World) -> str:
    return Topic.objects.get(id=world.cast.topics["open_work"]).code


def today() -> date:
    return timezone.localdate()
