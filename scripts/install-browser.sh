#!/usr/bin/env bash
# Installs what the tests of the page need beside Node: Debian's Chromium, and letters for French and Arabic.
set -euo pipefail

if command -v chromium >/dev/null || command -v chromium-browser >/dev/null; then
  exit 0
fi
if ! command -v apt-get >/dev/null || [[ "$(id -u)" != 0 ]]; then
  echo "The tests of the page need Chromium. On Debian, as root: apt-get install chromium fonts-dejavu-core fonts-noto-core" >&2
  exit 1
fi
apt-get update -qq
apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core fonts-noto-core
