"""Units: everybody who works looks, own officers keep the contacts, reorganisation names its consequences first."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from gongkai.ledger.rules import SYSTEM
from gongkai.units.actions.details import open_reading_point
from gongkai.units.models import ReadingPoint, Unit, UnitAct


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


def at(name, *args):
    return reverse(f"office:{name}", args=args)


def fields_of(page):
    return {b.name: b.value() for b in page.context["form"] if b.value() not in (None, "")}


def in_two_steps(client, url, data):
    """The form, then the page that names what follows; returns that page's words."""
    asked = client.post(url, data)
    assert asked.status_code == 200, asked.context["form"].errors
    confirm = asked.context["confirm"]
    assert client.post(url, dict(confirm.hidden) | data | {"confirmed": "1"}).status_code == 302
    return asked.content.decode()


@pytest.fixture
def runner(cast, client_of):
    return client_of("office.disclosure_office")


def today():
    return timezone.localdate().isoformat()


def test_the_tree_and_a_unit_with_its_history(cast, client_of):
    client = client_of("agri.first_reviewer")
    assert "青禾县柳河镇石桥村" in client.get(at("units")).content.decode()
    page = client.get(at("unit", cast.units["agri"])).content.decode()
    assert "设立" in page
    assert "更名</a>" not in page


def test_the_own_officer_keeps_the_contacts_and_nobody_elses(cast, client_of):
    client = client_of("agri.officer")
    url = at("unit_details", cast.units["agri"])
    data = fields_of(client.get(url)) | {"phone": "0999-5550099"}
    assert client.post(url, data).status_code == 302
    assert Unit.objects.get(id=cast.units["agri"]).phone == "0999-5550099"
    refused = client.post(url, data | {"uscc": "91110000ABC"})
    assert refused.status_code == 422
    assert client.post(at("unit_details", cast.units["housing"]), data).status_code == 403


def test_a_reading_point_is_opened_changed_and_closed(cast, client_of):
    client = client_of("agri.officer")
    url = at("point_new", cast.units["agri"])
    data = fields_of(client.get(url)) | {"name": "农业农村局一楼查阅点", "staff_a": "陈立", "staff_b": "李敏"}
    client.post(url, data)
    point = ReadingPoint.objects.get()
    client.post(at("point_edit", point.pk), data | {"equipment": "电脑 2 台"})
    client.post(at("point_close", point.pk), {"confirmed": "1"})
    point.refresh_from_db()
    assert point.equipment == "电脑 2 台"
    assert point.closed_on is not None


def test_founding_refuses_in_words_and_keeps_what_was_typed(cast, runner):
    data = {"code": "016", "name": "青禾县林业局", "kind": "department", "parent_code": "000", "on": today()}
    refused = runner.post(at("unit_new"), data)
    assert refused.status_code == 422
    assert "青禾县林业局" in refused.content.decode()
    assert runner.post(at("unit_new"), data | {"code": "017"}).status_code == 302
    assert Unit.objects.get(code="017").name == "青禾县林业局"


def test_a_rename_says_that_the_old_name_stays_findable(cast, runner):
    agri = cast.units["agri"]
    words = in_two_steps(runner, at("unit_rename", agri), {"name": "青禾县农业局", "on": today()})
    assert "按旧名称也查得到" in words
    assert Unit.objects.get(id=agri).name == "青禾县农业局"
    assert "更名" in runner.get(at("unit", agri)).content.decode()


def test_a_merge_names_what_the_heir_takes_over(cast, runner):
    cast.draft(unit="agri")
    agri, housing = cast.units["agri"], cast.units["housing"]
    words = in_two_steps(runner, at("unit_merge", agri), {"heir": housing, "on": today()})
    assert "由青禾县住房和城乡建设局承接" in words
    assert "1 条" in words
    assert Unit.objects.get(id=agri).closed_on is not None


def test_a_split_founds_units_and_a_close_ends_one(cast, runner):
    agri = cast.units["agri"]
    data = {"into": "031 青禾县农业局\n032 青禾县畜牧局", "on": today(), "continues": "on"}
    in_two_steps(runner, at("unit_split", agri), data)
    assert UnitAct.objects.filter(kind="split", unit=agri).exists()
    made = Unit.objects.get(code="032")
    in_two_steps(runner, at("unit_close", made.pk), {"on": today(), "heir": agri})
    made.refresh_from_db()
    assert made.closed_on is not None


def test_a_move_carries_what_stands_below(cast, runner):
    words = in_two_steps(
        runner, at("unit_move", cast.units["village"]), {"parent": cast.units["office"], "on": today()}
    )
    assert "归青禾县人民政府办公室管" in words
    assert Unit.objects.get(id=cast.units["village"]).parent_id == cast.units["office"]


def test_the_consequence_alone_changes_nothing(cast, runner):
    agri = cast.units["agri"]
    runner.post(at("unit_close", agri), {"on": today(), "heir": cast.units["housing"]})
    assert Unit.objects.get(id=agri).closed_on is None


@pytest.mark.parametrize("act", ["rename", "move", "merge", "split", "close"])
def test_only_who_runs_units_reorganises(cast, client_of, act):
    url = at(f"unit_{act}", cast.units["agri"])
    assert client_of("agri.leader").get(url).status_code == 403
    assert client_of("agri.leader").post(url, {"confirmed": "1"}).status_code == 403
    assert client_of("office.system_admin").get(url).status_code == 200


def test_units_come_from_a_table_after_a_trial_run(cast, runner):
    table = "编码,名称,类型,上级编码,索引号用机构代码\r\n041,青禾县水利局,政府部门,000,MA0000041\r\n042,,政府部门,000,MA0000042\r\n"
    data = {"on": today(), "file": SimpleUploadedFile("单位.csv", table.encode())}
    answer = runner.post(at("table_new", "units"), data)
    page = runner.get(answer.url).content.decode()
    assert "第 3 行" in page
    assert not Unit.objects.filter(code="041").exists()
    runner.post(answer.url + "run/", {"keep_good": "1"})
    assert Unit.objects.filter(code="041").exists()
    assert not Unit.objects.filter(code="042").exists()


def test_forms_do_not_open_for_whoever_may_not_send_them(cast, client_of):
    agri = cast.units["agri"]
    point = open_reading_point(
        unit_id=agri, name="农业查阅点", place="archive", address="人民路2号", hours="工作日", by=SYSTEM, at=timezone.now()
    )  # fmt: skip
    for key, answer in (("agri.officer", 200), ("agri.first_reviewer", 403), ("housing.officer", 403)):
        client = client_of(key)
        for address in (
            at("unit_details", agri), at("point_new", agri), at("point_edit", point.pk), at("point_close", point.pk)
        ):  # fmt: skip
            assert client.get(address).status_code == answer, (key, address)
    refused = client_of("agri.first_reviewer").get(at("unit_details", agri))
    assert "由本单位的信息员、主要领导" in refused.content.decode()
