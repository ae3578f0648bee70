#!/usr/bin/env bash
# Makes deploy/settings for compose.yaml: prepare.sh PUBLIC_URL. Run once, as root: the servers' user in their containers,
# 10001, owns what only they may read. The certificate, tls/server.pem and tls/server.key, is yours to bring.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
umask 077
# shellcheck source=scripts/drawn.sh
source scripts/drawn.sh
# shellcheck source=scripts/cluster/prepare.sh
source scripts/cluster/prepare.sh

url=${1:?"prepare.sh PUBLIC_URL, for example https://coffre.example.org"}
# What the programs see inside their containers, and what is made here.
keys=/srv/coffre-keys data=/srv/coffre-data secrets=/run/secrets
made=deploy/settings
[[ ! -e "$made" ]] || { echo "$made is there already: it holds secrets, and is left as it is" >&2; exit 1; }

mkdir -p "$made"
DIR=$made make_secrets
rm "$made/secrets/pgpass"
mkdir "$made/tls"
for number in 1 2 3; do
  fill deploy/garage.toml "$made/garage-$number.toml" FOLDER=/var/lib/garage "SECRETS=$secrets" "RPC=39${number}2" "RPC_PUBLIC=39${number}2" \
    "S3=39${number}1" "HEALTH=39${number}3" PEERS=
done
for number in 1 2; do
  fill deploy/server.toml "$made/server-$number.toml" "PUBLIC_URL=$url" "PORT=844$number" "DATA=$data" "KEYS=$keys" TLS=/etc/coffre/tls \
    "SECRETS=$secrets" DATABASE_URL=postgres://coffre@127.0.0.1:5432/coffre S3=3900 "S3_KEY_ID=$(<"$made/s3-key-id")"
done
if [[ "$(id -u)" == 0 ]]; then
  chown -R 10001:10001 "$made"
else
  echo "Not root: give $made to the user 10001 before starting (chown -R 10001:10001 $made)." >&2
fi
echo "Made: $made. Put server.pem and server.key (0600, user 10001) into $made/tls, then: docker compose -f deploy/compose.yaml up -d"
