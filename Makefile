# `make help` lists the targets. PERIOD, REASON and the like are passed on: make close PERIOD=2023Q3
.DEFAULT_GOAL := help
.SILENT:
PYTHON := .venv/bin/python
RUN := $(PYTHON) -m pipeline
COMMANDS := close validate calculate audit calendar progress correct explain diff advance deliver simulate spread review tick seed-calendar templates
# What stands on make's own command line becomes options of the command: make close PERIOD=2023Q3 REASON="更正回款" LANG=en
given = $(if $(filter command,$(firstword $(origin $(1)))),$(2) "$($(1))")
OPTIONS = $(call given,INPUT,--input) $(call given,OUTPUT,--output) $(call given,LANG,--lang) $(call given,WORKERS,--workers) \
	$(call given,REASON,--reason) $(call given,REVISION,--revision) $(call given,SEAL,--seal) $(call given,AS_OF,--as-of) \
	$(call given,TO,--to) $(call given,BY,--by) $(call given,DATE,--date) $(call given,FOLDER,--folder) \
	$(call given,PLAN,--plan) $(call given,TEAMS,--teams) $(call given,LINE,--line) $(ARGS)

.PHONY: help setup $(COMMANDS) plan-check plan-diff docs lint test test-long bench bench-intake

help: ## this list
	sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 15

setup: .venv/.ready ## install what is missing; every other target does it by itself

.venv/.ready: pyproject.toml uv.lock pipeline/setup.sh
	sh pipeline/setup.sh

close: ## close a period: make close PERIOD=2023Q3 (default: the latest folder of input/)
validate: ## check the workbooks of a period and write a report
calculate: ## the figures of a period without documents
audit: ## verify a seal and re-run it: make audit PERIOD=2023Q3 REVISION=r1 SEAL=…
calendar: ## the deadlines of a period
progress: ## a running period: make progress PERIOD=2023-10 AS_OF=2023-10-15
correct: ## a paid period: make correct PERIOD=2023Q3 INPUT=corrected/
explain: ## every number of a statement: make explain PERIOD=2023Q3 ARGS=1017
diff: ## who changed and why: make diff PERIOD=2023Q3 ARGS="r1 r2"
advance: ## record a decision: make advance PERIOD=2023Q3 TO=公示中 BY=NAME (DATE=…, REASON=…)
deliver: ## mail the statements of a final revision: make deliver PERIOD=2023Q3 (TO=address, FOLDER=…)
simulate: ## another plan on the same inputs: make simulate PERIOD=2023Q3 PLAN=plan.xlsx
spread: ## spread a target over children: make spread PERIOD=2023Q3 ARGS="--kpi 销售额 --target 1000000 --over 团队"
review: ## a plan over sealed periods: make review ARGS="2023Q2 2023Q3"
tick: ## the daily job over every open period
seed-calendar: ## enter the statutory holidays of the years that the calendar lacks
templates: ## blank workbooks: make templates ARGS=DIR
$(COMMANDS): .venv/.ready
	$(RUN) $@ $(PERIOD) $(OPTIONS)

plan-check: .venv/.ready ## every contradiction of a plan: make plan-check PLAN=plan.xlsx PERIOD=2023Q3
	$(RUN) plan check "$(PLAN)" $(call given,PERIOD,--period) $(ARGS)

plan-diff: .venv/.ready ## every cell that differs: make plan-diff ARGS="a.xlsx b.xlsx"
	$(RUN) plan diff $(ARGS)

docs: .venv/.ready ## the reference pages of docs/, from the code
	COLUMNS=100 $(PYTHON) -m pipeline.cli.reference

lint: .venv/.ready ## ruff, mypy, import contracts
	.venv/bin/ruff check --quiet .
	.venv/bin/ruff format --check --quiet .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-cache >/dev/null || .venv/bin/lint-imports --no-cache

# The quick tests draw the same examples on every machine (hypothesis' own profile "ci"); the long ones draw anew.
test: lint ## linters and tests, under ten minutes
	$(PYTHON) -m pytest -q -n 2 -m "not long" --hypothesis-profile ci tests

test-long: .venv/.ready ## the tests that take minutes
	$(PYTHON) -m pytest -q -n 2 -m long tests

bench-intake: .venv/.ready ## how fast workbooks are read, beside openpyxl: make bench-intake ROWS=1000000
	$(PYTHON) -m tests.bench.bench_intake $(or $(ROWS),100000) 3

bench: .venv/.ready ## the close of 100, 1,000 and 10,000 people stage by stage, and ratios: make bench SIZES="100 1000"
	$(PYTHON) -m tests.bench.bench_close $(SIZES)
	$(PYTHON) -m tests.bench.ratios
