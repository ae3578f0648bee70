#!/usr/bin/env bash
# Fails when the fuzzer's programs could not be built any more: its own lock file, and the tests' modules that its calls go through
# (tests/lib.rs), are what nothing else looks at. Needs no cargo-fuzz.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

cargo update --quiet --workspace --locked --manifest-path fuzz/Cargo.toml || {
  echo "check-fuzz: fuzz/Cargo.lock is behind; 'cargo update --workspace --manifest-path fuzz/Cargo.toml' mends it" >&2
  exit 1
}
cargo rustc --profile check --package coffre-tests --lib --locked -- --cfg fuzzing
