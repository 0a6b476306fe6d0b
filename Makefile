# Two commands matter: `make report` and `make test`. Both set up what is missing.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
ifdef ARTICLES
OUT ?= out
else
OUT ?= .
endif

# One kind of arithmetic on every x86-64 machine, so that the same articles give the same bytes; a machine's own choice is kept.
ifeq ($(shell uname -m),x86_64)
export OPENBLAS_CORETYPE ?= Haswell
endif

.DEFAULT_GOAL := help
.PHONY: help report test lab verify lint benchmark dictionary lock

help:
	@echo "make report                          report of the sample: reports/index.html"
	@echo "make report ARTICLES=DIR OUT=DIR     report of your own articles: OUT/reports/index.html"
	@echo "make test                            run the tests"
	@echo "make lab                             JupyterLab on notebooks/"
	@echo "     FLAGS=... with any of them      more for the command behind it, such as FLAGS='--topics 12'"
	@echo "make verify                          make the sample's report again and compare it with the committed one"
	@echo "make lint | benchmark | dictionary | lock     for developers"

report: $(VENV)/ready
	$(RUN) -m features report "$(or $(ARTICLES),data/sample/articles)" --out "$(OUT)" $(FLAGS)

test: $(VENV)/ready
	$(RUN) -m pytest

lab: $(VENV)/ready
	$(RUN) -m jupyter lab --notebook-dir=notebooks $(FLAGS)

verify: $(VENV)/ready
	$(RUN) -m features verify

lint: $(VENV)/ready
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check --quiet .
	$(RUN) -m mypy

dictionary: $(VENV)/ready
	$(RUN) -m features dictionary

NAME ?= speed
benchmark: $(VENV)/ready
	@$(MAKE) --no-print-directory editable WITH="[peers]" DEPENDENCIES=
	$(RUN) -m benchmarks $(NAME) $(FLAGS)

# The lock names exact versions with their hashes and no index; it needs uv.
lock:
	uv pip compile pyproject.toml --extra test --universal --fork-strategy fewest --python-version 3.11.2 --generate-hashes \
	  --no-annotate --no-header --no-emit-index-url --no-emit-find-links --quiet --output-file requirements.lock

$(VENV)/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11, 2))' \
	  || { echo "Tidings needs Python 3.11.2 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@if command -v uv >/dev/null; then \
	  test -x $(RUN) || uv venv --quiet --python $(PYTHON) $(VENV); \
	  echo "Installing the environment into $(VENV) with uv"; \
	  uv pip install --quiet --python $(RUN) --require-hashes --requirement requirements.lock; \
	else \
	  $(RUN) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV) \
	    || { rm -rf $(VENV); echo "$(PYTHON) cannot make a virtual environment. On Debian: apt install python3-venv"; exit 1; }; \
	  echo "Installing the environment into $(VENV) with pip; this takes a minute or two, once"; \
	  $(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock; \
	fi
	@$(MAKE) --no-print-directory editable
	@touch $@

DEPENDENCIES ?= --no-deps
.PHONY: editable
editable:
	@if command -v uv >/dev/null; then uv pip install --quiet --python $(RUN) $(DEPENDENCIES) --no-build-isolation --editable ".$(WITH)"; \
	else $(RUN) -m pip install --quiet --disable-pip-version-check $(DEPENDENCIES) --no-build-isolation --editable ".$(WITH)"; fi
