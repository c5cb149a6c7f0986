"""Reads the CSV package, from which the checkers take what the exports must contain."""

import csv
import datetime
import sys
from pathlib import Path


def folder():
    return Path(sys.argv[1])


def tables():
    """Returns the rows of every table, by name."""
    read = lambda path: list(csv.DictReader(path.open(encoding="utf-8", newline="")))
    return {path.stem: read(path) for path in sorted((folder() / "csv").glob("*.csv"))}


def day(text):
    """Returns a date, or None unless it is known to the day."""
    return datetime.date.fromisoformat(text) if len(text) == 10 else None


def earliest(text):
    return datetime.date.fromisoformat((text + "-01-01")[:10])


def events():
    """Returns the UID without the council, the first day and the day after the last of each event. If dates are
    partly known, these are the certain days."""
    rows = tables()
    found = {}
    for row in rows["meeting"]:
        found["meeting-" + row["id"]] = (day(row["first_day"]), day(row["last_day"]) + datetime.timedelta(1))
    for row in rows["chairship"]:
        # Only ends are partly known in the packages used here.
        found["chairship-" + row["id"]] = (day(row["start"]), earliest(row["end"]))
    return found


def equal(found, expected, what):
    if isinstance(found, dict) and isinstance(expected, dict):
        equal(sorted(found), sorted(expected), what)
        for key in expected:
            equal(found[key], expected[key], f"{what}: {key}")
    elif found != expected:
        sys.exit(f"{what}: {found!r}, expected {expected!r}")
