from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from gongkai.ledger.rules import SYSTEM
from gongkai.units import actions
from gongkai.units.rules import NewUnit

AT = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
START = date(2015, 1, 1)


@pytest.fixture
def county(db):
    """A root with an office, two departments, a town and its village; units by code."""
    root = actions.set_up_installation(
        root=NewUnit(code="000", name="青山县人民政府", kind="county_government", short_name="县政府"),
        mode="real",
        on=START,
        by=SYSTEM,
        at=AT,
    )
    rest = actions.found_many(
        rows=[
            # The village stands before its town: the order of the rows doesn't matter.
            NewUnit("111-01", "青山县柳河镇石桥村村民委员会", "village", "111", short_name="石桥村"),
            NewUnit("001", "青山县人民政府办公室", "office", "000", short_name="县政府办"),
            NewUnit("012", "青山县住房和城乡建设局", "department", "000", short_name="县住建局",
                    aliases=("住建局", "房管局"), competences=("公租房分配和租赁补贴", "物业管理监督")),
            NewUnit("016", "青山县农业农村局", "department", "000", short_name="县农业农村局",
                    competences=("农村宅基地管理",)),
            NewUnit("111", "青山县柳河镇人民政府", "town", "000", short_name="柳河镇"),
        ],
        on=START,
        by=SYSTEM,
        at=AT,
    )  # fmt: skip
    return {"000": root, **rest}
