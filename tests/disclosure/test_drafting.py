"""Filing 填报: drafts, attachments, links, giving up, handing over."""

import io
from datetime import date

import pytest
from tests.disclosure.conftest import AT

from gongkai.disclosure.actions import drafting, reviewing
from gongkai.disclosure.actions.drafting import Content
from gongkai.disclosure.actions.refusals import ItemRefused, NotAllowed, StaleDraft, TooLate
from gongkai.disclosure.models import Attachment, Item, ItemLink, ItemVersion
from gongkai.files.actions import store_upload
from gongkai.ledger.rules import SYSTEM
from gongkai.units.models import Unit


def begin(cast, *, person="agri.officer", unit="agri", kind="notice", content=None):
    return drafting.begin_draft(
        unit_id=cast.units[unit], kind=kind, content=content or Content("关于防汛的公告", "<p>正文</p>"),
        by=cast.standing(person), at=AT,
    )  # fmt: skip


def save(
    cast,
    item_id,
    *,
    revision=0,
    person="agri.officer",
    title="关于防汛的公告",
    body="<p>改过</p>",
    head=None,
    fields=None,
):
    return drafting.save_draft(
        item_id=item_id, revision=revision, by=cast.standing(person), at=AT,
        content=Content(title, body, head or {}, fields or {}),
    )  # fmt: skip


def a_file(cast, text="附件内容"):
    return store_upload(name="附件.txt", stream=io.BytesIO(text.encode()), by=SYSTEM, at=AT).pk


@pytest.mark.parametrize("person", ["agri.officer", "agri.handler", "office.disclosure_office"])
def test_officers_handlers_and_the_office_file_for_a_unit(cast, person):
    item = cast.item(begin(cast, person=person))
    assert (item.state, item.issuer, item.attribute, item.audience) == (
        "drafting", "青禾县农业农村局", "proactive", "everyone",
    )  # fmt: skip


@pytest.mark.parametrize(
    "person", ["agri.leader", "housing.officer", "office.auditor", "office.system_admin", "town.officer"]
)
def test_nobody_else_files_for_it(cast, person):
    with pytest.raises(NotAllowed):
        begin(cast, person=person)
    assert not Item.objects.exists()


def test_a_kind_that_does_not_exist_names_those_that_do(cast):
    with pytest.raises(ItemRefused, match="可用的有：work_news、notice"):
        begin(cast, kind="rumour")


def test_a_closed_unit_files_nothing_more(cast):
    Unit.objects.filter(id=cast.units["agri"]).update(closed_on=AT.date())
    with pytest.raises(ItemRefused, match="撤销"):
        begin(cast)


def test_documents_begin_valid(cast):
    assert cast.item(begin(cast, kind="normative_document")).validity == "valid"


def test_the_draft_is_cleaned_on_the_server(cast):
    item_id = begin(
        cast, content=Content("标题  有\n空白", '<p onclick="x()">好<script>alert(1)</script></p>')
    )
    version = ItemVersion.objects.get(item=item_id)
    assert version.title == "标题 有 空白"
    assert "script" not in version.body_html
    assert "onclick" not in version.body_html


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (Content("长" * 301, ""), "标题有 301 个字"),
        (Content("标题", "<p>" + "字" * 2_000_001 + "</p>"), "正文有 2000001 个字"),
        (Content("标题", "", {"doc_no": "号" * 121}), "发文字号最多 120"),
    ],
)
def test_what_is_too_long_is_refused_with_numbers(cast, content, words):
    with pytest.raises(ItemRefused, match=words):
        begin(cast, content=content)


def test_columns_that_no_head_has_are_not_written(cast):
    item_id = begin(
        cast,
        content=Content(
            "关于防汛的公告",
            "",
            {"state": "published", "index_no": "X", "public_version_id": 1},
            {"evil": "x"},
        ),
    )
    item = cast.item(item_id)
    assert (item.state, item.index_no, item.public_version_id) == ("drafting", None, None)
    assert "evil" not in ItemVersion.objects.get(item=item_id).fields


def test_saving_counts_revisions_and_refuses_an_older_one(cast):
    item_id = begin(cast)
    assert save(cast, item_id, fields={"objection_to": "农业农村局"}) == 1
    with pytest.raises(StaleDraft, match="在您打开以后保存过") as stale:
        save(cast, item_id, body="<p>另一人的</p>", person="agri.handler")
    assert stale.value.revision == 1
    version = ItemVersion.objects.get(item=item_id)
    assert version.body_text.strip() == "改过"
    assert version.fields["objection_to"] == "农业农村局"


def test_the_draft_keeps_what_a_later_save_does_not_mention(cast):
    item_id = begin(
        cast,
        content=Content(
            "关于防汛的公告", "", {"signed_on": date(2026, 11, 2), "doc_no": "青农发〔2026〕3号"}
        ),
    )
    save(cast, item_id, head={"doc_no": None})
    item = cast.item(item_id)
    assert (item.signed_on, item.doc_no, item.doc_no_key) == (date(2026, 11, 2), "", "")
    assert item.due_on is not None


def test_a_draft_without_title_shows_that_it_has_none(cast):
    assert cast.item(begin(cast, content=Content("", ""))).title == "（未写标题）"


@pytest.mark.parametrize("person", ["agri.leader", "housing.officer", "office.auditor"])
def test_only_who_files_may_save(cast, person):
    item_id = begin(cast)
    with pytest.raises(NotAllowed):
        save(cast, item_id, person=person)


def test_under_review_nothing_is_saved_attached_or_given_up(cast):
    item_id = cast.submitted(at=AT)
    with pytest.raises(NotAllowed):
        save(cast, item_id)
    with pytest.raises(NotAllowed):
        drafting.attach(
            item_id=item_id, file_id=a_file(cast), name="附.txt", by=cast.standing("agri.officer"), at=AT
        )
    with pytest.raises(NotAllowed):
        drafting.abandon(item_id=item_id, reason="不要了", by=cast.standing("agri.officer"), at=AT)


# ---- attachments ---------------------------------------------------------------------------------------


def test_attachments_keep_their_order_and_come_off_again(cast, acts):
    item_id = begin(cast)
    by = cast.standing("agri.officer")
    ids = [
        drafting.attach(item_id=item_id, file_id=a_file(cast, n), name=f"{n}.txt", by=by, at=AT)
        for n in "甲乙丙"
    ]
    drafting.detach(attachment_id=ids[1], by=by, at=AT)
    rows = Attachment.objects.filter(version__item=item_id).order_by("position")
    assert [r.name for r in rows] == ["甲.txt", "丙.txt"]
    assert len({r.key for r in rows}) == 2
    assert acts(item_id)[-1] == "item.detach"
    with pytest.raises(NotAllowed):
        drafting.detach(attachment_id=ids[0], by=cast.standing("housing.officer"), at=AT)


def test_a_correction_starts_with_the_same_files_at_the_same_addresses(cast):
    from gongkai.disclosure.actions import correcting

    item_id = begin(
        cast,
        content=Content(
            "关于防汛的公告", "<p>正文</p>", {"topic_id": cast.topics["open_work"], "signed_on": AT.date()}
        ),
    )
    drafting.attach(
        item_id=item_id, file_id=a_file(cast), name="表.txt", by=cast.standing("agri.officer"), at=AT
    )
    reviewing.submit(item_id=item_id, by=cast.standing("agri.officer"), at=AT)
    cast.pass_steps(item_id, at=AT)
    correcting.begin_correction(item_id=item_id, reason="改日期", by=cast.standing("agri.officer"), at=AT)
    first, second = Attachment.objects.filter(version__item=item_id).order_by("version__number")
    assert (first.key, first.name, first.file_id) == (second.key, second.name, second.file_id)
    with pytest.raises(NotAllowed):  # of the public version nothing comes off
        drafting.detach(attachment_id=first.pk, by=cast.standing("agri.officer"), at=AT)


# ---- links ---------------------------------------------------------------------------------------------


def test_a_link_is_made_once_and_undone(cast):
    source, target = begin(cast, kind="interpretation"), cast.published(at=AT)
    for _ in range(2):
        drafting.link(
            source_id=source, target_id=target, relation="interprets", by=cast.standing("agri.officer"), at=AT
        )
    row = ItemLink.objects.get()
    with pytest.raises(NotAllowed):
        drafting.unlink(link_id=row.pk, by=cast.standing("housing.officer"), at=AT)
    drafting.unlink(link_id=row.pk, by=cast.standing("agri.officer"), at=AT)
    assert not ItemLink.objects.exists()


def test_a_link_to_what_one_may_not_know_says_the_same_as_one_to_nothing(cast):
    source, secret = begin(cast), cast.draft(unit="housing", at=AT)
    words = set()
    for target in (secret, 10**9):
        with pytest.raises(ItemRefused) as refused:
            drafting.link(
                source_id=source, target_id=target, relation="amends", by=cast.standing("agri.officer"), at=AT
            )
        words.add(str(refused.value))
    assert len(words) == 1


@pytest.mark.parametrize(("relation", "words"), [("hates", "没有这种关联"), ("amends", "关联到自己")])
def test_links_that_make_no_sense_are_refused(cast, relation, words):
    item_id = begin(cast)
    with pytest.raises(ItemRefused, match=words):
        drafting.link(
            source_id=item_id, target_id=item_id, relation=relation, by=cast.standing("agri.officer"), at=AT
        )


def test_only_the_filing_unit_links(cast):
    with pytest.raises(NotAllowed):
        drafting.link(
            source_id=begin(cast),
            target_id=cast.published(at=AT),
            relation="amends",
            by=cast.standing("housing.officer"),
            at=AT,
        )


# ---- giving up, handing over ---------------------------------------------------------------------------


def test_a_draft_is_given_up_and_its_record_stays(cast, acts):
    item_id = begin(cast)
    drafting.abandon(item_id=item_id, reason="重复", by=cast.standing("agri.officer"), at=AT)
    assert cast.item(item_id).state == "abandoned"
    assert acts(item_id) == ["item.begin_draft", "item.abandon"]
    with pytest.raises((TooLate, NotAllowed)):
        reviewing.submit(item_id=item_id, by=cast.standing("agri.officer"), at=AT)


def test_what_is_public_is_not_given_up(cast):
    from gongkai.disclosure.actions import correcting

    item_id = cast.published(at=AT)
    correcting.begin_correction(item_id=item_id, reason="改日期", by=cast.standing("agri.officer"), at=AT)
    with pytest.raises(ItemRefused, match="放弃更正"):
        drafting.abandon(item_id=item_id, reason="重复", by=cast.standing("agri.officer"), at=AT)


def test_a_leavers_open_work_goes_to_the_successor(cast, acts):
    ours, others = begin(cast), begin(cast, person="agri.handler")
    done = cast.published(at=AT)
    moved = drafting.hand_over_drafts(
        leaver_id=cast.people["agri.officer"], successor_id=cast.people["agri.leader"], by=SYSTEM, at=AT
    )
    assert moved == 1
    assert cast.item(ours).owner_id == cast.people["agri.leader"]
    assert cast.item(others).owner_id == cast.people["agri.handler"]
    assert cast.item(done).owner_id == cast.people["agri.officer"]
    assert acts(ours)[-1] == "item.hand_over"
