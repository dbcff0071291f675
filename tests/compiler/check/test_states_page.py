#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# timeout: 400
"""The page of --states=html: it stands alone, links only to what is in it, and lets no text of the
source out of its place; in Chromium, where there is one, it reports nothing, fits a telephone, and
has every function."""

import base64
import hashlib
import html.parser
import json
import os
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import chromium

EDOCC = os.environ["EDOCC"]
HERE = os.path.dirname(os.path.abspath(__file__))
TREE = os.path.join(HERE, "..", "..", "..")
failures = []
VOID = {"meta", "rect", "circle", "path", "br"}


def expect(what, name, text):
    if not what:
        failures.append(f"{name}: {text}")


class Page(html.parser.HTMLParser):
    def __init__(self, name, text):
        super().__init__()
        self.name, self.open, self.ids, self.links, self.scripts = name, [], [], [], []
        self.csp = ""
        self.source = ""
        self.feed(text)
        self.close()
        expect(not self.open, name, f"still open at the end: {self.open}")

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        if tag not in VOID:
            self.open.append(tag)
        if "id" in a:
            self.ids.append(a["id"])
        if a.get("http-equiv") == "Content-Security-Policy":
            self.csp = a["content"]
        for key in a:
            expect(not key.startswith("on") and key != "src", self.name, f"<{tag} {key}=>")
        if "href" in a:
            expect(a["href"].startswith("#"), self.name, f"links to {a['href']}")
            self.links.append(a["href"][1:])

    def handle_startendtag(self, tag, attributes):
        expect(tag in VOID, self.name, f"<{tag}/>")
        self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag):
        expect(self.open and self.open[-1] == tag, self.name, f"</{tag}> closes {self.open[-1:]}")
        if self.open:
            self.open.pop()

    def handle_data(self, data):
        if self.open and self.open[-1] == "script":
            self.scripts.append(data)
        if "pre" in self.open:
            self.source += data


def check_text(name, text, source):
    page = Page(name, text)
    expect(len(page.ids) == len(set(page.ids)), name, "an id twice")
    for link in set(page.links):
        expect(link in page.ids, name, f"no place #{link}")
    script = "".join(page.scripts).encode()
    digest = base64.b64encode(hashlib.sha256(script).digest()).decode()
    expect(f"'sha256-{digest}'" in page.csp, name,
           f"the script's hash is {digest}, the policy says {page.csp}")
    expect("default-src 'none'" in page.csp, name, "the policy allows more than is needed")
    expect(not re.search(r"url\(|@import|https?://(?!www\.w3\.org/2000/svg)", text), name,
           "it asks for something outside")
    if "await" in source:
        line = next(l for l in source.split("\n") if "await" in l and "*/" not in l)
        expect(line.strip() in page.source, name, f"the source lacks {line.strip()}")


IN_PAGE = """
(function () {
  document.querySelectorAll("details").forEach(function (d) { d.open = true; });
  document.querySelectorAll(".many").forEach(function (m) { m.className = ""; });
  var wide = [];
  document.querySelectorAll("body *").forEach(function (e) {
    var r = e.getBoundingClientRect();
    if (r.right > innerWidth + 1 && !e.closest(".scroll, .box") && r.width)
      wide.push(e.tagName + "." + e.className + ": " + e.textContent.slice(0, 30));
  });
  var node = Array.from(document.querySelectorAll("svg a.node")).find(function (n) {
    return n.getBoundingClientRect().width; }), lit = null;
  if (node) {
    node.dispatchEvent(new MouseEvent("mouseover", {bubbles: true}));
    lit = node.closest("section").querySelectorAll(".l.on, .states li.on, .box.on").length;
  }
  document.querySelectorAll("nav .awaits").forEach(function (e) {
    if (e.scrollWidth > e.clientWidth + 1) wide.push("cut off: " + e.textContent); });
  return {
    width: document.documentElement.scrollWidth, inner: innerWidth, wide: wide.slice(0, 5),
    names: Array.from(document.querySelectorAll("section h2")).map(function (h) {
      return h.textContent; }),
    listed: document.querySelectorAll("nav li").length, lit: lit,
    graphs: document.querySelectorAll("section svg").length,
    ink: getComputedStyle(document.body).color, paper: getComputedStyle(document.body).backgroundColor
  };
})()
"""


def luminance(colour):
    parts = [int(n) / 255 for n in re.findall(r"\d+", colour)[:3]]
    parts = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(a, b):
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def check_in_browser(browser, name, path, functions, awaits):
    for width in (360, 1280):
        for dark in (False, True):
            where = f"{name}, {width} px, {'dark' if dark else 'light'}"
            browser.open(path, width, dark=dark)
            seen = browser.evaluate(IN_PAGE)
            complaints = browser.complaints()
            expect(not complaints, where, f"Chromium complains: {complaints}")
            expect(seen["width"] <= width and not seen["wide"], where,
                   f"{seen['width']} px wide: {seen['wide']}")
            expect(seen["names"] == functions, where, f"functions: {seen['names']}")
            expect(seen["listed"] == len(functions), where, f"{seen['listed']} in the list")
            expect(contrast(seen["ink"], seen["paper"]) > 10, where, "text is hard to read")
            expect(dark == (luminance(seen["paper"]) < 0.2), where, "not dark where it should be")
            if awaits and seen["graphs"]:
                expect(seen["lit"] and seen["lit"] >= 3, where, "a state lights up nothing")


STRANGE = """
#include <edo.h>
static async int f(const char *s) { await edo_yield(); return *s; }
async int g(int n)
{
    int a = await f("</script><script>alert(1)</script><!--"), b = await f("\\"'&amp;&<b>");
    /* </pre></code></style> */
    int c = await f("ä€😀 ") + 0; char averylongname_that_has_no_end_and_no_space_to_break_it_anywhere = 1;
    return a + b + c + (n ? await f("?") : await f(&averylongname_that_has_no_end_and_no_space_to_break_it_anywhere));
}
"""


def large():
    text = ["#include <edo.h>"]
    for i in range(100):
        text.append(f"async int f{i}(int n) {{ await edo_yield(); return n; }}")
    text.append("async int wide(int n) { for (;;) switch (n++) {")
    for i in range(30):
        text.append(f"case {i}: n += await f{i}(n); break;")
    text.append("default: return n; } }")
    text.append("async int vast(int n) { for (;;) switch (n++) {")
    for i in range(300):
        text.append(f"case {i}: n += await f{i % 100}(n); break;")
    text.append("default: return n; } }")
    return "\n".join(text) + "\n"


def main():
    browser = chromium.Browser() if chromium.PROGRAM else None
    if not browser:
        print("there is no Chromium here: the page is read, not rendered")
    with tempfile.TemporaryDirectory() as d:
        made = {"strange.c": STRANGE, "large.c": large(), "none.c": "int main(void) { return 0; }\n"}
        for name, text in made.items():
            with open(os.path.join(d, name), "w", encoding="utf-8") as f:
                f.write(text)
        sources = [os.path.join(d, name) for name in made]
        sources += [os.path.join(TREE, "examples", "tour.c"),
                    os.path.join(TREE, "tests", "compiler", "golden", "states", "server.c"),
                    os.path.join(TREE, "tests", "compiler", "golden", "states", "generators.c"),
                    os.path.join(TREE, "tests", "compiler", "run", "lang_recursion_mutual.c")]
        for source in sources:
            name = os.path.basename(source)
            page = os.path.join(d, name + ".html")
            subprocess.run([EDOCC, "--states=html", "-o", page, source], check=True)
            with open(page, encoding="utf-8") as f:
                text = f.read()
            with open(source, encoding="utf-8") as f:
                check_text(name, text, f.read())
            model = json.loads(subprocess.run([EDOCC, "--states=json", source], check=True,
                                              capture_output=True).stdout)
            functions = [f["name"] for f in model["functions"]]
            if browser:
                check_in_browser(browser, name, page, functions,
                                 any(len(f["states"]) > 2 for f in model["functions"]))
        piped = subprocess.run([EDOCC, "--states=html", "-x", "c", "-"], input=STRANGE.encode(),
                               capture_output=True, check=True).stdout.decode()
        check_text("standard input", piped, "")
    if browser:
        browser.close()
    for f in failures[:50]:
        print(f)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
