"""Annotates files that other programs really write: pandas, and R and LibreOffice if they are installed.

    files.py ARCTIC
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd

arctic = Path(sys.argv[1]).resolve()
folder = Path(tempfile.mkdtemp())
days = ["2021-05-19", "2013-05-14", "2021-05-20", "2021-05-20"]
frame = pd.DataFrame({"country": ["Norway", "China", "Côte d'Ivoire", None], "date": pd.to_datetime(days), "x": [1.5, 2, 3, 4]})
expected = ["member", "none", "none", "missing"]


def run(file, *options):
    command = [arctic, "--db", folder / "registry.db", "annotate", file, "--country", "country", "--columns", "role", *options]
    return subprocess.run(command, capture_output=True, cwd=folder, check=False)


def right(program, file, *options, roles=None):
    ran = run(file, *(options or ("--date", "date")))
    assert ran.returncode == 0, f"{program}: {ran.stderr.decode()}"
    found = [line[-1] for line in map(lambda line: line.replace(";", ",").replace("\t", ",").replace("|", ",").split(","), ran.stdout.decode().splitlines())]
    assert found == ["arctic_role", *(roles or expected)], f"{program}: {ran.stdout.decode()}"
    print(f"{program}: right")


def refused(program, file, words):
    ran = run(file, "--date", "date")
    text = ran.stderr.decode()
    assert ran.returncode in (2, 3) and words in text and ran.stdout == b"", f"{program}: {ran.returncode} {text}"
    print(f"{program}: {text.strip()}")


frame.to_csv(folder / "a.csv")
right("pandas", "a.csv")
frame.to_csv(folder / "a.csv", index=False, sep=";", decimal=",", na_rep="NULL")
right("pandas, sep=';'", "a.csv")
frame.to_csv(folder / "a.tsv", index=False, sep="\t", na_rep="NaN")
right("pandas, sep tab", "a.tsv")
frame.to_csv(folder / "a.csv", index=False, sep="|", quoting=1)
right("pandas, sep='|', quoted", "a.csv")
frame.to_csv(folder / "a.csv.gz", index=False)
right("pandas, gzip", "a.csv.gz")
for encoding in ("utf-8-sig", "utf-16", "utf-16-le"):
    frame.to_csv(folder / "a.csv", index=False, encoding=encoding)
    right(f"pandas, {encoding}", "a.csv")
frame.to_csv(folder / "a.csv", index=False, encoding="cp1252", lineterminator="\r\n")
# What is before the row in question has been written: only `-o` is atomic.
ran = run("a.csv", "--date", "date", "-o", "out.csv")
assert ran.returncode == 3 and b"--encoding latin1" in ran.stderr and not (folder / "out.csv").exists(), ran.stderr
right("pandas, cp1252", "a.csv", "--date", "date", "--encoding", "windows-1252")
for form in ("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y%m%d", "%d-%b-%Y", "%B %d, %Y", "%Y-%m-%d %H:%M:%S"):
    frame.to_csv(folder / "a.csv", index=False, date_format=form)
    right(f"pandas, {form}", "a.csv")
ambiguous = frame.assign(date=pd.to_datetime(["2021-05-06"] * 4))
ambiguous.to_csv(folder / "a.csv", index=False, date_format="%d/%m/%Y")
refused("pandas, %d/%m/%Y of the first twelve days", "a.csv", "--date-format %d/%m/%Y")
years = pd.DataFrame({"country": ["NOR", "chn"], "year": [2021, None]})
years.to_csv(folder / "a.csv", index=False)
right("pandas, years as floats", "a.csv", "--year", "year", "--codes", "iso3", roles=["member", "missing"])
serial = frame.assign(date=(frame.date - pd.Timestamp("1899-12-30")).dt.days)
serial.to_csv(folder / "a.csv", index=False)
right("pandas, serial days", "a.csv")

frame.to_excel(folder / "a.xlsx", index=False)
refused("pandas, xlsx", "a.xlsx", "is a workbook")
frame.to_json(folder / "a.json", orient="records")
refused("pandas, JSON", "a.json", "is JSON")
frame.to_pickle(folder / "a.pkl")
refused("pandas, pickle", "a.pkl", "is a Python pickle")
for version in (114, 118):
    frame.assign(country=frame.country.fillna("").str.replace("ô", "o")).to_stata(folder / "a.dta", version=version)
    refused(f"pandas, Stata {version}", "a.dta", "is a Stata file")

if soffice := shutil.which("soffice"):
    for name, filter in {"commas": "44,34,76,1", "semicolons in Windows-1252": "59,34,1,1"}.items():
        command = [soffice, "--headless", "--convert-to", f"csv:Text - txt - csv (StarCalc):{filter}", "--outdir", folder, folder / "a.xlsx"]
        subprocess.run(command, check=True, capture_output=True)
        options = ["--date", "date"] + (["--encoding", "windows-1252"] if "1252" in name else [])
        right(f"LibreOffice, {name}", "a.csv", *options)
if rscript := shutil.which("Rscript"):
    data = "data.frame(country = c('Norway', 'China', 'Côte d\\'Ivoire', NA), date = as.Date(c('2021-05-19', '2013-05-14', '2021-05-20', '2021-05-20')))"
    for call in ("write.csv(d, 'a.csv')", "write.csv2(d, 'a.csv', row.names = FALSE)", "write.csv(d, gzfile('a.csv'))"):
        subprocess.run([rscript, "-e", f"d <- {data}; {call}"], cwd=folder, check=True, capture_output=True)
        right(f"R, {call}", "a.csv")
    subprocess.run([rscript, "-e", f"d <- {data}; saveRDS(d, 'a.rds')"], cwd=folder, check=True)
    refused("R, saveRDS", "a.rds", "is a file of R")
shutil.rmtree(folder)
