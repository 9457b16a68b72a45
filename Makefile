# `make try` prepares everything and runs the main job; `make test` prepares everything and runs all tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: try packages test editors engine vsix site setup bench clean

setup: $(VENV)/ready

$(VENV)/ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	$(BIN)/python -m compileall -q server  # as pip does for what it installs
	touch $@

# With Node: VS Code in the browser, with the extension. Without: a tour of the command line.
try: setup
	@if command -v npm >/dev/null; then client-vscode/scripts/try.sh $(CURDIR)/$(BIN)/python $(CURDIR)/build/editors; \
	else $(BIN)/python -m dockwright.cli.tour; fi

# What the tests in real editors need and a machine may lack; root installs Debian's Chromium, Emacs, Vim and Kate.
editors: setup
	tests/editors/install.sh $(CURDIR)/build/editors $(CURDIR)/$(BIN)/python

# A real Docker engine for the tests, where root runs Debian; elsewhere they are skipped.
engine:
	tests/engine/install.sh $(CURDIR)/build/engine

vsix: setup packages
	$(BIN)/python client-vscode/scripts/bundle.py --package

# The documentation, as a folder that any web server can serve.
site: setup
	$(BIN)/python -m website $(CURDIR)/build/site

# What needs the machine for itself: displays, a daemon, the folder that the extension is built in.
ALONE = tests/editors tests/engine tests/test_client.py

test: setup packages
	$(BIN)/python -m pytest $(ALONE)
	$(BIN)/python -m pytest -n 2 --dist loadfile $(ALONE:%=--ignore=%)

# The npm packages of the extension, where there is an npm.
packages:
	@if command -v npm >/dev/null && [ ! -d node_modules ]; then npm ci --no-audit --no-fund --ignore-scripts; fi

bench: setup
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) build node_modules client-vscode/node_modules client-vscode/build client-vscode/dist client-vscode/bundled/libs client-vscode/bundled/native
