# SPDX-License-Identifier: GPL-2.0-only
"""Runs the reader under test and returns what it says, as dictionaries.

The reader writes one JSON object per line, with ECS field names.  A field is named
with dots, whether the objects are nested or the names themselves have dots:
find(ls(), **{"process.pid": 17}), or find(ls(), process__pid=17).
"""

import json
import os
import signal
import subprocess
import threading

from lab import check, cleanup

READER = "/run/lab/sessmon"
MODULE = "/run/lab/sessmon.ko"
ABSENT = object()


def need():
    """Skip the test unless there are a loaded module and a reader."""
    if not os.path.exists(READER):
        raise check.Skip("no reader in the payload")
    if not loaded():
        if not os.path.exists(MODULE):
            raise check.Skip("no module in the payload")
        load()


def loaded():
    with open("/proc/modules") as modules:
        return any(line.startswith("sessmon ") for line in modules)


def load(*parameters):
    subprocess.run(["insmod", MODULE, *parameters], check=True)


def unload():
    """An exec that is being looked at just now keeps the module for that moment."""
    def gone():
        done = subprocess.run(["rmmod", "sessmon"], text=True, capture_output=True, check=False)
        if done.returncode and "in use" not in done.stderr:
            raise check.Failure(f"rmmod: {done.stderr}")
        return done.returncode == 0
    check.eventually(gone, "the module lets itself be unloaded")


def run(*words):
    """Run a verb to its end; exit status, standard output and standard error."""
    done = subprocess.run([READER, *words], stdin=subprocess.DEVNULL, text=True,
                          capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr


def unique(pairs):
    """An object, which must not have a name twice."""
    fields = dict(pairs)
    # Not by check.equal(): this is called for each object, and what that would say is long.
    if len(fields) != len(pairs):
        raise check.Failure(f"a name is there twice: {[name for name, _ in pairs]}")
    return fields


def ask(*words):
    """Run a verb with -j; the objects it wrote."""
    status, out, err = run(*words, "-j")
    check.equal(status, 0, f"sessmon {' '.join(words)} -j: {err.strip()}: exit status")
    return [json.loads(line, object_pairs_hook=unique) for line in out.splitlines() if line]


def ls():
    return ask("ls")


def get(entry, name, default=None):
    """The field with this dotted name."""
    if name in entry:
        return entry[name]
    head, _, tail = name.partition(".")
    while tail:
        if isinstance(entry.get(head), dict):
            value = get(entry[head], tail, ABSENT)
            if value is not ABSENT:
                return value
        step, _, tail = tail.partition(".")
        head = f"{head}.{step}"
    return default


def matches(entry, conditions):
    """A condition is a value, or a function of the field that says yes."""
    for name, want in conditions.items():
        got = get(entry, name.replace("__", "."))
        if not (want(got) if callable(want) else got == want):
            return False
    return True


def find_all(entries, **conditions):
    return [entry for entry in entries if matches(entry, conditions)]


def find(entries, **conditions):
    """The one entry that fits; none, or several, is a failure."""
    found = find_all(entries, **conditions)
    check.equal(len(found), 1, f"entries with {conditions} among {len(entries)}")
    return found[0]


class Monitor:
    """`sessmon monitor` in the background; everything it says is in `events`."""

    def __init__(self, *words):
        self.events = []
        self.broken = []            # lines that are not JSON
        # pylint: disable-next=consider-using-with
        self.popen = subprocess.Popen([READER, "monitor", "-j", *words], text=True,
                                      stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        self.thread = threading.Thread(target=self._follow, daemon=True)
        self.thread.start()
        cleanup.defer(self.stop)

    def _follow(self):
        for line in self.popen.stdout:
            try:
                self.events.append(json.loads(line, object_pairs_hook=unique))
            except (ValueError, check.Failure):
                self.broken.append(line)

    def mark(self):
        """Here we are: since(mark) is what came later."""
        return len(self.events)

    def since(self, mark):
        return self.events[mark:]

    def wait(self, timeout=20.0, since=0, **conditions):
        """The first event that fits, which may be still to come."""
        def found():
            return find_all(self.events[since:], **conditions)
        return check.eventually(found, f"an event with {conditions}", timeout)[0]

    def stop(self):
        """End it as a user would, with ^C; exit status."""
        if self.popen.poll() is None:
            self.popen.send_signal(signal.SIGINT)
        try:
            status = self.popen.wait(10)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            status = self.popen.wait()
        self.thread.join(5)
        return status
