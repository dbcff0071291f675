#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# timeout: 600
"""What must hold of --states, whatever the program: of every program in tests/compiler/run, and of
some that are larger or stranger than people write. The text, the JSON and the graph are of one
model, so most is asked of the JSON."""

import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

EDOCC = os.environ["EDOCC"]
HERE = os.path.dirname(os.path.abspath(__file__))
RUN = os.path.join(os.path.dirname(HERE), "run")
EXAMPLES = os.path.join(HERE, "..", "..", "..", "examples")
failures = []


def expect(what, source, where):
    if not what:
        failures.append(f"{source}: {where}")


def states(source, format, *options):
    run = subprocess.run([EDOCC, f"--states={format}", *options, source], capture_output=True,
                         timeout=300)
    if run.returncode or run.stderr:
        failures.append(f"{source}: --states={format}: status {run.returncode}, "
                        + run.stderr.decode(errors="replace"))
    return run.stdout


def one_of(*words):
    return lambda v: v in words


def number(v):
    return isinstance(v, int) and not isinstance(v, bool) and v >= 0


def text(v):
    return isinstance(v, str)


def truth(v):
    return isinstance(v, bool)


def or_null(what):
    return lambda v: v is None or what(v)


HOW = one_of("embedded", "leaf", "boxed", "value", "pointer", "future", "end", "join", "branch",
             "capture", "yield", "next", "next end", "generator")
WHY = one_of("live", "address taken", "volatile", "array", "large", "pinned", "maybe unset", "idle",
             "shared", "argument", "literal", "captured call", "future", "result", "callee frame",
             "box", "awaiter", "all in frame", "yielded", "state", "generator")

# What docs/edocc.md says of the JSON: [x] is an array of x, {…} an object with at least these keys.
LINK = {"name": text, "how": HOW, "state": or_null(number)}
SLOT = {"name": text, "what": one_of("parameter", "local", "temporary", "literal", "arguments",
                                     "hidden", "await", "result", "awaiter", "yielded", "state"),
        "declared": or_null(text), "file": or_null(text), "line": number, "offset": number,
        "bytes": number, "copied": truth, "callee": or_null(text), "frame_inside": truth,
        "why": [WHY]}
STATE = {"id": number, "kind": one_of("start", "await", "yield", "branch", "done"), "file": or_null(text),
         "line": number, "reached": truth, "bytes": number,
         "keeps": [{"slot": number, "saved": truth, "why": [WHY]}],
         "next": [{"to": number, "when": or_null(text)}]}
OF_AWAITS = {"text": text, "how": HOW, "callee": or_null(text), "loops": number}
FUNCTION = {"name": text, "declaration": text, "file": text, "line": number, "last_line": number,
            "frame": {"bytes": number, "align": number}, "slots": [SLOT], "states": [STATE],
            "calls": [LINK], "callers": [LINK]}
SCHEMA = {"edo_states": one_of(1), "file": text, "functions": [FUNCTION]}


def check_schema(value, schema, source, where):
    if callable(schema):
        expect(schema(value), source, f"{where} is {value!r}")
    elif isinstance(schema, list):
        expect(isinstance(value, list), source, f"{where} is no array")
        for i, element in enumerate(value):
            check_schema(element, schema[0], source, f"{where}[{i}]")
    else:
        expect(isinstance(value, dict) and schema.keys() <= value.keys(), source,
               f"{where} lacks keys: {value}")
        for key in schema.keys() & value.keys():
            check_schema(value[key], schema[key], source, f"{where}.{key}")
        if schema is STATE:
            stops = value["kind"] not in ("start", "done")
            expect(stops == ("how" in value), source, f"{where}: how")
            if stops:
                check_schema(value, OF_AWAITS, source, where)


# What asks a stream keeps no frame of its own, the local that holds it does.
OF_STREAMS = {"next", "next end"}


def check_state(source, f, s, last):
    name = f"{f['name']}, state {s['id']}"
    slots = f["slots"]
    expect(s["bytes"] <= f["frame"]["bytes"], source, f"{name} keeps more than the frame")
    expect(sum(slots[k["slot"]]["bytes"] for k in s["keeps"]) <= f["frame"]["bytes"], source,
           f"{name}: what it keeps has more bytes than the frame")
    expect(all(k["why"] for k in s["keeps"]), source, f"{name} keeps something for no reason")
    expect(all(0 < e["to"] <= last for e in s["next"]), source, f"{name} leads nowhere")
    expect(len({e["to"] for e in s["next"]}) == len(s["next"]), source, f"{name}: an edge twice")
    if s["kind"] == "await":
        expect(not s["reached"] or s["next"] or s["loops"], source, f"{name} has no way out")
        keeps_it = any(slots[k["slot"]]["what"] == "await" for k in s["keeps"])
        expect(not s["reached"] or s["how"] in OF_STREAMS or keeps_it, source,
               f"{name} doesn't keep what it awaits")
    kept = {slots[k["slot"]]["what"] for k in s["keeps"]}
    if s["kind"] in ("await", "yield", "branch"):
        expect(s["text"], source, f"{name} has no text")
    if any(slot["what"] == "yielded" for slot in slots) and s["kind"] != "done":
        expect("state" in kept, source, f"{name} doesn't keep where the generator stands")
        expect(("yielded" in kept) == (s["kind"] == "yield"), source, f"{name}: what it yielded")
    else:
        expect(s["kind"] != "yield", source, f"{name} yields in no generator")


def check_function(source, f):
    last = len(f["states"]) - 1
    awaits = [s for s in f["slots"] if s["what"] == "await"]
    stops = [s for s in f["states"] if s["kind"] == "await" and s["how"] not in OF_STREAMS]
    expect(len(awaits) == len(stops), source, f"{f['name']}: not every await has a state")
    expect([s["id"] for s in f["states"]] == list(range(last + 1)), source, f"{f['name']}: ids")
    expect(f["states"][0]["kind"] == "start" and f["states"][last]["kind"] == "done", source,
           f"{f['name']}: the ends")
    for slot in f["slots"]:
        expect(slot["offset"] + slot["bytes"] <= f["frame"]["bytes"], source,
               f"{f['name']}: {slot['name']} lies outside the frame")
    for s in f["states"]:
        check_state(source, f, s, last)
    reached, todo = {0}, [0]
    while todo:
        for e in f["states"][todo.pop()]["next"]:
            if e["to"] not in reached:
                reached.add(e["to"])
                todo.append(e["to"])
    expect(reached == {s["id"] for s in f["states"] if s["reached"]}, source,
           f"{f['name']}: the transitions reach other states than control does")


def check_links(source, functions):
    names = {f["name"] for f in functions}
    down = {(f["name"], c["name"], c["how"], c["state"]) for f in functions for c in f["calls"]
            if c["name"] in names}
    up = {(c["name"], f["name"], c["how"], c["state"]) for f in functions for c in f["callers"]}
    missing = {l for l in up - down if l[0] in names}
    expect(not missing, source, f"callers without their calls: {missing}")


def check(source, *options):
    out = states(source, "json", *options)
    try:
        model = json.loads(out.decode("utf-8"))
    except ValueError as e:
        failures.append(f"{source}: not JSON: {e}")
        return None
    check_schema(model, SCHEMA, source, "the document")
    for f in model["functions"]:
        check_function(source, f)
    check_links(source, model["functions"])
    return model


def check_graph(source):
    graph = states(source, "dot")
    if shutil.which("dot"):
        run = subprocess.run(["dot", "-Tsvg"], input=graph, capture_output=True, timeout=120)
        expect(run.returncode == 0 and not run.stderr, source, f"dot refuses it: {run.stderr}")
        return
    text = graph.decode("ascii")
    expect(text.count("{") - text.count("}") == 0 or '"' in text, source, "braces of the graph")
    for line in text.split("\n"):
        expect(line.replace('\\"', "").replace("\\\\", "").count('"') % 2 == 0, source,
               f"a quote is open in the graph: {line}")


STRANGE = r"""
#include <edo.h>
static async int f(const char *s) { await edo_yield(); return *s; }
async int größe(int 数) { int été = await f("ü"); return await größe(été) + 数; }
async int g(int n)
{
    int a = await f("</script><!--"), b = await f("\"\\\n%s{|}'`");
    int c = await f("ä€😀 \x80 \ttab");
    char s[] = "%n";
# 77 "other \"file\" </style>.c"
    return a + b + c + await f(s) + (n ? await f("?") : await f(0));
}
"""


def big(functions, awaits):
    text = ["#include <edo.h>"]
    for i in range(functions):
        call = f"f{i - 1}(n)" if i % 10 else "edo_yield()"
        text.append(f"async int f{i}(int n) {{ int k = n * 2; await {call}; return k + n; }}")
    text.append("async int many(int n) { int s = 0; for (;;) { switch (n++) {")
    for i in range(awaits):
        text.append(f"case {i}: {{ int v{i} = n; s += await f0(n); s += v{i}; break; }}")
    text.append("default: return s; } } }")
    text.append("async int line(int n) {")
    for i in range(awaits):
        text.append(f"int v{i} = await f0(n);")
    text.append("return " + "+".join(f"v{i}" for i in range(awaits)) + "; }")
    return "\n".join(text) + "\n"


def main():
    found = sorted(glob.glob(RUN + "/*.c"))
    expect(len(found) > 50, RUN, "where are the programs?")
    awaits = 0
    some = 4 if os.environ.get("EDO_SANITIZE") else 1 # a sanitized compiler takes its time
    for source in found[::some]:
        model = check(source)
        awaits += sum(len(f["states"]) - 2 for f in model["functions"]) if model else 0
    expect(awaits > 500 / some, RUN, f"only {awaits} awaits in all")
    for source in found[:20]:
        check(source, "-fedo-all-in-frame", "-fedo-no-overlay")
    if not shutil.which("dot"):
        print("without Graphviz, the graphs' quotes are counted, no more")
    examples = glob.glob(EXAMPLES + "/*.c") + glob.glob(EXAMPLES + "/redis/*.c")
    expect(len(examples) > 20, EXAMPLES, "where are the examples?")
    for source in examples:
        check(source)
    for source in examples + found[::10] + [os.path.join(RUN, "lang_many_awaits.c")]:
        check_graph(source)
    with tempfile.TemporaryDirectory() as d:
        strange = os.path.join(d, "strange.c")
        with open(strange, "wb") as f:
            f.write(STRANGE.encode() .replace(b"tab", b"tab\xff\xfe\t"))
        model = check(strange)
        names = [f["name"] for f in model["functions"]]
        expect(names == ["f", "größe", "g"], strange, f"the functions are {names}")
        check_graph(strange)
        expect("größe(été)" in states(strange, "dot").decode(), strange, "names in the graph")
        many = os.path.join(d, "many.c")
        with open(many, "w", encoding="utf-8") as f:
            f.write(big(20, 500))
        check_graph(many)  # in time
        large = os.path.join(d, "large.c")
        with open(large, "w", encoding="utf-8") as f:
            f.write(big(1000, 1000))
        begun = time.monotonic()
        for format in ("text", "json", "dot", "html"):
            print(format, len(states(large, format)), f"{time.monotonic() - begun:.1f} s")
        check(large)
    for f in failures[:50]:
        print(f)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
