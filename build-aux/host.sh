# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Finds or makes the system that has every package in build-aux/packages: this one where it is new
# enough, else a Debian 13 root in the user's cache folder. Sourced by build-aux/dev, which sets
# $here and $checkout.

cache=${XDG_CACHE_HOME:-$HOME/.cache}/surety
root=

say() { printf '%s\n' "surety: $*" >&2; }
fail() { say "$*"; exit 1; }

packages() { sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' "$here/packages"; }

missing() {
  local name
  for name in "$@"; do
    # shellcheck disable=SC2016
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null || true)" = installed ] || printf '%s\n' "$name"
  done
}

# as_root REASON COMMAND…: the one place that asks for rights.
as_root() {
  local reason=$1
  shift
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
    return
  fi
  command -v sudo >/dev/null || fail "needs root to $reason, and there is no sudo. Run it once as root."
  sudo -p "surety: your password, to $reason: " "$@"
}

host_is_new_enough() {
  [ "${SURETY_DEV_ROOT:-}" != 1 ] || return 1
  local ID='' VERSION_ID=''
  # shellcheck source=/dev/null
  . /etc/os-release
  case $ID in
    debian) [ "${VERSION_ID%%.*}" -ge 13 ] 2>/dev/null ;;
    ubuntu) dpkg --compare-versions "${VERSION_ID:-0}" ge 25.04 ;;
    *) false ;;
  esac
}

prepare_host() {
  command -v apt-get >/dev/null || fail "needs Debian 12 or 13, or Ubuntu 25.04 or newer (no apt-get here)."
  mkdir -p "$cache"
  if host_is_new_enough; then
    prepare_directly
  else
    prepare_root
  fi
}

prepare_directly() {
  local wanted
  mapfile -t wanted < <(missing $(packages))
  [ ${#wanted[@]} -gt 0 ] || return 0
  say "installing ${#wanted[@]} packages with apt (once, one to three minutes)."
  (
    flock 9
    as_root "install ${#wanted[@]} packages" sh -c '
      export DEBIAN_FRONTEND=noninteractive
      apt-get -q update && apt-get -q -y install --no-install-recommends "$@"' sh "${wanted[@]}" \
      >"$cache/apt.log" 2>&1 </dev/null
  ) 9>"$cache/setup.lock" || { tail -n 20 "$cache/apt.log" >&2; fail "apt could not install the packages (see above)."; }
}

prepare_root() {
  local hash wanted
  hash=$( { printf 'trixie 2\n'; packages | sort; } | sha256sum | cut -c 1-12)
  root=$cache/root-$hash
  mapfile -t wanted < <(missing mmdebstrap bubblewrap debian-archive-keyring)

  exec 8>"$cache/setup.lock"
  flock 8
  if [ ${#wanted[@]} -gt 0 ] || [ ! -d "$root" ]; then
    [ ! -d "$root" ] && say "building a Debian 13 root in $cache (once, one to three minutes, 3 GB)."
    as_root "install mmdebstrap and bubblewrap, and build a Debian 13 root in $cache" \
      bash "$here/make-root.sh" "$root" "$here/packages" "$cache/root.log" "${wanted[@]}" </dev/null ||
      { tail -n 20 "$cache/root.log" >&2; fail "the Debian 13 root could not be built (see above and $cache/root.log)."; }
  fi
  # Whoever uses a root holds its lock; make-root.sh removes old roots that nobody holds.
  exec 9>>"$cache/root-$hash.lock"
  flock -s 9
  flock -u 8
  exec 8>&-
}

# enter COMMAND…: replaces this process.
enter() {
  export SURETY_CACHE=$cache
  export SURETY_SYSTEM=${root:+${root##*/}}
  : "${SURETY_SYSTEM:=host}"
  if [ -z "${SURETY_VECTORS:-}" ] && [ -d "$checkout/../shared/vectors" ]; then
    SURETY_VECTORS=$(cd "$checkout/../shared/vectors" && pwd -P)
    export SURETY_VECTORS
  fi
  [ -n "$root" ] || exec "$@"

  # The system is read-only, so that nothing but its package list decides what is in it. The rest of the
  # tree is made for the occasion: a checkout may be anywhere.
  local bind=(
    --ro-bind "$root/usr" /usr
    --ro-bind "$root/etc" /etc
    --ro-bind "$root/var" /var
    --tmpfs /var/tmp
    --dir /run/lock
    --dev-bind /dev /dev
    --proc /proc
    --ro-bind-try /sys /sys
    --bind /tmp /tmp
    --bind "$HOME" "$HOME"
    --bind "$cache" "$cache"
    --bind "$checkout" "$checkout"
  )
  local link file
  for link in bin lib lib32 lib64 libx32 sbin; do
    [ ! -L "$root/$link" ] || bind+=(--symlink "$(readlink "$root/$link")" "/$link")
  done
  # Names and certificates are this machine's.
  for file in /etc/hosts /etc/resolv.conf /etc/ssl/certs/ca-certificates.crt; do
    [ ! -e "$file" ] || bind+=(--ro-bind "$(readlink -f "$file")" "$file")
  done
  [ -z "${SURETY_VECTORS:-}" ] || bind+=(--ro-bind-try "$SURETY_VECTORS" "$SURETY_VECTORS")
  [ -z "${XDG_RUNTIME_DIR:-}" ] || bind+=(--bind-try "$XDG_RUNTIME_DIR" "$XDG_RUNTIME_DIR")
  # What a window needs where no session gave it one: gone with the sandbox, however that ends.
  case $command in
    run | shell)
      [ -w "${XDG_RUNTIME_DIR:-/nonexistent}" ] ||
        bind+=(--perms 0700 --dir /run/surety --setenv XDG_RUNTIME_DIR /run/surety)
      ;;
  esac
  [ -z "${XAUTHORITY:-}" ] || bind+=(--ro-bind-try "$XAUTHORITY" "$XAUTHORITY")
  if [ "$(id -u)" -ne 0 ]; then
    bind+=(--ro-bind /etc/passwd /etc/passwd --ro-bind /etc/group /etc/group)
  fi
  # Whatever a run leaves behind ends with it. Only a window on the user's own display stays in the same
  # process space: the session's services look their callers up by process id.
  local shared_processes=
  if [ "$command" = run ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    shared_processes=1
  fi
  bind+=(--die-with-parent)
  [ -n "$shared_processes" ] || bind+=(--unshare-pid)

  bwrap "${bind[@]}" true 2>"$cache/bwrap.log" ||
    { cat "$cache/bwrap.log" >&2; fail "bubblewrap may not make a sandbox here: allow user namespaces, or run as root."; }
  # As root, bubblewrap covers parts of /proc, and then the kernel lets no sandbox inside this one (a
  # Flatpak's) have a /proc of its own: put a plain one over it.
  if [ "$(id -u)" -eq 0 ] && [ -z "$shared_processes" ]; then
    set -- sh -c 'mount -t proc proc /proc && exec "$@"' sh "$@"
  fi
  exec bwrap "${bind[@]}" --setenv LC_ALL C.UTF-8 --chdir "$PWD" "$@"
}
