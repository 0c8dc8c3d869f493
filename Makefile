# The two commands are `make run` and `make test`; `make help` lists them all.
.DEFAULT_GOAL := help
.PHONY: help run test prove bench dev catalogues lock
export PYTHON ?= python3
python := .venv/bin/python

help: ## What can be asked for
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## The site and its worker, from nothing; PORT=8001 for another port
	@deploy/prepare.sh run
	@exec $(python) manage.py serve

test: ## Every check, from nothing, in at most ten minutes
	@deploy/prepare.sh test
	@exec $(python) deploy/check.py

prove: ## The long proofs, on both databases
	@deploy/prepare.sh test
	@exec $(python) deploy/check.py prove

bench: ## Speed and memory, as ratios, on both databases
	@deploy/prepare.sh test
	@exec $(python) deploy/bench.py

dev: ## The site alone, reloading as you edit, with tracebacks
	@deploy/prepare.sh test
	@deploy/prepare.sh run
	@DEBUG=1 LISTENS_ON=127.0.0.1 exec $(python) manage.py runserver $${PORT:-8000}

catalogues: ## Collect the texts to translate into locale/
	@deploy/prepare.sh test
	@$(python) -m cms.catalogues update

lock: ## Pin what requirements/*.in ask for, with hashes (needs uv)
	@deploy/lock.sh
