#!/usr/bin/env bash
# Tests of the page: types, then what needs no browser, with and without the real server, then Chromium and Firefox against the real server.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash scripts/install-browser.sh
cd vault-server/web
npm run --silent check
npm run --silent test
npm run --silent test:server
npm run --silent test:page
