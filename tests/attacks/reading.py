"""What a browser would find in a page: everything in it that could act."""

from __future__ import annotations

import re

import lxml.html

from gongkai.text.html import _ATTRIBUTES, _TAGS

_SAFE_LINK = re.compile(r"(?:https?://|mailto:|tel:|/(?!/)|#|\?|\.{0,2}/|[^:]*$)", re.I)
_ADDRESSES = (
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "poster",
    "background",
    "srcset",
    "ping",
    "hx-get",
    "hx-post",
)
_DATA_IMAGE = re.compile(r"data:image/(?:svg\+xml|png)", re.I)


def what_acts(page: str) -> list[str]:
    """Handlers, foreign scripts, links that run something; empty for a harmless page."""
    found = []
    for node in lxml.html.document_fromstring(page).iter():
        if not isinstance(node.tag, str):
            continue
        if node.tag == "script" and not (node.get("src") or "").startswith("/static/"):
            found.append(lxml.html.tostring(node, encoding="unicode")[:100])
        if node.tag in ("iframe", "object", "embed", "base", "frame", "applet", "foreignobject"):
            found.append(node.tag)
        for name, value in node.attrib.items():
            if name.startswith(("on", "hx-on", "data-hx-on")) or name in ("srcdoc", "style"):
                found.append(f"{node.tag} {name}={value[:60]}")
            if (
                name in _ADDRESSES
                and not _SAFE_LINK.match(re.sub(r"[\x00-\x20]", "", value))
                and not _DATA_IMAGE.match(value)
            ):
                found.append(f"{node.tag} {name}={value[:60]}")
    return found


def what_is_too_much(cleaned: str) -> list[str]:
    """Elements and attributes that the cleaner never lets through."""
    if not cleaned.strip():
        return []
    found = []
    for node in lxml.html.fragment_fromstring(cleaned, create_parent="div").iterdescendants():
        tag = node.tag if isinstance(node.tag, str) else "comment"
        if tag not in _TAGS:
            found.append(tag)
        allowed = _ATTRIBUTES.get(tag, set()) | ({"rel"} if tag == "a" else set())
        found += [f"{tag} {name}" for name in node.attrib if name not in allowed]
    return found
