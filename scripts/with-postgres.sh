#!/usr/bin/env bash
# Runs a command beside a PostgreSQL of its own, which goes with it: COFFRE_TEST_POSTGRES tells where it listens,
# COFFRE_TEST_POSTGRES_CA which authority signed its certificate, COFFRE_TEST_POSTGRES_PROGRAMS where its programs are,
# COFFRE_TEST_POSTGRES_PID which process is its first. Installs Debian's package when it is not there. Nothing of it is synced to
# the disk, unless COFFRE_TEST_POSTGRES_FSYNC is on.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source=scripts/drawn.sh
source "$here/drawn.sh"
# shellcheck source=scripts/postgres.sh
source "$here/postgres.sh"

programs=$(postgres_programs)

# Each test has a database of its own, of hundreds of files: in memory where there is plenty, unless syncs are to be real.
# The path is short: its socket lies there, and a path to a socket has 107 bytes at most.
within=/tmp
if [[ "${COFFRE_TEST_POSTGRES_FSYNC:-off}" == off && -w /dev/shm ]] && (($(awk '/^MemAvailable/ { print $2 }' /proc/meminfo) > 12000000)); then
  within=/dev/shm
fi
folder=$(mktemp -d "$within/coffre-postgres.XXXXXX")
port=$(free_ports 1)
postgres_init "$programs" "$folder" -A trust
# An authority, whose key is nowhere afterwards, and the certificate that it signed for this machine.
certify() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=Tests SPECIMEN" -keyout "$1/ca.key" -out "$1/ca.pem"
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost -keyout "$1/server.key" -out "$1/server.csr"
  openssl x509 -req -in "$1/server.csr" -CA "$1/ca.pem" -CAkey "$1/ca.key" -CAcreateserial -days 2 -out "$1/server.pem" \
    -extfile <(printf 'subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n')
  rm "$1/ca.key" "$1/server.csr"
}

stop() {
  "${postgres_as[@]}" "$programs/pg_ctl" -s -D "$folder/data" -m immediate stop || true
  rm -rf "$folder"
}
trap stop EXIT
mkdir "$folder/tls"
certify "$folder/tls" 2>"$folder/log" || { cat "$folder/log" >&2; exit 1; }
[[ "$(id -u)" != 0 ]] || chown nobody:nogroup "$folder/tls/server.key"
rm "$folder/log"
cd "$folder"
"${postgres_as[@]}" "$programs/pg_ctl" -w -s -D "$folder/data" -l "$folder/log" \
  -o "-p $port -k $folder -c listen_addresses=127.0.0.1 -c fsync=${COFFRE_TEST_POSTGRES_FSYNC:-off} -c max_connections=400 -c shared_buffers=64MB \
    -c ssl=on -c ssl_cert_file=$folder/tls/server.pem -c ssl_key_file=$folder/tls/server.key" start ||
  { cat "$folder/log" >&2; exit 1; }
cd "$OLDPWD"
COFFRE_TEST_POSTGRES="postgres://coffre@127.0.0.1:$port" COFFRE_TEST_POSTGRES_CA="$folder/tls/ca.pem" \
  COFFRE_TEST_POSTGRES_PROGRAMS="$programs" COFFRE_TEST_POSTGRES_PID=$(head -n 1 "$folder/data/postmaster.pid") "$@"
