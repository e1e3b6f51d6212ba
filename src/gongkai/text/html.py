"""HTML of the editor and of Word: cleaned on the server, made from text."""

import re
from html import escape, unescape

import nh3

from gongkai.text.html_text import html_to_text
from gongkai.text.plain import visible

_TAGS = {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td",
    "strong", "em", "u", "sub", "sup", "a", "br", "blockquote",
}  # fmt: skip
_ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),  # else titles stay: words that neither the editor nor screening shows
    "a": {"href"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
}
_DROP_WITH_CONTENT = {
    "script",
    "style",
    "title",
    "head",
    "xml",
    "o:p",
    "template",
    "noscript",
    "iframe",
    "object",
    "svg",
    "math",
}
_RENAMED = {
    "b": "strong",
    "i": "em",
    "h1": "h2",
    "h5": "h4",
    "h6": "h4",
    "div": "p",
    "center": "p",
    "ins": "u",
}
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_DROP_WITH_CONTENT
    & {"script", "style", "title", "template", "noscript", "iframe", "object", "svg", "math"},
    attributes=_ATTRIBUTES,
    url_schemes={"http", "https", "mailto"},
    strip_comments=True,
    link_rel="noopener noreferrer",
)
# Word's conditional comments and its own name spaces; what stands in them is markup for Word alone.
_WORD_ISLANDS = re.compile(
    r"<!--\[if.*?<!\[endif\]-->|<!\[(?:if|endif)[^>]*>|<\?xml[^>]*>|<xml\b.*?</xml>", re.S | re.I
)
_RENAMED_TAG = re.compile(rf"<(/?)({'|'.join(_RENAMED)})(?=[\s/>])", re.I)
_EMPTY_BLOCK = re.compile(r"<(p|h[2-4]|li|blockquote|strong|em|u|sub|sup)>(?:\s|&nbsp;|<br>)*</\1>")
_BAD_SPAN = re.compile(r' (?:colspan|rowspan|start)="(?!\d{1,3}")[^"]*"')
_MAX_ROUNDS = 6


def clean_html(html: str) -> str:
    """Harmless HTML of the few elements that an item's text needs; styles, classes and Word's own markup go.

    Kept: paragraphs, headings 2–4, lists, tables with spans, strong, em, u, sub, sup, links (http, https, mailto, and
    within the site), line breaks, quotations. Cleaning the result again changes nothing.
    """
    html = html.replace("\0", "")
    for _ in range(_MAX_ROUNDS):
        before = html
        html = _clean_once(html)
        if html == before:
            return html
    # Only crafted nesting is still restless: what is left of it is shown as plain text.
    return text_to_html(html_to_text(html))


_LINK = re.compile(r'<a [^>]*?href="([^"]*)"')


def links_of(html: str) -> list[str]:
    """Where the links of cleaned HTML lead, each once."""
    return list(dict.fromkeys(unescape(hit[1]) for hit in _LINK.finditer(html)))


def _clean_once(html: str) -> str:
    html = _WORD_ISLANDS.sub("", html)
    html = _RENAMED_TAG.sub(lambda hit: f"<{hit[1]}{_RENAMED[hit[2].lower()]}", html)
    html = visible(_CLEANER.clean(html))
    html = _BAD_SPAN.sub("", html)
    return _EMPTY_BLOCK.sub("", html).strip()


_CN = "[一二三四五六七八九十百零〇]"
_HEADINGS = (
    (re.compile(rf"第{_CN}{{1,4}}[编章]"), "h2"),
    (re.compile(rf"{_CN}{{1,3}}、.{{1,40}}$"), "h2"),
    (re.compile(rf"第{_CN}{{1,4}}节"), "h3"),
    (re.compile(rf"（{_CN}{{1,3}}）.{{1,40}}$"), "h3"),
)
_ARTICLE = re.compile(rf"第{_CN}{{1,5}}条(?:之{_CN}+)?(?=[\s　]|$)")
_SENTENCE_END = "。；：，;,:"


def text_to_html(text: str) -> str:
    """Paragraphs of a plain text; 第一章 and 一、 become headings, （一） a lower one, 第一条 stands in bold.

    A line that ends like a sentence is a paragraph even when it begins like a heading.
    """
    lines = (line.strip() for line in text.replace("\r", "\n").split("\n"))
    return "\n".join(_block(line) for line in lines if line)


def _block(line: str) -> str:
    for pattern, tag in _HEADINGS:
        if pattern.match(line) and len(line) <= 60 and line[-1] not in _SENTENCE_END:
            return f"<{tag}>{escape(line, quote=False)}</{tag}>"
    article = _ARTICLE.match(line)
    if article:
        return f"<p><strong>{article[0]}</strong>{escape(line[article.end() :], quote=False)}</p>"
    return f"<p>{escape(line, quote=False)}</p>"
