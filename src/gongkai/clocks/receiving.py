"""On which day something counts as received or served, by the way it came. Plain Python.

《政府信息公开条例》(2019年修订)第三十一条
"""

from __future__ import annotations

from datetime import date
from typing import Literal

Channel = Literal["counter", "signed_mail", "plain_mail", "web", "fax", "email", "phone", "other"]
CHANNELS: dict[Channel, str] = {
    "counter": "当面提交",
    "signed_mail": "邮寄（需要签收）",
    "plain_mail": "平常信函",
    "web": "网上提交",
    "fax": "传真",
    "email": "电子邮件",
    "phone": "口述代填",
    "other": "其他",
}
# An application that comes so counts as received only once both sides have confirmed it.
CONFIRMED: frozenset[Channel] = frozenset({"plain_mail", "web", "fax", "email", "other"})

Way = Literal["handed_over", "post", "electronic", "deposited"]
WAYS: dict[Way, str] = {
    "handed_over": "当面交给本人或者代理人",
    "post": "邮政寄送",
    "electronic": "网上、电子邮件、传真",
    "deposited": "留置、公告",
}


def received_on(
    *, channel: Channel, submitted_on: date, signed_on: date | None, confirmed_on: date | None
) -> date | None:
    """The day from which the terms run; None while it is awaited. Not the same as the day of submission.

    Handed in at the counter: that day. Signed for: the day of the signature. Plain letters, web, fax: the day
    on which organ and applicant confirmed it.
    《政府信息公开条例》第三十一条
    """
    if channel in CONFIRMED:
        return confirmed_on
    if channel == "signed_mail":
        return signed_on
    return submitted_on


def served_on(*, way: Way, sent_on: date | None, signed_on: date | None) -> date | None:
    """The day that decides whether an answer came in time; None while it isn't served.

    By post it is the day of posting, whoever hands over needs the signature, what is sent electronically has
    arrived when it was sent.
    国办公开办函〔2015〕207号、〔2016〕235号
    """
    return signed_on if way in ("handed_over", "deposited") else sent_on


def is_on_time(*, due_on: date, served: date | None, as_of: date) -> bool:
    """Whether an answer was served by its last day; one not served yet is in time until that day is over."""
    return (served or as_of) <= due_on
