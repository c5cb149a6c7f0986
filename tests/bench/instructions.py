#!/usr/bin/env python3
"""Counts the instructions of a cold command, and fails if a count is more than 5 % off its entry.

    cargo build --release
    python3 tests/bench/instructions.py [--update] [--arctic target/release/arctic]

The counts are in instructions.csv. Unlike seconds they are the same on a busy machine, but they depend on the
compilers, which an entry names; with other compilers nothing is compared. `--update` writes the current counts.
Needs valgrind.
"""
import argparse
import csv
import os
import re
import subprocess
import sys
import tempfile

TABLE = os.path.join(os.path.dirname(__file__), "instructions.csv")
COMMANDS = ["chair 2021", "status China --on 2015", "observers"]
MOST = 0.05


def first_line(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[0]


def count(command):
    run = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command], capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", run.stderr)
    if not found:
        sys.exit(f"valgrind failed: {run.stderr}")
    return int(found[1])


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--arctic", default="target/release/arctic")
    options.add_argument("--update", action="store_true")
    options = options.parse_args()
    compilers = f"{first_line('rustc', '--version')}; {first_line('cc', '--version')}"
    with open(TABLE, newline="", encoding="utf-8") as table:
        known = {row["command"]: row for row in csv.DictReader(table)}
    arctic = os.path.abspath(options.arctic)
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(ARCTIC_DB=f"{folder}/registry.db", ARCTIC_TODAY="2026-11-23", COLUMNS="80")
        subprocess.run([arctic, "seed"], check=True, stdout=subprocess.DEVNULL)
        counts = {command: count([arctic, *command.split()]) for command in COMMANDS}
    if options.update:
        with open(TABLE, "w", newline="", encoding="utf-8") as table:
            write = csv.writer(table, lineterminator="\n").writerow
            write(["command", "instructions", "compilers"])
            for command, instructions in counts.items():
                write([command, instructions, compilers])
    off = False
    for command, instructions in counts.items():
        row = known.get(command)
        change = instructions / int(row["instructions"]) - 1 if row and row["compilers"] == compilers else None
        result = "not compared: other compilers" if change is None else f"{change:+.1%}"
        print(f"{command:24} {instructions:>11,} {result}")
        off |= change is not None and abs(change) > MOST
    if off and not options.update:
        sys.exit("a count changed by more than 5 %; if that is intended, run this with --update and commit instructions.csv")


if __name__ == "__main__":
    main()
