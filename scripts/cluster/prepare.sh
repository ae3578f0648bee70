# shellcheck shell=bash disable=SC2154
# Sourced by cluster.sh: what a folder needs before its first start: ports, secrets, a certificate, the files of settings.

declare -A port seen # by name, from DIR/ports: where a part listens, and where the others look for it

# fill TEMPLATE FILE NAME=VALUE…: writes FILE, with each @NAME@ of the template replaced.
fill() {
  local text pair
  text=$(<"$1")
  for pair in "${@:3}"; do
    text=${text//"@${pair%%=*}@"/"${pair#*=}"}
  done
  printf '%s\n' "$text" >"$2"
}

# DIR/ports has a line for each: its name, its number, and where others look for it, which is the same unless somebody stands between.
choose_ports() {
  local names=(balancer objects server-1 server-2 postgres) number ports index apart=0
  for number in 1 2 3; do
    names+=("garage-$number" "garage-$number-rpc" "garage-$number-health")
  done
  read -ra ports <<<"$(free_ports $((2 * ${#names[@]})))"
  [[ -z "${CLUSTER_WIRES:-}" ]] || apart=${#names[@]}
  for index in "${!names[@]}"; do
    echo "${names[index]} ${ports[index]} ${ports[index + apart]}"
  done >"$DIR/ports"
}

read_ports() {
  local name number others
  while read -r name number others; do
    port[$name]=$number
    seen[$name]=${others:-$number}
  done <"$DIR/ports"
}

make_secrets() {
  mkdir -m 700 "$DIR/secrets"
  random_hex 32 >"$DIR/secrets/database-password"
  random_hex 32 >"$DIR/secrets/garage-rpc"
  random_hex 32 >"$DIR/secrets/s3-secret"
  echo "127.0.0.1:*:*:coffre:$(<"$DIR/secrets/database-password")" >"$DIR/secrets/pgpass"
  echo "GK$(random_hex 12)" >"$DIR/s3-key-id"
}

# write_garage NUMBER [PEER…]
write_garage() {
  local name=garage-$1 peers
  peers=$(printf '"%s", ' "${@:2}")
  (($# > 1)) || peers=
  fill deploy/garage.toml "$DIR/$name.toml" "FOLDER=$DIR/$name" "SECRETS=$DIR/secrets" "RPC=${port[$name-rpc]}" \
    "RPC_PUBLIC=${seen[$name-rpc]}" "S3=${port[$name]}" "HEALTH=${port[$name-health]}" "PEERS=${peers%, }"
}

# write_server NUMBER: the same keys for both, and data of its own for each.
write_server() {
  local name=server-$1
  fill deploy/server.toml "$DIR/$name.toml" "PUBLIC_URL=$(public_url)" "PORT=${port[$name]}" "DATA=$DIR/$name" "KEYS=$DIR/keys" \
    "TLS=$DIR/tls" "SECRETS=$DIR/secrets" "DATABASE_URL=$(database_url)" "S3=${seen[objects]}" "S3_KEY_ID=$(<"$DIR/s3-key-id")"
}

public_url() { echo "https://localhost:${seen[balancer]}"; }
database_url() { echo "postgres://coffre@127.0.0.1:${seen[postgres]}/coffre"; }

# Where things are, for people and for tests.
write_environment() {
  local number pairs=(BALANCER="$(public_url)" S3="http://127.0.0.1:${seen[objects]}" S3_BUCKET=coffre S3_REGION=garage
    S3_ACCESS_KEY_ID="$(<"$DIR/s3-key-id")" S3_SECRET_KEY_FILE="$DIR/secrets/s3-secret" CA="$DIR/tls/ca.pem"
    DATABASE_URL="$(database_url)" DATABASE_PASSWORD_FILE="$DIR/secrets/database-password" KEYS="$DIR/keys")
  for number in 1 2; do
    pairs+=("SERVER_$number=https://localhost:${port[server-$number]}" "CONFIG_$number=$DIR/server-$number.toml")
  done
  for number in 1 2 3; do
    pairs+=("GARAGE_$number=http://127.0.0.1:${port[garage-$number]}")
  done
  local pair
  for pair in "${pairs[@]}"; do
    printf '%s=%q\n' "${pair%%=*}" "${pair#*=}"
  done >"$DIR/cluster.env"
}

# A new folder; one that was made before is taken as it is.
prepare() {
  local number
  if [[ ! -e "$DIR/cluster.env" ]]; then
    [[ ! -e "$DIR" || -z "$(ls -A "$DIR")" ]] || fail "$DIR holds something else; name a folder that does not exist yet"
    # Everybody may pass through, since PostgreSQL runs as somebody else where this runs as root. Nobody may look.
    mkdir -p "$DIR"
    chmod 711 "$DIR"
    mkdir "$DIR/log" "$DIR/run"
    make_secrets
    "$vault_server" demo-certificate --dir "$DIR/tls" >/dev/null
    choose_ports
    read_ports
    for number in 1 2 3; do
      write_garage "$number"
    done
    write_server 1
    write_server 2
    write_environment
  fi
  read_ports
}
