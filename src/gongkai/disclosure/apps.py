"""Disclosure announces itself to the floors below: its kinds, its search source, what follows a leaver."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "gongkai.disclosure"
    label = "disclosure"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.accounts.changes import on_appointment, on_hand_over
        from gongkai.clocks.changes import counts_moves, on_calendar_change
        from gongkai.disclosure.actions.drafting import hand_over_drafts
        from gongkai.disclosure.actions.following import follow_unit_change
        from gongkai.disclosure.actions.recounting import follow_calendar, item_moves
        from gongkai.disclosure.kinds import ITEM_KINDS
        from gongkai.disclosure.office_lists import register_item_lists
        from gongkai.disclosure.queries.searchable import register_items
        from gongkai.disclosure.queries.staffing import warnings_for_units
        from gongkai.kinds.registry import register
        from gongkai.units.changes import on_unit_change

        for kind in ITEM_KINDS.values():
            register("item", kind)
        on_unit_change(follow_unit_change)
        on_hand_over(hand_over_drafts)
        on_appointment(warnings_for_units)
        on_calendar_change(follow_calendar)
        counts_moves(item_moves)
        register_items()
        register_item_lists()
