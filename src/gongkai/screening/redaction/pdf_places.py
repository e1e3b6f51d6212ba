"""Many boxes of a page, asked for what stands at a point or touches another box: a list of persons has a thousand a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import floor

from gongkai.files.extraction.pdf_letters import Box

_BAND = 12.0
"""Points: about a line of text."""
_MOST_BANDS = 500
"""A box over more of them is looked at wherever one asks."""


class Places:
    """Boxes by the bands of the page's height that they reach into."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        self._bands: dict[int, list[Box]] = {}
        self._wide: list[Box] = []
        for box in boxes:
            bands = _bands(box[1], box[3])
            if bands is None:
                self._wide.append(box)
                continue
            for band in bands:
                self._bands.setdefault(band, []).append(box)

    def __bool__(self) -> bool:
        return bool(self._bands or self._wide)

    def hold(self, x: float, y: float) -> bool:
        """Whether the point lies in a box or on its edge."""
        return any(
            left <= x <= right and bottom <= y <= top for left, bottom, right, top in self._about(y, y)
        )

    def touching(self, box: Box) -> list[Box]:
        """The boxes that share more than an edge with this one, each once."""
        return [
            one
            for one in dict.fromkeys(self._about(box[1], box[3]))
            if one[0] < box[2] and one[2] > box[0] and one[1] < box[3] and one[3] > box[1]
        ]

    def inside(self, box: Box) -> bool:
        """Whether the middle of a letter lies in a box."""
        return self.hold((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)

    def grazed(self, box: Box) -> bool:
        """Whether a quarter of the letter or more lies in a box: then it goes too, and that is no loss."""
        y = (box[1] + box[3]) / 2
        return any(self.hold(box[0] + share * (box[2] - box[0]), y) for share in (0.25, 0.5, 0.75))

    def _about(self, bottom: float, top: float) -> Iterator[Box]:
        yield from self._wide
        bands = _bands(bottom, top)
        if bands is None:
            bands = self._bands
        for band in bands:
            yield from self._bands.get(band, ())


def _bands(bottom: float, top: float) -> Iterable[int] | None:
    try:
        first, last = floor(bottom / _BAND), floor(top / _BAND)
    except (ValueError, OverflowError):  # a page may name any number
        return None
    return range(first, last + 1) if last - first < _MOST_BANDS else None
