#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Reports of real logins, which a guest has handed out, in Chromium; TAP out.

What log and tree said in the guest is the oracle. usage: test_guest.py FOLDER-OF-FILES FOLDER-FOR-SCREENSHOTS
"""
import os
import sys

from browser import Browser
from page import Page, log_lines, rows
from selenium.webdriver.common.by import By

FILES, SHOTS = (os.path.abspath(path) for path in sys.argv[1:3])
tests = failed = 0


def ok(good, what, *why):
    global tests, failed
    tests += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {tests} - {what}", flush=True)
    for each in why if not good else ():
        print("# " + repr(each)[:3000])


def text_of(name):
    with open(os.path.join(FILES, name), encoding="utf-8") as file:
        return file.read()


def shown(b, name):
    """The page, and its rows as they are in sight, nothing folded."""
    b.ready(os.path.join(FILES, f"{name}.html"))
    b.shot(f"{SHOTS}/{name}.png")
    b.driver.find_element(By.ID, "filter-fold").click()
    return Page(text_of(f"{name}.html")), rows(b)


def living(tree):
    """Pids of a tree: those of sessions that stand below who made them, and of those whose maker has ended by then."""
    below, left, now = [], [], None
    for line in tree.splitlines():
        if line[:1].isdigit():
            now.append(int(line.split()[0]))
        else:
            # What was made by one that was left goes with it.
            now = left if ", left by s:" in line else below
    return below, left


def test_rows(b, name):
    page, all_rows = shown(b, name)
    members = [row for row in all_rows if row["pid"]]
    ok([int(row["pid"]) for row in members] == [p["pid"] for p in page.processes] and len(members) > 20,
       f"{name}: a row for each of {len(members)} processes", len(page.processes))
    sids = {f"s:{s['sid']}" for s in page.sessions()}
    told = sorted(line[1:] for line in log_lines(text_of(f"{name}.log")) if line[0] in sids and line[2] != "exec")
    more = {run[0] for run in page.data["runs"]}
    ran = sorted((row["user"], "-" if row["result"] in ("runs", "not seen") else row["result"], row["line"])
                 for at, row in enumerate(members) if page.processes[at]["executed"] >= 0 or at in more)
    ok(told == ran and len(told) > 15, f"{name}: {len(told)} programs as log has them: who, how it ended, what",
       [row for row in told if row not in ran], [row for row in ran if row not in told])
    there = [int(row["pid"]) for row in members]
    for which, want in zip(("as tree has them", "and what their makers left"), living(text_of(f"{name}.tree"))):
        want = [pid for pid in want if pid in there]
        ok(want == [pid for pid in there if pid in want], f"{name}: in the order of tree: {which}", want, there)
    ok(any(pid in there for pids in living(text_of(f"{name}.tree")) for pid in pids), f"{name}: of which some live")
    ok(b.requests() == [f"file://{FILES}/{name}.html"] and not b.complaints(), f"{name}: asks for nothing, and says nothing", b.requests(), b.complaints())
    head = b.driver.find_element(By.TAG_NAME, "header").text
    ok("nothing was lost" in head and f"{len(members)} processes" in head, f"{name}: the header", head)


def test_left(b):
    """S6: the login that ended, the server, and its pane."""
    page = Page(text_of("left.html"))
    kinds = [s["kind"] for s in page.sessions()]
    login = page.sessions()[0]
    ok(kinds[0] == "login" and "service" in kinds and "terminal" in kinds and login["from"] in ("127.0.0.1", "::1") and login["user"] == "alice",
       "the login, the server of tmux and its pane", page.sessions())
    b.ready(os.path.join(FILES, "left.html"))
    trail = b.driver.find_element(By.ID, "path").text
    ok("door" in trail and f"s:{login['sid']}" in trail and "left behind" in trail, "the path says what it left behind", trail)
    later = [p["program"]["line"] for s in page.sessions() if s["kind"] == "terminal" for p in page.members(s)]
    ok("date" in later and any(line.startswith("uname") for line in later), "what was run in the pane when the login was over", later)
    ended = [page.ending(p) for p in page.members(login)]
    ok("SIGKILL" in ended and "1" in ended, "what failed", ended)
    tmux = next(k for k, s in enumerate(page.sessions()) if s["kind"] == "service")
    b.js("choose(arguments[0])", tmux)
    ok(b.driver.find_element(By.ID, "path").text.count("login") >= 1 and "terminal" in b.driver.find_element(By.ID, "path").text,
       "its path leads from the login to the pane", b.driver.find_element(By.ID, "path").text)
    b.shot(f"{SHOTS}/left-tmux.png")


def test_day(b):
    page = Page(text_of("day.html"))
    users = {s["user"] for s in page.sessions()}
    ok({"alice", "bob"} <= users and len(page.sessions()) > 5, "a day of two people", users)
    root = [p for p in page.processes if p["context"]["who"] == "alice/root"]
    ok(any(p["program"]["line"].startswith("cat /etc/shadow") for p in root), "what alice did as root", [p["program"]["line"] for p in root])
    b.ready(os.path.join(FILES, "day.html"), "#f=root")
    b.shot(f"{SHOTS}/day-root.png")
    b.ready(os.path.join(FILES, "day.html"))
    folds = b.js("return [...document.querySelectorAll('.row .n')].map(e => e.parentElement.textContent)")
    ok(any("grep" in fold for fold in folds) or b.js("return [...L.folds.values()].some(n => n >= 10)"), "ten greps are one row", folds)
    ok(b.js("return document.querySelectorAll('img').length") == 0 and any("<img src=x" in p["program"]["line"] for p in page.processes),
       "what looks like markup is text")
    b.scheme("dark")
    b.ready(os.path.join(FILES, "day.html"), "#q=shadow")
    b.shot(f"{SHOTS}/day-search-dark.png")
    b.scheme("light")


def main():
    os.makedirs(SHOTS, exist_ok=True)
    missing = [name for name in ("left.html", "day.html") if not os.path.exists(os.path.join(FILES, name))]
    ok(not missing, "reports that a guest has handed out (tests/scenario/run.sh --early h30)", missing)
    if not missing:
        with Browser() as b:
            for name in ("left", "day"):
                test_rows(b, name)
            test_left(b)
            test_day(b)
    print(f"1..{tests}")
    print(f"{tests - failed} passed, {failed} failed")
    return failed != 0


sys.exit(main())
