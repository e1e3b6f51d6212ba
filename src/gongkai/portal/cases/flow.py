"""Writing: one question a page, everything kept on the server, a page to check, one button to send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.cases.actions.counting_found import count_found
from gongkai.cases.actions.owning import tie_to_account
from gongkai.cases.actions.submitting import Sent, submit
from gongkai.cases.declaring import Asked, CaseKind, FormPage
from gongkai.cases.filling import fill
from gongkai.cases.granting import Grant
from gongkai.cases.queries.citizen_terms import due_if_received, receipt_words
from gongkai.cases.queries.receipt_page import receipt_page
from gongkai.cases.refusals import CaseRefused, NotFilled
from gongkai.components.tags.forms import Problem
from gongkai.portal.cases import paths, uploads
from gongkai.portal.cases.answers import page as answer
from gongkai.portal.cases.answers import private, to
from gongkai.portal.cases.choosing import better_unit, receiving_unit, tie_to_item, untied
from gongkai.portal.cases.forms import AskedForm, sent_values
from gongkai.portal.cases.holding import (
    Draft,
    HeldReceipt,
    draft_of,
    drop_draft,
    forget,
    grant_of,
    keep_draft,
    keep_receipt,
    receipt_of,
)
from gongkai.portal.cases.logins import new_draft, person_of
from gongkai.portal.cases.similar import similar_answers, similar_items
from gongkai.portal.cases.start import open_kind
from gongkai.portal.listing import needed
from gongkai.units.queries import UnitInBrief

ABOUT = ("title", "text")
"""Fields that say what it is about; after their page the similar things that are public are shown."""


@private
@require_safe
def first(request: HttpRequest, kind: str, unit: str) -> HttpResponseBase:
    return to(paths.page(kind, unit, open_kind(kind).pages[0].code))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, kind: str, unit: str, code: str) -> HttpResponseBase:
    """One page of questions. Whatever was sent is kept, right or wrong; only what is right leads on."""
    found = open_kind(kind)
    organ = needed(receiving_unit(found, unit))
    number = needed(next((n for n, one in enumerate(found.pages) if one.code == code), None))
    question = found.pages[number]
    draft = draft_of(request.session, kind) or new_draft(request.session, found)
    if request.method != "POST":
        form = AskedForm(question.fields, today=timezone.localdate(), kept=draft.sent, beside=draft.sent)
        return _shown(request, found, organ, number, form, draft)
    refused = _taken(request, found, question, draft)
    stays = "remove" in request.POST or "upload" in request.POST
    if stays and not any(refused.values()):
        return to(request.get_full_path())
    problems = refused if stays else _with_missing_files(question.fields, draft, refused)
    if not stays:
        problems |= {key: [words] for key, words in untied(found, draft, question.fields).items()}
    sent = {one.key: draft.sent.get(one.key, "") for one in question.fields}
    form = AskedForm(
        question.fields,
        today=timezone.localdate(),
        sent=sent,
        beside=draft.sent,
        more_problems=problems,
        checks=not stays,
    )
    if form.is_valid():
        return to(_after(found, organ, number, back=request.GET.get("back") == "check"))
    return _shown(request, found, organ, number, form, draft)


def _taken(request: HttpRequest, kind: CaseKind, question: FormPage, draft: Draft) -> dict[str, list[str]]:
    """Keep the draft with what was sent; what is wrong with its files. Rows of files and the draft are one commit."""
    draft.sent |= sent_values(question.fields, request.POST)
    if key := request.POST.get("remove"):
        uploads.drop(draft, key)
    if kind.about_item:
        tie_to_item(draft, question.fields)
    sent = {one.key: request.FILES.getlist(one.key) for one in question.fields if one.type == "files"}
    with uploads.looked_at(draft, sent) as looked:
        if not looked.good:
            keep_draft(request.session, kind.code, draft)
            return looked.refused
        with transaction.atomic():
            uploads.keep(draft, looked, at=timezone.now())
            keep_draft(request.session, kind.code, draft)
            request.session.save()
    return looked.refused


def _with_missing_files(
    asked: Sequence[Asked], draft: Draft, refused: Mapping[str, list[str]]
) -> dict[str, list[str]]:
    problems = {key: list(words) for key, words in refused.items()}
    held = {one.asked for one in draft.files}
    for one in asked:
        if one.type == "files" and one.required and one.key not in held and not problems.get(one.key):
            problems[one.key] = [f"传{one.label}"]
    return problems


def _after(kind: CaseKind, organ: UnitInBrief, number: int, *, back: bool) -> str:
    last = number + 1 >= len(kind.pages)
    code = "check" if back or last else kind.pages[number + 1].code
    return paths.page(kind.code, organ.code, code)


def _shown(
    request: HttpRequest, kind: CaseKind, organ: UnitInBrief, number: int, form: AskedForm, draft: Draft
) -> HttpResponse:
    question = kind.pages[number]
    back = request.GET.get("back") == "check"
    before = kind.pages[number - 1].code if number else ""
    context = {
        "kind": kind,
        "unit": organ,
        "question": question,
        "form": form,
        "files": {one.key: [f for f in draft.files if f.asked == one.key] for one in question.fields},
        **uploads.TOLD,
        "has_files": any(one.type == "files" for one in question.fields),
        "steps": _steps(kind, number + 1),
        "back": paths.page(kind.code, organ.code, "check") if back
        else paths.page(kind.code, organ.code, before) if before else _way_back(kind),
        "to_check": back,
        "about": draft.item_title,
        "look_up": _look_up(kind, draft, question) if form.is_bound else "",
        **({"similar": [], "better": None} if form.is_bound else _told_before(kind, organ, number, draft)),
    }  # fmt: skip
    return answer(request, "question", context, status=422 if form.is_bound else 200)


def _look_up(kind: CaseKind, draft: Draft, question: FormPage) -> str:
    """Where the notice may be found whose number is wrong."""
    lost = untied(kind, draft, question.fields)
    return "".join(f"/search/?{urlencode({'q': draft.sent[key]})}" for key in lost)


def _steps(kind: CaseKind, place: int) -> tuple[int, int]:
    """Where a page stands among all: whom to write to comes first where there is a choice, the check page last."""
    chosen = 0 if kind.to_office else 1
    return place + chosen, len(kind.pages) + 1 + chosen


def _way_back(kind: CaseKind) -> str:
    """From the first question: to the choice of a unit, else to the choice of a kind."""
    return paths.WRITE if kind.to_office else paths.start(kind.code)


def _told_before(kind: CaseKind, organ: UnitInBrief, number: int, draft: Draft) -> dict[str, Any]:
    """On the page after "what": what is public already, and whose matter it may be."""
    text = ""
    if number and any(one.key in ABOUT for one in kind.pages[number - 1].fields):
        text = next((str(draft.sent[key]) for key in ABOUT if draft.sent.get(key)), "").strip()
    if not text:
        return {"similar": [], "better": None}
    better, today = better_unit(kind, text, organ), timezone.localdate()
    similar = [*similar_items(text, kind=kind.code, today=today), *similar_answers(text, kind=kind.code)]
    if similar:
        count_found(kind=kind.code, what="shown", day=today)
    return {
        "similar": similar,
        "better": better,
        "better_url": paths.page(kind.code, better.url, kind.pages[number].code) if better else "",
    }


# ---- checking and sending --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answered:
    """A page as it was filled, for the check page."""

    title: str
    lines: tuple[tuple[str, str], ...]
    change: str


@private
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, kind: str, unit: str) -> HttpResponseBase:
    """Everything once more, each part with its way back here; POST sends it."""
    found = open_kind(kind)
    organ = needed(receiving_unit(found, unit))
    problems: list[Problem] = []
    if request.method == "POST":
        sent = _send(request, found, organ)
        if isinstance(sent, str):
            return to(sent)
        problems = sent
    draft = draft_of(request.session, kind)
    if draft is None or draft.is_empty:
        return to(paths.start(kind))
    missing = _missing(found, organ, draft)
    context = {
        "kind": found,
        "unit": organ,
        "draft": draft,
        "answered": _answered(found, organ, draft),
        "problems": missing or problems,
        "complete": not missing,
        "receipt": receipt_words(found, "web", timezone.localdate()),
        "steps": _steps(found, len(found.pages) + 1),
        "back": paths.page(kind, unit, found.pages[-1].code),
        "start": "" if found.to_office else paths.start(kind),
    }
    return answer(request, "check", context, status=422 if request.method == "POST" else 200)


def _send(request: HttpRequest, kind: CaseKind, organ: UnitInBrief) -> str | list[Problem]:
    """Where to go when it is sent, or what is wrong. The draft's id makes one case of two presses.

    The session is read again behind its lock and written in the transaction of the case: whoever comes second finds
    the receipt of the first.
    """
    posted, at = request.POST.get("draft", ""), timezone.now()
    done = paths.page(kind.code, organ.code, "done")
    try:
        with transaction.atomic():
            request.session.read_again()  # type: ignore[attr-defined]  # the engine is ours
            receipt = receipt_of(request.session, kind.code)
            if receipt is not None and receipt.draft == posted:
                return done
            draft = draft_of(request.session, kind.code)
            if draft is None or draft.id != posted:
                return paths.start(kind.code)
            _submit(request, kind, organ, draft, at)
    except NotFilled:
        return []  # the check page names them, each with its way
    except CaseRefused as refusal:
        return [Problem(str(refusal))]
    return done


def _submit(request: HttpRequest, kind: CaseKind, organ: UnitInBrief, draft: Draft, at: datetime) -> None:
    if lost := untied(kind, draft, kind.fields):
        raise NotFilled(lost)
    roles = {one.key: "identity" if one.personal else "sent_in" for one in kind.fields}
    made = submit(
        kind=kind.code,
        unit_id=organ.pk,
        values=draft.sent,
        files=[Sent(one.file_id, one.name, roles.get(one.asked, "sent_in")) for one in draft.files],
        item_id=draft.item_id,
        at=at,
    )
    drop_draft(request.session, kind.code)
    keep_receipt(request.session, kind.code, HeldReceipt(draft.id, made.number, made.code))
    if person := person_of(request.session):
        tie_to_account(grant=Grant(made.number, made.code), subject=person.subject, at=at)
    request.session.save()


def _missing(kind: CaseKind, organ: UnitInBrief, draft: Draft) -> list[Problem]:
    """What is still wrong, each line with the page that it belongs to."""
    _, problems = fill(kind.fields, draft.sent, today=timezone.localdate())
    found = []
    for one in kind.pages:
        words = [problems[asked.key] for asked in one.fields if asked.key in problems]
        words += untied(kind, draft, one.fields).values()
        words += [w for said in _with_missing_files(one.fields, draft, {}).values() for w in said]
        found += [Problem(f"{one.title}：{word}", f"change-{one.code}") for word in words]
    return found


def _answered(kind: CaseKind, organ: UnitInBrief, draft: Draft) -> list[Answered]:
    return [
        Answered(
            one.title,
            tuple((asked.label, words) for asked in one.fields if (words := _in_words(asked, draft))),
            one.code,
        )
        for one in kind.pages
    ]


def _in_words(asked: Asked, draft: Draft) -> str:
    if asked.type == "files":
        return "、".join(one.name for one in draft.files if one.asked == asked.key)
    if asked.only_if is not None and str(draft.sent.get(asked.only_if[0], "")) != asked.only_if[1]:
        return ""
    value = draft.sent.get(asked.key)
    choices = dict(asked.choices)
    if isinstance(value, list):
        return "、".join(choices.get(str(one), str(one)) for one in value)
    if asked.type == "check":
        return "是" if value else ""
    return choices.get(str(value), str(value)) if value else ""


@private
@require_safe
def done(request: HttpRequest, kind: str, unit: str) -> HttpResponseBase:
    """Number, code, what counts as receipt and by when the answer comes. Shown as long as the session lasts."""
    found, receipt = open_kind(kind), receipt_of(request.session, kind)
    grant = grant_of(request.session, receipt.number) if receipt else None
    today = timezone.localdate()
    case = receipt_page(grant, today=today) if grant else None
    if receipt is None or case is None:
        return to(paths.CASE)
    context = {
        "kind": found,
        "case": case,
        "code": receipt.code,
        "follow": paths.case(case.number),
        "due": case.due,
        "due_if": None if case.due else due_if_received(found, {}, unit_id=case.unit_id, at=timezone.now()),
    }
    return answer(request, "done", context)


@private
@require_POST
def drop(request: HttpRequest) -> HttpResponseBase:
    """Take everything off this device: drafts, receipts, opened cases."""
    forget(request.session)
    return to(paths.WRITE)


@private
@require_safe
def stay(request: HttpRequest) -> HttpResponseBase:
    """Renews the half hour of a session; asked for by the warning's button."""
    if not request.session.is_empty():
        request.session["seen_writing"] = timezone.now().timestamp()
    return HttpResponse(status=204)
