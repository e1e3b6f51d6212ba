"""The public page names what was taken out and why (条例第三十七条 in spirit: what can be public stays public)."""

from django.utils import timezone

from gongkai.disclosure.actions import redacting, reviewing, screening
from gongkai.disclosure.models import Finding, Item, Redaction
from gongkai.disclosure.pages import item_path, withheld_words
from gongkai.disclosure.queries.screening import Withheld
from gongkai.screening.checksums import id_check_char

NUMBER = "33010219900307461" + id_check_char("33010219900307461")


def published_with_a_mask(cast) -> Item:
    at = timezone.now()
    item_id = cast.draft(at=at, body=f"<p>申请人证件号码{NUMBER}。</p>")
    officer = cast.standing("agri.officer")
    screening.bring_up_to_date(item_id=item_id, at=at)
    ids = list(Finding.objects.filter(version__item=item_id, state="open").values_list("id", flat=True))
    redacting.redact_findings(item_id=item_id, finding_ids=ids, how="mask", by=officer, at=at)

    reviewing.submit(item_id=item_id, by=officer, at=at)
    cast.pass_steps(item_id, at=at)
    return Item.objects.get(id=item_id)


def test_the_page_says_what_was_taken_out_how_often_and_on_what_ground(cast, reader):
    item = published_with_a_mask(cast)
    row = Redaction.objects.get(item=item)
    page = reader.get(item_path(item.index_no)).content.decode()
    assert "公开时隐去的内容" in page
    assert f"隐去身份证号码 1 处，依据：{row.source}" in page
    assert NUMBER not in page


def test_the_list_of_files_says_which_copy_was_redacted(cast, reader):

    rows = [
        Withheld("身份证号码", 2, "法", "k1"),
        Withheld("手机号码", 1, "法", "k1"),
        Withheld("批注", 1, "法", "k2"),
    ]
    assert withheld_words(rows, file_key="k1") == "隐去身份证号码 2 处、手机号码 1 处"
    assert withheld_words(rows, file_key="k3") == ""


def test_a_page_from_which_nothing_was_taken_says_nothing(cast, reader):
    item = Item.objects.get(id=cast.published())
    assert "隐去" not in reader.get(item_path(item.index_no)).content.decode()
