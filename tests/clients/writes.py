#!/usr/bin/env python3
"""Changes a registry with another SQLite, the one of Python: its rules apply, and its log has every change.

    python3 tests/clients/writes.py ARCTIC
"""
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile

TUNDRA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data", "tundra")
# A statement, and the number and the first of the rows that the log must have.
LOGGED = [
    ("INSERT INTO source (id, title) VALUES ('map', 'Map')", "1,source map"),
    ("UPDATE source SET note = 'Large' WHERE id = 'map'", "1,source map"),
    ("UPDATE source SET id = 'chart' WHERE id = 'map'", "1,source chart"),
    ("INSERT INTO citation (table_name, record, source) VALUES ('event', 'founding-2020', 'chart')", "1,citation event founding-2020 chart"),
    ("DELETE FROM citation WHERE source = 'chart'", "1,citation event founding-2020 chart"),
    ("UPDATE membership SET id = 'drift-observer' WHERE id = 'drift-observer-2021'", "3,membership drift-observer"),
    ("DELETE FROM event WHERE id = 'founding-2020'", "3,event founding-2020"),
]
# Statements that triggers refuse; the Rust tests compare the reasons.
REFUSED = [
    "INSERT OR REPLACE INTO source (id, title) VALUES ('chart', 'Other')",
    "UPDATE OR REPLACE source SET id = 'almanac' WHERE id = 'chart'",
    "UPDATE membership SET party = 'nobody' WHERE id = 'drift-observer'",
    "DELETE FROM meta WHERE key = 'version'",
    "DELETE FROM revision",
    "UPDATE source SET note = char(27) || '[2J' WHERE id = 'chart'",
    "INSERT INTO source (id, title) VALUES ('index', 'x')",
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
            last = arctic("log", "-f", "csv").splitlines()[1]
            if f",,,{expected}," not in last:
                sys.exit(f"{sql}: the log has {last}, expected {expected}")
        for sql in REFUSED:
            try:
                connection.execute(sql)
                sys.exit(f"{sql}: was accepted")
            except sqlite3.IntegrityError as error:
                if "constraint failed" in str(error):
                    sys.exit(f"{sql}: {error}, but a trigger was to refuse it")
        damage = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        if damage != ["ok"]:
            sys.exit(f"integrity_check: {damage}")
        connection.close()
        for number in range(len(LOGGED), 0, -1):
            arctic("undo", str(number))
        arctic("verify")
        if arctic("export", "json", "-") != first:
            sys.exit("the undone changes did not restore the data")
        # A fresh, an edited and a restored registry are sound for this SQLite, and for the shell of the system.
        edited = f"{folder}/edited.db"
        arctic("put", "source", "id=map", "title=Map", "--reason", "r")
        arctic("backup", edited)
        with open(db, "r+b") as file:
            file.seek(100)
            file.write(bytes(3000))
        arctic("restore", edited)
        subprocess.run([os.path.abspath(sys.argv[1]), "--db", f"{folder}/fresh.db", "seed"], check=True, capture_output=True)
        for path in (db, edited, f"{folder}/fresh.db"):
            sound = [sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone()[0]]
            if shutil.which("sqlite3"):
                ran = subprocess.run(["sqlite3", path, "PRAGMA integrity_check"], capture_output=True, text=True)
                sound.append(ran.stdout.strip() + ran.stderr)
            if set(sound) != {"ok"}:
                sys.exit(f"{path}: {sound}")
        print(f"SQLite {sqlite3.sqlite_version}: {len(LOGGED)} changes logged and undone, {len(REFUSED)} refused")


if __name__ == "__main__":
    main()
