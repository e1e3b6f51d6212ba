"""What fuzzing starts from, and every input that once broke something, tried once in the ordinary suite."""

import pytest
from tests.fuzz.targets import TARGETS
from tests.fuzz.trying import MOST_BYTES, MOST_FILES, SEEDS, SLOWEST, corpus_of, tried

FILES = [(target, path) for target in TARGETS for path in corpus_of(target)]


@pytest.mark.filterwarnings("ignore::Warning")
@pytest.mark.parametrize(("target", "path"), FILES, ids=[f"{target}/{path.name}" for target, path in FILES])
def test_every_kept_input_gets_an_answer_in_time(target, path, tmp_path):
    seconds, problem = tried(TARGETS[target], path.read_bytes(), tmp_path)
    if problem is not None:
        raise problem
    assert seconds < SLOWEST


@pytest.mark.parametrize("target", TARGETS)
def test_the_kept_inputs_stay_few_and_small(target):
    files = corpus_of(target)
    assert 1 < len(files) <= MOST_FILES
    assert sum(path.stat().st_size for path in files) <= MOST_BYTES


def test_no_kept_input_belongs_to_a_target_that_is_gone():
    assert {path.name for path in SEEDS.iterdir()} == set(TARGETS)
