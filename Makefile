# Two commands: `make run` gets Kisima ready and answers a question; `make test` proves it.
#
#   make run     install what is missing, index corpus/, answer one question
#   make test    the same set-up, then format, lint, types, tests and doctests
#   make serve   the web page
#   make check   the quick part of make test
#   make bench   benchmarks: each asserts its answer before it reports a time
#   make soak    the long tests
#   make bundle  a folder that installs Kisima without a network (docs/offline.md)
#   make docs    write docs/settings.md anew from the table of settings
#   make lock    write requirements.lock anew from what is installed
#   make clean   remove what was built; the documents stay
#
# A stamp file in .venv says what has been done, so a second run does nothing twice.
# Compiling ahead: where Python may not write beside the source, each start would compile anew.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
KISIMA := $(BIN)/kisima --corpus corpus --index index
QUESTION := wakurugenzi wanaongoza idara

.PHONY: run test serve check bench soak bundle docs lock clean
.DEFAULT_GOAL := run

run: $(VENV)/.installed
	@$(BIN)/python -m compileall -q kb webui search_cli.py
	@$(KISIMA) index
	@echo
	@echo '$$ kisima search $(QUESTION)'
	@$(KISIMA) search $(QUESTION) --limit 3
	@echo
	@echo 'Jaribu sasa / Try next:'
	@echo '  $(BIN)/kisima search misingi mikuu    tafuta / search'
	@echo '  $(BIN)/kisima search --help           vichujio, kurasa / filters, pages'
	@echo '  $(BIN)/kisima status                  faharasa ina nini / what the index holds'
	@echo '  make serve                               ukurasa wa tovuti / the web page'
	@echo '  corpus/README.md                         ongeza nyaraka zako / add documents of your own'

test: $(VENV)/.testing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict kb webui search_cli.py tests
	$(BIN)/python -m pytest -n 2

check: $(VENV)/.testing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict kb webui search_cli.py tests
	$(BIN)/python -m pytest -n 2 -q -m "not (slow or browser or soak)"

serve: $(VENV)/.installed
	@$(KISIMA) index
	$(KISIMA) serve

bench: $(VENV)/.testing
	@set -e; for script in benchmarks/[a-z]*.py; do echo "== $$script"; $(BIN)/python $$script; done

soak: $(VENV)/.testing
	$(BIN)/python -m pytest -m soak -rP --timeout 7200

bundle: $(VENV)/.installed
	@.ci/bundle $(BIN)/python

docs: $(VENV)/.installed
	@$(BIN)/python -m kb.settings.page > $(VENV)/settings.md
	@mv $(VENV)/settings.md docs/settings.md

lock: $(VENV)/.testing
	@{ sed -n '/^#/p' requirements.lock; \
	   $(PIP) freeze --all --exclude-editable | grep -v '^pip=='; } > $(VENV)/lock
	@mv $(VENV)/lock requirements.lock

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	rm -rf index/current index/generations index/parsed index/drafts
	find kb webui tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# The newest Python there is; .ci/system-packages brings what PyICU needs to build.
$(VENV)/.made:
	@python=; for name in $(PYTHON) python3.13 python3.12 python3.11 python3; do \
	  if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	  then python=$$name; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo 'kisima: inahitaji Python 3.11 au mpya zaidi / needs Python 3.11 or newer;' \
	       'this is' "$$(python3 --version 2>/dev/null || echo 'no Python at all')" >&2; exit 1; \
	fi; \
	.ci/system-packages icu $$python && \
	echo "kisima: $$python -m venv $(VENV)" && $$python -m venv $(VENV)
	@touch $@

# Homebrew keeps ICU out of pkg-config's way. editable_mode=compat writes a plain
# path: the default is an import hook that every start of Python pays for.
$(VENV)/.installed: $(VENV)/.made setup.cfg pyproject.toml requirements.lock
	@echo 'kisima: pip install (PyICU inachukua dakika moja / takes a minute)'
	@if command -v brew >/dev/null; then \
	  export PKG_CONFIG_PATH="$$(brew --prefix icu4c)/lib/pkgconfig:$$PKG_CONFIG_PATH"; fi; \
	$(PIP) install -c requirements.lock --config-settings editable_mode=compat -e .
	@touch $@

$(VENV)/.testing: $(VENV)/.installed
	@.ci/system-packages chromium $(BIN)/python
	$(PIP) install -c requirements.lock --config-settings editable_mode=compat -e '.[evaluate,test]'
	@touch $@
