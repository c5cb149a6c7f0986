#!/usr/bin/env python3
"""Measures a cold `chair 2021` against the sqlite3 shell with the same SELECT, and against a program that does nothing.

    cargo build --release
    python3 tests/bench/cold.py [--pairs 300] [--arctic target/release/arctic]

The three take turns in a changing order. Prints the median of each, the median of the ratios turn by turn, and the
time of a first use, which creates the registry.
"""
import argparse
import os
import statistics
import subprocess
import tempfile
import time

SELECT = """SELECT ordinal, name, start, "end" FROM chairship JOIN party ON party.id = party
            WHERE end_max > '2021-01-01' AND start_min <= '2021-12-31' ORDER BY ordinal"""


def milliseconds(command):
    begun = time.perf_counter()
    pid = os.posix_spawn(command[0], command, os.environ, file_actions=[
        (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0), (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0)])
    _, status = os.waitpid(pid, 0)
    elapsed = 1000 * (time.perf_counter() - begun)
    if status:
        raise SystemExit(f"{' '.join(command)} failed")
    return elapsed


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pairs", type=int, default=300)
    options.add_argument("--arctic", default="target/release/arctic")
    options.add_argument("--sqlite3", default="/usr/bin/sqlite3")
    options = options.parse_args()
    arctic = os.path.abspath(options.arctic)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ARCTIC_DB"] = db = f"{folder}/registry.db"
        subprocess.run([arctic, "seed"], check=True, stdout=subprocess.DEVNULL)
        commands = {
            "arctic chair 2021": [arctic, "chair", "2021"],
            "sqlite3 SELECT": [options.sqlite3, "-readonly", db, SELECT],
            "/bin/true": ["/bin/true"],
        }
        walls = {name: [] for name in commands}
        turns = list(commands.items())
        for turn in range(options.pairs + 10):
            turns = turns[1:] + turns[:1]
            for name, command in turns:
                wall = milliseconds(command)
                if turn >= 10:  # the first turns warm up
                    walls[name].append(wall)
        ours = walls["arctic chair 2021"]
        for name, theirs in walls.items():
            ratio = statistics.median(own / other for own, other in zip(ours, theirs))
            print(f"{name:18} {statistics.median(theirs):6.3f} ms   arctic takes {ratio:.2f} of that")
        first = []
        for _ in range(21):
            os.remove(db)
            first.append(milliseconds(commands["arctic chair 2021"]))
        print(f"{'first use':18} {statistics.median(first):6.1f} ms   (min {min(first):.1f}, max {max(first):.1f})")


if __name__ == "__main__":
    main()
