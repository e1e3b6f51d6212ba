"""Cases announce themselves to the floors below: their kinds, what follows a new calendar, a leaver, a reorganisation."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "gongkai.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.accounts.changes import on_hand_over
        from gongkai.cases.actions.recounting import (
            case_moves,
            follow_calendar,
            follow_term,
            follow_unit_change,
            hand_over_cases,
        )
        from gongkai.cases.checks import register_checks
        from gongkai.cases.kinds import CASE_KINDS
        from gongkai.cases.office_lists import register_case_list
        from gongkai.cases.queries.objections import open_objections
        from gongkai.cases.queries.public_answers import register_answers
        from gongkai.cases.queries.word_index import register_cases
        from gongkai.clocks.changes import counts_moves, on_calendar_change, on_term_change
        from gongkai.clocks.terms import declare
        from gongkai.disclosure.standing_in_the_way import stands_in_the_way
        from gongkai.kinds.registry import register
        from gongkai.units.changes import on_unit_change

        for kind in CASE_KINDS.values():
            register("case", kind)
            for term in kind.own_terms:
                declare(term)
        on_calendar_change(follow_calendar)
        on_term_change(follow_term)
        counts_moves(case_moves)
        on_hand_over(hand_over_cases)
        on_unit_change(follow_unit_change)
        register_answers()
        register_cases()
        register_case_list()
        stands_in_the_way(open_objections)
        register_checks()
