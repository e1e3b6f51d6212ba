"""Whom to write to: found by any name, closed ones lead on, villages don't take applications."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone
from tests.portal.cases.conftest import OFFICE, UNIT, answers, number_and_code, send, words, write
from tests.portal.cases.test_published import public  # noqa: F401

from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case
from gongkai.portal.cases import paths
from gongkai.portal.cases.found import found_path
from gongkai.portal.cases.holding import draft_of
from gongkai.units.actions.details import set_competence

KIND = CASE_KINDS["information_application"]
START, FIRST = paths.start(KIND.code), KIND.pages[0].code


def test_all_organs_can_be_chosen_and_no_village(cast):
    shown = Client().get(START).content.decode()
    assert f'href="{paths.page(KIND.code, UNIT, FIRST)}"' in shown
    assert "村民委员会" not in shown


def test_a_unit_is_found_by_its_initials(cast):
    shown = Client().get(START, {"q": "nyncj"}).content.decode()
    assert f'href="{paths.page(KIND.code, UNIT, FIRST)}"' in shown


def test_what_nobody_knows_says_so_and_leads_to_the_list(cast):
    shown = words(Client().get(START, {"q": "甲乙丙丁戊"}))
    assert "没有找到" in shown
    assert "看全部机关" in shown


def test_nobody_writes_to_a_village_or_to_nobody(cast):
    client = Client()
    for unit in ("111-01", "nobody"):
        assert client.get(paths.page(KIND.code, unit, FIRST)).status_code == 404


DUTIES = {
    "housing": ("城镇老旧小区改造", "物业管理监督"),
    "agri": ("农业机械化管理，农机购置与应用补贴", "农村宅基地管理"),
    "office": ("政务公开指导协调",),
    "town": ("辖区公共服务", "殡葬改革宣传"),
}


@pytest.fixture
def duties(cast):
    at = timezone.now()
    on, by = timezone.localdate(at) - timedelta(days=9), cast.standing("office.system_admin")
    for unit, matters in DUTIES.items():
        for matter in matters:
            set_competence(unit_id=cast.units[unit], matter=matter, on=on, by=by, at=at)


def test_whose_matter_it_may_be_is_said_after_the_question(duties):
    client = Client()
    client.post(paths.page(KIND.code, UNIT, FIRST), {"title": "城镇老旧小区改造计划"})
    shown = client.get(paths.page(KIND.code, UNIT, KIND.pages[1].code))
    assert "可能归别的机关管" in words(shown)
    assert paths.page(KIND.code, "012", KIND.pages[1].code) in shown.content.decode()
    # Who is right already is told nothing.
    right = client.get(paths.page(KIND.code, "012", KIND.pages[1].code))
    assert "可能归别的机关管" not in words(right)


def test_a_unit_is_found_by_what_people_call_its_duty(duties):
    shown = Client().get(START, {"q": "农机补贴找谁"})
    assert "负责：农业机械化管理" in words(shown)


def test_an_item_can_be_what_it_is_about(cast):
    item = cast.item(cast.published(kind="subsidy_list", title="补贴名单公示", fields=runs()))
    client = Client()
    answer = client.get(paths.start("objection"), {"about": item.index_no})
    assert answer.url == paths.page("objection", UNIT, CASE_KINDS["objection"].pages[0].code)
    assert "补贴名单公示" in words(client.get(answer.url))
    assert client.get(paths.start("objection"), {"about": "没有/这条"}).status_code == 404


def runs() -> dict[str, str]:
    day = timezone.localdate()
    return {"notice_from_on": day.isoformat(), "notice_to_on": (day + timedelta(days=7)).isoformat()}


def test_an_index_number_that_no_notice_bears_is_said_at_its_field(cast):
    notice = cast.item(cast.published(kind="subsidy_list", title="补贴名单公示", fields=runs()))
    other = cast.item(cast.published(title="关于秋季防疫的公告"))
    kind, client = CASE_KINDS["objection"], Client()
    here = paths.page(kind.code, UNIT, "which")
    for number in ("MA0016000/2020-00001", "2026-7", other.index_no):
        answer = client.post(here, {"index_no": number})
        assert answer.status_code == 422
        assert "没有这个索引号的公示" in answer.context["form"].errors["index_no"][0]
        shown = answer.content.decode()
        assert f'value="{number}"' in shown
        assert f"/search/?{urlencode({'q': number})}".replace("&", "&amp;") in shown
    # Past its page it isn't sent either.
    for page in kind.pages[1:]:
        client.post(paths.page(kind.code, UNIT, page.code), answers(page))
    check = client.get(paths.page(kind.code, UNIT, "check"))
    assert "没有这个索引号的公示" in words(check)
    draft = draft_of(client.session, kind.code)
    client.post(paths.page(kind.code, UNIT, "check"), {"draft": draft.id})
    assert not Case.objects.exists()
    assert client.post(here, {"index_no": f" {notice.index_no.lower()} "}).status_code == 302
    number, _ = number_and_code(send(client, kind))
    assert Case.objects.get(number=number).item_id == notice.pk


@pytest.mark.parametrize(("typed", "tied"), [("补贴名单公示", True), ("村口贴的公示", False)])
def test_that_a_notice_will_not_end_is_promised_only_where_one_is_tied(cast, typed, tied):
    notice = cast.published(kind="subsidy_list", title="补贴名单公示", fields=runs())
    kind, client = CASE_KINDS["objection"], Client()
    write(client, kind, changed={"index_no": typed})
    page = send(client, kind)
    number, _ = number_and_code(page)
    assert Case.objects.get(number=number).item_id == (notice if tied else None)
    for shown in (words(page), words(client.get(paths.case(number)))):
        assert "正在核查您提出的异议" in shown
        assert ("核查期间公示不会结束" in shown) == tied


def test_what_is_public_already_is_shown_after_the_question_within_300_ms(cast, indexed):
    cast.published(title="关于农机购置补贴发放情况的公示")
    indexed()
    client = Client()
    client.post(paths.page(KIND.code, UNIT, FIRST), {"title": "农机购置补贴发放明细"})
    began = time.process_time()
    shown = client.get(paths.page(KIND.code, UNIT, KIND.pages[1].code))
    assert time.process_time() - began < 0.3
    assert "看看是不是已经公开" in words(shown)
    link = re.search(r'href="(/write/[a-z_]+/found/\?thing=item[^"]+)"', shown.content.decode())
    assert link is not None
    seen = client.get(link[1])
    assert seen.url.startswith("/item/")
    assert client.get(seen.url).status_code == 200


def test_answers_to_others_that_are_public_are_shown_too(public, indexed):  # noqa: F811
    number = public(title="老年人优待证在哪里办")
    indexed()
    client, kind = Client(), CASE_KINDS["online_question"]
    about = next(n for n, page in enumerate(kind.pages) if any(one.key == "title" for one in page.fields))
    given = {"title": "老年人优待证", "text": "在哪里办"}
    client.post(paths.page(kind.code, UNIT, kind.pages[about].code), given)
    shown = client.get(paths.page(kind.code, UNIT, kind.pages[about + 1].code)).content.decode()
    assert found_path(kind.code, f"answer:{number}") in shown


def test_a_complaint_goes_to_who_supervises_and_nobody_chooses(cast):
    kind, client = CASE_KINDS["complaint"], Client()
    first = client.get(paths.start(kind.code))
    assert first.url == paths.page(kind.code, OFFICE, kind.pages[0].code)
    page = client.get(first.url)
    assert "青禾县人民政府办公室" in words(page)
    assert "第 1 步，共 4 步" in words(page)
    assert f'href="{paths.WRITE}"' in page.content.decode()
    # Not to the unit that it is about, whatever the address says.
    assert client.get(paths.page(kind.code, UNIT, kind.pages[0].code)).status_code == 404
    write(client, kind, changed={"about_unit": "青禾县农业农村局"})
    check = client.get(paths.page(kind.code, OFFICE, "check")).content.decode()
    assert f'href="{paths.start(kind.code)}"' not in check
    number, _ = number_and_code(send(client, kind))
    assert Case.objects.get(number=number).unit_id == cast.units["office"]


def test_a_complaint_is_not_led_to_the_unit_whose_duty_it_names(duties):
    kind, client = CASE_KINDS["complaint"], Client()
    what = next(page for page in kind.pages if any(one.key == "title" for one in page.fields))
    client.post(
        paths.page(kind.code, OFFICE, what.code), {"title": "城镇老旧小区改造不公开", "text": "没有公开"}
    )
    assert "可能归别的机关管" not in words(client.get(paths.page(kind.code, OFFICE, kind.pages[2].code)))
