#!/usr/bin/env bash
# Installs what the tests of crashes need: Debian's strace, which makes system calls fail, and mount, for a disk that is full.
set -euo pipefail

packages=()
command -v strace >/dev/null || packages+=(strace)
command -v mount >/dev/null || packages+=(mount)
((${#packages[@]} == 0)) && exit 0

if ! command -v apt-get >/dev/null || [[ "$(id -u)" != 0 ]]; then
  echo "The tests of crashes need strace and mount. On Debian, as root: apt-get install ${packages[*]}" >&2
  exit 1
fi
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${packages[@]}"
