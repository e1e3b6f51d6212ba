"""The wizard for cases and its trial run: at once or by a job."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from gongkai.cases.import_jobs import CHECK
from gongkai.cases.importing.trial import tried
from gongkai.cases.queries.importing import ground_for
from gongkai.files.waiting import Upload, edits_of, forget_result
from gongkai.office.import_uploads import check_by_job
from gongkai.office.import_wizard import Wizard
from gongkai.office.standing import Moment

CASES = Wizard(what="cases", prefix="case_", title="导入来件", noun="来件", counter="件")
ONLY_CLERKS = "由承办人、政务公开办导入来件。"
AT_ONCE = 1024 * 1024  # bytes; a larger file is checked by a job


def check(now: Moment, upload: Upload) -> HttpResponse:
    """Check a small file at once, a large one by a job whose page is shown meanwhile."""
    forget_result(upload)
    told = upload.told
    if upload.size > AT_ONCE:
        return check_by_job(now, upload, kind=CHECK, params=params_of(upload))
    ground = ground_for(kind=told["kind"], unit_id=told["unit"], today=now.today)
    trial = tried(upload.path, upload.name, ground=ground, map_name=told["map"], edits=edits_of(upload))
    return CASES.tried(upload, trial)


def params_of(upload: Upload) -> dict[str, Any]:
    """What both jobs need to know of an upload."""
    told = upload.told
    return {
        "token": upload.token,
        "user_id": upload.owner_id,
        "kind": told["kind"],
        "unit_id": told["unit"],
        "map": told["map"],
    }
