"""Traditional → simplified after OpenCC's tables, at the cost of one look when there is nothing to do."""

import functools
import re

from gongkai.text.drafting import Draft
from gongkai.text.tables import char_class, traditional_characters, traditional_phrases


def _is_in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@functools.cache
def _plainly_traditional() -> re.Pattern[str]:
    # 乾, 瞭, 於 and their like also occur in simplified text (乾隆, 瞭望): alone they prove nothing.
    return char_class([char for char in traditional_characters() if not _is_in_gb2312(char)])


@functools.cache
def _convertible() -> re.Pattern[str]:
    phrases = sorted(traditional_phrases(), key=len, reverse=True)
    # Without a look at the first character all phrases would be tried at every place of the text.
    first = "".join(sorted({phrase[0] for phrase in phrases}))
    any_phrase = "|".join(map(re.escape, phrases))
    plain = char_class(list(traditional_characters())).pattern
    return re.compile(f"(?=[{first}])(?:{any_phrase})|{plain}|[\U00010000-\U0010ffff]")


def is_traditional(text: str) -> bool:
    """Whether it holds a character that simplified Chinese doesn't have."""
    return _plainly_traditional().search(text) is not None


def simplify(text: str) -> str:
    """The text in simplified characters; text without traditional characters comes back as it is."""
    return _convertible().sub(lambda hit: _simple(hit[0]), text) if is_traditional(text) else text


def simplify_draft(draft: Draft) -> None:
    """The same for a draft; conversion is one to one, so marks stay where they are."""
    simple = simplify(draft.text)
    if simple is not draft.text:
        draft.counts["traditional"] += sum(map(str.__ne__, simple, draft.text))
        draft.text = simple


def _simple(key: str) -> str:
    return traditional_phrases().get(key) or traditional_characters().get(key, key)
