# Two commands do all the set-up: `make assess` and `make test`. Python 3.11 or later, make and git are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
CASE ?= us-rok

.PHONY: help assess test fuzz check lint types contracts docs site gallery hindcast alliances bench measure release wheel lock clean

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

assess: $(VENV)/run.stamp ## install what is needed and answer the question of CASE (default us-rok)
	$(BIN)/foedus assess $(CASE)
	@printf '\nThe command is %s. Three things to try:\n' "$(BIN)/foedus"
	@printf '  %s\n' "$(BIN)/foedus assess $(CASE) --out answer.html    the page, with charts" \
	  "$(BIN)/foedus assess $(CASE) --out answer.xlsx    every number, as a workbook" \
	  "$(BIN)/foedus elections $(CASE)                   who may govern, and what follows"

test: $(VENV)/dev.stamp ## install what is needed and run the tests
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

fuzz: $(VENV)/dev.stamp ## try 10,000 mutants of each kind of file, and 10,000 requests to the server; an hour or two
	FOEDUS_FUZZ=10000 $(BIN)/python -m pytest tests/fuzz tests/web/test_openapi.py --numprocesses auto

check: lint types contracts site ## lint, types, import contract, docs and their site

lint: $(VENV)/dev.stamp ## ruff
	$(BIN)/ruff check src tests bench docs examples
	$(BIN)/ruff format --check src tests bench docs examples

types: $(VENV)/dev.stamp ## mypy, strict
	$(BIN)/mypy

contracts: $(VENV)/dev.stamp ## who may import whom
	$(BIN)/lint-imports

docs: $(VENV)/dev.stamp ## build docs/built; the committed pages are up to date, and no link is broken
	$(BIN)/python docs/generate.py --check

site: docs ## build docs/built/site: all pages, to be read and searched without a network
	$(BIN)/python -m sphinx -W --keep-going -q -j auto -c docs/site -d docs/built/doctrees . docs/built/site
	@echo "site: open docs/built/site/index.html"

gallery: $(VENV)/dev.stamp ## answer the question of every case that ships again and put the answers into the docs
	$(BIN)/python docs/gallery.py
	$(BIN)/python docs/generate.py

hindcast: $(VENV)/dev.stamp ## run the hindcasts that ship again and put them into the docs; needs the data
	$(BIN)/foedus hindcast --futures 1000 --format json --out src/foedus/simulation/hindcast/shipped.json \
	  --chart docs/explanation/hindcasts.svg
	$(BIN)/python docs/generate.py

alliances: $(VENV)/dev.stamp ## forecast past alliances again and put them into the docs; needs the data and the fit extra
	$(BIN)/foedus alliances --format json --out src/foedus/simulation/alliances/shipped.json \
	  --chart docs/explanation/alliances.svg
	$(BIN)/python docs/generate.py

bench: $(VENV)/dev.stamp ## measure against a Mesa model; a few minutes
	$(BIN)/python bench/run.py

measure: $(VENV)/dev.stamp ## measure what is promised of many processes and sudden ends; an hour (QUICK=--quick: some minutes)
	$(BIN)/python bench/trust.py $(QUICK)

release: wheel ## build the sdist and the wheel into dist, and run each in a bare environment without data
	.ci/bare $(PYTHON)

wheel: $(VENV)/dev.stamp ## build the sdist and the wheel into dist
	rm -rf build dist
	$(BIN)/python -c "from setuptools import build_meta as b; b.build_sdist('dist'); b.build_wheel('dist')" >/dev/null
	rm -rf build

lock: $(VENV)/dev.stamp ## pin again: names, versions and hashes
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --quiet --upgrade --extra build -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --quiet --upgrade --extra build --extra fit --extra test --extra bench --extra cluster --extra serve --extra site --extra watch -c requirements.lock -o requirements-dev.lock

clean: ## remove the environment and what tools leave behind
	rm -rf $(VENV) build dist docs/built .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.lock pyproject.toml | $(BIN)/python
	@echo "installing into $(VENV) (once)"
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock requirements.lock pyproject.toml | $(BIN)/python
	@echo "installing the development tools into $(VENV) (once)"
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@ $(VENV)/run.stamp
