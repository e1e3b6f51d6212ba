"""Nothing secret or private goes out: found before each step, settled, undone until public (条例第十四条、第十五条、第十七条)."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.disclosure.conftest import AT

from gongkai.disclosure.actions import drafting, publishing, redacting, reviewing, screening
from gongkai.disclosure.actions.drafting import Content
from gongkai.disclosure.actions.refusals import ItemRefused, NotAllowed, OpenFindings, TooLate
from gongkai.disclosure.models import Finding, Item, ItemVersion, LastSeen, Redaction
from gongkai.disclosure.queries.screening import found_in, public_redactions
from gongkai.disclosure.screened import Part
from gongkai.files.actions import store_upload
from gongkai.files.store import path_of
from gongkai.screening.checksums import id_check_char
from gongkai.screening.models import RulesEdition

FIRST17 = ("33010219900307461", "33010219850611222", "33010219721103333")
IDS = [first + id_check_char(first) for first in FIRST17]
TABLE = (
    "<p>下列人员符合条件。</p><table><tbody><tr><th>序号</th><th>证件号码</th></tr>"
    + "".join(f"<tr><td>{no}</td><td>{one}</td></tr>" for no, one in enumerate(IDS, 1))
    + "</tbody></table>"
)


def findings(item_id: int, state: str = "open") -> list[Finding]:
    return list(Finding.objects.filter(version__item=item_id, state=state).order_by("id"))


def ids(rows: list[Finding]) -> list[int]:
    return [row.pk for row in rows]


def submit(cast, item_id: int) -> None:
    reviewing.submit(item_id=item_id, by=cast.standing("agri.officer"), at=AT)


def test_three_id_numbers_in_a_table_keep_the_draft_at_its_desk(cast, acts):
    item_id = cast.draft(at=AT, body=TABLE)
    with pytest.raises(OpenFindings, match="还有 3 处"):
        submit(cast, item_id)
    found = findings(item_id)
    assert {row.detector for row in found} == {"resident_id"}
    assert [row.target for row in found] == ["body"] * 3
    assert [row.place for row in found] == [f"正文表格第{row}行" for row in (2, 3, 4)]
    assert all(number not in row.excerpt for row in found for number in IDS), (
        "a finding never repeats the number"
    )
    assert acts(item_id)[-1] == "item.screen"


def test_a_place_in_the_text_is_told_as_somebody_would_look_for_it():
    part = Part("body", "正文", "下列人员\n姓名\t分数\n李强\t61\n二组\n姓名\t分数\n王芳\t60\n特此公告")
    found = {
        word: part.place_of(part.text.index(word))
        for word in ("下列", "李强", "二组", "王芳", "特此", "公告")
    }
    assert found == {
        "下列": "正文第1段", "李强": "正文第1张表第2行", "二组": "正文第4段", "王芳": "正文第2张表第2行",
        "特此": "正文第7段", "公告": "正文第7段",
    }  # fmt: skip


def test_masked_with_one_press_the_draft_goes_on_and_the_public_reads_the_mask(cast):
    item_id = cast.draft(at=AT, body=TABLE)
    officer = cast.standing("agri.officer")
    screening.bring_up_to_date(item_id=item_id, at=AT)
    count = redacting.redact_findings(
        item_id=item_id, finding_ids=ids(findings(item_id)), how="mask", by=officer, at=AT
    )
    assert count == 3
    submit(cast, item_id)
    cast.pass_steps(item_id, at=AT)
    item = Item.objects.select_related("public_version").get(id=item_id)
    assert item.state == "published"
    assert IDS[0][:4] + "*" * 10 + IDS[0][-4:] in item.public_version.body_text
    assert not any(one in item.public_version.body_html for one in IDS)
    assert public_redactions(item_id)[0][:2] == ("身份证号码", 3)


def test_the_words_taken_out_lie_nowhere_in_the_clear(cast):
    item_id = cast.draft(at=AT, body=TABLE)
    reviewing.mark_seen(item_id=item_id, by=cast.standing("agri.first_reviewer"), at=AT)
    screening.bring_up_to_date(item_id=item_id, at=AT)
    redacting.redact_findings(
        item_id=item_id,
        finding_ids=ids(findings(item_id)),
        how="remove",
        by=cast.standing("agri.officer"),
        at=AT,
    )
    for model in (Item, ItemVersion, Finding, Redaction, LastSeen):
        for row in model.objects.values():
            assert not any(one in str(row) for one in IDS), f"{model.__name__} keeps the number"


def test_what_stands_in_the_head_and_is_shown_to_all_is_screened_and_masked_like_the_text(cast):
    item_id = cast.draft(
        at=AT,
        head={
            "summary": f"低保户王小明，身份证号码{IDS[0]}。",
            "source": f"村民李桂英（{IDS[1]}）提供",
            "source_url": f"https://example.com/list?id={IDS[2]}",
        },
    )
    with pytest.raises(OpenFindings):
        submit(cast, item_id)
    numbers = [row for row in findings(item_id) if row.detector == "resident_id"]
    assert {row.target: row.place for row in numbers} == {
        "head:summary": "内容概述",
        "head:source": "信息来源",
        "head:source_url": "来源网址",
    }
    redacting.redact_findings(
        item_id=item_id, finding_ids=ids(numbers), how="mask", by=cast.standing("agri.officer"), at=AT
    )
    head, item = ItemVersion.objects.get(item=item_id).head, Item.objects.get(id=item_id)
    shown = f"{head} {item.summary} {item.source} {item.source_url}"
    assert not any(number in shown for number in IDS)


def test_where_a_link_leads_is_screened_and_masked_by_taking_the_link_away(cast):
    item_id = cast.draft(at=AT, body='<p>请<a href="mailto:zhouyonggui88@qq.com">写信</a>。</p>')
    officer = cast.standing("agri.officer")
    screening.bring_up_to_date(item_id=item_id, at=AT)
    (row,) = findings(item_id)
    assert (row.detector, row.place) == ("email", "正文里的链接")
    redacting.redact_text(item_id=item_id, finding_ids=[row.pk], how="mask", by=officer, at=AT)
    assert "href" not in ItemVersion.objects.get(item=item_id).body_html
    assert findings(item_id) == []
    redacting.undo_redaction(redaction_id=Redaction.objects.get().pk, by=officer, at=AT)
    assert [one.pk for one in findings(item_id)] != []


def test_undone_until_public_and_no_longer(cast):
    item_id = cast.draft(at=AT, body=TABLE)
    officer = cast.standing("agri.officer")
    before = ItemVersion.objects.get(item=item_id).body_html
    screening.bring_up_to_date(item_id=item_id, at=AT)
    redacting.redact_findings(
        item_id=item_id, finding_ids=ids(findings(item_id))[:1], how="mask", by=officer, at=AT
    )
    row = Redaction.objects.get(item=item_id)
    redacting.undo_redaction(redaction_id=row.pk, by=officer, at=AT)
    assert ItemVersion.objects.get(item=item_id).body_html == before
    assert len(findings(item_id)) == 3, "what came back is found again"
    with pytest.raises(TooLate, match="已经恢复过"):
        redacting.undo_redaction(redaction_id=row.pk, by=officer, at=AT)


def table_of(names: list[str]) -> str:
    rows = "".join(f"<tr><td>{name}</td><td>{no}</td></tr>" for no, name in enumerate(names, 60))
    return f"<table><tbody><tr><th>姓名</th><th>成绩</th></tr>{rows}</tbody></table>"


def many_names(count: int) -> list[str]:
    return [first + second + third for first in "王李张刘陈" for second in "建国明华丽" for third in "芳强军敏静磊洋艳"][:count]  # fmt: skip


def test_many_of_a_kind_are_masked_and_undone_as_one(cast):
    names = ["王芳", "王芳华", *many_names(20)]
    item_id = cast.draft(at=AT, body=table_of(names))
    officer = cast.standing("agri.officer")
    before = ItemVersion.objects.get(item=item_id).body_html
    screening.bring_up_to_date(item_id=item_id, at=AT)
    assert len(findings(item_id)) == len(names)
    redacting.redact_text(item_id=item_id, finding_ids=ids(findings(item_id)), how="mask", by=officer, at=AT)
    text = ItemVersion.objects.get(item=item_id).body_text
    assert "王*\t60\n王**\t61\n王**\t62\n" in text
    assert (len(findings(item_id)), len(findings(item_id, "masked"))) == (0, len(names))
    row = Redaction.objects.get(item=item_id)
    assert (row.label, row.count) == ("姓名", len(names))
    redacting.undo_redaction(redaction_id=row.pk, by=officer, at=AT)
    assert ItemVersion.objects.get(item=item_id).body_html == before
    assert len(findings(item_id)) == len(names)


def test_however_many_are_masked_it_asks_the_database_as_often(cast):
    officer = cast.standing("agri.officer")
    asked = []
    for count in (3, 40):
        item_id = cast.draft(at=AT, body=table_of(many_names(count)))
        screening.bring_up_to_date(item_id=item_id, at=AT)
        with CaptureQueriesContext(connection) as queries:
            redacting.redact_text(
                item_id=item_id, finding_ids=ids(findings(item_id)), how="mask", by=officer, at=AT
            )
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_what_somebody_has_rewritten_meanwhile_is_masked_no_more_and_the_rest_is(cast):
    item_id = cast.draft(at=AT, body=TABLE)
    officer = cast.standing("agri.officer")
    screening.bring_up_to_date(item_id=item_id, at=AT)
    rows = findings(item_id)
    ItemVersion.objects.filter(item=item_id).update(
        body_html=TABLE.replace(IDS[1], "另见附件"), screened_with=""
    )
    redacting.redact_text(item_id=item_id, finding_ids=ids(rows), how="mask", by=officer, at=AT)
    assert [row.state for row in Finding.objects.filter(id__in=ids(rows)).order_by("id")] == [
        "masked", "mended", "masked",
    ]  # fmt: skip
    with pytest.raises(TooLate):
        redacting.redact_text(item_id=item_id, finding_ids=ids(rows), how="mask", by=officer, at=AT)


def test_undo_never_overwrites_what_was_written_since(cast):
    item_id = cast.draft(at=AT, body=TABLE)
    officer = cast.standing("agri.officer")
    screening.bring_up_to_date(item_id=item_id, at=AT)
    redacting.redact_findings(
        item_id=item_id, finding_ids=ids(findings(item_id)), how="mask", by=officer, at=AT
    )
    version = ItemVersion.objects.get(item=item_id)
    drafting.save_draft(
        item_id=item_id,
        content=Content(version.title, version.body_html + "<p>又加一段。</p>"),
        revision=version.revision,
        by=officer,
        at=AT,
    )
    last = Redaction.objects.filter(item=item_id).latest("id")
    with pytest.raises(ItemRefused, match="文字又改过"):
        redacting.undo_redaction(redaction_id=last.pk, by=officer, at=AT)
    assert "又加一段" in ItemVersion.objects.get(item=item_id).body_text


def test_what_was_dismissed_stays_dismissed_when_the_text_is_screened_again(cast):
    item_id = cast.draft(at=AT, body=TABLE)
    officer = cast.standing("agri.officer")
    screening.bring_up_to_date(item_id=item_id, at=AT)
    redacting.dismiss_findings(
        item_id=item_id, finding_ids=ids(findings(item_id)), reason="样表里的示例号码", by=officer, at=AT
    )
    version = ItemVersion.objects.get(item=item_id)
    drafting.save_draft(
        item_id=item_id,
        content=Content("改了标题", version.body_html),
        revision=version.revision,
        by=officer,
        at=AT,
    )
    submit(cast, item_id)
    assert findings(item_id) == []
    assert len(findings(item_id, "dismissed")) == 3


def test_what_the_officer_edits_out_is_marked_as_mended(cast):
    item_id = cast.draft(at=AT, body=TABLE)
    screening.bring_up_to_date(item_id=item_id, at=AT)
    version = ItemVersion.objects.get(item=item_id)
    drafting.save_draft(
        item_id=item_id,
        content=Content(version.title, "<p>名单见政务服务中心公告栏。</p>"),
        revision=version.revision,
        by=cast.standing("agri.officer"),
        at=AT,
    )
    submit(cast, item_id)
    assert {row.state for row in Finding.objects.filter(version__item=item_id)} == {"mended"}


def test_a_name_whose_number_was_masked_stays_open_until_somebody_decides(cast):
    item_id = cast.draft(at=AT, body="<p>请与周永贵13800001234联系。</p>")
    officer = cast.standing("agri.officer")
    screening.bring_up_to_date(item_id=item_id, at=AT)
    by_kind = {row.detector: row for row in findings(item_id)}
    number = by_kind.pop("mobile").pk
    redacting.redact_text(
        item_id=item_id, finding_ids=[number], how="remove", by=officer, at=AT + timedelta(minutes=1)
    )
    assert [row.pk for row in findings(item_id)] == [by_kind["person_name"].pk]
    version = ItemVersion.objects.get(item=item_id)
    content = Content(version.title, "<p>请来电。</p>")
    drafting.save_draft(
        item_id=item_id, content=content, revision=version.revision, by=officer, at=AT + timedelta(minutes=2)
    )
    screening.bring_up_to_date(item_id=item_id, at=AT + timedelta(minutes=3))
    assert findings(item_id) == []


def test_rules_that_change_under_review_are_applied_before_the_next_step(cast):
    item_id = cast.submitted(at=AT)
    version = ItemVersion.objects.get(item=item_id)
    ItemVersion.objects.filter(id=version.pk).update(
        body_html=f"<p>号码{IDS[0]}</p>", body_text=f"号码{IDS[0]}"
    )
    RulesEdition.objects.update_or_create(id=1, defaults={"number": 7})
    step = cast.open_step(item_id)
    with pytest.raises(OpenFindings):
        reviewing.pass_step(step_id=step.pk, by=cast.standing("agri.first_reviewer"), at=AT)
    assert len(findings(item_id)) == 1


def test_a_stranger_settles_nothing(cast):
    item_id = cast.draft(at=AT, body=TABLE)
    screening.bring_up_to_date(item_id=item_id, at=AT)
    stranger = cast.standing("housing.officer")
    rows = ids(findings(item_id))
    with pytest.raises(NotAllowed):
        redacting.redact_findings(item_id=item_id, finding_ids=rows, how="mask", by=stranger, at=AT)
    with pytest.raises(NotAllowed):
        redacting.dismiss_findings(item_id=item_id, finding_ids=rows, reason="没事", by=stranger, at=AT)
    assert found_in(stranger, item_id) is None


# ---- files ---------------------------------------------------------------------------------------------


def workbook(*, hidden: bool) -> io.BytesIO:
    book = openpyxl.Workbook()
    book.active.append(["村名", "户数"])
    book.active.append(["柳庄村", 12])
    if hidden:
        sheet = book.create_sheet("底册")
        sheet.append(["证件号码", IDS[1]])
        sheet.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def attach(cast, item_id: int, stream: io.BytesIO, name: str = "名册.xlsx") -> None:
    officer = cast.standing("agri.officer")
    kept = store_upload(name=name, stream=stream, by=officer.actor(), at=AT)
    drafting.attach(item_id=item_id, file_id=kept.pk, name=name, by=officer, at=AT)


def test_a_hidden_sheet_keeps_the_draft_back_until_it_is_gone(cast):
    item_id = cast.draft(at=AT)
    attach(cast, item_id, workbook(hidden=True))
    with pytest.raises(OpenFindings):
        submit(cast, item_id)
    rows = findings(item_id)
    assert {"hidden:hidden_sheets", "resident_id"} <= {row.detector for row in rows}
    redacting.redact_findings(
        item_id=item_id, finding_ids=ids(rows), how="remove", by=cast.standing("agri.officer"), at=AT
    )
    submit(cast, item_id)
    cast.pass_steps(item_id, at=AT)
    shown = Item.objects.get(id=item_id).public_version.attachments.select_related("file").get()
    book = openpyxl.load_workbook(path_of(shown.file.digest).open("rb"))
    assert book.sheetnames == ["Sheet"]
    row = Redaction.objects.get(item=item_id)
    assert row.original_file_id != shown.file_id
    assert row.source == "；".join(dict.fromkeys(one.source for one in rows)), "each ground is told"


def test_of_many_grounds_are_told_as_many_as_fit_each_once_and_whole():
    assert redacting._grounds(["甲", "", "乙", "甲"]) == "甲；乙"
    assert redacting._grounds(["长" * 60, "长长" * 40, "短"]) == "长" * 60 + "；短"
    assert redacting._grounds(["长" * 130]) == "长" * 120


def test_a_clean_workbook_passes(cast):
    item_id = cast.draft(at=AT)
    attach(cast, item_id, workbook(hidden=False))
    submit(cast, item_id)
    assert findings(item_id) == []


def test_what_cannot_be_read_is_signed_for_by_a_person(cast):
    item_id = cast.draft(at=AT)
    attach(cast, item_id, io.BytesIO(b"%PDF-1.4\n%broken\n"), name="图纸.pdf")
    with pytest.raises(OpenFindings):
        submit(cast, item_id)
    (row,) = findings(item_id)
    assert row.detector == "unreadable_file"
    with pytest.raises(ItemRefused):
        redacting.redact_findings(
            item_id=item_id, finding_ids=[row.pk], how="remove", by=cast.standing("agri.officer"), at=AT
        )
    redacting.dismiss_findings(
        item_id=item_id,
        finding_ids=[row.pk],
        reason="王敏用看图软件打开看过，是空白图纸",
        by=cast.standing("agri.officer"),
        at=AT,
    )
    submit(cast, item_id)


def test_the_set_time_brings_back_what_the_rules_of_today_find(cast):
    item_id = cast.submitted(at=AT)
    cast.pass_steps(item_id, until="publish", at=AT)
    later = AT + timedelta(days=1)
    reviewing.pass_step(
        step_id=cast.open_step(item_id).pk, publish_at=later, by=cast.standing("agri.publisher"), at=AT
    )
    version = ItemVersion.objects.get(item=item_id)
    ItemVersion.objects.filter(id=version.pk).update(body_text=f"号码{IDS[0]}", screened_with="")
    assert publishing.publish_due(at=later) == 0
    assert Item.objects.get(id=item_id).state == "returned"
