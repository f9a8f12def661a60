# Two commands do everything, set-up included:
#   make run    [FOLDER=path/to/photos] [QUERY="words"]
#   make test
# Both build a virtual environment in .venv first, and on Debian and Ubuntu install the few system packages
# that Qt and the compiler of one dependency need (said on the screen, with sudo where you are not root).

VENV   := .venv
PYTHON := $(VENV)/bin/python
export FOLDER QUERY

.PHONY: run test check setup format benchmark test-package clean

run: setup
	@sh packaging/run.sh

# Two processes, each with whole files: what a file sets up is set up once. The long ones come first.
test: check
	$(PYTHON) -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: setup
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml packaging/setup.sh
	@sh packaging/setup.sh $(VENV)

format: setup
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

benchmark: setup
	@for benchmark in tests/benchmarks/[a-z]*.py; do echo "== $$benchmark"; $(PYTHON) $$benchmark || exit 1; done

# Builds the Debian package, installs it, uses it, upgrades it, removes it. Needs root; about ten minutes.
test-package: setup
	$(PYTHON) -m pytest -m package -s tests/packaging

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
