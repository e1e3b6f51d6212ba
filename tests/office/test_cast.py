"""The cast itself: every route can be walked by it, and it costs little."""

from django.utils import timezone

from gongkai.disclosure.queries.staffing import staffing_gaps


def test_every_route_of_the_cast_can_be_staffed(cast):
    assert staffing_gaps(today=timezone.localdate()) == []


def test_an_item_walks_its_route_to_the_public(cast):
    item = cast.item(cast.published())
    assert item.state == "published"
    assert item.index_no


def test_the_next_test_gets_the_same_county_untouched(cast):
    assert cast.item is not None
    from gongkai.disclosure.models import Item

    assert Item.objects.count() == 0
