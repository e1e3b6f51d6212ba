"""The sweeps' county holds every state of an item on both sides."""

from gongkai.disclosure.models import Item
from gongkai.disclosure.states import STATES


def test_every_state_occurs_on_both_sides(world):
    for side in (world.own, world.other):
        states = set(Item.objects.filter(unit=world.cast.units[side.unit]).values_list("state", flat=True))
        assert states == {state.code for state in STATES}
