"""Settling findings: mask, take out, dismiss; undo until the item is public (个人信息保护法第六条、第二十八条)."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F

from gongkai.accounts.policies import Standing
from gongkai.crypto.keys import keyed_digest
from gongkai.crypto.sealed import open_sealed, seal
from gongkai.disclosure.actions import screening
from gongkai.disclosure.actions.common import locked, need, working_version, write_ledger
from gongkai.disclosure.actions.refusals import ItemRefused, TooLate
from gongkai.disclosure.models import (
    Attachment,
    Finding,
    Item,
    ItemVersion,
    LastSeen,
    PassageComment,
    Redaction,
)
from gongkai.disclosure.policies import may_settle
from gongkai.disclosure.queries.screening import file_removals, fingerprint_of, parts_of_version
from gongkai.disclosure.screened import HEAD_TEXTS, LINKS
from gongkai.files import store
from gongkai.files.actions import read_stored, store_upload
from gongkai.files.rules import with_extension
from gongkai.screening.queries import Rules, rules_now
from gongkai.screening.redaction import DONE, redact_file, written_as
from gongkai.text.html_text import html_to_text
from gongkai.text.replacing import bare, replace_in_html, replace_in_text

MASK, REMOVE = "mask", "remove"
STATES = {MASK: "masked", REMOVE: "removed"}
PURPOSE = "redaction"
BY_HAND = "手工遮盖的内容"
WHO = "由填报人或者当前审核人处理。"


def dismiss_findings(
    *, item_id: int, finding_ids: Sequence[int], reason: str, by: Standing, at: datetime
) -> int:
    """不是问题: with a reason that stays in the record. Returns how many were still open."""
    if len(reason.strip()) < 2:
        raise ItemRefused("写明为什么不是问题。")
    with transaction.atomic():
        item = locked(item_id)
        need(may_settle(by, item), WHO)
        version = working_version(item)
        done = Finding.objects.filter(version=version, id__in=finding_ids, state="open").update(
            state="dismissed", reason=reason.strip()[:300], resolved_by=by.user_id, resolved_at=at
        )
        if not done:
            raise TooLate("这一处已经有人处理了。")
        write_ledger(
            item, "dismiss_findings", by.actor(), at, findings=list(finding_ids), count=done, reason=reason
        )
    return done


def redact_text(*, item_id: int, finding_ids: Sequence[int], how: str, by: Standing, at: datetime) -> int:
    """Mask or take out what the findings stand for, wherever it stands in their part of the text.

    Returns how many places changed. Findings in files are settled by `swap_file`. Raises TooLate, NotAllowed.
    """
    if how not in STATES:
        raise ItemRefused("只能遮盖或者去掉。")
    with transaction.atomic():
        item = locked(item_id)
        need(may_settle(by, item), WHO)
        version = working_version(item)
        rules = rules_now()
        rows = list(
            Finding.objects.filter(version=version, id__in=finding_ids, state="open")
            .exclude(target__startswith="file:")
            .order_by("id")
        )
        if not rows:
            raise TooLate("这一处已经有人处理了，或者要在附件里处理。")
        words = _words_of(item, version, rows, rules)
        changed = 0
        for group in _alike(row for row in rows if row.pk in words):
            changed += _redact(item, version, group, words, how, rules, by, at)
        if not changed:
            raise TooLate("这一处的文字已经改过，重新检查一次。")
        _store(item, version, at)
        screening.screen(item=item, version=version, rules=rules, by=by.actor(), at=at)
        write_ledger(
            item,
            "redact_text",
            by.actor(),
            at,
            how=how,
            kinds=sorted({r.detector for r in rows}),
            places=changed,
        )
    return changed


def _alike(rows: Iterable[Finding]) -> list[list[Finding]]:
    """Findings of one kind in one part together: they are masked, told and undone as one."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for row in rows:
        groups.setdefault((row.target, row.detector, row.label, row.source), []).append(row)
    return list(groups.values())


def _redact(
    item: Item,
    version: ItemVersion,
    rows: Sequence[Finding],
    words: Mapping[int, str],
    how: str,
    rules: Rules,
    by: Standing,
    at: datetime,
) -> int:
    """Those that are alike, in one go. What stands nowhere any more is left to the screening that follows."""
    one = rows[0]
    masked = {
        words[row.pk]: rules.mask_of(one.detector, words[row.pk], kind=item.kind) if how == MASK else ""
        for row in rows
    }
    before = _value(version, one.target)
    after, counts = _replaced(one.target, before, masked)
    if not counts:
        return 0
    _set(version, one.target, after)
    _forget_in_copies(item, version, masked)
    Redaction.objects.create(
        item=item,
        version=version,
        target=one.target,
        detector=one.detector,
        label=one.label,
        source=one.source,
        count=counts.total(),
        sealed=seal(json.dumps({"words": [*masked], "before": before}, ensure_ascii=False), purpose=PURPOSE),
        left_as=_mark(after),
        made_by_id=by.user_id,
        made_at=at,
    )
    done = [row.pk for row in rows if counts[bare(words[row.pk])]]
    Finding.objects.filter(id__in=done).update(state=STATES[how], resolved_by=by.user_id, resolved_at=at)
    return counts.total()


def _words_of(item: Item, version: ItemVersion, rows: Sequence[Finding], rules: Rules) -> dict[int, str]:
    """Finding → the words it stands for, as they stand in the text now; without those whose words are gone."""
    parts = {part.target: part for part in parts_of_version(item, version)}
    found, moved = {}, []
    for row in rows:
        words = parts[row.target].text[row.start : row.end] if row.target in parts else ""
        if words and fingerprint_of(row.detector, words) == row.fingerprint:
            found[row.pk] = words
        elif row.target in parts:
            moved.append(row)
    there = {
        (hit.target, hit.detector, hit.fingerprint): parts[hit.target].text[hit.start : hit.end]
        for hit in screening.hits_in(
            [parts[target] for target in {row.target for row in moved}], item.kind, rules
        )
    }
    keys = {row.pk: (row.target, row.detector, row.fingerprint) for row in moved}
    return found | {pk: there[key] for pk, key in keys.items() if key in there}


def _value(version: ItemVersion, target: str) -> str:
    where, _, key = target.partition(":")
    if where == "title":
        return version.title
    if where in ("body", LINKS):
        return version.body_html or version.body_text
    if where == "name":
        return str(version.attachments.values_list("name", flat=True).get(key=key))
    return str((version.head if where == "head" else version.fields).get(key, ""))


def _replaced(target: str, before: str, masked: Mapping[str, str]) -> tuple[str, Counter[str]]:
    return (replace_in_html if target in ("body", LINKS) else replace_in_text)(before, masked)


def _set(version: ItemVersion, target: str, value: str) -> None:
    where, _, key = target.partition(":")
    if where == "title":
        version.title = value
    elif where in ("body", LINKS):
        version.body_html, version.body_text = value, html_to_text(value)
    elif where == "name":
        version.attachments.filter(key=key).update(name=value or "附件")
    elif where == "head":
        version.head = {**version.head, key: value}
    else:
        version.fields = {**version.fields, key: value}


def _store(item: Item, version: ItemVersion, at: datetime) -> None:
    ItemVersion.objects.filter(id=version.pk).update(
        title=version.title,
        body_html=version.body_html,
        body_text=version.body_text,
        head=version.head,
        fields=version.fields,
        revision=F("revision") + 1,
        saved_at=at,
    )
    columns: dict[str, Any] = {"changed_at": at}
    if item.public_version_id is None:
        columns["title"] = version.title or item.title
        columns.update({key: version.head.get(key) or "" for key in HEAD_TEXTS})
    Item.objects.filter(id=item.pk).update(**columns)


def _forget_in_copies(item: Item, version: ItemVersion, masked: Mapping[str, str]) -> None:
    """What reviewers have seen and quoted keeps the masked words too."""
    for seen in LastSeen.objects.filter(item=item):
        seen.title = replace_in_text(seen.title, masked)[0]
        seen.body_text = replace_in_text(seen.body_text, masked)[0]
        seen.save(update_fields=["title", "body_text"])
    for comment in PassageComment.objects.filter(version=version):
        comment.quote = replace_in_text(comment.quote, masked)[0]
        comment.save(update_fields=["quote"])


def _mark(value: str) -> str:
    """A digest of the part as redaction left it: only from there the step can be undone."""
    return keyed_digest(value.encode())


def undo_redaction(*, redaction_id: int, by: Standing, at: datetime) -> None:
    """Set a part back to what it was, as long as nothing of it is public and nobody has changed it since."""
    with transaction.atomic():
        row = Redaction.objects.select_related("version").get(id=redaction_id)
        item = locked(row.item_id)
        need(may_settle(by, item), WHO)
        version = working_version(item)
        if row.version_id != version.pk:
            raise TooLate("已经公开，不能再恢复原文。")
        if not Redaction.objects.filter(id=row.pk, undone_at=None).update(undone_by=by.user_id, undone_at=at):
            raise TooLate("这一处已经恢复过。")
        if row.original_file_id is not None:
            _file_back(row, version)
        elif _mark(_value(version, row.target)) != row.left_as:
            raise ItemRefused("这以后文字又改过。先恢复后面的改动，或者直接在文字里改。")
        else:
            _set(version, row.target, json.loads(open_sealed(row.sealed, purpose=PURPOSE))["before"])
        _store(item, version, at)
        screening.screen(item=item, version=version, rules=rules_now(), by=by.actor(), at=at)
        write_ledger(item, "undo_redaction", by.actor(), at, redaction=row.pk, target=row.target)


def _file_back(row: Redaction, version: ItemVersion) -> None:
    attached = version.attachments.filter(key=row.target.partition(":")[2]).first()  # one by its address
    if attached is not None and row.original_file_id is not None:
        _give(attached, row.original_file_id)


def _give(attached: Attachment, file_id: int) -> None:
    """Another content under the same address; the name follows where the format is another one."""
    before = attached.file.extension
    attached.file_id = file_id
    attached.save(update_fields=["file"])
    after = type(attached).objects.select_related("file").get(pk=attached.pk).file.extension
    if after != before:
        attached.name = with_extension(attached.name, after)
        attached.save(update_fields=["name"])


def swap_file(
    *,
    item_id: int,
    key: str,
    original_id: int,
    redacted_id: int,
    finding_ids: Sequence[int],
    count: int,
    drawn: int = 0,
    reason: str = "",
    by: Standing,
    at: datetime,
) -> None:
    """Put a redacted copy in the place of an attachment; the original stays for those who handle the item.

    `drawn`: how many of the places were boxes drawn by hand, for `reason`.
    """
    with transaction.atomic():
        item = locked(item_id)
        need(may_settle(by, item), WHO)
        version = working_version(item)
        attached = version.attachments.filter(key=key, file_id=original_id).first()  # one by its address
        if attached is None:
            raise TooLate("这个附件刚刚换过，重新看一次。")
        _give(attached, redacted_id)
        rows = list(Finding.objects.filter(version=version, id__in=finding_ids, target=f"file:{key}"))
        Redaction.objects.create(
            item=item,
            version=version,
            target=f"file:{key}",
            detector=",".join(dict.fromkeys(row.detector for row in rows))[:40],
            label="、".join(dict.fromkeys([row.label for row in rows] + [BY_HAND] * bool(drawn)))[:60],
            source=_grounds([*(row.source for row in rows), reason]),
            count=max(count, 1),
            original_file_id=original_id,
            made_by_id=by.user_id,
            made_at=at,
        )
        Finding.objects.filter(id__in=[row.pk for row in rows], state="open").update(
            state="removed", resolved_by=by.user_id, resolved_at=at
        )
        screening.screen(item=item, version=version, rules=rules_now(), by=by.actor(), at=at)
        kinds = sorted({row.detector for row in rows})
        write_ledger(
            item, "swap_file", by.actor(), at, key=key, kinds=kinds, places=count, drawn=drawn, reason=reason
        )


def _grounds(grounds: Iterable[str], most: int = 120) -> str:
    """Each ground once, as many as fit."""
    told = ""
    for one in dict.fromkeys(filter(None, grounds)):
        longer = f"{told}；{one}" if told else one[:most]
        if len(longer) <= most:
            told = longer
    return told


def redact_findings(*, item_id: int, finding_ids: Sequence[int], how: str, by: Standing, at: datetime) -> int:
    """Mask or take out findings wherever they stand: those in texts together, then one file after the other.

    Returns how many places changed. What is done stays done when a later file can't be redacted; then ItemRefused
    says which and why.
    """
    item = Item.objects.get(id=item_id)
    need(may_settle(by, item), WHO)
    version = working_version(item)
    rows = Finding.objects.filter(version=version, id__in=finding_ids, state="open").values_list(
        "id", "target"
    )
    keys = sorted({target.removeprefix("file:") for _, target in rows if target.startswith("file:")})
    in_text = [row_id for row_id, target in rows if not target.startswith("file:")]
    if not rows:
        raise TooLate("这一处已经有人处理了。")
    done = 0
    if in_text:
        done = redact_text(item_id=item_id, finding_ids=in_text, how=how, by=by, at=at)
    for key in keys:
        done += redact_attachment(item_id=item_id, key=key, finding_ids=finding_ids, how=how, by=by, at=at)
    return done


def redact_attachment(
    *, item_id: int, key: str, finding_ids: Sequence[int], how: str, by: Standing, at: datetime
) -> int:
    """Write a copy of an attachment without what the findings name and without anything hidden, and show that instead.

    The copy is read back before it takes the original's place. Not in a transaction: it may take seconds.
    Raises ItemRefused with what is wrong.
    """
    item = Item.objects.get(id=item_id)
    need(may_settle(by, item), WHO)
    version = working_version(item)
    attached = version.attachments.select_related("file").get(key=key)
    extract = read_stored(file_id=attached.file_id, at=at)
    removals, rows = file_removals(item, version, key, finding_ids, how)
    with tempfile.TemporaryDirectory(dir=store.folder_for_drafts()) as folder:
        written = written_as(attached.file.extension)
        target = Path(folder) / f"copy.{written}"
        result = redact_file(
            store.path_of(attached.file.digest), target, attached.file.extension, removals, extract=extract
        )
        if result.state != DONE:
            raise ItemRefused(f"“{attached.name}”：{result.problem}")
        with target.open("rb") as handle:
            kept = store_upload(
                name=with_extension(attached.name, written), stream=handle, by=by.actor(), at=at
            )
    read_stored(file_id=kept.pk, at=at)
    swap_file(
        item_id=item_id,
        key=key,
        original_id=attached.file_id,
        redacted_id=kept.pk,
        finding_ids=[row.pk for row in rows],
        count=len(removals) or len(rows),
        by=by,
        at=at,
    )
    return len(removals) or len(rows)
