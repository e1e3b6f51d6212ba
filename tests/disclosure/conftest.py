"""Where these tests keep files and index, and the moment at which they play."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from gongkai.ledger.models import LedgerRow

AT = datetime(2026, 11, 20, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.INDEX_ROOT = tmp_path / "index"


@pytest.fixture
def acts(db):
    """`acts(item_id)`: what the ledger says of an item, oldest first."""

    def of(item_id: int) -> list[str]:
        rows = LedgerRow.objects.filter(subject_type="item", subject_id=str(item_id)).order_by("id")
        return [row.act for row in rows]

    return of
