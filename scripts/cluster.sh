#!/usr/bin/env bash
# Two servers, PostgreSQL, a store of three Garage nodes and a balancer, on this machine alone, with made-up people only:
#
#   cluster.sh                     starts all, says what to try, stays until Ctrl-C, stops all (`make cluster`)
#   cluster.sh start DIR           starts all in a folder, new or used before, and returns
#   cluster.sh prepare DIR         makes that folder and starts nothing
#   cluster.sh stop DIR            stops all; the folder stays, and can be started again
#   cluster.sh status DIR          says what runs
#   cluster.sh kill DIR NAME       ends a part at once, as a power cut would (SIGKILL)
#   cluster.sh pause DIR NAME      freezes a part (SIGSTOP); resume DIR NAME lets it go on
#   cluster.sh restart DIR NAME    starts a part again, stopping it first if it runs
#
# NAME: server-1, server-2, postgres, garage-1, garage-2, garage-3, balancer. DIR/cluster.env tells where each listens.
# Honoured: CLUSTER_DIR, CARGO_TARGET_DIR, COFFRE_GARAGE (a program), COFFRE_PROGRAMS (the folder of vault-server and coffre),
# CLUSTER_WIRES (set: in a new folder, each part is looked for on a port of DIR/ports on which it does not listen, so that somebody
# can stand between).
set -euo pipefail
caller=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."
umask 077
# shellcheck source=scripts/drawn.sh
source scripts/drawn.sh
# shellcheck source=scripts/postgres.sh
source scripts/postgres.sh
# shellcheck source=scripts/cluster/processes.sh
source scripts/cluster/processes.sh
# shellcheck source=scripts/cluster/prepare.sh
source scripts/cluster/prepare.sh
# shellcheck source=scripts/cluster/garage.sh
source scripts/cluster/garage.sh
# shellcheck source=scripts/cluster/parts.sh
source scripts/cluster/parts.sh

parts=(postgres garage-1 garage-2 garage-3 balancer server-1 server-2)
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
programs=$(cd "$caller" && realpath -m "${COFFRE_PROGRAMS:-$target/debug}")
vault_server=$programs/vault-server

fail() {
  echo "cluster: $*" >&2
  exit 1
}

haproxy_program() {
  if ! command -v haproxy >/dev/null; then
    if ! command -v apt-get >/dev/null || [[ "$(id -u)" != 0 ]]; then
      fail "HAProxy is needed. On Debian, as root: apt-get install haproxy"
    fi
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends haproxy >&2
  fi
  command -v haproxy
}

find_programs() {
  [[ -x "$vault_server" ]] || fail "there is no $vault_server: \`make build\` makes it"
  haproxy=$(PATH=$PATH:/usr/sbin haproxy_program)
  postgres=$(postgres_programs)
  garage=$(bash scripts/install-garage.sh)
}

# Who starts a part again uses the programs of the first start.
keep_programs() { printf '%s\n' "$vault_server" "$haproxy" "$postgres" "$garage" >"$DIR/programs"; }
read_programs() { { read -r vault_server && read -r haproxy && read -r postgres && read -r garage; } <"$DIR/programs"; }

prepare_all() {
  find_programs
  prepare
  keep_programs
}

start_all() {
  local part
  prepare_all
  for part in "${parts[@]}"; do
    ! alive "$part" || fail "$part runs already in $DIR"
  done
  trap stop_all EXIT
  trap 'exit 130' INT TERM HUP
  start_postgres
  start_store
  for part in balancer server-1 server-2; do
    start_part "$part"
  done
  until_ready balancer 20 probe "$(public_url)/healthz" "$DIR/tls/ca.pem"
  trap - EXIT INT TERM HUP
}

# Whoever needs another part ends before it.
stop_all() {
  local index
  trap '' INT TERM HUP
  for ((index = ${#parts[@]} - 1; index >= 0; index--)); do
    stop_part "${parts[index]}"
  done
}

status_all() {
  local part pid
  for part in "${parts[@]}"; do
    pid=$(leader "$part")
    if [[ -z "$pid" ]]; then
      echo "$part: stopped"
    elif is_frozen "$pid"; then
      echo "$part: paused"
    else
      echo "$part: runs ($pid)"
    fi
  done
}

restart_part() {
  [[ -e "$DIR/programs" ]] || fail "nothing was started in $DIR"
  read_programs
  read_ports
  stop_part "$1"
  start_part "$1"
}

tell() {
  cat <<TEXT

Two servers, one vault: $(public_url) (authority: $DIR/tls/ca.pem)

   balancer             $(public_url), and http://127.0.0.1:${seen[objects]} for the store
   server-1, server-2   https://localhost:${port[server-1]}, https://localhost:${port[server-2]}; keys of both: $DIR/keys
   postgres             $(database_url)
   garage-1, -2, -3     http://127.0.0.1:${port[garage-1]}, :${port[garage-2]}, :${port[garage-3]}; each object lies on all three
   what they say        $DIR/log

Try, in another terminal:

   $vault_server admin invite --config $DIR/server-1.toml --role referent --display-name "Nadia Fontaine" \\
       --credential-out nadia.txt --pin-out nadia.pin
   $programs/coffre login --server $(public_url) --ca $DIR/tls/ca.pem --credential-file nadia.txt --pin-file nadia.pin
   bash scripts/cluster.sh kill $DIR server-1       # and go on: the other server answers
   bash scripts/cluster.sh restart $DIR server-1
   bash scripts/cluster.sh status $DIR
   $vault_server fsck --config $DIR/server-1.toml

Made-up people and papers only. Ctrl-C stops everything; CLUSTER_DIR=$DIR make cluster starts it again as it was.
TEXT
}

# Starts all, stays, and stops all, whatever comes first: a wish to stop, or a failure on the way.
stay() {
  start_all
  trap stop_all EXIT
  trap 'exit 0' INT TERM HUP
  tell
  local never
  exec {never}<> <(:)
  while true; do
    read -rt 1 -u "$never" || true
  done
}

main() {
  local command=${1:-stay} folder=${2:-${CLUSTER_DIR:-}} part=${3:-}
  [[ "$command" == stay || -n "${2:-}" ]] || fail "cluster.sh $command DIR: which folder?"
  if [[ -z "$folder" ]]; then
    mkdir -p "$target"
    folder=$(mktemp -d "$target/cluster-XXXXXX")
  fi
  DIR=$(cd "$caller" && realpath -m "$folder")
  case $command in
    stay) stay ;;
    start) start_all ;;
    prepare) prepare_all ;;
    stop) stop_all ;;
    status) status_all ;;
    kill | pause | resume | restart)
      [[ " ${parts[*]} " == *" $part "* ]] || fail "no such part: ${part:-(none)}; there are: ${parts[*]}"
      "${command}_part" "$part"
      ;;
    *) fail "no such command: $command; the head of this file tells them" ;;
  esac
}

main "$@"
