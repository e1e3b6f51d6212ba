"""An act on its own page: the kind's fields, words at each field, drafts, a look at what follows, somebody faster."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.office.cases.conftest import ANSWERED, case_of, url

from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import CaseDraft, CaseEvent, CaseFile, CaseLetter
from gongkai.ledger.models import LedgerRow


def words(answer):
    return answer.content.decode()


def today():
    return timezone.localdate().isoformat()


def test_confirming_receipt_starts_the_clock(client_of, submitted):
    case_id = submitted()
    client = client_of("agri.handler")
    here = url("case_act", case_id, "confirm")
    page = client.get(here)
    assert "与申请人确认的日期" in words(page)
    assert "条例第三十一条" in words(page)
    answer = client.post(here, {"on": today(), "how": "电话确认", "revision": page.context["revision"]})
    assert answer.url == url("case", case_id)
    assert case_of(case_id).state == "processing"


def test_words_stand_on_top_and_at_each_field_and_nothing_typed_is_lost(client_of, submitted):
    case_id = submitted()
    answer = client_of("agri.handler").post(
        url("case_act", case_id, "confirm"), {"on": "2099-01-01", "how": ""}
    )
    page = words(answer)
    assert answer.status_code == 422
    assert "<title>有误：" in page
    assert "有 2 处要改" in page
    assert "怎样确认的没有填" in page
    assert "不能晚于今天" in page
    assert 'value="2099-01-01"' in page
    assert case_of(case_id).state == "submitted"


def test_every_way_to_end_it_is_offered_in_groups_with_its_article(client_of, processing):
    page = words(client_of("agri.handler").get(url("case_act", processing(), "draft")))
    for words_ in ("予以公开", "不予公开", "无法提供", "不予处理", "条例第三十六条第（四）项"):
        assert words_ in page


def test_without_an_outcome_it_says_so_and_keeps_the_text(client_of, processing):
    case_id = processing()
    answer = client_of("agri.handler").post(url("case_act", case_id, "draft"), {**ANSWERED, "outcome": ""})
    assert answer.status_code == 422
    assert "选办理结果" in words(answer)
    assert "随本答复提供复制件 3 页" in words(answer)


def test_what_cannot_be_taken_back_names_its_consequence_first(client_of, processing, do):
    case_id = processing()
    do(case_id, "draft", **ANSWERED)
    leader = client_of("agri.leader")
    here = url("case_act", case_id, "approve")
    rows = LedgerRow.objects.filter(act="case.approve").count()
    page = leader.post(here, {"revision": case_of(case_id).revision})
    assert "不能撤回" in words(page)
    assert "随本答复提供复制件 3 页" in words(page)
    assert "王小明" not in words(page)
    assert case_of(case_id).state == "reviewing"
    assert LedgerRow.objects.filter(act="case.approve").count() == rows
    leader.post(here, {**dict(page.context["hidden"]), "confirmed": "1"})
    assert case_of(case_id).state == "issuing"
    assert CaseLetter.objects.filter(case=case_id, template="reply").exists()


def test_a_look_at_the_letter_issues_nothing(client_of, processing):
    case_id = processing()
    before = CaseLetter.objects.count()
    answer = client_of("agri.handler").post(
        url("case_act", case_id, "ask_correction"), {"reason": "写明是哪一年的", "go": "preview"}
    )
    assert "补正告知书" in words(answer)
    assert "写明是哪一年的" in words(answer)
    assert CaseLetter.objects.count() == before
    assert case_of(case_id).state == "processing"


def test_somebody_was_faster_shows_both_and_keeps_what_was_written(client_of, processing, do):
    case_id = processing()
    seen = case_of(case_id).revision
    do(case_id, "ask_reason", reason="数量明显多于平常")
    answer = client_of("office.disclosure_office").post(
        url("case_act", case_id, "draft"), {**ANSWERED, "revision": seen}
    )
    page = words(answer)
    assert answer.status_code == 409
    assert "有人先办了一步" in page
    assert "数量明显多于平常" in page
    assert "随本答复提供复制件 3 页" in page
    assert CaseDraft.objects.get(case=case_id, act="draft").values["way"] == "随本答复提供复制件 3 页"


def test_a_draft_is_kept_while_one_types_and_taken_up_again(client_of, processing):
    case_id = processing()
    client = client_of("agri.handler")
    here = url("case_act", case_id, "draft")
    answer = client.post(here, {"way": "写到一半"}, headers={"HX-Request": "true"})
    assert "草稿已保存" in words(answer)
    page = words(client.get(here))
    assert "写到一半" in page
    assert "接着上次写的" in page
    assert "写到一半" not in words(client.get(here, {"fresh": "1"}))
    assert "写到一半" not in words(client_of("office.disclosure_office").get(here))
    assert "有没写完的" in words(client.get(url("case", case_id)))


def test_without_scripts_a_button_keeps_the_draft(client_of, processing):
    case_id = processing()
    client = client_of("agri.handler")
    here = url("case_act", case_id, "draft")
    assert client.post(here, {"way": "写到一半", "go": "draft"}).url == here
    assert "写到一半" in words(client.get(here))
    assert not CaseEvent.objects.filter(case=case_id, act="draft").exists()


def test_a_file_is_not_lost_when_the_form_comes_back(client_of, processing):
    case_id = processing()
    client = client_of("agri.handler")
    here = url("case_act", case_id, "draft")
    sent = SimpleUploadedFile("分配表.txt", "石桥村 3000".encode())
    page = client.post(here, {**ANSWERED, "outcome": "", "files": [sent]})
    token = page.context["files"][0].token
    assert "分配表.txt" in words(page)
    client.post(here, {**ANSWERED, "kept_files": [token]})
    assert CaseFile.objects.get(case=case_id).name == "分配表.txt"
    shown = client.get(url("case", case_id))
    assert "分配表.txt" in words(shown)
    row = CaseFile.objects.get(case=case_id)
    got = client.get(url("case_file", case_id, row.key))
    assert b"".join(got.streaming_content) == "石桥村 3000".encode()
    assert client_of("housing.handler").get(url("case_file", case_id, row.key)).status_code == 404


def test_another_persons_upload_counts_for_nothing(client_of, processing):
    case_id = processing()
    here = url("case_act", case_id, "draft")
    sent = SimpleUploadedFile("分配表.txt", b"x")
    page = client_of("office.disclosure_office").post(here, {"files": [sent], "outcome": ""})
    token = page.context["files"][0].token
    client_of("agri.handler").post(here, {**ANSWERED, "kept_files": [token, "made-up"]})
    assert not CaseFile.objects.filter(case=case_id).exists()


def test_a_hostile_file_is_refused_with_a_reason(client_of, processing):
    sent = SimpleUploadedFile("a.pdf", b"MZ\x90\x00not a pdf at all")
    answer = client_of("agri.handler").post(
        url("case_act", processing(), "draft"), {**ANSWERED, "files": [sent]}
    )
    assert answer.status_code == 422
    assert "a.pdf" in words(answer)


def test_whose_posts_do_not_carry_it_reads_whom_to_ask(client_of, processing):
    case_id = processing()
    assert client_of("agri.handler").get(url("case_act", case_id, "extend")).status_code == 403
    assert client_of("agri.handler").post(url("case_act", case_id, "extend"), {}).status_code == 403
    assert client_of("agri.handler").get(url("case_act", case_id, "nonsense")).status_code == 404


def test_an_act_of_another_state_says_where_the_case_is(client_of, processing):
    case_id = processing()
    answer = client_of("agri.handler").get(url("case_act", case_id, "confirm"))
    assert answer.status_code == 409
    assert "办理中" in words(answer)


@pytest.fixture
def approved(processing, do):
    case_id = processing()
    do(case_id, "draft", **ANSWERED)
    do(case_id, "approve", by="agri.leader")
    return case_id


def test_whoever_goes_back_to_their_own_step_reads_that_they_have_done_it(client_of, approved):
    client, here = client_of("agri.leader"), url("case_act", approved, "approve")
    for answer in (client.get(here), client.post(here, {"confirmed": "1"})):
        page = words(answer)
        assert answer.status_code == 409
        assert "您已经办过这一步" in page
        assert f"“{CASE_KINDS['information_application'].state('issuing').label}”" in page
        assert f'href="{url("case", approved)}"' in page
        assert "有人先办了一步" not in page
        assert "对方" not in page
        assert "写的内容都留着" not in page
        assert "（agri.leader）" not in page.partition("<h1>")[2].partition("<footer")[0]


def test_an_old_link_says_nothing_of_what_nobody_wrote(client_of, approved, submitted):
    page = words(client_of("office.disclosure_office").get(url("case_act", approved, "approve")))
    assert "有人先办了一步" in page
    assert "（agri.leader）" in page
    assert "写的内容都留着" not in page


def test_ones_own_other_step_is_not_somebody_elses(client_of, processing, do):
    case_id = processing()
    seen = case_of(case_id).revision
    do(case_id, "ask_reason", reason="数量明显多于平常")
    page = words(
        client_of("agri.handler").post(url("case_act", case_id, "draft"), {**ANSWERED, "revision": seen})
    )
    assert "您已经办了别的一步" in page
    assert "要求说明理由" in page
    assert "写的内容都留着" in page
    assert "随本答复提供复制件 3 页" in page
    assert "对方" not in page


def test_what_the_law_forbids_now_is_named_before_and_after(client_of, processing, do):
    case_id = processing()
    do(case_id, "ask_correction", reason="写明年份")
    do(case_id, "correct", text="2025年")
    client = client_of("agri.handler")
    assert "补正只能要求一次" in words(client.get(url("case", case_id)))
    answer = client.post(url("case_act", case_id, "ask_correction"), {"reason": "再补"})
    assert answer.status_code == 422
    assert "补正只能要求一次" in words(answer)


@pytest.mark.sweep
@pytest.mark.parametrize("kind", CASE_KINDS)
def test_every_act_of_every_kind_has_its_page(client_of, cast, kind, submitted_as):
    """Whatever the table of a kind declares, its form can be opened from each of its states."""
    from gongkai.cases.models import Case

    case_id = submitted_as(kind)
    clients = {who: client_of(who) for who in ("agri.handler", "agri.leader", "office.disclosure_office")}
    for act in CASE_KINDS[kind].transitions:
        if act.who != "staff":
            continue
        for state in act.sources:
            Case.objects.filter(id=case_id).update(state=state)
            answers = {
                who: client.get(url("case_act", case_id, act.act)).status_code
                for who, client in clients.items()
            }
            assert 200 in answers.values(), (act.act, state, answers)
            assert clients["office.disclosure_office"].get(url("case", case_id)).status_code == 200
