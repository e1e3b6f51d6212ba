"""The wizard for items and its trial run: at once or by a job, with the columns that a unit has matched before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from gongkai.disclosure.importing.trial import header_of, map_file, tried
from gongkai.disclosure.queries.importing import ground_on, remembered_columns
from gongkai.files.waiting import Upload, edits_of, forget_result, tell
from gongkai.office.import_uploads import check_by_job
from gongkai.office.import_wizard import Wizard
from gongkai.office.standing import Moment

ITEMS = Wizard(what="items", prefix="", title="批量导入", noun="信息", counter="条")
ONLY_FILERS = "由信息员、承办人或者政务公开办导入。"
AT_ONCE = 2 * 1024 * 1024  # bytes; a larger file is checked by a job


def check(now: Moment, upload: Upload) -> HttpResponse:
    """Check a small file at once, a large one by a job whose page is shown meanwhile."""
    forget_result(upload)
    if upload.size > AT_ONCE:
        return check_by_job(now, upload, kind="items.check", params=params_of(upload))
    trial = tried(
        upload.path, upload.name, map_name=upload.told["map"], ground=ground_on(now.today), edits=edits_of(upload)
    )  # fmt: skip
    return ITEMS.tried(upload, trial)


def params_of(upload: Upload) -> dict[str, Any]:
    """What both jobs need to know of an upload."""
    return {"token": upload.token, "user_id": upload.owner_id, "map": upload.told["map"]}


def with_remembered_columns(upload: Upload) -> Upload:
    """Read with the columns that somebody of the unit has matched by hand for the same headings, if there are any."""
    if upload.told["map"] or not (header := header_of(upload.path, upload.name)):
        return upload
    known = remembered_columns(unit_id=upload.told["unit"], header=header)
    if known is None:
        return upload
    return with_columns(upload, known.columns, kind=known.kind, label="上次自己选的对照", remembered=True)


def with_columns(
    upload: Upload, columns: Mapping[str, str], *, kind: str, label: str, remembered: bool = False
) -> Upload:
    place = upload.folder / "map.toml"
    place.write_text(map_file(dict(columns), kind=kind, label=label), encoding="utf-8")
    return tell(upload, map=str(place), remembered=remembered)
