# Mianshen: `make help` lists what there is. Needs only make and Python 3.11 or newer.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

# The first interpreter that is new enough; `make PYTHON=… demo` overrules the choice.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& { echo "$$name"; break; }; done)

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q -q install
MEASURED := tests/unit tests/cases tests/property
DEMO_PEOPLE ?= 300
CHARTS := src/mianshen/bureau/workbench/static/vendor/echarts.esm.min.js
PARALLEL := -n auto --maxprocesses 4

export PYTHONUTF8 := 1
export PYTHONUNBUFFERED := 1

.PHONY: help demo test external check prove fuzz truth orders faults coverage mutants lock pictures clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/run.stamp ## a sheet, an invented district's year on files, and one up to the bank and its pages
	@$(BIN)/mianshen demo
	@rm -rf var/demo/xinjin-files var/demo/xinjin
	@$(BIN)/mianshen demo --profile xinjin --on-files
	@$(BIN)/mianshen demo --profile xinjin --people $(DEMO_PEOPLE)

test: $(VENV)/dev.stamp ## run the whole test suite
	@$(BIN)/python -m pytest $(PARALLEL)

external: export MIANSHEN_TEST_POSTGRES := 16
external: $(VENV)/dev.stamp ## the platform's tests against a PostgreSQL 16 reached by its address
	@$(BIN)/python -m pytest $(PARALLEL) tests/bureau

check: $(VENV)/dev.stamp ## lint, format, types, import arrows, house style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest -q tests/test_tidy.py

pictures: $(VENV)/dev.stamp ## keep a picture of every page, wide and on a phone, in var/pictures
	@mkdir -p var/pictures
	MIANSHEN_PICTURES=var/pictures $(BIN)/python -m pytest tests/bureau/test_hard_walks_in_a_browser.py

prove: $(VENV)/dev.stamp ## the long proofs: reference against oracle, kernel against reference
	$(BIN)/python tests/prove.py
	$(BIN)/python tests/prove_kernel.py

fuzz: $(VENV)/dev.stamp ## thousands of spoiled deliveries, read or refused by name
	$(BIN)/python tests/fuzz.py

truth: $(VENV)/dev.stamp ## matching and netting of whole districts, measured against the truth
	$(BIN)/python tests/measure_truth.py

orders: $(VENV)/dev.stamp ## files in 50 orders, and paid between: the same; stopped, it goes on
	$(BIN)/python tests/prove_orders.py

faults: $(VENV)/dev.stamp ## work killed, databases stopped at 300 moments: the same; stopped, it goes on
	$(BIN)/python tests/prove_faults.py

# Compiled code cannot be measured; as plain Python it is the same code.
coverage: export NUMBA_DISABLE_JIT := 1
coverage: $(VENV)/dev.stamp ## branch coverage of the rooms that decide amounts
	$(BIN)/python -m pytest $(PARALLEL) -m "not proof" --cov --cov-report=term $(MEASURED)
	$(BIN)/python tests/coverage_by_room.py

mutants: export MIANSHEN_HYPOTHESIS_PROFILE := mutants
mutants: $(VENV)/dev.stamp ## change the code on purpose and see that tests notice
	$(BIN)/mutmut run
	$(BIN)/mutmut results

# `make lock` keeps the pins it can; `make lock UPGRADE=--upgrade` takes the newest of everything.
LOCK = $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 \
	--generate-hashes --no-header $(UPGRADE)

lock: $(VENV)/dev.stamp ## rewrite requirements/*.txt from pyproject.toml
	$(LOCK) pyproject.toml --extra bureau -o requirements/run.txt
	$(LOCK) --no-deps --group pyproject.toml:assets -o requirements/assets.txt
	$(LOCK) --group pyproject.toml:build -c requirements/run.txt -o requirements/build.txt
	$(LOCK) pyproject.toml --extra bureau --group pyproject.toml:dev -c requirements/run.txt -o requirements/dev.txt

clean: ## remove everything that make made
	rm -rf $(VENV) dist build mutants .coverage .coverage.* .hypothesis .import_linter_cache
	rm -rf .mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; none was found." >&2; exit 1; }
	@echo "Preparing $(VENV) with $(PYTHON)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "Python lacks its venv module; on Debian and Ubuntu: apt-get install python3-venv" >&2; \
	  exit 1; }

$(VENV)/run.stamp: requirements/run.txt requirements/build.txt pyproject.toml $(CHARTS) | $(BIN)/python
	@echo "Installing what the program needs"
	@$(PIP) --require-hashes -r requirements/build.txt -r requirements/run.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

# Only the script is taken out of its package, which any Python can do.
$(CHARTS): requirements/assets.txt | $(BIN)/python
	@$(PIP) --no-deps --require-hashes --ignore-requires-python --upgrade \
	  --target $(VENV)/assets -r requirements/assets.txt
	@mkdir -p $(@D)
	@cp $(VENV)/assets/instaui_echarts/static/$(@F) $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp | $(BIN)/python
	@echo "Installing what the tests and checks need"
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@
