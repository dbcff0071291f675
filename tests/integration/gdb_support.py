# SPDX-License-Identifier: MIT
"""What the tests of debugging share: programs compiled by edocc, and gdb in batch mode, with the
script of tools/gdb, run on them."""

import os
import subprocess
import sys
from pathlib import Path

TREE = Path(__file__).resolve().parent.parent.parent
EDOCC = os.environ["EDOCC"]
SCRIPT = TREE / "tools" / "gdb" / "edo.py"


def line_of(source, text):
    for n, line in enumerate(source.splitlines(), 1):
        if text in line:
            return n
    raise KeyError(text)


def check(good, *what):
    if not good:
        sys.exit("\n".join(str(w) for w in what))


def compile(folder, name, source, *options, cc="gcc"):
    path = folder / (name + ".c")
    path.write_text(source)
    program = folder / name
    subprocess.run([EDOCC, *options, path.name, "-o", program], cwd=folder, check=True,
                   env={**os.environ, "EDOCC_CC": cc})
    return program


def gdb(*arguments, commands=()):
    words = ["gdb", "-q", "-nx", "-batch", "-ex", "set confirm off", "-ex", "set width 0",
             "-ex", "set debuginfod enabled off", "-ex", "source %s" % SCRIPT]
    for c in commands:
        words += ["-ex", c]
    done = subprocess.run(words + list(map(str, arguments)), capture_output=True, text=True,
                          timeout=100)
    return done.stdout + done.stderr
