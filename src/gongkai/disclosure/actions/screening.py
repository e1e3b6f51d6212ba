"""Screening a version and settling what was found: masked, taken out, or dismissed with a reason; undone until it is public."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from gongkai.disclosure.actions.common import locked, working_version, write_ledger
from gongkai.disclosure.actions.refusals import ItemRefused, OpenFindings
from gongkai.disclosure.models import Attachment, Finding, Item, ItemVersion
from gongkai.disclosure.queries.screening import fingerprint_of, parts_of_version, standing_in
from gongkai.disclosure.screened import Part
from gongkai.files.actions import read_stored
from gongkai.files.extraction.shapes import ADVICE, ALARMING, HIDDEN, UNREADABLE, WAITING
from gongkai.files.queries import readings_of
from gongkai.ledger.actions import SYSTEM
from gongkai.ledger.rules import Actor
from gongkai.screening.queries import Rules, rules_now
from gongkai.screening.spans import MASK, REMOVE, Span

UNREADABLE_FILE = "unreadable_file"
HIDDEN_PREFIX = "hidden:"
LOOK_INSIDE = "看不见的内容会随文件一起公开。按“去掉”由系统清除，或者用办公软件清除后重新上传。"
MAX_EXCERPT = 60


@dataclass(frozen=True)
class Hit:
    """One thing found, however often it stands in its part of the version."""

    target: str
    detector: str
    label: str
    start: int
    end: int
    place: str
    excerpt: str
    advice: str
    action: str
    source: str
    fingerprint: str


def read_attachments(*, item_id: int, at: datetime) -> None:
    """Have every file of the version in work read. Outside of any transaction: it may take seconds."""
    for file_id in _files_of(item_id):
        read_stored(file_id=file_id, at=at)


def _files_of(item_id: int) -> list[int]:
    rows = Attachment.objects.filter(version__item=item_id, version__state__in=["working", "frozen"])
    return list(rows.values_list("file_id", flat=True).distinct())


def bring_up_to_date(*, item_id: int, at: datetime) -> int:
    """Screen the version in work unless it was screened as it stands by the rules of today. Returns the open findings."""
    rules = rules_now()
    read_attachments(item_id=item_id, at=at)
    with transaction.atomic():
        item = locked(item_id)
        version = working_version(item)
        if version.screened_with != rules.edition:
            screen(item=item, version=version, rules=rules, by=SYSTEM, at=at)
        return Finding.objects.filter(version=version, state="open").count()


def look_again_at_files(*, file_ids: Iterable[int], at: datetime) -> int:
    """What was read of these files has changed: versions that carry them count as not screened any more.

    Those in work are screened at once; what is public comes up in the next rescan. Returns how many versions.
    """
    rows = ItemVersion.objects.filter(attachments__file__in=list(file_ids)).exclude(state="discarded")
    found = sorted(set(rows.values_list("id", "item_id", "state")))
    ItemVersion.objects.filter(id__in=[one for one, _, _ in found]).update(screened_with="")
    for item_id in sorted({item_id for _, item_id, state in found if state in ("working", "frozen")}):
        bring_up_to_date(item_id=item_id, at=at)
    return len(found)


def screen(*, item: Item, version: ItemVersion, rules: Rules, by: Actor, at: datetime) -> int:
    """Find anew what stands in a version. What was dismissed stays so; what has gone is marked as mended.

    Runs inside the caller's transaction with the item locked. Returns the number of new findings.
    """
    parts = parts_of_version(item, version)
    new = compare(version, parts, hits_in(parts, item.kind, rules), at)
    ItemVersion.objects.filter(id=version.pk).update(screened_with=rules.edition)
    version.screened_with = rules.edition
    kinds = Counter(hit.detector for hit in new)
    write_ledger(item, "screen", by, at, version=version.number, rules=rules.edition, found=dict(kinds))
    return len(new)


def compare(version: ItemVersion, parts: Iterable[Part], found: Iterable[Hit], at: datetime) -> list[Hit]:
    """Write down what is new of what was found in the parts, and what of the open has gone. Returns the new."""
    hits = {(hit.target, hit.detector, hit.fingerprint): hit for hit in found}
    known: set[tuple[str, str, str]] = set()
    gone: list[Finding] = []
    for row in Finding.objects.filter(version=version, state__in=["open", "dismissed"]):
        key = (row.target, row.detector, row.fingerprint)
        if key in hits:
            known.add(key)
            _move(row, hits[key])
        elif row.state == "open":
            gone.append(row)
    gone = _really_gone(version, parts, gone)
    new = [hit for key, hit in hits.items() if key not in known]
    Finding.objects.filter(id__in=[row.pk for row in gone]).update(state="mended", resolved_at=at)
    Finding.objects.bulk_create(_row(version, hit, at) for hit in new)
    return new


def _really_gone(version: ItemVersion, parts: Iterable[Part], gone: list[Finding]) -> list[Finding]:
    """Without those whose words still stand there and only lost what told them: a name whose number was masked.

    Where nothing was masked since it was found, people have written the text anew, or the rules have changed.
    """
    if not gone:
        return gone
    masked = dict(version.redactions.filter(undone_at=None).values_list("target").annotate(Max("made_at")))
    older = [row for row in gone if row.target in masked and row.found_at < masked[row.target]]
    texts = {part.target: part.text for part in parts}
    sizes: dict[tuple[str, str], dict[str, int]] = {}
    for row in older:
        sizes.setdefault((row.target, row.detector), {})[row.fingerprint] = row.end - row.start
    still = {
        (target, detector): standing_in(texts.get(target, ""), detector, wanted)
        for (target, detector), wanted in sizes.items()
    }
    left = {row.pk for row in older if row.fingerprint in still[row.target, row.detector]}
    return [row for row in gone if row.pk not in left]


def _move(row: Finding, hit: Hit) -> None:
    """The text around it may have changed: where it stands now."""
    if (row.start, row.end, row.place) != (hit.start, hit.end, hit.place[:200]):
        Finding.objects.filter(id=row.pk).update(start=hit.start, end=hit.end, place=hit.place[:200])


def _row(version: ItemVersion, hit: Hit, at: datetime) -> Finding:
    return Finding(
        version=version,
        detector=hit.detector,
        label=hit.label[:60],
        target=hit.target,
        start=hit.start,
        end=hit.end,
        place=hit.place[:200],
        excerpt=hit.excerpt[:300],
        advice=hit.advice[:300],
        action=hit.action,
        source=hit.source[:120],
        fingerprint=hit.fingerprint,
        found_at=at,
    )


def hits_in(parts: Iterable[Part], kind: str, rules: Rules, *, deep: bool = True) -> Iterable[Hit]:
    """What the rules find in a version's texts and in what was read of its files, each thing once a place."""
    for part in parts:
        yield from _in_text(part, kind, rules, deep)
        yield from _in_file(part, kind, rules)


def _in_text(part: Part, kind: str, rules: Rules, deep: bool) -> Iterable[Hit]:
    spans = rules.find(part.text, kind=kind, deep=deep, read_as=part.rows)
    often = Counter((span.kind, span.text) for span in spans)
    for index, span in enumerate(spans):
        count = often.pop((span.kind, span.text), 0)
        if not count:
            continue
        place = part.place_of(span.start) + (f"等 {count} 处" if count > 1 else "")
        yield Hit(
            target=part.target,
            detector=span.kind,
            label=rules.label_of(span.kind),
            start=span.start,
            end=span.end,
            place=place,
            excerpt=_around(part.text, spans, index, rules, kind),
            advice=rules.reason_for(span, part.text, kind=kind),
            action=span.action,
            source=span.source,
            fingerprint=fingerprint_of(span.kind, span.text),
        )


def _around(text: str, spans: Sequence[Span], index: int, rules: Rules, kind: str) -> str:
    """The passage with the thing itself masked, and whatever else was found in it: enough to see what it is about."""
    span = spans[index]
    before, at = "", span.start
    first = max(0, span.start - MAX_EXCERPT // 2)
    for one in (spans[n] for n in range(index - 1, -1, -1)):
        if one.end <= first:
            break
        before = rules.shown(one, kind) + text[one.end : at] + before
        at = one.start
    before = text[first:at] + before if at > first else before
    after, at, last = "", span.end, span.end + MAX_EXCERPT // 2
    for one in (spans[n] for n in range(index + 1, len(spans))):
        if one.start >= last:
            break
        after += text[at : one.start] + rules.shown(one, kind)
        at = one.end
    after += text[at:last]
    line = before.rpartition("\n")[2] + rules.shown(span, kind) + after.partition("\n")[0]
    return line.replace("\t", "　")


def _in_file(part: Part, kind: str, rules: Rules) -> Iterable[Hit]:
    extract = part.extract
    if extract is None:
        return
    if extract.state == UNREADABLE:
        yield Hit(
            part.target, UNREADABLE_FILE, "读不出的附件", 0, 0, part.label, extract.problem,
            "换一个读得出的文件；换不了的，打开看过以后写明由谁看过、看了什么。", "look",
            "政府信息公开前审查（条例第十七条）", fingerprint_of(UNREADABLE_FILE, part.target),
        )  # fmt: skip
    for hidden in extract.hidden:
        spans = rules.find(hidden.excerpt, kind=kind) if hidden.excerpt else []
        if hidden.kind not in ALARMING and not spans:
            continue
        detector = HIDDEN_PREFIX + hidden.kind
        yield Hit(
            part.target, detector, HIDDEN.get(hidden.kind, hidden.kind), 0, 0,
            f"{part.label}，{hidden.place}" + (f"，{hidden.count} 处" if hidden.count > 1 else ""),
            rules.masked(hidden.excerpt, kind=kind),
            ADVICE.get(hidden.kind, LOOK_INSIDE), "remove",
            "条例第十七条", fingerprint_of(detector, f"{hidden.place}{hidden.count}"),
        )  # fmt: skip


def require_clean(*, version: ItemVersion, rules: Rules) -> None:
    """The last gate before anything is public: screened by the rules of today, nothing open, no file unread.

    Raises OpenFindings with what stands in the way.
    """
    for name, scan in unscanned_files(version):
        if scan == "bad":
            raise OpenFindings(f"附件“{name}”里查出了病毒，不能公开。退回去，换一个文件。")
        raise OpenFindings(f"附件“{name}”还在等待查毒，查过以后才能公开。")
    waiting = waiting_files(version)
    if waiting:
        raise OpenFindings(f"附件“{waiting[0]}”是图片，正在等待文字识别；识别完、查过以后才能公开。")
    count = Finding.objects.filter(version=version, state="open").count()
    if count:
        raise OpenFindings(f"还有 {count} 处要处理，处理完才能公开。")
    if version.screened_with != rules.edition:
        raise OpenFindings("文字或者筛查规则刚刚改过，重新检查一次再公开。")


def need_sayable(words: str, *, kind: str) -> None:
    """What the public will read beside an item of that kind, where nobody settles findings: nothing private in it.

    Raises ItemRefused.
    """
    rules = rules_now()
    found = [span for span in rules.find(words, kind=kind) if span.action in (MASK, REMOVE)]
    if found:
        labels = "、".join(dict.fromkeys(rules.label_of(span.kind) for span in found))
        raise ItemRefused(f"这段话会公开，里面有{labels}，删去再提交。")


def unscanned_files(version: ItemVersion) -> Sequence[tuple[str, str]]:
    """Attachments that the virus scanner has not passed, with "waiting" or "bad"."""
    rows = version.attachments.exclude(file__scan="clean").order_by("position", "id")
    return list(rows.values_list("name", "file__scan"))


def is_waiting(version: ItemVersion) -> bool:
    """Whether nothing but time stands in the way: recognition or the scanner will come to a file by themselves."""
    scans = {scan for _, scan in unscanned_files(version)}
    return scans == {"waiting"} or (not scans and bool(waiting_files(version)))


def waiting_files(version: ItemVersion) -> Sequence[str]:
    """Names of the attachments whose text has not been recognised, or that nobody has read yet."""
    files = list(version.attachments.order_by("position", "id"))
    readings = readings_of(one.file_id for one in files)
    return [
        one.name for one in files if one.file_id not in readings or readings[one.file_id].state == WAITING
    ]
