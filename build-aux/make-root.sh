#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# make-root.sh ROOT PACKAGES LOG [HOST-PACKAGE…]: with the rights of root, installs the tools on the
# host and builds a Debian 13 system with everything in PACKAGES at ROOT. Called under a lock.
set -euo pipefail

root=$1 list=$2 log=$3
shift 3
: >"$log"
exec >>"$log" 2>&1
export DEBIAN_FRONTEND=noninteractive

if [ $# -gt 0 ]; then
  apt-get -q update
  apt-get -q -y install --no-install-recommends "$@"
fi
[ ! -d "$root" ] || exit 0

cache=$(dirname "$root")
building=$cache/building
rm -rf --one-file-system "$building"
include=$(sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' "$list" | paste -sd ,)
mmdebstrap --mode=root --variant=apt --include="$include" \
  --customize-hook='chroot "$1" dbus-uuidgen >"$1/etc/machine-id"' \
  --customize-hook='rm -f "$1/etc/resolv.conf" && : >"$1/etc/resolv.conf"' \
  trixie "$building"
chmod 755 "$building"
mv "$building" "$root"

# Old roots go, unless another run is inside one.
for old in "$cache"/root-*/; do
  old=${old%/}
  [ "$old" != "$root" ] || continue
  flock -n "$old.lock" rm -rf --one-file-system "$old" && rm -f "$old.lock" || true
done

# What this made in the user's folder stays the user's to look at; the root itself is the system's.
[ -z "${SUDO_UID:-}" ] || chown "$SUDO_UID:${SUDO_GID:-$SUDO_UID}" "$log"
