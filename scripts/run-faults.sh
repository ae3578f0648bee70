#!/usr/bin/env bash
# Every fault of tests/faults on clusters of their own, COFFRE_FAULT_ROUNDS times (3); COFFRE_FAULTS names some, to try these alone.
# COFFRE_FAULTS_REPORT keeps a line for each; COFFRE_FAULTS_TABLE=docs/FAULTS.md draws the published table from all that it holds.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

COFFRE_GARAGE=$(bash scripts/install-garage.sh)
export COFFRE_GARAGE COFFRE_FAULT_ROUNDS="${COFFRE_FAULT_ROUNDS:-3}"
cargo test -p coffre-tests --locked --test all -- faults:: --nocapture --test-threads=1
