"""Forms of the review desk."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from gongkai.disclosure.queries.desk_parts import StepFacts


class PassForm(forms.Form):
    comment = forms.CharField(
        label="意见",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "意见最多 1000 个字。"},
    )
    publish_at = forms.DateTimeField(
        label="定时公开",
        required=False,
        help_text="不填就是现在公开。",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": "时间写成 2026-11-23 09:00 这样。"},
    )


class ReturnForm(forms.Form):
    to_no = forms.TypedChoiceField(
        label="退回到哪一步",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "选退回到哪一步", "invalid_choice": "从列出的步骤里选一个"},
    )
    reason = forms.CharField(
        label="退回理由",
        max_length=1000,
        help_text="写明改什么、怎么改，对方照着就能改。",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "写明退回理由", "max_length": "退回理由最多 1000 个字。"},
    )

    def __init__(self, *args: object, steps: Sequence[StepFacts], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(s.no, f"{s.label}（{s.who}）" if s.who else s.label) for s in steps]
        self.fields["to_no"].choices = choices  # type: ignore[attr-defined]
        self.fields["to_no"].initial = 1


class CommentForm(forms.Form):
    quote = forms.CharField(
        label="针对哪句话", required=False, max_length=300, help_text="复制原文里的一句；对全文的不填。"
    )
    text = forms.CharField(
        label="意见",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "写下意见再保存。"},
    )


class SidePathForm(forms.Form):
    kind = forms.ChoiceField(
        label="办什么",
        choices=[
            ("refer", "报保密行政管理部门确定是不是国家秘密"),
            ("coordinate", "与信息涉及的其他机关协商"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "选办什么"},
    )
    organ = forms.CharField(label="对方机关", max_length=200, error_messages={"required": "写明向哪个机关"})
    question = forms.CharField(
        label="要对方回答什么",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "写明要对方回答什么"},
    )
    letter_no = forms.CharField(label="函号", required=False, max_length=120)
    due_on = forms.DateField(
        label="要对方哪天以前答复",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日期写成 2026-11-21 这样"},
    )


class AnswerForm(forms.Form):
    result = forms.ChoiceField(
        label="对方答复", widget=forms.RadioSelect, error_messages={"required": "选对方答复的结果"}
    )
    answer = forms.CharField(
        label="答复内容", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    answered_on = forms.DateField(
        label="答复日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "填答复日期", "invalid": "日期写成 2026-11-21 这样"},
    )
