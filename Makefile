# Two commands: `make demo` shows the program, `make test` proves it. Both make what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SOURCES := pyproject.toml requirements.lock frontend/package-lock.json frontend/build_hook.py frontend/build.mjs \
	$(shell find frontend/src -type f 2>/dev/null)
.DEFAULT_GOAL := help

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(READY): $(SOURCES)
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@echo "Installing what the lock names"
	@$(BIN)/python -m pip install -qq --require-hashes -r requirements.lock
	@echo "Building the assets"
	@$(BIN)/python -m pip install -qq --no-build-isolation --no-deps -e .
	@touch $@

demo: $(READY) ## Make the demo practice and serve it
	@$(BIN)/wellrun demo

run: $(READY) ## Serve Wellrun with its own database
	@$(BIN)/wellrun run

test: $(READY) ## Run every check and test, saying what is skipped
	@scripts/browser.sh
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check -q .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q -n 2
	@scripts/postgres15.sh $(BIN)/python -m pytest -q -n 2 src/wellrun/practice src/wellrun/platform/audit tests/floors

lint: $(READY) ## Run the checks alone
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(READY) ## Measure every figure the project claims
	@$(BIN)/wellrun bench

clean: ## Remove what was made here; your practice's data lies elsewhere and stays
	@rm -rf $(VENV) frontend/node_modules src/wellrun/platform/ui/static/ui/dist .pytest_cache .ruff_cache .mypy_cache \
		.hypothesis .import_linter_cache

.PHONY: help demo run test lint bench clean
