# Every target sets up what it needs: Python 3.11 or newer, make and the package registries suffice.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV_VERSION := 0.13.9
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run-ready
DEV := $(VENV)/.dev-ready
LOOPS := $(shell grep -rlx --include='*.py' '@compiled' src/toevlucht/statistics)
BENCH_SCALE ?= full

.PHONY: help demo stop test check format test-postgres test-upgrade test-browser test-load bench lock clean

help:
	@echo "make demo           build the demo's editions, serve them, print the address"
	@echo "make stop           stop the demo's site (it also stops by itself)"
	@echo "make test           the tests, on SQLite"
	@echo "make check          format, lint, types, import floors, unused code, texts complete"
	@echo "make test-postgres  the tests that ask a database, on a PostgreSQL of their own"
	@echo "make test-upgrade   data of an earlier commit, brought up to date, on both databases"
	@echo "make test-browser   the pages in a real browser, with axe"
	@echo "make test-load      a crowd that reports while a process is killed and the disk is full"
	@echo "make bench          how fast it is, beside a peer (BENCH_SCALE=small for a quick look)"

demo: $(RUN)
	@$(BIN)/toevlucht demo --background

stop: $(RUN)
	@$(BIN)/toevlucht stop

test: $(DEV)
	$(BIN)/pytest -n 2 --dist worksteal

check: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/vulture
	$(BIN)/python -m django makemigrations --check --dry-run --settings toevlucht.settings.test
	$(BIN)/pytest -q tests/language tests/docs

format: $(DEV)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

test-postgres: $(DEV)
	$(BIN)/python -m tools.temporary_postgresql $(BIN)/pytest -n 2 --dist worksteal --database-tests

test-upgrade: $(DEV)
	$(BIN)/python tools/upgrade_from_previous.py $(if $(FROM),--from $(FROM))
	$(BIN)/python -m tools.temporary_postgresql \
		$(BIN)/python tools/upgrade_from_previous.py $(if $(FROM),--from $(FROM))

test-browser: $(DEV)
	$(BIN)/python -m tools.debian_chromium
	$(BIN)/python -m tools.scorm_again
	$(BIN)/python -m tools.html_checker
	$(BIN)/pytest tests/browser --browser-tests

test-load: $(DEV)
	$(BIN)/pytest -q -s tests/load --load-tests

bench: $(DEV)
	$(BIN)/python -m benchmarks --scale $(BENCH_SCALE)

lock: $(VENV)/.uv
	$(BIN)/uv pip compile -q pyproject.toml --universal --generate-hashes --no-header --upgrade \
		--all-extras -o requirements.lock
	$(BIN)/uv pip compile -q pyproject.toml --universal --generate-hashes --no-header --upgrade \
		--all-extras --group test --group browser --group check --group bench \
		-c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) build dist var .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/.uv:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Toevlucht needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

$(RUN): $(VENV)/.uv requirements.lock pyproject.toml
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --require-hashes -r requirements.lock
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --no-deps -e .
	@touch $@

$(DEV): $(RUN) requirements-dev.lock $(LOOPS)
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --require-hashes -r requirements-dev.lock
	$(BIN)/python -m toevlucht.statistics.ahead
	@touch $@
