"""docs/howto/add-a-case-kind.md, followed to the letter in a temporary folder: no other file is touched."""

from __future__ import annotations

import re

import pytest
from tests.howto import Page


@pytest.mark.sweep
def test_the_page_leads_to_a_kind_with_pages_buttons_clock_and_sweep(tmp_path):
    page = Page("add-a-case-kind.md", tmp_path, named="GONGKAI_CASE_KINDS")
    page.put("parking_appeal.py")
    look, sweep = page.blocks("bash")
    assert "停车罚单申诉" in page.command(look)
    assert re.search(r"\b1[0-9] passed", page.tests(sweep))
