"""What was uploaded and never sent goes after a term that the office may change; what belongs to something stays."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from tests.cases.conftest import FORM

from gongkai.cases.actions.submitting import Sent, submit
from gongkai.clocks.actions import set_local_term
from gongkai.disclosure.actions import drafting
from gongkai.files import store
from gongkai.files.actions import store_upload
from gongkai.files.models import StoredFile
from gongkai.files.queries import compare_store
from gongkai.files.tasks import forget_unsent_files
from gongkai.ledger.models import LedgerRow
from gongkai.ledger.rules import SYSTEM

AT = timezone.now()


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.INDEX_ROOT = tmp_path / "index"


def kept(words: str, at: datetime = AT) -> StoredFile:
    return store_upload(name="x.txt", stream=io.BytesIO(words.encode()), by=SYSTEM, at=at)


def there() -> set[str]:
    return set(StoredFile.objects.values_list("digest", flat=True))


def test_a_file_of_a_form_that_was_left_goes_and_others_stay(cast, django_capture_on_commit_callbacks):
    left, sent, attached = kept("没有提交"), kept("随申请"), kept("附件")
    submit(
        kind="information_application", unit_id=cast.units["agri"], values=FORM,
        files=[Sent(sent.pk, "x.txt")], at=AT,
    )  # fmt: skip
    drafting.attach(
        item_id=cast.draft(), file_id=attached.pk, name="x.txt", by=cast.standing("agri.officer"), at=AT
    )
    forget_unsent_files(AT + timedelta(days=2, hours=23))
    assert left.digest in there()
    with django_capture_on_commit_callbacks(execute=True):
        forget_unsent_files(AT + timedelta(days=4))
    assert there() & {left.digest, sent.digest, attached.digest} == {sent.digest, attached.digest}
    assert not store.path_of(left.digest).exists()
    assert compare_store().orphans == ()
    assert LedgerRow.objects.filter(act="file.erase", subject_id=left.digest).count() == 1


def test_the_same_content_sent_again_begins_anew(cast):
    first = kept("同一份")
    assert kept("同一份", AT + timedelta(days=3)).pk == first.pk
    forget_unsent_files(AT + timedelta(days=4))
    assert first.digest in there()
    forget_unsent_files(AT + timedelta(days=7))
    assert first.digest not in there()


def test_the_office_sets_the_term_but_a_form_keeps_its_files_for_two_days(cast):
    def set_to(days: int) -> None:
        set_local_term(
            code="file.unsent", unit_id=None, length=days, source="本县办法", valid_from=AT.date(), by=SYSTEM, at=AT
        )  # fmt: skip

    row = kept("还没提交")
    set_to(10)
    forget_unsent_files(AT + timedelta(days=9))
    assert row.digest in there()
    set_to(1)
    forget_unsent_files(AT + timedelta(days=1, hours=12))
    assert row.digest in there()
    forget_unsent_files(AT + timedelta(days=2, hours=1))
    assert row.digest not in there()
