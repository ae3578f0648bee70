#!/usr/bin/env bash
# Asks the real server, over TLS on this machine, whatever its own OpenAPI document allows and forbids: no fault of the server's, no
# status, media type, header or shape that the document does not tell. The same requests each time. Needs `make build` and Python 3.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=4.32.5
examples=${EXAMPLES:-15}
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
venv=$target/schemathesis-$version
[ -x "$venv/bin/schemathesis" ] || { python3 -m venv "$venv" && "$venv/bin/pip" install --quiet "schemathesis==$version"; }

folder=$(mktemp -d)
server=
stop() {
  [ -z "$server" ] || { kill "$server" && wait "$server" || true; }
  rm -rf "$folder"
}
trap stop EXIT
port=${PORT:-18543}
"$target/debug/vault-server" demo-certificate --dir "$folder/tls" >/dev/null
"$target/debug/vault-server" serve --listen "127.0.0.1:$port" --public-url "https://localhost:$port" --data-dir "$folder/data" \
  --key-dir "$folder/keys" --tls-certificate "$folder/tls/server.pem" --tls-key "$folder/tls/server.key" \
  --calls-per-minute=1000000 --unauthenticated-per-minute=1000000 --logins-per-minute=1000000 >"$folder/log" 2>&1 &
server=$!
for _ in $(seq 300); do
  grep -q https:// "$folder/log" && break
  kill -0 "$server" || { cat "$folder/log"; exit 1; }
  sleep 0.1
done

# Of the checks, those that ask for something else than the house promises are left out: an id that belongs to nobody is refused
# like one that may not be read, before the body is looked at.
"$venv/bin/schemathesis" run "https://localhost:$port/openapi.json" --tls-verify "$folder/tls/ca.pem" \
  --checks not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance,unsupported_method,ignored_auth \
  --phases examples,coverage,fuzzing --max-examples "$examples" --seed 1 --generation-deterministic \
  --continue-on-failure --request-timeout 60 --suppress-health-check all --warnings off "$@"
