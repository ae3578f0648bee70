#!/usr/bin/env bash
# Asks the real server, over TLS on this machine, whatever its own OpenAPI document allows and forbids: as a stranger, then as each
# person of the demo, logged in and with every request signed (schemathesis_signed.py). No fault of the server's, no status, media type,
# header or shape that the document does not tell. WHO names some of them. Needs `make build` and Python 3.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=4.32.5
cryptography=50.0.2
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
venv=$target/schemathesis-$version
[ -x "$venv/bin/schemathesis" ] || python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$version" "cryptography==$cryptography"

folder=$(mktemp -d)
port=${PORT:-18543}
url=https://localhost:$port
demo=$folder/demo
running=
stop() {
  [ -z "$running" ] || { kill "$running" && wait "$running" || true; }
  running=
}
trap 'stop; rm -rf "$folder"' EXIT

# Until the condition holds; ends with the process.
await() {
  for _ in $(seq 1800); do
    "$@" 2>/dev/null && return
    kill -0 "$running" || break
    sleep 0.1
  done
  cat "$folder/log"
  exit 1
}

# A server on data, keys and certificate of a folder, that counts nobody's calls.
serve() {
  "$target/debug/vault-server" serve --listen "127.0.0.1:$port" --public-url "$url" --data-dir "$1/data" --key-dir "$1/keys" \
    --tls-certificate "$2/server.pem" --tls-key "$2/server.key" --allow-keys-beside-data \
    --calls-per-minute=1000000 --unauthenticated-per-minute=1000000 --logins-per-minute=1000000 >"$folder/log" 2>&1 &
  running=$!
  await grep -q https:// "$folder/log"
}

# Of the checks, those that ask for something else than the house promises are left out: an id that belongs to nobody is refused
# like one that may not be read, before the body is looked at.
ask() {
  local ca=$1
  shift
  (cd "$folder" && "$venv/bin/schemathesis" run "$url/openapi.json" --tls-verify "$ca" \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance,unsupported_method,ignored_auth \
    --phases examples,coverage,fuzzing --max-examples "${EXAMPLES:-15}" --seed 1 --generation-deterministic \
    --continue-on-failure --request-timeout 60 --suppress-health-check all --warnings off "$@")
}

as_stranger() {
  "$target/debug/vault-server" demo-certificate --dir "$folder/tls" >/dev/null
  serve "$folder" "$folder/tls"
  ask "$folder/tls/ca.pem" "$@"
}

# Each on a copy of one demo, because what one destroys the next would not find.
as_person() {
  local who=$1 copy=$folder/copy
  shift
  if [ ! -e "$demo/demo.json" ]; then
    DEMO_DIR=$demo DEMO_PORT=$port "$target/debug/coffre-demo" >"$folder/log" 2>&1 &
    running=$!
    await test -e "$demo/demo.json"
    stop
  fi
  rm -rf "$copy"
  mkdir -p "$copy/keys"
  cp -a "$demo/server/." "$copy/data"
  cp -a "$demo/keys/." "$copy/keys"
  serve "$copy" "$demo/tls"
  local profile=$copy/$who
  mkdir "$profile"
  cp "$demo/people/$who/credential.txt" "$demo/people/$who/pin.txt" "$profile"
  COFFRE_HOME=$profile "$target/debug/coffre" login --server "$url" --ca "$demo/tls/ca.pem" \
    --credential-file "$profile/credential.txt" --pin-file "$profile/pin.txt"
  # The session ends where a stranger asks; here it would end the run.
  SIGNED_AS=$profile SIGNED_IDS=$demo/demo.json SIGNED_URL=$url SIGNED_CA=$demo/tls/ca.pem \
    PYTHONPATH=$PWD/scripts PYTHONDONTWRITEBYTECODE=1 SCHEMATHESIS_HOOKS=schemathesis_signed \
    ask "$demo/tls/ca.pem" --exclude-name "DELETE /v1/session" "$@"
}

status=0
for who in ${WHO:-stranger beneficiary professional desk referent auditor}; do
  echo "== $who"
  if [ "$who" = stranger ]; then as_stranger "$@"; else as_person "$who" "$@"; fi || status=$?
  stop
done
exit "$status"
