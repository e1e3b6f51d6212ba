"""Taking over finished items: only with a passage that the route here would have allowed."""

from datetime import timedelta

import pytest
from tests.disclosure.conftest import AT

from gongkai.disclosure.actions.drafting import Content
from gongkai.disclosure.actions.following import follow_unit_change
from gongkai.disclosure.actions.migrating import BrokenTrail, Finished, take_over_finished
from gongkai.disclosure.actions.moving import move_to_topic
from gongkai.disclosure.actions.refusals import ItemRefused, NotAllowed
from gongkai.disclosure.models import Item, ItemVersion, ReviewStep
from gongkai.disclosure.policies import public_items
from gongkai.disclosure.queries.routes import RoutePlans
from gongkai.ledger.rules import SYSTEM
from gongkai.units.changes import UnitChange

PEOPLE = ("officer", "first_reviewer", "second_reviewer", "secrecy_reviewer", "publisher")


def finished(cast, people=PEOPLE, head=None, title="关于发布农技服务时间的公告"):
    trail = tuple((cast.people[f"agri.{p}"], AT - timedelta(days=9 - n)) for n, p in enumerate(people))
    words = {
        "topic_id": cast.topics["open_work"],
        "signed_on": AT.date() - timedelta(days=12),
        **(head or {}),
    }
    return Finished(cast.units["agri"], "notice", Content(title, "<p>每周三。</p>", words), trail)


def take_over(*rows):
    return take_over_finished(rows=rows, routes=RoutePlans(), by=SYSTEM, at=AT)


def test_a_finished_item_arrives_public_with_who_did_what(cast, acts):
    first, second = take_over(finished(cast), finished(cast))
    assert public_items().count() == 2
    assert [cast.item(i).index_no[-5:] for i in (first, second)] == ["00001", "00002"]
    steps = ReviewStep.objects.filter(review__item=first).order_by("no")
    assert [s.decided_by_id for s in steps] == [cast.people[f"agri.{p}"] for p in PEOPLE]
    assert cast.item(first).published_at == steps[4].decided_at
    assert cast.item(first).due_on is not None
    assert acts(first) == ["item.take_over"]
    assert take_over() == []


@pytest.mark.parametrize(
    ("people", "words"), [(PEOPLE[:4], "有 4 步，流程要 5 步"), ((*PEOPLE[:4], "officer"), "有人审了两步")]
)
def test_a_passage_with_a_gap_or_a_double_is_refused_with_all_others(cast, people, words):
    with pytest.raises(BrokenTrail, match=words):
        take_over(finished(cast), finished(cast, people))
    assert not Item.objects.exists()


def test_what_may_not_be_public_is_not_taken_over_as_such(cast):
    for head in ({"attribute": "withheld"}, {"secret_level": "secret"}, {"audience": "own_staff"}):
        with pytest.raises(ItemRefused, match="不是主动公开"):
            take_over(finished(cast, head=head))


# ---- another heading, another unit ---------------------------------------------------------------------


def test_another_heading_changes_the_place_and_not_the_words(cast, acts):
    item_id, other = (
        cast.published(at=AT),
        cast.topics["plan"] if "plan" in cast.topics else min(cast.topics.values()),
    )
    with pytest.raises(NotAllowed):
        move_to_topic(item_id=item_id, topic_id=other, by=cast.standing("housing.officer"), at=AT)
    with pytest.raises(ItemRefused, match="没有这个栏目"):
        move_to_topic(item_id=item_id, topic_id=10**9, by=cast.standing("agri.officer"), at=AT)
    before = cast.item(item_id).public_version.digest
    for _ in range(2):  # the second time there is nothing to do and nothing in the ledger
        move_to_topic(item_id=item_id, topic_id=other, by=cast.standing("agri.officer"), at=AT)
    version = cast.item(item_id).public_version
    assert (cast.item(item_id).topic_id, version.head["topic_id"], version.digest) == (other, other, before)
    assert acts(item_id).count("item.move_to_topic") == 1


def test_the_term_of_a_draft_follows_its_heading(cast):
    item_id = cast.draft(at=AT)
    before = cast.item(item_id).due_on
    by_hours = next(t for t in cast.topics.values() if t != cast.item(item_id).topic_id)
    move_to_topic(item_id=item_id, topic_id=by_hours, by=cast.standing("agri.officer"), at=AT)
    assert cast.item(item_id).due_on is not None
    assert ItemVersion.objects.get(item=item_id).head["topic_id"] == by_hours
    assert before is not None


def test_open_work_follows_the_successor_and_what_is_public_keeps_its_issuer(cast, acts):
    draft, waiting, public = cast.draft(at=AT), cast.submitted(at=AT), cast.published(at=AT)
    closed, heir = cast.units["agri"], cast.units["housing"]
    follow_unit_change(
        UnitChange(
            kind="merge",
            unit_ids=frozenset({closed, heir}),
            successors={closed: heir},
            on=AT.date(),
            by=SYSTEM,
            at=AT,
        )
    )
    assert {cast.item(i).unit_id for i in (draft, waiting)} == {heir}
    assert cast.item(public).unit_id == closed
    assert cast.open_step(waiting).unit_id == heir
    assert acts(draft)[-1] == "item.follow_successor"
    cast.pass_steps(waiting, at=AT)
    assert cast.item(waiting).state == "published"
