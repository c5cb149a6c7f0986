#!/usr/bin/env python3
"""Measures `arctic check` on prose: megabytes a second on one core, many files side by side, and memory.

    cargo build --release
    python3 tests/bench/prose.py [--arctic target/release/arctic] [--articles 10000] [--large 100]

Makes its own texts: articles in which one sentence in five is about the Council, and files of --large megabytes that
are one line, one sentence without a full stop, or one word. Prints wall time, processor time, megabytes a second and
peak memory.
"""
import argparse
import os
import random
import resource
import subprocess
import tempfile
import time

ABOUT = [
    "The Arctic Council, founded in 1996, has eight member states.",
    "12 non-Arctic countries, including Germany, India and China, have observer status.",
    "In May 2021 the chairmanship of the Arctic Council passed from Iceland to Russia.",
    "Canada chaired the Council from 2013 to 2015, and the United States took over in Iqaluit.",
    "Six organisations of Indigenous peoples are Permanent Participants of the Arctic Council.",
]
WORDS = """the of and to in a is that for it was on with as by at from ice snow water people said report year new work town
north winter summer research ship harbour fish minister meeting project plan school road light weather forest river island
Norway Greenland Tuesday Oslo March 2014 twelve company village energy study after before under between another""".split()


def sentence(pick):
    words = [pick.choice(WORDS) for _ in range(pick.randrange(8, 30))]
    return " ".join(words).capitalize() + "."


def article(pick, size):
    parts, length = ["The Arctic Council met on Tuesday."], 0
    while length < size:
        part = pick.choice(ABOUT) if pick.random() < 0.2 else sentence(pick)
        parts.append(part + ("\n\n" if pick.random() < 0.25 else ""))
        length += len(part) + 1
    return " ".join(parts)[:size] + "\n"


def run(arctic, arguments, cores=None):
    command = [arctic, *arguments]
    if cores is not None:
        command = ["taskset", "-c", cores, *command]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    assert child.returncode in (0, 1), child.returncode
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, processor, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--arctic", default="target/release/arctic")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=100, help="megabytes")
    given = parser.parse_args()
    arctic = os.path.abspath(given.arctic)
    pick = random.Random(15)
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(ARCTIC_DB=f"{folder}/r.db", ARCTIC_TODAY="2026-11-25", NO_COLOR="1")
        run(arctic, ["chair"])
        print(f"{'text':34} {'MB':>6} {'wall s':>7} {'cpu s':>7} {'MB/s cpu':>9} {'peak MB':>8}")

        def show(name, megabytes, arguments, cores=None):
            wall, processor, peak = min(run(arctic, arguments, cores) for _ in range(3))
            print(f"{name:34} {megabytes:6.0f} {wall:7.2f} {processor:7.2f} {megabytes / processor:9.1f} {peak:8.1f}")

        # Peak memory counts this process before the program starts, so no text is kept here.
        os.mkdir(f"{folder}/articles")
        names = [f"{folder}/articles/{number}.txt" for number in range(given.articles)]
        with open(f"{folder}/whole.txt", "w", encoding="utf-8") as whole:
            for name in names:
                text = article(pick, 5000)
                whole.write(text)
                with open(name, "w", encoding="utf-8") as out:
                    out.write(text)
        size = os.path.getsize(f"{folder}/whole.txt") / 1e6
        show("one file, one core", size, ["check", f"{folder}/whole.txt", "--date", "2021", "-f", "line"], "0")
        show("one file, one core, as CSV", size, ["check", f"{folder}/whole.txt", "--date", "2021", "-f", "csv"], "0")
        show(f"{given.articles} articles of 5 kB", size, ["check", *names, "--date", "2021", "-f", "line"])
        for name, text in [
            ("one line", lambda: (article(pick, 1_000_000).replace("\n", " ") for _ in range(given.large))),
            ("one sentence", lambda: ("The Arctic Council and " + "Norway and China, " * 55_000 for _ in range(given.large))),
            ("one word", lambda: ("The Arctic Council " if n == 0 else "x" * 1_000_000 for n in range(given.large))),
        ]:
            with open(f"{folder}/large.txt", "w", encoding="utf-8") as out:
                out.writelines(text())
            size = os.path.getsize(f"{folder}/large.txt") / 1e6
            wall, processor, peak = run(arctic, ["check", f"{folder}/large.txt", "--date", "2021", "-f", "line"])
            print(f"{name:34} {size:6.0f} {wall:7.2f} {processor:7.2f} {size / processor:9.1f} {peak:8.1f}")


if __name__ == "__main__":
    main()
