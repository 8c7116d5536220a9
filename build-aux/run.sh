#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# run.sh BUILD [ARGUMENT…]: opens the Surety that was built in BUILD, on the display or, where there
# is none, as a page that GTK's Broadway serves on this machine only.
set -euo pipefail

build=$1
shift
export GSETTINGS_SCHEMA_DIR=$build/data
say() { printf '%s\n' "surety: $*" >&2; }

if [ -z "${DBUS_SESSION_BUS_ADDRESS:-}" ] && [ ! -S "${XDG_RUNTIME_DIR:-/nonexistent}/bus" ]; then
  exec dbus-run-session -- "$0" "$build" "$@"
fi

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  exec "$build/src/surety" "$@"
fi

if [ ! -w "${XDG_RUNTIME_DIR:-/nonexistent}" ]; then
  XDG_RUNTIME_DIR=$(mktemp -d)
  export XDG_RUNTIME_DIR
  made_runtime=$XDG_RUNTIME_DIR
fi

# A port nobody has, and the display number that goes with it.
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
display=:$((port - 8080))
gtk4-broadwayd --address 127.0.0.1 --port "$port" "$display" >/dev/null 2>&1 &
daemon=$!
app=
# shellcheck disable=SC2317
finish() {
  trap - EXIT INT TERM HUP
  [ -z "$app" ] || kill "$app" 2>/dev/null || true
  kill "$daemon" 2>/dev/null || true
  wait 2>/dev/null || true
  [ -z "${made_runtime:-}" ] || rm -rf "$made_runtime"
}
trap finish EXIT
trap 'finish; exit 130' INT TERM HUP

for _ in $(seq 100); do
  (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break
  kill -0 "$daemon" 2>/dev/null || { say "gtk4-broadwayd did not start."; exit 1; }
  sleep 0.05
done

say "no display here: open http://127.0.0.1:$port/ in a browser on this machine (Ctrl+C ends it)."
say "anybody on this machine can open that address, so only practice and test networks are offered."
GDK_BACKEND=broadway BROADWAY_DISPLAY=$display SURETY_BROADWAY=1 "$build/src/surety" "$@" &
app=$!
wait "$app"
