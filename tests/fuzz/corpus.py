#!/usr/bin/env python3
"""Packs the inputs of a fuzz target into one file and unpacks them again.

    corpus.py unpack corpus/when.txt FOLDER    one file per input
    corpus.py pack corpus/when.txt FOLDER      one line per input, sorted

A line holds the bytes of an input: printable ASCII as it is, anything else as \\n, \\r, \\t, \\\\ or \\xNN. Short files
under version control are then one file that shows in a diff which inputs came and went.
"""
import hashlib, sys
from pathlib import Path


def escape(data):
    return repr(b'"' + data)[3:-1].replace("\\'", "'")  # the quote in front makes repr leave quotes alone


def unescape(line):
    return line.encode("ascii").decode("unicode_escape").encode("latin-1")


def main():
    action, file, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if action == "pack":
        lines = sorted({escape(path.read_bytes()) for path in folder.iterdir()})
        file.write_text("".join(line + "\n" for line in lines), "ascii")
    elif action == "unpack":
        folder.mkdir(parents=True, exist_ok=True)
        for line in file.read_text("ascii").splitlines():
            data = unescape(line)
            (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)
    else:
        sys.exit(__doc__)


main()
