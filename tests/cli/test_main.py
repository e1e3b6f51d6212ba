"""What a newcomer hears who asks before anything is set up."""

from __future__ import annotations

import os
import subprocess
import sys


def test_without_an_installation_a_command_says_what_to_do_first(tmp_path) -> None:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GONGKAI_")}
    asked = [sys.executable, "-m", "gongkai", "figure", "show", "item.published", "--year", "2025"]
    done = subprocess.run(
        asked, env=kept | {"GONGKAI_HOME": str(tmp_path)}, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 3
    assert "gongkai init" in done.stderr
    assert "Traceback" not in done.stderr
