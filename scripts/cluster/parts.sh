# shellcheck shell=bash disable=SC2154
# Sourced by cluster.sh: how each part is started, and what tells that it is ready.

# until NAME SECONDS COMMAND…: tries until the command succeeds; tells what the part has said when it does not.
until_ready() {
  local name=$1 until=$((SECONDS + $2))
  until "${@:3}" >/dev/null 2>&1; do
    if ! alive "$name" || ((SECONDS > until)); then
      tail -n 5 "$DIR/log/$name.log" >&2
      fail "$name does not answer; all that it said is in $DIR/log/$name.log"
    fi
    sleep 0.1
  done
}

probe() { python3 scripts/cluster/probe.py "$@"; }

start_part() {
  case $1 in
    postgres) start_postgres ;;
    garage-?) start_garage "${1#garage-}" ;;
    server-?) start_server "${1#server-}" ;;
    balancer) start_balancer ;;
  esac
}

# In the folder of the cluster, or in one under /tmp, with a link to it, where PostgreSQL's user may not pass through; unless
# somebody has put one there.
place_postgres() {
  if "${postgres_as[@]}" test -x "$DIR"; then
    mkdir "$DIR/postgres"
  else
    ln -s "$(mktemp -d /tmp/coffre-cluster-postgres.XXXXXX)" "$DIR/postgres"
  fi
}

# The database's user has a password, in a file that is there for initdb alone.
make_postgres() {
  local home
  [[ -e "$DIR/postgres" ]] || place_postgres
  home=$(realpath "$DIR/postgres")
  cp "$DIR/secrets/database-password" "$home/password"
  [[ "$(id -u)" != 0 ]] || chown nobody:nogroup "$home" "$home/password"
  postgres_init "$postgres" "$home" -A scram-sha-256 --pwfile="$home/password"
  rm "$home/password"
}

start_postgres() {
  local home
  [[ -e "$DIR/postgres/data/PG_VERSION" ]] || make_postgres
  home=$(realpath "$DIR/postgres")
  spawn postgres "${postgres_as[@]}" "$postgres/postgres" -D "$home/data" -p "${port[postgres]}" -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories= -c max_connections=100 -c shared_buffers=64MB -c max_wal_size=128MB
  until_ready postgres 60 "$postgres/pg_isready" -q -h 127.0.0.1 -p "${port[postgres]}"
  [[ -e "$DIR/database-made" ]] && return
  PGPASSFILE="$DIR/secrets/pgpass" "$postgres/psql" -qXw -h 127.0.0.1 -p "${port[postgres]}" -U coffre -d postgres \
    -c "CREATE DATABASE coffre ENCODING 'UTF8' TEMPLATE template0"
  touch "$DIR/database-made"
}

garage_do() {
  if ! "$garage" -c "$DIR/garage-$1.toml" "${@:2}" 2>>"$DIR/log/garage-setup.log"; then
    echo "cluster: garage ${*:2} failed; see $DIR/log/garage-setup.log" >&2
    return 1
  fi
}
garage_rpc() { echo "127.0.0.1:${seen[garage-$1-rpc]}"; }

start_garage() {
  spawn_garage "$1"
  await_garage "$1"
}

spawn_garage() { spawn "garage-$1" "$garage" -c "$DIR/garage-$1.toml" server; }

# Ready when it knows of enough others to write and to read; before they are one store, when it answers.
await_garage() {
  if [[ -e "$DIR/store-made" ]]; then
    until_ready "garage-$1" 90 probe "http://127.0.0.1:${port[garage-$1-health]}/health"
  else
    until_ready "garage-$1" 30 garage_do "$1" status
  fi
}

# None is ready without another.
start_store() {
  local number
  for number in 1 2 3; do
    spawn_garage "$number"
  done
  for number in 1 2 3; do
    await_garage "$number"
  done
  [[ -e "$DIR/store-made" ]] || make_store
}

# Once, when all three run.
make_store() {
  local number peers
  garage_join 1G
  for number in 1 2 3; do
    until_ready "garage-$number" 60 probe "http://127.0.0.1:${port[garage-$number-health]}/health" "" "fully operational"
  done
  garage_bucket coffre "$(<"$DIR/s3-key-id")" "$DIR/secrets/s3-secret"
  # So that each finds the others after it was stopped.
  mapfile -t peers < <(for number in 1 2 3; do garage_peer "$number"; done)
  for number in 1 2 3; do
    write_garage "$number" "${peers[@]}"
  done
  touch "$DIR/store-made"
}

start_server() {
  spawn "server-$1" "$vault_server" serve --config "$DIR/server-$1.toml"
  until_ready "server-$1" 60 probe "https://localhost:${port[server-$1]}/healthz" "$DIR/tls/ca.pem"
}

is_open() { bash -c "</dev/tcp/127.0.0.1/$1"; }

start_balancer() {
  local number settings=(BALANCER_LISTEN="127.0.0.1:${port[balancer]}" S3_LISTEN="127.0.0.1:${port[objects]}"
    SERVER_1_ADDRESS="127.0.0.1:${seen[server-1]}" SERVER_2_ADDRESS="127.0.0.1:${seen[server-2]}")
  for number in 1 2 3; do
    settings+=("GARAGE_${number}_ADDRESS=127.0.0.1:${seen[garage-$number]}" "GARAGE_${number}_HEALTH=${seen[garage-$number-health]}")
  done
  spawn balancer env "${settings[@]}" "$haproxy" -db -f "$PWD/deploy/haproxy.cfg"
  until_ready balancer 20 is_open "${port[balancer]}"
}
