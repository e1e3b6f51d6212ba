"""The other commands: exit codes, shapes, words on stderr and data on stdout."""

from __future__ import annotations

import json

import pytest

from gongkai import __version__
from gongkai.accounts.models import Appointment, User

pytestmark = pytest.mark.django_db(transaction=True)


def test_version(run) -> None:
    assert run("--version").stdout.strip() == f"gongkai {__version__}"


def test_verify_is_clean_and_says_so_as_json(run, cast) -> None:
    done = run("ledger", "verify", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["ok"] is True
    assert told["problems"] == []


def test_an_anchor_kept_outside_proves_the_tail(run, cast, tmp_path) -> None:
    run("search", "rebuild")
    assert (
        run(
            "user",
            "create",
            "a1",
            "--unit",
            "016",
            "--role",
            "officer",
            env={"GONGKAI_PASSWORD": "Duck-pond-77"},
        ).exit_code
        == 0
    )
    assert run("ledger", "anchor", "--out", tmp_path / "anchor.json").exit_code == 0
    assert run("ledger", "verify", "--anchor", tmp_path / "anchor.json").exit_code == 0
    kept = json.loads((tmp_path / "anchor.json").read_text())
    kept["chain"] = kept["chain"][:-4] + "0000"
    (tmp_path / "anchor.json").write_text(json.dumps(kept))
    assert run("ledger", "verify", "--anchor", tmp_path / "anchor.json").exit_code == 1


def test_an_anchor_that_is_no_anchor_is_a_matter_of_usage(run, tmp_path) -> None:
    (tmp_path / "x.json").write_text("不是")
    assert run("ledger", "verify", "--anchor", tmp_path / "x.json").exit_code == 2


def test_a_user_gets_an_account_and_a_post(run, cast) -> None:
    done = run(
        "user",
        "create",
        "lin",
        "--unit",
        "016",
        "--role",
        "handler",
        "--full-name",
        "林青",
        env={"GONGKAI_PASSWORD": "Duck-pond-77"},
    )
    assert done.exit_code == 0, done.output
    user = User.objects.get(username="lin")
    assert user.check_password("Duck-pond-77")
    assert Appointment.objects.get(user=user).role == "handler"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--unit", "016", "--role", "king"), 2),
        (("--unit", "999", "--role", "officer"), 2),
    ],
)
def test_an_unknown_role_or_unit_is_named(run, words, code) -> None:
    done = run("user", "create", "x", *words, env={"GONGKAI_PASSWORD": "Duck-pond-77"})
    assert done.exit_code == code
    assert words[1] in done.output or words[3] in done.output


def test_a_weak_password_is_refused_and_nobody_is_made(run) -> None:
    done = run(
        "user", "create", "weak", "--unit", "016", "--role", "officer", env={"GONGKAI_PASSWORD": "12345"}
    )
    assert done.exit_code == 3
    assert not User.objects.filter(username="weak").exists()


def test_units_come_from_a_table_and_faults_are_named(run, tmp_path) -> None:
    file = tmp_path / "单位.csv"
    file.write_text(
        "编码,名称,类型,上级编码\n301,青禾县林业局,政府部门,000\n302,青禾县水务局,政府部门,777\n",
        encoding="utf-8",
    )
    done = run("unit", "import", file, "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["written"] is False
    assert "777" in done.output
    done = run("unit", "import", file, "--keep-good", "--json")
    assert json.loads(done.stdout)["imported"] == 1


def test_text_is_cleaned_from_a_file_and_from_standard_input(run, tmp_path) -> None:
    (tmp_path / "a.txt").write_text("信息公開(kāi)工作", encoding="utf-8")
    assert run("text", "clean", tmp_path / "a.txt").stdout.startswith("信息公开工作")
    assert run("text", "clean", "-", input="信息公開(kāi)工作").stdout.startswith("信息公开工作")


def test_search_filters_by_unit_and_says_when_there_is_no_such_unit(run, cast) -> None:
    cast.published(unit="agri", title="关于冬小麦田间管理的通知")
    run("search", "rebuild")
    found = json.loads(run("search", "query", "冬小麦", "--unit", "016", "--json").stdout)
    assert [hit["title"] for hit in found["hits"]] == ["关于冬小麦田间管理的通知"]
    assert json.loads(run("search", "query", "冬小麦", "--unit", "012", "--json").stdout)["total"] == 0
    assert run("search", "query", "冬小麦", "--unit", "999").exit_code == 2


def test_doctor_tells_what_is_there_and_what_is_missing(run, cast) -> None:
    run("search", "rebuild")
    told = json.loads(run("doctor", "--json").stdout)
    assert told["index_equals_database"] is True
    assert told["database"] in ("sqlite", "postgresql")
    assert set(told["programs"]) >= {"chromium", "psql"}


def test_an_installation_is_set_up_once(run, cast) -> None:
    done = run("init", "--name", "别的县人民政府")
    assert done.exit_code == 3
    assert "再次初始化" in done.output


def test_a_demo_is_never_built_over_data(run, cast) -> None:
    done = run("demo", "build", "--scale", "0.01")
    assert done.exit_code == 3
    assert User.objects.count() < 100


def test_help_names_every_command(run) -> None:
    text = run("--help").stdout
    for noun in ("init", "serve", "doctor", "item", "search", "ledger", "unit", "user", "text", "demo"):
        assert noun in text
