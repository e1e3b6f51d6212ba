"""Changes of the rules of screening. Each raises their edition, so that what was screened before is due again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from gongkai.accounts.policies import Standing
from gongkai.ledger.actions import record
from gongkai.ledger.rules import Actor, Subject
from gongkai.screening.masks import FORMS
from gongkai.screening.models import RulesEdition, ScreeningProfile, Word, WordList
from gongkai.screening.policies import may_run_screening
from gongkai.screening.profiles import Treatment, read_profiles
from gongkai.screening.queries import kind_labels, profile_data, shipped_lists
from gongkai.screening.rules import LIST_CODE, LIST_CODE_WORDS, MAX_TASK_DAYS, MAX_WORDS
from gongkai.screening.spans import ACTIONS
from gongkai.screening.wording import KINDS, LONGEST, SHORTEST, Entry

By = Actor | Standing
_LENGTHS = {"name": ("名称", 60), "version": ("版本", 40), "word": ("词", LONGEST), "advice": ("建议", 120)}


class ScreeningRefused(Exception):
    """A change of the rules that can't be; the message is in words for the person who tried."""


class NotAllowed(ScreeningRefused):
    pass


class UnknownList(ScreeningRefused):
    pass


class UnknownWord(ScreeningRefused):
    pass


class WordTaken(ScreeningRefused):
    pass


class FaultyWord(ScreeningRefused):
    pass


class FaultyProfile(ScreeningRefused):
    pass


# ---- word lists ----------------------------------------------------------------------------------------


def replace_list(
    *, code: str, name: str, version: str, dated_on: date, words: Sequence[Entry], by: By, at: datetime
) -> int:
    """Put a list in place of what stood under that code, or begin a new one. Returns how many words it has."""
    actor = _acting(by)
    if not LIST_CODE.fullmatch(code):
        raise FaultyWord(LIST_CODE_WORDS)
    _check_lengths(name=name, version=version)
    if not words:
        raise FaultyWord("一个词也没有，词表没有换。")
    if len(words) > MAX_WORDS:
        raise FaultyWord(f"一张词表最多 {MAX_WORDS:,} 个词，现在有 {len(words):,} 个。")
    for one in words:
        _check_word(one)
    with transaction.atomic():
        row, _ = WordList.objects.update_or_create(
            code=code, defaults={"name": name.strip(), "version": version.strip(), "dated_on": dated_on}
        )
        before = row.words.count()
        _fill(row, words)
        _changed(
            actor, "replace_list", _list(row), at,
            version=row.version, on=dated_on.isoformat(), rows=[before, row.words.count()],
        )  # fmt: skip
    return len(words)


def save_word(*, list_code: str, word: Entry, former: str = "", by: By, at: datetime) -> None:
    """Add a word, or with `former` change that one. Raises WordTaken where the list has the new word already."""
    actor = _acting(by)
    _check_word(word)
    with transaction.atomic():
        row = _held_list(list_code)
        if word.word != former and row.words.filter(word=word.word).exists():
            raise WordTaken(f"“{word.word}”已经在这张词表里。")
        values = {
            "word": word.word, "kind": word.kind, "advice": word.advice, "exceptions": list(word.exceptions),
        }  # fmt: skip
        if not former:
            Word.objects.create(word_list=row, **values)
        elif not row.words.filter(word=former).update(**values):
            raise UnknownWord(f"“{former}”已经不在这张词表里，刷新后再试。")
        _changed(
            actor,
            "save_word",
            _list(row),
            at,
            word=[former, word.word] if former else word.word,
            advice=word.advice,
        )


def drop_word(*, list_code: str, word: str, by: By, at: datetime) -> None:
    """The word is no longer looked for."""
    actor = _acting(by)
    with transaction.atomic():
        row = _held_list(list_code)
        dropped, _ = row.words.filter(word=word).delete()
        if not dropped:
            raise UnknownWord(f"“{word}”已经不在这张词表里，刷新后再试。")
        _changed(actor, "drop_word", _list(row), at, word=word)


def use_list(*, list_code: str, used: bool, by: By, at: datetime) -> None:
    """Look for the list's words, or no longer."""
    actor = _acting(by)
    with transaction.atomic():
        row = _held_list(list_code)
        if row.is_used != used:
            WordList.objects.filter(id=row.pk).update(is_used=used)
            _changed(actor, "use_list", _list(row), at, used=used)


def _held_list(code: str) -> WordList:
    """The row of the list, locked; one that ships becomes the office's own with the first change of it."""
    held = WordList.objects.select_for_update().filter(code=code).first()  # code is unique
    if held is not None:
        return held
    shipped = shipped_lists().get(code)
    if shipped is None:
        raise UnknownList("没有这张词表，可能已被别人改动，刷新后再试。")
    row = WordList.objects.create(
        code=code, name=shipped.name, version=shipped.version, dated_on=shipped.dated_on
    )
    _fill(row, shipped.entries)
    return row


def _fill(row: WordList, words: Sequence[Entry]) -> None:
    row.words.all().delete()
    Word.objects.bulk_create(
        [
            Word(
                word_list=row, word=one.word, kind=one.kind, advice=one.advice, exceptions=list(one.exceptions)
            )
            for one in {one.word: one for one in words}.values()
        ],
        batch_size=500,
    )  # fmt: skip


def _check_word(one: Entry) -> None:
    _check_lengths(word=one.word)
    if len(one.word) < SHORTEST:
        raise FaultyWord(f"“{one.word}”太短，会到处都查出来；至少写两个字。")
    if not any(sign.isalnum() for sign in one.word):
        raise FaultyWord(f"“{one.word}”里没有字，遮盖用的星号也会被查出来；写要查的词。")
    if one.kind not in KINDS:
        raise FaultyWord(f"类别从列出的里面选：{'、'.join(KINDS.values())}。")
    if len(one.advice) > _LENGTHS["advice"][1]:
        raise FaultyWord(f"建议最多 120 个字，现在有 {len(one.advice)} 个。")
    if one.advice == one.word:
        raise FaultyWord("建议和词一样。填应当用的词，没有就空着。")
    wrong = next((longer for longer in one.exceptions if one.word not in longer or longer == one.word), None)
    if wrong is not None:
        raise FaultyWord(f"例外“{wrong}”里要含有“{one.word}”，而且比它长。")


def _check_lengths(**given: str) -> None:
    for key, value in given.items():
        label, most = _LENGTHS[key]
        if not value.strip():
            raise FaultyWord(f"{label}没有填。")
        if len(value) > most:
            raise FaultyWord(f"{label}最多 {most} 个字，现在有 {len(value)} 个。")


# ---- profiles and the term -----------------------------------------------------------------------------


def save_profile(
    *,
    code: str,
    label: str = "",
    item_kinds: Sequence[str] | None = None,
    treatments: Mapping[str, Treatment] | None = None,
    by: By,
    at: datetime,
) -> None:
    """Change what is named of a profile: its label, the item kinds that it is for, the treatment of some kinds.

    Raises FaultyProfile where an item kind stands in another profile already, or no such profile is known.
    """
    actor = _acting(by)
    with transaction.atomic():
        data = profile_data()
        if code not in data:
            raise FaultyProfile("没有这个处理方案，可能已被别人改动，刷新后再试。")
        own = data[code]
        kept = tuple(own.get("items", ())) if item_kinds is None else tuple(item_kinds)
        _check_free(data, code, kept)
        _check_treatments(treatments or {})
        before = read_profiles(data)[code]
        kinds = {**own.get("kinds", {}), **{kind: _entry(one) for kind, one in (treatments or {}).items()}}
        now = replace(before, label=label.strip() or before.label, items=kept)
        rules = {**_held_rules(code), "kinds": kinds}
        ScreeningProfile.objects.update_or_create(
            code=code, defaults={"label": now.label[:60], "kinds": list(kept), "rules": rules}
        )
        names = kind_labels()
        told = {
            names.get(kind, kind): [_words(before.treatments.get(kind)), _words(one)]
            for kind, one in (treatments or {}).items()
        }
        more: dict[str, Any] = {"kinds": list(kept)} if kept != before.items else {}
        _changed(
            actor, "save_profile", Subject("screening_profile", code, now.label), at, treatments=told, **more
        )


def _held_rules(code: str) -> dict[str, Any]:
    row = ScreeningProfile.objects.select_for_update().filter(code=code).first()  # code is unique
    return dict(row.rules) if row else {}


def _check_free(data: Mapping[str, Any], code: str, kinds: Sequence[str]) -> None:
    for other, entry in data.items():
        taken = set(entry.get("items", ())) & set(kinds) if other != code else set()
        if taken:
            raise FaultyProfile(f"选的信息种类里，有的已经用“{entry['label']}”处理，先在那里去掉。")


def _check_treatments(treatments: Mapping[str, Treatment]) -> None:
    for one in treatments.values():
        if one.action not in ACTIONS or one.form not in {"", *FORMS}:
            raise FaultyProfile("处理方式和遮盖形式从列出的里面选。")
        if len(one.reason) > 200:
            raise FaultyProfile(f"理由最多 200 个字，现在有 {len(one.reason)} 个。")


def _entry(one: Treatment) -> dict[str, str]:
    return {"action": one.action, "form": one.form, "reason": one.reason}


def _words(one: Treatment | None) -> str:
    return ACTIONS[one.action] + (f"，{one.reason}" if one.reason else "") if one else ""


def set_task_days(*, days: int, by: By, at: datetime) -> None:
    """Working days in which a unit settles what a rescan finds; for tasks that open from now on."""
    actor = _acting(by)
    if not 1 <= days <= MAX_TASK_DAYS:
        raise ScreeningRefused(f"期限填 1 到 {MAX_TASK_DAYS} 个工作日。")
    with transaction.atomic():
        edition = _edition()
        before, edition.task_days = edition.task_days, days
        edition.save(update_fields=["task_days"])
        _changed(
            actor, "set_task_days", Subject("screening", "task_days", "整改期限"), at, days=[before, days]
        )


# ---- what all of them do -------------------------------------------------------------------------------


def _acting(by: By) -> Actor:
    if isinstance(by, Actor):
        return by
    if not may_run_screening(by):
        raise NotAllowed("筛查规则由政务公开办维护，有改动可联系他们。")
    return by.actor()


def _edition() -> RulesEdition:
    held = RulesEdition.objects.select_for_update().order_by("id").first()
    return held or RulesEdition.objects.create(number=1)


def _changed(actor: Actor, act: str, subject: Subject, at: datetime, **payload: Any) -> None:
    """Inside the caller's transaction: the next edition, and the row of the ledger."""
    RulesEdition.objects.filter(id=_edition().pk).update(number=F("number") + 1, changed_at=at)
    record(actor=actor, act=f"screening.{act}", subject=subject, at=at, payload=payload)


def _list(row: WordList) -> Subject:
    return Subject("word_list", row.code, row.name)
