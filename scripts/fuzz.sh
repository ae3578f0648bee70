#!/usr/bin/env bash
# Runs the fuzzer's targets one after the other, SECONDS each, from the kept corpus and the vectors; with `corpus` as its
# argument, keeps what was learnt instead. Needs cargo-fuzz (fuzz/README.md).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../fuzz"

seconds=${FUZZ_SECONDS:-60}
build=$(realpath -m "${FUZZ_TARGET_DIR:-target}")
learnt=$build/learnt
# Files of the targets lie in memory where that can be had: `http` copies a server's folders for each input.
TMPDIR=$(mktemp -d -p "$([ -w /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}")")
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
read -ra targets <<<"${FUZZ_TARGETS:-$(cargo fuzz list | tr '\n' ' ')}"

cargo run --quiet --target-dir "$build" --package coffre-fuzz-first
for target in "${targets[@]}"; do
  cargo fuzz build --sanitizer none --target-dir "$build" "$target"
  program=$(echo "$build"/*/release/"$target")
  mkdir -p "$learnt/$target" "found/$target" "corpus/$target" "seeds/$target"
  if [ "${1:-}" = corpus ]; then
    small=$(mktemp -d)
    # Long inputs cost every test run, and teach little that a short one does not.
    "$program" -merge=1 -max_len=8192 "$small" "corpus/$target" "$learnt/$target" "seeds/$target"
    rm -rf "corpus/$target"
    mv "$small" "corpus/$target"
    chmod 755 "corpus/$target"
    echo "$target: $(find "corpus/$target" -type f | wc -l) inputs, $(du -sb "corpus/$target" | cut -f1) bytes"
  else
    echo "== $target: $seconds s"
    "$program" "$learnt/$target" "corpus/$target" "seeds/$target" -max_total_time="$seconds" -max_len=20000 -timeout=20 \
      -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="found/$target/" 2>&1 | tee "$learnt/$target.log" | grep -E "^(stat|SUMMARY|Done|==)|panicked" || true
    if ! grep -q "^Done" "$learnt/$target.log"; then
      tail -n 40 "$learnt/$target.log"
      echo "fuzz: $target has found something; its input lies in fuzz/found/$target" >&2
      exit 1
    fi
  fi
done
