#!/usr/bin/env bash
# Prints the path of a `garage` 2, the S3 store that `make cluster` runs three of: the one that COFFRE_GARAGE names, one on
# the PATH, or one that was built before; else builds it from crates.io, lightly (some ten minutes on two cores).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=2.5.0
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
built=$target/tools/bin/garage

is_right() { [[ -x "$1" && "$("$1" --version 2>/dev/null)" =~ (^|[^0-9.])v?2\.[0-9]+ ]]; }

if [[ -n "${COFFRE_GARAGE:-}" ]]; then
  is_right "$COFFRE_GARAGE" || { echo "COFFRE_GARAGE names no garage 2: $COFFRE_GARAGE" >&2; exit 1; }
  realpath "$COFFRE_GARAGE"
  exit
fi
for found in "$(command -v garage || true)" "$built"; do
  if [[ -n "$found" ]] && is_right "$found"; then
    echo "$found"
    exit
  fi
done

echo "Building garage $version into $target/tools: some ten minutes, once." >&2
trap 'rm -rf "$target/tools/build"' EXIT
CARGO_TARGET_DIR="$target/tools/build" CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_CODEGEN_UNITS=256 CARGO_PROFILE_RELEASE_DEBUG=0 \
  cargo install garage --version "$version" --locked --no-default-features --features bundled-libs,sqlite,lmdb --root "$target/tools" >&2
is_right "$built"
echo "$built"
