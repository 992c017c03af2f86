# Onrecord. Two commands do everything: `make demo` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SEEDS  ?= seeds/articles

.DEFAULT_GOAL := help
.PHONY: help demo test quick faults check lint audit install install-dev format lock man env env-example image compose-test sbom wheels schemas metrics-page contract quality model model-test peers bench bench-check test-pg15 test-redis7 clean

help: ## list these targets
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

demo: install ## the whole way once: servers, workers, SEEDS=seeds/articles, who said what
	@$(BIN)/onrecord demo $(SEEDS)

# Each process has servers of its own, and takes whole files: their tests share what is slow to make. In the order of
# their names, the files that wait for processes come first, and many small ones last.
JOBS ?= 2
PYTEST = $(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder
test: install-dev ## the whole test suite, on servers of its own, in JOBS=2 processes
	@$(PYTEST) $(ARGS)

quick: lint ## lint, and the tests that start no server and need no measuring kit: under two minutes on two cores
	@$(PYTEST) -m "not server and not quality" $(ARGS)

ARTICLES ?= 200
faults: install-dev ## every fault with ARTICLES=200 each, and the table in docs/reliability.md (an hour on two free cores)
	@ONRECORD_TEST_FAULT_ARTICLES=$(ARTICLES) ONRECORD_TEST_FAULT_TABLE=1 $(BIN)/python -m pytest -m faults tests/faults -s $(ARGS)

lint: install-dev ## lint, format, strict types, import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

check: lint audit ## lint, and known vulnerabilities of dependencies

audit: ## known vulnerabilities of the locked dependencies; says so if it cannot check
	@$(if $(wildcard $(BIN)/python),$(BIN)/python,$(PYTHON)) deploy/audit.py requirements.lock

install: $(VENV)/.installed ## only make .venv with .venv/bin/onrecord in it
install-dev: $(VENV)/.installed-dev

# --require-hashes: nothing is installed that the lock does not name. The project itself comes from this checkout.
define install_lock
	@echo "installing $(1) into $(VENV)" >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r $(1)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
endef

$(VENV)/.installed: requirements.lock pyproject.toml
	$(call install_lock,requirements.lock)
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock requirements.lock pyproject.toml
	$(call install_lock,requirements-dev.lock)
	@touch $(VENV)/.installed $@

format: install-dev ## format and mend what a tool can mend
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

UV_LOCK = uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header
UV_COMPILE = $(UV_LOCK) --python-version 3.11
UV_MACHINE = $(UV_COMPILE) --extra embedded --extra build --extra web
# The image has the same pins, but no embedded servers, no tools for tests, and only the Python of its base.
UV_IMAGE = $(UV_LOCK) --python-version 3.13 --constraints requirements-dev.lock --overrides deploy/image/left-out.txt
lock: ## pin anew from pyproject.toml (needs uv)
	$(UV_MACHINE) pyproject.toml -o requirements.lock
	$(UV_MACHINE) --extra dev --extra analysis --extra tracing pyproject.toml -o requirements-dev.lock
	$(UV_COMPILE) --extra train --extra embedded --extra build pyproject.toml -o requirements-train.lock
	$(UV_IMAGE) --extra tracing pyproject.toml -o deploy/requirements-image.lock
	$(UV_IMAGE) --extra tracing --extra web pyproject.toml -o deploy/requirements-web.lock
	@echo hatchling | $(UV_IMAGE) - -o deploy/requirements-build.lock

env: ## write .env and new passwords for docker compose, if they are missing
	@sh deploy/env.sh

# The build's arguments, as labels in the image.
IMAGE = ONRECORD_REVISION=$$(git rev-parse HEAD 2> /dev/null || echo unknown) \
	ONRECORD_CREATED=$$(date -u +%Y-%m-%dT%H:%M:%SZ)
image: env ## build the image of docker-compose.yml, labelled with this commit (needs Docker); SERVICES="migrate web"
	@$(IMAGE) docker compose --profile web build $(or $(SERVICES),migrate)

compose-test: install-dev ## the whole service under Docker: kills, restarts, scales, rolls, restores; skips without an engine
	@$(BIN)/python -m pytest -m compose tests/compose $(ARGS)

sbom: install-dev ## what is in the images, as CycloneDX: dist/onrecord-image.cdx.json, dist/onrecord-web.cdx.json
	@mkdir -p dist
	@for of in image web; do \
		$(BIN)/python -W ignore -m cyclonedx_py requirements --pyproject pyproject.toml --output-reproducible \
			--short-PURLs -o dist/onrecord-$$of.cdx.json deploy/requirements-$$of.lock || exit 1; \
		echo "dist/onrecord-$$of.cdx.json" >&2; \
	done

PLATFORMS = x86_64-manylinux_2_28 aarch64-manylinux_2_28
wheels: ## whether every package of the images has a wheel for amd64 and arm64 (needs uv, downloads none)
	@for on in $(PLATFORMS); do for of in image web; do \
		uv pip install --quiet --dry-run --no-deps --only-binary :all: --require-hashes --python-version 3.13 \
			--python-platform $$on --target dist/none -r deploy/requirements-$$of.lock || exit 1; \
		echo "$$of, $$on: $$(grep -c '^[a-z].*==' deploy/requirements-$$of.lock) packages have wheels" >&2; \
	done; done

man: install ## the manual page, from the commands: dist/man/onrecord.1 (read it with man -l)
	@$(BIN)/python -m deploy.man dist/man/onrecord.1 && echo dist/man/onrecord.1

env-example: install ## write .env.example from the settings
	@$(BIN)/python -c "from shared.settings import example; print(example(), end='')" > .env.example

schemas: install ## write shared/schemas/*.json from the records
	@$(BIN)/python -m shared.schema_export

metrics-page: install ## write docs/metrics.md from the declared metrics
	@$(BIN)/python -m workers.metrics.page

.PHONY: reference
reference: install-dev env-example schemas metrics-page ## write docs/reference and docs/metrics.md anew from commands, settings, errors, schemas, metrics
	@$(BIN)/python -m tests.docs.reference

contract: install-dev ## write what follows from the views anew: their snapshot, and dbt's sources.yml
	@$(BIN)/python -m tests.contract

quality: install ## run the measuring kit and write docs/quality.md (SETS="gum-news quotes-dev" for some)
	@$(BIN)/python -m tests.quality $(SETS)

# torch and the rest of the extra `train` stay out of .venv: nothing that runs needs them.
TRAIN = .venv-train/bin/python
.venv-train/.installed: requirements-train.lock
	@echo "installing requirements-train.lock into .venv-train" >&2
	@test -x $(TRAIN) || $(PYTHON) -m venv .venv-train
	@$(TRAIN) -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-train.lock
	@touch $@

model: model-test ## train the recogniser's network: under three hours on two cores, goes on where it was
	@OMP_NUM_THREADS=1 $(TRAIN) -W ignore -m training $(ARGS)

model-test: .venv-train/.installed ## the tests of the training, with torch
	@OMP_NUM_THREADS=1 $(TRAIN) -m pytest -q tests/unit/training

# textacy, with which figures are compared, stays out of .venv and of the lock: its environment adds to .venv's packages.
PEERS = .venv-peers/bin/python
.venv-peers/.installed: $(VENV)/.installed-dev
	@test -x $(PEERS) || $(PYTHON) -m venv .venv-peers
	@$(BIN)/python -c "import site; print(f'import site; site.addsitedir({site.getsitepackages()[0]!r})')" \
		> "$$($(PEERS) -c 'import site; print(site.getsitepackages()[0])')/onrecord.pth"
	@$(PEERS) -m pip install -qq --disable-pip-version-check textacy==0.13.0 && touch $@ \
		|| echo "textacy cannot be installed: no figures beside it" >&2

SIZE ?= short
BENCH = OMP_NUM_THREADS=1 $(PEERS) -W ignore -m tests.bench $(PARTS) --size $(SIZE)
bench: .venv-peers/.installed ## what all costs, as ratios in one run: PARTS="whole lengths" SIZE=short|full ARGS=--record
	@$(BENCH) $(ARGS)

bench-check: .venv-peers/.installed ## the same, beside the accepted figures (docs/performance.json): ends with 1 if slower
	@$(BENCH) --check $(ARGS)

# On Debian's older servers, installed if need be and started for the run only.
OLDER := tests/integration tests/contract tests/acceptance
test-pg15: install-dev ## the tests that use servers, on Debian's Postgres 15
	@deploy/testing/with_server.sh pg15 $(BIN)/python -m pytest $(OLDER) $(ARGS)

test-redis7: install-dev ## the same on Debian's Redis 7
	@deploy/testing/with_server.sh redis7 $(BIN)/python -m pytest $(OLDER) $(ARGS)

peers: .venv-peers/.installed ## how much Onrecord, textacy and a regular expression find (needs the measuring kit)
	@$(PEERS) -W ignore -m tests.bench.peers

clean: ## remove .venv, .venv-train, .venv-peers and caches; data in .onrecord and stages in build/model stay
	rm -rf $(VENV) .venv-train .venv-peers .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
