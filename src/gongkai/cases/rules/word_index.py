"""What of a case's words may stand in the office's index: nothing by which a person is known."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gongkai.cases.rules.own_data import stands_in, without_own

# Numbers of people, telephones, accounts: seven digits and more, however they are parted.
_LONG_NUMBER = re.compile(r"\d(?:[\s\-—–]?\d){6,}[Xx]?")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def words_to_index(text: str, personal: Mapping[str, str]) -> str:
    """The text without the writer's own data, without numbers that could be somebody's, without mail addresses."""
    if stands_in(text, personal):
        text = without_own(text, personal)
    return _ADDRESS.sub(" ", _LONG_NUMBER.sub(" ", text))
