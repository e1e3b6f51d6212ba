"""Full and half width, invisible characters, punctuation and blanks inside Chinese text."""

import functools
import re

from gongkai.text.dictionary import cut
from gongkai.text.drafting import Draft, Edit
from gongkai.text.tables import COMPATIBILITY, HANZI, WIDE_SPACES, WIDE_TO_HALF, char_class

_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]+"
)
_BREAKS = re.compile("[\r\x0b\x0c\x85\u2028\u2029](?:(?<=\r)\n)?")
_ONE_TO_ONE = {
    **{chr(code): half for code, half in WIDE_TO_HALF.items()},
    **{chr(code): plain for code, plain in COMPATIBILITY.items()},
    "﹝": "〔", "﹞": "〕", "﹕": "：", "﹐": "，", "﹔": "；", "﹖": "？", "﹗": "！", "﹙": "（", "﹚": "）",
    "﹤": "<", "﹥": ">", "﹪": "%", "｢": "「", "｣": "」", "｡": "。", "､": "、",
}  # fmt: skip
_WIDTH = char_class(list(_ONE_TO_ONE))

_ZH = f"{HANZI}，。、；：？！（）《》〈〉「」『』【】〔〕“”‘’…—％"
# A lost paragraph break: two or more ideographic blanks after the end of a sentence.
_INDENT = re.compile("(?<=[。；：！？”》）])[ \t\xa0]*\u3000[\u3000 \t\xa0]+(?=\\S)")
# A heading or item that follows its predecessor after a mere blank.
_ITEM = re.compile(
    f" (?<=[{HANZI}。；！？”）》] )(?=(?:[一二三四五六七八九十]{{1,3}}、|（[一二三四五六七八九十]{{1,3}}）)[{HANZI}“《])"
)
_WIDE = re.compile(f"[{WIDE_SPACES}\t]")
_SPACES = re.compile(f"[{WIDE_SPACES}\t]+| {{2,}}")
_LINE_ENDS = re.compile(r" +(?=\n)|(?<=\n) +|\A[ \n]+|[ \n]+\Z|\n{3,}")
# Patterns begin with the sign itself and look back from there: the search for a rare sign is fast.
_COMMA = re.compile(
    f"[,;:?!](?:(?<=[{_ZH}].)(?![\\w/\\\\]*[/\\\\@])|(?<![:])(?<=[\\w%*].)(?= *[{HANZI}“《（])) *"
)
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_ROUND = re.compile(
    f"\\((?=[^()\n]{{0,120}}[{HANZI}])([^()\n]{{1,120}})\\)|\\((?<=[{_ZH}]\\()([^()\n]{{1,20}})\\)(?=[{_ZH}])"
)
_FULL_STOP = re.compile(f"\\.(?<=[{HANZI}）”》]\\.)(?=\n|\\Z)")
_BLANK = re.compile(f" (?<=[{_ZH}] )(?=[{_ZH}])")
_BESIDE_STOP = re.compile(" (?:(?<=[，。、；？！“《（] )(?=\\S)|(?<=\\S )(?=[，。、；：？！）》”]))")
# Terms of the head table that are set wide and that the dictionary lacks.
_WIDE_SET = re.compile(
    "|".join(" ?".join(term) for term in ("索引号", "主题词", "文号", "标题", "发文字号", "附件", "密级"))
)
_NUMBERED = re.compile("第[一二三四五六七八九十百千零〇0-9]+[章节条款项编部分]\\Z")


def fold_characters(draft: Draft) -> None:
    """Line ends, invisible characters, wide Latin and look-alike characters."""
    text = draft.text
    if not text.isascii():
        draft.replace_all(_WIDTH, lambda hit: _ONE_TO_ONE[hit[0]], "width")
    if _BREAKS.search(draft.text):
        draft.replace_all(_BREAKS, "\n", "line_ends")
    draft.replace_all(_INVISIBLE, "", "invisible")


def punctuate(draft: Draft) -> None:
    """Half-width punctuation that stands in Chinese becomes full width; in numbers, codes and addresses it stays."""
    text = draft.text
    if any(sign in text for sign in ",;:?!"):
        draft.replace_all(_COMMA, lambda hit: _FULL[hit[0][0]], "punctuation")
    if "(" in text and ")" in text:
        draft.replace_all(_ROUND, lambda hit: f"（{hit[1] or hit[2]}）", "punctuation")
    if "." in text:
        draft.replace_all(_FULL_STOP, "。", "punctuation")


def close_gaps(draft: Draft) -> None:
    """Blanks: lost paragraph breaks come back, runs become one, a blank inside a Chinese word goes.

    A blank between words (财政部 商务部, 第一条 为了) separates and stays.
    """
    if "\u3000" in draft.text:
        draft.replace_all(_INDENT, "\n", "paragraphs")
    if "  " in draft.text or _WIDE.search(draft.text):
        draft.replace_all(_SPACES, " ", "spaces")
    text = draft.text
    if " \n" in text or "\n " in text or "\n\n\n" in text or text[:1] in " \n" or text[-1:] in " \n":
        draft.replace_all(_LINE_ENDS, _line_end, "spaces")
    if " " not in draft.text:
        return
    draft.replace_all(_WIDE_SET, lambda hit: hit[0].replace(" ", ""), "spaces")
    draft.replace_all(_ITEM, "\n", "paragraphs")
    draft.replace_all(_BESIDE_STOP, "", "spaces")
    draft.apply(_gaps_inside_words(draft.text), count_as="spaces")


def _line_end(hit: re.Match[str]) -> str:
    inside = hit.start() > 0 and hit.end() < len(hit.string)
    return "\n\n" if inside and hit[0].startswith("\n\n\n") else ""


def _gaps_inside_words(text: str) -> list[Edit]:
    edits = []
    for hit in _BLANK.finditer(text):
        place = hit.start()
        left = text[max(0, place - 8) : place].rsplit("\n", maxsplit=1)[-1]
        if _NUMBERED.search(left):
            continue
        # Look across earlier blanks too: 索 引 号.
        left = left.replace(" ", "")[-3:]
        right = text[place + 1 : place + 8].split("\n", maxsplit=1)[0].replace(" ", "")[:3]
        if left.endswith("的") or _is_inside_word(left, right):
            edits.append(Edit(place, place + 1, ""))
    return edits


@functools.lru_cache(maxsize=65536)
def _is_inside_word(left: str, right: str) -> bool:
    """Whether the dictionary reads a word across the joint: 总|则 yes, 财政部|商务部 no."""
    place = 0
    for word in cut(left + right, guess=False):
        if place < len(left) < place + len(word):
            return True
        place += len(word)
    return False
