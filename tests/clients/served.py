"""Serves the SQLite export with datasette, and queries its tables and views over HTTP."""

import json
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

from expected import equal, folder, tables

with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]
datasette = Path(sys.executable).with_name("datasette")
log = (folder() / "datasette.log").open("w")
server = subprocess.Popen(
    [datasette, "serve", folder() / "registry.sqlite", "--host", "127.0.0.1", "--port", str(port)], stdout=log, stderr=log
)


def ask(path, **query):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/registry{path}?{urllib.parse.urlencode(query)}", timeout=30) as answer:
        return json.load(answer)


def sql(text):
    return ask(".json", sql=text, _shape="array")


try:
    for attempt in range(150):
        try:
            ask(".json")
            break
        except OSError:
            if server.poll() is not None or attempt == 149:
                sys.exit((folder() / "datasette.log").read_text())
            time.sleep(0.2)
    package = tables()
    for table, rows in package.items():
        equal(sql(f'select count(*) as n from "{table}"')[0]["n"], len(rows), f"rows of {table}")
    # The page of a row.
    for row in package["party"]:
        served = ask(f"/party/{row['id']}.json", _shape="array")[0]
        equal({key: "" if value is None else str(value) for key, value in served.items()}, row, f"party {row['id']}")
    days = {row["start"] for row in package["chairship"]}
    verified = next(row["value"] for row in package["meta"] if row["key"] == "verified_through")
    for day in sorted(day for day in days if len(day) == 10 and day <= verified):
        expected = [row["party"] for row in package["chairship"] if row["start"] <= day and (row["end"] or "9999") > day]
        served = ask("/chair_on_day.json", day=day, _shape="array")
        equal([row["party"] for row in served], expected, f"chair on {day}")
    for view in ["role_periods", "chairships", "role_holders_by_year", "record_sources"]:
        assert ask(f"/{view}.json", _shape="array"), view
    equal(len(sql("select * from role_periods where role = 'member'")), len([r for r in package["membership"] if r["role"] == "member"]), "members")
    print(f"datasette: {len(package)} tables and 5 views over HTTP")
finally:
    server.terminate()
    server.wait()
