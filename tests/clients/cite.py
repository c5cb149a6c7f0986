"""Checks that bibtexparser and citeproc read every reference that `--cite` prints, and that both formats agree.

cite.py ARCTIC    needs bibtexparser >= 2 and citeproc-py
"""

import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import warnings

import bibtexparser
from bibtexparser.middlewares import LatexDecodingMiddleware, MonthIntMiddleware
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

ARCTIC = pathlib.Path(sys.argv[1]).resolve()
TUNDRA = pathlib.Path(__file__).resolve().parent.parent / "data" / "tundra"
# Characters with a meaning in LaTeX, BibTeX, JSON and HTML.
HOSTILE = r"""50 % of R&D_{x^2} ~ $1 #1 } @misc{x, \today "q" 'q' <script>alert(1)</script> Sámi 北"""


def ask(db, line, form):
    run = [ARCTIC, "--db", db, *line, f"--cite={form}"]
    ran = subprocess.run(run, capture_output=True, text=True, check=True, env={**os.environ, "ARCTIC_TODAY": "2026-11-23"})
    return ran.stdout


def bibtex(text, *middleware):
    library = bibtexparser.parse_string(text, append_middleware=middleware)
    assert not library.failed_blocks, library.failed_blocks
    assert not library.comments, library.comments
    return library.entries


def bare(text):
    """Returns text without braces, both grouping ones and those whose LaTeX name the decoder does not know."""
    return text and text.replace("{", "").replace("}", "").replace("ˆ", "^")


def check(db, line):
    written, items = ask(db, line, "bibtex"), json.loads(ask(db, line, "csl"))
    entries = bibtex(written, MonthIntMiddleware(), LatexDecodingMiddleware())
    # URLs are not LaTeX and are printed unchanged.
    addresses = {entry.key: entry["url"] for entry in bibtex(written) if "url" in entry}
    lines = ask(db, line, "text").splitlines()
    assert [entry.key for entry in entries] == [item["id"] for item in items]
    assert len(lines) == len(items)
    for entry, item in zip(entries, items):
        fields = {field.key: field.value for field in entry.fields}
        assert bare(fields["title"]) == bare(item["title"]), (fields["title"], item["title"])
        author = item.get("author", [{"literal": None}])[0]["literal"]
        assert bare(fields.get("author")) == bare(author), (fields, author)
        date = item.get("issued", {"date-parts": [[]]})["date-parts"][0]
        assert [int(fields[part]) for part in ("year", "month") if part in fields] == date[:2], (fields, date)
        assert addresses.get(entry.key) == item.get("URL"), entry.key
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", message="The following arguments for Reference are unsupported: version")
        bibliography = CitationStylesBibliography(
            CitationStylesStyle("harvard-cite-them-right", validate=False), CiteProcJSON(items), formatter.plain
        )
        for item in items:
            bibliography.register(Citation([CitationItem(item["id"])]))
        printed = [str(reference) for reference in bibliography.bibliography()]
    assert len(printed) == len(items)
    plain = lambda text: "".join(letter for letter in text.lower() if letter.isalnum())
    for item in items:
        assert any(plain(item["title"]) in plain(reference) for reference in printed), (item["title"], printed)
    return len(items)


with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    count = 0
    for line in (["chair", "2021"], ["status", "Norway", "--on", "2012"], ["show", "Switzerland"], ["sources"]):
        count += check(folder / "registry.db", line)
    rows = list(csv.DictReader((TUNDRA / "source.csv").open(encoding="utf-8", newline="")))
    for name in TUNDRA.iterdir():
        (folder / name.name).write_bytes(name.read_bytes())
    with (folder / "source.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, "title": HOSTILE, "publisher": HOSTILE} for row in rows)
    subprocess.run([ARCTIC, "--db", folder / "hostile.db", "seed", "--from", folder], check=True, capture_output=True)
    count += check(folder / "hostile.db", ["show", "drift"])
    print(f"{count} references read by bibtexparser and citeproc")
