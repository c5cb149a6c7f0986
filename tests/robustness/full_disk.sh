#!/usr/bin/env bash
# Fills a small disk: every command that writes must report it with exit status 4 and leave the registry unchanged.
#
#   tests/robustness/full_disk.sh [ARCTIC]    needs root on Linux, to mount the disk
set -euo pipefail
cd "$(dirname "$0")/../.."
arctic=$(realpath "${1:-target/debug/arctic}")
tundra=$PWD/tests/data/tundra
disk=$(mktemp -d)
work=$(mktemp -d)
if ! mount -t tmpfs -o size=1m tmpfs "$disk" 2>/dev/null; then
  rmdir "$disk" "$work"
  echo "full_disk.sh: skipped, because a tmpfs cannot be mounted here"
  exit 0
fi
trap 'umount "$disk"; rm -rf "$disk" "$work"' EXIT

export ARCTIC_DB=$disk/registry.db ARCTIC_TODAY=2026-11-23
"$arctic" seed --from "$tundra" >/dev/null
"$arctic" put source id=one title=One --reason r >/dev/null
"$arctic" backup "$work/copy.db" >/dev/null
{ echo id,title; for n in $(seq 20000); do echo "source-$n,Number $n of many that do not fit"; done; } >"$work/source.csv"
mkdir "$work/newer"
cp "$tundra"/*.csv "$work/newer"
sed -i s/2022.9.1/2022.10.1/ "$work/newer/meta.csv"
for n in $(seq 20000); do echo "source-$n,Number $n of many that do not fit,,,,"; done >>"$work/newer/source.csv"
ARCTIC_DB=$work/large.db "$arctic" seed --from "$work/newer" >/dev/null
sha256sum "$ARCTIC_DB" >"$work/before"

failed=0 count=0
check() { # COMMAND
  local code=0 output
  output=$("$arctic" "$@" 2>&1) || code=$?
  # The next reader may have to roll back an incomplete transaction.
  "$arctic" members -f csv >"$work/members" 2>/dev/null || failed=1
  if [ "$code" != 4 ] || ! grep -q '^error: .*\(full\|No space left\)' <<<"$output" || ! sha256sum --check --quiet "$work/before"; then
    echo "FAILED ($code): $*: $(head -3 <<<"$output")"
    failed=1
  fi
  if [ "$(find "$disk" -name '.arctic-*' -o -name '*-journal' -o -name '*.before-restore*')" ]; then
    echo "FAILED: $* left a file behind: $(ls -A "$disk")"
    failed=1
  fi
  count=$((count + 1))
}

# Some space is left, but not enough.
check import "$work/source.csv" --reason r
check seed --from "$work/newer"
check --db "$disk/new.db" seed --from "$work/newer"
check restore "$work/large.db"
ARCTIC_DB=$work/large.db check backup "$disk/copy.db"
# No space is left.
cat /dev/zero 2>/dev/null >"$disk/filler" || true
check put source id=two title=Two --reason r
check drop source one --reason r
check undo 1
check restore "$work/copy.db"
check backup "$disk/copy.db"
check --db "$disk/new.db" chair
check export csv "$disk/out"
"$arctic" members -f csv >/dev/null
"$arctic" verify
rm "$disk/filler"
"$arctic" undo 1
[ $failed = 0 ] && echo "$count commands on a full disk: each reported it, none changed the registry"
exit $failed
