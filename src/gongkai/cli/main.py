"""The entry of the command line: Django is made ready, then the commands are read."""

from __future__ import annotations

import gc
import os
import sys

_WITHOUT_INSTALLATION = ("screen", "redact")
"""Commands that touch neither database nor GONGKAI_HOME and leave no trace of themselves."""


def run() -> None:
    if sys.argv[1:2] and sys.argv[1] in _WITHOUT_INSTALLATION:
        from gongkai.cli.screening import app as screening  # noqa: PLC0415  (the rest of the commands read models)

        screening()
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    gc.disable()  # what loading makes stays until the end: looking through it for rubbish costs a tenth of the start
    import django  # noqa: PLC0415  (the settings must be named before Django is touched)

    django.setup()
    from gongkai.cli.app import app  # noqa: PLC0415  (commands read models, so only after setup)

    gc.enable()
    gc.freeze()
    from django.db import DatabaseError  # noqa: PLC0415

    try:
        app()
    except DatabaseError:
        from gongkai.cli.installing import what_is_missing  # noqa: PLC0415

        missing = what_is_missing()
        if not missing:
            raise
        from gongkai.cli.output import REFUSED, say  # noqa: PLC0415

        say(missing)
        sys.exit(REFUSED)
