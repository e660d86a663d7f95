# Where a demo keeps its data; PORT chooses its port.
export LIBITUM_HOME ?= $(CURDIR)/var

python := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help demo test bench soak hosts mutants fuzz audit lint format messages lock clean

help: ## list these verbs
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

demo: ## set everything up, fill an instance with music, serve it until Ctrl-C
	@tools/setup base
	@$(python) -m libitum demo

test: ## set everything up, run linters and the whole suite on SQLite and on PostgreSQL
	@tools/setup dev
	@$(python) tools/test.py

bench: ## measure against bare ffmpeg, a peer and published figures
	@tools/setup dev
	@tools/setup bench
	@$(python) tools/bench.py

soak: ## kill workers, web and programs 500 times while recordings arrive, and see that none is lost
	@tools/setup dev
	@$(python) -m tests.faults.soak

hosts: ## one instance on five hosts (network namespaces: Linux, root), cut off and killed
	@tools/setup dev
	@$(python) tools/many_hosts.py

mutants: ## change what decides, bit by bit, and see that some test notices
	@tools/setup dev
	@$(python) tools/mutants.py

fuzz: ## throw made-up bytes at whatever reads strangers' bytes, FUZZ_SECONDS for each reader
	@tools/setup dev
	@$(python) -m tools.fuzz

audit: ## look up every locked package in the lists of known weaknesses: on the internet, or in ADVISORIES=folder
	@tools/setup dev
	@$(python) tools/audit.py $(if $(ADVISORIES),--advisories "$(ADVISORIES)")

lint: ## the linters alone
	@tools/setup dev
	@$(python) tools/test.py --lint-only

format: ## put code into shape
	@tools/setup dev
	@$(python) -m ruff check --fix --quiet .
	@$(python) -m ruff format --quiet .

messages: ## bring the translations up to date with the texts
	@tools/setup dev
	@$(python) tools/messages.py update

lock: ## write requirements/*.txt anew from *.in
	@tools/lock

clean: ## remove what was built here (the demo's data in var/ stays)
	rm -rf .venv .venv-bench .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist *.egg-info
