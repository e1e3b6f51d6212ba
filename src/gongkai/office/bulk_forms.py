"""What an act on many asks before it begins, by list and act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django import forms

from gongkai.accounts.queries import colleagues_in
from gongkai.cases.policies import CASE_ROLES
from gongkai.disclosure.queries.filing import topic_choices
from gongkai.disclosure.rules import VALIDITIES
from gongkai.lists.declaring import BulkLine
from gongkai.office.one_form import choice_field, offer, text_field
from gongkai.office.standing import Moment

Make = Callable[[Any, Moment, Sequence[BulkLine]], forms.Form]


class NothingAsked(forms.Form):
    """The consequence stands above the button."""


class BulkWithdraw(forms.Form):
    reason = forms.CharField(
        label="撤回的原因",
        help_text="每条信息原来的网址都会显示这句话。",
        min_length=5,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "写明撤回的原因", "min_length": "撤回的原因至少写 5 个字"},
    )


class BulkTopic(forms.Form):
    topic_id = forms.TypedChoiceField(label="换到栏目", coerce=int, error_messages={"required": "选栏目"})


class BulkValidity(forms.Form):
    validity = forms.ChoiceField(label="有效性", choices=list(VALIDITIES.items()))
    on = forms.DateField(
        label="从哪天起",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "填从哪天起", "invalid": "日期写成 2026-11-21 这样"},
    )
    basis = forms.CharField(label="依据", max_length=300, error_messages={"required": "写明依据"})


def _topic(data: Any, moment: Moment, will: Sequence[BulkLine]) -> forms.Form:
    form = BulkTopic(data)
    unit_id = will[0].unit_id if will else 0
    choices = [("", "选择栏目"), *topic_choices(unit_id=unit_id, today=moment.today)]
    form.fields["topic_id"].choices = choices  # type: ignore[attr-defined]
    return form


_OF_ITEMS: dict[str, Make] = {
    "publish": lambda data, moment, will: NothingAsked(data),
    "withdraw": lambda data, moment, will: BulkWithdraw(data),
    "topic": _topic,
    "validity": lambda data, moment, will: BulkValidity(data, initial={"on": moment.today}),
}


class BulkAssign(forms.Form):
    user = choice_field(
        "交给谁", radio=True, help_text="只能交给同一个单位的人，别的单位的来件会列在没办成的里。"
    )


class BulkUrge(forms.Form):
    words = text_field(
        "催什么", 300, rows=2, help_text="例如：周五前把答复送审。承办人看得到这句话和您的名字。"
    )


def _assign(data: Any, moment: Moment, will: Sequence[BulkLine]) -> forms.Form:
    form = BulkAssign(data)
    unit_ids = Counter(line.unit_id for line in will).most_common(1)
    people = [colleagues_in(unit_id=pk, roles=CASE_ROLES, on=moment.today) for pk, _ in unit_ids]
    offer(form, "user", [pair for some in people for pair in some])
    return form


FORMS: dict[tuple[str, str], Make] = {
    (code, act): make for code in ("items", "publications") for act, make in _OF_ITEMS.items()
}
FORMS |= {("cases", "assign"): _assign, ("cases", "urge"): lambda data, moment, will: BulkUrge(data)}
