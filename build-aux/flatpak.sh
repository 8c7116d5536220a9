#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# flatpak.sh [--check]: builds the Flatpak, makes a bundle of it, installs it and starts it. Where
# Flathub answers, against the runtime the manifest names; else against a stand-in of the same name
# made from the Debian 13 root. With --check the window is looked for under Xvfb and the answers are
# TAP.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
checkout=$(dirname "$here")
app=io.github.suretyapp.Surety
manifest=$checkout/flatpak/$app.json
work=$checkout/_build/flatpak
bundle=$checkout/_build/surety.flatpak
flathub=https://dl.flathub.org/repo/flathub.flatpakrepo
arch=$(flatpak --default-arch)
check=
[ "${1:-}" != --check ] || check=1

say() { printf '%s\n' "surety: $*" >&2; }

flathub_answers() { curl -fsS --max-time 15 -o /dev/null "$flathub" 2>/dev/null; }

# The real runtime, in the user's own Flatpak installation.
prepare_runtime() {
  say "fetching the GNOME runtime from Flathub where it is not here yet (once, some minutes, 1 GB)."
  export FLATPAK_USER_DIR=${FLATPAK_USER_DIR:-$HOME/.local/share/flatpak}
  flatpak --user remote-add --if-not-exists flathub "$flathub"
  flatpak --user install -y --noninteractive flathub \
    "$(jq -r '"\(.runtime)/'"$arch"'/\(."runtime-version")"' "$manifest")" \
    "$(jq -r '"\(.sdk)/'"$arch"'/\(."runtime-version")"' "$manifest")"
}

# export_runtime STAGE ID SDK: STAGE/usr becomes the runtime ID in the local repository.
export_runtime() {
  local stage=$1 id=$2 version
  version=$(jq -r '."runtime-version"' "$manifest")
  mkdir -p "$stage/files"
  cat >"$stage/metadata" <<EOF
[Runtime]
name=$id
runtime=$(jq -r .runtime "$manifest")/$arch/$version
sdk=$(jq -r .sdk "$manifest")/$arch/$version
EOF
  flatpak build-export --runtime --disable-sandbox --files=usr --arch="$arch" \
    "$standin/repo" "$stage" "$version"
}

# The Debian 13 root under the runtime's name, in an installation of its own: it proves the manifest's
# build, its permissions and its start, not the runtime's versions.
prepare_standin() {
  standin=$SURETY_CACHE/flatpak-$SURETY_SYSTEM
  export FLATPAK_USER_DIR=$standin/user
  (
    flock 7
    [ ! -e "$standin/ready" ] || exit 0
    say "Flathub does not answer: making a stand-in runtime from the Debian 13 root (once, a minute, 2 GB)."
    rm -rf "$SURETY_CACHE"/flatpak-*/
    mkdir -p "$standin/stage"
    local usr=$standin/stage/usr source=$SURETY_CACHE/$SURETY_SYSTEM
    # Hard links where the file system lets us; the root itself is never written to through them.
    cp -al "$source/usr" "$usr" 2>/dev/null || { rm -rf "$usr"; cp -a "$source/usr" "$usr"; }
    rm -rf "$usr"/share/{doc,man,locale,nodejs,gtk-doc,info} "$usr"/lib/{locale,debug,git-core} \
      "$usr"/lib/llvm-* "$usr"/libexec/valgrind "$usr"/etc
    cp -a "$source/etc" "$usr/etc"
    rm -f "$usr"/etc/{shadow,gshadow,shadow-,gshadow-,machine-id,resolv.conf}
    find "$usr" \( -type c -o -type b -o -type s -o -type p \) -delete
    chmod -R u+rwX "$usr/etc"

    ostree init --repo="$standin/repo" --mode=bare-user-only
    export_runtime "$standin/stage" "$(jq -r .runtime "$manifest")"
    export_runtime "$standin/stage" "$(jq -r .sdk "$manifest")"
    rm -rf "$standin/stage"
    flatpak --user remote-add --no-gpg-verify standin "file://$standin/repo"
    flatpak --user install -y --noninteractive standin \
      "$(jq -r '"\(.runtime)/'"$arch"'/\(."runtime-version")"' "$manifest")" \
      "$(jq -r '"\(.sdk)/'"$arch"'/\(."runtime-version")"' "$manifest")"
    touch "$standin/ready"
  ) 7>"$SURETY_CACHE/flatpak.lock" >"$log" 2>&1
  # The root has what the manifest's other modules would build from sources out there.
  jq '.modules |= map(select(.name == "surety")) | (.modules[0].sources[0].path) = $top' \
    --arg top "$checkout" "$manifest" >"$work/manifest.json"
  manifest=$work/manifest.json
}

build_and_install() {
  rm -f "$bundle"
  flatpak-builder --user --install --force-clean --disable-rofiles-fuse --disable-updates --ccache \
    --state-dir="$work/state" --repo="$work/repo" "$work/app" "$manifest" >"$log" 2>&1 &&
    flatpak build-bundle "$work/repo" "$bundle" "$app" master >>"$log" 2>&1
}

# Nothing may be granted but what is needed to show a window and to reach the endpoints.
permissions_are_few() {
  flatpak info --user --show-permissions "$app" | sed '/^$/d' >"$log"
  diff - "$log" >>"$log" <<EOF
[Context]
shared=network;ipc;
sockets=x11;wayland;fallback-x11;
devices=dri;
EOF
}

see_window() {
  SURETY_BUILD=$checkout/_build python3 "$here/see_window.py" "$work/window.png" \
    flatpak run --user --env=GSK_RENDERER=cairo "$app" >"$log" 2>&1
}

# step NUMBER NAME COMMAND…: one line of TAP; the first failure ends it.
step() {
  local number=$1 name=$2
  shift 2
  if "$@"; then
    echo "ok $number /flatpak/$name"
  else
    echo "not ok $number /flatpak/$name"
    [ ! -f "$log" ] || tail -n 40 "$log" | sed 's/^/# /'
    exit 1
  fi
}

mkdir -p "$work"
log=$work/log.txt
: >"$log"

# Flatpak asks the system bus about parental controls and gives up where there is none; nobody has to
# answer on it.
if [ ! -S /run/dbus/system_bus_socket ]; then
  DBUS_SYSTEM_BUS_ADDRESS=$(dbus-daemon --session --fork --print-address=1 2>/dev/null)
  export DBUS_SYSTEM_BUS_ADDRESS
fi

if flathub_answers; then
  prepare=prepare_runtime
elif [ "$SURETY_SYSTEM" = host ]; then
  say "Flathub does not answer: going on in a Debian 13 root."
  SURETY_DEV_ROOT=1 exec "$here/dev" flatpak "$@"
else
  prepare=prepare_standin
fi

if [ -n "$check" ]; then
  echo 1..5
  step 1 runtime-is-there $prepare
  step 2 manifest-builds-and-installs build_and_install
  step 3 bundle-is-made test -s "$bundle"
  step 4 permissions-are-few permissions_are_few
  step 5 window-appears see_window
else
  $prepare
  say "building (log: $log)."
  build_and_install || { tail -n 40 "$log" >&2; exit 1; }
  say "the bundle is $bundle."
  if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec flatpak run --user "$app"
  fi
  see_window || { tail -n 40 "$log" >&2; exit 1; }
  say "no display here: it was started under Xvfb, and its window is $work/window.png."
fi
