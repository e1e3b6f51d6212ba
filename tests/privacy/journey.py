"""The whole way of an application through pages alone: a citizen's browser, the office's browsers, nobody's shortcuts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from tests.office.pages import url, words
from tests.portal.cases.conftest import number_and_code, send, write
from tests.privacy.canaries import PERSON

from gongkai.cases.actions.letters import make_files
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseLetter
from gongkai.portal.cases import paths

KIND = CASE_KINDS["information_application"]


@dataclass
class Played:
    """What came of it; `addresses` are all that were asked for, as an access log keeps them."""

    number: str
    code: str
    case_id: int
    citizen: Client
    addresses: list[str] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)


class Watched(Client):
    """A browser that writes down each address that it asks for."""

    def __init__(self, addresses: list[str], **more: Any) -> None:
        super().__init__(**more)
        self.addresses = addresses

    def request(self, **request: Any) -> Any:
        answer = super().request(**request)
        query = request.get("QUERY_STRING", "")
        self.addresses.append(f"{request['PATH_INFO']}?{query} {answer.headers.get('Location', '')}")
        return answer


def play(cast: Any, log_in: Callable[[Client, str], None], at: Any) -> Played:
    """Applied, confirmed, asked to correct, corrected, personal data opened, answered, served, read, rated, left."""
    addresses: list[str] = []
    citizen = Watched(addresses)
    write(citizen, KIND, changed=PERSON)
    wrong = citizen.post(
        paths.page(KIND.code, "016", "who"), {**PERSON, "identity": PERSON["identity"][:-1] + "1"}
    )
    assert wrong.status_code in (422, 404), wrong.status_code
    write(citizen, KIND, changed=PERSON)
    number, code = number_and_code(send(citizen, KIND))
    case = Case.objects.get(number=number)
    played = Played(number, code, case.pk, citizen, addresses)

    def office(person: str) -> Client:
        client = Watched(addresses)
        log_in(client, person)
        return client

    def do(client: Client, act: str, **values: Any) -> None:
        values.setdefault("on", at.date().isoformat())
        answer = client.post(url("case_act", case.pk, act), {**values, "confirmed": "1", "go": "do"})
        assert answer.status_code == 302, words(answer)[:2000]

    handler, leader = office("agri.handler"), office("agri.leader")
    for name in ("cases", "case"):
        handler.get(url(name, *([case.pk] if name == "case" else [])))
    seen = words(handler.post(url("case_personal", case.pk), {"reason": "电话核实"}))
    assert PERSON["identity"] in seen, seen[:3000]
    do(handler, "confirm", how="电话")
    do(handler, "ask_correction", reason="写明年份")
    citizen.post(paths.case(number, "do", "correct"), {"title": "2025年资金分配表", "text": "写明了年份"})
    handler.get("/office/cases/", {"q": number})
    do(handler, "draft", outcome="granted", way="复制件 3 页")
    do(leader, "approve")
    for letter in CaseLetter.objects.filter(case=case):
        make_files(letter_id=letter.pk, at=at)
    do(handler, "serve", how="online")
    stranger = Watched(addresses)
    stranger.post("/case/", {"number": number, "code": code[:-1] + ("A" if code[-1] != "A" else "B")})
    assert stranger.post("/case/", {"number": number, "code": code}).status_code == 302
    shown = stranger.get(paths.case(number)).content.decode()
    for path in re.findall(r'href="(/case/[^"]+/file/[^"]+)"', shown):
        assert stranger.get(path).status_code == 200
    stranger.post(paths.case(number, "rate"), {"stars": "5", "text": "谢谢"})
    played.cookies = [
        one.value for browser in (citizen, handler, leader, stranger) for one in browser.cookies.values()
    ]
    return played
