"""Two files in one, and files that act when they are opened, are told apart from honest ones."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from gongkai.files.polyglots import fault_of

BEGINNINGS = (
    "<script ",
    "<SCRIPT>",
    "<?php",
    "<?PhP",
    "<html\n",
    "<HTML>",
    "<svg\t",
    "<%@page",
    "<%@ PAGE",
    "<iFrame>",
)
HALVES = ("<", "<s", "<scrip", "<script", "<?ph", "<%@", "<ifram", "<htm", "script>", " ")


def picture(kind: str) -> bytes:
    made = io.BytesIO()
    Image.frombytes("RGB", (200, 200), random.Random(1).randbytes(120_000)).save(made, kind)
    return made.getvalue()


def archive() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        out.writestr("a.php", "<?php system($_GET[1]);")
    return made.getvalue()


@pytest.mark.parametrize(("ending", "kind"), [("jpg", "JPEG"), ("png", "PNG")])
@pytest.mark.parametrize(
    "more", [b"<script>alert(1)</script>", b"<?php phpinfo();", b"<%@ page import='java.io.*'%>", b"\n%PDF-1.7", b"<SVG onload=1>"]
)  # fmt: skip
def test_a_picture_with_a_page_behind_it_is_refused(ending, kind, more):
    assert "别的内容" in fault_of(picture(kind) + more, ending)


@given(st.lists(st.sampled_from(HALVES)), st.sampled_from(BEGINNINGS), st.lists(st.sampled_from(HALVES)))
def test_a_page_is_found_in_whatever_letters_and_between_whatever_halves(before, page, after):
    content = "".join([*before, page, *after]).encode()
    assert "别的内容" in fault_of(b"\x89PNG\r\n\x1a\n" + content, "png")


@pytest.mark.parametrize(("ending", "kind"), [("jpg", "JPEG"), ("jpeg", "JPEG"), ("png", "PNG")])
def test_a_picture_with_an_archive_behind_it_is_refused(ending, kind):
    assert "压缩包" in fault_of(picture(kind) + archive(), ending)


def test_a_script_in_the_remarks_of_a_picture_is_refused():
    made = io.BytesIO()
    Image.new("RGB", (9, 9)).save(made, "JPEG", comment=b"<?php system(1);")
    assert fault_of(made.getvalue(), "jpg")


@pytest.mark.parametrize(
    "act",
    [b"/S/JavaScript/JS(app.alert(1))", b"/S /Launch /F (cmd.exe)", b"/JS 5 0 R", b"/Subtype/RichMedia/X"],
)
def test_a_pdf_that_acts_is_refused(act):
    assert "运行程序" in fault_of(b"%PDF-1.4\n1 0 obj<<" + act + b">>endobj\n%%EOF", "pdf")


def test_honest_files_pass():
    assert fault_of(picture("JPEG"), "jpg") == ""
    assert fault_of(picture("PNG"), "png") == ""
    # What telephones append: the trailer of a moving picture.
    assert fault_of(picture("JPEG") + random.Random(2).randbytes(2_000_000), "jpg") == ""
    assert fault_of(b"%PDF-1.4\n1 0 obj<</Type/Page /JSON 1>>endobj\n%%EOF", "pdf") == ""
    assert fault_of("<script> 是什么意思".encode(), "txt") == ""
