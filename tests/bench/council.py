#!/usr/bin/env python3
"""Writes a fictional council of any size as a data package for `arctic seed --from`.

    python3 tests/bench/council.py FOLDER --memberships 1000000 --chairships 100000

The same numbers give the same bytes. There is a party for every fifty memberships, and the council is as old as
the chairships require. A tenth of the dates are known only to the month or the year.
"""
import argparse
import csv
import os
import random
from datetime import date, timedelta

FOUNDED = date(1000, 1, 1)
KINDS = ["state", "state", "indigenous", "igo", "ngo"]
ROLE = {"state": "member", "indigenous": "permanent_participant", "igo": "observer", "ngo": "observer"}
HEADERS = {
    "meta": "key,value,note",
    "source": "id,title,publisher,url,published,note",
    "party": "id,kind,name,official_name,council_name,abbreviation,iso2,iso3,iso_numeric,cow,wikidata,arctic,website,confidence,note",
    "alias": "alias,party,country,kind,lang",
    "membership": "id,party,role,start,end,granted_at,confidence,note",
    "chairship": "id,ordinal,party,start,end,start_meeting,end_meeting,theme,priorities,secretariat,confidence,note",
    "citation": "table_name,record,source",
}


def written(pick, day):
    """Returns a date, one in ten of which is known only to the month or the year."""
    precision = pick.choices([10, 7, 4], [90, 6, 4])[0]
    return day.isoformat()[:precision]


def make(folder, memberships, chairships):
    os.makedirs(folder, exist_ok=True)
    pick = random.Random(memberships * 1_000_003 + chairships)
    files = {name: open(f"{folder}/{name}.csv", "w", newline="", encoding="utf-8") for name in HEADERS}
    put = {name: csv.writer(file, lineterminator="\n").writerow for name, file in files.items()}
    for name, header in HEADERS.items():
        put[name](header.split(","))

    last = date(2026, 1, 1)
    for key, value in [("name", "Council of Many"), ("version", "1"), ("founded", FOUNDED), ("verified_through", last), ("term_years", 2)]:
        put["meta"]([key, value, ""])
    put["source"](["made-up", "Made up by a program", "", "", "", ""])

    def cite(table, record):
        put["citation"]([table, record, "made-up"])

    parties = max(10, memberships // 50)
    kinds = []
    for number in range(parties):
        kind = KINDS[number % len(KINDS)]
        kinds.append(kind)
        name = f"Party {number}"
        put["party"]([f"party-{number}", kind, name, *[""] * 8, int(kind == "state"), "", "verified", ""])
        put["alias"]([name, f"party-{number}", "", "short", "en"])
        cite("party", f"party-{number}")

    days = (last - FOUNDED).days
    for number in range(memberships):
        # Years lie between the memberships of a party, so they cannot overlap.
        party, turn = number % parties, number // parties
        turns = -(-memberships // parties)
        width = days // turns
        start = FOUNDED + timedelta(days=turn * width + pick.randrange(width // 4))
        end = FOUNDED + timedelta(days=turn * width + width // 2 + pick.randrange(width // 8))
        lasts = turn == turns - 1
        record = f"membership-{number}"
        put["membership"]([
            record, f"party-{party}", ROLE[kinds[party]], written(pick, start), "" if lasts else written(pick, end), "", "verified", ""])
        cite("membership", record)

    states = [number for number, kind in enumerate(kinds) if kind == "state"]
    term = days / chairships
    handovers = [FOUNDED + timedelta(days=int(number * term)) for number in range(chairships + 1)]
    for number in range(chairships):
        record = f"chairship-{number + 1}"
        put["chairship"]([
            record, number + 1, f"party-{states[number % len(states)]}", handovers[number], handovers[number + 1], *[""] * 5, "verified", ""])
        cite("chairship", record)
    for file in files.values():
        file.close()
    return parties


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder")
    options.add_argument("--memberships", type=int, default=1000)
    options.add_argument("--chairships", type=int, default=1000)
    options = options.parse_args()
    make(options.folder, options.memberships, options.chairships)


if __name__ == "__main__":
    main()
