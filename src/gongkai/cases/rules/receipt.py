"""The day on which an application counts as received. It is not the day on which it arrived: 条例第三十一条."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from gongkai.cases.rules.versions import rule_set_on

Decides = Literal["submitted", "signed", "confirmed"]

CHANNELS: dict[str, str] = {
    "web": "网上提交",
    "counter": "当面提交",
    "signed_mail": "挂号信、特快专递等（要签收）",
    "plain_mail": "平信（不用签收）",
    "fax": "传真",
    "email": "电子邮件",
    # 国办公开办函〔2015〕207号: it counts from the day on which the disclosure office confirmed it.
    "forwarded": "寄到别的部门或个人，转到公开工作机构",
    # Letters and hotline orders; the regulation knows no application by telephone.
    "phone": "电话",
    "other": "其他渠道",
}

_DECIDES_2019: dict[str, Decides] = {
    "counter": "submitted",  # 第三十一条第（一）项
    "signed_mail": "signed",  # 第（二）项前半
    "plain_mail": "confirmed",  # 第（二）项后半
    "web": "confirmed",  # 第（三）项
    "fax": "confirmed",
    "email": "confirmed",  # one of the ways of the internet; 207号 counted from arrival before 2019
    "forwarded": "confirmed",
    "phone": "submitted",
    "other": "confirmed",  # 207号: where the unit has named no rule of its own
}
# The text of 2007 names no day: the day on which the unit received it (第二十四条, 207号).
_DECIDES_2008: dict[str, Decides] = {
    "counter": "submitted",
    "signed_mail": "signed",
    "plain_mail": "submitted",
    "web": "submitted",
    "fax": "submitted",
    "email": "submitted",
    "forwarded": "confirmed",
    "phone": "submitted",
    "other": "confirmed",
}

_WORDS_2019: dict[str, str] = {
    "counter": "当面提交的，提交当天就是收到申请之日。",
    "signed_mail": "用挂号信、特快专递等要签收的方式寄来的，我们签收的那天是收到申请之日。",
    "plain_mail": "平信寄来的，我们收到当天会和您联系确认，确认的那天是收到申请之日。",
    "web": "网上提交的，我们会和您联系确认，双方确认的那天是收到申请之日。",
    "fax": "传真提交的，我们会和您联系确认，双方确认的那天是收到申请之日。",
    "email": "用电子邮件提交的，我们会和您联系确认，双方确认的那天是收到申请之日。",
    "forwarded": "寄到别的部门或个人的，公开工作机构收到当天会和您联系确认，确认的那天是收到申请之日。",
    "phone": "电话提出的，来电当天就是收到之日。",
    "other": "通过其他渠道提交的，我们会和您联系确认，双方确认的那天是收到申请之日。",
}
_WORDS_2008: dict[str, str] = {
    "counter": _WORDS_2019["counter"],
    "signed_mail": _WORDS_2019["signed_mail"],
    "plain_mail": "平信寄来的，信件送到的那天是收到申请之日。",
    "web": "网上提交的，系统收到的那天是收到申请之日。",
    "fax": "传真提交的，传真收到的那天是收到申请之日。",
    "email": "用电子邮件提交的，系统收到的那天是收到申请之日。",
    "forwarded": _WORDS_2019["forwarded"],
    "phone": _WORDS_2019["phone"],
    "other": _WORDS_2019["other"],
}


def decided_by(channel: str, *, submitted_on: date) -> Decides:
    """Which of the three days counts for a channel. KeyError for a channel that isn't one of CHANNELS."""
    table = _DECIDES_2019 if rule_set_on(submitted_on).confirms_receipt else _DECIDES_2008
    return table[channel]


def received_on(
    channel: str, *, submitted_on: date, confirmed_on: date | None, signed_on: date | None
) -> date | None:
    """The day from which the reply period counts (that day itself not included); None while it is open.

    `submitted_on` is the day of arrival and decides which text of the regulation governs: an application
    that arrived under the text of 2007 stays with it, even when it is confirmed later.
    《政府信息公开条例》（2019年修订）第三十一条；国办公开办函〔2015〕207号
    """
    by = decided_by(channel, submitted_on=submitted_on)
    if by == "signed":
        return signed_on
    return confirmed_on if by == "confirmed" else submitted_on


def needs_confirmation(channel: str, *, submitted_on: date) -> bool:
    """Whether the period doesn't run before somebody has confirmed the receipt with the applicant."""
    return decided_by(channel, submitted_on=submitted_on) == "confirmed"


def confirm_by(channel: str, *, submitted_on: date) -> date | None:
    """The day by which the unit confirms by law: plain mail on the very day of arrival, the rest names none.

    条例第三十一条第（二）项；207号 for forwarded mail
    """
    if not needs_confirmation(channel, submitted_on=submitted_on):
        return None
    return submitted_on if channel in ("plain_mail", "forwarded") else None


def what_counts(channel: str, *, submitted_on: date) -> str:
    """One sentence for the applicant: which day is the day of receipt."""
    words = _WORDS_2019 if rule_set_on(submitted_on).confirms_receipt else _WORDS_2008
    return words[channel]


# A year with its leap day. What comes in older than that is there, but a mistyped year is likelier.
LONG_AGO = timedelta(days=366)


def is_long_ago(arrived_on: date, *, today: date) -> bool:
    """Whether a clerk is asked to look at the year again: number and due date follow from it."""
    return today - arrived_on > LONG_AGO


def receipt_fault(
    channel: str, *, submitted_on: date, confirmed_on: date | None, signed_on: date | None, today: date
) -> str:
    """Why the three days can't all be true, in words; empty when they can.

    Mail may be signed for before it reaches the disclosure office (gatehouse, mail room), so `signed_on`
    may lie before `submitted_on`.
    """
    if confirmed_on is not None and confirmed_on < submitted_on:
        return "确认的日期早于提交的日期，核对后再填。"
    if any(day is not None and day > today for day in (submitted_on, confirmed_on, signed_on)):
        return "日期在今天以后，核对后再填。"
    if decided_by(channel, submitted_on=submitted_on) == "signed" and signed_on is None:
        return "要签收的信件，写明签收的日期。"
    return ""
