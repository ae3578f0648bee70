#!/usr/bin/env bash
# Runs every test of the workspace, those of the interface once more on PostgreSQL and S3, those of the engine of buckets on Garage,
# and closes with one line that counts them all.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash scripts/install-strace.sh
# A few faults on a real cluster are among the tests.
COFFRE_GARAGE=$(bash scripts/install-garage.sh)
export COFFRE_GARAGE
status=0
output=$(mktemp)
trap 'rm -f "$output"' EXIT
bash scripts/with-postgres.sh cargo test --workspace --locked --no-fail-fast 2>&1 | tee "$output" || status=$?

echo "== once more, on PostgreSQL and S3"
COFFRE_TEST_ENGINE=postgres COFFRE_TEST_OBJECTS=s3 bash scripts/with-postgres.sh cargo test -p coffre-tests --locked --test all -- \
  api:: races:: simulate:: --skip embedded:: 2>&1 | tee -a "$output" || status=$?

echo "== the engine of buckets once more, on Garage"
bash scripts/with-garage.sh cargo test -p coffre-tests --locked --test all -- blobs:: 2>&1 | tee -a "$output" || status=$?

awk '
  /^test result:/ { passed += $4; failed += $6; ignored += $8 }
  END { printf "\nmake test: %d passed, %d failed, %d ignored\n", passed, failed, ignored }
' "$output"
exit "$status"
