#!/usr/bin/env bash
# Runs every test of the workspace and closes with one line that counts them all.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash scripts/install-strace.sh
status=0
output=$(mktemp)
trap 'rm -f "$output"' EXIT
cargo test --workspace --locked --no-fail-fast 2>&1 | tee "$output" || status=$?

awk '
  /^test result:/ { passed += $4; failed += $6; ignored += $8 }
  END { printf "\nmake test: %d passed, %d failed, %d ignored\n", passed, failed, ignored }
' "$output"
exit "$status"
