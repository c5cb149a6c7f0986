#!/usr/bin/env python3
"""Measures how seed, verify, import, queries and export scale from a thousand memberships to a million.

    cargo build --release
    python3 tests/bench/growth.py [--sizes 1000,10000,100000,1000000] [--csv growth.csv]

Makes the councils with council.py. For work on a whole registry it prints seconds, rows per second, and the ratio to
the previous size (10 is linear). For a query it prints the median milliseconds of `--runs` cold processes, and the
ratio to the bundled data.
"""
import argparse
import csv
import os
import statistics
import subprocess
import sys
import tempfile
import time

import council
from cold import milliseconds

QUESTIONS = {
    "status": ["status", "Party 5", "--on", "1500-01-05"],
    "chair": ["chair", "1500-01-05"],
    "members": ["members", "--on", "1500-01-05"],
    "observers": ["observers", "--on", "1500-01-05"],
    "terms": ["terms"],
}
BUNDLED = {
    "status": ["status", "China", "--on", "2015"],
    "chair": ["chair", "2012-01-05"],
    "members": ["members", "--on", "2012-01-05"],
    "observers": ["observers", "--on", "2012-01-05"],
    "terms": ["terms"],
}


def seconds(*command, codes=(0,)):
    begun = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode not in codes:
        sys.exit(f"{' '.join(command)} failed: {done.stderr}")
    return time.perf_counter() - begun


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--arctic", default="target/release/arctic")
    options.add_argument("--sizes", default="1000,10000,100000,1000000")
    options.add_argument("--runs", type=int, default=15)
    options.add_argument("--csv", help="write the figures to this file too")
    options = options.parse_args()
    arctic = os.path.abspath(options.arctic)
    figures = []

    def ask(db, questions):
        os.environ["ARCTIC_DB"] = db
        return {name: statistics.median(milliseconds([arctic, *question, "-f", "csv"]) for _ in range(options.runs))
                for name, question in questions.items()}

    with tempfile.TemporaryDirectory() as folder:
        os.environ["ARCTIC_DB"] = f"{folder}/bundled.db"
        seconds(arctic, "seed")
        bundled = ask(f"{folder}/bundled.db", BUNDLED)
        print(f"{'bundled':>9} " + "  ".join(f"{name} {wall:.1f} ms" for name, wall in bundled.items()))
        before = {}
        for size in map(int, options.sizes.split(",")):
            source, db = f"{folder}/{size}", f"{folder}/{size}.db"
            council.make(source, size, min(100_000, max(1000, size // 10)))
            rows = sum(open(f"{source}/{name}", "rb").read().count(b"\n") - 1 for name in os.listdir(source))
            os.environ["ARCTIC_DB"] = db
            work = {
                "seed": seconds(arctic, "seed", "--from", source),
                # The council has no meetings, which one check reports.
                "verify": seconds(arctic, "verify", "--skip", "handover-at-meeting", codes=(0, 1, 3)),
                "export csv": seconds(arctic, "export", "csv", f"{folder}/out-{size}"),
            }
            questions = ask(db, QUESTIONS)
            # Every membership gets a note, which is one checked and logged change each.
            with open(f"{source}/membership.csv", encoding="utf-8") as old, open(f"{folder}/membership.csv", "w", encoding="utf-8") as new:
                new.writelines(row.replace("verified,\n", "verified,Read again\n") for row in old)
            work["import"] = seconds(arctic, "import", f"{folder}/membership.csv", "--reason", "Read again")
            print(f"{size:>9} {rows:,} rows, {os.path.getsize(db) / 1e6:.0f} MB")
            for name, wall in work.items():
                ratio = f"{wall / before[name]:.1f} x the size before" if name in before else ""
                worked = size if name == "import" else rows
                print(f"{'':9} {name:11} {wall:8.2f} s   {worked / wall:>10,.0f} rows/s   {ratio}")
                figures.append([size, rows, name, f"{wall:.3f}", "s"])
            for name, wall in questions.items():
                print(f"{'':9} {name:11} {wall:8.2f} ms  {wall / bundled[name]:.2f} x the bundled data")
                figures.append([size, rows, name, f"{wall:.3f}", "ms"])
            before = work
    if options.csv:
        with open(options.csv, "w", newline="", encoding="utf-8") as out:
            csv.writer(out, lineterminator="\n").writerows([["memberships", "rows", "what", "wall", "unit"], *figures])


if __name__ == "__main__":
    main()
