#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every name that the tool can print is in a man page; TAP out.  usage: test_man.py SESSMON-FAKE"""
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
USER = os.path.join(HERE, "..", "..", "..", "userspace")
# What the kernel names, not we.
KERNELS = ("capabilities", "clone_flags", "securebits")
# Parts that several fields have, explained once: see FACTS in sessmon(7).
PARTS = {"entity_id", "pid", "start", "start_ns", "id", "name", "number", "ip", "port", "major", "minor", "instance",
         "remote", "local", "char_device"}
# The same facts of another object.
SAME = (("sessmon.session.leader.", "sessmon.process.exe."), ("sessmon.old.creds.", "sessmon.process.creds."),
        ("sessmon.old.ns.", "sessmon.process.ns."))
tests = failed = 0


def ok(missing, what):
    global tests, failed
    tests += 1
    failed += bool(missing)
    print(f"{'not ok' if missing else 'ok'} {tests} - {what}")
    for each in sorted(missing):
        print(f"# {each}")


def plain(page):
    """A page as words: without the requests, the macros and the marks of mdoc."""
    with open(os.path.join(USER, "man", page), encoding="utf-8") as f:
        text = f.read()
    text = re.sub(r"^\.\S+ ?|\b(Cm|Ar|Sy|Fl|Ns|Pq|Op|Xr|Dq|Sq|Pa|Ev) ", "", text, flags=re.M)
    return text.replace("\\e", "\\").replace("\\-", "-")


def source(name):
    with open(os.path.join(USER, name), encoding="utf-8") as f:
        return f.read()


def run(tool, *args):
    return subprocess.run([tool, *args], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                          env=dict(os.environ, LC_ALL="C"), check=False).stdout


def leaves(value, path):
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, path + [key])
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for each in value:
            yield from leaves(each, path)
    else:
        yield path


def field_of(path):
    """The documented name of a path: of an object with known parts, the object's."""
    while len(path) > 2 and path[-1] in PARTS:
        path = path[:-1]
    name = ".".join(path)
    for one, other in SAME:
        name = name.replace(one, other)
    return name


def fields(tool):
    for args in (("ls", "-j"), ("tree", "-j"), ("show", "-j", "321"), ("show", "-j", "s:310"), ("stats", "-j"),
                 ("policy", "-j", "show"), ("monitor", "-j"), ("monitor", "-j", "-d")):
        for line in run(tool, *args).splitlines():
            for path in leaves(json.loads(line).get("sessmon", {}), ["sessmon"]):
                yield field_of(path)


def labels(tool):
    for args in (("show", "321"), ("show", "2"), ("show", "s:410"), ("stats",)):
        for line in run(tool, *args).splitlines():
            label = re.match(r"([a-z][a-z' ]*?)  +\S", line)
            if label:
                yield label.group(1)


def has(pages, name):
    return re.search(r"(?<![\w.])" + re.escape(name) + r"(?![\w])", pages)


def lint(page):
    """What mandoc finds in a page, but pages of others that are not on this host."""
    done = subprocess.run(["mandoc", "-T", "lint", "-W", "style", os.path.join(USER, "man", page)], text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return [line for line in done.stdout.splitlines() if "referenced manual not found" not in line]


def main():
    tool = sys.argv[1]
    for page in sorted(os.listdir(os.path.join(USER, "man"))):
        ok([] if source("man/" + page).split("\n")[1].startswith((".Dd", ".\\\"")) else [page], f"{page} is mdoc")
        ok(lint(page), f"mandoc has nothing to say of {page}")
    reference, manual = plain("sessmon.7"), plain("sessmon.8")
    both = reference + manual + plain("sessmon.4")
    for table, names in re.findall(r"(\w+)\[\] = \{(.*?)\};", source(os.path.join("lib", "names_wire.c")), re.S):
        if table not in KERNELS:
            ok([n for n in re.findall(r'"(.*?)"', names) if not has(both, n)], f"names of {table}")
    types = re.search(r" event\[\] = \{(.*?)\};", source(os.path.join("lib", "names_wire.c")), re.S).group(1)
    ours = re.findall(r'"(.*?)"', types)
    lines = re.search(r"^Lines of monitor$(.*?)^Names of users and groups$", manual, re.S | re.M).group(1)
    # Sessions have words of their own there.
    ok({t for t in ours if not t.startswith("session_") and t != "unspec" and not has(lines, t)}, "lines of each event")
    ok({label for label in labels(tool) if not has(both, label)}, "labels of show and stats")
    ok({d for d in re.findall(r'"([a-z][a-z\' ,]+)", (?:NULL|"[^"]*"), (?:NULL|"[^"]*")\)', source(os.path.join("names", "describe.c")))
        if not has(both, d)}, "labels of all facts")
    seen = set(fields(tool))
    ok([] if len(seen) > 60 else [len(seen)], "many fields of documents were seen")
    # Below a type, a class or a group by its name are the same things for each.
    known = re.compile(r"sessmon\.(stats\.(events|groups|hooks|readers)|policy|loss|joined)\b")
    ok({f for f in seen if not has(both, known.match(f).group(0) if known.match(f) else f)}, "fields of documents")
    inside = {f.split(".")[-1] for f in seen if known.match(f) and known.match(f).group(0) != f}
    ok({each for each in inside if not has(both, each)}, "and what is in them")
    usage = run(tool, "--help")
    for verb in re.findall(r"^  ([a-z]+)  ", usage, re.M):
        options = re.findall(r"(?:^|[ ,])--([a-z-]+)", run(tool, "help", verb), re.M)
        ok([o for o in options if not re.search(r"\b%s\b" % o, manual)], f"options of {verb}")
        ok([] if re.search(r"^%s\b" % verb, manual.split("DESCRIPTION")[0], re.M) else [verb], f"{verb} in the synopsis")
    for section in ("FILES", "EXIT STATUS", "EXAMPLES", "SEE ALSO", "AUTHORS", "BUGS"):
        ok([] if re.search(f"^{section}$", manual, re.M) else [section], f"section {section}")
    ok([w for w in ("loginctl", "xargs -r kill") if not has(manual, w)], "which loginctl session it is, and how to end what a login left")
    print(f"1..{tests}")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
