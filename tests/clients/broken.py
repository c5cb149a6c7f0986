"""Makes exports differ from their package and break the rules of their format. Every checker must fail on them."""

import sys
from pathlib import Path

folder = Path(sys.argv[1])


def change(name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    if old not in text:
        sys.exit(f"no {old!r} in {name}")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


first = (folder / "csv/chairship.csv").read_text(encoding="utf-8").splitlines()[1].split(",")
identifier, party, start = first[0], first[2], first[3]
# A later day and an unknown party, for icalendar, ical.js, openpyxl, datasette and frictionless.
change("csv/chairship.csv", f"{party},{start}", f"nobody,{start[:8]}{int(start[8:]) % 28 + 1:02}")
# A number as text and an invalid date, for jsonschema.
change("registry.json", '"ordinal":1,', '"ordinal":"1",')
change("popolo.json", f'"start_date":"{start}"', '"start_date":"then"')
