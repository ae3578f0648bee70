#!/usr/bin/env bash
# Runs a command beside a PostgreSQL of its own, which goes with it: COFFRE_TEST_POSTGRES tells where it listens. Installs
# Debian's package when it is not there. Nothing of it is synced to the disk, unless COFFRE_TEST_POSTGRES_FSYNC is on.
set -euo pipefail
# shellcheck source=scripts/postgres.sh
source "$(dirname "${BASH_SOURCE[0]}")/postgres.sh"

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
stop() {
  "${postgres_as[@]}" "$programs/pg_ctl" -s -D "$folder/data" -m immediate stop || true
  rm -rf "$folder"
}
trap stop EXIT
cd "$folder"
"${postgres_as[@]}" "$programs/pg_ctl" -w -s -D "$folder/data" -l "$folder/log" \
  -o "-p $port -k $folder -c listen_addresses=127.0.0.1 -c fsync=${COFFRE_TEST_POSTGRES_FSYNC:-off} -c max_connections=400 -c shared_buffers=64MB" start ||
  { cat "$folder/log" >&2; exit 1; }
cd "$OLDPWD"
COFFRE_TEST_POSTGRES="postgres://coffre@127.0.0.1:$port" "$@"
