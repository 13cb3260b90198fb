# What people run. `make test` is everything; the others are its parts and its tools.
#
# One profile (release) and one set of features, so that `cargo run --release` and the tests share their build: tests are
# selected with --workspace, since the features of dependencies depend on what is selected.

CARGO ?= cargo
PYTHON ?= python3
CONSUMERS := tests/consumers
VENV := $(CONSUMERS)/.venv
SPARK := $(if $(shell command -v java),$(VENV)/spark)
GOLDEN := $(CARGO) test --workspace --release --test golden -- --nocapture

.PHONY: test rust remote python consumers golden golden-rows golden-record lint dependencies datasets docs outputs pictures one-build clean-venv

## All tests: the workspace's, those of inputs beyond the disk, then the consumers'
test: rust remote consumers

rust:
	$(CARGO) test --workspace --release

## Inputs beyond the disk: the libraries of their stores stay out of all other builds, and share the rest with them
remote:
	$(CARGO) test --workspace --release --features copydesk/remote --lib -- remote

## The wheel, with the build of the tests, installed where the consumers' tests run
python: $(VENV)/ready
	rm -rf target/wheels
	$(VENV)/bin/python -m maturin build --release --quiet --compatibility linux --manifest-path crates/python/Cargo.toml --out target/wheels
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall target/wheels/copydesk-*.whl

## A real run read in DuckDB, Polars and pyarrow; the wheel; Spark where there is Java
consumers: $(VENV)/ready $(SPARK) python
	$(CARGO) build --release
	$(CARGO) build --release --workspace --example synthetic_run
	$(VENV)/bin/python -m pytest $(CONSUMERS) -q

$(VENV)/ready: $(CONSUMERS)/requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

# Half a gigabyte, of use only with Java.
$(VENV)/spark: $(CONSUMERS)/requirements-spark.txt $(VENV)/ready
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

## Precision and recall by layer over datasets/golden
golden:
	$(GOLDEN)

## The same, with every missing and false row
golden-rows:
	COPYDESK_GOLDEN=rows $(GOLDEN)

## The same, written to datasets/golden/FLOORS.md; raises floors, never lowers one
golden-record:
	COPYDESK_GOLDEN=record $(GOLDEN)

lint: dependencies
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --release -- -D warnings

## Licences, bans and sources of all dependencies against deny.toml; advisories where cargo-deny and its database are at hand
dependencies:
	@set -e; if $(CARGO) deny --version >/dev/null 2>&1; then \
		$(CARGO) deny check licenses bans sources; \
		if $(CARGO) deny fetch db; then $(CARGO) deny check advisories; \
		else echo 'advisories are skipped: their database is not at hand'; fi; \
	else $(PYTHON) .ci/dependencies.py; fi

## Packs datasets/sources into the formats of datasets/articles
datasets: $(VENV)/ready
	$(VENV)/bin/python datasets/make.py

## docs/tables.md from the schemas, docs/man from the options
docs:
	mkdir -p docs
	$(CARGO) run --release --quiet -- schema > docs/tables.md
	rm -rf docs/man
	$(CARGO) run --release --quiet -- man --out docs/man

## Puts the output of the commands in README.md and docs/ under them
outputs: $(VENV)/ready
	$(CARGO) build --release
	$(VENV)/bin/python docs/outputs.py

## Draws the pictures of README.md anew; the report's needs chromium and pillow
pictures: $(VENV)/ready
	$(CARGO) build --release
	$(VENV)/bin/python docs/pictures.py

## Names the dependencies whose features differ between the command, the wheel, the tests and those of inputs beyond the disk
## (they would be built twice)
TREE := $(CARGO) tree --format '{p} [{f}]' --prefix none --no-dedupe --edges
CLEAN := sed 's/ (\*)//' | sort -u
one-build:
	@$(TREE) normal,build --package copydesk | $(CLEAN) > target/features-command
	@$(TREE) normal,build,dev --workspace | $(CLEAN) > target/features-tests
	@$(TREE) normal,build --package copydesk-python | $(CLEAN) > target/features-python
	@$(TREE) normal,build,dev --workspace --features copydesk/remote | $(CLEAN) > target/features-remote
	@! cat target/features-command target/features-python | sort -u | comm -23 - target/features-tests | grep . || (echo 'these are built twice' && false)
	@! comm -23 target/features-tests target/features-remote | grep -v '^copydesk' || (echo 'these are built anew for remote inputs' && false)

clean-venv:
	rm -rf $(VENV)
