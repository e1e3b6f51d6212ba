"""Cases: what comes in. The case carries what lists, clocks and figures read; each act is an event that stays."""

from gongkai.cases.models.answers import AnswerFinding, FoundCount, PublicAnswer
from gongkai.cases.models.case import Case, CaseBatch, CaseCounter
from gongkai.cases.models.course import CaseEvent, DueChange, FactChange, SideTerm
from gongkai.cases.models.messages import GuessCount, Notice
from gongkai.cases.models.papers import (
    CaseDraft,
    CaseFile,
    CaseItemLink,
    CaseLetter,
    CaseNote,
    CasePresence,
    CoHandling,
)
from gongkai.cases.models.people import CaseOwner, DataWish, Party, RetentionPeriod
from gongkai.cases.models.registers import AccountabilityEntry, Expert, HotTopic, KnowledgeArticle, TopicWeek

__all__ = [
    "AccountabilityEntry",
    "AnswerFinding",
    "Case",
    "CaseBatch",
    "CaseCounter",
    "CaseDraft",
    "CaseEvent",
    "CaseFile",
    "CaseItemLink",
    "CaseLetter",
    "CaseNote",
    "CaseOwner",
    "CasePresence",
    "CoHandling",
    "DataWish",
    "DueChange",
    "Expert",
    "FactChange",
    "FoundCount",
    "GuessCount",
    "HotTopic",
    "KnowledgeArticle",
    "Notice",
    "Party",
    "PublicAnswer",
    "RetentionPeriod",
    "SideTerm",
    "TopicWeek",
]
