#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# timeout: 300
# labels: full
"""Random programs of nested joins and selects, with returns, defers, loops and arrays in their
branches, print the same however they are lowered: with the analysis and without, with storage
shared and not, optimised and not. The verifier looks at each plan.

    test_random_joins_print_the_same.py [SEED [COUNT]]"""

import os
import random
import subprocess
import sys
import tempfile

EDOCC = os.environ["EDOCC"]
WAYS = [["-O0"], ["-O0", "-fedo-all-in-frame", "-fedo-no-overlay"], ["-O2"],
        ["-O1", "-fsanitize=address,undefined"]]
HEAD = """#include <edo.h>
#include <stdio.h>
#define T(k, v) printf("%d:%u ", k, (unsigned)(v))
static async unsigned later(unsigned v, unsigned n)
{
    while (n--)
        if (await edo_yield() < 0)
            return v + 1000;
    return v;
}
"""


class Program:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines, self.indent, self.names, self.functions = [], 0, 0, 0
        self.budget = 0

    def out(self, text):
        self.lines.append("    " * self.indent + text)

    def fresh(self, base):
        self.names += 1
        return f"{base}{self.names}"

    def value(self, scope):
        r = self.random
        kind = r.randrange(5)
        if kind == 0:
            return str(r.randrange(100))
        if kind == 1:
            return f"({r.choice(scope)} * 3 + {r.choice(scope)}) % 997"
        return r.choice(scope)

    def call(self, scope):
        r = self.random
        if self.functions and r.random() < 0.3:
            return f"f{r.randrange(self.functions)}({self.value(scope)})"
        return f"later({self.value(scope)}, {r.randrange(4)})"

    def block(self, scope, depth, loop):
        self.out("{")
        self.indent += 1
        mine = self.fresh("v")
        self.out(f"unsigned {mine} = {self.value(scope)};")
        inner = scope + [mine]
        if self.random.random() < 0.3:
            array = self.fresh("a")
            self.out(f"unsigned {array}[6] = {{{self.value(inner)}, {self.value(inner)}}};")
            inner = inner + [f"{array}[{self.random.randrange(6)}]"]
        if self.random.random() < 0.2:
            self.out(f"defer T({self.names}, {self.random.choice(inner)});")
        for _ in range(self.random.randrange(1, 4)):
            self.statement(inner, depth, loop)
        self.indent -= 1
        self.out("}")

    def join(self, scope, depth):
        self.out("join {")
        self.indent += 1
        for _ in range(self.random.randrange(1, 5)):
            if self.random.random() < 0.3:
                self.out(f"{self.random.choice(scope)} = await {self.call(scope)};")
            else:
                self.block(scope, depth - 1, False)
        self.indent -= 1
        self.out("}")

    def select(self, scope, depth, loop):
        r = self.random
        self.out(r.choice(["select {", "select_biased {"]))
        self.indent += 1
        for _ in range(r.randrange(1, 4)):
            guard = f"if ({self.value(scope)} % 3) " if r.random() < 0.3 else ""
            kind = r.randrange(3)
            if kind == 0:
                x = self.fresh("x")
                self.out(f"{guard}when (unsigned {x} = {self.call(scope)})")
                self.block(scope + [x], depth - 1, loop)
            elif kind == 1:
                self.out(f"{guard}when ({r.choice(scope)} = {self.call(scope)})")
                self.block(scope, depth - 1, loop)
            else:
                self.out(f"{guard}when ({self.call(scope)}) T({self.fresh('')}, {r.choice(scope)});")
        if r.random() < 0.2:
            self.out(f"otherwise T({self.fresh('')}, {r.choice(scope)});")
        self.out(f"complete T({self.fresh('')}, 0);")
        self.indent -= 1
        self.out("}")

    def future(self, scope, depth, loop):
        name = self.fresh("later_")
        self.out("{")
        self.indent += 1
        self.out(f"edo_future(later) {name} = later({self.value(scope)}, {self.random.randrange(6)});")
        if self.random.random() < 0.5:
            self.out(f"edo_start({name});")
        self.out(f"for (int i = 0; i < 3; i++) select {{")
        self.out(f"    when ({self.random.choice(scope)} = {name}) T({self.fresh('')}, i);")
        self.out(f"    when ({self.call(scope)}) T({self.fresh('')}, i);")
        self.out("}")
        self.statement(scope, depth - 1, loop)
        self.indent -= 1
        self.out("}")

    def statement(self, scope, depth, loop):
        r = self.random
        self.budget -= 1
        kind = r.randrange(12) if depth > 0 and self.budget > 0 else r.randrange(3)
        target = r.choice(scope)
        if kind == 0:
            self.out(f"T({self.fresh('')}, {target});")
        elif kind == 1:
            self.out(f"{target} = await {self.call(scope)};")
        elif kind == 2:
            self.out(f"{target} = ({target} + {self.value(scope)}) % 9973;")
        elif kind in (3, 4, 5):
            self.join(scope, depth)
        elif kind in (6, 7):
            self.select(scope, depth, loop)
        elif kind == 8:
            i = self.fresh("i")
            self.out(f"for (unsigned {i} = 0; {i} < {r.randrange(1, 4)}; {i}++)")
            self.block(scope, depth - 1, True)
        elif kind == 9:
            self.out(f"if ({target} % 2)")
            self.block(scope, depth - 1, loop)
            self.out("else")
            self.block(scope, depth - 1, loop)
        elif kind == 10:
            word = "break" if loop and r.random() < 0.5 else f"return {self.value(scope)}"
            self.out(f"if ({target} % 5 == {r.randrange(5)}) {word};")
        else:
            self.future(scope, depth, loop)

    def text(self):
        for i in range(4):
            self.budget = 24
            self.out(f"static async unsigned f{i}(unsigned n)")
            self.out("{")
            self.indent = 1
            self.out("unsigned p = n, q = n % 7, r[4] = {n, 1, 2, 3};")
            for _ in range(4):
                self.statement(["p", "q", "r[1]", "r[2]"], 4, False)
            self.out("T(-1, p + q + r[0]);")
            self.out("return (p * 7 + q * 3 + r[1] + r[2]) % 9973;")
            self.indent = 0
            self.out("}")
            self.functions += 1
        self.out("async int main(void)")
        self.out("{")
        for i in range(4):
            for n in (1, 6):
                self.out(f'    printf("= %u\\n", await f{i}({n}));')
        self.out("    return 0;")
        self.out("}")
        return HEAD + "\n".join(self.lines) + "\n"


def run(command):
    return subprocess.run(command, capture_output=True, timeout=120, env=dict(os.environ,
                          EDOCC_VERIFY="1", ASAN_OPTIONS="detect_stack_use_after_return=1"))


def check(seed, folder):
    source, program = os.path.join(folder, "program.c"), os.path.join(folder, "program")
    with open(source, "w") as f:
        f.write(Program(seed).text())
    first = None
    for way in WAYS:
        made = run([EDOCC, "-g", "-w", *way, source, "-o", program])
        if made.returncode:
            return f"seed {seed}, {' '.join(way)}: doesn't compile\n{made.stderr.decode()[:2000]}"
        ran = run([program])
        if ran.returncode:
            return f"seed {seed}, {' '.join(way)}: status {ran.returncode}\n{ran.stderr.decode()[:2000]}"
        if first is not None and ran.stdout != first:
            return f"seed {seed}, {' '.join(way)}: prints something else"
        first = ran.stdout
    return None


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 4
    with tempfile.TemporaryDirectory() as folder:
        for s in range(seed, seed + count):
            wrong = check(s, folder)
            if wrong:
                sys.exit(wrong)
    print(f"seeds {seed} to {seed + count - 1}: the same")


main()
