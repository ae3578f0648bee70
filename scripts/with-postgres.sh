#!/usr/bin/env bash
# Runs a command beside a PostgreSQL of its own, which goes with it: COFFRE_TEST_POSTGRES tells where it listens. Installs
# Debian's package when it is not there. Nothing of it is synced to the disk, unless COFFRE_TEST_POSTGRES_FSYNC is on.
set -euo pipefail

newest() { find /usr/lib/postgresql -maxdepth 3 -name initdb 2>/dev/null | sort -V | tail -n 1 | xargs -r dirname; }

programs=$(newest)
if [[ -z "$programs" ]]; then
  if ! command -v apt-get >/dev/null || [[ "$(id -u)" != 0 ]]; then
    echo "The tests need PostgreSQL 15 or later. On Debian, as root: apt-get install postgresql" >&2
    exit 1
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql
  programs=$(newest)
fi

# Each test has a database of its own, of hundreds of files: in memory where there is plenty, unless syncs are to be real.
# The path is short: its socket lies there, and a path to a socket has 107 bytes at most.
within=/tmp
if [[ "${COFFRE_TEST_POSTGRES_FSYNC:-off}" == off && -w /dev/shm ]] && (($(awk '/^MemAvailable/ { print $2 }' /proc/meminfo) > 12000000)); then
  within=/dev/shm
fi
folder=$(mktemp -d "$within/coffre-postgres.XXXXXX")
# It refuses to run as root.
as=()
if [[ "$(id -u)" == 0 ]]; then
  chown nobody:nogroup "$folder"
  as=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
fi
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cd "$folder"
"${as[@]}" "$programs/initdb" -D "$folder/data" -U coffre -A trust --no-sync -E UTF8 --locale=C.UTF-8 >"$folder/initdb.log" 2>&1 ||
  { cat "$folder/initdb.log" >&2; exit 1; }
stop() {
  "${as[@]}" "$programs/pg_ctl" -s -D "$folder/data" -m immediate stop || true
  rm -rf "$folder"
}
trap stop EXIT
"${as[@]}" "$programs/pg_ctl" -w -s -D "$folder/data" -l "$folder/log" \
  -o "-p $port -k $folder -c listen_addresses=127.0.0.1 -c fsync=${COFFRE_TEST_POSTGRES_FSYNC:-off} -c max_connections=400 -c shared_buffers=64MB" start ||
  { cat "$folder/log" >&2; exit 1; }
cd "$OLDPWD"
COFFRE_TEST_POSTGRES="postgres://coffre@127.0.0.1:$port" "$@"
