"""docs/howto/add-a-report.md, followed to the letter in a temporary folder: no other file is touched."""

from __future__ import annotations

import pytest
from tests.howto import Page


@pytest.mark.sweep
def test_the_page_leads_to_a_kind_that_is_built_and_printed(tmp_path):
    page = Page("add-a-report.md", tmp_path, named="GONGKAI_REPORTS")
    page.put("letters_table.py")
    look, sweep = page.blocks("bash")
    assert "来信办理情况表" in page.command(look)
    assert "passed" in page.tests(sweep, "-k", "letters_table")
