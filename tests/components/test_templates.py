"""What holds for every template and script of the product, whoever wrote it."""

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src/gongkai"
ALONE = {"reports/templates/reports/paper_file.html"}
"""Files that people take away and open without us: their style stands inside."""
TEMPLATES = sorted(
    path for path in SOURCE.glob("*/templates/**/*.html") if path.relative_to(SOURCE).as_posix() not in ALONE
)
SCRIPTS = sorted(SOURCE.glob("components/static/gongkai/*.js"))
SHEETS = sorted(SOURCE.glob("components/static/gongkai/*.css"))

# Names that hold a banned character and are right all the same.
KNOWN = ("申请", "邀请", "请示", "聘请", "提请", "报请", "请求", "请假", "确定性", "无效宣告")
BANNED = ("非法", "无效", "错误代码", "请", "确定")


def faults_of(text: str) -> list[str]:
    """What the content security policy would refuse, and forms that would answer by the browser's words."""
    found = []
    if re.search(r"<[^>]*\sstyle\s*=", text):
        found.append("style attribute")
    if re.search(r"<style\b", text):
        found.append("style element")
    if re.search(r"<[^>]*\son[a-z]+\s*=\s*[\"']", text):
        found.append("inline handler")
    if re.search(r"javascript:", text, re.I):
        found.append("javascript address")
    if re.search(r"<script\b(?![^>]*\bsrc=)", text):
        found.append("script in the page")
    for form in re.findall(r"<form\b[^>]*method=\"post\"[^>]*>.*?</form>", text, re.S | re.I):
        if "novalidate" not in form.split(">")[0]:
            found.append("form without novalidate")
        if "csrf" not in form and "{% extends" in text:
            found.append("form without its token")
    return found


def banned_in(text: str) -> list[str]:
    text = re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", text, flags=re.S)
    for name in KNOWN:
        text = text.replace(name, "")
    return [word for word in BANNED if word in text]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_template_keeps_the_rules_of_the_sheet(path):
    assert faults_of(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", [*TEMPLATES, *SCRIPTS], ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_words_are_plain(path):
    assert banned_in(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('<p style="color:red">', "style attribute"),
        ("<style>p{}</style>", "style element"),
        ("<button onclick='x()'>", "inline handler"),
        ('<a href="javascript:x()">', "javascript address"),
        ("<script>x()</script>", "script in the page"),
        ('<form method="post">{% csrf_token %}</form>', "form without novalidate"),
        ('{% extends "a" %}<form method="post" novalidate></form>', "form without its token"),
    ],
)
def test_the_lint_sees_each_fault(text, fault):
    assert faults_of(text) == [fault]


def test_the_lint_sees_banned_words_and_lets_names_pass():
    assert banned_in("请输入标题，否则无效") == ["无效", "请"]
    assert banned_in("依申请公开，邀请代表列席，请示已批") == []


@pytest.mark.parametrize(
    "path", [one for one in SHEETS if one.name not in ("tokens.css", "print.css")], ids=lambda path: path.name
)
def test_colours_stand_in_the_tokens_only(path):
    colours = re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{]*;|[^{]*\})", path.read_text(encoding="utf-8"))
    assert set(colours) <= {"#fff"}, "a QR code is the one thing that stays white in every theme"


def test_sheets_ask_for_nothing_from_outside():
    for path in [*SHEETS, *SCRIPTS]:
        assert not re.search(r"https?://|@import|url\(", path.read_text(encoding="utf-8")), path.name
