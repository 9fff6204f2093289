# Two commands do everything on a machine with Python 3.11 or later, make and the package index:
#
#   make report    set up, answer for the founding case, say where the report lies
#   make test      set up and run every check, the browser's included
#
# Set up happens by itself, once; it is repeated only when a lock or pyproject.toml changes.

PYTHON ?= python3
CASE   ?= lachin
ARGS   ?=
CHECKS ?=

VENV := .venv
BIN  := $(VENV)/bin
PIP  := $(BIN)/python -m pip --disable-pip-version-check --no-input
# A lock names every package with its hashes, so there is nothing left to resolve.
LOCKED := install --quiet --require-hashes --no-deps
COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
           --generate-hashes --no-header --no-emit-index-url --no-emit-find-links $(UPGRADE)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help report test setup lock format bench planning prove clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

report: $(VENV)/.package ## set up, run the main job on a case (CASE=lachin, ARGS="--members 2000")
	@$(BIN)/corridor report $(CASE) $(ARGS)

test: $(VENV)/.dev ## set up, run every check (CHECKS="ruff mypy" for some of them)
	@$(BIN)/python tools/check.py $(CHECKS)

setup: $(VENV)/.dev ## set up for development: .venv with everything, from the locks

format: $(VENV)/.dev ## put the source in its usual form
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

bench: $(VENV)/.dev ## the reference workload, side by side with its floors
	@$(BIN)/python -m benchmarks $(ARGS)

planning: $(VENV)/.dev $(VENV)/.bench ## building and solving plans, beside a floor and a peer
	@$(BIN)/python -m benchmarks.planning $(ARGS)

prove: $(VENV)/.dev ## the long proofs: thousands of damaged files, hundreds of kills, a full disk (a quarter of an hour)
	@$(BIN)/python tools/prove.py --out benchmarks/RESULTS_PROVE.md $(ARGS)

# A dependency just added is not installed yet, so that an environment with uv in it is enough.
lock: $(if $(wildcard $(BIN)/uv),,$(VENV)/.dev) ## renew the locks (UPGRADE=--upgrade for the newest versions)
	@$(COMPILE) --group build --output-file requirements.lock
	@$(COMPILE) --group build --group dev --constraint requirements.lock --output-file requirements-dev.lock
	@$(COMPILE) --group build --group bench --constraint requirements.lock --output-file requirements-bench.lock

clean: ## remove what the commands above have made
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .numba_cache
	find src tests tools -type d -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if v >= (3, 11) else \
	  f"corridor needs Python 3.11 or later; {sys.executable} is {v.major}.{v.minor}.\nSay which one to use: make PYTHON=/path/to/python3.12 ...")'
	@echo "Setting up $(VENV) (once; a minute or two) ..."
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "Python could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@touch $@

$(VENV)/.runtime: requirements.lock $(VENV)/.created
	@$(PIP) $(LOCKED) -r requirements.lock
	@touch $@

$(VENV)/.package: pyproject.toml $(VENV)/.runtime
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.package
	@$(PIP) $(LOCKED) -r requirements-dev.lock
	@$(PIP) check
	@touch $@

# The peer of a benchmark, in an environment of its own inside the other.
$(VENV)/.bench: requirements-bench.lock $(VENV)/.created
	@$(BIN)/python -m venv $(VENV)/bench
	@$(VENV)/bench/bin/python -m pip --disable-pip-version-check --no-input $(LOCKED) -r requirements-bench.lock
	@touch $@
