"""docs/howto/add-a-figure.md, followed to the letter in a temporary folder: no other file is touched."""

from __future__ import annotations

import pytest
from tests.howto import Page


@pytest.mark.sweep
def test_the_page_leads_to_a_figure_with_cuts_records_and_a_command(tmp_path):
    page = Page("add-a-figure.md", tmp_path, named="GONGKAI_FIGURES")
    page.put("night_letters.py")
    look, sweep = page.blocks("bash")
    assert "夜间来信占比" in page.command(look)
    assert "passed" in page.tests(sweep)
