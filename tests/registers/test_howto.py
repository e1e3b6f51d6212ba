"""docs/howto/add-a-register.md, followed to the letter in a temporary folder: no other file is touched."""

from __future__ import annotations

import re

import pytest
from tests.howto import Page


@pytest.mark.sweep
def test_the_page_leads_to_registers_with_template_and_import(tmp_path):
    page = Page("add-a-register.md", tmp_path, named="GONGKAI_REGISTERS")
    page.put("consumers.py")
    listing, template, *_ = page.blocks("console")[0].splitlines()
    listed = page.command(listing)
    assert "消费投诉" in listed
    assert "代表委员视察" in listed
    page.command(template, where=tmp_path)
    assert (tmp_path / "消费投诉.xlsx").stat().st_size > 1000
    (sweep,) = page.blocks("bash")
    assert re.search(r"\b2[0-9] passed", page.tests(sweep))
