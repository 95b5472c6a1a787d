# factwire: `make run` and `make test` work on a fresh clone with Python 3.11 (or later) and make.
NEW_ENOUGH = import sys; sys.version_info >= (3, 11) and print("$(1)")
PYTHON ?= $(firstword $(foreach name,python3 python3.11 python3.12,$(shell $(name) -c '$(call NEW_ENOUGH,$(name))' 2>/dev/null)))
VENV := .venv
BIN := $(VENV)/bin
MODELS := $(wildcard models/dist/*.whl)
SHARED ?= ../shared
# Training needs no GPU: the build of torch for the processor alone, or PyPI's where its index cannot be reached
TORCH_INDEX := https://download.pytorch.org/whl/cpu
ARTICLES := corpus/articles.jsonl
GOLD := annotations/dev.jsonl
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export OMP_NUM_THREADS ?= 1

.DEFAULT_GOAL := help
.PHONY: help setup run test test-ray test-faults lint docs browser screenshots dist licences site bench bench-review ablation unrelated calibrate baselines torch train train-trf train-trial evaluate-model eval-real clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.ready ## Install factwire, its models and the tools for its tests into .venv

$(VENV)/.ready: pyproject.toml $(MODELS)
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed: make PYTHON=/path/to/python3.11"; exit 1; }
	@test -n "$(MODELS)" || { echo "models/dist/ holds no wheel of a model"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable '.[dev]'
	$(BIN)/pip install --quiet --no-deps --force-reinstall $(MODELS)
	@touch $@

run: setup ## Extract the bundled corpus into facts.jsonl and facts.db, and score its dev split
	$(BIN)/factwire extract $(ARTICLES) -o facts.jsonl
	$(BIN)/factwire load facts.jsonl --db sqlite:///facts.db --articles $(ARTICLES)
	$(BIN)/factwire show facts.jsonl --articles $(ARTICLES) --limit 3
	$(BIN)/factwire evaluate $(GOLD) facts.jsonl --articles $(ARTICLES) --split dev

test: setup ## Run the tests
	$(BIN)/python -m pytest -n auto --dist loadfile

test-ray: setup ## Run the tests of the Ray engine on two nodes of this machine (minutes)
	$(BIN)/pip install --quiet --editable '.[ray]'
	FACTWIRE_RAY=1 $(BIN)/python -m pytest tests/run/test_ray.py

test-faults: setup ## Run the slow tests of kills, full disks, dead servers and huge files (minutes)
	$(BIN)/python -m pytest -m faults tests/run tests/write

lint: setup ## Check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

browser: ## Install Chromium for the tests of the review page (Debian, as root)
	@command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium >/dev/null; }

screenshots: setup browser ## Make the pictures of docs/images in headless Chromium
	mkdir -p out
	$(BIN)/factwire extract $(ARTICLES) -o out/bundled.jsonl
	$(BIN)/python benchmarks/screenshots.py docs/images --facts out/bundled.jsonl

site: setup ## Build the documentation as a site into out/site
	$(BIN)/pip install --quiet --editable '.[docs]'
	$(BIN)/mkdocs build --strict --site-dir out/site

docs: setup ## Make the pages of docs/ that come from the code
	$(BIN)/python -m pipeline.cli.reference docs

dist: setup ## Build wheel and source distribution into dist/ and check them as PyPI would
	$(BIN)/pip install --quiet twine
	rm -rf dist
	$(BIN)/python -m build --outdir dist
	$(BIN)/twine check --strict dist/*

licences: setup ## List the licences of what factwire needs in docs/licences.md, and all of it in out/sbom.json
	$(BIN)/pip install --quiet pip-licenses cyclonedx-bom
	$(BIN)/python benchmarks/licences.py docs/licences.md
	mkdir -p out
	$(BIN)/cyclonedx-py environment $(BIN)/python --of JSON -o out/sbom.json

bench: setup ## Measure speed, memory and loads into docs/benchmarks.md (half an hour; BENCH=--resume goes on)
	$(BIN)/pip install --quiet --editable '.[bench]'
	mkdir -p out/bench/node
	if command -v npm >/dev/null; then npm install --silent --no-fund --no-audit --prefix out/bench/node compromise; fi
	$(BIN)/python benchmarks/page.py docs/benchmarks.md $(BENCH)

bench-review: setup browser ## Measure how long a review page of 2,000 articles takes to load
	$(BIN)/python benchmarks/review.py

ablation: setup ## Switch each mechanism off alone and write the effects to docs/ablation.md (minutes)
	$(BIN)/python benchmarks/ablation.py docs/ablation.md --real $(SHARED)/gold-dev

unrelated: setup ## Count false facts in the Wikinews of $(SHARED)/data (minutes)
	$(BIN)/python benchmarks/unrelated.py $(SHARED)/data/raw

calibrate: setup ## Fit the confidence anew and write it to its data file (minutes)
	$(BIN)/python benchmarks/fit_confidence.py --news $(SHARED)/data/raw --write

baselines: setup ## Score textacy and a DependencyMatcher beside factwire into docs/baselines.md
	$(BIN)/pip install --quiet --editable '.[bench]'
	$(BIN)/python benchmarks/baselines.py docs/baselines.md --real $(SHARED)/gold-dev --only benchmarks/real_read.json

torch: setup
	@$(BIN)/python -c 'import torch' 2>/dev/null || $(BIN)/pip install --quiet --retries 0 --index-url $(TORCH_INDEX) torch 2>/dev/null || $(BIN)/pip install --quiet torch

train: torch ## Train the small model from $(SHARED)/data into out/train (hours; goes on where it stopped)
	$(BIN)/pip install --quiet --editable '.[train]'
	$(BIN)/factwire train models/configs/sm --data $(SHARED)/data --resume --package

train-trf: torch ## Train the transformer from $(SHARED)/data into out/train-trf (hours; goes on where it stopped)
	$(BIN)/pip install --quiet --editable '.[trf]'
	$(BIN)/factwire train models/configs/trf --data $(SHARED)/data --out out/train-trf --resume --package

train-trial: torch ## Go through every stage of both trainings with little data and few steps in out/trial (minutes)
	$(BIN)/pip install --quiet --editable '.[train,trf]'
	$(BIN)/factwire train models/configs/trf --data $(SHARED)/data --out out/trial/trf --trial --package
	$(BIN)/factwire train models/configs/sm --data $(SHARED)/data --out out/trial/sm --trial --package

evaluate-model: setup ## Measure the installed model on the test splits of $(SHARED)/data
	$(BIN)/factwire evaluate-model --data $(SHARED)/data

eval-real: setup ## Score the real development news, where $(SHARED)/gold-dev exists
	@test -d $(SHARED)/gold-dev || { echo "$(SHARED)/gold-dev is not here"; exit 1; }
	$(BIN)/factwire extract $(SHARED)/gold-dev/articles.jsonl -o out/real.jsonl
	$(BIN)/factwire evaluate $(SHARED)/gold-dev/gold.jsonl out/real.jsonl --articles $(SHARED)/gold-dev/articles.jsonl

clean: ## Remove what the other targets made
	rm -rf $(VENV) out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
