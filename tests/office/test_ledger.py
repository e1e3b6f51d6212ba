"""The ledger's pages: only for those who audit; an export and an anchor are rows themselves; a check finds tampering."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests import cast as casting

from gongkai.jobs.models import Job
from gongkai.jobs.tasks import run_job
from gongkai.ledger.actions import seal_pending
from gongkai.ledger.models import LedgerRow

PAGES = ["ledger", "ledger_verify"]


@pytest.fixture
def walked(cast):
    return casting.kept("one item walked and sealed", lambda: _walked(cast))


def _walked(cast):
    item_id = cast.published()
    seal_pending(at=timezone.now())
    return item_id


def text(client, name, *args, **query):
    return client.get(reverse(f"office:{name}", args=args), query).content.decode()


@pytest.mark.parametrize("who", ["office.auditor", "office.audit_admin"])
def test_who_audits_reads_what_happened_and_to_what(walked, client_of, who):
    client = client_of(who)
    assert "信息：公开" in text(client, "ledger")
    history = text(client, "ledger_of", "item", walked)
    assert "信息：新建草稿" in history
    assert "信息：审核通过" in history


@pytest.mark.parametrize("who", ["agri.officer", "office.disclosure_office", "office.system_admin"])
def test_nobody_else_reads_it(walked, client_of, who):
    client = client_of(who)
    for name in PAGES:
        assert client.get(reverse(f"office:{name}")).status_code == 403
    assert client.post(reverse("office:ledger_export")).status_code == 403
    assert client.get(reverse("office:ledger_of", args=["item", walked])).status_code == 403


def test_filters_narrow_by_act_person_and_day(walked, cast, client_of):
    client = client_of("office.auditor")
    assert "信息：公开" not in text(client, "ledger", act="item.begin_draft").partition("<tbody>")[2]
    assert "没有这样的记录" in text(client, "ledger", who="没有这个人")
    assert "信息：新建草稿" in text(client, "ledger", who="agri.officer")
    assert "没有这样的记录" in text(client, "ledger", until="2001-01-01")


def test_a_far_page_follows_from_the_one_before(walked, client_of, monkeypatch):
    monkeypatch.setattr("gongkai.office.ledger.PER_PAGE", 5)
    client = client_of("office.auditor")
    page = client.get(reverse("office:ledger"))
    older = page.context["older"]
    first = {row.cells[0].note for row in page.context["table"].rows}
    second = {
        row.cells[0].note
        for row in client.get(reverse("office:ledger"), {"before": older}).context["table"].rows
    }
    assert len(first) == len(second) == 5
    assert not first & second


def test_an_export_holds_what_the_filters_show_and_is_a_row_itself(walked, client_of):
    client = client_of("office.auditor")
    answer = client.post(reverse("office:ledger_export") + "?act=item.publish")
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert content.count("item.publish") == 1
    row = LedgerRow.objects.get(act="ledger.export")
    assert json.loads(row.payload) == {"act": "item.publish"}
    assert client.get(reverse("office:ledger_export")).status_code == 405


def test_a_check_says_that_all_is_well_and_compares_an_anchor(walked, client_of):
    client = client_of("office.audit_admin")
    kept = client.post(reverse("office:ledger_anchor")).content
    assert LedgerRow.objects.filter(act="ledger.anchor").count() == 1
    for content, words in ((kept, "没有改动"), (kept.replace(b'"chain": "', b'"chain": "0'), "台账被动过")):
        answer = client.post(
            reverse("office:ledger_verify"), {"anchor": SimpleUploadedFile("a.json", content)}
        )
        run_job.func(Job.objects.latest("id").pk)
        assert "看校验结果" in client.get(answer.url).content.decode()
        assert words in text(client, "ledger_check", Job.objects.latest("id").pk)


def test_a_file_that_is_no_anchor_is_refused_in_words(walked, client_of):
    answer = client_of("office.auditor").post(
        reverse("office:ledger_verify"), {"anchor": SimpleUploadedFile("a.json", b"[]")}
    )
    assert answer.status_code == 422
    assert "这不是" in answer.content.decode()


def test_the_list_costs_the_same_however_long(walked, cast, client_of, django_assert_max_num_queries):
    client = client_of("office.auditor")
    client.get(reverse("office:ledger"))
    with django_assert_max_num_queries(18):
        client.get(reverse("office:ledger"))
