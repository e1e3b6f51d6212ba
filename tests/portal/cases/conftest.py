"""Citizens who write: answers to any kind's questions, and a kind that asks for everything there is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.test import Client

from gongkai.cases.declaring import Act, Asked, CaseKind, CaseOutcome, CaseState, FormPage, roles
from gongkai.cases.kinds import CASE_KINDS
from gongkai.portal.cases import paths

UNIT, OFFICE = "016", "001"  # the bureau of agriculture of the cast, and who supervises disclosure
_SAMPLES = {
    "text": "柳河镇道路",
    "long_text": "各村分到多少，怎样定的。",
    "date": "2026-01-05",
    "integer": "3",
    "phone": "13800138000",
    "email": "wang@example.com",
    "identity": "110101199003077715",
    "check": "1",
}

PROBE = CaseKind(
    code="probe",
    label="试验件",
    article="试验",
    summary="什么都问一遍。",
    mark="试",
    initial="open",
    states=(
        CaseState("open", "办理中", "在办。", now="正在办。", next="办好告诉您。"),
        CaseState("over", "办结", "办好了。", final=True, now="办好了。", next="可以评价。", waits_for="nobody"),
    ),
    transitions=(
        Act(
            "add", "登记补充", roles("open"), "open", roles("handler applicant"), "试验", line="收到您的补充",
            own_words="补充材料",
            fields=(Asked("text", "补充什么", "long_text"), Asked("files", "材料", "files", required=False)),
        ),
        Act(
            "finish", "办结", roles("open"), "over", roles("handler"), "试验", clock="stop", outcomes=("good",),
            fields=(Asked("conclusion", "答复内容", "long_text"), Asked("inner", "内部意见", required=False)),
            line="已经办结",
        ),
    ),
    outcomes=(CaseOutcome("good", "办好", "您要的事办好了。", remedy="either"),),
    pages=(
        FormPage(
            "all",
            "都问一遍",
            (
                Asked("title", "标题", max_length=20, example="路灯"),
                Asked("text", "内容", "long_text", max_length=100),
                Asked("day", "哪一天", "date"),
                Asked("count", "几次", "integer", low=1, high=9),
                Asked("one", "选一个", "choice", choices=(("a", "甲"), ("b", "乙"))),
                Asked("some", "选几个", "choices", choices=(("c", "丙"), ("d", "丁"))),
                Asked("more", "乙的说明", only_if=("one", "b")),
                Asked("agree", "同意公开", "check", required=False),
            ),
        ),
        FormPage("papers", "材料", (Asked("papers", "证明材料", "files"),)),
        FormPage(
            "who",
            "您是谁",
            (
                Asked("name", "姓名", max_length=10, personal=True),
                Asked("identity", "证件号码", "identity", personal=True),
                Asked("phone", "电话", "phone", personal=True),
                Asked("email", "邮箱", "email", personal=True, max_length=40),
            ),
        ),
    ),
    terms=("foi.reply",),
    position=999,
    apply_words="写试验件",
)  # fmt: skip


@pytest.fixture
def probe(monkeypatch) -> CaseKind:
    monkeypatch.setitem(CASE_KINDS, PROBE.code, PROBE)
    return PROBE


def sample(asked: Asked) -> Any:
    """An answer that is right."""
    if asked.type == "choice":
        return asked.choices[0][0]
    if asked.type == "choices":
        return [asked.choices[0][0]]
    return _SAMPLES.get(asked.type, "柳河镇")


def answers(page: FormPage) -> dict[str, Any]:
    return {one.key: sample(one) for one in page.fields if one.type != "files"}


def text_file(name: str = "材料.txt", content: bytes = "石桥村".encode()):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, content)


def receiver(kind: CaseKind) -> str:
    return OFFICE if kind.to_office else UNIT


def write(
    client: Client, kind: CaseKind, *, unit: str = "", changed: Mapping[str, Any] | None = None
) -> None:
    """Answer every page up to the check page."""
    for page in kind.pages:
        given = {**answers(page), **{k: v for k, v in (changed or {}).items() if k in answers(page)}}
        given |= {one.key: text_file() for one in page.fields if one.type == "files" and one.required}
        answer = client.post(paths.page(kind.code, unit or receiver(kind), page.code), given)
        assert answer.status_code == 302, words(answer)


def words(answer) -> str:
    return re.sub(r"<[^>]+>", " ", answer.content.decode())


def draft_id(client: Client, kind: CaseKind, unit: str = "") -> str:
    shown = client.get(paths.page(kind.code, unit or receiver(kind), "check")).content.decode()
    found = re.search(r'name="draft" value="([^"]+)"', shown)
    assert found is not None, shown
    return found[1]


def send(client: Client, kind: CaseKind, unit: str = ""):
    here = paths.page(kind.code, unit or receiver(kind), "check")
    answer = client.post(here, {"draft": draft_id(client, kind, unit)})
    assert answer.status_code == 302, words(answer)
    return client.get(answer.url)


def number_and_code(page) -> tuple[str, str]:
    shown = page.content.decode()
    number = re.search(r'<b class="num">([^<]+)</b>', shown)
    code = re.search(r'id="code">([^<]+)</b>', shown)
    assert number is not None
    assert code is not None
    return number[1], code[1]


@pytest.fixture
def sent(cast) -> Callable[..., tuple[Client, str, str]]:
    """`sent()`: somebody has applied; their browser, the number and the code."""

    def go(kind: str = "information_application") -> tuple[Client, str, str]:
        client = Client()
        write(client, CASE_KINDS[kind])
        return client, *number_and_code(send(client, CASE_KINDS[kind]))

    return go
