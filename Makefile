# `make help` lists the targets. PERIOD, REASON and the like are passed on: make close PERIOD=2023Q3
.DEFAULT_GOAL := help
.SILENT:
PYTHON := .venv/bin/python
RUN := $(PYTHON) -m pipeline
OPTIONS = $(if $(INPUT),--input "$(INPUT)") $(if $(OUTPUT),--output "$(OUTPUT)") $(if $(LANGUAGE_OF_TEXT),--lang $(LANGUAGE_OF_TEXT)) $(if $(WORKERS),--workers $(WORKERS))
COMMANDS := validate calculate calendar

.PHONY: bench-intake help close $(COMMANDS) advance deliver tick seed-calendar test test-long lint docs setup

help: ## this list
	sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

setup: .venv/.ready ## install what is missing; every other target does it by itself

.venv/.ready: pyproject.toml uv.lock pipeline/setup.sh
	sh pipeline/setup.sh

close: .venv/.ready ## close a period: make close PERIOD=2023Q3 (default: the latest folder of input/)
	$(RUN) close $(PERIOD) $(if $(REASON),--reason "$(REASON)") $(OPTIONS)

validate: ## check the workbooks of a period and write a report
calculate: ## the figures of a period without documents
calendar: ## the deadlines of a period
$(COMMANDS): .venv/.ready
	$(RUN) $@ $(PERIOD) $(OPTIONS)

advance: .venv/.ready ## record a decision: make advance PERIOD=2023Q3 TO=公示中 BY=NAME (DATE=…, REASON=…)
	$(RUN) advance $(PERIOD) --to "$(TO)" --by "$(BY)" $(if $(DATE),--date $(DATE)) $(if $(REASON),--reason "$(REASON)") $(OPTIONS)

deliver: .venv/.ready ## mail the statements of a final revision: make deliver PERIOD=2023Q3 (TO=address, FOLDER=…)
	$(RUN) deliver $(PERIOD) $(if $(TO),--to "$(TO)") $(if $(FOLDER),--folder "$(FOLDER)") $(OPTIONS)

tick: .venv/.ready ## the daily job over every open period
	$(RUN) tick $(if $(DATE),--date $(DATE)) $(OPTIONS)

seed-calendar: .venv/.ready ## enter the statutory holidays of the years that the calendar lacks
	$(RUN) seed-calendar $(OPTIONS)

docs: .venv/.ready ## the reference pages of docs/, from the code
	COLUMNS=100 $(PYTHON) -m pipeline.cli.reference

lint: .venv/.ready ## ruff, mypy, import contracts
	.venv/bin/ruff check --quiet .
	.venv/bin/ruff format --check --quiet .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-cache >/dev/null || .venv/bin/lint-imports --no-cache

test: lint ## linters and tests, under ten minutes
	$(PYTHON) -m pytest -q -n 2 -m "not long" tests

test-long: .venv/.ready ## the tests that take minutes
	$(PYTHON) -m pytest -q -n 2 -m long tests

bench-intake: .venv/.ready ## how fast workbooks are read, beside openpyxl: make bench-intake ROWS=1000000
	$(PYTHON) -m tests.bench.bench_intake $(or $(ROWS),100000) 3
