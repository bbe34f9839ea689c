# SPDX-License-Identifier: GPL-2.0-or-later
"""A report as a test sees it: its parts, and its columns undone, by other code than the page's."""
import base64
import gzip
import hashlib
import html.parser
import json
import re

NS = 10**9


class Page:
    """The text of a page, and what it tells."""

    def __init__(self, text):
        self.text = text
        self.packed = re.search(r'<script type="application/octet-stream" id="data">\s*(\S+)\s*</script>', text)[1]
        self.data = json.loads(gzip.decompress(base64.b64decode(self.packed, validate=True)))
        self.processes = list(self._processes())

    def _programs(self):
        columns, line = self.data["programs"], 0
        for at, step in enumerate(columns["line"]):
            line += step
            yield {"line": self.data["lines"][line], "file": self.data["files"][columns["file"][at]],
                   "cwd": self.data["words"][columns["cwd"][at]], "args": self.data["words"][columns["args"][at]]}

    def _processes(self):
        programs = self.programs = list(self._programs())
        columns, begin, pid, before = self.data["processes"], int(self.data["begin"]), 0, None
        for at in range(len(columns["pid"])):
            one = {name: values[at] for name, values in columns.items()}
            clock = self.data["clocks"][one["clock"]]
            pid += one["pid"]
            ns = one["ns"] + (before[1] if before and before[0] == one["clock"] else 0)
            before = (one["clock"], ns)
            wall = int(clock["wall"]) + ns
            yield {"pid": pid, "start": int(clock["base"]) + ns, "wall": wall, "us": (wall - begin) // 1000,
                   "lasted": one["lasted"], "status": one["status"], "up": at - one["up"] if one["up"] else None,
                   "group": one["group"] + pid, "context": self.data["contexts"][one["context"]], "flags": one["flags"],
                   "executed": one["executed"], "program": programs[one["program"]]}

    def sessions(self):
        return [one for one in self.data["sessions"] if "n" in one]

    def members(self, session):
        return self.processes[session["first"]:session["first"] + session["n"]]

    def runs(self):
        """Programs as sessmon log has them, in the order of time: (session, user, how it ended, line)."""
        found = []
        more = {}
        for process, us, program, context in self.data["runs"]:
            more.setdefault(process, []).append((us, program, context))
        for session in self.sessions():
            for at in range(session["first"], session["first"] + session["n"]):
                p = self.processes[at]
                if at in more:
                    ran = [(us, self.programs[program], self.data["contexts"][context]) for us, program, context in more[at]]
                elif p["executed"] >= 0:
                    ran = [(p["us"] + p["executed"], p["program"], p["context"])]
                else:
                    ran = []
                for number, (us, program, context) in enumerate(ran):
                    how = self.ending(p) if number + 1 == len(ran) else "exec"
                    found.append((us, f"s:{session['sid']}", context["who"].split("/")[-1], how, program["line"]))
        return [row[1:] for row in sorted(found, key=lambda row: row[0])]

    def ending(self, process):
        status = process["status"]
        if status < 0:
            return "-"
        return self.data["signals"][str(status & 127)] if status & 127 else str(status >> 8)


class Markup(html.parser.HTMLParser):
    """Elements of a page, and the text of its rows without a script."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.rows, self._row, self._cell, self.inline = [], [], None, None, []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag == "tr":
            self._row = []
        elif tag in ("td", "th") and self._row is not None:
            self._cell = ""
        if tag in ("script", "style"):
            self.inline.append([tag, dict(attrs), ""])

    def handle_endtag(self, tag):
        if tag in ("td", "th") and self._cell is not None:
            self._row.append(self._cell)
            self._cell = None
        elif tag == "tr" and self._row:
            self.rows.append(self._row)

    def handle_data(self, data):
        if self._cell is not None:
            self._cell += data
        if self.inline and self.inline[-1][2] == "" and self.cdata_elem:
            self.inline[-1][2] = data

    def hashes(self):
        """What a policy must have for the script and the style that are here."""
        return {tag: base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
                for tag, attrs, text in self.inline if "type" not in attrs}


LINE = re.compile(r"\S+ +\S+ +(?:\d\d:\d\d:\d\d +)?(s:\d+) +(\S+) +(\S+) +(\S+) +(.*)")
# What a row says before what runs.
BEFORE = re.compile(r"^[\u25b8\u25be]?(?:(?:\w+ \u2192 \w+|set-uid|set-gid|gained rights|in memory|deleted|overlay|core|! [^ ]*) )*")
IN_SIGHT = """return [...document.querySelectorAll('.row')].filter(e => !e.hidden).map(e => [Number(e.getAttribute('aria-rowindex')),
    Object.fromEntries(['pid', 'user', 'result', 'runs'].map(n => [n, e.cell[n].textContent]).concat([['what', e.className]]))])"""
# The next part of the list, or true at its end.
ON = """const l = document.getElementById('list');
if (l.scrollTop + l.clientHeight >= l.scrollHeight - 1) return true;
l.scrollTop += l.clientHeight / 2; return false"""


def log_lines(text):
    """What log says: (session, who acted, how it ended, what runs)."""
    found = (LINE.fullmatch(line).groups() for line in text.splitlines())
    return [(session, user.split("/")[-1], how, what) for session, user, how, _, what in found]


def rows(browser):
    """All rows of the list in a browser, one part after the other: pid, user, result, runs, what, and the line alone."""
    seen = {}
    browser.js("document.getElementById('list').scrollTop = 0")
    while True:
        browser.frames()
        seen.update({at: row for at, row in browser.js(IN_SIGHT)})
        if browser.js(ON):
            browser.frames()
            seen.update({at: row for at, row in browser.js(IN_SIGHT)})
            return [dict(seen[at], line=BEFORE.sub("", seen[at]["runs"])) for at in sorted(seen)]
