# make run    installs what is needed, builds the knowledge index if it is missing or stale, serves
# make test   installs what the tests need and runs all checks
# make check  formats, then the same checks, on an existing .venv
# make bundle one archive in dist/ that installs without any network (tools/prove-bundle tries it)
# make baseline  asks every case, keeps the answers as the new baseline, the peers' beside it, and writes the README's table
# make bench  prints the figures that docs/benchmarks.md quotes

HOST ?= 127.0.0.1
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet

# One thread for linear algebra: on the small matrices of a query more threads only get in each other's way.
export OMP_NUM_THREADS ?= 1
export OPENBLAS_NUM_THREADS ?= 1
export MKL_NUM_THREADS ?= 1

.PHONY: run test check lint baseline bench bundle clean

run: .venv/.run
	$(BIN)/hotline knowledge build --if-stale
	$(BIN)/hotline serve --host $(HOST) --port $(PORT)

test: .venv/.test system lint
	$(BIN)/pytest

check: .venv/.test
	$(BIN)/ruff format assistant knowledge eval tests
	$(MAKE) --no-print-directory system lint
	$(BIN)/pytest

lint: node_modules/.package-lock.json
	$(BIN)/ruff format --check --quiet assistant knowledge eval tests
	$(BIN)/ruff check --quiet assistant knowledge eval tests
	$(BIN)/mypy
	$(BIN)/lint-imports
	npm run --silent lint
	$(BIN)/hotline knowledge check

bundle: .venv/.run
	$(BIN)/python -m tools.bundle

baseline: .venv/.bench
	$(BIN)/hotline knowledge build --if-stale
	$(BIN)/python -m eval.generate
	$(BIN)/hotline eval run --save-baseline
	$(BIN)/python -m eval.peers
	$(BIN)/python -m eval.readme

bench: .venv/.bench
	$(BIN)/python -m tests.bench
	$(BIN)/python -m eval.retrieval
	$(BIN)/python -m eval.talks run
	$(BIN)/python -m eval.mutations

# torch comes first and by its exact version, so that what needs it does not choose another build.
.venv/.run: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) torch
	$(PIP) --editable .
	touch $@

.venv/.test: .venv/.run
	$(PIP) --editable '.[dev]'
	touch $@

.venv/.bench: .venv/.test
	$(PIP) --editable '.[dev,bench]'
	touch $@

# What checks the scripts of assistant/web; nothing of it is served.
node_modules/.package-lock.json: package.json package-lock.json
	npm ci --silent
	touch $@

# Debian packages that the tests drive: installed where that is allowed, named otherwise.
.PHONY: system
system:
	@tools/system-packages chromium fonts-noto-cjk postgresql $(if $(shell command -v npm),,nodejs npm)

clean:
	rm -rf .venv node_modules build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
