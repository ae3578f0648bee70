# shellcheck shell=bash
# Sourced: makes one store of three Garage nodes that run already. Whoever sources it says with `garage_do N COMMAND…` how the
# program is asked beside node N, and with `garage_rpc N` where that node listens to the others.

# Prints `ID@HOST:PORT` of a node.
garage_peer() { echo "$(garage_do "$1" node id -q | cut -d@ -f1)@$(garage_rpc "$1")"; }

# garage_join CAPACITY: the nodes meet, and each is given a place of its own. The capacity is their share of the objects, the
# same for all, and no limit.
garage_join() {
  local number peer
  for number in 2 3; do
    garage_do 1 node connect "$(garage_peer "$number")" >/dev/null
  done
  for number in 1 2 3; do
    peer=$(garage_peer "$number")
    garage_do 1 layout assign -z "zone-$number" -c "$1" "${peer%@*}" >/dev/null
  done
  garage_do 1 layout apply --version 1 >/dev/null
}

# garage_bucket BUCKET KEY_ID SECRET_FILE: the bucket, and the key of the servers, which reads, writes and lists there and
# nowhere else. The secret goes by the standard input: an argument would show it to everybody on the machine.
garage_bucket() {
  local secret
  secret=$(<"$3")
  printf '{"accessKeyId": "%s", "secretAccessKey": "%s", "name": "servers"}' "$2" "$secret" | garage_do 1 json-api ImportKey - >/dev/null
  garage_do 1 bucket create "$1" >/dev/null
  garage_do 1 bucket allow --read --write "$1" --key "$2" >/dev/null
}
