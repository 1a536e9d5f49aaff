# Each target is one line that calls the tool that does the work. `make help` lists them.
# Options: make up|demo REPLAY=folder SYMBOLS=IBM,BAC SPEED=1 · make demo ORIGIN=http://localhost:8080
# (of a stack that runs already) · make logs NAME=order · make load-k6|chaos SCENARIO=smoke · ARGS=...

OUTCRY := .venv/bin/outcry
PYTHON := .venv/bin/python
TESTS := $(PYTHON) -m pytest -n auto
MARKET := $(if $(FEED),--feed $(FEED)) $(if $(REPLAY),--replay $(REPLAY)) $(if $(SYMBOLS),--symbols $(SYMBOLS)) $(if $(SPEED),--speed $(SPEED))
CATALOGUE := services/market-data/catalogue
EXPORT := uv export --quiet --no-header --format requirements.txt --output-file

.DEFAULT_GOAL := help
.PHONY: help setup up down status observe observe-down logs demo compose-up compose-down compose-test browser-test \
	parked dead-letters ledger audit check-books test test-chaos check lint typecheck types contracts \
	unit simulate bench-pipeline bench-market bench-web bench-matching load-k6 load-jmeter chaos k6 speedups \
	terminal screenshots schemas dashboards instruments lock ccxt clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  \033[1m%-16s\033[0m %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install the locked Python packages into .venv (every other target does this first)
	@infra/local/bootstrap

up: setup ## build the terminal, start the whole stack and wait until it is ready
	@infra/local/terminal || echo "starting without a new terminal: \`make terminal\` tries again" >&2
	@$(OUTCRY) up $(MARKET)
	@$(OUTCRY) history || true

down: setup ## stop it; data is kept
	@$(OUTCRY) down

status: setup ## every process, and whether it is ready
	@$(OUTCRY) status

observe: setup ## Prometheus beside the running stack, with alerts; `make down` stops it too
	@$(OUTCRY) observe

observe-down: setup ## stop Prometheus again; the stack goes on
	@$(OUTCRY) observe --stop

logs: setup ## follow the logs, of all or of NAME
	@$(OUTCRY) logs --follow $(NAME)

demo: setup ## trade through the gateway and print every event on its way
	@$(OUTCRY) demo $(MARKET) $(if $(ORIGIN),--origin $(ORIGIN))

compose-up: ## the stack in containers: build what changed, start it, wait until it is ready
	@docker compose up --build --wait && docker compose run --rm tools login

compose-down: ## stop the containers; data is kept
	@docker compose --profile observability --profile logs --profile tracing down

compose-test: setup ## prove the stack in containers: cold start, trades, outages (minutes)
	@OUTCRY_COMPOSE=1 $(PYTHON) -m pytest tests/test_compose.py tests/test_compose_stack.py $(ARGS)

browser-test: setup terminal ## prove the terminal in a real browser, while services are killed (minutes)
	@OUTCRY_BROWSER=1 $(PYTHON) -m pytest tests/test_browser.py $(ARGS)

parked: setup ## events that no handler could take
	@$(OUTCRY) parked list

dead-letters: setup ## messages that no queue could deliver
	@$(OUTCRY) dead-letters list

ledger: setup ## the trial balance: fails unless it is zero
	@$(OUTCRY) ledger

audit: setup ## the audit trail: fails if an entry was changed or is missing
	@$(OUTCRY) audit verify

check-books: setup ## whether all services have the same money, shares and holds
	@$(OUTCRY) check $(ARGS)

terminal: setup ## build the web terminal into frontend/dist; does nothing when it is of today's source
	@infra/local/terminal

check: lint typecheck contracts unit ## everything that needs no server, in a minute

test: setup terminal ccxt k6 speedups ## everything, on real servers: installs what is missing
	@$(OUTCRY) packages --tests && $(MAKE) --no-print-directory lint typecheck contracts && $(TESTS) $(ARGS)

lint: setup ## style and layout
	@.venv/bin/ruff check && .venv/bin/ruff format --check

typecheck: setup ## types, strictly, tests too
	@.venv/bin/basedpyright

types: setup ## write the terminal's types of the API and the stream anew
	@infra/local/terminal packages && infra/local/node npm run --silent types

contracts: setup ## which package may import which
	@.venv/bin/lint-imports

unit: setup terminal ## tests that need no server
	@$(TESTS) -m "not real and not system" $(ARGS)

simulate: setup ## lives of all services with everything that goes wrong: SEEDS=0-99999
	@PYTHONPATH=tests $(PYTHON) -m simulation $(or $(SEEDS),0-499) $(ARGS)

test-chaos: setup ## 50 services killed and servers restarted under load: SEED=7 (minutes)
	@PYTHONPATH=tests $(PYTHON) -m chaos $(if $(SEED),--seed $(SEED)) $(ARGS)

bench-pipeline: setup ## orders per second and latency of the whole pipeline, beside a baseline
	@$(PYTHON) tests/bench_pipeline.py $(ARGS)

bench-market: setup ## ticks, quotes, bars of the past and search, beside baselines
	@$(PYTHON) tests/bench_market.py $(ARGS)

bench-web: setup ## the terminal in headless Chromium, beside baselines: SECONDS=300 (1800 for memory)
	@infra/local/terminal packages && SECONDS=$(SECONDS) infra/local/node node e2e/bench/run.mjs

bench-matching: setup speedups ## the matching core beside two published engines, on the same flow
	@PYTHONPATH=$$(infra/local/speedups path) $(PYTHON) tests/bench_matching.py $(ARGS)

load-k6: setup k6 ## load by k6 and a report: SCENARIO=smoke|steady|ramp|spike|soak|fan-out|mixed-day
	@PYTHONPATH=tests $(PYTHON) -m load $(or $(SCENARIO),smoke) $(if $(ORIGIN),--origin $(ORIGIN)) $(ARGS)

load-jmeter: setup ## the same by JMeter: installs it
	@PYTHONPATH=tests $(PYTHON) -m load.jmeter $(if $(ORIGIN),--origin $(ORIGIN)) $(ARGS)

chaos: setup ## one thing breaks under load, and a report: SCENARIO=smoke|kill-service|disk-full|...
	@PYTHONPATH=tests $(PYTHON) -m chaos.scenario $(or $(SCENARIO),smoke) $(ARGS)

speedups: setup ## compile the matching core, where there is a C compiler; `make up` then uses it
	@infra/local/speedups

screenshots: setup ## a picture of every page, at three widths, into frontend/e2e/pictures/pages
	@set -a && . ./.env && infra/local/node npm run --silent screenshots

schemas: setup ## write messaging/event-schemas and messaging/rabbitmq/definitions.json anew
	@$(OUTCRY) topology --write && $(PYTHON) -m events.schema

dashboards: setup ## write Grafana's dashboards and Prometheus's configuration for containers anew
	@$(OUTCRY) dashboards --write

instruments: ## write the catalogue of instruments anew, from packages that the stack does not need
	@uv run --quiet --no-project $(CATALOGUE)/make_instruments.py services/market-data/src/market_data/feeds/instruments.csv.gz

ccxt: setup ## install ccxt into .ccxt, an environment of its own, for FEED=ccxt
	@infra/local/ccxt

k6: setup ## install k6 into .k6, an environment of its own, for load-k6
	@infra/local/isolated .k6 load-testing/k6/requirements.lock

lock: ## resolve the Python dependencies again: requirements.lock, and the part of it in the image
	@uv lock && $(EXPORT) requirements.lock && $(EXPORT) infra/docker/requirements.lock --package outcry --no-dev --no-emit-workspace

clean: setup ## stop the stack and delete its data
	@$(OUTCRY) clean
