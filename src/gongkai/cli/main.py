"""The entry of the command line: Django is made ready, then the commands are read."""

from __future__ import annotations

import gc
import os


def run() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    gc.disable()  # what loading makes stays until the end: looking through it for rubbish costs a tenth of the start
    import django  # noqa: PLC0415  (the settings must be named before Django is touched)

    django.setup()
    from gongkai.cli.app import app  # noqa: PLC0415  (commands read models, so only after setup)

    gc.enable()
    gc.freeze()
    app()
