"""Which styles of a Word file make text unseen: hidden, tiny, or white."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.files.extraction.packed import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
TINY_HALF_POINTS = 4  # two points: no print is that small
TINY_SCALE_PERCENT = 10
WHITE = 0xF5  # each of red, green and blue at least that
_DEPTH = 30  # of styles based on styles


@dataclass(frozen=True, slots=True)
class Look:
    """What run properties say of being seen; None where they don't say."""

    vanish: bool | None = None
    tiny: bool | None = None
    white: bool | None = None
    shaded: bool | None = None

    def over(self, below: Look) -> Look:
        return Look(
            below.vanish if self.vanish is None else self.vanish,
            below.tiny if self.tiny is None else self.tiny,
            below.white if self.white is None else self.white,
            below.shaded if self.shaded is None else self.shaded,
        )


PLAIN = Look()


def is_on(node: Element) -> bool:
    """A toggle such as w:vanish: on unless it says otherwise."""
    return (node.get(VAL) or "true").lower() not in ("false", "0", "off", "none")


def is_white(colour: str) -> bool:
    try:
        return len(colour) == 6 and all(int(colour[at : at + 2], 16) >= WHITE for at in (0, 2, 4))
    except ValueError:
        return False


def is_shaded(node: Element) -> bool:
    """Whether w:shd or w:highlight gives a ground other than white."""
    if node.tag == f"{W}highlight":
        return (node.get(VAL) or "none") not in ("none", "white")
    fill = node.get(f"{W}fill") or "auto"
    if node.get(f"{W}themeFill", "background1") != "background1":
        return True
    return (fill != "auto" and not is_white(fill)) or (node.get(VAL) or "clear") not in ("clear", "nil")


def look_of(properties: Element | None) -> Look:
    if properties is None:
        return PLAIN
    vanish = tiny = white = shaded = None
    for node in properties:
        if node.tag in (f"{W}vanish", f"{W}specVanish"):
            vanish = is_on(node)
        elif node.tag == f"{W}sz":
            tiny = _number(node, 24) <= TINY_HALF_POINTS
        elif node.tag == f"{W}w" and _number(node, 100) <= TINY_SCALE_PERCENT:
            tiny = True
        elif node.tag == f"{W}color":
            white = is_white(node.get(VAL) or "")
        elif node.tag in (f"{W}shd", f"{W}highlight"):
            shaded = is_shaded(node)
    return Look(vanish, tiny, white, shaded)


def _number(node: Element, otherwise: float) -> float:
    try:
        return float((node.get(VAL) or "").rstrip("%") or otherwise)
    except ValueError:
        return otherwise


@dataclass
class Styles:
    """The looks of all styles by id. `strange` are those that make something unseen; most files have none."""

    looks: dict[str, Look] = field(default_factory=dict)
    strange: set[str] = field(default_factory=set)
    shaded_tables: set[str] = field(default_factory=set)
    default: Look = PLAIN

    @classmethod
    def read(cls, root: Element | None) -> Styles:
        made = cls()
        if root is None:
            return made
        own: dict[str, tuple[Look, str]] = {}
        for style in root.iter(f"{W}style"):
            named = style.get(f"{W}styleId") or ""
            based = style.find(f"{W}basedOn")
            own[named] = (
                look_of(style.find(f"{W}rPr")),
                "" if based is None else based.get(VAL) or "",
            )
            if style.get(f"{W}type") == "table" and any(is_shaded(s) for s in style.iter(f"{W}shd")):
                made.shaded_tables.add(named)
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                made.default = own[named][0]
        for named in own:
            made.looks[named] = look = _resolved(named, own)
            if look.vanish or look.tiny or look.white:
                made.strange.add(named)
        basis = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        made.default = made.default.over(look_of(basis))
        return made


def _resolved(named: str, own: dict[str, tuple[Look, str]]) -> Look:
    look = PLAIN
    for _ in range(_DEPTH):
        if named not in own:
            break
        below, named = own[named]
        look = look.over(below)
    return look
