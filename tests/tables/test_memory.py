"""However long a table is, only the row that is being looked at stands in memory."""

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.sweep

CHILD = """
import sys
from pathlib import Path
from gongkai.tables.reading import read_table
rows = sum(1 for _ in read_table(Path(sys.argv[1])).rows)
# Not getrusage: its peak begins with that of the process that started this one.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(rows, int(peak.split()[1]) // 1024)
"""
ROWS, TEXT = 30_000, "各乡镇要统筹安排，" * 60


def written(path, kind):
    encoding = "gb18030" if kind == "gb18030" else "utf-8"
    with path.open("w", encoding=encoding) as out:
        if kind == "jsonl":
            out.writelines(
                json.dumps({"编号": n, "正文": TEXT}, ensure_ascii=False) + "\n" for n in range(ROWS)
            )
        else:
            out.write("编号,正文\n")
            out.writelines(f"{n},{TEXT}\n" for n in range(ROWS))


@pytest.mark.parametrize("kind", ["utf-8", "gb18030", "jsonl"])
def test_a_table_of_forty_megabytes_is_read_in_a_fraction_of_them(tmp_path, kind):
    path = tmp_path / ("表.jsonl" if kind == "jsonl" else "表.csv")
    written(path, kind)
    done = subprocess.run([sys.executable, "-c", CHILD, path], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    rows, peak_mb = map(int, done.stdout.split())
    assert rows == ROWS
    assert peak_mb < 40
