# What there is to do here; each target says what it does in `make help`.

# The system's Python where it will do (ADR 0045): Debian's and Ubuntu's is built with profiles, a fifth quicker than one built at home.
WILL_DO := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell /usr/bin/python3 -c '$(WILL_DO)' 2>/dev/null && echo /usr/bin/python3 || echo python3)
PORT ?= 8000
HOST ?= 127.0.0.1
export PORT HOST
export UV_PYTHON_DOWNLOADS = never
unexport PYTHONDONTWRITEBYTECODE  # what Python compiled is kept: a start is six processes, a run of the tests dozens

VENV := .venv
BIN := $(VENV)/bin
STAMPS := .build
DEV := $(STAMPS)/dev
RUN := $(STAMPS)/run
UV = $(BIN)/uv
UV_VERSION := 0.13.9

.DEFAULT_GOAL := help
.PHONY: help run test unit journeys lint types imports contracts demo bench ci lock translations browser

help: ## list what there is to do
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(RUN) ## start everything on this machine (PORT=8000, HOST=127.0.0.1, ARGS=--empty)
	@exec $(BIN)/requite up $(ARGS)

test: unit journeys ## run all tests; the journeys only where there is a Chromium

unit: $(DEV) ## run the tests that need no browser
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not journey" $(ARGS)

journeys: $(DEV) browser ## run the journeys in a real Chromium
	@if command -v chromium >/dev/null || command -v chromium-browser >/dev/null; then \
		code=0; $(BIN)/python -m pytest -m journey $(ARGS) || code=$$?; [ $$code -eq 5 ] && code=0; exit $$code; \
	else \
		echo "The journeys were not run: they need Chromium, which 'apt-get install chromium' brings."; \
	fi

browser:
	@if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null \
		&& [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium for the journeys …"; \
		apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive \
			apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null || true; \
	fi

lint: $(DEV) ## check style: ruff, djlint
	@$(BIN)/ruff check .
	@$(BIN)/djlint src/requite/web/templates --profile=jinja --lint --quiet

types: $(DEV) ## check types: mypy, strict
	@$(BIN)/mypy

imports: $(DEV)
	@$(BIN)/lint-imports

contracts: imports ## check the floors and walls between the rooms
	@$(BIN)/python -m pytest tests/architecture

demo: $(RUN) ## start a demo company in a folder of its own (var/demo), beside yours
	@REQUITE_VAR=var/demo exec $(BIN)/requite up $(ARGS)

bench: $(DEV) ## measure: the generator, the loads, side by side with the bare database
	@$(BIN)/python -m bench $(ARGS)

ci: lint types imports test ## all that must be green

lock: $(DEV) ## lock the newest versions that requirements*.in allow
	@$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --upgrade requirements.in -o requirements.lock
	@$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --upgrade requirements-dev.in -o requirements-dev.lock

translations: $(DEV) ## gather the texts of code and templates, and compile what is translated
	@$(BIN)/pybabel -q extract --ignore-dirs=".*" -F babel.cfg -k gettext_lazy -k ngettext_lazy:1,2 -k pgettext_lazy:1c,2 --sort-output --no-location -o $(STAMPS)/django.pot src
	@for language in ko ru; do \
		folder=src/requite/locale/$$language/LC_MESSAGES; mkdir -p $$folder; \
		if [ -f $$folder/django.po ]; then \
			$(BIN)/pybabel -q update -i $(STAMPS)/django.pot -D django -d src/requite/locale -l $$language --no-fuzzy-matching --ignore-obsolete; \
		else \
			$(BIN)/pybabel -q init -i $(STAMPS)/django.pot -D django -d src/requite/locale -l $$language; \
		fi; \
	done
	@$(BIN)/pybabel -q compile -D django -d src/requite/locale

# --- the environment: made once, renewed when what it depends on changes

$(UV):
	@[ -w . ] || { echo "The folder $(CURDIR) can't be written: clone Requite into one that can." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Requite needs Python 3.11 or newer, and '$(PYTHON)' is $$($(PYTHON) --version 2>/dev/null | grep . || echo missing):" \
			"install one, or name it with PYTHON=python3.12 make run." >&2; exit 1; }
	@if ! $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "  Installing python3-venv …"; \
		apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends python3-venv >/dev/null; fi
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Python's venv is missing: install it with 'apt-get install python3-venv'." >&2; exit 1; }
	@echo "  Making the environment …"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check uv==$(UV_VERSION)

$(RUN): requirements.lock pyproject.toml | $(UV)
	@mkdir -p $(STAMPS)
	@echo "  Installing locked versions …"
	@$(UV) pip install -q --python $(BIN)/python --require-hashes -r requirements.lock
	@$(UV) pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): requirements-dev.lock $(RUN)
	@echo "  Installing what tests need …"
	@$(UV) pip install -q --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@
