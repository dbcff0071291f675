#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# labels: subset
"""The house style, as far as a script can see it: licence lines, line lengths, tabs, leftovers, and
which room of the runtime may include which."""

import os
import re
import sys
from pathlib import Path

TREE = Path(__file__).resolve().parent.parent.parent

# What a room may include beside itself: the rooms named and whatever those may.
MAY_USE = {
    "abi": [],
    "base": ["abi"],
    "sys": ["base"],
    "task": ["sys"],
    "sched": ["task"],
    "driver": ["sched"],  # it hangs itself into a runtime (sched/park.h)
    "time": ["driver"],
    "sync": ["task"],
    "io": ["driver"],
    "net": ["io", "time"],  # accept backs off
    "fs": ["io"],
    "process": ["io"],
    "signal": ["io"],
    "trace": ["sched", "driver", "time", "sync", "io", "net", "fs", "process", "signal"],
}

C = {".c", ".h", ".cpp"}
SCRIPTS = {".py", ".sh", ".cmake", ".rs"}
# Not ours to format: expected outputs, data.
DATA = {".out", ".err", ".expect", ".json", ".in", ".md", ".html"}
# How they look is what they are about: long lines, tabs, other ends of lines.
AS_THEY_ARE = "tests/compiler/fail"
# Assembled from two parts, or this file would find them in itself.
LEFTOVERS = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"]) + r")\b")
INCLUDE = re.compile(r'\s*#\s*include\s*"([^"]+)"')


def files():
    for folder, folders, names in os.walk(TREE):
        inside = Path(folder).relative_to(TREE)
        folders[:] = sorted(
            f for f in folders
            if f != ".git" and f != ".cache" and f != "__pycache__"
            and not (inside == Path(".") and re.match(r"build($|-)", f)))
        for name in sorted(names):
            path = Path(folder) / name
            if path.is_file() and not path.is_symlink():
                yield path


def closure(room):
    seen, todo = {room}, [room]
    while todo:
        for r in MAY_USE[todo.pop()]:
            if r not in seen:
                seen.add(r)
                todo.append(r)
    return seen


def is_script(path, first):
    return path.suffix in SCRIPTS or path.name == "CMakeLists.txt" or first.startswith("#!")


def check_lines(path, lines, complain):
    c = path.suffix in C
    script = is_script(path, lines[0] if lines else "")
    if (c or script) and not any("SPDX-License-Identifier: MIT" in l for l in lines[:3]):
        complain(path, 1, "has no SPDX line")
    if c and lines and not lines[0].startswith("/* SPDX-License-Identifier: MIT"):
        complain(path, 1, "doesn't begin with the SPDX line")
    for n, line in enumerate(lines, 1):
        if LEFTOVERS.search(line):
            complain(path, n, "a leftover: " + line.strip())
        if path.suffix in DATA or path.relative_to(TREE).as_posix().startswith(AS_THEY_ARE):
            continue
        if c and "\t" in line:
            complain(path, n, "a tab")
        if c and len(line) > 100:
            complain(path, n, f"{len(line)} columns")
        if (c or script) and line != line.rstrip():
            complain(path, n, "white space at the end")


def check_includes(path, lines, complain):
    parts = path.relative_to(TREE).parts
    for n, line in enumerate(lines, 1):
        m = INCLUDE.match(line)
        if not m:
            continue
        target = m.group(1)
        first = target.split("/")[0]
        if parts[0] == "runtime" and len(parts) > 2 and "/" in target and first in MAY_USE:
            if parts[1] not in MAY_USE:
                complain(path, n, f"'{parts[1]}' is no room")
            elif first not in closure(parts[1]):
                complain(path, n, f"'{parts[1]}' may not use '{first}'")
        if parts[0] == "edocc" and ("runtime/" in target or first in MAY_USE or first == "edo"):
            complain(path, n, "the compiler includes the runtime")
        if parts[0] == "include":
            complain(path, n, "public headers include each other as <edo/...>")
        if parts[0] in ("examples", "bench") and "runtime/" in target:
            complain(path, n, "a program uses what isn't public")


def main():
    complaints = []

    def complain(path, line, what):
        complaints.append(f"{path.relative_to(TREE)}:{line}: {what}")

    count = 0
    for path in files():
        try:
            lines = path.read_text(encoding="utf-8").split("\n")
        except UnicodeDecodeError:
            continue
        count += 1
        if lines and lines[-1] == "":
            lines.pop()
        check_lines(path, lines, complain)
        if path.suffix in C:
            check_includes(path, lines, complain)
    for c in complaints:
        print(c)
    if count < 20:
        print(f"only {count} files were found: is the tree where I think?")
        return 1
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
