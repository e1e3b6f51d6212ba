"""The ledger says of an act on a case what that kind of case calls it, and no stored code stands in its words."""

from __future__ import annotations

import csv
import io

import pytest
from django.utils import timezone
from tests.office.cases.conftest import ANSWERED, url
from tests.office.pages import words

from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case
from gongkai.office.ledger_payload import payload_words
from gongkai.office.ledger_values import Around
from gongkai.office.ledger_words import ACTS, act_words

APPLICATION = CASE_KINDS["information_application"]
ORDER = CASE_KINDS["hotline_order"]


@pytest.fixture
def answered(processing, do) -> int:
    case_id = processing()
    do(case_id, "draft", **ANSWERED)
    do(case_id, "approve", by="agri.leader")
    return case_id


@pytest.fixture
def withdrawn(submitted, do) -> int:
    case_id = submitted()
    do(case_id, "withdraw", reason="找到了")
    return case_id


def test_an_application_is_withdrawn_by_whoever_applied(withdrawn, client_of):
    page = words(client_of("office.auditor").get(url("ledger_of", "case", withdrawn)))
    assert "来件：申请人撤回" in page
    assert "异议人" not in page


def test_a_reply_is_signed_and_its_row_says_what_came_of_it(answered, client_of):
    page = words(client_of("office.auditor").get(url("ledger_of", "case", answered)))
    assert "来件：签发答复书" in page
    assert "渠道：网上" in page
    assert "种类：政府信息公开申请" in page
    assert "办理结果：予以公开" in page
    assert "granted" not in page
    assert "processing" not in page


def test_an_export_keeps_the_codes_and_says_the_same_words(answered, client_of):
    answer = client_of("office.auditor").post(url("ledger_export") + "?area=case")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = {row["动作"]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows["case.approve"]["动作的名称"] == "来件：签发答复书"
    assert "渠道：网上" in rows["case.submit"]["内容说明"]
    assert '"channel": "web"' in rows["case.submit"]["内容"]


def test_the_same_act_is_called_by_its_kind_and_by_all_in_the_filter():
    assert act_words("case.extend", APPLICATION) == "来件：延长答复期限"
    assert act_words("case.extend", ORDER) == "来件：申请延期"
    assert act_words("case.extend") == "来件：延长答复期限／延长办理期限／申请延期"
    for kind in CASE_KINDS.values():
        for act in kind.transitions:
            assert act.label in ACTS[f"case.{act.act}"]


def test_a_state_is_called_by_the_kind_of_the_case():
    for kind in (APPLICATION, ORDER):
        for state in kind.states:
            assert payload_words({"to": state.code}, Around(kind)) == f"到：{state.label}"


def test_of_a_case_that_is_gone_the_ledger_still_speaks_in_words(withdrawn, client_of):
    Case.objects.filter(id=withdrawn).update(kind="no_longer_there")
    page = words(client_of("office.auditor").get(url("ledger_of", "case", withdrawn)))
    assert "来件：申请人撤回／写信人撤回／异议人撤回" in page


def test_the_filter_shows_no_codes(client_of):
    page = words(client_of("office.auditor").get(url("ledger")))
    assert "密钥：换新密钥" in page
    assert ">keys." not in page


def test_a_page_of_many_cases_asks_no_more_than_one_of_few(
    submitted, client_of, django_assert_max_num_queries
):
    for _ in range(6):
        submitted(text=f"各村分到多少。{timezone.now()}")
    client = client_of("office.auditor")
    client.get(url("ledger"))
    with django_assert_max_num_queries(20):
        client.get(url("ledger"))
