#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A foreign reader, sqlite3(1), of a file that the store wrote: each query of the manual, and
whether the file is sound; TAP out.  usage: test_queries.py TEST_STORE_EVENTS"""
import glob
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PAGE = os.path.join(HERE, "..", "..", "..", "userspace", "man", "sessmon-history.5")
tests = failed = 0


def ok(good, what, *why):
    global tests, failed
    tests += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {tests} - {what}")
    for each in why if not good else ():
        print(f"# {each!r}")


def ask(file, sql):
    done = subprocess.run(["sqlite3", "-readonly", file, sql], capture_output=True, check=False)
    return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode()


def queries():
    """(what is asked, SQL) of each example."""
    with open(PAGE, encoding="utf-8") as page:
        examples = page.read().split(".Sh EXAMPLES")[1].split(".Sh SEE ALSO")[0]
    return re.findall(r"^([A-Z].*\?)\n\.Bd -literal.*\n((?:.*\n)*?)\.Ed", examples, re.M)


def main():
    with tempfile.TemporaryDirectory() as place:
        folder = os.path.join(place, "history")
        made = subprocess.run([sys.argv[1], folder], check=False)
        files = glob.glob(folder + "/*.db")
        ok(not made.returncode and len(files) == 1, "a day is written", files)
        ok(os.stat(folder).st_mode & 0o777 == 0o700 and os.stat(files[0]).st_mode & 0o777 == 0o600,
           "for its owner alone")
        ok(ask(files[0], "PRAGMA integrity_check")[1] == "ok\n", "sqlite3(1) finds it sound")
        ok(ask(files[0], "PRAGMA application_id; PRAGMA user_version")[1] == f"{0x73657373}\n3\n", "it says what it is")
        every = queries()
        ok(len(every) == 10, "ten queries", len(every))
        for what, sql in every:
            status, out, err = ask(files[0], sql)
            ok(status == 0 and not err and out.strip(), what, sql, out, err)
        views = ask(files[0], "SELECT name FROM sqlite_schema WHERE type = 'view'")[1].split()
        with open(PAGE, encoding="utf-8") as page:
            text = page.read()
        tables = ask(files[0], "SELECT name FROM sqlite_schema WHERE type = 'table'")[1].split()
        ok(not [v for v in views + tables if not re.search(rf"\b{v}\b", text)], "each table and view is in the manual",
           [v for v in views + tables if not re.search(rf"\b{v}\b", text)])
        lines = ask(files[0], "SELECT event FROM change_v ORDER BY seq")[1].split()
        ok("session_class" in lines and "creds" in lines and "lost" in lines, "changes by name", lines)
        count = ask(files[0], "SELECT address, port FROM session_v WHERE address LIKE '2001:%'")[1]
        ok(count == "2001:0db8:0000:0000:0000:0000:0000:0001|40000\n", "an address of IPv6", count)
    print(f"1..{tests}")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
