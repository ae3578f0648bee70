# shellcheck shell=bash
# Sourced by cluster.sh: the processes of a cluster, by name. DIR/run/NAME.pid holds the number of the first process of a
# part and the moment it began, so that a number that was given to somebody else is not taken for it.

# The moment a process began, in the kernel's ticks; nothing when it is gone or dead.
began() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
  # The name in the second field may hold spaces and brackets.
  read -ra stat <<<"${stat##*) }"
  [[ "${stat[0]}" == Z ]] || echo "${stat[19]}"
}

# spawn NAME COMMAND…: in a session of its own, so that Ctrl-C here does not reach it.
spawn() {
  local name=$1
  shift
  (cd / && exec setsid "$@") </dev/null >>"$DIR/log/$name.log" 2>&1 &
  echo "$! $(began $!)" >"$DIR/run/$name.pid"
  disown
}

# Prints the first process of a part, if it lives.
leader() {
  local pid begun
  read -r pid begun 2>/dev/null <"$DIR/run/$1.pid" || return 0
  [[ -z "$begun" || "$(began "$pid")" != "$begun" ]] || echo "$pid"
}

alive() { [[ -n "$(leader "$1")" ]]; }

# A part and what it has started: PostgreSQL has a process for each connection, each in a group of its own.
whole() {
  local first
  first=$(leader "$1")
  [[ -z "$first" ]] || echo "$first $(cat "/proc/$first/task/$first/children" 2>/dev/null || true)"
}

is_frozen() { [[ "$(awk '{ sub(/.*\) /, ""); print $1 }' "/proc/$1/stat" 2>/dev/null)" == T ]]; }

# Waits until none of these processes is there: wait_gone SECONDS PID…
wait_gone() {
  local until=$((SECONDS + $1)) pid
  for pid in "${@:2}"; do
    while [[ -n "$(began "$pid")" ]]; do
      ((SECONDS <= until)) || return 1
      sleep 0.05
    done
  done
}

send() { kill "$@" 2>/dev/null || true; }

kill_part() {
  local pids
  read -ra pids <<<"$(whole "$1")"
  ((${#pids[@]})) || return 0
  send -STOP "${pids[0]}" # so that it starts no other while it is looked at
  read -ra pids <<<"$(whole "$1")"
  send -KILL "${pids[@]}"
  wait_gone 10 "${pids[@]}"
  bury "$1" "${pids[0]}"
  rm -f "$DIR/run/$1.pid"
}

# A dead process keeps its number until whoever started it has looked. PostgreSQL would take it for alive.
bury() {
  local until=$((SECONDS + 5))
  while [[ -d "/proc/$2" ]]; do
    if ((SECONDS > until)); then
      [[ "$1" != postgres ]] || rm -f "$DIR/postgres/data/postmaster.pid"
      return 0
    fi
    sleep 0.05
  done
}

pause_part() {
  local pids
  pids=$(leader "$1")
  [[ -n "$pids" ]] || fail "$1 does not run"
  send -STOP "$pids"
  read -ra pids <<<"$(whole "$1")"
  send -STOP "${pids[@]}"
}

resume_part() {
  local pids
  read -ra pids <<<"$(whole "$1")"
  ((${#pids[@]})) || fail "$1 does not run"
  send -CONT "${pids[@]}"
}

# In order, then by force.
stop_part() {
  local pids how=-TERM
  read -ra pids <<<"$(whole "$1")"
  ((${#pids[@]})) || return 0
  [[ "$1" != postgres ]] || how=-INT
  send -CONT "${pids[@]}"
  send "$how" "${pids[0]}"
  wait_gone 20 "${pids[@]}" || kill_part "$1"
  rm -f "$DIR/run/$1.pid"
}
