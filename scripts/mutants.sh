#!/usr/bin/env bash
# Breaks the code by hand of a machine, one small change at a time, and tells which changes no test notices (cargo-mutants,
# `cargo install --locked cargo-mutants`). Long: each change is a build and a run of the tests. FILES names what is changed;
# SHARD=1/8 takes a part. A copy of the tree is changed, never this one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

out=$(realpath -m "${MUTANTS_DIR:-${CARGO_TARGET_DIR:-target}/mutants}")
mkdir -p "$out"
shard=${SHARD:+--shard=$SHARD}

# The formats and the cryptography: the crate's own tests and vectors are the judge.
core=('**')
# Policy: its own tests, and the interface on the real router.
access=('access/*.rs')

run() {
  local package=$1 prefix=$2
  shift 2
  local files=()
  for file in "$@"; do files+=(--file "$prefix/src/$file"); done
  [ -z "${FILES:-}" ] || files=(--file "$FILES")
  # What a test module says is no promise of the product; the fuzzer's bodies are no product.
  cargo mutants --package "$package" "${files[@]}" --exclude '**/tests.rs' --exclude '**/vectors*' \
    --exclude '**/vectors/**' --exclude '**/fuzzing*' --exclude '**/fuzzing/**' \
    --jobs 1 --minimum-test-timeout 120 --timeout-multiplier 4 --no-shuffle --cargo-arg=--locked \
    --output "$out/$package" ${shard:+"$shard"} "${tests[@]}" || [ $? = 2 ]
}

case ${1:-all} in
  core | all) tests=() run vault-core vault-core "${core[@]}" ;;&
  access | all)
    tests=(--test-package vault-server --test-package coffre-tests --cargo-test-arg=--lib --cargo-test-arg=--test=all)
    run vault-server vault-server "${access[@]}"
    ;;
esac
for list in "$out"/*/mutants.out/missed.txt; do
  echo "$list: $(wc -l <"$list") changes that no test noticed"
done
