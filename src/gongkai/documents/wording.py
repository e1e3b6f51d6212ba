"""The standard words of every document, from facts: `letter_for`. A desk may change the paragraphs afterwards."""

from __future__ import annotations

from gongkai.components.dates import day_long
from gongkai.documents.facts import Facts, require
from gongkai.documents.notices import NOTICES, Words
from gongkai.documents.outcomes import OUTCOMES, STATUTORY, Outcome
from gongkai.documents.problems import DocumentProblem, MissingFact
from gongkai.documents.remedies import remedy_for
from gongkai.documents.shapes import REPLY, TEMPLATES, Letter

__all__ = ["OUTCOMES", "Facts", "MissingFact", "letter_for"]


def letter_for(template: str, facts: Facts, *, outcome: str | None = None) -> Letter:
    """The letter with our standard sentences. `outcome` is needed for a reply 答复书 only.

    Raises MissingFact with all that the facts lack, DocumentProblem for an unknown code.
    """
    if template not in TEMPLATES:
        raise DocumentProblem(f"没有叫“{template}”的文书，现有：{'、'.join(TEMPLATES)}。")
    about = TEMPLATES[template]
    require(facts, "issuer", *(() if about.layout == "form" else ("addressee",)), document=about.label)
    words = _reply(facts, outcome) if template == REPLY else NOTICES[template](facts)
    return Letter(
        template=template,
        number=facts.number,
        issuer=facts.issuer,
        addressee=facts.addressee,
        title=words.title,
        issued_on=facts.issued_on,
        paragraphs=words.paragraphs,
        grounds=words.grounds,
        remedy=remedy_for(facts, rule=words.remedy, this=words.this),
        attachments=facts.attachments,
        contact=facts.contact,
        extra=dict(facts.rows),
    )


def _reply(facts: Facts, code: str | None) -> Words:
    """条例第三十六条: what was received when and what it asks, the articles, the decision, why, and how to get it."""
    outcome = OUTCOMES.get(code or "")
    if outcome is None:
        raise DocumentProblem(f"答复类型“{code or ''}”没有写法，现有：{'、'.join(OUTCOMES)}。")
    require(facts, "number", "received_on", "summary", *outcome.needs, document="答复书")
    grounds = (*outcome.grounds, *facts.articles)
    paragraphs = [_received(facts), f"{facts.you}申请公开的内容为：“{facts.summary.strip().rstrip('。')}”。"]
    paragraphs.append(_conclusion(outcome, facts, grounds))
    if facts.reason:
        paragraphs.append(f"理由：{facts.reason.strip().rstrip('。')}。")
    if code == "unable.not_ours" and facts.other_unit:
        contact = f"，联系方式：{facts.other_contact.rstrip('。')}" if facts.other_contact else ""
        paragraphs.append(f"该信息由{facts.other_unit}负责公开{contact}，{facts.you}可以向该机关提出申请。")
    if outcome.way and facts.way:
        paragraphs.append(f"{outcome.way}{facts.way.strip().rstrip('。')}。")
    return Words("政府信息公开申请答复书", tuple(paragraphs), grounds, STATUTORY, "本答复书")


def _received(facts: Facts) -> str:
    received = day_long(facts.received_on) if facts.received_on else ""
    number = f"（受理编号：{facts.case_number}）" if facts.case_number else ""
    said = f"本机关于{received}收到{facts.you}提交的政府信息公开申请{number}"
    if facts.corrected_on:
        return f"{said}，并于{day_long(facts.corrected_on)}收到补正的申请。"
    return f"{said}。"


def _conclusion(outcome: Outcome, facts: Facts, grounds: tuple[str, ...]) -> str:
    # format() reads our own sentence only; what is filled in is not looked at again.
    return outcome.says.format(
        you=facts.you,
        law=f"根据{'、'.join(grounds)}",
        withheld=facts.withheld.strip().rstrip("。"),
        earlier=facts.earlier,
        noticed_on=day_long(facts.noticed_on) if facts.noticed_on else "",
        due_on=day_long(facts.due_on) if facts.due_on else "",
    )
