"""Files that are too many or too large are told before they are sent; the page stays with all that was typed."""

import pytest
from tests.portal.cases.conftest import UNIT

from gongkai.portal.cases import paths

pytestmark = [pytest.mark.ui, pytest.mark.django_db(transaction=True)]


def chosen(count, size=10):
    return [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": b"x" * size} for n in range(count)]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (chosen(6), "最多 5 个文件，这次选了 6 个"),
        (chosen(1, 11 * 1024 * 1024), "“0.jpg”有 11.0 MB，每个不能超过 10 MB"),
    ],
)
def test_what_would_be_refused_is_not_sent(cast, visit, files, told):
    page = visit(paths.page("letter", UNIT, "what"))
    page.fill("[name=title]", "路灯不亮")
    page.set_input_files("input[type=file]", files)
    page.click("text=下一步")
    assert told in page.inner_text("form .wrong-words[role=alert]")
    assert page.input_value("[name=title]") == "路灯不亮"
    page.set_input_files("input[type=file]", chosen(1))
    assert page.query_selector("[data-too-much]") is None
