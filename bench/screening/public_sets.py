"""Names and addresses on the labelled public sets: a subset that means what screening means, and the whole for comparison.

The rule of the subset, the same for every set:

- `name near a cue`: a label for a person (`name`, `NAME`) of two to four Chinese characters, not beginning with a
  foreign name's transcription (its first character is a listed surname), where one of CUES_BEFORE ends right before it
  (at most one colon or blank between), or one of CUES_AFTER begins right behind it.
- `address with road and number`: a label for a place (`address`, `LOC`) that holds a road's word followed by a number
  with 号, 弄, 栋, 幢, 座, 单元 or 室.

Recall counts labels of the subset of which three quarters are covered by a span. Precision counts the spans in texts that
hold a label of the subset, and of these spans those that stand near a cue (names) or hold road and number (addresses): right
where any label for a person (a place, or a firm's or organisation's seat) is touched. What is done with a span
(mask, look, keep) does not count here.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gongkai.screening.spans import Span

SETS = Path(__file__).resolve().parents[3] / "shared" / "data" / "pii"
FILES = ("cluener.jsonl.gz", "bdci_privacy.jsonl.gz", "resume_ner.jsonl.gz", "argus_cases.jsonl")
KINDS = {"person_name": {"name", "NAME", "person"}, "address": {"address", "LOC"}}
NEAR = {"address": {"company", "organization", "government", "scene", "ORG"}}
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆汪范金石廖贾夏韦傅方邹熊白孟秦邱江尹薛阎段雷"
    "侯龙史陶黎贺毛郝顾龚邵万钱严覃武戴莫孔向汤"
)
CUES_BEFORE = (
    "姓名|联系人|申请人|当事人|患者|户主|客户|收件人|持卡人|旅客|被告人?|原告|业主|居民|市民|村民|网友|消费者|学生|司机|车主|记者|作者|医生|律师|教师|老师|负责人|法定代表人|法人代表"
    "|经理|总裁|董事长|主席|主任|局长|部长|处长|市长|县长|省长|书记|院长|校长|所长|会长|秘书长|教授|博士|专家|研究员|导演|演员|主编|教练|队长|总监"
)
CUES_AFTER = "先生|女士|小姐|同志|老师|师傅|教授|医生|律师|博士|主任|书记|局长|经理"
_BEFORE = re.compile(rf"(?:{CUES_BEFORE})[：: 　]?\Z")
_AFTER = re.compile(CUES_AFTER)
_ROAD = re.compile(
    r"(?:路|街|大道|巷|弄|胡同)[东西南北中]?[一二三四五六七八九十]?段?[0-9０-９][0-9０-９之\-]*(?:号|弄|栋|幢|座|单元|室)"
)
_NAME = re.compile(rf"[{SURNAMES}][\u3400-\u9fff]{{1,3}}")
Scan = Callable[[str], Iterable[Span]]


@dataclass
class Row:
    """One set and kind. `bar` is the least recall and precision asked for, None where the set is only printed."""

    set: str
    kind: str
    subset: bool
    labels: int = 0
    found: int = 0
    spans: int = 0
    right: int = 0
    bar: tuple[float, float] | None = None
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.labels if self.labels else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.spans if self.spans else 1.0

    @property
    def passes(self) -> bool:
        return self.bar is None or (self.recall >= self.bar[0] and self.precision >= self.bar[1])


BARS = {"person_name": (0.90, 0.90), "address": (0.85, 0.85)}


def measure(scan: Scan, folder: Path = SETS) -> list[Row]:
    """Recall and precision of `scan`: for each kind the subset of all sets with its bar, then each set as a whole."""
    rows = {kind: Row("subset of all sets", kind, subset=True, bar=BARS[kind]) for kind in KINDS}
    whole: list[Row] = []
    for name in FILES:
        own = {kind: Row(name.split(".")[0], kind, subset=False) for kind in KINDS}
        for record in _records(folder / name):
            found = list(scan(record["text"]))
            for kind in KINDS:
                _count(rows[kind], record, found)
                _count(own[kind], record, found)
        whole += [row for row in own.values() if row.labels]
    return [*rows.values(), *whole]


def in_subset(kind: str, text: str, start: int, end: int) -> bool:
    """The rule of the subset, for a label as for a span."""
    if kind == "address":
        return _ROAD.search(text, start, end) is not None
    return _NAME.fullmatch(text, start, end) is not None and near_a_cue(text, start, end)


def near_a_cue(text: str, start: int, end: int) -> bool:
    return bool(_BEFORE.search(text[max(0, start - 8) : start]) or _AFTER.match(text, end))


def _count(row: Row, record: dict[str, Any], found: list[Span]) -> None:
    text = record["text"]
    own = [s for s in record["spans"] if s["label"] in KINDS[row.kind]]
    near = [s for s in record["spans"] if s["label"] in NEAR.get(row.kind, ())]
    wanted = [s for s in own if not row.subset or in_subset(row.kind, text, s["start"], s["end"])]
    spans = [s for s in found if s.kind == row.kind]
    for label in wanted:
        size = label["end"] - label["start"]
        hit = any(min(s.end, label["end"]) - max(s.start, label["start"]) >= 0.75 * size for s in spans)
        row.labels += 1
        row.found += hit
        if not hit:
            row.missed.append(_shown(text, label["start"], label["end"]))
    for span in spans:
        if row.subset and not in_subset(row.kind, text, span.start, span.end):
            continue
        right = any(s["start"] < span.end and span.start < s["end"] for s in (*own, *near))
        row.spans += 1
        row.right += right
        if not right:
            row.wrong.append(_shown(text, span.start, span.end))


def _records(path: Path) -> Iterator[dict[str, Any]]:
    """Records with spans; the cases name strings instead, which are looked up in the text."""
    if not path.exists():
        return
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if "spans" not in record:
                if record["type"] not in ("person", "address") or (
                    record["should_match"] and not record["expected"]
                ):
                    continue  # a case that doesn't say where
                places = ((record["text"].find(word), word) for word in record["expected"])
                record["spans"] = [
                    {"start": at, "end": at + len(word), "label": record["type"], "text": word}
                    for at, word in places
                    if at >= 0
                ]
            yield record


def _shown(text: str, start: int, end: int) -> str:
    return repr(f"{text[max(0, start - 14) : start]}【{text[start:end]}】{text[end : end + 8]}")
