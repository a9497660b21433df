# Everything a newcomer needs is one word: make help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
UV_VERSION := 0.13.9
export UV_PROJECT_ENVIRONMENT := $(VENV)
# Where this is set, every process compiles everything anew: five seconds instead of two until it runs.
export PYTHONDONTWRITEBYTECODE :=
.DEFAULT_GOAL := help
.PHONY: help install demo run test check check-style check-types check-imports check-docs fmt model timetravel canaries fuzz-text bench year docs clean

help: ## show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(UV):
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(VENV)/.run: $(UV) pyproject.toml uv.lock
	@$(UV) sync --frozen --quiet --no-dev --group demo --inexact --python $(BIN)/python
	@touch $@

$(VENV)/.dev: $(UV) pyproject.toml uv.lock
	@$(UV) sync --frozen --quiet --inexact --python $(BIN)/python
	@touch $@ $(VENV)/.run

install: $(VENV)/.dev ## install everything, tools for development included

demo: $(VENV)/.run ## the practice workspace in the browser; no Slack account needed
	@exec $(BIN)/python -m sandbox

run: $(VENV)/.run ## the bot against real Slack (settings from .env)
	@exec $(BIN)/python -m bot run

test: install ## every test, on SQLite and PostgreSQL
	$(BIN)/python -m pytest -n 4 --dist worksteal

check: check-types check-imports check-style check-docs ## lint, types, import contracts, documents

check-style: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

check-types: install
	$(BIN)/mypy

check-imports: install
	$(BIN)/lint-imports

check-docs: install
	$(BIN)/python -m bot.docs --check

fmt: install ## put every file in the house's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

model: install ## a million random steps beside a model, on each database
	COUNTERSIGN_MODEL_STEPS=1000000 $(BIN)/python -m pytest tests/model

fuzz-text: install ## 100,000 hostile texts for the reader of requests and dates
	COUNTERSIGN_FUZZ_TEXTS=100000 $(BIN)/python -m pytest -n 2 tests/language/test_hostile_text.py

timetravel: install ## every zone, every clock change to 2036
	COUNTERSIGN_ZONES=all $(BIN)/python -m pytest tests/worktime/test_time_travel.py

canaries: install ## ten thousand random scenarios with outsiders about, 0 leaks
	COUNTERSIGN_CANARIES=10000 $(BIN)/python -m pytest tests/canaries

year: install ## a year of a 60-person agency: nobody is pinged when they are not there
	$(BIN)/python -m tests.year --write

bench: install ## speed, as ratios within one run
	$(BIN)/python -m benchmarks

docs: install ## write the generated tables and figures again
	$(BIN)/python -m bot.docs

clean: ## remove what make made
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
