"""Parses every page of a site by the HTML standard, and prints every error."""

import sys
from pathlib import Path

import html5lib

pages = sorted(Path(sys.argv[1]).rglob("*.html"))
errors = 0
for page in pages:
    parser = html5lib.HTMLParser()
    parser.parse(page.read_bytes(), transport_encoding=None)
    for (line, column), code, data in parser.errors:
        errors += 1
        print(f"{page.name}:{line}:{column}: {code} {data}")
print(f"{len(pages)} pages, {errors} errors")
sys.exit(1 if errors or not pages else 0)
