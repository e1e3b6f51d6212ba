"""Which text of the regulation governs an application: 2008 or 2019. A case keeps the one of its first day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


class BeforeTheRegulation(Exception):
    """The day lies before 2008-05-01: no regulation was in force, nothing was owed."""


@dataclass(frozen=True)
class RuleSet:
    """The numbers in which the versions of《政府信息公开条例》differ. Days are working days.

    `correction_days`: within how many days the unit asks for a correction, None where the text names none.
    `third_party_days`: how long a third party has, None where the text names none.
    `unverified` names what is known from memory only, to be read again before anybody relies on it.
    """

    code: str
    label: str
    valid_from: date
    reply_days: int
    extension_days: int
    reply_article: str
    correction_days: int | None
    third_party_days: int | None
    asks_identity: bool
    confirms_receipt: bool
    unverified: tuple[str, ...] = ()


REGULATION_2008 = RuleSet(
    code="2008",
    label="《政府信息公开条例》（2007年公布）",
    valid_from=date(2008, 5, 1),
    reply_days=15,
    extension_days=15,
    reply_article="条例（2007年）第二十四条",
    correction_days=None,
    third_party_days=None,
    asks_identity=False,
    confirms_receipt=False,
    unverified=("2007年文本第二十条不要求身份证明",),
)
REGULATION_2019 = RuleSet(
    code="2019",
    label="《政府信息公开条例》（2019年修订）",
    valid_from=date(2019, 5, 15),
    reply_days=20,
    extension_days=20,
    reply_article="条例第三十三条",
    correction_days=7,
    third_party_days=15,
    asks_identity=True,
    confirms_receipt=True,
)
RULE_SETS = (REGULATION_2008, REGULATION_2019)


def rule_set_on(day: date, rule_sets: Iterable[RuleSet] = RULE_SETS) -> RuleSet:
    """The text in force on the day that an application arrived. Raises BeforeTheRegulation before the first.

    条例（2019年修订）第五十六条
    """
    in_force = [rules for rules in rule_sets if rules.valid_from <= day]
    if not in_force:
        raise BeforeTheRegulation(day.isoformat())
    return max(in_force, key=lambda rules: rules.valid_from)
