"""The form of an item: the head columns that every kind shares, then the kind's own fields."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from gongkai.catalogue.queries import STAGE_LABELS
from gongkai.components.tags.forms import Problem
from gongkai.disclosure.actions.drafting import Content
from gongkai.disclosure.declaring import Field, ItemKind
from gongkai.disclosure.queries.filing import DraftFacts, subject_choices, topic_choices
from gongkai.disclosure.rules import ATTRIBUTES, GROUNDS, HEAD_DATES, SECRET_LEVELS, VALIDITIES, Missing
from gongkai.text.doc_numbers import format_doc_no, parse_doc_no
from gongkai.text.html import text_to_html
from gongkai.text.plain import is_web_address

OWN = "own_"
_HAS_TAGS = re.compile(
    r"</?(p|h[1-6]|ul|ol|li|table|tr|td|th|div|span|br|strong|b|em|i|a|blockquote)\b", re.I
)
_UNKNOWN = [("", "来文没有写"), ("yes", "标明公开"), ("no", "标明不公开")]
_DATE_WORDS = {"invalid": "日期写成 2026-11-21 这样"}


def _day(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=_DATE_WORDS,
    )


def _text(label: str, length: int, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=length,
        help_text=help_text,
        error_messages={"max_length": f"{label}最多 %(limit_value)d 个字，现在有 %(show_value)d 个。"},
    )


class ItemForm(forms.Form):
    """A draft may be saved with gaps, so nothing is required here; what is missing is said at submission."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    title = _text("标题", 300, "写全称，看得出是什么事。")
    topic_id = forms.ChoiceField(label="栏目", required=False, help_text="放在公开目录的哪个栏目。")
    body_html = forms.CharField(
        label="正文",
        required=False,
        strip=False,
        help_text="可以从 Word 里复制过来；多余的格式保存时会去掉。",
        widget=forms.Textarea(attrs={"rows": 18, "data-editor": ""}),
    )
    doc_no = _text("发文字号", 120, "例如 清政办发〔2026〕18号。")
    signed_on = _day("成文日期", "文件落款的日期；公开期限从这一天算起。")
    formed_on = _day("信息形成日期", "不是公文的填这一天。")
    attribute = forms.ChoiceField(
        label="公开属性",
        required=False,
        choices=list(ATTRIBUTES.items()),
        widget=forms.RadioSelect,
        help_text="公开为常态。拿不准，按下面的问题逐条判断。",
    )
    attribute_ground = forms.ChoiceField(
        label="法定事由",
        required=False,
        choices=[("", "主动公开的不选"), *GROUNDS.items()],
        help_text="不主动公开的，选对应的条款。",
    )
    attribute_reason = _text("不公开理由", 500, "不主动公开的，写明理由，随件报批。")
    secret_level = forms.ChoiceField(
        label="密级",
        required=False,
        choices=list(SECRET_LEVELS.items()),
        help_text="照源文件版头左上角写的填。",
    )
    source_says_public = forms.ChoiceField(
        label="来文标明是否公开", required=False, choices=_UNKNOWN, help_text="看来文附注或者发文单。"
    )
    issuer = _text("发文机关", 300, "写全称；联合发文的都写。")
    subject_id = forms.ChoiceField(label="主题分类", required=False, help_text="按国务院公文主题分类。")
    stage = forms.ChoiceField(
        label="公开环节",
        required=False,
        choices=[("", "按栏目"), *STAGE_LABELS.items()],
        help_text="决策、执行、管理、服务、结果。",
    )
    summary = forms.CharField(
        label="内容概述",
        required=False,
        max_length=500,
        help_text="一两句话，给检索结果用。",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "内容概述最多 %(limit_value)d 个字，现在有 %(show_value)d 个。"},
    )
    validity = forms.ChoiceField(
        label="有效性",
        required=False,
        choices=[("", "不标"), *VALIDITIES.items()],
        help_text="规范性文件要标。",
    )
    effective_on = _day("施行日期", "文件里写明从哪天起施行。")
    expires_on = _day("有效期至", "写明有效期的填最后一天。")
    source = _text("信息来源", 300, "转载的写原单位。")
    source_url = _text("来源网址", 1000, "以 http:// 或者 https:// 开头。")

    # Shown without 选填, since submission asks for them; a draft may still be saved without.
    ASKED = ("title", "topic_id", "body_html", "signed_on", "attribute", "secret_level")
    FIRST = ("title", "topic_id", "body_html", "doc_no", "signed_on")
    OPENNESS = ("attribute", "attribute_ground", "attribute_reason", "secret_level", "source_says_public")

    def __init__(self, *args: Any, kind: ItemKind, unit_id: int, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        choices: list[Any] = [("", "选择栏目"), *topic_choices(unit_id=unit_id, today=today)]
        self.fields["topic_id"].choices = choices  # type: ignore[attr-defined]
        self.fields["subject_id"].choices = [("", "不选"), *subject_choices()]  # type: ignore[attr-defined]
        if not kind.asks_doc_no:
            self.fields["doc_no"].help_text = "没有文号的不填。"
        if not kind.has_validity:
            for name in ("validity", "expires_on", "effective_on"):
                del self.fields[name]
        for spec in kind.fields:
            self.fields[OWN + spec.key] = _own_field(spec)
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField):
                field.error_messages["invalid_choice"] = f"{field.label}从列出的里面选一个。"
            field.required = name in (*self.ASKED, "revision") or self._is_asked(name)
            field.widget.is_required = False

    def clean_doc_no(self) -> str:
        """Whatever brackets and blanks were typed, the number reads as GB/T 9704 writes it."""
        written: str = self.cleaned_data["doc_no"]
        number = parse_doc_no(written)
        known = number is not None and number.year is not None and written.startswith(number.prefix)
        return format_doc_no(number) if known and number is not None else written

    def _is_asked(self, name: str) -> bool:
        return any(name == OWN + spec.key and spec.required for spec in self.kind.fields)

    def _clean_fields(self) -> None:
        """Gaps are no fault of a draft."""
        asked = {name: field.required for name, field in self.fields.items()}
        for name, field in self.fields.items():
            field.required = name == "revision"
        super()._clean_fields()  # type: ignore[misc]
        for name, field in self.fields.items():
            field.required = asked[name]

    def clean_source_url(self) -> str:
        written: str = self.cleaned_data["source_url"]
        if written and not is_web_address(written):
            raise forms.ValidationError("来源网址以 http:// 或者 https:// 开头，里面没有空格。")
        return written

    # ---- parts of the page ------------------------------------------------------------------------

    @property
    def first(self) -> list[forms.BoundField]:
        """What a routine item needs; the kind's own required fields belong here."""
        required = [OWN + spec.key for spec in self.kind.fields if spec.required]
        return [self[name] for name in (*self.FIRST, *required) if name in self.fields]

    @property
    def openness(self) -> list[forms.BoundField]:
        return [self[name] for name in self.OPENNESS]

    @property
    def own(self) -> list[forms.BoundField]:
        return [self[OWN + spec.key] for spec in self.kind.fields if not spec.required]

    @property
    def more(self) -> list[forms.BoundField]:
        shown = {*self.FIRST, *self.OPENNESS, "revision"}
        return [self[name] for name in self.fields if name not in shown and not name.startswith(OWN)]

    def name_of(self, field: str) -> str:
        """The form's field for one of the rules; empty when the form has none."""
        name = field if field in self.fields else OWN + field
        return name if name in self.fields else ""

    def show_errors(self, words: Mapping[str, str]) -> None:
        """Put words at the fields of a form that shows a stored draft."""
        self._errors = ErrorDict(
            {name: self.error_class([one]) for name, one in words.items() if name in self.fields}
        )

    def target_of(self, field: str) -> str:
        """The id of the control for a field of the rules (a head column or one of the kind's own)."""
        name = self.name_of(field)
        if not name:
            return ""
        bound = self[name]
        return f"{bound.auto_id}_0" if name == "attribute" else str(bound.auto_id)

    # ---- to and from the draft --------------------------------------------------------------------

    def content(self) -> Content:
        """What was filled in, as the actions take it. Only after `is_valid`."""
        given = self.cleaned_data
        head = {
            name: given[name] or (None if name in HEAD_DATES else "")
            for name in self.fields
            if name not in ("revision", "title", "body_html") and not name.startswith(OWN)
        }
        for name in ("attribute", "secret_level", "stage", "issuer"):
            if not head[name]:
                del head[name]
        for name in ("topic_id", "subject_id"):
            head[name] = int(given[name]) if given[name] else None
        head["source_says_public"] = {"yes": True, "no": False}.get(given["source_says_public"])
        own = {spec.key: _stored(given[OWN + spec.key]) for spec in self.kind.fields}
        return Content(given["title"], body_of(given["body_html"]), head, own)


def body_of(written: str) -> str:
    """HTML as it came; a text without any tag is set in paragraphs."""
    return written if _HAS_TAGS.search(written) else text_to_html(written)


def _stored(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value


def _own_field(spec: Field) -> forms.Field:
    words = spec.help
    if spec.type == "choice":
        return forms.ChoiceField(
            label=spec.label, required=False, help_text=words, choices=[("", "选择"), *spec.choices]
        )
    if spec.type == "date":
        return _day(spec.label, words)
    if spec.type in ("integer", "yuan"):
        return forms.IntegerField(
            label=spec.label,
            required=False,
            help_text=words,
            error_messages={"invalid": f"{spec.label}写成数字。"},
        )
    if spec.type == "long_text":
        return forms.CharField(
            label=spec.label,
            required=False,
            help_text=words,
            max_length=5000,
            widget=forms.Textarea(attrs={"rows": 4}),
        )
    return _text(spec.label, 300, words)


def initial_of(draft: DraftFacts) -> Mapping[str, Any]:
    """The draft as the form shows it."""
    head = dict(draft.head)
    said = head.pop("source_says_public", None)
    own: dict[str, Any] = {OWN + key: value for key, value in draft.fields.items()}
    return {
        **head,
        **own,
        "source_says_public": {True: "yes", False: "no"}.get(said, "") if said is not None else "",
        "revision": draft.revision,
        "title": draft.title,
        "body_html": draft.body_html,
    }


def problems_from(form: ItemForm, missing: Sequence[Missing]) -> list[Problem]:
    """What the rules miss, as lines of the error summary in the order of the page, and at the fields themselves."""
    order = [*form.FIRST, *form.fields]
    lines = sorted(
        ((order.index(name) if (name := form.name_of(one.field)) else len(order), one) for one in missing),
        key=lambda line: line[0],
    )
    form.show_errors({form.name_of(one.field): one.words for one in missing})
    return [Problem(f"{one.label}：{one.words}", form.target_of(one.field)) for _, one in lines]
