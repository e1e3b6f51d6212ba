"""Cases as the office reads them: the door to the lists (lists.py) and to one case with all of it (case_page.py and beside)."""

from gongkai.cases.queries.case_acts import ActPage, Choice, act_page
from gongkai.cases.queries.case_beside import HelpLine, SideLine, same_person, side_lines
from gongkai.cases.queries.case_doors import case_for, file_for, help_for, letter_for, may_answer
from gongkai.cases.queries.case_events import ChangeLine, EventLine, change_for, event_for
from gongkai.cases.queries.case_page import CasePage, case_page
from gongkai.cases.queries.lists import (
    CASE_VIEWS,
    CaseLine,
    CaseView,
    lines,
    lines_of,
    takes_part,
    view_cases,
    view_counts,
    with_names,
)
from gongkai.cases.queries.shown_values import shown_values

__all__ = [
    "CASE_VIEWS",
    "ActPage",
    "CaseLine",
    "CasePage",
    "CaseView",
    "ChangeLine",
    "Choice",
    "EventLine",
    "HelpLine",
    "SideLine",
    "act_page",
    "case_for",
    "case_page",
    "change_for",
    "event_for",
    "file_for",
    "help_for",
    "letter_for",
    "lines",
    "lines_of",
    "may_answer",
    "same_person",
    "shown_values",
    "side_lines",
    "takes_part",
    "view_cases",
    "view_counts",
    "with_names",
]
