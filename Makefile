# Two commands for a newcomer: `make run` and `make test`. Both need Python 3.11+ with venv, and nothing else.
PYTHON ?= python3
BIN := .venv/bin
INDEX := var/index
CLUSTER_PORT := 9200
SEARCH := index/engines/whoosh/search
FRENCH := index/french

.PHONY: run cluster test test-cluster faults mutants whoosh-suite real parity eval bench bench-before texts lint lock clean

run: .venv/run .venv/kernel .venv/lexicon
	@test -n "$$BULLETINS_INDEX" || test -e $(INDEX)/CURRENT || $(BIN)/bulletins rebuild samples
	@exec $(BIN)/bulletins serve

# The same on a cluster: a node on this machine, of a server that Maven fetches once.
cluster: .venv/run .venv/kernel .venv/lexicon .venv/nodes
	@$(BIN)/python -m tests.cluster.nodes var/cluster $(CLUSTER_PORT)

# A process a core; who has no test left takes some of another's.
test: .venv/dev
	@$(BIN)/python -m tests.cluster.server || true  # of a node; where it cannot be had, its tests are skipped
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

# The whole contract on a node of OpenSearch, too; minutes. Maven fetches the server. The node ends with the process that
# started it, which waits for the others: longer than a test may take.
test-cluster: .venv/dev .venv/nodes
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --override-ini timeout_func_only=true --cluster -k opensearch \
		tests/index/engines/opensearch tests/index/engines/contract

# All kills, injected faults, flipped bytes and switches; minutes. The table is in benchmarks/RESULTS.md.
faults: .venv/dev
	$(BIN)/python -m pytest tests/faults --all-faults

# Whoosh's own tests, fetched with pip, on our index; a minute. What differs is in docs/whoosh.md.
whoosh-suite: .venv/dev
	$(BIN)/python -m benchmarks.whoosh_suite

# Do the tests fail where the code is wrong? An hour; the table is in benchmarks/RESULTS.md.
mutants: .venv/dev
	$(BIN)/python -m benchmarks.mutants

# Reads real bulletins from ../shared, beside the project; the figures are in benchmarks/RESULTS.md.
real: .venv/dev
	$(BIN)/python -m benchmarks.real_input
	$(BIN)/python -m benchmarks.near_duplicates

# Do both engines answer the same? Reads ../shared too, and takes hours: STEP=40 asks every fortieth query.
STEP := 1
parity: .venv/dev .venv/nodes
	$(BIN)/python -m benchmarks.parity $(STEP)

# How well it finds, beside the peers; reads ../shared too, and takes half an hour where its indexes must be built.
eval: .venv/dev
	$(BIN)/python -m benchmarks.relevance

# How fast it is beside tantivy and stock whoosh3, on items made by ../shared; wants Debian's wrk for the server.
# SIZES="10000 100000 1000000" measures more sizes, SIZES="100000 --stock-up-to 100000" builds whoosh3 there too.
bench: .venv/dev var/bench/venv/ready
	$(BIN)/python -m benchmarks.speed --write $(SIZES)

# The same of this checkout alone, beside another one of the project: BEFORE=../before, see benchmarks/speed/before.py.
bench-before: .venv/dev
	$(BIN)/python -m benchmarks.speed.before $(BEFORE)

# Adds the texts of pages that have no English yet to webapp/english.po, and drops those that are gone.
texts: .venv/dev
	$(BIN)/pybabel --quiet extract --output-file .venv/texts.pot
	$(BIN)/pybabel --quiet update --locale en --input-file .venv/texts.pot --output-file webapp/english.po \
		--omit-header --no-wrap --no-fuzzy-matching --ignore-obsolete

lint: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Versions and hashes of everything that is installed; needs uv.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--no-annotate --group build pyproject.toml --output-file requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--no-annotate --constraint requirements.lock --group build --group dev pyproject.toml \
		--output-file requirements-dev.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--no-annotate --group audit --output-file requirements-audit.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--no-annotate --group nodes --output-file requirements-nodes.lock

clean:
	rm -rf .venv var $(SEARCH)/kernel-*.so index/data/lexicon.sqlite

.venv/run: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "bulletins needs Python 3.11 or later, this is " + sys.version)'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# What nodes of OpenSearch are made of; a Java, too, where none here is new enough.
.venv/nodes: .venv/run requirements-nodes.lock $(wildcard tests/cluster/*.*)
	@$(BIN)/python -m tests.cluster.server java 2>/dev/null || $(BIN)/python -m pip install --quiet \
		--disable-pip-version-check --require-hashes --requirement requirements-nodes.lock
	@$(BIN)/python -m tests.cluster.server
	@touch $@

var/bench/venv/ready: benchmarks/peers.txt
	test -x var/bench/venv/bin/python || $(PYTHON) -m venv var/bench/venv
	var/bench/venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

# The innermost loops of the search; optional, see index/engines/whoosh/search/kernel.py. What pip installs has them
# (hatch_build.py); this says so, and compiles them again when they change.
.venv/kernel: .venv/run $(SEARCH)/kernel.c $(SEARCH)/compiling.py
	$(BIN)/python -m index.engines.whoosh.search.compiling
	@touch $@

# The French words and their stems, see index/french/lexicon.py; compiled again when its sources change.
.venv/lexicon: .venv/run $(FRENCH)/compiling.py $(FRENCH)/folding.py index/data/stems.txt
	$(BIN)/python -m index.french.compiling
	@touch $@

.venv/dev: .venv/run .venv/kernel .venv/lexicon requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	@touch $@
