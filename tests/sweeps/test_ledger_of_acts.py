"""T50: every function of every `actions` module leaves a row in the ledger, in its own transaction, or nothing at all."""

from __future__ import annotations

import importlib
import inspect
import io
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from tests.sweeps import acts_of_answers, acts_of_cases, acts_of_privacy, acts_of_registers, acts_of_reports
from tests.sweeps.world import A_MOBILE, World, today, undone

import gongkai
from gongkai.accounts import actions as people
from gongkai.accounts.actions import lists as list_acts
from gongkai.accounts.models import Absence, Appointment
from gongkai.catalogue.actions import NewDuty, NewTopic, topics
from gongkai.catalogue.actions import duties as catalogue_duties
from gongkai.catalogue.models import Duty, Topic
from gongkai.clocks import actions as clocks
from gongkai.clocks.models import HolidayNotice
from gongkai.disclosure.actions import (
    correcting,
    drafting,
    duties,
    erasing,
    import_columns,
    importing,
    migrating,
    moving,
    publishing,
    recounting,
    redacting,
    rescanning,
    reviewing,
    routes,
    screening,
    side_paths,
    undoing_imports,
)  # fmt: skip
from gongkai.disclosure.importing.reading import read_file
from gongkai.disclosure.models import Attachment, Finding, Item, ItemVersion, Route, RouteRule
from gongkai.disclosure.queries.routes import RoutePlans
from gongkai.files.actions import erase_file, store_upload
from gongkai.jobs.actions import asking
from gongkai.ledger import actions as ledger
from gongkai.ledger.models import LedgerRow
from gongkai.ledger.rules import SYSTEM
from gongkai.lists.actions import bulk, exporting
from gongkai.screening import actions as screening_rules
from gongkai.screening.profiles import Treatment
from gongkai.screening.wording import Entry
from gongkai.units.actions import details, founding, reorganising
from gongkai.units.rules import NewUnit

Act = Callable[[World], Any]
Example = Act | tuple[Act, Act]
"""An act, or what it needs first and the act."""


def _officer(w: World) -> dict[str, Any]:
    return {"by": w.by("agri.officer"), "at": w.at}


def _open_findings(w: World, thing: str) -> list[int]:
    rows = Finding.objects.filter(version__item=w.own[thing], state="open")
    return list(rows.values_list("id", flat=True))


def _found_in_draft(w: World) -> None:
    ItemVersion.objects.filter(item=w.own["draft"]).update(
        body_html=f"<p>联系本人{A_MOBILE}。</p>", body_text=f"联系本人{A_MOBILE}。", screened_with=""
    )
    screening.bring_up_to_date(item_id=w.own["draft"], at=w.at)
    w.made["findings"] = _open_findings(w, "draft")


def _leaked(w: World) -> None:
    ItemVersion.objects.filter(item=w.own["published"], state="public").update(
        body_text=f"联系本人{A_MOBILE}。", screened_with=""
    )


def _redacted_is_public(w: World) -> None:
    reviewing.submit(item_id=w.own["redacted_item"], **_officer(w))
    w.cast.pass_steps(w.own["redacted_item"], at=w.at)


def _attached(w: World) -> int:
    return Attachment.objects.values_list("file_id", flat=True).get(key=w.own["key"])


def _as(w: World, person: str) -> dict[str, Any]:
    return {"by": w.by(person), "at": w.at}


def _host(w: World) -> dict[str, Any]:
    return {"by": SYSTEM, "at": w.at}


def _new_user(w: World) -> int:
    return people.create_user(username="sweep", full_name="扫", password=None, **_host(w)).pk


def _post_of(w: World, person: str = "agri.officer") -> int:
    return Appointment.objects.get(user=w.cast.people[person]).pk


def _unit(code: str, **more: Any) -> NewUnit:
    return NewUnit(
        **{"code": code, "name": f"青禾县{code}局", "kind": "department", "parent_code": "000", **more}
    )


def _step(w: World) -> dict[str, Any]:
    return {"step_id": w.own["step"], "by": w.by("agri.first_reviewer"), "at": w.at}


def _reading(w: World):
    path = w.folder / "again.csv"
    path.write_text("编号,标题,正文\n7,关于防汛的通知,各村防汛。\n", encoding="utf-8")
    return read_file(path, map_name="items")


def _no_routes(w: World) -> None:
    RouteRule.objects.all().delete()
    Route.objects.all().delete()


def _finished(w: World) -> migrating.Finished:
    keys = ("officer", "first_reviewer", "second_reviewer", "secrecy_reviewer", "publisher")
    trail = tuple((w.cast.people[f"agri.{k}"], w.at - timedelta(days=5 - n)) for n, k in enumerate(keys))
    head = {"topic_id": w.cast.topics["open_work"], "signed_on": today()}
    content = drafting.Content("关于农技服务的公告", "<p>每周三。</p>", head)
    return migrating.Finished(w.cast.units["agri"], "notice", content, trail)


def _point(w: World) -> int:
    return w.own["point"]


def _revision(w: World) -> int:
    return ItemVersion.objects.get(item=w.own["draft"], state="working").revision


def _stored(w: World) -> int:
    return store_upload(name="又一个.txt", stream=io.BytesIO(b"other words"), by=SYSTEM, at=w.at).pk


def _duty(w: World) -> NewDuty:
    taken = Duty.objects.filter(unit=w.cast.units["village"]).values_list("topic_id", flat=True)
    free = next(t for t in sorted(w.cast.topics.values()) if t not in set(taken))
    return NewDuty(unit_id=w.cast.units["village"], topic_id=free, rhythm="on_occurrence", from_on=today())


def _topic(code: str) -> NewTopic:
    return NewTopic(code=code, name=f"栏目{code}")


def _without_duties(w: World) -> None:
    Duty.objects.filter(unit=w.cast.units["village"]).delete()


def _without_topics(w: World) -> None:
    Topic.objects.filter(items=None, duties=None, children=None).delete()


def _without_calendar(w: World) -> None:
    HolidayNotice.objects.all().delete()


EXAMPLES: dict[str, Example] = {
    # accounts
    "accounts.actions.create_user": _new_user,
    "accounts.actions.appoint": lambda w: people.appoint(
        user_id=w.cast.people["agri.officer"], unit_id=w.cast.units["agri"], role="handler", from_on=today(), **_host(w)),
    "accounts.actions.end_appointment": lambda w: people.end_appointment(appointment_id=_post_of(w), on=today(), **_host(w)),
    "accounts.actions.set_deputy": lambda w: people.set_deputy(
        appointment_id=_post_of(w), deputy_id=w.cast.people["agri.handler"], **_host(w)),
    "accounts.actions.set_absence": lambda w: people.set_absence(
        user_id=w.cast.people["agri.officer"], from_on=today(), to_on=today(), **_host(w)),
    "accounts.actions.change_password": lambda w: people.change_password(
        user_id=w.cast.people["agri.officer"], old=None, new="Qing-shui-2027", **_host(w)),
    "accounts.actions.reset_password": lambda w: people.reset_password(
        user_id=w.cast.people["agri.officer"], new="Qing-shui-2027", standing=w.by("office.system_admin"), at=w.at),
    "accounts.actions.disable_user": lambda w: people.disable_user(
        user_id=w.cast.people["agri.officer"], successor_id=w.cast.people["agri.handler"], **_host(w)),
    "accounts.actions.cancel_absence": (
        lambda w: people.set_absence(user_id=w.cast.people["agri.officer"], from_on=today(), to_on=today(), **_host(w)),
        lambda w: people.cancel_absence(
            absence_id=Absence.objects.latest("id").pk, today=today(), **_host(w))),
    "accounts.actions.unlock": lambda w: people.unlock(
        user_id=w.cast.people["agri.officer"], standing=w.by("office.security_admin"), at=w.at),
    "accounts.actions.note_login": lambda w: people.note_login(user_id=w.cast.people["agri.officer"], at=w.at),
    "accounts.actions.end_sessions": lambda w: people.end_sessions(user_id=w.cast.people["agri.officer"], **_host(w)),
    "accounts.actions.take_on_many": lambda w: people.take_on_many(
        people=[people.NewPerson("s1", "扫一", w.cast.units["agri"], ("officer",))], password=None, from_on=today(), **_host(w)),
    "accounts.actions.lists.save_filter": lambda w: list_acts.save_filter(
        list_code="items", name="公告", query="kind=notice", unit_id=w.cast.units["agri"], **_officer(w)),
    "accounts.actions.lists.share_filter": lambda w: list_acts.share_filter(
        filter_id=w.own["list_filter"], unit_id=None, **_officer(w)),
    "accounts.actions.lists.delete_filter": lambda w: list_acts.delete_filter(filter_id=w.own["list_filter"], **_officer(w)),
    "accounts.actions.lists.take_over_filter": (
        lambda w: people.end_appointment(appointment_id=_post_of(w), on=today() - timedelta(days=1), **_host(w)),
        lambda w: list_acts.take_over_filter(filter_id=w.own["list_filter"], **_as(w, "agri.publisher"))),
    # catalogue
    "catalogue.actions.duties.add_duty": lambda w: catalogue_duties.add_duty(new=_duty(w), **_host(w)),
    "catalogue.actions.duties.add_duties": lambda w: catalogue_duties.add_duties(rows=[_duty(w)], **_host(w)),
    "catalogue.actions.duties.apply_duty_rules": (
        _without_duties, lambda w: catalogue_duties.apply_duty_rules(unit_ids=[w.cast.units["village"]], on=today(), **_host(w))),
    "catalogue.actions.duties.change_duty": lambda w: catalogue_duties.change_duty(
        duty_id=w.own["duty"], rhythm="on_occurrence", **_host(w)),
    "catalogue.actions.duties.end_duty": lambda w: catalogue_duties.end_duty(duty_id=w.own["duty"], on=today(), **_host(w)),
    "catalogue.actions.duties.state_no_activity": lambda w: catalogue_duties.state_no_activity(
        duty_id=w.own["duty"], from_on=today() - timedelta(days=30), to_on=today(), text="这段时间没有发生行政处罚。", on=today(), **_officer(w)),
    "catalogue.actions.topics.load_seed": (_without_topics, lambda w: topics.load_seed(**_host(w))),
    "catalogue.actions.topics.add_topic": lambda w: topics.add_topic(new=_topic("sweep.one"), **_host(w)),
    "catalogue.actions.topics.add_topics": lambda w: topics.add_topics(rows=[_topic("sweep.two")], **_host(w)),
    "catalogue.actions.topics.change_topic": lambda w: topics.change_topic(
        topic_id=w.cast.topics["open_work"], values={"note": "改过"}, **_host(w)),
    "catalogue.actions.topics.close_topic": (
        lambda w: w.made.update(topic=topics.add_topic(new=_topic("sweep.end"), **_host(w)).pk),
        lambda w: topics.close_topic(topic_id=w.made["topic"], on=today(), **_host(w))),
    # clocks
    "clocks.actions.load_shipped_calendar": (_without_calendar, lambda w: clocks.load_shipped_calendar(**_host(w))),
    "clocks.actions.set_local_term": lambda w: clocks.set_local_term(
        code="letter.complaint", unit_id=None, length=9, source="本县办法第八条", valid_from=today(), **_host(w)),
    "clocks.actions.set_office_hours": lambda w: clocks.set_office_hours(
        unit_id=None, valid_from=today(), sessions=[(time(9), time(17))], **_host(w)),
    "clocks.actions.set_warning_days": lambda w: clocks.set_warning_days(days=[3, 1], **_host(w)),
    "clocks.actions.load_notice": lambda w: clocks.load_notice(
        year=2027, title="2027年放假安排", source="国办发明电〔2026〕9号",
        rows=[clocks.NoticeDay(day=date(2027, 1, 1), is_working=False, name="元旦")], **_host(w)),
    # disclosure
    "lists.actions.bulk.begin_bulk": lambda w: bulk.begin_bulk(
        code="items", act="withdraw", ids=[w.own["published"]], given={"reason": "含有个人隐私"}, **_as(w, "agri.publisher")),
    "lists.actions.bulk.retry_bulk": lambda w: bulk.retry_bulk(job_id=w.own["bulk_job"], **_officer(w)),
    "lists.actions.exporting.note_export": lambda w: exporting.note_export(
        code="items", query="", columns=["title"], format="csv", rows=1, **_officer(w)),
    "lists.actions.exporting.begin_export": lambda w: exporting.begin_export(
        code="items", asked={}, query="", columns=["title"], format="csv", **_officer(w)),
    "disclosure.actions.correcting.begin_correction": lambda w: correcting.begin_correction(
        item_id=w.own["published"], reason="日期写错", **_officer(w)),
    "disclosure.actions.correcting.drop_correction": lambda w: correcting.drop_correction(item_id=w.own["correcting"], **_officer(w)),
    "disclosure.actions.correcting.withdraw": lambda w: correcting.withdraw(
        item_id=w.own["published"], reason="含有个人隐私", **_as(w, "agri.publisher")),
    "disclosure.actions.correcting.set_validity": lambda w: correcting.set_validity(
        item_id=w.own["document"], validity="expired", on=today(), basis="清理结果", **_officer(w)),
    "disclosure.actions.drafting.begin_draft": lambda w: drafting.begin_draft(
        unit_id=w.cast.units["agri"], kind="notice", content=drafting.Content("关于防汛", ""), **_officer(w)),
    "disclosure.actions.drafting.save_draft": lambda w: drafting.save_draft(
        item_id=w.own["draft"], content=drafting.Content("关于防汛", ""), revision=_revision(w), **_officer(w)),
    "disclosure.actions.drafting.attach": (
        lambda w: w.made.update(file=_stored(w)),
        lambda w: drafting.attach(item_id=w.own["draft"], file_id=w.made["file"], name="又一个.txt", **_officer(w))),
    "disclosure.actions.drafting.detach": lambda w: drafting.detach(attachment_id=w.own["attachment"], **_officer(w)),
    "disclosure.actions.drafting.link": lambda w: drafting.link(
        source_id=w.own["draft"], target_id=w.own["published"], relation="amends", **_officer(w)),
    "disclosure.actions.drafting.unlink": lambda w: drafting.unlink(link_id=w.own["link"], **_officer(w)),
    "disclosure.actions.drafting.abandon": lambda w: drafting.abandon(item_id=w.own["draft"], reason="重复", **_officer(w)),
    "disclosure.actions.duties.meet_by_reference": lambda w: duties.meet_by_reference(
        duty_id=w.own["duty"], item_id=w.other["upper"], **_officer(w)),
    "disclosure.actions.duties.drop_reference": lambda w: duties.drop_reference(reference_id=w.own["reference"], **_officer(w)),
    "disclosure.actions.import_columns.remember_columns": lambda w: import_columns.remember_columns(
        unit_id=w.cast.units["agri"], header=["名目"], columns={"title": "名目"}, kind="notice", **_officer(w)),
    "disclosure.actions.importing.write_records": lambda w: importing.write_records(
        reading=_reading(w), unit_id=w.cast.units["agri"], user_id=None, **_host(w)),
    "disclosure.actions.undoing_imports.undo_batch": lambda w: undoing_imports.undo_batch(batch_id=w.own["batch"], **_host(w)),
    "disclosure.actions.migrating.take_over_finished": lambda w: migrating.take_over_finished(
        rows=[_finished(w)], routes=RoutePlans(), **_host(w)),
    "disclosure.actions.moving.move_to_topic": lambda w: moving.move_to_topic(
        item_id=w.own["published"], topic_id=min(w.cast.topics.values()), **_officer(w)),
    "disclosure.actions.publishing.publish_due": lambda w: publishing.publish_due(at=w.at + timedelta(days=9)),
    "disclosure.actions.publishing.publish_now": lambda w: publishing.publish_now(item_id=w.own["approved"], **_as(w, "agri.publisher")),
    "disclosure.actions.publishing.take_back": lambda w: publishing.take_back(
        item_id=w.own["approved"], reason="日期写错", **_as(w, "agri.publisher")),
    "disclosure.actions.publishing.publish_urgently": lambda w: publishing.publish_urgently(
        item_id=w.own["draft"], reason="堤防险情须立即告知", **_as(w, "office.disclosure_office")),
    "disclosure.actions.publishing.deliver": lambda w: publishing.deliver(
        item_id=w.own["published"], point_id=_point(w), on=w.at, receipt_no="1", receiver="李", **_as(w, "agri.publisher")),
    "disclosure.actions.publishing.deliver_many": lambda w: publishing.deliver_many(
        item_ids=[w.own["published"]], point_id=w.own["point"], on=w.at, receipt_no="1", receiver="李",
        **_as(w, "agri.publisher")),
    "disclosure.actions.reviewing.submit": lambda w: reviewing.submit(item_id=w.own["draft"], **_officer(w)),
    "disclosure.actions.reviewing.pass_step": lambda w: reviewing.pass_step(**_step(w)),
    "disclosure.actions.reviewing.return_item": lambda w: reviewing.return_item(to_no=1, reason="改日期", **_step(w)),
    "disclosure.actions.reviewing.call_back": lambda w: reviewing.call_back(item_id=w.own["in_review"], **_officer(w)),
    "disclosure.actions.reviewing.comment_on": lambda w: reviewing.comment_on(
        item_id=w.own["in_review"], text="写明日期", quote="", **_officer(w)),
    "disclosure.actions.reviewing.settle_comment": lambda w: reviewing.settle_comment(comment_id=w.own["comment"], **_officer(w)),
    "disclosure.actions.recounting.recount_open_items": (
        lambda w: Item.objects.filter(id=w.own["draft"]).update(due_on=date(2020, 1, 2)),
        lambda w: recounting.recount_open_items(why="2027年放假安排", at=w.at)),
    "disclosure.actions.screening.bring_up_to_date": lambda w: screening.bring_up_to_date(item_id=w.own["draft"], at=w.at),
    "disclosure.actions.redacting.dismiss_findings": lambda w: redacting.dismiss_findings(
        item_id=w.own["finding_item"], finding_ids=[w.own["finding"]], reason="单位电话", **_officer(w)),
    "disclosure.actions.redacting.redact_text": (_found_in_draft, lambda w: redacting.redact_text(
        item_id=w.own["draft"], finding_ids=w.made["findings"], how="mask", **_officer(w))),
    "disclosure.actions.redacting.redact_findings": (_found_in_draft, lambda w: redacting.redact_findings(
        item_id=w.own["draft"], finding_ids=w.made["findings"], how="remove", **_officer(w))),
    "disclosure.actions.redacting.undo_redaction": lambda w: redacting.undo_redaction(
        redaction_id=w.own["redaction"], **_officer(w)),
    "disclosure.actions.redacting.redact_attachment": lambda w: redacting.redact_attachment(
        item_id=w.own["draft"], key=w.own["key"], finding_ids=[], how="remove", **_officer(w)),
    "disclosure.actions.redacting.swap_file": (
        lambda w: w.made.update(file=_stored(w)),
        lambda w: redacting.swap_file(
            item_id=w.own["draft"], key=w.own["key"], original_id=_attached(w), redacted_id=w.made["file"],
            finding_ids=[], count=1, **_officer(w))),
    "disclosure.actions.erasing.erase_item": lambda w: erasing.erase_item(
        item_id=w.own["abandoned"], reason="本人要求删除", **_as(w, "office.disclosure_office")),
    "disclosure.actions.erasing.erase_original": (_redacted_is_public, lambda w: erasing.erase_original(
        redaction_id=w.own["redaction"], reason="本人要求删除", **_as(w, "office.disclosure_office"))),
    "files.actions.erase_file": (
        lambda w: w.made.update(file=_stored(w)),
        lambda w: erase_file(file_id=w.made["file"], **_host(w))),
    "disclosure.actions.rescanning.rescan": (_leaked, lambda w: rescanning.rescan(by=SYSTEM, at=w.at)),
    "disclosure.actions.rescanning.dismiss_public_findings": (
        lambda w: (_leaked(w), rescanning.rescan(by=SYSTEM, at=w.at)),
        lambda w: rescanning.dismiss_public_findings(
            item_id=w.own["published"], finding_ids=_open_findings(w, "published"), reason="样例", **_officer(w))),
    "disclosure.actions.routes.load_shipped_routes": (_no_routes, lambda w: routes.load_shipped_routes(**_host(w))),
    "disclosure.actions.routes.choose_route": lambda w: routes.choose_route(
        unit_kind="department", route_class="short", route_id=Route.objects.get(code="five_steps").pk,
        **_as(w, "office.disclosure_office")),
    "disclosure.actions.side_paths.open_side_path": lambda w: side_paths.open_side_path(
        kind="coordinate", organ="县水利局", question="是否同意", **_step(w)),
    "disclosure.actions.side_paths.answer_side_path": lambda w: side_paths.answer_side_path(
        side_path_id=w.own["referral"], result="not_secret", answer="", answered_on=today(), **_as(w, "agri.secrecy_reviewer")),
    # files, jobs, ledger
    "files.actions.store_upload": _stored,
    "jobs.actions.asking.enqueue": lambda w: asking.enqueue(
        kind="search.rebuild", title="重建", params={}, by=SYSTEM, at=w.at),
    "jobs.actions.asking.request_stop": lambda w: asking.request_stop(
        job_id=w.own["job"], by=w.by("agri.officer").actor(), is_admin=False, at=w.at),
    "jobs.actions.asking.resume": (
        lambda w: asking.request_stop(job_id=w.own["job"], by=SYSTEM, is_admin=True, at=w.at),
        lambda w: asking.resume(job_id=w.own["job"], by=SYSTEM, is_admin=True, at=w.at)),
    "ledger.actions.record_use": lambda w: ledger.record_use(actor=SYSTEM, act="ledger.export", at=w.at),
    # the rules of screening
    "screening.actions.replace_list": lambda w: screening_rules.replace_list(
        code="own", name="本县提法", version="1", dated_on=today(),
        words=[Entry("青禾先县", "misspelling", "青禾县")], **_host(w)),
    "screening.actions.save_word": lambda w: screening_rules.save_word(
        list_code="misspellings", word=Entry("青禾先县", "misspelling", "青禾县"), **_host(w)),
    "screening.actions.drop_word": lambda w: screening_rules.drop_word(list_code="misspellings", word="按装", **_host(w)),
    "screening.actions.use_list": lambda w: screening_rules.use_list(list_code="misspellings", used=False, **_host(w)),
    "screening.actions.save_profile": lambda w: screening_rules.save_profile(
        code="news", label="动态", item_kinds=["notice"], treatments={"mobile": Treatment("remove")}, **_host(w)),
    "screening.actions.set_task_days": lambda w: screening_rules.set_task_days(days=7, **_host(w)),
    # units
    "units.actions.details.change_details": lambda w: details.change_details(
        unit_id=w.cast.units["agri"], values={"phone": "0999-1"}, **_host(w)),
    "units.actions.details.set_aliases": lambda w: details.set_aliases(unit_id=w.cast.units["agri"], names=["农委"], **_host(w)),
    "units.actions.details.set_competence": lambda w: details.set_competence(
        unit_id=w.cast.units["agri"], matter="农机", on=today(), **_host(w)),
    "units.actions.details.end_competence": (
        lambda w: w.made.update(matter=details.set_competence(
            unit_id=w.cast.units["agri"], matter="农机", on=today(), **_host(w))),
        lambda w: details.end_competence(competence_id=w.made["matter"], on=today(), **_host(w))),
    "units.actions.details.open_reading_point": lambda w: details.open_reading_point(
        unit_id=w.cast.units["agri"], name="新点", place="library", address="路", hours="全天", **_host(w)),
    "units.actions.details.change_reading_point": lambda w: details.change_reading_point(
        point_id=_point(w), values={"phone": "0999-2"}, **_host(w)),
    "units.actions.details.close_reading_point": lambda w: details.close_reading_point(point_id=_point(w), on=today(), **_host(w)),
    "units.actions.founding.found": lambda w: founding.found(new=_unit("099"), on=today(), **_host(w)),
    "units.actions.founding.found_many": lambda w: founding.found_many(rows=[_unit("098")], on=today(), **_host(w)),
    "units.actions.founding.change_installation": lambda w: founding.change_installation(
        site_name="青禾公开", site_code="", icp="备1", police="", **_host(w)),
    "units.actions.reorganising.rename": lambda w: reorganising.rename(
        unit_id=w.cast.units["agri"], name="青禾县农业局", on=today(), **_host(w)),
    "units.actions.reorganising.move": lambda w: reorganising.move(
        unit_id=w.cast.units["agri"], parent_id=w.cast.units["office"], on=today(), **_host(w)),
    "units.actions.reorganising.close": lambda w: reorganising.close(
        unit_id=w.cast.units["agri"], successors=[w.cast.units["housing"]], on=today(), **_host(w)),
    "units.actions.reorganising.merge": lambda w: reorganising.merge(
        unit_ids=[w.cast.units["agri"], w.cast.units["housing"]], into=_unit("097"), on=today(), **_host(w)),
    "units.actions.reorganising.split": lambda w: reorganising.split(
        unit_id=w.cast.units["agri"], into=[_unit("096"), _unit("095")], on=today(), **_host(w)),
}  # fmt: skip

# Public functions of these modules that are no acts of office, each with the reason.
NO_ACTS = {
    "accounts.actions.choose_theme": "how one's own screen looks",
    "accounts.actions.lists.choose_columns": "how one's own screen looks",
    "accounts.actions.lists.choose_first_filter": "how one's own screen looks",
    "lists.actions.bulk.carry_out": "calls the acts on single items, each in its own transaction",
    "disclosure.actions.screening.read_attachments": "reads files; what was read is a cache",
    "disclosure.actions.screening.screen": "part of bring_up_to_date and of redaction, inside their transaction",
    "disclosure.actions.screening.compare": "part of screen and rescan, inside their transaction",
    "disclosure.actions.screening.hits_in": "computes",
    "disclosure.actions.screening.require_clean": "reads",
    "disclosure.actions.screening.need_sayable": "reads",
    "disclosure.actions.screening.waiting_files": "reads",
    "disclosure.actions.screening.unscanned_files": "reads",
    "disclosure.actions.screening.is_waiting": "reads",
    "disclosure.actions.covering.cover_attachment": "keeps the copy by store_upload, then swap_file; each writes its own row",
    "disclosure.actions.screening.look_again_at_files": "asks for screen, which writes its own row",
    "disclosure.actions.rescanning.to_rescan": "reads",
    "disclosure.actions.rescanning.close_task": "part of publication and withdrawal, inside their transaction",
    "files.actions.read_stored": "what a content holds is a cache, made again at any time",
    "files.actions.keep_recognised": "what a content holds is a cache, made again at any time",
    "files.actions.wipe_unless_kept": "the end of erase_file: bytes off the disk, after its row",
    "files.actions.count_try": "how often the machine has tried",
    "files.actions.received": "the first half of store_upload: bytes on the disk, before any row",
    "files.actions.keep_received": "the second half of store_upload, which is tried",
    "figures.actions.keep_counts": "what was counted is a cache, made again at any time",
    "figures.actions.forget_counts": "what was counted is a cache, made again at any time",
    "disclosure.actions.reviewing.mark_seen": "what one has read oneself",
    "disclosure.actions.attending.note_presence": "who has a page open, gone after a minute",
    "disclosure.actions.publishing.conclude": "the end of pass_step, inside its transaction",
    "disclosure.actions.publishing.make_public": "shared by the ways to publish, inside their transaction",
    "disclosure.actions.publishing.take_down_versions": "part of withdrawal, inside its transaction",
    "disclosure.actions.historical.places_of": "reads",
    "disclosure.actions.historical.write_chunk": "part of an import, inside its transaction",
    "disclosure.actions.historical.state_of": "reads",
    "disclosure.actions.historical.midday": "computes",
    "disclosure.actions.numbering.next_index_no": "part of publication, inside its transaction",
    "disclosure.actions.numbering.index_numbers": "part of imports, inside their transaction",
    "disclosure.actions.reviewing.my_step": "reads and locks",
    "disclosure.actions.drafting.apply_head": "part of saving, writes nothing itself",
    "catalogue.actions.duties.seed_kind": "reads",
    "units.actions.founding.set_up_installation": "needs an empty database; its row is tested in tests/units",
    "disclosure.actions.drafting.hand_over_drafts": "called inside disable_user",
    "disclosure.actions.following.follow_unit_change": "called inside the acts upon units",
    "disclosure.actions.recounting.follow_calendar": "outbox, inside the loading of a notice",
    "disclosure.actions.recounting.item_moves": "computes",
    "cases.actions.recounting.case_moves": "computes",
    "catalogue.actions.duties.follow_units": "called inside the acts upon units",
    "ledger.actions.record": "is the ledger",
    "ledger.actions.record_many": "is the ledger",
    "ledger.actions.seal_pending": "is the ledger",
    "search.actions.announce": "tells the index, inside the transaction of an act",
    "jobs.actions.asking.put": "outbox, inside the transaction of an act",
    "jobs.actions.asking.put_many": "outbox, inside the transaction of an act",
}
# Modules of helpers, and the machinery of jobs that the worker drives.
NO_ACTS_IN = (
    "disclosure.actions.common", "disclosure.actions.refusals", "catalogue.actions.checks", "units.actions.checks",
    "jobs.actions.running", "jobs.actions.delivering", *acts_of_cases.HELPERS, *acts_of_reports.HELPERS,
    *acts_of_registers.HELPERS,
)  # fmt: skip
EXAMPLES |= acts_of_privacy.EXAMPLES | acts_of_cases.EXAMPLES | acts_of_answers.EXAMPLES
EXAMPLES |= acts_of_registers.EXAMPLES
EXAMPLES |= acts_of_reports.EXAMPLES
NO_ACTS |= acts_of_privacy.NO_ACTS | acts_of_cases.NO_ACTS | acts_of_answers.NO_ACTS
NO_ACTS |= acts_of_registers.NO_ACTS


def public_functions() -> Iterator[str]:
    for info in pkgutil.walk_packages(gongkai.__path__, "gongkai."):
        room = info.name.removeprefix("gongkai.")
        parts = room.split(".")
        if "actions" not in parts or parts[1] != "actions" or room in NO_ACTS_IN:
            continue
        module = importlib.import_module(info.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == info.name and not name.startswith("_"):
                yield f"{room}.{name}"


class Broken(Exception):
    """The ledger could not be written."""


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch, *, broken: bool = False) -> Iterator[list[int]]:
    """How deep inside transactions each row is written; with `broken` the first row fails."""
    depths: list[int] = []
    original = ledger._require_transaction

    def note() -> None:
        depths.append(len(connection.savepoint_ids))
        if broken:
            raise Broken
        original()

    with monkeypatch.context() as patch:
        patch.setattr(ledger, "_require_transaction", note)
        yield depths


def everything() -> dict[str, int]:
    """A mark of every row of every table of ours, as the database holds it."""
    marks = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if model.__module__.startswith("gongkai."):
                table, key = map(connection.ops.quote_name, (model._meta.db_table, model._meta.pk.column))
                cursor.execute(f"SELECT * FROM {table} ORDER BY {key}")
                marks[model._meta.label] = hash(repr(cursor.fetchall()))
    return marks


def deviations(world: World, name: str, example: Example, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    wrong = []
    prepare, act = example if isinstance(example, tuple) else (lambda w: None, example)
    base = len(connection.savepoint_ids)
    with undone():
        prepare(world)
        rows = LedgerRow.objects.count()
        with watched(monkeypatch) as depths:
            act(world)
        if LedgerRow.objects.count() == rows:
            wrong.append(f"{name}: no row in the ledger")
        if any(depth <= base + 1 for depth in depths):
            wrong.append(f"{name}: the row stands outside the act's own transaction")
    with undone():
        prepare(world)
        before = everything()
        with watched(monkeypatch, broken=True):
            try:
                act(world)
            except Broken:
                if everything() != before:
                    changed = [k for k, v in everything().items() if before[k] != v]
                    wrong.append(
                        f"{name}: {', '.join(changed)} changed although the ledger could not be written"
                    )
            else:
                wrong.append(f"{name}: went through although the ledger could not be written")
    return wrong


def test_every_public_function_has_an_example_or_a_reason():
    known = set(public_functions())
    assert known - EXAMPLES.keys() - NO_ACTS.keys() == set(), "write an example"
    assert (EXAMPLES.keys() | NO_ACTS.keys()) - known == set(), "no such function any more"


@pytest.mark.sweep
@pytest.mark.parametrize("name", EXAMPLES)
def test_an_act_and_its_ledger_row_are_one(world, monkeypatch, tmp_path, name):
    world.folder = tmp_path
    assert deviations(world, name, EXAMPLES[name], monkeypatch) == []


@pytest.mark.sweep
def test_mutants_an_act_without_a_row_and_a_row_outside_the_act_are_caught(world, monkeypatch):
    from django.db import transaction

    def silent(w):
        Item.objects.filter(id=w.own["draft"]).update(title="没人知道")

    def beside(w):
        Item.objects.filter(id=w.own["draft"]).update(title="先写了")
        with transaction.atomic():
            ledger.record(actor=SYSTEM, act="x", subject=ledger.Subject("item", "1", ""), at=w.at)

    assert any("no row" in words for words in deviations(world, "silent", silent, monkeypatch))
    assert any("changed although" in words for words in deviations(world, "beside", beside, monkeypatch))
