"""XML and HTML changed by their tags: taken out, doubled, moved, nested, renamed, with other values."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

from tests.fuzz.mutations import plain_bytes
from tests.fuzz.mutations.plain_bytes import NUMBERS

_TOKEN = re.compile(rb"<[^>]*>|[^<]+|<")
_VALUE = re.compile(rb"=\s*(\"[^\"]*\"|'[^']*')")
_NAME = re.compile(rb"</?([A-Za-z_:][\w:.-]*)")
_ODD = (
    b"<!DOCTYPE a [<!ENTITY b \"c\">]>", b"&b;", b"&#0;", b"&#xD800;", b"&#xFFFF;", b"<![CDATA[x]]>", b"<!-- x -->",
    b"<?x y?>", b"_xD800_", b"\xff", b"\x00", b"\xef\xbf\xbf", "９".encode(), "\u202e".encode(), "\U000e0041".encode(),
)  # fmt: skip

Tokens = list[bytes]
Act = Callable[[Random, Tokens, Sequence[Tokens], int], None]


def tokens_of(data: bytes) -> Tokens:
    return _TOKEN.findall(data)


def _some(chance: Random, tokens: Tokens, longest: int = 40) -> tuple[int, int]:
    """Mostly a whole element, so that what is left is well made; else whatever stands together."""
    start, end = plain_bytes.a_range(chance, len(tokens), longest)
    if chance.random() < 0.8:
        while start < len(tokens) and (tokens[start][:1] != b"<" or tokens[start][:2] == b"</"):
            start += 1
        return start, _closed(tokens, start)
    return start, end


def _closed(tokens: Tokens, start: int) -> int:
    """Where the element ends that begins there."""
    depth = 0
    for at in range(start, len(tokens)):
        token = tokens[at]
        if token[:2] == b"</":
            depth -= 1
        elif token[:1] == b"<" and token[-2:] != b"/>" and token[1:2] not in (b"!", b"?"):
            depth += 1
        if depth <= 0:
            return at + 1
    return len(tokens)


def _drop(chance: Random, tokens: Tokens, others: Sequence[Tokens], room: int) -> None:
    start, end = _some(chance, tokens)
    del tokens[start:end]


def _double(chance: Random, tokens: Tokens, others: Sequence[Tokens], room: int) -> None:
    start, end = _some(chance, tokens)
    at = chance.randrange(len(tokens) + 1)
    tokens[at:at] = tokens[start:end]


def _repeat(chance: Random, tokens: Tokens, others: Sequence[Tokens], room: int) -> None:
    start, end = _some(chance, tokens)
    size = sum(map(len, tokens[start:end]))
    if size and room > size:
        tokens[start:start] = tokens[start:end] * min(room // size, int(2 ** (chance.random() * 14)))


def _move(chance: Random, tokens: Tokens, others: Sequence[Tokens], room: int) -> None:
    start, end = _some(chance, tokens)
    piece = tokens[start:end]
    del tokens[start:end]
    at = chance.randrange(len(tokens) + 1)
    tokens[at:at] = piece


def _nest(chance: Random, tokens: Tokens, others: Sequence[Tokens], room: int) -> None:
    """An element inside itself many times."""
    opening = chance.choice(tokens) if tokens else b""
    name = _NAME.match(opening)
    if name and not opening.startswith(b"</") and not opening.endswith(b"/>"):
        start, end = _some(chance, tokens)
        closing = b"</" + name[1] + b">"
        depth = min(room // (len(opening) + len(closing)), int(2 ** (chance.random() * 12)))
        if depth > 0:
            tokens[start:end] = [opening] * depth + tokens[start:end] + [closing] * depth


def _value(chance: Random, tokens: Tokens, others: Sequence[Tokens], room: int) -> None:
    """Another value of an attribute: an extreme number, that of another attribute, or none."""
    holders = [at for at, token in enumerate(tokens) if token[:1] == b"<" and b"=" in token]
    if holders:
        at = chance.choice(holders)
        spans = [found.span(1) for found in _VALUE.finditer(tokens[at])]
        if spans:
            start, end = chance.choice(spans)
            values = _VALUE.findall(tokens[chance.choice(holders)])
            new = b'"' + chance.choice((*NUMBERS, b"", b"x")) + b'"'
            if values and chance.random() < 0.4:
                new = chance.choice(values)
            tokens[at] = tokens[at][:start] + new + tokens[at][end:]


def _words(chance: Random, tokens: Tokens, others: Sequence[Tokens], room: int) -> None:
    texts = [at for at, token in enumerate(tokens) if token[:1] != b"<"]
    if texts:
        at = chance.choice(texts)
        tokens[at] = chance.choice(
            (chance.choice(NUMBERS), b"", plain_bytes.change(chance, tokens[at], (), 4_096))
        )


def _rename(chance: Random, tokens: Tokens, others: Sequence[Tokens], room: int) -> None:
    """Every tag of one name gets that of another."""
    names = sorted({found[1] for token in tokens if (found := _NAME.match(token))})
    if len(names) > 1:
        old, new = chance.sample(names, 2)
        everywhere = chance.random() < 0.8
        for at, token in enumerate(tokens):
            found = _NAME.match(token)
            if found and found[1] == old and (everywhere or chance.random() < 0.2):
                tokens[at] = token[: found.start(1)] + new + token[found.end(1) :]


def _odd(chance: Random, tokens: Tokens, others: Sequence[Tokens], room: int) -> None:
    tokens.insert(chance.randrange(len(tokens) + 1), chance.choice(_ODD))


def _graft(chance: Random, tokens: Tokens, others: Sequence[Tokens], room: int) -> None:
    """Elements of another document."""
    if others:
        other = chance.choice(others)
        start, end = _some(chance, other, 80)
        at = chance.randrange(len(tokens) + 1)
        tokens[at:at] = other[start:end]


_ACTS: tuple[Act, ...] = (
    _drop, _double, _repeat, _move, _nest, _value, _value, _value, _words, _words, _rename, _odd, _graft,
)  # fmt: skip


def change(chance: Random, data: bytes, others: Sequence[bytes], most: int) -> bytes:
    if chance.random() < 0.15:
        return plain_bytes.change(chance, data, others, most)
    tokens = tokens_of(data)
    size = len(data)
    foreign = [tokens_of(chance.choice(others))] if others and chance.random() < 0.5 else []
    for _ in range(plain_bytes.steps(chance)):
        chance.choice(_ACTS)(chance, tokens, foreign, max(0, most - size))
        size = sum(map(len, tokens))
    return b"".join(tokens)[:most]
