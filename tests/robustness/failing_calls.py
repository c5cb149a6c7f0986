#!/usr/bin/env python3
"""Lets system calls of each command fail, one at a time, with strace.

    tests/robustness/failing_calls.py [ARCTIC] [COUNT]    COUNT failures per command and call, evenly spaced; default 5

A command must do everything and exit with 0, or do nothing and exit with 4 (an edit that was committed may fail to report
it). It must not be killed, and the next command must leave no stray file.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ARCTIC = str(Path(sys.argv[1] if len(sys.argv) > 1 else "target/debug/arctic").resolve())
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 5
TUNDRA = Path(__file__).resolve().parents[1] / "data/tundra"
# Each call, and the errors with which it fails.
CALLS = {
    "openat": ["EMFILE", "EACCES"], "read": ["EIO"], "pread64": ["EIO"], "write": ["ENOSPC"], "pwrite64": ["ENOSPC", "EIO"],
    "fsync": ["EIO"], "fdatasync": ["EIO"], "syncfs": ["EIO"], "ftruncate": ["EIO"], "rename": ["EIO"], "renameat2": ["EIO", "EINVAL"],
    "unlink": ["EACCES"], "mkdir": ["ENOSPC"], "fcntl": ["ENOLCK", "EINTR"], "flock": ["ENOLCK"], "fchmod": ["EPERM"],
    "chmod": ["EPERM"], "statx": ["EACCES"],
}
# Name: arguments, the registry to begin with, what changes.
COMMANDS = {
    "seed": ("seed --from tundra", None, "registry.db"),
    "import": ("import source.csv --reason r", "empty.db", "registry.db"),
    "put": ("put source id=almanac note=x --reason r", "empty.db", "registry.db"),
    "undo": ("undo 1", "full.db", "registry.db"),
    "restore": ("restore full.db", "empty.db", "registry.db"),
    "restore damaged": ("restore full.db", "damaged.db", "registry.db"),
    "backup": ("backup new.db", "full.db", "new.db"),
    "backup --force": ("backup old/copy.db --force", "full.db", "old/copy.db"),
    "export csv": ("export csv old/csv --force", "full.db", "old/csv"),
    "export json": ("export json old/json --force", "full.db", "old/json"),
    "export sqlite": ("export sqlite old/sqlite --force", "full.db", "old/sqlite"),
    "export site": ("export site old/site --force", "full.db", "old/site"),
    "annotate": ("annotate rows.csv --country country --on 2021 -o old/rows.csv", "full.db", "old/rows.csv"),
    "verify": ("verify", "full.db", None),
    "chair": ("chair 2021", "full.db", None),
}
ENV = {"ARCTIC_DB": "registry.db", "ARCTIC_TODAY": "2026-11-23", "PATH": os.environ["PATH"], "HOME": "."}


def run(home, line, program=None):
    words = [program or ARCTIC] if not isinstance(program, list) else program
    return subprocess.run([*words, *line.split()], cwd=home, env=ENV, capture_output=True, timeout=150)


def files(path):
    if path.is_dir():
        return {str(p.relative_to(path)): p.read_bytes() for p in sorted(path.rglob("*")) if p.is_file() and not p.name.startswith("mine")}
    return path.read_bytes() if path.exists() else None


def state(home, changed):
    if changed is None:
        return None
    if not changed.endswith(".db") or not (home / changed).exists():
        return files(home / changed)
    shutil.rmtree(home / "state", ignore_errors=True)
    ran = run(home, f"--db {changed} export csv state")
    return files(home / "state") if ran.returncode == 0 else files(home / changed)


def put_back(home, db):
    for path in home.iterdir():
        if path.name in ("tundra", "kept", "source.csv", "rows.csv", "empty.db", "full.db", "damaged.db"):
            continue
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    if db:
        shutil.copy(home / db, home / "registry.db")
    shutil.copytree(home / "kept", home / "old")


def stray(home):
    return [p.name for f in (home, home / "old") for p in f.iterdir() if re.search(r"^\.arctic-|-journal$|-wal$|-shm$", p.name)]


def main():
    if not shutil.which("strace"):
        return print("failing_calls.py: skipped, because strace is not installed")
    home = Path(tempfile.mkdtemp())
    shutil.copytree(TUNDRA, home / "tundra")
    (home / "source.csv").write_text("id,title\n" + "".join(f"source-{n},Number {n} of many\n" for n in range(300)))
    (home / "rows.csv").write_text("country\n" + "Drift\n" * 2000)
    run(home, "seed --from tundra")
    shutil.copy(home / "registry.db", home / "empty.db")
    (home / "kept").mkdir()
    for line in ("backup kept/copy.db", "export json kept/json", "export sqlite kept/sqlite", "export csv kept/csv", "export site kept/site"):
        assert run(home, line).returncode == 0, line
    for folder in ("csv", "site"):
        (home / "kept" / folder / "mine.txt").write_text("mine")
    (home / "kept/rows.csv").write_text("before\n")
    run(home, "import source.csv --reason r")
    shutil.copy(home / "registry.db", home / "full.db")
    damaged = bytearray((home / "full.db").read_bytes())
    damaged[100:3100] = bytes(3000)
    (home / "damaged.db").write_bytes(damaged)
    put_back(home, "full.db")
    total, failed = 0, 0
    for name, (line, db, changed) in COMMANDS.items():
        put_back(home, db)
        before = state(home, changed)
        run(home, line, ["strace", "-f", "-o", "calls", ARCTIC])
        text = (home / "calls").read_text(errors="replace")
        after = state(home, changed)
        injected = 0
        for call, errors in CALLS.items():
            times = len(re.findall(rf"(?m)^\d+ +{call}\(", text))
            for number in sorted({1 + at * times // COUNT for at in range(COUNT)} if times else set()):
                for error in errors:
                    put_back(home, db)
                    inject = f"inject={call}:error={error}:when={number}"
                    ran = run(home, line, ["strace", "-f", "-o", "/dev/null", "-e", inject, ARCTIC])
                    now = state(home, changed)
                    injected += 1
                    problems = []
                    if ran.returncode not in (0, 3, 4) or b"panicked" in ran.stderr:
                        problems.append(f"exit status {ran.returncode}")
                    if changed and now not in (before, after):
                        problems.append("done in part")
                    if changed and ran.returncode == 0 and now != after:
                        problems.append("not done, although it said so")
                    for folder in ("csv", "site"):
                        if not (home / "old" / folder / "mine.txt").exists():
                            again = run(home, "export json old/json --force")
                            if not (home / "old" / folder / "mine.txt").exists():
                                problems.append(f"lost mine.txt ({again.returncode})")
                    # The next command finds everything in order and leaves nothing behind.
                    run(home, line)
                    run(home, "export json other.json")
                    run(home, "export json old/json --force")
                    if stray(home):
                        problems.append(f"left {stray(home)}")
                    if changed and changed.endswith(".db") and (home / changed).exists() and db != "damaged.db":
                        verify = run(home, f"--db {changed} verify")
                        if verify.returncode != 0:
                            problems.append("verify: " + verify.stdout.decode() + verify.stderr.decode())
                    if problems:
                        failed += 1
                        print(f"FAILED: {name}: {inject}: {'; '.join(problems)}: {ran.stderr.decode(errors='replace').strip()[:300]}")
        total += injected
        print(f"{name}: {injected} failures", flush=True)
    shutil.rmtree(home)
    print(f"{total} failures of system calls in {len(COMMANDS)} commands, {failed} with a problem")
    sys.exit(bool(failed))


main()
