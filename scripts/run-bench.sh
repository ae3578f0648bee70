#!/usr/bin/env bash
# Builds the programs as a release, and measures them into docs/BENCHMARKS.md. ONLY names sections (and `pieces`, which
# criterion measures and which has no table); SMALL=1 proves in minutes that all of it runs, and writes nothing. Draws the curves
# anew from the figures that are kept. POINTS="openings, PostgreSQL + disk" measures those points of `load` alone, and keeps nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

packages=()
command -v age >/dev/null && command -v age-keygen >/dev/null || packages+=(age)
command -v curl >/dev/null || packages+=(curl)
if ((${#packages[@]} > 0)); then
  if ! command -v apt-get >/dev/null || [[ "$(id -u)" != 0 ]]; then
    echo "The figures need programs to compare with. On Debian, as root: apt-get install ${packages[*]}" >&2
    exit 1
  fi
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${packages[@]}"
fi

only=(${ONLY:-})
sections=()
pieces=$((${#only[@]} == 0))
for name in "${only[@]}"; do
  if [[ "$name" == pieces ]]; then pieces=1; else sections+=("$name"); fi
done

if ((${#only[@]} == 0 || ${#sections[@]} > 0)); then
  cargo build --release --locked -p vault-server -p vault-cli -p coffre-bench
  "${CARGO_TARGET_DIR:-target}/release/coffre-bench" ${SMALL:+--small} ${LONG:+--long} ${POINTS:+--points="$POINTS"} "${sections[@]}"
  python3 bench/curves.py docs/figures
fi
if ((pieces)); then
  cargo bench --locked --manifest-path bench/pieces/Cargo.toml -- ${SMALL:+--test}
fi
