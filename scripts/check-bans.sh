#!/usr/bin/env bash
# Fails when a crate that deny.toml bans stands in Cargo.lock. Needs neither cargo-deny nor a network.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mapfile -t banned < <(sed -n 's/^  { crate = "\([^"]*\)".*/\1/p' deny.toml)
if [ "${#banned[@]}" -eq 0 ]; then
  echo "check-bans: deny.toml names no banned crate; its form has changed" >&2
  exit 1
fi

found=0
for crate in "${banned[@]}"; do
  if grep -qxF "name = \"$crate\"" Cargo.lock; then
    echo "check-bans: $crate is in Cargo.lock; 'cargo tree --invert $crate' shows who brought it" >&2
    found=1
  fi
done
[ "$found" -eq 0 ] && echo "check-bans: none of ${banned[*]}"
exit "$found"
