#!/usr/bin/env bash
# Installs what the tests of the page need beside Node: Debian's Chromium and Firefox ESR, and letters for French and Arabic.
set -euo pipefail

packages=()
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || packages+=(chromium fonts-dejavu-core fonts-noto-core)
command -v firefox-esr >/dev/null || packages+=(firefox-esr)
((${#packages[@]} == 0)) && exit 0

if ! command -v apt-get >/dev/null || [[ "$(id -u)" != 0 ]]; then
  echo "The tests of the page need browsers. On Debian, as root: apt-get install ${packages[*]}" >&2
  exit 1
fi
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${packages[@]}"
