# Two commands on a fresh machine: `make demo` opens a living county, `make test` proves the code.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PORT ?= 8000
export DJANGO_SETTINGS_MODULE := gongkai.settings
# Compiled modules and rewritten tests are kept: without them each process compiles a thousand files first.
unexport PYTHONDONTWRITEBYTECODE
PYTEST := $(BIN)/python -m pytest

.PHONY: setup demo run test sweeps ui durability redaction redaction-full fuzz lint bench bench-submissions bench-screening vendor docs types coverage clean

setup: $(STAMP)

$(STAMP): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] < (3, 11))' || { echo "Gongkai needs Python 3.11 or later; set PYTHON=python3.11"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

# A county of its own under var/demo, built once; the address and the accounts are on the login page.
demo: setup
	@export GONGKAI_HOME=$${GONGKAI_HOME:-var/demo}; \
	test -e $$GONGKAI_HOME/built || { $(BIN)/gongkai demo build $(if $(AS_OF),--as-of $(AS_OF)) && touch $$GONGKAI_HOME/built; } && \
	exec $(BIN)/gongkai serve --port $(PORT)

run: setup
	$(BIN)/gongkai serve --port $(PORT)

# The files in which a mark stands (tests/conftest.py sees to it that it does): to read all the others takes each process
# eight seconds.
marked = $(sort $(shell grep -rl 'mark\.$(1)\b' tests --include='test_*.py'))

test: setup
	$(PYTEST) -q -n auto -m "not sweep and not ui and not durability and not redaction"

sweeps: setup
	$(PYTEST) -q -n auto -m "sweep and not redaction" $(call marked,sweep)

ui: setup
	$(PYTEST) -q -n auto --dist loadgroup -m ui $(call marked,ui)

durability: setup
	$(PYTEST) -q -m durability $(call marked,durability)

# Forty planted PDFs redacted and looked at by recognition; what the other readers see of all 600 is in `sweeps`.
redaction: setup
	$(PYTEST) -q -s -m redaction $(call marked,redaction)

# All 600 read back by every reader, then looked at by recognition: half an hour.
redaction-full: setup
	$(PYTEST) -q -s tests/screening/redaction/test_planted.py -k recovered
	GONGKAI_LOOK_AT_ALL=1 $(PYTEST) -q -s -m redaction $(call marked,redaction)

# Every reader of foreign bytes and the detectors, GONGKAI_FUZZ_SECONDS (60) each on all processors; what fails is in build/fuzz.
FUZZ_TOOLS := build/fuzz-tools
fuzz: setup
	test -e $(FUZZ_TOOLS)/atheris || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --target $(FUZZ_TOOLS) -r requirements/fuzz.txt
	PYTHONPATH=src:$(FUZZ_TOOLS) PYTHONWARNINGS=ignore $(BIN)/python -m tests.fuzz $(ARGS)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	GONGKAI_HOME=build/lint-home $(BIN)/mypy
	GONGKAI_HOME=build/lint-home $(BIN)/python -m django check
	GONGKAI_HOME=build/lint-home $(BIN)/python -m django makemigrations --check --dry-run

coverage: setup
	$(PYTEST) -q -n auto -m "not ui and not durability and not redaction" --cov --cov-report=term --cov-report=html:build/coverage

bench: setup
	GONGKAI_HOME=build/bench-home $(BIN)/python -m bench

# 50 submissions a second with 1 MB each for two minutes; needs a quiet machine and 7 GB of disk. ARGS="--rate 20 --journeys"
bench-submissions: setup
	$(BIN)/python -m bench.submissions $(ARGS)

# A venv of its own: the stock recogniser that stands beside ours brings what nothing else needs.
BENCH_VENV := build/bench-venv
bench-screening:
	test -x $(BENCH_VENV)/bin/python || $(PYTHON) -m venv $(BENCH_VENV)
	test -e $(BENCH_VENV)/.installed || $(BENCH_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $(BENCH_VENV)/.installed
	PYTHONPATH=src $(BENCH_VENV)/bin/python -m bench.screening $(ARGS)

# npm packages at the versions named in the file, with licence and checksum; needed only to change them.
vendor: setup
	$(BIN)/python tools/vendor.py

docs: setup
	GONGKAI_HOME=build/lint-home $(BIN)/python tools/command_docs.py

clean:
	rm -rf build .pytest_cache .mypy_cache .ruff_cache
