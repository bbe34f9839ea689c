#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The lints that are ours: each lets this tree pass, and names what is wrong; TAP out."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

TESTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
TOP = os.path.join(TESTS, "..")


def append(text):
    return lambda old: old + text


def without_comment(name):
    """The kernel-doc of something becomes another comment."""
    return lambda old: re.sub(rf"/\*\*(\n \* (?:struct )?{name}\b)", r"/*\1", old)


def without_doc(name):
    return lambda old: re.sub(rf"(name: {name}\n(?:        \w.*\n)*?)        doc: .*\n", r"\1", old)


# What is done to which file, and what is said then.
ROOMS = {
    "an include of a room above": (
        "module/facts/task.c", append('#include "model/process.h"\n'),
        "facts/task.c: includes model/process.h: facts may not"),
    "one of a room above from module/ itself": (
        "module/params.c", append('#include "ring/ring.h"\n'),
        "params.c: includes ring/ring.h: module may not"),
    "an include without its room": (
        "module/hook/life.c", append('#include "process.h"\n'),
        "hook/life.c: includes process.h, which is in no room"),
    "a circle of headers": (
        "module/policy/rules.h", append('#include "policy/policy.h"\n'), "a circle: "),
    "one of a room above in the reader": (
        "userspace/names/users.c", append('#include "text/words.h"\n'),
        "names/users.c: includes text/words.h: names may not"),
    "what the library keeps for itself": (
        "userspace/json/document.c", append('#include "stream.h"\n'),
        "json/document.c: includes stream.h, which is in no"),
    "a hook that takes a lock itself": (
        "module/hook/life.c", append("\nvoid f(void)\n{\n\traw_spin_lock(&p->lock);\n}\n"),
        "hook/life.c: takes a spinlock: that is for model/"),
    "a room that nobody knows": (
        "module/attic/old.c", append("\n"), "attic/old.c: there is no room attic"),
}
DOCUMENTED = {
    "a function of the module without kernel-doc": (
        "module/model/session.c", without_comment("sessmon_session_alloc"),
        "sessmon_session_alloc has no kernel-doc"),
    "one that has none at all": (
        "module/facts/task.c", append("\nvoid sessmon_task_new(void)\n{\n}\n"),
        "sessmon_task_new has no kernel-doc"),
    "a file that opens with code": (
        "userspace/base/buf.c", lambda old: old.replace("/* Text", "\n/* Text", 1),
        "base/buf.c: does not open with what it does"),
    "a struct of a header without it": (
        "module/model/session.h", without_comment("sessmon_session"),
        "sessmon_session has no kernel-doc"),
    "a function of the reader without it": (
        "userspace/base/clock.h", append("\nint clock_new(void);\n"),
        "clock_new has no kernel-doc"),
    "an attribute of the wire without doc": (
        "uapi/sessmon.yaml", without_doc("module-version"), "main: module-version has no doc"),
    "an entry of an enum without doc": (
        "uapi/sessmon.yaml", without_doc("fork"), "event-type: fork has no doc"),
}


def said(lint, top):
    done = subprocess.run([sys.executable, "-B", os.path.join(TESTS, lint), top], text=True,
                          capture_output=True, check=False)
    return done.returncode, done.stdout + done.stderr


def changed(lint, path, change):
    with tempfile.TemporaryDirectory() as folder:
        for part in ("module", "userspace", "uapi"):
            shutil.copytree(f"{TOP}/{part}", f"{folder}/{part}")
        path = f"{folder}/{path}"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        old = ""
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                old = file.read()
        with open(path, "w", encoding="utf-8") as file:
            file.write(change(old))
        return said(lint, folder)


def main():
    outcomes = []
    for lint, faults in (("rooms.py", ROOMS), ("documented.py", DOCUMENTED)):
        got = said(lint, TOP)
        outcomes.append((f"{lint}: this tree passes", got == (0, ""), got))
        for what, (path, change, want) in faults.items():
            got = changed(lint, path, change)
            outcomes.append((f"{lint}: {what} is named", got[0] == 1 and want in got[1], got))
        with tempfile.TemporaryDirectory() as folder:
            got = said(lint, folder)
            outcomes.append((f"{lint}: without sources there is nothing to pass", got[0] == 1, got))
    for number, (what, good, got) in enumerate(outcomes, 1):
        print(f"{'ok' if good else 'not ok'} {number} - {what}")
        if not good:
            print(f"# {got}")
    print(f"1..{len(outcomes)}")
    return 0 if all(good for _, good, _ in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
