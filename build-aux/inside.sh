#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# inside.sh COMMAND [ARGUMENT…]: does the work of build-aux/dev where every package is installed.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
checkout=$(dirname "$here")
# Only the system's own programs: a user's shims (of Python, of Node) are not what the packages promise.
export PATH=/usr/bin:/bin:/usr/sbin:/sbin:/usr/local/bin
unset PYTHONPATH PYTHONHOME NODE_PATH NODE_OPTIONS CC CFLAGS LDFLAGS
# A fresh clone finds what another compiled.
export CCACHE_DIR=$SURETY_CACHE/ccache CCACHE_MAXSIZE=3G CCACHE_BASEDIR=$checkout CCACHE_NOHASHDIR=1

say() { printf '%s\n' "surety: $*" >&2; }
fail() { say "$*"; exit 1; }

# build FOLDER COMPILER [OPTION…]: configure if needed, compile. One run at a time in a folder. Only
# what `targets` lists is compiled, when it lists anything; "objects" are all that come of C sources.
# A hundred tests are linked in a quarter of the time by mold; what is measured is linked as it ships.
targets=()
linker=mold
build() {
  local folder=$checkout/$1 compiler=$2
  shift 2
  mkdir -p "$folder"
  (
    flock 7
    # Folders join the build by having a meson.build, which Ninja cannot notice by itself.
    local stamp="$SURETY_SYSTEM $compiler $*" folders again=
    folders=$(cd "$checkout" && find data po src tests -name meson.build | sort | sha256sum)
    if [ "$(cat "$folder/.configured" 2>/dev/null || true)" != "$stamp" ]; then
      find "$folder" -mindepth 1 -maxdepth 1 ! -name .lock -exec rm -rf {} +
    elif [ "$(cat "$folder/.folders" 2>/dev/null || true)" != "$folders" ]; then
      again=--reconfigure
    else
      again=no
    fi
    if [ "$again" != no ]; then
      CC="ccache $compiler" CC_LD=$linker meson setup ${again:+"$again"} -Dwerror=true "$@" "$folder" "$checkout" \
        >"$folder/.setup.log" 2>&1 || { tail -n 30 "$folder/.setup.log" >&2; exit 1; }
      printf '%s\n' "$stamp" >"$folder/.configured"
      printf '%s\n' "$folders" >"$folder/.folders"
    fi
    local wanted=() target
    for target in "${targets[@]}"; do
      if [ "$target" = objects ]; then
        mapfile -t -O ${#wanted[@]} wanted < \
          <(ninja -C "$folder" -t targets all | sed -n 's/: c_COMPILER$//p')
      else
        wanted+=("$target")
      fi
    done
    ninja -C "$folder" "${wanted[@]}" >"$folder/.build.log" 2>&1 ||
      { grep -v '^\[[0-9]*/[0-9]*\] [A-Z]' "$folder/.build.log" | tail -n 60 >&2; exit 1; }
  ) 7>"$folder/.lock" || fail "${folder##*/} does not build (see above)."
}

build_gcc() { build _build gcc; }
build_clang() { build _build-clang clang-19; }
build_asan() { build _build-asan gcc -Db_sanitize=address,undefined -Db_lundef=false; }

# A node, its client, a Solidity compiler and reference libraries, at the versions of the lock file.
npm_tools() {
  local lock=$here/npm/package-lock.json hash folder
  hash=$(sha256sum "$lock" | cut -c 1-12)
  folder=$SURETY_CACHE/npm-$hash
  (
    flock 7
    if [ ! -d "$folder" ]; then
      say "fetching the tests' npm tools into $SURETY_CACHE (once, under a minute)."
      rm -rf "$SURETY_CACHE"/npm-*/ "$SURETY_CACHE/npm.new"
      mkdir "$SURETY_CACHE/npm.new"
      cp "$here/npm/package.json" "$here/npm/package-lock.json" "$here/npm/.npmrc" "$SURETY_CACHE/npm.new"
      (cd "$SURETY_CACHE/npm.new" && npm ci --ignore-scripts --cafile=/etc/ssl/certs/ca-certificates.crt) >"$SURETY_CACHE/npm.log" 2>&1 ||
        { tail -n 20 "$SURETY_CACHE/npm.log" >&2; exit 1; }
      mv "$SURETY_CACHE/npm.new" "$folder"
    fi
  ) 7>"$SURETY_CACHE/npm.lock" || fail "npm could not fetch the tests' tools (see above)."
  export SURETY_NODE_MODULES=$folder/node_modules
  export PATH=$SURETY_NODE_MODULES/.bin:$PATH
}

do_test() {
  # What does not build counts as one failure; exec leaves the trap behind.
  trap 'echo "0 passed, 1 failed"' EXIT
  npm_tools
  build_gcc
  # Everything, so also the other compiler's opinion of it, and the program it makes. It has no opinion
  # of how the tests are linked, which takes longer than what it says.
  if [ $# -eq 0 ]; then
    targets=(objects src/surety)
    build_clang
  fi
  exec python3 "$here/run_tests.py" --build "$checkout/_build" --flatpak "$here/flatpak.sh" "$@"
}

do_asan() {
  trap 'echo "0 passed, 1 failed"' EXIT
  npm_tools
  build_asan
  ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:check_initialization_order=1:abort_on_error=0
  # Written over when it is freed, as the program does by itself elsewhere: a test looks for secrets.
  export ASAN_OPTIONS+=:max_free_fill_size=1073741824
  export LSAN_OPTIONS=suppressions=$here/leaks.supp:print_suppressions=0
  export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
  export SURETY_SANITIZED=1
  exec python3 "$here/run_tests.py" --build "$checkout/_build-asan" --timeout 4 "$@"
}

do_bench() {
  local program name status=0
  npm_tools
  targets=(src/surety data/gschemas.compiled tests/generator/surety-generator-server
    tests/faults/faults-subject)
  for program in "$checkout"/tests/bench/bench-*.c "$checkout"/tests/fuzz/fuzz-*.c; do
    name=${program#"$checkout"/}
    targets+=("${name%.c}")
  done
  linker=bfd
  build _build-bench gcc -Dbuildtype=release -Db_ndebug=false
  for program in "$checkout"/tests/bench/run-*; do
    [ -x "$program" ] || continue
    name=${program##*/run-}
    if [ $# -gt 0 ] && [[ " $* " != *" $name "* ]]; then
      continue
    fi
    SURETY_BUILD=$checkout/_build-bench "$program" || { say "bench $name failed"; status=1; }
  done
  return $status
}

# Minutes of all fuzzers together. What they find is kept, and the next run goes on from there.
do_fuzz() {
  local program name minutes=$1
  shift
  for program in "$checkout"/tests/fuzz/fuzz-*.c; do
    name=${program##*/}
    targets+=("tests/fuzz/${name%.c}")
  done
  build_gcc
  exec python3 "$checkout/tests/fuzz/longer.py" --build "$checkout/_build" --keep "$SURETY_CACHE/fuzz" \
    --seconds $((minutes * 60)) "$@"
}

# Builds of their own, so that what did not change is not looked at again. G_DISABLE_CHECKS: what happens
# after g_return_if_fail () found a bug is not followed.
do_analyze() {
  local status=0
  targets=(src/surety)
  if [ $# -eq 0 ]; then
    build _build-analyze gcc "-Dc_args=-fanalyzer -DG_DISABLE_CHECKS"
  fi
  build_clang
  python3 "$here/analyze.py" --build "$checkout/_build-clang" "$@" || status=$?
  [ $status -ne 0 ] || say "the analyzers have nothing to say."
  return $status
}

do_shots() {
  local folder
  mkdir -p "$1"
  folder=$(cd "$1" && pwd -P)
  build_gcc
  SURETY_BUILD=$checkout/_build exec python3 "$checkout/tests/journeys/shots.py" "$folder"
}

do_format() {
  exec python3 "$here/format.py" "$@"
}

# Only the program: nobody who wants to see it waits for its tests.
do_run() {
  targets=(src/surety data/gschemas.compiled)
  build_gcc
  exec "$here/run.sh" "$checkout/_build" "$@"
}

do_flatpak() {
  exec "$here/flatpak.sh" "$@"
}

do_shell() {
  npm_tools
  if [ $# -eq 0 ]; then
    exec bash
  fi
  exec "$@"
}

command=$1
shift
"do_$command" "$@"
