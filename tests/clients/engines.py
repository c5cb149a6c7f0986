#!/usr/bin/env python3
"""Compares `arctic annotate` row by row with the scripts of `arctic export sql` in PostgreSQL, DuckDB and Apache Spark.

    python3 -m pip install duckdb 'pyspark>=3.5' psycopg2-binary     and Debian's packages postgresql, openjdk-17-jre
    python3 tests/clients/engines.py [--arctic target/release/arctic] [--rows 100000] [postgres] [duckdb] [spark]
"""
import argparse
import csv
import glob
import os
import random
import sqlite3
import subprocess
import sys
import tempfile

CODES = ["NA", "NO", "no", "No", "US", "usa", "USA", " DE ", "GL", "FO", "XX", "TR", "IT", "is", "IN", "GBR", "ZZZ"]
PLAIN = ["National Geographic Society", "WDC", "China", "Sweden", "Greenland", "Faroe Islands", "Åland", "greenland", "united-states", "the-netherlands", "Atlantis", "", " ", "the",
         "The the", "NULL", "nan", "-", "n/a", ".", "U.S.A.", "Korea, Rep.", "A & B", "Red Cross & Red Crescent", "\u00a0Norway\u00a0", "\u2003NO", "NO\u2003",
         "Côte d’Ivoire", "CÔTE D'IVOIRE", "日本", "中华人民共和国", "Россия", "Ελλάδα", "대한민국", "भारत", "السُّعودية", "יִשְׂרָאֵל",
         "ÅÆØ ſt ﬁ", "😀 Canada", "🇳🇴", "Ｃａｎａｄａ", "Can\u00adada", "e\u0301", "Iceland\u200b", "Norway;", "Nor,way", "a;b,c", '"Norway"',
         "North\nMacedonia", "Viet\tNam", "\\N", "%s", "$1", "{all}", "''", "`", "´", "٠١٢", "Ⅷ", "½", "ʻOkina", "İstanbul", "ß", "SS"]
# Dates in other layouts than ISO 8601 are read by `annotate` only, and only if all are alike.
DAYS = ["2019-07-01", "", " ", "NaN", "null", "-", ".", "2021", "2019", "1996", "1995", "2021-05", "2021-02", "2020-02", "1900-02", "2021-13", "2021-00", "0000", "0000-00",
        "9999", "9999-12-31", "2021-02-29", "2020-02-29", "2021-05-20T10:00:00Z", "2021-05-20 10:00", "2021-05-20t", "2021-05-20x",
        " 2021-05-20 ", "\t2021", "2021\u00a0", "2021-05-20\n", "x021", "２０２１", "2019-12-31", "2019-12-30", "2019-01-01",
        "1996-09-18", "1996-09-19", "2021-05-19", "2021-05-20", "2500", "not a date", "2021-05-20T", "-021-05-20", "2021-0a", "\v2021", "2021\u2028"]


def rows(count, aliases):
    pick = random.Random(11)

    def letter():
        while True:
            code = pick.choice([pick.randrange(1, 0x250), pick.randrange(1, 0x3000), pick.randrange(1, 0x11000), pick.randrange(1, 0x20000)])
            if not 0xD800 <= code < 0xE000:
                return chr(code)

    def name():
        kind = pick.random()
        if kind < 0.2:
            return pick.choice(CODES + PLAIN)
        text = pick.choice(aliases)
        if kind < 0.5:
            return text
        if kind < 0.6:
            return pick.choice([text.upper(), text.lower(), f" {text} ", f"the {text}", text.title(), text.swapcase()])
        if kind < 0.8:
            at = pick.randrange(len(text) + 1)
            return text[:at] + letter() + text[at:]
        return "".join(letter() for _ in range(pick.randrange(1, 6)))

    def day():
        if pick.random() < 0.4:
            return pick.choice(DAYS)
        text = f"{pick.randrange(1990, 2032)}-{pick.randrange(1, 14):02}-{pick.randrange(1, 32):02}"
        return text[: pick.choice([4, 7, 10, 10, 10])]

    for number in range(count):
        yield str(number), name(), day()


JOIN = """SELECT id, arctic_party, arctic_role, arctic_since, arctic_chair, arctic_chair_certainty
          FROM events JOIN arctic_on ON arctic_on.country = events.country AND arctic_on.date = events.date"""
QUESTION = "SELECT DISTINCT country, date FROM events"


def duckdb(script, events, _folder):
    import duckdb
    connection = duckdb.connect()
    connection.execute("CREATE TABLE events (id VARCHAR, country VARCHAR, date VARCHAR)")
    connection.execute("INSERT INTO events SELECT unnest(?), unnest(?), unnest(?)", [list(column) for column in zip(*events)])
    connection.execute(f"CREATE VIEW arctic_question AS {QUESTION}")
    connection.execute(script)
    return connection.execute(JOIN).fetchall()


def postgres(script, events, folder):
    import psycopg2
    from psycopg2.extras import execute_values
    programs = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
    data, port = f"{folder}/postgres", "54329"
    # PostgreSQL refuses to run as root.
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    os.chmod(folder, 0o777)
    subprocess.run([*user, f"{programs}/initdb", "-D", data, "-U", "arctic", "-A", "trust", "-E", "UTF8", "--no-sync"],
                   check=True, stdout=subprocess.DEVNULL)
    server = [*user, f"{programs}/pg_ctl", "-D", data, "-w", "-l", f"{data}/log", "-o", f"-p {port} -h 127.0.0.1 -k ''"]
    subprocess.run([*server, "start"], check=True, stdout=subprocess.DEVNULL)
    try:
        connection = psycopg2.connect(host="127.0.0.1", port=port, user="arctic", dbname="postgres")
        with connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE events (id text, country text, date text)")
            execute_values(cursor, "INSERT INTO events VALUES %s", events, page_size=10_000)
            cursor.execute(f"CREATE VIEW arctic_question AS {QUESTION}")
            cursor.execute(script)
            cursor.execute("ANALYZE")
            cursor.execute(JOIN)
            found = cursor.fetchall()
        connection.close()
        return found
    finally:
        subprocess.run([*server, "-m", "immediate", "stop"], check=True, stdout=subprocess.DEVNULL)


def spark(script, events, folder):
    from pyspark.sql import SparkSession
    session = (SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "4")
               .config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1").getOrCreate())
    session.sparkContext.setLogLevel("ERROR")
    session.createDataFrame(events, "id string, country string, date string").createOrReplaceTempView("events")
    session.sql(f"CREATE OR REPLACE TEMPORARY VIEW arctic_question AS {QUESTION}")
    for statement in script.split(";\n\n"):
        if any(line and not line.startswith("--") for line in statement.splitlines()):
            session.sql(statement)
    found = [tuple(row) for row in session.sql(JOIN).collect()]
    session.stop()
    return found


ENGINES = {"postgres": postgres, "duckdb": duckdb, "spark": spark}


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--arctic", default="target/release/arctic")
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("engines", nargs="*", default=list(ENGINES))
    options = options.parse_args()
    arctic = os.path.abspath(options.arctic)
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ARCTIC_DB"] = f"{folder}/registry.db"
        subprocess.run([arctic, "export", "csv", f"{folder}/tables"], check=True, capture_output=True)
        with open(f"{folder}/tables/alias.csv", newline="", encoding="utf-8") as file:
            aliases = [row["alias"] for row in csv.DictReader(file)]
        events = list(rows(options.rows, aliases))
        with open(f"{folder}/events.csv", "w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([["id", "country", "date"], *events])
        subprocess.run([arctic, "annotate", f"{folder}/events.csv", "--country", "country", "--date", "date", "-o", f"{folder}/annotated.csv"],
                       check=True, capture_output=True)
        with open(f"{folder}/annotated.csv", newline="", encoding="utf-8") as file:
            expected = {row[0]: tuple(row[3:]) for row in csv.reader(file) if row[0] != "id"}
        asked = {number: (country, date) for number, country, date in events}
        roles = {}
        for _, role, *_ in expected.values():
            roles[role] = roles.get(role, 0) + 1
        print(f"{len(expected):,} rows: {roles}")
        # What another program may have written must not become SQL: every table of the script stays as it is.
        hostile = "x\n'); DROP TABLE events; --\r\u2028\\'"
        with sqlite3.connect(os.environ["ARCTIC_DB"]) as registry:
            registry.execute("PRAGMA ignore_check_constraints = ON")
            registry.execute("DROP TRIGGER change_plain")
            registry.execute("UPDATE meta SET value = ? WHERE key IN ('name', 'version')", [hostile])
            registry.execute("INSERT INTO alias (key, alias, country, kind) VALUES (?1, ?1, 'fiji', 'short')", [hostile])
        for engine in options.engines:
            subprocess.run([arctic, "export", "sql", "--dialect", engine, f"{folder}/{engine}.sql"], check=True, capture_output=True)
            with open(f"{folder}/{engine}.sql", newline="", encoding="utf-8") as file:
                script = file.read()
            found = ENGINES[engine](script, events, folder)
            answers = {number: tuple(cell or "" for cell in cells) for number, *cells in found}
            differing = [number for number in expected if answers.get(number) != expected[number]]
            same_rows = len(found) == len(expected)
            print(f"{engine}: {len(found):,} rows, {len(differing)} differ from annotate")
            for number in differing[:10]:
                print(f"  {asked[number]!r}: {answers.get(number)}, but annotate has {expected[number]}")
            failed |= bool(differing) or not same_rows
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
