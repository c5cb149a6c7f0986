#!/usr/bin/env python3
"""Measures MB/s of `arctic annotate`, DuckDB, Polars, qsv and cp by rows, processors and share of quoted rows.

    cargo build --release
    python3 -m pip install duckdb polars matplotlib
    python3 tests/bench/throughput.py [--qsv qsv] [--runs 3] [--arctic target/release/arctic]

Writes throughput.csv and throughput.svg next to itself. A figure is the size of the input divided by the median wall
time of whole processes that take turns, CSV to CSV. DuckDB and Polars do the same as annotate, with its tables. qsv
only joins the names, without dates; it is left out unless `--qsv` is given. cp copies the input.
"""
import argparse
import csv
import os
import shutil
import statistics
import tempfile

from annotate import contenders, make_input, make_tables, run

ROWS = [10_000, 100_000, 1_000_000, 5_000_000]
SHARES = [0, 0.25, 0.5, 0.75, 1]
HERE = os.path.dirname(os.path.abspath(__file__))
COLOURS = {"arctic": "#0b5fa5", "duckdb": "#c98a00", "polars": "#a03070", "qsv joinp": "#3a7d44", "cp": "#777777"}


def measure(options, folder, rows, processors, quoted):
    """Returns MB/s of each contender."""
    source = f"{folder}/events.csv"
    make_input(source, rows, quoted)
    commands = contenders(os.path.abspath(options.arctic), folder, source)
    if options.qsv:
        names = f"{folder}/tables/names.csv"
        commands["qsv joinp"] = [options.qsv, "joinp", "--left", "country", source, "country", names, "--maintain-order", "left", "-o", f"{folder}/qsv.csv"]
    commands["cp"] = [shutil.which("cp"), source, f"{folder}/cp.csv"]
    walls = {name: [] for name in commands}
    for turn in range(options.runs + 1):
        for name, command in commands.items():
            wall, _ = run(["taskset", "-c", ",".join(map(str, range(processors))), *command])
            os.remove(f"{folder}/{name.split()[0]}.csv")
            if turn:  # the first turn warms up
                walls[name].append(wall)
    size = os.path.getsize(source) / 1e6
    return {name: size / statistics.median(wall) for name, wall in walls.items()}


def draw(figures, processors):
    import matplotlib
    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "arctic", "font.size": 9, "axes.spines.top": False, "axes.spines.right": False})
    from matplotlib import pyplot
    panels = [
        ("rows", f"rows ({processors} processors)", lambda f: f["processors"] == processors and f["quoted"] == 0),
        ("processors", f"processors ({max(ROWS):,} rows)", lambda f: f["rows"] == max(ROWS) and f["quoted"] == 0),
        ("quoted", "share of quoted rows (1,000,000 rows)", lambda f: f["rows"] == 1_000_000 and f["processors"] == processors),
    ]
    figure, axes = pyplot.subplots(1, 3, figsize=(11, 3.6), sharey=True)
    for axis, (by, label, chosen) in zip(axes, panels):
        for name, colour in COLOURS.items():
            points = sorted((f[by], f["mb_per_second"]) for f in figures if f["what"] == name and chosen(f))
            if points:
                axis.plot(*zip(*points), "o-", color=colour, label=name, markersize=4)
        axis.set_xlabel(label)
        axis.set_yscale("log")
        axis.grid(axis="y", alpha=0.3)
    axes[0].set_xscale("log")
    axes[1].set_xticks(range(1, processors + 1))
    axes[0].set_ylabel("MB/s of input")
    axes[2].legend(loc="center left", bbox_to_anchor=(1.02, 0.5), frameon=False)
    figure.tight_layout()
    figure.savefig(f"{HERE}/throughput.svg", metadata={"Date": None})


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--qsv")
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--arctic", default="target/release/arctic")
    options = options.parse_args()
    processors = os.cpu_count()
    runs = [(rows, processors, 0) for rows in ROWS]
    runs += [(max(ROWS), few, 0) for few in range(1, processors)]
    runs += [(1_000_000, processors, share) for share in SHARES[1:]]
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        make_tables(os.path.abspath(options.arctic), folder)
        for rows, count, share in runs:
            for name, speed in measure(options, folder, rows, count, share).items():
                figures.append({"what": name, "rows": rows, "processors": count, "quoted": share, "mb_per_second": round(speed, 1)})
                print(f"{rows:>9,} rows  {count} processors  {share:4.0%} quoted  {name:10} {speed:8.1f} MB/s", flush=True)
    with open(f"{HERE}/throughput.csv", "w", newline="", encoding="utf-8") as out:
        table = csv.DictWriter(out, figures[0], lineterminator="\n")
        table.writeheader()
        table.writerows(figures)
    draw(figures, processors)


if __name__ == "__main__":
    main()
