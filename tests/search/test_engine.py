import os
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from datetime import date

import pytest
from tests.search.corpus import DOCS

from gongkai.search.engine import Index, IndexBusy, IndexMissing
from gongkai.search.matching import Query


def ids(index: Index, text: str = "", **filters) -> list[int]:
    return index.search(Query(text, **filters)).ids


@pytest.mark.parametrize(
    "number",
    [
        "清政办发〔2024〕5号",
        "清政办发[2024]5号",
        "清政办发（2024）5号",
        "清政办发【２０２４】５号",
        "清政辦發(2024)5號",
        "清政办发2024年第5号",
    ],
)
def test_a_number_in_any_brackets_finds_its_document_first_and_the_one_that_cites_it(index, number):
    assert ids(index, number)[0] == 1


def test_a_citing_document_follows_the_cited(index):
    assert ids(index, "清政办发〔2024〕5号") == [1, 2]


def test_traditional_characters_find_simplified_text(index):
    assert ids(index, "農村低保") == ids(index, "农村低保") != []


def test_all_terms_come_first_and_any_term_is_marked(index):
    strict = index.search(Query("农村 公路"))
    assert (strict.ids, strict.mode) == ([3], "all")
    loose = index.search(Query("停水 彩虹大桥"))
    assert (loose.ids, loose.mode) == ([4], "any")


def test_a_question_finds_its_answer(index):
    found = index.search(Query("农村低保的标准是多少元？"))
    assert set(found.ids[:2]) == {1, 2}
    assert found.mode == "any"


def test_a_character_alone_finds_the_words_that_begin_with_it(index):
    assert ids(index, "税") == [3]


def test_phrase_and_exclusion(index):
    assert ids(index, "“公共预算”") == [3]
    assert ids(index, "农村 -公路", sort="newest") == [2, 1]
    assert ids(index, "“预算公共”", mode="all") == []


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"units": [20]}, [4]),
        ({"units": [1]}, [4, 2, 1, 3]),
        ({"units": [10, 12]}, [1, 3]),
        ({"topics": [100]}, [2, 1]),
        ({"kinds": ["budget", "notice"]}, [4, 3]),
        ({"years": [2023]}, [3]),
        ({"stages": ["decision"], "validities": ["valid"]}, [1]),
        ({"published_from": date(2024, 6, 25), "published_to": date(2024, 6, 25)}, [2]),
        ({"published_to": date(2024, 1, 1)}, [3]),
        ({"source": "other"}, []),
    ],
)
def test_filters_narrow_and_the_newest_comes_first(index, filters, expected):
    assert ids(index, **filters) == expected


def test_sorting_by_date_and_paging(index):
    assert ids(index, "清源县 OR 农村", sort="oldest", mode="any")[0] == 3
    assert ids(index, limit=1, offset=1) == [2]
    assert index.search(Query(limit=1, offset=1)).total == 4
    assert ids(index, limit=10**9, offset=10**9) == []


def test_facets_count_the_results_only(index):
    facets = index.search(Query("农村")).facets
    assert facets["kind"] == {"normative_document": 1, "interpretation": 1, "budget": 1}
    assert facets["unit"][1] == 3
    assert facets["year"] == {2024: 2, 2023: 1}
    assert facets["topic"] == {100: 2, 101: 2, 200: 1}


def test_writing_again_replaces_and_deleting_removes(index):
    index.write([replace(DOCS[3], title="关于城区供气的公告", text="供气恢复。")])
    assert ids(index, "停水") == []
    assert ids(index, "供气") == [4]
    index.write(deletes=[("item", 4)])
    assert ids(index, "供气") == []
    assert index.reader().count == 3


def test_undated_and_very_old_documents_can_be_written(index):
    old = replace(DOCS[0], id=9, published_at=DOCS[0].published_at.replace(year=1950), year=1950)
    index.write([old, replace(DOCS[0], id=8, published_at=None, year=0)])
    assert ids(index, published_to=date(1960, 1, 1)) == [9]
    assert ids(index)[-1] == 8


def test_a_failing_write_leaves_the_index_as_it_was(index):
    def docs():
        yield replace(DOCS[0], id=50)
        raise RuntimeError("source broke")

    with pytest.raises(RuntimeError, match="source broke"):
        index.write(docs())
    assert index.reader().count == 4
    index.write([replace(DOCS[0], id=50)])
    assert index.reader().count == 5


def test_another_process_sees_a_commit(index):
    reading = Index(index.root)
    assert reading.reader().count == 4
    index.write([replace(DOCS[0], id=77)])
    assert reading.reader().count == 5


def test_a_second_writer_waits_and_then_says_so(index):
    with index.locked(), pytest.raises(IndexBusy):
        Index(index.root).write(DOCS, wait=0.1)


def test_without_an_index_reading_says_so(tmp_path):
    with pytest.raises(IndexMissing):
        Index(tmp_path / "nothing").reader()


def test_a_rebuild_is_online_and_takes_in_what_was_written_meanwhile(index):
    reader = Index(index.root)
    late = replace(DOCS[0], id=60, title="后来的通知")
    with index.rebuilding(lambda keys: ([late] if ("item", 60) in keys else [], [("item", 1)])) as new:
        new.add(DOCS)
        assert reader.reader().count == 4
        Index(index.root).write([late], [("item", 1)])
        assert reader.reader().count == 4
    assert sorted(reader.reader().ids("item")) == [2, 3, 4, 60]
    assert len(list(index.root.glob("v*-*"))) == 1


def test_a_rebuild_that_fails_changes_nothing(index):
    def rebuild():
        with index.rebuilding(lambda keys: ([], [])) as new:
            new.add(DOCS[:1])
            raise RuntimeError("source broke")

    with pytest.raises(RuntimeError, match="source broke"):
        rebuild()
    assert index.reader().count == 4
    assert len(list(index.root.glob("v*-*"))) == 1


def test_two_rebuilds_at_once_are_refused(index):
    with (
        index.rebuilding(lambda keys: ([], [])),
        pytest.raises(IndexBusy),
        Index(index.root).rebuilding(lambda keys: ([], [])),
    ):
        pass


WRITER = """
    import sys
    from dataclasses import replace
    from pathlib import Path
    from gongkai.search.engine import Index
    from tests.search.corpus import DOCS
    index = Index(Path(sys.argv[1]))
    for id in range(1000, 100000):
        index.write([replace(DOCS[0], id=id)])
        print(id, flush=True)
"""


def test_a_killed_writer_loses_nothing_acknowledged_and_frees_the_lock(index):
    for _ in range(3):
        child = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(WRITER), str(index.root)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(["src", "."])},
        )
        seen = [int(child.stdout.readline()) for _ in range(3)]
        child.send_signal(signal.SIGKILL)
        seen += [int(line) for line in child.stdout.read().splitlines()]
        child.wait()
        child.stdout.close()
        assert set(seen) <= set(index.reader().ids("item"))
        index.write([replace(DOCS[0], id=5)])
    assert 5 in index.reader().ids("item")
