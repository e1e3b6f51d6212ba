"""Publishing an answer on its pages: prepared, looked over, named before it is public, withdrawn, hidden, an FAQ."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.cases.conftest import LETTER
from tests.office.pages import press_enter

from gongkai.cases.actions.acting import act
from gongkai.cases.actions.submitting import submit
from gongkai.cases.models import AnswerFinding, PublicAnswer


def url(name, *args):
    return reverse(f"office:{name}", args=args)


def words(answer):
    return answer.content.decode()


@pytest.fixture
def answered(cast):
    def made(kind="online_question", **more):
        at = timezone.now()
        values = {**LETTER, "text": "我是李兰，电话13900139000，路灯不亮。", **more}
        case_id = submit(kind=kind, unit_id=cast.units["agri"], values=values, at=at).case_id
        handler = cast.standing("agri.handler")
        if kind == "letter":
            act(case_id=case_id, act="sign", values={}, by=handler, at=at)
            told = {"outcome": "solved", "conclusion": "路灯已经修好。"}
            act(case_id=case_id, act="draft", values=told, by=handler, at=at)
            act(case_id=case_id, act="approve", values={}, by=cast.standing("agri.leader"), at=at)
        else:
            act(case_id=case_id, act="answer", values={"conclusion": "路灯已经修好。"}, by=handler, at=at)
        return case_id

    return made


def test_from_the_case_to_the_portal_and_back(client_of, answered):
    case_id = answered()
    handler, leader = client_of("agri.handler"), client_of("agri.leader")
    assert url("case_answer", case_id) in words(handler.get(url("case", case_id)))
    assert "准备公开" in words(handler.get(url("case_answer", case_id)))
    handler.post(url("case_answer", case_id), {"go": "prepare"})
    page = words(handler.get(url("case_answer", case_id)))
    assert "来信人" in page
    assert "13900139000" not in page
    assert handler.get(url("answer_publish", case_id)).status_code == 403
    assert "来信人没有同意公开" in words(leader.get(url("answer_publish", case_id)))
    asked = words(leader.post(url("answer_publish", case_id), {"office_reason": "许多人在问这件事"}))
    assert "任何人都能看到" in asked
    assert not PublicAnswer.objects.filter(state="public").exists()
    leader.post(url("answer_publish", case_id), {"office_reason": "许多人在问这件事", "confirmed": "1"})
    row = PublicAnswer.objects.get(case_id=case_id)
    assert row.state == "public"
    assert handler.get(f"/answers/{row.case.number}/").status_code == 200
    handler.post(url("case_answer", case_id), {"go": "faq"})
    assert PublicAnswer.objects.get(case_id=case_id).is_faq
    leader.post(url("answer_withdraw", case_id), {"reason": "答复引用的文件废止", "confirmed": "1"})
    assert handler.get(f"/answers/{row.case.number}/").status_code == 410


def test_the_writer_s_consent_spares_the_reason_not_the_page_with_the_consequence(client_of, answered):
    case_id = answered(kind="letter", may_publish="1")
    client_of("agri.handler").post(url("case_answer", case_id), {"go": "prepare"})
    leader = client_of("agri.leader")
    assert "任何人都能看到" in words(leader.get(url("answer_publish", case_id)))
    leader.post(url("answer_publish", case_id), {"confirmed": "1"})
    assert PublicAnswer.objects.get(case_id=case_id).state == "public"


def test_what_is_found_is_masked_or_dismissed_with_a_reason(client_of, answered):
    case_id = answered()
    handler = client_of("agri.handler")
    handler.post(url("case_answer", case_id), {"go": "prepare"})
    row = PublicAnswer.objects.get(case_id=case_id)
    texts = {"title": row.title, "question": "路灯不亮，找赵国强13612345678。", "answer": row.answer}
    handler.post(url("case_answer", case_id), {"go": "save", "revision": row.revision, **texts})
    found = list(AnswerFinding.objects.filter(answer=row, state="open").order_by("id"))
    page = words(handler.get(url("case_answer", case_id)))
    assert f"还有 {len(found)} 处要处理" in page
    assert url("answer_publish", case_id) not in words(
        client_of("agri.leader").get(url("case_answer", case_id))
    )
    one = found[0].pk
    assert "写明为什么不是问题" in words(
        handler.post(url("case_answer", case_id), {"go": f"dismiss:{one}", f"reason_{one}": ""}, follow=True)
    )
    press_enter(handler, url("case_answer", case_id), f"reason_{one}", "")
    assert AnswerFinding.objects.filter(answer=row, state="open").count() == len(found), "Enter masks nothing"
    press_enter(handler, url("case_answer", case_id), f"reason_{one}", "是办公号码")
    assert AnswerFinding.objects.get(id=one).state == "dismissed"
    handler.post(url("case_answer", case_id), {"go": "mask:all"})
    assert not AnswerFinding.objects.filter(answer=row, state="open").exists()
    assert "13612345678" not in PublicAnswer.objects.get(case_id=case_id).question


def test_reasons_written_behind_others_are_recorded_with_what_was_masked(client_of, answered):
    case_id = answered()
    handler = client_of("agri.handler")
    handler.post(url("case_answer", case_id), {"go": "prepare"})
    row = PublicAnswer.objects.get(case_id=case_id)
    texts = {"title": row.title, "question": "打13612345678，或者13712345678。", "answer": row.answer}
    handler.post(url("case_answer", case_id), {"go": "save", "revision": row.revision, **texts})
    first, second = AnswerFinding.objects.filter(answer=row, state="open").values_list("id", flat=True)
    handler.post(url("case_answer", case_id), {"go": f"mask:{first}", f"reason_{second}": "是值班手机"})
    states = (
        AnswerFinding.objects.filter(id__in=[first, second]).order_by("id").values_list("state", "reason")
    )
    assert list(states) == [("masked", ""), ("dismissed", "是值班手机")]


def test_somebody_else_s_edit_is_not_lost(client_of, answered):
    case_id = answered()
    handler = client_of("agri.handler")
    handler.post(url("case_answer", case_id), {"go": "prepare"})
    texts = {"title": "路灯", "question": "不亮", "answer": "修好了", "go": "save", "revision": "0"}
    handler.post(url("case_answer", case_id), texts)
    late = client_of("agri.leader").post(url("case_answer", case_id), {**texts, "answer": "我的改法"})
    assert late.status_code == 409
    assert "我的改法" in words(late)
    assert PublicAnswer.objects.get(case_id=case_id).answer == "修好了"


def test_only_the_disclosure_office_hides_and_shows_again(client_of, answered):
    case_id = answered()
    office = client_of("office.disclosure_office")
    office.post(url("case_answer", case_id), {"go": "prepare"})
    office.post(url("answer_publish", case_id), {"office_reason": "许多人在问这件事", "confirmed": "1"})
    assert client_of("agri.leader").get(url("answer_hide", case_id)).status_code == 403
    given = {"ground": "insult", "reason": "第二段辱骂他人"}
    asked = words(office.post(url("answer_hide", case_id), given))
    assert "内容不删除" in asked
    office.post(url("answer_hide", case_id), {**given, "confirmed": "1"})
    assert PublicAnswer.objects.get(case_id=case_id).state == "hidden"
    assert "已隐藏" in words(office.get(url("case_answer", case_id)))
    office.post(url("answer_unhide", case_id), {"reason": "复核后恢复"})
    assert PublicAnswer.objects.get(case_id=case_id).state == "public"


def test_the_list_shows_what_is_one_s_own_to_see(client_of, answered):
    case_id = answered()
    client_of("agri.handler").post(url("case_answer", case_id), {"go": "prepare"})
    assert LETTER["title"] in words(client_of("agri.handler").get(url("answers")))
    assert LETTER["title"] not in words(client_of("housing.handler").get(url("answers")))
    assert client_of("housing.handler").get(url("case_answer", case_id)).status_code == 404
    assert client_of("office.system_admin").get(url("answers")).status_code == 403


def test_the_list_asks_no_more_for_more_rows(client_of, answered):
    handler = client_of("agri.handler")
    for n in range(3):
        handler.post(url("case_answer", answered(title=f"第{n}个问题")), {"go": "prepare"})
        handler.get(url("answers"))
        with CaptureQueriesContext(connection) as seen:
            handler.get(url("answers"))
        if n == 0:
            one = len(seen)
    assert len(seen) <= one
