#!/usr/bin/env python3
"""Measures `arctic annotate` against DuckDB, Polars and itself on one thread: the same join, CSV to CSV, in turn.

    cargo build --release
    python3 -m pip install duckdb polars
    python3 tests/bench/annotate.py [--rows 5000000] [--runs 5] [--arctic target/release/arctic]

Makes its own input (id, country in many spellings, some of them quoted, date, number, text), gives DuckDB and
Polars the tables of the registry, compares the results row by row, and prints wall time, peak memory and the
ratios run by run.
"""
import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

NAMES = [
    "Canada", "Kingdom of Denmark", "Denmark", "Finland", "Iceland", "Norway", "Russia", "Russian Federation",
    "Sweden", "United States", "U.S.A.", "USA", "US", "France", "Germany", "DEU", "Italy", "Japan", "Netherlands",
    '"Netherlands, The"', "China", "Poland", "India", '"Korea, Rep."', "South Korea", "Singapore", "Spain",
    "Switzerland", "CHE", "United Kingdom", "UK", "Great Britain", "Brazil", "Kenya", "Mexico", "Greenland",
    "Türkiye", "Atlantis", "Vietnam", "Ukraine", "Nigeria", "Australia", '"Korea, Republic of"', "FINLAND",
]
WORDS = ["alpha", "beta", "gamma", "delta omega", "epsilon", "zeta longer text", "eta", "theta iota"]


def make_input(path, rows, quoted=0.0):
    """Writes the events. In a share `quoted` of the rows every text is quoted."""
    pick = random.Random(7)
    with open(path, "w", encoding="utf-8") as out:
        out.write("id,country,date,value,note\n")
        for row in range(rows):
            day = f"{pick.randrange(1990, 2026)}-{pick.randrange(1, 13):02}-{pick.randrange(1, 29):02}"
            name, note = pick.choice(NAMES), f"{pick.choice(WORDS)} {pick.randrange(10 ** 6)}"
            value = f"{pick.random() * 1000:.4f}"
            if quoted and pick.random() < quoted:
                name, day, note = f'"{name.strip(chr(34))}"', f'"{day}"', f'"{note}"'
            out.write(f"{row},{name},{day},{value},{note}\n")


DUCKDB = """
import duckdb, sys
folder, source, target = sys.argv[1:]
duckdb.sql(f'''
COPY (
  WITH names AS (SELECT * FROM read_csv('{folder}/names.csv', all_varchar = true)),
  spells AS (SELECT party, role, start, coalesce("end", '9999-12-31') AS stop
             FROM read_csv('{folder}/membership.csv', all_varchar = true)),
  chairs AS (SELECT party, start, coalesce("end", '9999-12-31') AS stop
             FROM read_csv('{folder}/chairship.csv', all_varchar = true))
  SELECT input.*, names.arctic_party,
    CASE WHEN names.known IS NULL THEN 'unrecognised' WHEN date < '1996-09-19' THEN 'outside'
         ELSE coalesce(spells.role, 'none') END AS arctic_role,
    spells.start AS arctic_since,
    CASE WHEN names.known IS NOT NULL OR date >= '1996-09-19' THEN chairs.party END AS arctic_chair
  FROM read_csv('{source}', all_varchar = true) AS input
  LEFT JOIN names ON names.country = input.country
  LEFT JOIN spells ON spells.party = names.arctic_party AND spells.start <= date AND date < spells.stop
  LEFT JOIN chairs ON chairs.start <= date AND date < chairs.stop
) TO '{target}' (HEADER)''')
"""

POLARS = """
import polars as pl, sys
folder, source, target = sys.argv[1:]
text = dict(infer_schema=False)
names = pl.read_csv(f'{folder}/names.csv', **text)
spells = (pl.read_csv(f'{folder}/membership.csv', **text)
          .select(arctic_party='party', role='role', start='start', stop=pl.col('end').fill_null('9999-12-31')))
chairs = pl.read_csv(f'{folder}/chairship.csv', **text).sort('start')
starts, states = chairs['start'], pl.Series([None, *chairs['party']], dtype=pl.String)
held = (pl.col('start') <= pl.col('date')) & (pl.col('date') < pl.col('stop'))
chair = pl.lit(states).gather(pl.lit(starts).search_sorted(pl.col('date'), side='right'))
(pl.scan_csv(source, **text)
 .join(names.lazy(), on='country', how='left', maintain_order='left')
 .join(spells.lazy(), on='arctic_party', how='left', maintain_order='left')
 .select('id', 'country', 'date', 'value', 'note', 'arctic_party',
     pl.when(pl.col('known').is_null()).then(pl.lit('unrecognised'))
       .when(pl.col('date') < '1996-09-19').then(pl.lit('outside'))
       .when(held).then('role').otherwise(pl.lit('none')).alias('arctic_role'),
     pl.when(held).then('start').alias('arctic_since'),
     chair.alias('arctic_chair'))
 .sink_csv(target))
"""


def run(command):
    """Returns the wall seconds and peak MiB of a command."""
    begun = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"{command[0]} failed: {errors.decode()}")
    return time.perf_counter() - begun, usage.ru_maxrss / 1024


def make_tables(arctic, folder):
    """Writes the tables of the registry, and a table of spellings for the programs that do not recognise names."""
    os.environ["ARCTIC_DB"] = f"{folder}/registry.db"
    subprocess.run([arctic, "export", "csv", f"{folder}/tables"], check=True, capture_output=True)
    with open(f"{folder}/spellings.csv", "w", encoding="utf-8") as out:
        out.write("country\n" + "\n".join(NAMES) + "\n")
    names = subprocess.run(
        [arctic, "annotate", f"{folder}/spellings.csv", "--country", "country", "--on", "2020-01-01", "--columns", "party,iso3"],
        check=True, capture_output=True, text=True).stdout
    with open(f"{folder}/tables/names.csv", "w", encoding="utf-8") as out:
        out.write(names.replace("arctic_iso3", "known"))


def contenders(arctic, folder, source):
    """Returns the commands, each of which writes `source` with annotations to the file of its name in `folder`."""
    return {
        "arctic": [arctic, "annotate", source, "--country", "country", "--date", "date", "-o", f"{folder}/arctic.csv"],
        "duckdb": [sys.executable, "-c", DUCKDB, f"{folder}/tables", source, f"{folder}/duckdb.csv"],
        "polars": [sys.executable, "-c", POLARS, f"{folder}/tables", source, f"{folder}/polars.csv"],
    }


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=5_000_000)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--arctic", default="target/release/arctic")
    options = options.parse_args()
    arctic = os.path.abspath(options.arctic)
    with tempfile.TemporaryDirectory() as folder:
        source = f"{folder}/events.csv"
        make_input(source, options.rows)
        make_tables(arctic, folder)
        commands = contenders(arctic, folder, source)
        commands["single"] = [*commands["arctic"][:-1], f"{folder}/single.csv", "--threads", "1"]
        seconds, memory = {name: [] for name in commands}, {}
        for turn in range(options.runs + 1):
            for name, command in commands.items():
                wall, peak = run(command)
                if turn:  # the first turn warms up
                    seconds[name].append(wall)
                memory[name] = max(peak, memory.get(name, 0))
                if turn < options.runs:
                    os.remove(f"{folder}/{name}.csv")
        import duckdb
        print(f"{options.rows:,} rows, {os.path.getsize(source) / 1e6:.0f} MB, {os.cpu_count()} processors, {options.runs} runs in turn")
        for name, walls in seconds.items():
            ratios = [wall / own for wall, own in zip(walls, seconds["arctic"])]
            differing = duckdb.sql(f"""
                SELECT count(*) FROM read_csv('{folder}/arctic.csv', all_varchar = true) AS ours
                FULL JOIN read_csv('{folder}/{name}.csv', all_varchar = true) AS theirs USING (id)
                WHERE ours.country IS DISTINCT FROM theirs.country OR ours.arctic_party IS DISTINCT FROM theirs.arctic_party
                   OR ours.arctic_role IS DISTINCT FROM theirs.arctic_role OR ours.arctic_since IS DISTINCT FROM theirs.arctic_since
                   OR ours.arctic_chair IS DISTINCT FROM theirs.arctic_chair""").fetchall()[0][0]
            print(f"{name:7} {statistics.median(walls):6.3f} s (min {min(walls):.3f}, max {max(walls):.3f})"
                  f"  {statistics.median(ratios):5.1f} x arctic  peak {memory[name]:5.0f} MiB  {differing} rows differ from arctic")


if __name__ == "__main__":
    main()
