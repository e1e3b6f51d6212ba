"""Numbers of documents, orders and files: recognised so that they are not taken for something personal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening.cues import labelled
from gongkai.screening.runs import Run, alone
from gongkai.screening.spans import KEEP, Detector, Span

KIND = "document_number"
SOURCE = "公文、业务编号，不属个人信息"
_TOKEN = re.compile(r"[0-9A-Za-z/_.\-]*[0-9A-Za-z]")


def judge(run: Run) -> Iterator[Span]:
    """The number that a label such as 订单号 or 索引号 stands before, to its end."""
    if not labelled(run.page.text, run.start):
        return
    token = _TOKEN.match(run.page.folded, run.start)
    if token:
        text = run.page.text[run.start : token.end()]
        yield Span(KIND, run.start, token.end(), text, 0.8, KEEP, SOURCE)


DETECTOR = Detector(
    KIND, "公文和业务编号", SOURCE, alone(judge), action=KEEP, order=15, reports=False, judge=judge
)
