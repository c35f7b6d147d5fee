# Two commands: `make run` gets Kisima ready and answers a question; `make test` proves it.
#
#   make run     install what is missing, index corpus/, answer one question
#   make test    the same set-up, then format, lint, types, tests and doctests
#   make serve   the web page
#   make check   the quick part of make test
#   make test-cluster  fetch OpenSearch, and run the tests that need a real server
#   make bench   benchmarks: each asserts its answer before it reports a time
#   make soak    the long tests
#   make bundle  a folder that installs Kisima without a network (docs/offline.md)
#   make docs    write docs/settings.md anew from the table of settings
#   make messages  bring kb/messages/sw.po in step with the source, and compile it
#   make lock    write requirements.lock and requirements-test.lock anew (UPGRADE=--upgrade)
#   make clean   remove what was built; the documents stay
#
# A stamp file in .venv says what has been done, so a second run does nothing twice.
# Compile and lay out ahead: where Python may not write next to the source, each start would
# compile, and parse the lexicon, again.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
KISIMA := $(BIN)/kisima --corpus corpus --index index
QUESTION := wakurugenzi wanaongoza idara

.PHONY: run test test-cluster servers serve check bench soak bundle docs messages lock clean
.DEFAULT_GOAL := run

run: $(VENV)/.installed
	@$(BIN)/python -m compileall -q kb webui search_cli.py
	@$(BIN)/python -m kb.swahili --lay-out >/dev/null
	@$(KISIMA) index
	@echo
	@echo '$$ kisima search $(QUESTION)'
	@$(KISIMA) search $(QUESTION) --limit 3
	@.ci/next-steps $(BIN)

# A file is for one worker: what its tests share is made once. A worker often waits, for a server
# or a browser, so there is one more than the cores of a small machine.
test: $(VENV)/.testing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict kb webui search_cli.py tests
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

check: $(VENV)/.testing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict kb webui search_cli.py tests
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder -q -m "not (slow or browser or cluster or soak)"

# make test runs these tests too, where the servers have been fetched.
test-cluster: $(VENV)/.testing servers
	$(BIN)/python -m pytest -m cluster

servers: $(VENV)/.made
	@.ci/opensearch $(VENV)/servers

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

# A new text gets an empty msgstr: fill it in, and run this again. A text that is gone is deleted.
messages: $(VENV)/.testing
	@$(BIN)/pybabel -q extract -F babel.cfg --no-location --no-wrap \
	  -k Message -k say -k counted:1,2 -o $(VENV)/messages.pot .
	@$(BIN)/pybabel -q update -l sw -i $(VENV)/messages.pot -o kb/messages/sw.po \
	  --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap
	@$(BIN)/pybabel -q compile -l sw -i kb/messages/sw.po -o kb/messages/sw.mo

lock: $(VENV)/.made
	@.ci/lock $(BIN)/python $(UPGRADE)

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
	  . .ci/language; \
	  say 'kisima: inahitaji Python 3.11 au mpya zaidi' 'kisima: needs Python 3.11 or newer' >&2; exit 1; \
	fi; \
	.ci/system-packages icu $$python && \
	echo "kisima: $$python -m venv $(VENV)" && $$python -m venv $(VENV)
	@touch $@

# $(call install,LOCK): the packages of a lock file, each checked against its hash, then Kisima
# itself. PyICU is built here, by the setuptools of the lock: without isolation, which would
# fetch another one that no hash checks. Homebrew keeps ICU out of pkg-config's way.
# editable_mode=compat writes a plain path: the default is an import hook that every start
# of Python pays for.
define install
	@awk '/^setuptools==/,!/\\$$/' requirements.lock > $(VENV)/build.lock
	@$(PIP) install --require-hashes -r $(VENV)/build.lock
	@if command -v brew >/dev/null; then \
	  export PKG_CONFIG_PATH="$$(brew --prefix icu4c)/lib/pkgconfig:$$PKG_CONFIG_PATH"; fi; \
	$(PIP) install --require-hashes --no-build-isolation -r $(1)
	@$(PIP) install --no-deps --no-build-isolation --config-settings editable_mode=compat -e .
endef

$(VENV)/.installed: $(VENV)/.made setup.cfg pyproject.toml requirements.lock
	@. .ci/language; say 'kisima: pip install (PyICU huchukua dakika moja)' \
	  'kisima: pip install (PyICU takes a minute)'
	$(call install,requirements.lock)
	@touch $@

$(VENV)/.testing: $(VENV)/.installed requirements-test.lock
	@.ci/system-packages chromium $(BIN)/python
	@.ci/system-packages tesseract $(BIN)/python
	$(call install,requirements-test.lock)
	@touch $@
