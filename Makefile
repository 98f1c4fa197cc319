# Needs Python 3.11 to 3.13, git and make. Each target sets up what it uses, once.

.DEFAULT_GOAL := help
.PHONY: help report check lab test proof format messages lock clean

CITY ?= musterstadt
# A Python to use instead of the newest one that works.
PYTHON ?=
export PYTHON

BIN = .venv/bin
SETUP = @sh requirements/setup.sh

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "  CITY=folder (musterstadt) for report and check; PYTHON=python3.12 for the set-up;"
	@echo "  UPGRADE=1 for lock"

report: ## set up and build the report of a city into reports/
	$(SETUP) runtime
	@$(BIN)/quartier build $(CITY)

check: ## set up and check a city's folder without building
	$(SETUP) runtime
	@# Rows in quarantine (exit code 1) are no error of make.
	@$(BIN)/quartier check $(CITY) || [ $$? -eq 1 ]

lab: ## set up JupyterLab and open it in notebooks/
	$(SETUP) lab
	@cd notebooks && ../$(BIN)/jupyter lab

test: ## set up and run formatter, linter, type checker and tests
	$(SETUP) dev
	@echo "Format (ruff)"
	@$(BIN)/ruff format --quiet --check . || \
	  { $(BIN)/ruff format --check --output-format concise . ; echo "make format puts this right"; exit 1; }
	@echo "Lint (ruff)"
	@$(BIN)/ruff check --quiet .
	@echo "Types (pyrefly)"
	@$(BIN)/pyrefly check --summary=none --python-interpreter-path $(BIN)/python
	@echo "Tests (pytest)"
	@# A file at a time, in their order: what a file has built is built once, and the slow ones come first.
	@$(BIN)/python -m pytest --quiet --numprocesses auto --dist loadfile --no-loadscope-reorder

proof: ## the checks that take longer than a test should
	$(SETUP) dev
	@$(BIN)/python -m pytest -m proof --numprocesses auto
	@# The same as in `make test`, with twenty times as many examples.
	@$(BIN)/python -m pytest tests/property --hypothesis-profile proof --numprocesses auto

format: ## format code and notebooks and put right what the linter can
	$(SETUP) dev
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format .

messages: ## update the translation files in locale/ after a change of texts
	$(SETUP) dev
	@$(BIN)/python locale/extract.py

lock: ## write requirements/*.lock anew from pyproject.toml
	$(SETUP) runtime
	@sh requirements/lock.sh

clean: ## remove .venv and caches; reports stay
	@rm -rf .venv .pytest_cache .ruff_cache .pyrefly_cache .hypothesis dist
	@find . \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} +
