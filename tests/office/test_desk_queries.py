"""The desk of an item costs the same however long its life; differences read back to the new text."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.office.pages import url

from gongkai.disclosure.queries.desk import item_desk
from gongkai.disclosure.queries.filing import topic_choices
from gongkai.text.differing import differences, has_changes, only_changes


def cost(act):
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


def test_a_long_life_makes_the_desk_no_dearer(cast, client_of):
    item_id = cast.submitted()
    by, today = cast.standing("agri.first_reviewer"), timezone.localdate()
    young = cost(lambda: item_desk(by, item_id, today))
    client = client_of("agri.first_reviewer")
    for number in range(3):
        client.post(url("comment", item_id), {"text": f"第 {number} 条意见"})
    cast.pass_steps(item_id, until="recheck")
    reviewer = client_of("agri.secrecy_reviewer")
    step = cast.open_step(item_id)
    reviewer.post(url("return_step", item_id, step.pk), {"to_no": 2, "reason": "再核一遍"})
    cast.pass_steps(item_id, until="recheck")
    old = cost(lambda: item_desk(cast.standing("agri.secrecy_reviewer"), item_id, today))
    assert old <= young + 3  # the standing of the other person is asked in the second count
    assert young <= 20


def test_headings_that_the_unit_owes_come_first(cast):
    groups = topic_choices(unit_id=cast.units["agri"], today=timezone.localdate())
    assert groups[0][0] == "本单位的责任栏目"
    shown = [value for _, choices in groups for value, _ in choices]
    assert len(shown) == len(set(shown))


def test_differences_read_back_to_the_new_text_and_to_the_old():
    old = "标题\n第一段不变\n秋季防疫自十月八日开始。\n要删的一段"
    new = "标题\n第一段不变\n秋季防疫自十一月八日开始。\n新加的一段"
    rows = differences(old, new)
    assert (
        "\n".join(
            "".join(t for kind, t in row if kind != "del")
            for row in rows
            if row[0][0] != "del" or len(row) > 1
        )
        == new
    )
    assert ("ins", "一") in [piece for row in rows for piece in row]
    assert has_changes(rows)
    assert not has_changes(differences(old, old))
    assert [("same", "…")] in only_changes(differences("\n".join("abcdefgh"), "\n".join("abcdefgX")))
