# Set-up, the usual commands and the gates. Belongs here: what must be set up before a command can run.
# Not here: what a command does (orchestration/cli.py), settings (.env.example).
# Works with GNU make 3.81 and later. `make` ends with 2 after any failure: a job that needs the exit code of a
# refresh calls `.venv/bin/spotlight refresh` itself.

.DEFAULT_GOAL := help
.PHONY: wheel help run test coverage mutation corpus test-slow spark-test faults bench dev superset lint audit lock clean slow-programs

BIN := .venv/bin
MANIFEST := dbt_project/target/manifest.json
PYTEST := $(BIN)/python -m pytest --numprocesses 2 --dist worksteal

# A stamp's name holds a checksum of its inputs: an unchanged lock installs nothing, even if git changed its date, and a
# folder that was moved or copied is set up again.
checksum = $(shell { cat $(1) 2>/dev/null; pwd -P; } | cksum | tr ' ' '-')
RUN_STAMP := .venv/.run-$(call checksum,pyproject.toml requirements.lock)
DEV_STAMP := .venv/.dev-$(call checksum,pyproject.toml requirements.lock requirements-dev.lock)

# Folders too: they change when a file in them is added, renamed or deleted.
DBT_SOURCES := data/seeds/reference $(wildcard data/seeds/reference/*) $(shell find dbt_project -mindepth 1 \
	\( -name target -o -name logs -o -name dbt_packages -o -name '.*' \) -prune -o -print)

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

run: $(MANIFEST) ## set up what is missing, then refresh the warehouse from the reports folder
	@$(BIN)/spotlight refresh || { code=$$?; \
	  if [ $$code = 3 ]; then echo 'The warehouse is up to date, but something waits for you: fix the rejected files named above, or decide on the pending removals, then run `make run` again.' >&2; fi; \
	  exit $$code; }

test: $(DEV_STAMP) $(MANIFEST) ## set up what is missing, then run the unit and integration tests: minutes, on any machine
	$(PYTEST) -m 'not slow and not many'

# A target of its own: watching every branch makes the tests slower.
coverage: $(DEV_STAMP) $(MANIFEST) ## which branches of spotlight and schemas the unit and integration tests take
	@rm -f .coverage .coverage.*
	$(subst $(BIN)/python,$(BIN)/coverage run,$(PYTEST)) -m 'not slow and not many'
	@$(BIN)/coverage combine --quiet && $(BIN)/coverage report --skip-covered

# Of a part (resolve, ledger, changed, grammar): DRAW changes, the same ones for the same SEED.
mutation: $(DEV_STAMP) $(MANIFEST) ## change our code in small ways, drawn by machine: each one that no test notices is shown
	$(BIN)/python .ci/mutation $(or $(PART),resolve) $(or $(DRAW),40) $(or $(SEED),16)

test-slow: slow-programs $(DEV_STAMP) $(MANIFEST) ## the rest: daemon, Spark, PostgreSQL, ODBC, nginx, browser, faults, long ledgers
	@deploy/spark/install.sh
	@tests/slow/install_validators.sh
	$(PYTEST) -m slow tests

corpus: $(DEV_STAMP) $(MANIFEST) ## hundreds of made documents of each kind, and their mutations: a goal of the reader, not reached yet
	$(PYTEST) -m many tests/corpus

spark-test: slow-programs $(DEV_STAMP) $(MANIFEST) ## the same models on a real Spark cluster of this machine, at a million figures, table by table
	@deploy/spark/install.sh
	SPOTLIGHT_SPARK_FIGURES=$${SPOTLIGHT_SPARK_FIGURES:-1000000} $(BIN)/python -m pytest tests/slow/spark -v

faults: slow-programs $(DEV_STAMP) $(MANIFEST) ## run the fault tests for longer than `make test-slow` does
	SPOTLIGHT_FAULT_CASES=1000 SPOTLIGHT_FAULT_EXAMPLES=2000 SPOTLIGHT_FAULT_REFRESHES=50 SPOTLIGHT_FAULT_CALLS=60 SPOTLIGHT_WEEK_REFRESHES=200 \
	  SPOTLIGHT_ASSISTANT_CALLS=10000 SPOTLIGHT_HONEST_REFRESHES=1000 \
	  SPOTLIGHT_SIMULATED_HISTORIES=10000 SPOTLIGHT_LIVED_HISTORIES=50 SPOTLIGHT_LIVED_STEPS=30 \
	  SPOTLIGHT_HISTORY_SEED=$${SPOTLIGHT_HISTORY_SEED:-$$(date +%s)} \
	  $(PYTEST) tests/slow/faults tests/slow/test_honest_refreshes.py tests/unit/test_simulation.py --timeout 7200

slow-programs:
	@tests/slow/install.sh

# Runs in a copy of the working tree, so that later edits do not affect the measurement.
bench: $(DEV_STAMP) $(MANIFEST) ## what a refresh costs, against peers that do the same work; documents a second
	@copy=$$(mktemp -d) && trap 'rm -rf "$$copy"' EXIT && edited=$$(git -c user.name=bench -c user.email=bench stash create) && \
	  git archive "$${edited:-HEAD}" | tar -x -C "$$copy" && results="$$PWD/tests/benchmarks/RESULTS.md" && \
	  python="$$PWD/$(BIN)/python" && cd "$$copy" && PYTHONPATH="$$copy" "$$python" -m compileall -q orchestration schemas tests && \
	  PYTHONPATH="$$copy" "$$python" -m tests.benchmarks --results "$$results" $(BENCH)

# `dg dev` ends its processes when it is interrupted (Ctrl-C); the signals of `kill` and of a closed terminal count as that.
# In the background of a script an interrupt is ignored, and Dagster has what `kill` sends do what an interrupt does.
# A refresh that is going on then is finished by its own process.
define DEV
import signal
for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(one, signal.default_int_handler)
from dagster_dg_cli.cli import main
main()
endef
export DEV

dev: $(MANIFEST) ## Dagster's web UI and daemon on 127.0.0.1
	@home=$$($(BIN)/python -m orchestration.settings) && mkdir -p "$$home" && \
	  PATH="$$PWD/$(BIN):$$PATH" DAGSTER_HOME="$$home" exec $(BIN)/python -c "$$DEV" dev --host 127.0.0.1

superset: ## Apache Superset on 127.0.0.1 with a dashboard, in a separate environment
	bi/superset/start.sh

lint: $(DEV_STAMP) ## style, types and SQL
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/sqlfluff lint dbt_project/models

audit: $(DEV_STAMP) ## write an SBOM of the locked packages (dist/), and list those with a known vulnerability
	$(BIN)/python .ci/audit

wheel: $(DEV_STAMP) ## the wheel of the last commit (dist/), the same bytes each time
	@.ci/wheel

# Locked versions stay; to get the newest versions, delete the locks first. Spark has a lock of its own, since it runs apart.
lock: ## update the locks to match pyproject.toml
	@uv=$$(command -v uv || echo $(BIN)/uv); \
	  compile() { "$$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url \
	    --custom-compile-command 'make lock' --group build "$$@"; }; \
	  compile --output-file requirements.lock pyproject.toml && \
	  compile --extra dev --extra bi --extra server --extra mcp --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml && \
	  "$$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url \
	    --custom-compile-command 'make lock' --group audit --output-file requirements-audit.lock && \
	  "$$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url \
	    --custom-compile-command 'make lock' --group mutation --no-emit-package yattag --output-file requirements-mutation.lock && \
	  compile --group validators --output-file requirements-validators.lock && \
	  $(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["spark"], sep="\n")' | \
	    compile --constraint requirements.lock --output-file requirements-spark.lock -

clean: ## remove caches and dbt's output; keep .venv, .venv-*, .dagster, and data/warehouse with the ledger
	rm -rf dbt_project/target dbt_project/logs logs *.egg-info .pytest_cache .hypothesis .mypy_cache .ruff_cache
	find orchestration schemas tests -type d -name __pycache__ -prune -exec rm -rf {} +

# uv where it is installed, else venv and pip. Wheels only: building a source package would fetch tools without a hash.
# Bytecode is written now, since a process without it starts a second later.
define install
@set -eu; uv=$$(command -v uv || true); \
if ! grep -qsF "$$(pwd -P)/.venv" .venv/bin/activate || ! $(BIN)/python -c '' 2>/dev/null; then \
  rm -rf .venv; \
  if [ -n "$$uv" ]; then "$$uv" venv --quiet .venv; else \
    for python in python3 python3.13 python3.12 python3.11 ''; do \
      [ -z "$$python" ] || ! $$python -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null || break; \
    done; \
    if [ -z "$$python" ]; then \
      echo 'Found neither uv nor a Python 3.11, 3.12 or 3.13 that has the modules venv and ensurepip. Install one (on Debian: apt install python3 python3-venv).' >&2; exit 1; \
    fi; \
    $$python -m venv .venv; \
  fi; \
fi; \
echo "Installing from $(1) ..."; \
if [ -n "$$uv" ]; then \
  pip() { "$$uv" pip "$$@" --quiet --python $(BIN)/python --compile-bytecode; }; \
else \
  pip() { $(BIN)/python -m pip "$$@" --quiet --disable-pip-version-check; }; \
  $(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null; \
fi; \
pip install --require-hashes --only-binary :all: --requirement $(1); \
pip install --no-deps --no-build-isolation --editable .; \
$(BIN)/python -m compileall -q orchestration schemas
endef

$(RUN_STAMP):
	$(call install,requirements.lock)
	@rm -f .venv/.run-* && touch $@

$(DEV_STAMP):
	$(call install,requirements-dev.lock)
	@rm -f .venv/.run-* .venv/.dev-* && touch $@ $(RUN_STAMP)

$(MANIFEST): $(DBT_SOURCES) $(RUN_STAMP)
	@$(BIN)/python -c 'from orchestration.spotlight.release.dbt_runner import DbtProject; DbtProject().parse_if_stale()' && touch $@
