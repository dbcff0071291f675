#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# timeout: 300
"""gdb, in batch mode, on programs with async functions: lines, locals by their names before and after
a suspension, and the commands of tools/gdb/edo.py on a live process, on its core file, and on a
program without debug information."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
from gdb_support import check, compile, gdb, line_of  # noqa: E402

STEPS = """#include <edo.h>
#include <stdio.h>
#include <string.h>

struct point { int x, y; };

async int child(int depth)
{
    try await edo_yield();
    return depth * 10 + 1;
}

async int work(int n, int kept)
{
    char buf[32];
    struct point p = {3, 4};
    int cached = n + 1, *pointer = &kept;
    strcpy(buf, "filled");                      /* break before */
    int got = try await child(n);
    cached += got;
    *pointer += 1;
    for (int i = 0; i < 2; i++) {
        int buf = i + 100, *q = &buf;
        try await edo_yield();
        *q += cached;                           /* break inner */
    }
    printf("%d %s %d\\n", cached, buf, p.x);    /* break after */
    return 0;
}

async int main(void)
{
    return await work(2, 50);
}
"""

TASKS = """#include <edo.h>
#include <stdio.h>

async int wait_long(int n)
{
    try await edo_sleep(edo_ms(1000000));
    return n;
}
async int down(int n)
{
    if (n == 0)
        return await wait_long(n);
    int a = await down(n - 1);
    return a;
}
async int pair(int n)
{
    edo_future(wait_long) first = wait_long(n);
    edo_future(down) second = down(1);
    edo_start(second);
    int r = await first;
    return r + await second;
}
static void look(void)
{
    puts("now");
}
async int main(void)
{
    edo_task *t, *u;
    try edo_task_spawn(&t, pair(4));
    try edo_task_set_name(t, "the pair");
    try edo_task_spawn(&u, down(2));
    for (int i = 0; i < 3; i++)
        try await edo_yield();
    look();
    edo_task_cancel(t);
    edo_task_cancel(u);
    await edo_task_join(t, 0);
    await edo_task_join(u, 0);
    return 0;
}
"""


def values(text):
    return re.findall(r"^\$\d+ = (.*)$", text, re.M)


def locals_have_their_names_and_values(folder, cc, level):
    program = compile(folder, "steps", STEPS, "-g", level, cc=cc)
    before, inner, after = (line_of(STEPS, "break " + w) for w in ("before", "inner", "after"))
    text = gdb(program, commands=[
        "break steps.c:%d" % before, "break steps.c:%d" % inner, "break steps.c:%d" % after, "run",
        "print cached", "print p.x + p.y", "print kept", "print n", "print sizeof(p)",
        "print &p == pointer", "next", "print buf[0]",
        "continue", "print buf", "print i", "print cached", "print p.y", "print kept",
        "set var buf = 7", "print *q",
        "continue", "print buf",
        "continue", "print cached", "print p", "print (char *)&buf", "print kept"])
    said = values(text)
    plain = [v.split(": ", 1)[1] if v.startswith("(") and ": " in v else v for v in said]
    expected = ["3", "7", "50", "2", None, "0", "102 'f'",
                "100", "0", "24", "4", "51", "7",
                "101",
                "24", "{x = 3, y = 4}", None, "51"]
    check(len(plain) == len(expected), text)
    for got, want in zip(plain, expected):
        check(want is None or got == want, "%s %s: %s instead of %s" % (cc, level, got, want), text)
    check('"filled"' in said[16], text)


def breakpoints_stop_where_a_function_begins(folder, cc, level):
    program = compile(folder, "steps", STEPS, "-g", level, cc=cc)
    text = gdb(program, commands=["edo break work", "edo break child if depth > 1", "run",
                                  "print n", "continue", "print depth", "continue"])
    check(values(text) == ["2", "2"], cc, level, text)
    check("exited normally" in text, text)  # no resumption stops
    text = gdb(program, commands=["edo break none"])
    check("no async function 'none'" in text, text)


def lines_are_stepped_through_over_awaits(folder, cc, level):
    program = compile(folder, "steps", STEPS, "-g", level, cc=cc)
    before, after = line_of(STEPS, "break before"), line_of(STEPS, "break after")
    text = gdb(program, commands=[
        "break steps.c:%d" % before, "run", "delete",
        "python\nfor i in range(14):\n  gdb.execute('edo next')\n"
        "  print('at', place_of(gdb.selected_frame())[1], gdb.selected_frame().name())\n"
        "  if place_of(gdb.selected_frame())[1] == %d: break\nend" % after])
    lines = [int(n) for n in re.findall(r"^at (\d+) work__run", text, re.M)]
    loop = line_of(STEPS, "for (int i")
    check(lines[:4] == [before + 1, before + 2, before + 3, loop], lines, text)
    check(lines.count(line_of(STEPS, "break inner")) == 2 and lines[-1] == after, lines, text)
    check(not re.search(r"abi\.h", text), text)


def pattern(lines):
    return re.compile("\n".join(lines))


TITLE = r"task 'the pair' \(pair\) at 0x[0-9a-f]+ waits"


def tree(names):
    first, second = (" first", " second") if names else ("", "")
    at = {w: line_of(TASKS, t) for w, t in (
        ("sleep", "edo_sleep"), ("long", "return await wait_long"), ("down", "int a = await"),
        ("first", "int r = await first"))}
    return pattern([
        TITLE,
        r"  #0 first awaited by pair at tasks.c:%d" % at["first"],
        r"  branch%s at 0x[0-9a-f]+ waits" % first,
        r"    #0 edo_sleep awaited by wait_long at tasks.c:%d" % at["sleep"],
        r"  branch%s at 0x[0-9a-f]+ waits" % second,
        r"    #0 edo_sleep awaited by wait_long at tasks.c:%d" % at["sleep"],
        r"    #1 wait_long awaited by down at tasks.c:%d" % at["long"],
        r"    #2 down \(boxed\) awaited by down at tasks.c:%d\n" % at["down"]])


def tasks_and_their_backtraces(folder, options, names, stop):
    program = compile(folder, "tasks", TASKS, *options)
    core = folder / "core"
    ask = ["edo tasks", "echo ----\\n", "edo bt the pair", "edo bt down", "edo bt all"]
    text = gdb(program, commands=["break %s" % stop, "run", "echo ====\\n", *ask, "echo ====\\n",
                                  "gcore %s" % core])
    live = text.split("====\n")[1]
    sleeping = r"waits: edo_sleep in wait_long at tasks.c:%d" % line_of(TASKS, "edo_sleep")
    check(re.search(r"task \(main\) at 0x[0-9a-f]+ running", live), text)
    check(re.search(TITLE + sleeping[5:], live), text)
    check(re.search(r"task \(down\) at 0x[0-9a-f]+ " + sleeping, live), text)
    check("3 tasks\n" in live, text)
    check(len(tree(names).findall(live)) == 2, tree(names).pattern, live)
    deep = [m for m in re.findall(r"^  #(\d) down \(boxed\)", live, re.M)]
    check(deep == ["2", "3", "2", "3"], live)
    dead = gdb(program, core, commands=["echo ====\\n", *ask, "echo ====\\n"]).split("====\n")[1]
    check(live == dead, "the core file says something else:", live, dead)


def what_there_is_not_is_said(folder):
    program = compile(folder, "tasks", TASKS, "-g")
    text = gdb(program, commands=["break look", "run", "edo bt nobody", "continue", "edo tasks"])
    check("No task is called nobody" in text, text)
    plain = folder / "plain"
    (folder / "plain.c").write_text("int main(void) { return 0; }\n")
    subprocess.run(["gcc", folder / "plain.c", "-o", plain], check=True)
    text = gdb(plain, commands=["break main", "run", "edo tasks"])
    check("There is no libedo in this program" in text, text)
    text = gdb(program, commands=["edo bt"])
    check("There are no tasks." in text, text)
    core, stripped = folder / "core", folder / "stripped"
    gdb(program, commands=["break look", "run", "gcore %s" % core])
    text = gdb(program, core, commands=["edo next"])
    check("The program is not being run." in text and "Python" not in text, text)
    subprocess.run(["strip", "-o", stripped, program], check=True)
    text = gdb(stripped, commands=["edo tasks"])
    check("or it is stripped" in text, text)


def optimised_code_is_the_same_with_and_without_g(folder):
    for level in ("-O1", "-O2", "-Os"):
        sizes = set()
        for g in ("-g0", "-g"):
            compile(folder, "steps", STEPS, level, g, "-c")
            subprocess.run(["objcopy", "-O", "binary", "-j", ".text", folder / "steps",
                            folder / "text"], check=True)
            sizes.add((folder / "text").read_bytes())
        check(len(sizes) == 1, "-g changes the code at " + level)


def main():
    if not shutil.which("gdb"):
        print("gdb isn't installed: nothing to check")
        return
    if os.environ.get("EDO_SANITIZE"):
        print("this libedo is sanitized; how gdb sees what is not is checked in other builds")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for cc in ("gcc", "clang"):
            if not shutil.which(cc):
                continue
            for level in ("-O0", "-Og"):
                if cc == "clang" and level == "-Og":
                    continue  # is -O1 to it, which keeps no local that isn't needed
                locals_have_their_names_and_values(folder, cc, level)
                breakpoints_stop_where_a_function_begins(folder, cc, level)
                lines_are_stepped_through_over_awaits(folder, cc, level)
        tasks_and_their_backtraces(folder, ["-g", "-O0"], True, "look")
        tasks_and_their_backtraces(folder, ["-g", "-O2"], True, "puts")
        tasks_and_their_backtraces(folder, ["-O2"], False, "puts")
        what_there_is_not_is_said(folder)
        optimised_code_is_the_same_with_and_without_g(folder)


main()
