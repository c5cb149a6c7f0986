"""Copies a data package with hostile text in every text column."""

import csv
import shutil
import sys
from pathlib import Path

TEXT = "=cmd|' /C calc'!A0;<script>alert(1)</script>,]]>\"'`\\ --\nEND:VEVENT\n[2J{{x}} \u202eø 北 👩‍🚀"
PLACES = {"party": ["name", "note"], "meeting": ["place", "outcome"], "chairship": ["theme", "note"], "office_holder": ["person"], "source": ["title"]}

source, copy = map(Path, sys.argv[1:])
shutil.copytree(source, copy)
for table, columns in PLACES.items():
    path = copy / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        header, rows = reader.fieldnames, list(reader)
    for at, row in enumerate(rows):
        for column in columns:
            row[column] = f"{TEXT} {at}"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
