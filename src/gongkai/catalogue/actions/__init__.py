"""Every change of the catalogue. `by` is a person's standing, checked here, or the actor of a loader."""

from gongkai.catalogue.actions.checks import (
    CatalogueRefused,
    DutyAlreadyHeld,
    FaultyDuty,
    FaultyTopic,
    NotAllowed,
    TopicClosed,
    TopicCodeTaken,
    TopicHasBranches,
    UnknownDuty,
    UnknownTopic,
)
from gongkai.catalogue.actions.duties import (
    NewDuty,
    add_duties,
    add_duty,
    apply_duty_rules,
    change_duty,
    end_duty,
    follow_units,
    state_no_activity,
)
from gongkai.catalogue.actions.topics import (
    NewTopic,
    add_topic,
    add_topics,
    change_topic,
    close_topic,
    load_seed,
)

__all__ = [
    "CatalogueRefused",
    "DutyAlreadyHeld",
    "FaultyDuty",
    "FaultyTopic",
    "NewDuty",
    "NewTopic",
    "NotAllowed",
    "TopicClosed",
    "TopicCodeTaken",
    "TopicHasBranches",
    "UnknownDuty",
    "UnknownTopic",
    "add_duties",
    "add_duty",
    "add_topic",
    "add_topics",
    "apply_duty_rules",
    "change_duty",
    "change_topic",
    "close_topic",
    "end_duty",
    "follow_units",
    "load_seed",
    "state_no_activity",
]
