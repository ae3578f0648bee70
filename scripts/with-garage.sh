#!/usr/bin/env bash
# Runs a command beside a Garage of one node, which goes with it: COFFRE_TEST_S3 tells where it listens, COFFRE_TEST_S3_KEY_ID and
# COFFRE_TEST_S3_SECRET_FILE with which key, that may make buckets, COFFRE_TEST_S3_FOLDER where its files are,
# COFFRE_TEST_S3_PID which process it is. Nothing of it is synced to the disk, unless COFFRE_TEST_GARAGE_FSYNC is on.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source=scripts/drawn.sh
source "$here/drawn.sh"

garage=$(bash "$here/install-garage.sh")
folder=$(mktemp -d "${TMPDIR:-/tmp}/coffre-garage.XXXXXX")
read -r s3 rpc <<<"$(free_ports 2)"
umask 077
random_hex 32 >"$folder/rpc.secret"
random_hex 32 >"$folder/key.secret"
key=GK$(random_hex 12)
fsync=false
[[ "${COFFRE_TEST_GARAGE_FSYNC:-off}" == off ]] || fsync=true
cat >"$folder/garage.toml" <<END
metadata_dir = "$folder/meta"
data_dir = "$folder/data"
db_engine = "sqlite"
metadata_fsync = $fsync
data_fsync = $fsync
replication_factor = 1
rpc_bind_addr = "127.0.0.1:$rpc"
rpc_secret_file = "$folder/rpc.secret"
[s3_api]
s3_region = "garage"
api_bind_addr = "127.0.0.1:$s3"
END
node() { "$garage" -c "$folder/garage.toml" "$@"; }

server=
stop() {
  [[ -z "$server" ]] || { kill "$server" 2>/dev/null && wait "$server" || true; }
  rm -rf "$folder"
}
trap stop EXIT
# The key of a throw-away store: this program takes it from its environment or its arguments alone.
GARAGE_DEFAULT_ACCESS_KEY=$key GARAGE_DEFAULT_SECRET_KEY=$(<"$folder/key.secret") GARAGE_DEFAULT_BUCKET=unused \
  "$garage" -c "$folder/garage.toml" server --single-node --default-bucket >"$folder/log" 2>&1 &
server=$!
for _ in $(seq 100); do
  if node key allow --create-bucket "$key" >/dev/null 2>&1; then ready=yes && break; fi
  sleep 0.1
done
[[ -n "${ready:-}" ]] || { cat "$folder/log" >&2; exit 1; }
COFFRE_TEST_S3="http://127.0.0.1:$s3" COFFRE_TEST_S3_KEY_ID=$key COFFRE_TEST_S3_SECRET_FILE="$folder/key.secret" \
  COFFRE_TEST_S3_FOLDER="$folder" COFFRE_TEST_S3_PID=$server "$@"
