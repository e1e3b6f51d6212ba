"""One target under atheris: `python -m tests.fuzz.worker TARGET SECONDS SEED`, started by `python -m tests.fuzz`."""

from __future__ import annotations

import atexit
import importlib
import pkgutil
import shutil
import sys
import time
from random import Random

import atheris
from tests.fuzz.trying import HOME, SEEDS, Tally, Trial, corpus_of

RSS_MB = 1_024
HANG_SECONDS = 120
_EVERY = 0.5  # seconds between two writings of the tally


def _targets():
    """The targets, with all code of ours watched that they run."""
    with atheris.instrument_imports(include=["gongkai.files", "gongkai.screening"]):
        from tests.fuzz.targets import TARGETS

        import gongkai.files.extraction as readers

        for module in pkgutil.iter_modules(readers.__path__):
            if module.name != "__main__":
                importlib.import_module(f"{readers.__name__}.{module.name}")
    return TARGETS


def main(name: str, seconds: int, seed: int) -> None:
    target = _targets()[name]
    home = HOME / name
    corpus = [path.read_bytes() for path in corpus_of(name)]
    trial = Trial(target, home, Tally.read(home / "tally.json"))
    atexit.register(shutil.rmtree, trial.folder, True)
    atexit.register(trial.tally.write, home / "tally.json")
    written = [time.monotonic()]

    def one(data: bytes) -> None:
        (home / "now").write_bytes(data)  # where the whole process ends, this is what ended it
        trial.one(data)
        if time.monotonic() - written[0] > _EVERY:
            trial.tally.write(home / "tally.json")
            written[0] = time.monotonic()

    def changed(data: bytes, most: int, number: int) -> bytes:
        chance = Random(number)
        if chance.random() < 0.08:  # what it learnt from comparisons
            return atheris.Mutate(data, most)
        return target.change(chance, data, corpus, most)

    options = [
        f"-max_total_time={seconds}",
        f"-seed={seed}",
        f"-max_len={target.most}",
        "-len_control=0",
        f"-rss_limit_mb={RSS_MB}",
        f"-timeout={HANG_SECONDS}",
        f"-artifact_prefix={home}/",
        "-print_final_stats=0",
        "-verbosity=0",
    ]
    found = home / "corpus"
    found.mkdir(exist_ok=True)
    atheris.Setup([sys.argv[0], *options, str(found), str(SEEDS / name)], one, custom_mutator=changed)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
