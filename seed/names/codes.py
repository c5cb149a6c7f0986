#!/usr/bin/env python3
"""Writes seed/code.csv: the codes of Eurostat, FIPS 10-4 and the International Olympic Committee that differ from ISO 3166.

    npm install --prefix node cldr-core@48.2.0 country-data@0.0.31
    python3 seed/names/codes.py node/node_modules > code.csv && mv code.csv seed/

FIPS codes are from CLDR, those of the Olympic Committee from country-data. code_extras.csv beside this file has
codes that no package has, or that one has wrong (these replace the package's; an empty code removes it).
"""
import argparse, csv, json, sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def rows(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", type=Path)
    parser.add_argument("--seed", type=Path, default=Path("seed"))
    args = parser.parse_args()

    who = {}
    for table in ("party", "country"):
        for r in rows(args.seed / f"{table}.csv"):
            if r["iso3"]:
                who[r["iso3"]] = (r["iso2"], (r["id"], "") if table == "party" else ("", r["id"]))

    codes = {}  # (system, iso3): code
    mappings = json.loads((args.packages / "cldr-core/supplemental/codeMappings.json").read_text("utf-8"))
    for r in mappings["supplemental"]["codeMappings"].values():
        if "_fips10" in r and r.get("_alpha3") in who:
            codes["fips", r["_alpha3"]] = r["_fips10"]
    for r in json.loads((args.packages / "country-data/data/countries.json").read_text("utf-8")):
        if r["ioc"] and r["status"] == "assigned" and r["alpha3"] in who:
            codes["ioc", r["alpha3"]] = r["ioc"]
    for r in rows(HERE / "code_extras.csv"):
        codes[r["system"], r["iso3"]] = r["code"]

    lines, taken = [], {}
    for (system, iso3), code in codes.items():
        iso2, (party, country) = who[iso3]
        if code and code != (iso3 if system == "ioc" else iso2):
            if taken.setdefault((system, code), iso3) != iso3:
                sys.exit(f"{system} {code}: {taken[system, code]} and {iso3}")
            lines.append((system, code, party, country))
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(("system", "code", "party", "country"))
    out.writerows(sorted(lines))


if __name__ == "__main__":
    main()
