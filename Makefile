# Comity. `make demo` shows it, `make test` tries it; both need only Python 3.11+, make and the package index.

PORT ?= 8000
PYTHON ?= python3
BIN = .venv/bin
COMPILE = uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --universal --no-strip-extras --python-version 3.11

.PHONY: help demo test coverage check form bench evidence word sbom messages docs lock vendor clean

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 18

demo: ## show Comity with the example cooperation (PORT=8000)
	@$(PYTHON) tools/bootstrap.py run --port $(PORT)
	@exec $(BIN)/comity demo --port $(PORT)

test: ## run every test, on SQLite and on PostgreSQL, in a real browser
	@$(PYTHON) tools/bootstrap.py test
	@$(BIN)/python tools/trial.py

coverage: ## measure which branches the tests take, on SQLite (twice as long; fails below the gate in pyproject.toml)
	@$(PYTHON) tools/bootstrap.py test
	@$(BIN)/python tools/trial.py coverage

check: ## format, lint, types, imports, migrations
	@$(PYTHON) tools/bootstrap.py test
	@$(BIN)/python tools/check.py

form: ## put code and templates into their form
	@$(PYTHON) tools/bootstrap.py test
	@$(BIN)/python tools/check.py form

bench: ## measure pages, articles, adoption and serving at up to a million commitments (BENCH="pages" chooses)
	@$(PYTHON) tools/bootstrap.py test
	@$(BIN)/python -m tools.bench $(BENCH)

evidence: ## try every promise at full size (hours), a JSON line for each (PROMISES="P2 P9" chooses, SHARE=1 percent)
	@$(PYTHON) tools/bootstrap.py test
	@COMITY_EVIDENCE_SHARE=$(SHARE) $(BIN)/python tools/evidence.py $(PROMISES)

word: ## ask Microsoft's Open XML SDK whether Word opens our files (needs npm)
	@$(PYTHON) tools/bootstrap.py test
	@$(BIN)/python tools/word.py

sbom: ## list what Comity is made of, as CycloneDX has it (build/sbom.cdx.json)
	@$(PYTHON) tools/bootstrap.py test
	@$(BIN)/python tools/sbom.py

messages: ## collect our texts for the translators, keeping what they wrote
	@$(PYTHON) tools/bootstrap.py run
	@$(BIN)/python tools/messages.py update

docs: ## draw docs/stages and docs/access from the code
	@$(PYTHON) tools/bootstrap.py run
	@$(BIN)/python -m tools.stages
	@$(BIN)/python -m tools.access

lock: ## choose the versions of our dependencies anew (needs uv)
	@$(COMPILE) --upgrade pyproject.toml --output-file requirements.lock
	@$(COMPILE) --upgrade --extra object-storage --constraints requirements.lock pyproject.toml --output-file requirements-object-storage.lock
	@$(COMPILE) --upgrade --extra pkcs11 --constraints requirements.lock pyproject.toml --output-file requirements-pkcs11.lock
	@$(COMPILE) --upgrade --group test --group check --constraints requirements-object-storage.lock --override tools/overrides.txt --output-file requirements-test.lock
	@$(COMPILE) --upgrade --no-deps --group bench --output-file requirements-bench.lock

vendor: ## fetch the front-end files that we ship, from pinned packages (needs npm)
	@$(PYTHON) tools/vendor.py

clean: ## remove the environment, the demonstration's data and what was built
	rm -rf .venv var build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .coverage*
