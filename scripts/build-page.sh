#!/usr/bin/env bash
# Builds the page that the server embeds, when something that it is made of has changed. Packages come from the lock file alone.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../vault-server/web"

# What Vite asks for.
need_major=20 need_minor=19

missing() {
  cat >&2 <<TEXT
The page cannot be built: $1.

  It needs Node $need_major.$need_minor or later, with npm, to build; nothing of it runs on the server afterwards.
  Install it from https://nodejs.org/en/download, or, where the distribution has a recent one: apt-get install nodejs npm
  The server and the command line build without it: make build. The server then says that it has no page.
TEXT
  exit 1
}

command -v node >/dev/null || missing "node is not installed"
command -v npm >/dev/null || missing "npm is not installed"
IFS=. read -r major minor _ < <(node -p 'process.versions.node')
if ((major < need_major || (major == need_major && minor < need_minor))); then
  missing "node $major.$minor is too old"
fi

# npm ci empties node_modules first: only when the lock file, or Node, is another.
locked="$(sha256sum package-lock.json | cut -d' ' -f1) $major"
if [[ "$(cat node_modules/.coffre-locked 2>/dev/null)" != "$locked" ]]; then
  npm ci --no-audit --no-fund --loglevel=error
  echo "$locked" >node_modules/.coffre-locked
fi

# A page that was built from the same files is left alone, so that the server is not compiled anew.
inputs=$(find index.html calme.html public src build headers.json screens.json vite.config.ts package-lock.json \
  ../../messages/*/*.ftl ../../vault-core/src/api/problem.rs -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1)
if [[ "$(cat dist/inputs 2>/dev/null)" != "$inputs" || ! -f dist/page/page.json ]]; then
  npm run --silent build -- --logLevel warn
  echo "$inputs" >dist/inputs
fi
