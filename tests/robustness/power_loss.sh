#!/usr/bin/env bash
# Pulls the plug: what each command reported as done must be on the disk when the power fails right afterwards.
#
#   tests/robustness/power_loss.sh [ARCTIC]    needs root on Linux, for an ext4 image on a loop device
#
# The file of the image has what was written to the disk. What the kernel still holds in memory is lost in a copy of it.
set -euo pipefail
cd "$(dirname "$0")/../.."
arctic=$(realpath "${1:-target/debug/arctic}")
tundra=$PWD/tests/data/tundra
work=$(mktemp -d)
mkdir "$work/disk" "$work/after"
truncate -s 64M "$work/image"
if ! mkfs.ext4 -q "$work/image" || ! mount -o loop,commit=300 "$work/image" "$work/disk" 2>/dev/null; then
  rm -r "$work"
  echo "power_loss.sh: skipped, because a loop device cannot be mounted here"
  exit 0
fi
trap 'umount "$work/disk"; rm -rf "$work"' EXIT

export ARCTIC_TODAY=2026-11-23 ARCTIC_DB=$work/disk/registry.db
printf 'country,year,role\nDrift,2022,observer\nBorea,2022,none\nX,2022,none\n' >"$work/rows.csv"
failed=0 count=0
check() { # WHAT CODE COMMAND...
  local what=$1 code=$2 got=0
  shift 2
  "$arctic" "$@" >/dev/null 2>&1 || got=$?
  cp "$work/image" "$work/lost"
  mount -o loop "$work/lost" "$work/after"
  if [ "$got" != "$code" ]; then
    echo "FAILED: $*: exit status $got"
    failed=1
  elif ! diff -r --exclude=lost+found --exclude='*-journal' "$work/disk/$what" "$work/after/$what" >"$work/diff" 2>&1; then
    echo "FAILED: $*: lost: $(head -3 "$work/diff")"
    failed=1
  elif [ -n "$(find "$work/after" -name '*-journal' -size +0)" ]; then
    echo "FAILED: $*: a journal came back, and the change will be undone"
    failed=1
  fi
  umount "$work/after"
  count=$((count + 1))
}

mkdir "$work/disk/old"
sync "$work/disk"
check registry.db 0 seed --from "$tundra"
check registry.db 0 put source id=one title=One --reason r
check registry.db 0 put source id=two title=Two --reason r
check registry.db 0 undo 2
check copy.db 0 backup "$work/disk/copy.db"
check registry.db 0 put source id=three title=Three --reason r
check copy.db 0 backup "$work/disk/copy.db" --force
check registry.db 0 restore "$work/disk/copy.db"
check registry.db.before-restore 0 verify
dd if=/dev/zero of="$ARCTIC_DB" bs=1 seek=100 count=3000 conv=notrunc 2>/dev/null
check registry.db 0 restore "$work/disk/copy.db"
check new.db 0 --db "$work/disk/new.db" restore "$work/disk/copy.db"
for round in 1 2; do
  check out 0 export csv "$work/disk/out" --force
  check site 0 export site "$work/disk/site" --force
  for form in json sqlite ics popolo; do check "$form" 0 export "$form" "$work/disk/$form" --force; done
  check sql 0 export sql "$work/disk/sql" --dialect duckdb --force
  check rows.csv 0 annotate "$work/rows.csv" --country country --year year -o "$work/disk/rows.csv"
  check names.csv 0 annotate "$work/rows.csv" --country country --year year --unmatched "$work/disk/names.csv"
  check differences.csv 1 compare "$work/rows.csv" --country country --year year --role role -o "$work/disk/differences.csv"
  "$arctic" put source id=round-$round title=x --reason r >/dev/null
done
[ $failed = 0 ] && echo "$count commands before the power failed: nothing was lost"
exit $failed
