# shellcheck shell=bash
# Sourced by the scripts that need a PostgreSQL of their own: finds the programs, installs Debian's package where they are
# missing, and makes an empty one in a folder.

# PostgreSQL refuses to run as root: what is put before its commands.
postgres_as=()
if [[ "$(id -u)" == 0 ]]; then
  postgres_as=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
fi

postgres_newest() { find /usr/lib/postgresql -maxdepth 3 -name initdb 2>/dev/null | sort -V | tail -n 1 | xargs -r dirname; }

# Prints the folder of its programs.
postgres_programs() {
  if [[ -z "$(postgres_newest)" ]]; then
    if ! command -v apt-get >/dev/null || [[ "$(id -u)" != 0 ]]; then
      echo "PostgreSQL 15 or later is needed. On Debian, as root: apt-get install postgresql" >&2
      return 1
    fi
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >&2
  fi
  postgres_newest
}

# An empty one in FOLDER/data, whose user is `coffre`: postgres_init PROGRAMS FOLDER [flag of initdb…]
postgres_init() {
  local programs=$1 folder=$2
  [[ "$(id -u)" != 0 ]] || chown nobody:nogroup "$folder"
  (cd "$folder" && "${postgres_as[@]}" "$programs/initdb" -D "$folder/data" -U coffre --no-sync -E UTF8 --locale=C.UTF-8 "${@:3}") \
    >/dev/null
}
