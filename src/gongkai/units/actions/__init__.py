"""Every change of units. `by` is a person's standing, checked here, or the actor of a command line or loader.

`on` is the first day of the new state; `at` the instant of recording. An act lies neither in the future nor
before an earlier act of the same unit.
"""

from gongkai.units.actions.checks import (
    ActOutOfOrder,
    AlreadySetUp,
    CodeTaken,
    FaultyUnit,
    NameTaken,
    NoSuccessor,
    NoSuchReadingPoint,
    NotAllowed,
    NotYetDue,
    ParentInsideUnit,
    StillHasChildren,
    UnitAlreadyClosed,
    UnitRefused,
    UnknownUnit,
)
from gongkai.units.actions.details import (
    change_details,
    change_reading_point,
    close_reading_point,
    end_competence,
    open_reading_point,
    set_aliases,
    set_competence,
)
from gongkai.units.actions.founding import change_installation, found, found_many, set_up_installation
from gongkai.units.actions.reorganising import close, merge, move, rename, split

__all__ = [
    "ActOutOfOrder",
    "AlreadySetUp",
    "CodeTaken",
    "FaultyUnit",
    "NameTaken",
    "NoSuccessor",
    "NoSuchReadingPoint",
    "NotAllowed",
    "NotYetDue",
    "ParentInsideUnit",
    "StillHasChildren",
    "UnitAlreadyClosed",
    "UnitRefused",
    "UnknownUnit",
    "change_details",
    "change_installation",
    "change_reading_point",
    "close",
    "close_reading_point",
    "end_competence",
    "found",
    "found_many",
    "merge",
    "move",
    "open_reading_point",
    "rename",
    "set_aliases",
    "set_competence",
    "set_up_installation",
    "split",
]
