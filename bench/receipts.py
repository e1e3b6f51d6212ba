"""Run inside an installation after the load (python -m bench.receipts): what each case holds, and files that aren't there whole."""

from __future__ import annotations

import hashlib
import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")

import django

django.setup()

from gongkai.cases.models import Case, CaseFile  # noqa: E402
from gongkai.files import store  # noqa: E402
from gongkai.files.models import StoredFile  # noqa: E402


def bad_files() -> list[str]:
    """Digests whose content is missing from the store, or isn't what the digest says. Every byte is read."""
    found = []
    for digest in StoredFile.objects.order_by("id").values_list("digest", flat=True):
        try:
            with store.path_of(digest).open("rb") as content:
                whole = hashlib.file_digest(content, "sha256").hexdigest() == digest
        except OSError:
            whole = False
        if not whole:
            found.append(digest)
    return found


def receipts() -> dict[str, tuple[str, str, list[str]]]:
    """By number: title, digest of the query code, digests of the files."""
    files: dict[int, list[str]] = {}
    for case_id, digest in CaseFile.objects.order_by("id").values_list("case_id", "file__digest"):
        files.setdefault(case_id, []).append(digest)
    rows = Case.objects.order_by("id").values_list("id", "number", "title", "secret_digest")
    return {number or "": (title, digest, files.get(id, [])) for id, number, title, digest in rows}


json.dump({"receipts": receipts(), "bad_files": bad_files()}, sys.stdout)
