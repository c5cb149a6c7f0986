#!/usr/bin/env python3
"""Another program changes a registry, with the SQLite that it brings: the rules hold, and the log is told.

    python3 tests/clients/writes.py ARCTIC
"""
import os
import sqlite3
import subprocess
import sys
import tempfile

TUNDRA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data", "tundra")
# A statement, and the change that the log must have: command, rows, and the first of them.
LOGGED = [
    ("INSERT INTO source (id, title) VALUES ('map', 'Map')", "1,source map"),
    ("UPDATE source SET note = 'Large' WHERE id = 'map'", "1,source map"),
    ("UPDATE source SET id = 'chart' WHERE id = 'map'", "1,source chart"),
    ("INSERT INTO citation (table_name, record, source) VALUES ('event', 'founding-2020', 'chart')", "1,citation event founding-2020 chart"),
    ("DELETE FROM citation WHERE source = 'chart'", "1,citation event founding-2020 chart"),
    ("UPDATE membership SET id = 'drift-observer' WHERE id = 'drift-observer-2021'", "3,membership drift-observer"),
    ("DELETE FROM event WHERE id = 'founding-2020'", "3,event founding-2020"),
]
REFUSED = [
    ("INSERT OR REPLACE INTO source (id, title) VALUES ('chart', 'Other')", "a row with this key already exists"),
    ("UPDATE OR REPLACE source SET id = 'almanac' WHERE id = 'chart'", "another row has this key"),
    ("UPDATE membership SET party = 'nobody' WHERE id = 'drift-observer'", "party: no such party"),
    ("DELETE FROM meta WHERE key = 'version'", "every registry needs this row"),
    ("DELETE FROM revision", "the log is never changed"),
]


def main():
    with tempfile.TemporaryDirectory() as folder:
        db = f"{folder}/registry.db"

        def arctic(*words):
            ran = subprocess.run([os.path.abspath(sys.argv[1]), "--db", db, *words], capture_output=True, text=True)
            if ran.returncode:
                sys.exit(f"{' '.join(words)}: {ran.stdout}{ran.stderr}")
            return ran.stdout

        arctic("seed", "--from", TUNDRA)
        first = arctic("export", "json", "-")
        connection = sqlite3.connect(db, isolation_level=None)
        for sql, expected in LOGGED:
            connection.execute(sql)
            last = arctic("log", "-f", "csv").splitlines()[-1]
            if f",,,{expected}," not in last:
                sys.exit(f"{sql}: the log has {last}, not {expected}")
        for sql, expected in REFUSED:
            try:
                connection.execute(sql)
                sys.exit(f"{sql}: was taken")
            except sqlite3.IntegrityError as error:
                if expected not in str(error):
                    sys.exit(f"{sql}: {error}, not {expected}")
        damage = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        if damage != ["ok"]:
            sys.exit(f"integrity_check: {damage}")
        connection.close()
        for number in range(len(LOGGED), 0, -1):
            arctic("undo", str(number))
        arctic("verify")
        if arctic("export", "json", "-") != first:
            sys.exit("what was undone is not as it was")
        print(f"SQLite {sqlite3.sqlite_version}: {len(LOGGED)} changes logged and undone, {len(REFUSED)} refused")


if __name__ == "__main__":
    main()
