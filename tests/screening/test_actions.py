"""The office's changes of word lists, profiles and the term: each makes everything due again and stands in the ledger."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from gongkai.ledger.models import LedgerRow
from gongkai.ledger.rules import SYSTEM
from gongkai.screening import actions
from gongkai.screening.masks import FORMS
from gongkai.screening.models import RulesEdition, ScreeningProfile, Word, WordList
from gongkai.screening.policies import may_read_rules, may_run_screening
from gongkai.screening.profiles import Treatment
from gongkai.screening.queries import forget_rules, rules_now, task_days, word_lists, words_of
from gongkai.screening.rules import FORM_LABELS
from gongkai.screening.wording import Entry

AT = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
SHIPPED = "misspellings"
ID = "530102198803071231"


@pytest.fixture(autouse=True)
def fresh_rules():
    forget_rules()
    yield
    forget_rules()


@pytest.fixture
def office(cast):
    return {"by": cast.standing("office.disclosure_office"), "at": AT}


def found(text: str, kind: str = "notice") -> list[str]:
    return [span.text for span in rules_now().find(text, kind=kind, deep=False)]


def last_act() -> str:
    return LedgerRow.objects.order_by("-id").values_list("act", flat=True).first()


def test_shipped_lists_hold_until_one_of_them_is_edited(office):
    assert found("窗户按装完毕") == ["按装"]
    assert WordList.objects.count() == 0
    before = len(words_of(SHIPPED))
    actions.save_word(list_code=SHIPPED, word=Entry("青禾先县", "misspelling", "青禾县"), **office)
    assert found("窗户按装完毕，青禾先县") == ["按装", "青禾先县"]
    assert len(words_of(SHIPPED)) == before + 1
    assert [one.is_shipped for one in word_lists() if one.code == SHIPPED] == [False]


def test_a_word_is_changed_and_dropped_and_each_change_makes_all_due_again(office):
    editions = [rules_now().edition]
    actions.save_word(list_code=SHIPPED, word=Entry("青禾先县", "misspelling", "青禾县"), **office)
    editions.append(rules_now().edition)
    actions.save_word(
        list_code=SHIPPED, former="青禾先县", word=Entry("青禾显县", "misspelling", "青禾县"), **office
    )
    editions.append(rules_now().edition)
    assert found("青禾先县和青禾显县") == ["青禾显县"]
    actions.drop_word(list_code=SHIPPED, word="青禾显县", **office)
    editions.append(rules_now().edition)
    assert found("青禾先县和青禾显县") == []
    assert len(set(editions)) == 4
    assert last_act() == "screening.drop_word"


def test_what_should_stand_instead_is_told_with_the_list_and_its_version(office):
    text = "窗户按装完毕"
    (span,) = rules_now().find(text, kind="notice", deep=False)
    assert rules_now().reason_for(span, text, kind="notice").startswith("建议写成“安装”。常见错别字 第")


def test_a_list_is_replaced_whole_and_carries_its_version_and_day(office):
    words = [Entry("绿化县城", "outdated", "公园城市"), Entry("绿化县城", "outdated", "花园城市")]
    actions.replace_list(
        code="own", name="本县提法", version="2026-2", dated_on=date(2026, 11, 1), words=words, **office
    )
    actions.replace_list(
        code="own", name="本县提法", version="2026-3", dated_on=date(2026, 11, 2), words=words[:1], **office
    )
    assert [(w.word, w.advice) for w in Word.objects.filter(word_list__code="own")] == [
        ("绿化县城", "公园城市")
    ]
    (line,) = [one for one in word_lists() if one.code == "own"]
    assert (line.version, line.dated_on, line.count) == ("2026-3", date(2026, 11, 2), 1)


def test_a_list_that_is_switched_off_is_not_looked_for(office):
    actions.use_list(list_code=SHIPPED, used=False, **office)
    assert found("窗户按装完毕") == []
    actions.use_list(list_code=SHIPPED, used=True, **office)
    assert found("窗户按装完毕") == ["按装"]


@pytest.mark.parametrize(
    "word",
    [
        Entry("的", "misspelling"),
        Entry("**", "misspelling"),
        Entry("词" * 61, "misspelling"),
        Entry("按扭", "no_such_kind"),
        Entry("按扭", "misspelling", "按钮", ("旋钮",)),
        Entry("按扭", "misspelling", "长" * 121),
        Entry("按扭", "misspelling", "按扭"),
    ],
)
def test_a_word_that_would_do_harm_is_refused_and_nothing_changes(office, word):
    with pytest.raises(actions.FaultyWord):
        actions.save_word(list_code=SHIPPED, word=word, **office)
    assert not WordList.objects.exists()
    assert not RulesEdition.objects.exists()


def test_a_word_twice_a_word_that_has_gone_and_an_unknown_list_are_told(office):
    with pytest.raises(actions.WordTaken):
        actions.save_word(list_code=SHIPPED, word=Entry("按装", "misspelling", "安装"), **office)
    with pytest.raises(actions.UnknownWord):
        actions.drop_word(list_code=SHIPPED, word="没有这个词", **office)
    with pytest.raises(actions.UnknownList):
        actions.use_list(list_code="nowhere", used=False, **office)
    assert not WordList.objects.exists(), "a refused change leaves the shipped list as it is"


def test_a_profile_changes_what_is_done_with_a_kind_and_leaves_the_rest(office):
    text = f"名单：{ID}"
    before = rules_now().profiles["subsidy_list"]
    actions.save_profile(
        code="subsidy_list", treatments={"resident_id": Treatment("remove", "", "公示不要证件号码")}, **office
    )
    now = rules_now().profiles["subsidy_list"]
    assert now.treatments["resident_id"].action == "remove"
    assert now.treatments["person_name"] == before.treatments["person_name"]
    assert now.contexts == before.contexts
    (span,) = rules_now().find(text, kind="subsidy_list", deep=False)
    assert (span.action, rules_now().reason_for(span, text, kind="subsidy_list")) == (
        "remove",
        "公示不要证件号码",
    )
    assert "整个去掉，公示不要证件号码" in LedgerRow.objects.latest("id").payload


def test_an_item_kind_has_one_profile(office):
    actions.save_profile(code="news", item_kinds=["work_news"], **office)
    assert rules_now().profile_of("notice").code == "default"
    with pytest.raises(actions.FaultyProfile):
        actions.save_profile(code="subsidy_list", item_kinds=["work_news"], **office)
    actions.save_profile(code="subsidy_list", item_kinds=["subsidy_list", "notice"], **office)
    assert rules_now().profile_of("notice").code == "subsidy_list"


def test_unknown_profiles_actions_and_forms_are_refused(office):
    for changes in (
        {"code": "nowhere"},
        {"code": "news", "treatments": {"mobile": Treatment("burn")}},
        {"code": "news", "treatments": {"mobile": Treatment("mask", "no_such_form")}},
    ):
        with pytest.raises(actions.FaultyProfile):
            actions.save_profile(**changes, **office)
    assert not ScreeningProfile.objects.exists()


def test_the_term_of_tasks_is_the_offices(office):
    actions.set_task_days(days=10, **office)
    assert task_days() == 10
    with pytest.raises(actions.ScreeningRefused):
        actions.set_task_days(days=0, **office)


def test_only_the_disclosure_office_changes_and_few_read(cast):
    with pytest.raises(actions.NotAllowed):
        actions.use_list(list_code=SHIPPED, used=False, by=cast.standing("agri.officer"), at=AT)
    actions.use_list(list_code=SHIPPED, used=False, by=SYSTEM, at=AT)
    readers = {
        key
        for key in ("office.disclosure_office", "office.auditor", "office.secrecy_reviewer", "office.leader",
                    "agri.secrecy_reviewer", "agri.officer", "office.system_admin")
        if may_read_rules(cast.standing(key))
    }  # fmt: skip
    assert readers == {"office.disclosure_office", "office.auditor", "office.secrecy_reviewer"}
    assert not may_run_screening(cast.standing("office.secrecy_reviewer"))


def test_every_form_of_a_mask_has_words_to_choose_it_by():
    assert set(FORM_LABELS) == {"", *FORMS}
