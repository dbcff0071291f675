#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# timeout: 300
"""What gdb (`edo tasks`, `edo bt`), on a live process and on its core file, and edo_dump say of a
task that waits in branches of joins, heads of selects, streams within streams, boxes, async blocks
and named futures at once."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
from gdb_support import check, compile, gdb, line_of  # noqa: E402

SOURCE = """#include <edo.h>
#include <stdio.h>

async int wait_long(int n)
{
    try await edo_sleep(edo_ms(1000000));       /* sleep */
    return n;
}
async int one_more(int n)
{
    int r = await wait_long(n);                 /* one more */
    return r + 1;
}
async gen int numbers(int n)
{
    for (;; n++) {
        if (await wait_long(n) < 0)             /* in the stream */
            return;
        yield n;
    }
}
async gen int doubled(int n)
{
    each (int i = numbers(n))                   /* outer stream */
        yield 2 * i;
}
struct holder {
    edo_gen(doubled) stream;
};
async int sum_of(struct holder *h)
{
    int sum = 0;
    for (int i; await edo_next(&h->stream, &i);) /* next */
        sum += i;
    return sum;
}
async int runs(edo_call call)
{
    return await call;                          /* runs */
}
async int first_of(int n)
{
    struct holder h = {0};
    h.stream = doubled(n);
    defer await edo_gen_end(&h.stream);
    edo_future(one_more) later = one_more(n);
    select {                                    /* select */
        when (int r = one_more(n)) return r;
        if (n) when (sum_of(&h)) return 2;      /* sum */
        if (!n) when (wait_long(n)) return 4;
        when (int r = later) return r;
        when (edo_sleep(edo_ms(2000000))) return 3;
    }
}
async int down(int n)
{
    if (n == 0)
        return await wait_long(n);              /* end of recursion */
    int a = await down(n - 1);                  /* recursion */
    return a;
}
async int everything(int n)
{
    int sum = 0;
    join {                                      /* first join */
        await edo_yield();
        sum++;
        await edo_yield();
        await edo_yield();
        await edo_yield();
    }
    join {                                      /* join */
        sum += await one_more(n);               /* branch 1 */
        await edo_yield();
        {
            edo_boxed box = edo_box(one_more(n));
            join {                              /* inner join */
                sum += await first_of(n);       /* branch 3.1 */
                sum += await box;               /* branch 3.2 */
            }
        }
        sum += await runs(async {               /* branch 4 */
            int r = await one_more(n);          /* block */
            return r + 1;
        });
        sum += await down(2);                   /* branch 5 */
    }
    return sum;
}
async int main(void)
{
    edo_task *t;
    static char text[8192];
    try edo_task_spawn(&t, everything(4));
    for (int i = 0; i < 8; i++)
        try await edo_yield();
    edo_dump(t, text, sizeof text);
    puts(text);
    edo_task_cancel(t);
    await edo_task_join(t, 0);
    return 0;
}
"""


def line(word):
    return line_of(SOURCE, "/* %s */" % word)


def chain(*links):
    """"what|by|place", … as lines of a backtrace."""
    out = []
    for n, (what, by, place) in enumerate(links):
        out.append("#%d %s awaited by %s at waits.c:%d" % (n, what, by, line(place)))
    return out


LONG = ("edo_sleep", "wait_long", "sleep")
MORE = [LONG, ("wait_long", "one_more", "one more")]


def branch(i, n, kind, at, state, inside=(), name=""):
    """Which branch of a join or select, and what stands below it, indented."""
    head = "branch %s%d of %d of the %s at waits.c:%d%s" % (name, i, n, kind, line(at), state)
    return [head] + ["  " + text for text in inside]


def heads(names):
    later = "later, " if names else ""

    def head(i, state, inside=(), name=""):
        return branch(i, 5, "select", "select", state, inside, name)
    stream = [LONG, ("wait_long", "numbers", "in the stream"),
              ("numbers (boxed)", "doubled", "outer stream"), ("doubled (boxed)", "sum_of", "next"),
              ("sum_of", "first_of", "sum")]
    return (head(1, " waits", chain(*MORE, ("one_more", "first_of", "select"))) +
            head(2, " waits", chain(*stream)) + head(3, " not started") +
            head(4, " waits", chain(*MORE), later) +
            head(5, " waits", chain(("edo_sleep", "first_of", "select"))))


def tree(names):
    """As gdb says it: a branch's own frames, then the branches that it waits for."""
    inner = (chain(("join", "everything", "inner join")) +
             branch(1, 2, "join", "inner join", " waits",
                    chain(("select", "first_of", "select"), ("first_of", "everything", "branch 3.1"))
                    + heads(names)) +
             branch(2, 2, "join", "inner join", " waits",
                    chain(*MORE, ("box (boxed)", "everything", "branch 3.2"))))
    block = [("one_more", "everything__block", "block"), ("call (boxed)", "runs", "runs"),
             ("runs", "everything", "branch 4")]
    deep = [LONG, ("wait_long", "down", "end of recursion"), ("down (boxed)", "down", "recursion"),
            ("down (boxed)", "down", "recursion"), ("down", "everything", "branch 5")]
    return (chain(("join", "everything", "join")) +
            branch(1, 5, "join", "join", " waits",
                   chain(*MORE, ("one_more", "everything", "branch 1"))) +
            branch(2, 5, "join", "join", " done") + branch(3, 5, "join", "join", " waits", inner) +
            branch(4, 5, "join", "join", " waits", chain(*MORE, *block)) +
            branch(5, 5, "join", "join", " waits", chain(*deep)))


def as_lines(text):
    """What a backtrace says, without addresses; each select's heads are awaited at their own line,
    which is beside it."""
    text = re.sub(r" at 0x[0-9a-f]+", "", text)
    return text.splitlines()


def near(line_text):
    """Heads of the select stand in the lines behind it."""
    first = line("select")
    return re.sub(r"(awaited by first_of at waits\.c:)(\d+)",
                  lambda m: m[1] + str(first if first < int(m[2]) < first + 6 and
                                       int(m[2]) != line("sum") else int(m[2])), line_text)


def same(got, want, whole):
    got = [near(text) for text in got]
    for n, text in enumerate(want):
        check(n < len(got) and got[n] == text,
              "line %d is\n%s\ninstead of\n%s" % (n, got[n] if n < len(got) else "", text), whole)
    check(len(got) == len(want), "more than there is", *got[len(want):], whole)


def the_debugger_sees_every_branch(folder, options, names, cc):
    program = compile(folder, "waits", SOURCE, *options, cc=cc)
    core = folder / "core"
    ask = ["edo tasks", "echo ----\\n", "edo bt everything"]
    text = gdb(program, commands=["break puts", "run", "echo ====\\n", *ask, "echo ====\\n",
                                  "gcore %s" % core])
    live = text.split("====\n")[1]
    tasks, backtrace = live.split("----\n")
    place = "waits: join in everything at waits.c:%d\n2 tasks" % line("join")
    check(place in tasks, "not said: " + place, text)
    lines = as_lines(backtrace)
    check(lines[0] == "task (everything) waits", text)
    same(lines[1:], ["  " + t for t in tree(names)], text)
    dead = gdb(program, core, commands=["echo ====\\n", *ask, "echo ====\\n"]).split("====\n")[1]
    check(live == dead, "the core file says something else:", live, dead)


def as_dumped(lines):
    """edo_dump's order and words: the branches that one waits for come before its own frames, and
    frames are numbered through."""
    def depth(text):
        return len(text) - len(text.lstrip())

    def turn(lines, at):
        own = [t for t in lines if depth(t) == at and t.lstrip().startswith("#")]
        inner, out = [], []
        for t in lines:
            if depth(t) == at and not t.lstrip().startswith("#"):
                inner.append([t])
            elif depth(t) > at:
                inner[-1].append(t)
        for b in inner:
            out += [b[0]] + turn(b[1:], at + 2)
        return out + own
    out, n = [], 0
    words = {" done": " has ended", " not started": " has not begun"}
    for t in turn(lines, 0):
        if t.lstrip().startswith("#"):
            t = re.sub(r"#\d+", "#%d" % n, t)
            n += 1
        for gdbs, own in words.items():
            t = t.replace(gdbs, own) if t.endswith(gdbs) else t
        out.append("  " + t)
    return out


def the_program_sees_the_same(folder, cc):

    program = compile(folder, "waits", SOURCE, "-O2", cc=cc)
    said = subprocess.run([program], capture_output=True, text=True, timeout=60, check=True).stdout
    lines = said.rstrip("\n").splitlines()
    check(lines[0] == "task (everything) waits", said)
    same(lines[1:], as_dumped(tree(False)), said)


def main():
    if os.environ.get("EDO_SANITIZE"):
        print("this libedo is sanitized; how gdb sees what is not is checked in other builds")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for cc in ("gcc", "clang"):
            if not shutil.which(cc):
                continue
            the_program_sees_the_same(folder, cc)
            if not shutil.which("gdb"):
                print("gdb isn't installed")
                continue
            the_debugger_sees_every_branch(folder, ["-g", "-O0"], True, cc)
            the_debugger_sees_every_branch(folder, ["-O2"], False, cc)


main()
