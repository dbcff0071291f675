#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The Vim syntax file and the TextMate grammar colour Edo's words where the language puts them, and
not where they are names."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TREE = Path(__file__).resolve().parent.parent.parent / "editors"

# (line, word, what it is): keyword, block, type, attribute, function, or "" for a name.
SAMPLES = [
    ("async int main(void)", "async", "keyword"),
    ("static async gen struct line lines(edo_tcp *conn);", "gen", "keyword"),
    ("static async gen struct line lines(edo_tcp *conn);", "edo_tcp", "type"),
    ("    int n = try await f();", "try", "keyword"),
    ("    int n = try await f();", "await", "keyword"),
    ("    defer edo_tcp_close(conn);", "defer", "keyword"),
    ("    defer {", "defer", "keyword"),
    ("        yield i;", "yield", "keyword"),
    ("    join {", "join", "block"),
    ("    select {", "select", "block"),
    ("    select_biased {", "select_biased", "block"),
    ("        when (int n = a) total += n;", "when", "block"),
    ("    each (int i = upto(3))", "each", "block"),
    ("        otherwise return 0;", "otherwise", "block"),
    ("        complete return total;", "complete", "block"),
    ("    _Select {", "_Select", "block"),
    ("    edo_future(ready) a = ready(4);", "edo_future", "type"),
    ("async int retry(int n, edo_call call)", "edo_call", "type"),
    ("int pool(edo_call_of(long) edo_send call);", "edo_send", "attribute"),
    ("async int serve(int n) async_local;", "async_local", "attribute"),
    ("int pool(edo_call_send call);", "edo_call_send", "type"),
    ("edo_boxed_of(long) keep(void)", "edo_boxed_of", "type"),
    ("    edo_boxed b = edo_box(nap(1));", "edo_boxed", "type"),
    ("    edo_boxed b = edo_box(nap(1));", "edo_box", "function"),
    ("struct edo_pinned queue {", "edo_pinned", "attribute"),
    ("    if (edo_spawn(serve(conn)) < 0)", "edo_spawn", "function"),
    ("    n = select(1, &fds, 0, 0, 0);", "select", ""),
    ("    thread.join = 3;", "join", ""),
    ("    int gen = 1, complete = 2;", "gen", ""),
    ("    int gen = 1, complete = 2;", "complete", ""),
    ("    x = async + 1;", "async", ""),
]

SCOPES = {
    "storage.modifier.async.edo": "keyword", "keyword.control.flow.edo": "keyword",
    "keyword.control.block.edo": "block", "support.type.edo": "type",
    "storage.modifier.attribute.edo": "attribute", "support.function.edo": "function",
}
GROUPS = {"edoKeyword": "keyword", "edoBlock": "block", "edoType": "type",
          "edoAttribute": "attribute", "edoFunction": "function"}


def textmate():
    package = json.loads((TREE / "vscode" / "package.json").read_text())
    grammar, = package["contributes"]["grammars"]
    rules = json.loads((TREE / "vscode" / grammar["path"]).read_text())
    if rules["scopeName"] != grammar["scopeName"]:
        yield "package.json names another scope than the grammar"
    patterns = [(re.compile(p["match"]), SCOPES[p["name"]]) for p in rules["patterns"]]
    for line, word, what in SAMPLES:
        at = re.search(r"\b%s\b" % word, line).start()
        found = ""
        for pattern, kind in patterns:
            for m in pattern.finditer(line):
                if m.start() == at and m.group() == word:
                    found = found or kind
        if found != what:
            yield "TextMate: %s in '%s' is '%s'" % (word, line, found)


def vim():
    if not shutil.which("vim"):
        print("vim isn't installed: its syntax file isn't checked")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.c").write_text("\n".join(line for line, _, _ in SAMPLES) + "\n")
        ask = ["let out = []"]
        for n, (line, word, _) in enumerate(SAMPLES, 1):
            column = re.search(r"\b%s\b" % word, line).start() + 1
            ask.append("call add(out, synIDattr(synID(%d, %d, 1), 'name'))" % (n, column))
        ask += ["call writefile(out, '%s')" % (folder / "out"), "qa!"]
        (folder / "ask.vim").write_text("\n".join(ask) + "\n")
        subprocess.run(
            ["vim", "-es", "-N", "-u", "NONE", "-i", "NONE",
             "--cmd", "set rtp^=%s/vim rtp+=%s/vim/after" % (TREE, TREE), "-c", "syntax on",
             "-c", "set ft=c", "-c", "source %s" % (folder / "ask.vim"), folder / "a.c"],
            stdin=subprocess.DEVNULL, timeout=60)
        groups = (folder / "out").read_text().splitlines()
        if not any(groups):
            runtime = subprocess.run(["vim", "--version"], capture_output=True, text=True).stdout
            if "+syntax" not in runtime:
                print("this vim has no syntax colours: its syntax file isn't checked")
                return
        for (line, word, what), group in zip(SAMPLES, groups):
            if GROUPS.get(group, "") != what:
                yield "vim: %s in '%s' is '%s'" % (word, line, group)


wrong = list(textmate()) + list(vim())
sys.exit("\n".join(wrong) or 0)
