"""What a unit writes, as the editor would hold it."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

from docx import Document

from gongkai.accounts.policies import Standing
from gongkai.demo.stage import Plan, Scene
from gongkai.demo.writing import WrittenItem, propose, write_item
from gongkai.disclosure.actions import drafting
from gongkai.disclosure.actions.drafting import Content
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.files.actions import store_upload

_FIELD_NAMES = {"notice_from": "notice_from_on", "notice_until": "notice_to_on", "contact_phone": "objection_to",
                "fiscal_year": "budget_year", "level": "event_level"}  # fmt: skip
_CHOICES = {"图解": "picture", "文字": "text", "访谈": "interview", "问答": "qa", "debt": "department_budget",
            "audit": "government_accounts", "public_expenses": "three_public", "public_expense": "three_public",
            "special_fund": "government_budget", "village": "department_accounts", "蓝色": "blue", "黄色": "yellow",
            "橙色": "orange", "红色": "red", "预案": "plan", "一般": "response", "提示": "response", "救助": "response",
            "演练": "plan", "督办": "response", "special_funds": "government_budget"}  # fmt: skip


def write(scene: Scene, plan: Plan) -> WrittenItem:
    """What the unit has to say that day; sometimes the interpretation of what it issued lately."""
    recent = [e for e in scene.explained if e[0] is plan.unit and 0 <= (plan.on - e[3]).days <= 20]
    if recent and scene.dice.random() < 0.5:
        unit, about, target, _ = recent[0]
        scene.explained.remove(recent[0])
        written = write_item(
            scene.dice, unit, "interpretation", None, plan.on, about=about, numbers=scene.numbers
        )
        written.fields["links_to"] = str(target)
        return written
    kind, topic = propose(scene.dice, plan.unit, plan.on)
    return write_item(scene.dice, plan.unit, kind, topic, plan.on, numbers=scene.numbers)


def content_of(scene: Scene, plan: Plan, written: WrittenItem) -> Content:
    topic = scene.topics.get(written.topic)
    kind = ITEM_KINDS[written.kind]
    fields = {_FIELD_NAMES.get(k, k): _CHOICES.get(v, v) for k, v in written.fields.items()}
    fields = {spec.key: fields.get(spec.key, "") for spec in kind.fields}
    for spec in kind.fields:
        if spec.required and not fields[spec.key]:
            fields[spec.key] = _stand_in(spec.key, plan.on)
        if spec.choices and fields[spec.key] and fields[spec.key] not in dict(spec.choices):
            fields[spec.key] = spec.choices[0][0]
    head: dict[str, Any] = {
        "topic_id": topic.pk if topic else None,
        "subject_id": scene.subjects.get(written.subject),
        "doc_no": written.doc_no or "",
        "signed_on": written.signed_on,
        "stage": topic.stage if topic else kind.stage,
    }
    if kind.has_validity:
        head |= {
            "effective_on": _day(written.fields.get("effective_on")) or plan.on,
            "expires_on": _day(written.fields.get("expires_on")) or date(plan.on.year + 5, 12, 31),
            "validity": "valid",
        }
    if plan.fate == "kept":
        head |= {
            "attribute": "withheld", "attribute_ground": "process_info",
            "attribute_reason": "处于讨论阶段的过程稿，公开可能影响后续磋商。",
        }  # fmt: skip
    # The page sets the number under the title itself.
    body = written.body_html.removeprefix(f'<p class="doc-no">{written.doc_no}</p>\n')
    return Content(title=written.title, body_html=body, head=head, fields=fields)


def _stand_in(key: str, on: date) -> str:
    return {"held_on": on.isoformat(), "period": f"{on.year}年{on.month}月"}.get(key, str(on.year))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def attach_text(scene: Scene, item_id: int, written: WrittenItem, by: Standing, at: datetime) -> None:
    document = Document()
    document.add_heading(written.title, level=1)
    for line in written.text.splitlines():
        if line.strip():
            document.add_paragraph(line.strip())
    packed = io.BytesIO()
    document.save(packed)
    packed.seek(0)
    stored = store_upload(name="正文.docx", stream=packed, by=by.actor(), at=at)
    drafting.attach(item_id=item_id, file_id=stored.pk, name=f"{written.title[:60]}.docx", by=by, at=at)
