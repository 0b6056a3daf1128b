# Carillon: every command a developer needs. `make help` lists them.
# Each one sets up what it needs first; a set-up with nothing to do takes about a second.

SHELL := /bin/sh
PY := .venv/bin/python

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Python without its cached bytecode starts twice as slowly, and an activated environment of another
# project must not be used: neither is passed on.
unexport PYTHONDONTWRITEBYTECODE
unexport VIRTUAL_ENV

.PHONY: help setup demo test lint lint-python lint-console bench figures build clean

help: ## show this list
	@echo "make <target>"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-9s %s\n", $$1, $$2 }' Makefile

setup: ## install what is missing into .venv and .tools (safe to run again)
	@infra/setup.sh
	$(if $(filter setup,$(MAKECMDGOALS)),@echo "setup: ready; next: make demo")

demo: setup ## run the whole system here; CHECK=1, crash, brake, console, signin, night or bell proves it and ends
	@exec $(PY) -m infra.local.demo $(if $(CHECK),--check $(CHECK))

test: lint ## every check and every test
	@echo "pytest"
	@exec $(PY) -m pytest --numprocesses auto --dist loadscope $(ARGS)

lint: setup ## ruff, mypy, the rules on imports, the API's document, the console's types, rules and unit tests
	@$(MAKE) --jobs=2 lint-python lint-console

lint-python:
	@echo "ruff check" && .venv/bin/ruff check --quiet .
	@echo "ruff format --check" && .venv/bin/ruff format --check --quiet .
	@echo "mypy" && $(PY) -m mypy --no-error-summary
	@echo "lint-imports" && .venv/bin/lint-imports --no-logo

lint-console:
	@echo "spectral" && cd web && npm run --silent check:api
	@echo "tsc, eslint, vitest" && cd web && npm run --silent check

bench: setup ## measure speed and operations; ONLY=P5 measures one
	@exec $(PY) -m tests.bench $(ONLY)

figures: setup ## measure reliability; ONLY=F7 measures one
	@exec $(PY) -m tests.figures $(ONLY)

build: setup ## make the archive that the functions are deployed from
	@exec $(PY) -m infra.build

clean: ## remove builds and caches; keeps .venv and .tools
	@rm -rf build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find functions shared infra tests -name __pycache__ -type d -prune -exec rm -rf {} +
