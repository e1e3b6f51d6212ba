"""A finished Word file read into the parts of an item: title, document number, date, issuer, body."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

import lxml.html
import mammoth
from django.conf import settings

from gongkai.files import store
from gongkai.files.checking import FileRefused, check_file
from gongkai.files.rules import extension_of, safe_name
from gongkai.text.dates import DateProblem, parse_date
from gongkai.text.doc_numbers import format_doc_no, parse_doc_no
from gongkai.text.html import clean_html
from gongkai.text.html_text import html_to_text

HEAD_LINES = 14  # a document's head stands in its first lines, its signature in the last
TAIL_LINES = 12
MAX_TITLE_LINES = 4
_SECRETS = {"绝密": "top_secret", "机密": "confidential", "秘密": "secret", "内部资料": "internal"}
_SECRET_MARK = re.compile(r"^(绝密|机密|秘密|内部资料)(?:[★☆].*)?$")
_URGENCY = re.compile(r"^(?:特急|加急|平急|特提|急件|份号.*|\d{6}|签发人.*|—+|－+|-+|\*+)$")
_GENRE_END = re.compile(
    r"(?:通知|公告|通告|通报|意见|决定|决议|命令|办法|方案|规定|细则|规划|计划|报告|批复|函|纪要|公示|说明|解读|指南|预案|"
    r"要点|总结|制度|章程|条例|标准|目录|清单|结果|情况|动态)(?:（[^）]{1,12}）)?$"
)
_OPENNESS = re.compile(r"此件(?P<how>主动公开|公开发布|公开|依申请公开|不予公开|不公开|删减后公开)")
_SHOWN = re.compile(r"^[（(](?P<inner>[^（）()]+)[）)]$")


@dataclass(frozen=True)
class WordDraft:
    """What a file says of itself. Empty where it doesn't say: nothing is guessed beyond its own words."""

    title: str = ""
    doc_no: str = ""
    issuer: str = ""
    signed_on: date | None = None
    secret_level: str = "none"
    source_says_public: bool | None = None
    attribute: str = "proactive"
    body_html: str = ""


def read_word_upload(*, name: str, stream: IO[bytes]) -> WordDraft:
    """Check an uploaded .docx and read it. Raises FileRefused with what is wrong."""
    shown = safe_name(name)
    if extension_of(shown) != "docx":
        raise FileRefused(f"“{shown}”不是 .docx 文件。在 Word 或者 WPS 里另存为 .docx 再选。")
    try:
        with store.incoming(stream, limit=settings.UPLOAD_MAX_BYTES) as (path, _, _):
            check_file(path, shown)
            with path.open("rb") as handle:
                html = _to_html(handle, shown)
    except store.TooLarge as problem:
        limit = settings.UPLOAD_MAX_BYTES // 1024 // 1024
        raise FileRefused(f"“{shown}”超过 {limit} MB。图片太多的，压缩以后再选。") from problem
    return read_parts(clean_html(html))


def _to_html(handle: IO[bytes], shown: str) -> str:
    try:
        # Pictures are left out: they are attachments, with a name and a description.
        made = mammoth.convert_to_html(handle, convert_image=mammoth.images.img_element(lambda image: {}))
    except Exception as problem:  # the library raises whatever its XML reader does
        raise FileRefused(f"“{shown}”读不出来，文件可能已损坏。用 Word 打开、另存一次再选。") from problem
    return str(made.value)


def read_parts(html: str) -> WordDraft:
    """Take the head and the signature out of cleaned HTML; the rest is the body."""
    if not html.strip():
        return WordDraft()
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    blocks = list(root)
    texts = [_line(block) for block in blocks]
    taken: set[int] = set()
    found: dict[str, Any] = {}
    _head(blocks, texts, taken, found)
    _tail(texts, found)
    _openness(texts, found)
    for at in sorted(taken, reverse=True):
        root.remove(blocks[at])
    body = "".join(lxml.html.tostring(child, encoding="unicode", with_tail=False) for child in root)
    return WordDraft(body_html=clean_html(body), **found)


def _line(block: Any) -> str:
    raw = html_to_text(lxml.html.tostring(block, encoding="unicode", with_tail=False))
    return " ".join(raw.replace("\u3000", " ").split())


def _head(blocks: list[Any], texts: list[str], taken: set[int], found: dict[str, Any]) -> None:
    """Marks, the organ's red head, the number and the title, in whatever order they stand."""
    title: list[str] = []
    for at, text in enumerate(texts[:HEAD_LINES]):
        plain = text.replace(" ", "")
        shown = _SHOWN.match(plain)
        number = parse_doc_no(shown["inner"] if shown else plain) if len(plain) <= 40 else None
        mark = _SECRET_MARK.match(plain)
        if blocks[at].tag in ("table", "ul", "ol"):
            break
        if mark:
            found["secret_level"] = _SECRETS[mark[1]]
        elif number is not None:
            found.setdefault("doc_no", format_doc_no(number))
        elif not title and (_URGENCY.match(plain) or not plain):
            pass
        elif not title and plain.endswith("文件") and len(plain) <= 30:
            found.setdefault("issuer", plain.removesuffix("文件"))
        elif _goes_on(title, plain):
            title.append(plain)
        else:
            break
        taken.add(at)
    if title:
        found["title"] = "".join(title)[:300]


def _goes_on(title: list[str], plain: str) -> bool:
    """Whether this line is (still) the title: short, no sentence, not the addressee, nothing after its genre."""
    if not plain or len(plain) > 80 or plain[-1] in "。；：:;，,":
        return False
    if not title:
        return True
    return len(title) < MAX_TITLE_LINES and not _GENRE_END.search(title[-1])


def _tail(texts: list[str], found: dict[str, Any]) -> None:
    """The last line that is a date alone, and the organ that signs above it."""
    first = max(0, len(texts) - TAIL_LINES)
    for at in range(len(texts) - 1, first - 1, -1):
        plain = texts[at].replace(" ", "")
        if not 6 <= len(plain) <= 14:
            continue
        try:
            found["signed_on"] = parse_date(plain)
        except DateProblem:
            continue
        above = texts[at - 1].replace(" ", "") if at else ""
        if 3 <= len(above) <= 40 and above[-1] not in "。；：":
            found["issuer"] = above
        return


def _openness(texts: list[str], found: dict[str, Any]) -> None:
    for text in texts[-TAIL_LINES:]:
        said = _OPENNESS.search(text)
        if said:
            how = said["how"]
            found["source_says_public"] = how in ("主动公开", "公开发布", "公开", "删减后公开")
            found["attribute"] = {
                "依申请公开": "on_request",
                "不予公开": "withheld",
                "不公开": "withheld",
            }.get(how, "proactive")
