#!/usr/bin/env bash
# A full disk: every command that writes says so with status 4 and leaves the registry as it was.
# Usage, as root on Linux: tests/robustness/full_disk.sh [ARCTIC]
set -euo pipefail
cd "$(dirname "$0")/../.."
arctic=$(realpath "${1:-target/debug/arctic}")
tundra=$PWD/tests/data/tundra
disk=$(mktemp -d)
work=$(mktemp -d)
if ! mount -t tmpfs -o size=1m tmpfs "$disk" 2>/dev/null; then
  rmdir "$disk" "$work"
  echo "skipped: only root can mount a small disk here"
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
check() { # a command, with the disk as it is
  local code=0 said
  said=$("$arctic" "$@" 2>&1) || code=$?
  # SQLite may leave it to the next reader to take back what was half done.
  "$arctic" members -f csv >"$work/members" 2>/dev/null || failed=1
  if [ "$code" != 4 ] || ! grep -q '^error: .*\(full\|No space left\)' <<<"$said" || ! sha256sum --check --quiet "$work/before"; then
    echo "FAILED ($code): $*: $(head -3 <<<"$said")"
    failed=1
  fi
  if [ "$(find "$disk" -name '.arctic-*' -o -name '*-journal')" ]; then
    echo "FAILED: $* left a file behind: $(ls -A "$disk")"
    failed=1
  fi
  count=$((count + 1))
}

# There is room, but not for this.
check import "$work/source.csv" --reason r
check seed --from "$work/newer"
check --db "$disk/new.db" seed --from "$work/newer"
check restore "$work/large.db"
ARCTIC_DB=$work/large.db check backup "$disk/copy.db"
# There is no room at all.
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
[ $failed = 0 ] && echo "$count commands on a full disk: each said so, none changed the registry"
exit $failed
