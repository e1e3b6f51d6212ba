"""Screening an answer that is to be public: what is found is written down, masked or dismissed; nothing else passes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongkai.cases import parties
from gongkai.cases.actions.common import write_ledger
from gongkai.cases.models import AnswerFinding, Case, PublicAnswer
from gongkai.cases.rules.own_data import own_places, without_own
from gongkai.cases.stored_choices import ANSWER_PARTS
from gongkai.crypto.keys import keyed_digest
from gongkai.ledger.rules import SYSTEM
from gongkai.screening.queries import Rules, rules_now
from gongkai.screening.spans import MASK, REMOVE, Span
from gongkai.search.actions import announce

PROFILE = "public_answer"
WITHHELD = "（已隐去）"
AROUND = 30  # characters of the passage that a finding shows on either side
CHUNK = 200


@dataclass(frozen=True)
class Hit:
    """One thing found in one part, however often it stands there."""

    part: str
    detector: str
    label: str
    excerpt: str
    advice: str
    action: str
    fingerprint: str
    is_own: bool = False


def personal_of(case: Case) -> Mapping[str, str]:
    """The sealed data of whoever wrote in; used here to keep them out, never shown."""
    return parties.opened(case.party.sealed) if case.party else {}


def masked_texts(texts: Mapping[str, str], personal: Mapping[str, str], rules: Rules) -> dict[str, str]:
    """The texts without the writer's own data, and with whatever the profile masks or takes out."""
    return {
        part: _masked(without_own(text, personal), rules, fingerprints=None) for part, text in texts.items()
    }


def _masked(text: str, rules: Rules, *, fingerprints: set[str] | None) -> str:
    """`fingerprints` None: all that is to be masked; else only these."""
    for span in reversed(rules.find(text, kind=PROFILE)):
        wanted = span.action in (MASK, REMOVE) if fingerprints is None else _print(span) in fingerprints
        if wanted:
            shown = WITHHELD if span.action == REMOVE else rules.mask_of(span.kind, span.text, kind=PROFILE)
            text = text[: span.start] + (shown or WITHHELD) + text[span.end :]
    return text


def _print(span: Span) -> str:
    return fingerprint(span.kind, span.text)


def fingerprint(detector: str, words: str) -> str:
    """A keyed digest by which the same words are known again without being kept."""
    return keyed_digest(f"answer|{detector}|{''.join(words.split())}".encode())


def texts_of(answer: PublicAnswer) -> dict[str, str]:
    return {"title": answer.title, "question": answer.question, "answer": answer.answer}


def hits_in(texts: Mapping[str, str], personal: Mapping[str, str], rules: Rules) -> Iterator[Hit]:
    """What stands in the texts that may not stand there so: the writer's own data, and what the rules find."""
    for part, text in texts.items():
        own = own_places(text, personal)
        for key in dict.fromkeys(one.key for one in own):
            first = next(one for one in own if one.key == key)
            yield Hit(
                part, f"own:{key}", first.label, first.instead, "来信人自己的信息任何时候都不公开。", MASK,
                fingerprint("own", key), is_own=True,
            )  # fmt: skip
        yield from _found(part, text, [(one.start, one.end) for one in own], rules)


def _found(part: str, text: str, own: list[tuple[int, int]], rules: Rules) -> Iterator[Hit]:
    spans = [
        span
        for span in rules.find(text, kind=PROFILE)
        if not any(span.start < end and start < span.end for start, end in own)
    ]
    seen: set[str] = set()
    for span in spans:
        known = _print(span)
        if known in seen or _is_masked(span.text):
            continue
        seen.add(known)
        yield Hit(
            part, span.kind, rules.label_of(span.kind), _around(text, span, spans, own, rules),
            rules.reason_for(span, text, kind=PROFILE), span.action, known,
        )  # fmt: skip


def _is_masked(words: str) -> bool:
    """张*、138****5678: what was masked is found again by its shape and is no finding."""
    return "*" in words


def _around(text: str, span: Span, spans: list[Span], own: list[tuple[int, int]], rules: Rules) -> str:
    """The passage with everything found in it masked: enough to see what it is about."""
    begin, end = max(0, span.start - AROUND), min(len(text), span.end + AROUND)
    cuts = [(one.start, one.end, rules.shown(one, PROFILE)) for one in spans]
    cuts += [(start, stop, WITHHELD) for start, stop in own]
    shown, at = "", begin
    for start, stop, words in sorted(cuts):
        if stop <= begin or start >= end or start < at:
            continue
        shown += text[at:start] + words
        at = stop
    return (shown + text[at : max(at, end)]).replace("\n", " ")[:300]


def screen(*, answer: PublicAnswer, case: Case, rules: Rules, at: datetime) -> int:
    """Find anew; what was dismissed stays so, what has gone is marked as mended. Returns how many are open.

    Inside the caller's transaction.
    """
    hits = {(hit.part, hit.fingerprint): hit for hit in hits_in(texts_of(answer), personal_of(case), rules)}
    rows = list(answer.findings.filter(state__in=["open", "dismissed"]))
    known = {(row.part, row.fingerprint) for row in rows if (row.part, row.fingerprint) in hits}
    gone = [row.pk for row in rows if row.state == "open" and (row.part, row.fingerprint) not in hits]
    AnswerFinding.objects.filter(id__in=gone).update(state="mended", resolved_at=at)
    AnswerFinding.objects.bulk_create(_row(answer, hit, at) for key, hit in hits.items() if key not in known)
    PublicAnswer.objects.filter(id=answer.pk).update(screened_with=rules.edition)
    answer.screened_with = rules.edition
    return answer.findings.filter(state="open").count()


def _row(answer: PublicAnswer, hit: Hit, at: datetime, state: str = "open") -> AnswerFinding:
    return AnswerFinding(
        answer=answer, part=hit.part, detector=hit.detector, label=hit.label[:60], excerpt=hit.excerpt[:300],
        advice=hit.advice[:300], action=hit.action, fingerprint=hit.fingerprint, is_own=hit.is_own,
        state=state, found_at=at, resolved_at=at if state != "open" else None,
    )  # fmt: skip


def note_masked(*, answer: PublicAnswer, hits: list[Hit], at: datetime) -> None:
    """What was masked while the texts were copied is written down as well, so that it can be looked over."""
    AnswerFinding.objects.bulk_create(_row(answer, hit, at, state="masked") for hit in hits)


def mask_in(answer: PublicAnswer, case: Case, rows: list[AnswerFinding], rules: Rules) -> dict[str, str]:
    """The answer's texts with these findings masked."""
    texts, personal = texts_of(answer), personal_of(case)
    for part in ANSWER_PARTS:
        mine = [row for row in rows if row.part == part]
        keys = {row.detector.partition(":")[2] for row in mine if row.is_own}
        if keys:
            texts[part] = without_own(texts[part], {k: v for k, v in personal.items() if k in keys})
        texts[part] = _masked(texts[part], rules, fingerprints={row.fingerprint for row in mine})
    return texts


def rescan_answers(*, at: datetime, limit: int = CHUNK) -> int:
    """Public answers that were screened by older rules are looked through again. Safe to run twice.

    Findings stay open and show in the office's list; a ledger row for each answer in which something was found.
    """
    rules = rules_now()
    waiting = PublicAnswer.objects.filter(state="public").exclude(screened_with=rules.edition).order_by("id")
    ids = list(waiting.values_list("id", flat=True)[:limit])
    for answer_id in ids:
        with transaction.atomic():
            answer = (
                PublicAnswer.objects.select_for_update(of=("self",))
                .select_related("case__party")
                .get(id=answer_id)
            )
            before = answer.findings.filter(state="open").count()
            count = screen(answer=answer, case=answer.case, rules=rules, at=at)
            if count > before:
                write_ledger(answer.case, "rescan_answer", SYSTEM, at, found=count, rules=rules.edition)
    return len(ids)


def tell_search(answer: PublicAnswer, at: datetime) -> None:
    announce(source="answer", ids=[answer.pk], at=at)


__all__ = [
    "PROFILE",
    "Hit",
    "fingerprint",
    "hits_in",
    "mask_in",
    "masked_texts",
    "note_masked",
    "personal_of",
    "rescan_answers",
    "screen",
    "tell_search",
    "texts_of",
]
