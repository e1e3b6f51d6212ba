"""T40, T42: the public page says what the job does; the job erases who wrote in, to the day, and no figure changes."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.db.models import Count
from django.test import Client
from django.utils.timezone import localdate
from tests.cases.conftest import AT, FORM, apply, do  # noqa: F401  (fixtures)
from tests.office.pages import url, words
from tests.privacy import canaries

from gongkai.cases.actions import retaining
from gongkai.cases.actions.letters import make_files
from gongkai.cases.actions.retaining import cases_to_erase, erase_what_is_due, set_retention
from gongkai.cases.actions.sharing import add_note, split
from gongkai.cases.actions.submitting import CITIZEN, Sent, submit
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseFile, CaseLetter, Party, RetentionPeriod
from gongkai.cases.refusals import CaseRefused, NotAllowed
from gongkai.cases.rules.retention import months_before
from gongkai.files.actions import store_upload
from gongkai.files.models import StoredFile
from gongkai.files.store import path_of
from gongkai.ledger.models import LedgerRow

WHO = {**FORM, **canaries.PERSON}


@pytest.fixture
def answered(cast, do):  # noqa: F811
    """`answered()`: an application with a proof of identity, answered in the week after AT; its id."""

    def go(number: int = 0, **more):
        proof = store_upload(
            name="身份证.txt", stream=io.BytesIO(f"proof {number}".encode()), by=CITIZEN, at=AT
        )
        own = store_upload(name="材料.txt", stream=io.BytesIO(f"paper {number}".encode()), by=CITIZEN, at=AT)
        receipt = submit(
            kind="information_application", unit_id=cast.units["agri"], at=AT,
            values={**WHO, "text": f"我是{canaries.NAME}，电话 139 8765 0412", **more},
            files=[Sent(proof.pk, "身份证.txt", "identity"), Sent(own.pk, "材料.txt")],
        )  # fmt: skip
        case_id = receipt.case_id
        do(case_id, "confirm", how="电话")
        do(case_id, "draft", after=3, outcome="granted", way=f"寄给{canaries.NAME}")
        add_note(case_id=case_id, text=f"{canaries.NAME}来过电话", by=cast.standing("agri.handler"), at=AT)
        do(case_id, "approve", after=4, by="agri.leader")
        for letter in CaseLetter.objects.filter(case=case_id):
            make_files(letter_id=letter.pk, at=AT)
        do(case_id, "serve", after=5, how="online")
        return case_id

    return go


def due_day(case_id: int):
    """The first day on which it may go."""
    closed = localdate(Case.objects.get(id=case_id).closed_at)
    day = closed
    while not months_before(day, 36) > closed:
        day += timedelta(days=1)
    return day


def figures():
    """What the annual report counts by, after whatever."""
    return list(
        Case.objects.order_by("id").values_list(
            "id", "kind", "unit", "state", "outcome", "number", "channel", "party__type", "received_on", "due_on",
            "served_on", "closed_at", "submitted_at", "satisfaction", "term",
        ).annotate(Count("events"), Count("letters"))
    )  # fmt: skip


def erase(day) -> int:
    at = AT + (day - localdate(AT))
    return sum(iter(lambda: erase_what_is_due(today=day, at=at), 0))


def test_erased_to_the_day_and_no_figure_changes(answered):
    case_id = answered()
    before, day = figures(), due_day(case_id)
    assert erase(day - timedelta(days=1)) == 0
    assert canaries.NAME in Case.objects.get().text
    digests = list(StoredFile.objects.values_list("digest", flat=True))
    assert erase(day) == 1
    assert erase(day) == 0
    assert figures() == before
    party = Party.objects.get()
    assert (party.sealed, party.shown_as, party.identity_index, party.contact_index) == ("", "", "", "")
    assert party.erased_at is not None
    assert party.type == "natural"
    assert canaries.found_in(canaries.dump(), "139 8765 0412") == []
    assert CaseFile.objects.filter(role__in=["identity", "sent_in"]).count() == 0
    assert StoredFile.objects.count() == 0
    assert LedgerRow.objects.filter(act="case.erase_personal", subject_id=str(case_id)).count() == 1
    assert digests


def test_the_bytes_leave_the_disk(answered, transactional_db):
    case_id = answered()
    digests = list(StoredFile.objects.values_list("digest", flat=True))
    assert len(digests) >= 4
    assert erase(due_day(case_id)) == 1
    assert [digest for digest in digests if path_of(digest).exists()] == []


def test_what_somebody_else_sent_as_well_stays(answered, apply, cast):  # noqa: F811
    case_id = answered()
    paper = CaseFile.objects.get(role="sent_in").file
    other = apply()
    CaseFile.objects.create(case_id=other.case_id, file=paper, name="x.txt", role="sent_in", key="k" * 32)
    erase(due_day(case_id))
    assert StoredFile.objects.filter(id=paper.pk).exists()
    assert parties_left() == 1


def parties_left() -> int:
    return Party.objects.exclude(sealed="").count()


def test_whoever_waits_for_a_court_is_not_forgotten(answered, cast):
    case_id = answered()
    related = Case.objects.get(id=case_id)
    day = due_day(case_id)
    open_one = Case.objects.create(
        kind="reconsideration", unit_id=related.unit_id, state="pending", title="复议", channel="internal",
        about=related, submitted_at=AT, created_at=AT, changed_at=AT,
    )  # fmt: skip
    assert erase(day) == 0
    Case.objects.filter(id=open_one.pk).update(closed_at=AT)
    assert erase(day) == 1


def test_parts_of_one_letter_go_with_the_last(apply, do, cast):  # noqa: F811
    receipt = apply(**canaries.PERSON)
    do(receipt.case_id, "confirm", how="电话")
    split(
        case_id=receipt.case_id, parts=[("甲", "一"), ("乙", "二")], by=cast.standing("agri.handler"), at=AT
    )
    Case.objects.filter(id=receipt.case_id).update(closed_at=AT)
    day = due_day(receipt.case_id)
    assert erase(day) == 0
    Case.objects.update(closed_at=AT)
    assert erase(day) == 1
    assert LedgerRow.objects.filter(act="case.erase_personal").count() == 2
    assert canaries.found_in(canaries.dump()) == []


def test_killed_in_the_middle_of_one_nothing_is_half_erased(answered, monkeypatch):
    case_id = answered()

    def die(*given):
        raise KeyboardInterrupt

    monkeypatch.setattr(retaining, "_erase_letters", die)
    with pytest.raises(KeyboardInterrupt):
        erase(due_day(case_id))
    assert parties_left() == 1
    assert CaseFile.objects.filter(role="identity").exists()


def test_the_code_opens_nothing_afterwards(answered):
    case_id = answered()
    erase(due_day(case_id))
    assert Case.objects.get().secret_digest == ""


def test_many_go_in_rounds(apply, monkeypatch):  # noqa: F811
    monkeypatch.setattr(retaining, "ROUND", 2)
    for _ in range(5):
        apply()
    Case.objects.update(closed_at=AT)
    day = due_day(Case.objects.order_by("id").first().pk)
    assert cases_to_erase(today=day).count() == 5
    assert sum(iter(lambda: erase_what_is_due(today=day, at=AT, limit=2), 0)) == 5


# ---- the term is data ------------------------------------------------------------------------------------


def test_the_office_changes_the_term_and_the_page_says_so(answered, cast, client_of):
    case_id = answered()
    closed = localdate(Case.objects.get(id=case_id).closed_at)
    assert "3 年" in words(Client().get("/privacy/"))
    office = client_of("office.disclosure_office")
    assert office.post(url("retention_of", "information_application"), {"months": "6"}).status_code == 302
    assert RetentionPeriod.objects.get().months == 6
    assert "保存 6 个月" in words(Client().get("/privacy/"))
    assert erase(closed + timedelta(days=150)) == 0
    assert erase(closed + timedelta(days=190)) == 1


@pytest.mark.parametrize("months", ["5", "0", "-1", "601", "x", ""])
def test_a_term_shorter_than_the_remedies_is_refused(cast, client_of, months):
    answer = client_of("office.disclosure_office").post(
        url("retention_of", "information_application"), {"months": months}
    )
    assert answer.status_code in (200, 422)
    assert not RetentionPeriod.objects.exists()


def test_only_the_disclosure_office_sets_it(cast):
    with pytest.raises(NotAllowed):
        set_retention(kind="letter", months=12, by=cast.standing("agri.leader"), at=AT)
    with pytest.raises(CaseRefused):
        set_retention(kind="nothing", months=12, by=cast.standing("office.disclosure_office"), at=AT)


def test_the_public_page_names_every_field_of_every_open_form(db, cast):
    page = words(Client().get("/privacy/"))
    for kind in CASE_KINDS.values():
        if kind.open_to_all:
            assert kind.label in page
            assert [one.label for one in kind.fields if one.label not in page] == []
    assert "/privacy/" in words(Client().get("/"))
