#!/usr/bin/env bash
# Once, when the containers of the store run: makes one store of the three nodes, its bucket, and the key of the servers.
# COMPOSE names another program than `docker compose`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/cluster/garage.sh
source scripts/cluster/garage.sh
read -ra compose <<<"${COMPOSE:-docker compose}"

garage_do() { "${compose[@]}" -f deploy/compose.yaml exec -T "garage-$1" /garage "${@:2}"; }
garage_rpc() { echo "127.0.0.1:39${1}2"; }

garage_join 100G
garage_bucket coffre "$(<deploy/settings/s3-key-id)" deploy/settings/secrets/s3-secret
garage_do 1 status
