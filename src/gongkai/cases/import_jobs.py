"""Long jobs of imported cases: checking an uploaded file, writing what it holds. Registered by `tasks.py`."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from gongkai.cases.actions.importing import Written, write_cases
from gongkai.cases.importing.ground import Ground
from gongkai.cases.importing.reading import read_file
from gongkai.cases.importing.trial import tried
from gongkai.cases.queries.importing import ground_for
from gongkai.files.upload_jobs import check_upload, import_upload
from gongkai.jobs.progress import Progress

CHECK, IMPORT = "cases.check", "cases.import"


def check(progress: Progress) -> dict[str, Any]:
    """A trial run; params as for every upload, and kind, unit_id."""
    return check_upload(progress, tried=tried, ground=_ground(progress))


def import_cases(progress: Progress) -> dict[str, Any]:
    """Write the cases of an upload; params as for every upload, and kind."""
    return import_upload(
        progress, read=read_file, write=write_cases, written=Written, ground=_ground(progress), measure="件"
    )


def _ground(progress: Progress) -> Ground:
    params = progress.params
    return ground_for(kind=params["kind"], unit_id=params["unit_id"], today=timezone.localdate())
