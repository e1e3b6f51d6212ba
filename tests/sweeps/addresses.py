"""How an address of the sweep is filled in for one side of the world, and what is posted to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.sweeps.world import APPLICATION, Side, World, today, topic_code

from gongkai.accounts.models import Appointment
from gongkai.disclosure.models import Item, ItemVersion, Route
from gongkai.units.models import Unit

_PARAM = re.compile(r"<\w+:(\w+)>")

# Which thing `item_id` is: by the first beginning that fits.
_ITEM_OF = (
    ("steps/", "in_review"),
    ("side/", "referred"),
    ("comment", "in_review"),
    ("findings/", "finding_item"),
    ("redactions/", "redacted_item"),
    ("erase/", "abandoned"),
    ("call-back/", "in_review"),
    ("compare/", "corrected"),
    ("who/", "published"),
    ("withdraw/", "published"),
    ("correct/", "published"),
    ("drop-correction/", "correcting"),
    ("urgent/", "draft"),
    ("publish-now/", "approved"),
    ("take-back/", "approved"),
    ("validity/", "document"),
    ("", "draft"),
)


_JOB_OF = {
    "office/bulk/<int:job_id>/": "bulk_job",
    "office/bulk/<int:job_id>/retry/": "bulk_job",
    "office/jobs/<int:job_id>/file/": "export_job",
}


def path_to(route: str, world: World, side: Side) -> str:
    def fill(match: re.Match[str]) -> str:
        return str(_value(match[1], route, world, side))

    return "/" + _PARAM.sub(fill, route)


def _value(name: str, route: str, world: World, side: Side) -> Any:
    if name == "item_id" and route.startswith("office/screening/"):
        return side["screened"]
    if name == "item_id":
        rest = route.partition("<int:item_id>/")[2]
        return side[next(thing for beginning, thing in _ITEM_OF if rest.startswith(beginning))]
    if "reports/" in route and (known := _of_report(name, route, world, side)) is not None:
        return known
    if route.startswith("office/cases/imports/"):
        return {"token": side["upload_cases"], "batch_id": side["case_batch"], "kind": "letter"}[name]
    if route.startswith("office/cases/") and (known := _of_case(name, route, side)) is not None:
        return known
    if route.startswith("office/registers/") and (known := _of_registers(name, route, side)) is not None:
        return known
    simple = {
        "step_id": "step", "attachment_id": "attachment", "comment_id": "comment", "finding_id": "finding",
        "side_path_id": "referral", "link_id": "link", "batch_id": "batch", "duty_id": "duty", "job_id": "job",
        "point_id": "point", "reference_id": "reference", "matter_id": "matter",
        "redaction_id": "redaction",
        "filter_id": "list_filter",
        "entry_id": "entry", "article_id": "article", "expert_id": "expert",
    }  # fmt: skip
    if name == "job_id" and route in _JOB_OF:
        return side[_JOB_OF[route]]
    if name in simple:
        return side[simple[name]]
    if name == "index_no":
        return Item.objects.values_list("index_no", flat=True).get(
            id=side["corrected" if "versions" in route else "published"]
        )
    if name == "key":
        return side["key"] if route.startswith("office/") else side["public_key"]
    if name == "token":
        return side["upload_units" if "tables/" in route else "upload_items"]
    if name in ("topic_id", "parent_id"):
        return world.cast.topics["open_work"]
    if name == "unit_id":
        return world.cast.units[side.unit]
    if name == "user_id":
        return world.cast.people[f"{side.unit}.officer"]
    if name == "post_id":
        return Appointment.objects.get(user=world.cast.people[f"{side.unit}.officer"]).pk
    if name == "number" and route.startswith("answers/"):
        return side["answer_number"]
    if name == "unit" and route.startswith("write/"):
        return Unit.objects.get(id=world.cast.units[side.unit]).code
    if name == "code" and route.startswith("write/"):
        return "what"
    if name == "code" and route.startswith("office/lists/"):
        return "items"
    if name == "code" and route.startswith("office/figures/"):
        return "item.published"
    if name == "code" and route.startswith("office/items"):
        return "third_party"
    if name == "code":
        return {
            "office/inbox/": "mine", "unit/": Unit.objects.get(id=world.cast.units[side.unit]).code,
            "topic/": topic_code(world), "kind/": "notice", "stage/": "service",
        }[next(p for p in ("office/inbox/", "unit/", "topic/", "kind/", "stage/") if route.startswith(p))]  # fmt: skip
    return {
        "older": 1, "newer": 2, "number": 1, "name": "附件.txt", "what": "units", "subject_type": "item",
        "subject_id": side["published"], "act_id": 1, "route_id": 1, "year": 2026, "leave_id": 1, "absence_id": 1,
        "unit_kind": "department", "route_class": "standard", "delivery_id": 1,
        "term_code": "letter.complaint",
        "kind": "information_application", "act": "withdraw",
        "list_code": "misspellings", "profile_code": "news", "finding_kind": "mobile",
    }[name]  # fmt: skip


def _of_report(name: str, route: str, world: World, side: Side) -> Any:
    """One's own report stands ready to be signed; in the portal the one of the year before is public."""
    if route.startswith("annual-reports/"):
        code = Unit.objects.get(id=world.cast.units[side.unit]).code
        return {"year": 2024, "code": code, "name": "data.json"}.get(name)
    if not route.startswith("office/reports/"):
        return None
    return {
        "report_id": side["report"],
        "token": side["upload_report"],
        "address": "foi.new_received/total",
        "act": side.things.get("report_act", "sign"),
        "form": "json",
    }.get(name)


def _of_registers(name: str, route: str, side: Side) -> Any:
    return {
        "entry_id": side["register_entry"],
        "batch_id": side["register_batch"],
        "register": "trainings"
        if route.endswith("new/")
        else "media"
        if route.endswith("none/")
        else "licensing",
        "year": today().year,
    }.get(name)


_CASE_OF = (
    ("answer/withdraw/", "answer_public"),
    ("answer/hide/", "answer_public"),
    ("answer/unhide/", "answer_hidden"),
    ("answer/publish/", "answer_prepared"),
    ("answer/", "answer_prepared"),
    ("<int:case_id>/items/", "opinion_case"),
)


def _of_case(name: str, route: str, side: Side) -> Any:
    if name == "case_id" and route.endswith("suggestions/"):
        return side["letter_case"]
    if name == "kind" and route.endswith("suggestions/"):
        return "letter"
    if name == "case_id" and (known := next((key for end, key in _CASE_OF if route.endswith(end)), "")):
        return side[known]
    if name == "case_id":
        return side["helped_case" if "help/<" in route else "case"]
    if name == "key":
        return side["letter_key" if "letters/" in route else "case_key"]
    things = {
        "event_id": "case_event", "change_id": "case_change", "side_id": "case_side", "help_id": "case_help",
        "notice_id": "case_notice",
        "wish_id": "wish",
    }  # fmt: skip
    if name in things:
        return side[things[name]]
    return {
        "view": "open",
        "act": side.things.get("case_act", "draft"),
        "kind": "information_application",
        "form": "word",
    }.get(name)


_EXPERT = {"name": "周明", "organisation": "县医保局", "fields_known": "门诊慢病"}


def _article(world: World, side: Side) -> dict[str, Any]:
    return {
        "title": "异地就医备案", "text": "网上也能办。", "tags": "", "owner": world.cast.people[f"{side.unit}.handler"],
        "valid_until": today() + timedelta(days=60), "revision": "0",
    }  # fmt: skip


def _editor(world: World, side: Side) -> dict[str, Any]:
    version = ItemVersion.objects.get(item=side["draft"], state="working")
    return {
        "title": "关于改期的公告", "body_html": "<p>改期。</p>", "topic_id": world.cast.topics["open_work"],
        "signed_on": today() - timedelta(days=3), "attribute": "proactive", "secret_level": "none",
        "audience": "everyone", "stage": "service", "revision": version.revision, "go": "save",
    }  # fmt: skip


def _file(*_: Any) -> dict[str, Any]:
    return {"chosen": SimpleUploadedFile("表.txt", "内容".encode())}


def _table(*_: Any) -> dict[str, Any]:
    return {
        "file": SimpleUploadedFile("表.csv", "编号,标题,正文\n1,关于植树的通知,各村。\n".encode()),
        "on": today(),
    }


def _letters() -> dict[str, Any]:
    text = "标题,内容,来信时间,类型\n路灯坏了,半个月了。,2025-03-05,投诉\n"
    return {"file": SimpleUploadedFile("信.csv", text.encode())}


def _words() -> dict[str, Any]:
    return {
        "file": SimpleUploadedFile("词.csv", "词,类别\n青禾先县,错别字\n".encode()),
        "version": "1", "dated_on": today(),
    }  # fmt: skip


def _point(*_: Any) -> dict[str, Any]:
    return {"name": "又一个点", "place": "library", "address": "人民路3号", "hours": "工作日"}


TRAINING = {"kind": "class", "title": "扫到的培训", "c_hours": "2", "c_people": "9", "revision": "0"}
C = "office/cases/<int:case_id>/"
R = "office/registers/<int:unit_id>/<slug:register>/<int:year>/"
I = "office/items/<int:item_id>/"  # noqa: E741
L = "office/screening/words/"
N, M = "office/units/<int:unit_id>/", "office/people/<int:user_id>/"
POSTED: dict[str, Callable[[World, Side], dict[str, Any]]] = {
    "office/reports/begin/": lambda w, s: {"kind": "annual", "year": "2023", "period": "", "unit": w.cast.units[s.unit]},
    "office/reports/compute/": lambda w, s: {"kind": "annual", "year": "2023", "period": ""},
    "office/reports/settings/term/": lambda w, s: {
        "scope": "unit", "act": "submit", "month": "1", "day": "20", "source": "县通知",
    },
    "office/reports/settings/owing/": lambda w, s: {
        "unit": w.cast.units["village"], "owes": "1", "from_year": "2025", "reason": "县通知",
    },
    "office/reports/<int:report_id>/act/<slug:act>/": lambda w, s: {"confirmed": "1"},
    "office/reports/<int:report_id>/words/": lambda w, s: {"part_5": "新的文字。", "go": "save"},
    "office/login/": lambda w, s: {"username": "agri.officer", "password": "wrong"},
    "office/password/": lambda w, s: {"old": "wrong", "new": "Ganz-neu-2026", "again": "Ganz-neu-2026"},
    "office/items/new/": lambda w, s: {"kind": "notice", "unit": w.cast.units["agri"]},
    f"{I}edit/": _editor,
    f"{I}abandon/": lambda w, s: {"reason": "重复"},
    f"{I}attach/": _file,
    f"{I}decide/": lambda w, s: {"answer": "no"},
    f"{I}decide/<slug:code>/": lambda w, s: {"answer": "yes"},
    f"{I}decided/<slug:code>/": lambda w, s: {"reason": "含有个人隐私内容"},
    f"{I}steps/<int:step_id>/pass/": lambda w, s: {"comment": "同意"},
    f"{I}steps/<int:step_id>/return/": lambda w, s: {"to_no": 1, "reason": "改日期"},
    f"{I}steps/<int:step_id>/side/": lambda w, s: {"kind": "coordinate", "organ": "县水利局", "question": "是否同意"},
    f"{I}side/<int:side_path_id>/": lambda w, s: {"result": "not_secret", "answered_on": today()},
    f"{I}comment/": lambda w, s: {"text": "写明日期"},
    f"{I}findings/": lambda w, s: {
        "go": f"dismiss:{s['finding']}", f"reason_{s['finding']}": "单位电话"},
    f"{I}erase/": lambda w, s: {"reason": "本人要求删除", "word": "销毁"},
    f"{I}redactions/<int:redaction_id>/erase/": lambda w, s: {"reason": "本人要求删除", "word": "销毁"},
    f"{I}withdraw/": lambda w, s: {"reason": "含有个人隐私"},
    f"{I}correct/": lambda w, s: {"reason": "日期写错了"},
    f"{I}urgent/": lambda w, s: {"reason": "堤防险情须立即告知"},
    f"{I}take-back/": lambda w, s: {"reason": "日期写错了"},
    f"{I}validity/": lambda w, s: {"validity": "expired", "on": today(), "basis": "清理结果"},
    f"{I}links/": lambda w, s: {"relation": "implements", "target": s["published"]},
    "office/lists/<slug:code>/bulk/": lambda w, s: {
        "act": "withdraw", "ids": [s["published"]], "confirmed": "1", "reason": "含有个人隐私",
    },
    "office/lists/<slug:code>/view/": lambda w, s: {"columns": ["title"], "rows": "20"},
    "office/lists/<slug:code>/export/": lambda w, s: {"format": "csv"},
    "office/lists/<slug:code>/filters/": lambda w, s: {"name": "全部", "share": "own"},
    "office/lists/<slug:code>/filters/<int:filter_id>/": lambda w, s: {"act": "delete"},
    "office/imports/new/": lambda w, s: _table() | {"unit": w.cast.units["agri"]},
    "office/tables/<slug:what>/": _table,
    "office/imports/<str:token>/columns/": lambda w, s: {"title": "标题", "text": "正文"},
    "office/catalogue/new/": lambda w, s: _topic(w) | {"code": "sweep.new"},
    "office/catalogue/<int:parent_id>/new/": lambda w, s: _topic(w) | {"code": "sweep.new"},
    "office/catalogue/<int:topic_id>/edit/": lambda w, s: _topic(w),
    "office/catalogue/<int:topic_id>/close/": lambda w, s: {"on": today()},
    "office/catalogue/<int:topic_id>/duties/new/": lambda w, s: {
        "unit": w.cast.units["root"], "from_on": today(), "rhythm": "standing", "audience": "everyone",
    },
    "office/catalogue/duties/<int:duty_id>/": lambda w, s: {"rhythm": "on_occurrence", "audience": "everyone"},
    "office/catalogue/duties/<int:duty_id>/end/": lambda w, s: {"on": today()},
    "office/duties/<int:duty_id>/refer/": lambda w, s: {"item": s["upper"]},
    "office/duties/<int:duty_id>/nothing/": lambda w, s: {
        "from_on": today() - timedelta(days=30), "to_on": today(), "text": "这段时间没有发生行政处罚。",
    },
    "office/units/new/": lambda w, s: {
        "code": "099", "name": "青禾县新局", "kind": "department", "parent_code": "000", "on": today(),
    },
    f"{N}details/": lambda w, s: {"phone": "0999-5550009"},
    f"{N}names/": lambda w, s: {"names": "老名字"},
    f"{N}matters/new/": lambda w, s: {"matter": "农机购置补贴", "on": today()},
    f"{N}matters/<int:matter_id>/end/": lambda w, s: {"on": today()},
    f"{N}points/new/": _point,
    "office/points/<int:point_id>/": _point,
    "office/points/<int:point_id>/close/": lambda w, s: {"on": today()},
    f"{N}rename/": lambda w, s: {"name": "青禾县新名局", "on": today()},
    f"{N}move/": lambda w, s: {"parent": w.cast.units["office"], "on": today()},
    f"{N}merge/": lambda w, s: {"into": w.cast.units["office"], "heir": w.cast.units["office"], "on": today()},
    f"{N}split/": lambda w, s: {"into": w.cast.units["office"], "on": today()},
    f"{N}close/": lambda w, s: {"successor": w.cast.units["office"], "on": today()},
    "office/people/new/": lambda w, s: {"username": "neu", "full_name": "新来", "password": "Ganz-neu-2026"},
    f"{M}password/": lambda w, s: {"password": "Ganz-neu-2026"},
    f"{M}disable/": lambda w, s: {"successor": w.cast.people[f"{s.unit}.handler"]},
    f"{M}unlock/": lambda w, s: {},
    f"{M}posts/new/": lambda w, s: {"unit": w.cast.units[s.unit], "role": "handler", "from_on": today()},
    f"{M}posts/<int:post_id>/end/": lambda w, s: {"on": today()},
    f"{M}posts/<int:post_id>/deputy/": lambda w, s: {"deputy": w.cast.people[f"{s.unit}.handler"]},
    f"{M}leave/": lambda w, s: {"from_on": today(), "to_on": today()},
    "office/leave/": lambda w, s: {"from_on": today(), "to_on": today()},
    "office/routes/<slug:unit_kind>/<slug:route_class>/": lambda w, s: {"route": Route.objects.get(code="routine").pk},
    R: lambda w, s: {"m1-processed": "31", "revision": "2"},
    f"{R}new/": lambda w, s: TRAINING | {"on": today()},
    f"{R}none/": lambda w, s: {"go": "none"},
    "office/registers/entries/<int:entry_id>/": lambda w, s: TRAINING | {"on": today()},
    "office/registers/entries/<int:entry_id>/remove/": lambda w, s: {"revision": "0"},
    "office/registers/batches/<int:batch_id>/undo/": lambda w, s: {},
    "office/registers/years/<int:unit_id>/<int:year>/": lambda w, s: {"act": "freeze"},
    "office/deliveries/enter/": lambda w, s: {
        "point": s["point"], "ids": [s["published"]], "entered": "1", "on": today(), "receipt_no": "7", "receiver": "李",
    },
    "office/imports/batches/<int:batch_id>/undo/": lambda w, s: {},
    "office/imports/<str:token>/run/": lambda w, s: {"keep_good": "1"},
    "office/cases/imports/new/": lambda w, s: _letters() | {"unit": w.cast.units["agri"], "kind": "letter"},
    "office/cases/imports/batches/<int:batch_id>/undo/": lambda w, s: {},
    "office/cases/imports/<str:token>/run/": lambda w, s: {"keep_good": "1"},
    "office/cases/new/<slug:kind>/": lambda w, s: APPLICATION | {
        "unit": w.cast.units["agri"], "channel": "counter", "arrived_on": today(), "received_on": today(),
    },
    "office/cases/new/<slug:kind>/suggestions/": lambda w, s: {"title": "路灯坏了", "text": "半个月没人修"},
    f"{C}act/<slug:act>/": lambda w, s: {"outcome": "granted", "way": "随本答复提供复制件 3 页"},
    f"{C}personal/": lambda w, s: {"reason": "电话核对身份"},
    f"{C}answer/": lambda w, s: {
        "go": "save", "revision": "0", "title": "路灯", "question": "不亮", "answer": "修好了",
    },
    f"{C}answer/publish/": lambda w, s: {"office_reason": "许多人在问这件事"},
    f"{C}answer/withdraw/": lambda w, s: {"reason": "答复引用的文件废止"},
    f"{C}answer/hide/": lambda w, s: {"ground": "insult", "reason": "第二段辱骂他人"},
    f"{C}answer/unhide/": lambda w, s: {"reason": "复核后恢复"},
    f"{C}items/": lambda w, s: {
        "index_no": Item.objects.values_list("index_no", flat=True).get(id=s["published"]),
    },
    "office/accountability/<int:entry_id>/": lambda w, s: {"note": "约谈分管领导"},
    "office/knowledge/new/": lambda w, s: _article(w, s) | {"unit": w.cast.units[s.unit]},
    "office/knowledge/<int:article_id>/": lambda w, s: _article(w, s),
    "office/knowledge/<int:article_id>/end/": lambda w, s: {"go": "end"},
    "office/knowledge/offer/": lambda w, s: {"title": "医保"},
    "office/experts/new/": lambda w, s: _EXPERT,
    "office/experts/<int:expert_id>/": lambda w, s: _EXPERT,
    "office/experts/<int:expert_id>/end/": lambda w, s: {"go": "end"},
    "write/<slug:kind>/found/": lambda w, s: {"thing": f"answer:{s['answer_number']}"},
    f"{C}note/": lambda w, s: {"text": "财政所有原件"},
    f"{C}assign/": lambda w, s: {"user": w.cast.people[f"{s.unit}.leader"]},
    f"{C}transfer/": lambda w, s: {"unit": w.cast.units["office"], "reason": "归他们办"},
    f"{C}help/": lambda w, s: {"unit": w.cast.units["office"], "question": "台账在不在你们那里"},
    f"{C}help/<int:help_id>/": lambda w, s: {"answer": "在我们这里"},
    f"{C}merge/": lambda w, s: {"number": s["twin_number"]},
    f"{C}split/": lambda w, s: {"count": "2", "title_1": "分配表", "title_2": "验收记录"},
    f"{C}events/<int:event_id>/amend/": lambda w, s: {"on": today(), "reason": "签收单上是今天"},
    f"{C}changes/<int:change_id>/": lambda w, s: {"go": "agree"},
    "office/screening/rescan/": lambda w, s: {"confirmed": "1"},
    "office/screening/tasks/<int:item_id>/dismiss/": lambda w, s: {"go": "all", "reason_all": "单位电话"},
    f"{L}new/": lambda w, s: _words() | {"name": "本县提法", "code": "sweep"},
    f"{L}<slug:list_code>/import/": lambda w, s: _words(),
    f"{L}<slug:list_code>/use/": lambda w, s: {"confirmed": "1"},
    f"{L}<slug:list_code>/word/": lambda w, s: {"word": "青禾先县", "kind": "misspelling"},
    f"{L}<slug:list_code>/drop/": lambda w, s: {"word": "按装", "confirmed": "1"},
    "office/screening/profiles/<slug:profile_code>/edit/": lambda w, s: {"label": "动态"},
    "office/screening/profiles/<slug:profile_code>/<slug:finding_kind>/treatment/": lambda w, s: {"action": "remove"},
    "office/screening/days/": lambda w, s: {"days": "7"},
    "office/calendar/notice/": lambda w, s: {
        "paste": "日期,类型,节日\n2027-01-01,放假,元旦\n", "year": "2027", "confirmed": "1",
    },
    "office/calendar/terms/<str:term_code>/": lambda w, s: {
        "length": "9", "valid_from": today(), "source": "本县办法第八条",
    },
    "office/calendar/warnings/": lambda w, s: {"days": "3、1"},
    "office/calendar/hours/": lambda w, s: {"valid_from": today(), "opens": "09:00", "closes": "17:00"},
    "office/screening/try/": lambda w, s: {"kind": "notice", "text": "按装"},
    "theme/": lambda w, s: {"look": "care"},
}  # fmt: skip


def _topic(world: World) -> dict[str, Any]:
    return {
        "name": "新栏目",
        "term_length": 20,
        "term_unit": "working_day",
        "stage": "service",
        "position": 5,
    }
