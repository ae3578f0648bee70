# The two commands of this project are `make demo` and `make test`; the rest are their steps.
# CARGO_TARGET_DIR, DEMO_DIR and DEMO_PORT are honoured. Nothing is downloaded but crates, the page's npm packages and, for the
# tests and `make cluster`, packages of Debian.

# A machine that builds once has no use for incremental files.
ifeq ($(CI),true)
export CARGO_INCREMENTAL := 0
endif

# The demo and the tests share one profile and one folder, so that either reuses what the other has built.
target := $(or $(CARGO_TARGET_DIR),target)

.PHONY: cluster crashes demo test test-faults bench bench-load page test-page build fmt clippy check-bans fuzz fuzz-corpus schemathesis
.PHONY: mutants simulate check-fuzz
.DEFAULT_GOAL := build

## demo: build, start the server with sample people and papers, say what to try; Ctrl-C stops it
demo: page build
	@exec $(target)/debug/coffre-demo

## cluster: two servers, PostgreSQL, a store of three Garage nodes and a balancer, here; says what to try; Ctrl-C stops it all (CLUSTER_DIR)
cluster: page build
	@exec bash scripts/cluster.sh

## test: everything that must hold before a change is kept
test: fmt check-bans check-fuzz page clippy build
	@bash scripts/test-page.sh
	@bash scripts/run-tests.sh

## bench: measure everything into docs/BENCHMARKS.md; ONLY="seal log" some sections, SMALL=1 small sizes and no table
bench: page
	@bash scripts/run-bench.sh

## bench-load: deposits and openings of one server and two, on every engine, beside a PostgreSQL that syncs and a Garage; ONLY, SMALL=1, LONG=1 an hour more
bench-load: page
	@COFFRE_TEST_POSTGRES_FSYNC=on COFFRE_TEST_GARAGE_FSYNC=on ONLY="$(or $(ONLY),load filled growth peers)" \
		bash scripts/with-postgres.sh bash scripts/with-garage.sh bash scripts/run-bench.sh

## crashes: the long form of the tests of crashes, alone: a thousand kills (COFFRE_KILLS), and every write and sync of each act
crashes: build
	@bash scripts/install-strace.sh
	COFFRE_KILLS=$(or $(COFFRE_KILLS),1000) COFFRE_SWEEP_WHOLE=1 \
		cargo test -p coffre-tests --locked --test all -- crashes --nocapture --test-threads=1

## test-faults: every fault on a real cluster (tests/faults) three times (COFFRE_FAULT_ROUNDS), under load; COFFRE_FAULTS names some
test-faults: build
	@bash scripts/run-faults.sh

## page: the page in vault-server/web, built by npm when it has changed; the server embeds it
page:
	@bash scripts/build-page.sh

## test-page: the page's tests alone
test-page: page build
	@bash scripts/test-page.sh

## build: the programs that the demo and the end-to-end tests drive
build:
	cargo build --workspace --locked

## fmt: is every file formatted?
fmt:
	cargo fmt --all --check

## clippy: no warning anywhere, tests included
clippy:
	cargo clippy --workspace --all-targets --locked -- -D warnings

## check-bans: has a crate that deny.toml bans crept into Cargo.lock?
check-bans:
	@bash scripts/check-bans.sh

## check-fuzz: would the fuzzer's programs still be built?
check-fuzz:
	@bash scripts/check-fuzz.sh

## fuzz: each target of fuzz/ for SECONDS (60); TARGETS names some. Not part of `make test`, which replays the kept corpus
fuzz:
	@FUZZ_SECONDS="$(SECONDS)" FUZZ_TARGETS="$(TARGETS)" bash scripts/fuzz.sh

## fuzz-corpus: keeps what the fuzzer has learnt, made small
fuzz-corpus:
	@FUZZ_TARGETS="$(TARGETS)" bash scripts/fuzz.sh corpus

## schemathesis: asks the real server whatever its OpenAPI document allows and forbids, as a stranger and as people of the demo (WHO)
schemathesis: build
	@bash scripts/schemathesis.sh

## mutants: small changes to the formats and to policy, and which of them no test notices; WHAT is core, access or all. Hours
mutants:
	@bash scripts/mutants.sh $(WHAT)

## simulate: random steps on the server beside a small model of it, STEPS of them; SEED plays one town again
simulate:
	COFFRE_SIMULATE_STEPS=$(STEPS) COFFRE_SIMULATE_SEED=$(SEED) cargo test -p coffre-tests --test all --locked -- \
		--exact simulate::model_and_server_say_the_same_after_each_step --nocapture
