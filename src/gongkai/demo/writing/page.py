"""Turns a pattern and a scene into the HTML of a body: numbering, tables, optional lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.demo.writing.scene import chinese_number
from gongkai.demo.writing.templates import Line, compile_text

if TYPE_CHECKING:
    from gongkai.demo.writing.scene import Scene

_OPTIONAL_SHARE = 2 / 3


class Page:
    """Collects the paragraphs of one document."""

    others = Line("#", (compile_text("[[其他事项||有关说明||其他]]"),))

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.out: list[str] = []
        self.heading = self.second = self.article = self.item = 0
        self.in_table = False

    def fill(self, lines: tuple[Line, ...]) -> None:
        random, index, size = self.scene.rng.random, 0, len(lines)
        while index < size:
            line = lines[index]
            end = index + 1
            if line.choice:
                while end < size and lines[end].choice == line.choice:
                    end += 1
                line = lines[index + int(random() * (end - index))]
            index = end
            if not line.optional or random() < _OPTIONAL_SHARE:
                self.add(line)
        self._close_table()

    def lengthen(self, lines: tuple[Line, ...], *, until: int, most: int = 6) -> None:
        """Goes on with some of the lines, in their order, until the text has about so many characters.

        A text that counts its headings gets a last one to hold them.
        """
        missing = until - sum(map(len, self.out))
        if missing <= 60 or not lines:
            return
        wanted = min(most, len(lines), 1 + missing // 120)
        if self.heading:
            self.add(self.others)
        for index in sorted(self.scene.rng.sample(range(len(lines)), wanted)):
            self.add(lines[index])

    def add(self, line: Line) -> None:
        if line.mark == "|":
            self._row(line)
            return
        self._close_table()
        text = self.scene.write(line.texts[0])
        if line.mark == "#":
            self.heading += 1
            self.second = self.item = 0
            self.out.append(f"<h2>{chinese_number(self.heading)}、{text}</h2>")
        elif line.mark == "##":
            self.second += 1
            self.item = 0
            self.out.append(f"<p>（{chinese_number(self.second)}）{text}</p>")
        elif line.mark == "@":
            self.article += 1
            self.out.append(f"<p>第{chinese_number(self.article)}条　{text}</p>")
        elif line.mark == "-":
            self.item += 1
            self.out.append(f"<p>{self.item}.{text}</p>")
        else:
            self.item = 0
            self.out.append(f"<p>{text}</p>")

    def _row(self, line: Line) -> None:
        scene, out = self.scene, self.out
        if not self.in_table:
            self.in_table = True
            scene.totals = {}
            out.append("<table><thead><tr>")
            out.extend(f'<th scope="col">{scene.write(cell)}</th>' for cell in line.texts)
            out.append("</tr></thead><tbody>")
            return
        if line.repeat is None:
            out.append("<tr>")
            out.extend(f"<td>{scene.write(cell)}</td>" for cell in line.texts)
            out.append("</tr>")
            return
        least, most = line.repeat
        for number in range(1, least + int(scene.rng.random() * (most - least + 1)) + 1):
            scene.begin_row(number)
            out.append("<tr>")
            out.extend(f"<td>{scene.write(cell)}</td>" for cell in line.texts)
            out.append("</tr>")
            scene.end_row()

    def _close_table(self) -> None:
        if self.in_table:
            self.in_table = False
            self.out.append("</tbody></table>")
