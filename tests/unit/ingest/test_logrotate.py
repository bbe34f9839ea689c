#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The example for logrotate, run by it: each event is in one of the files, once; TAP out.

usage: test_logrotate.py SESSMON-FAKE

The example is as it is but for the folder, and for who is sent SIGHUP: no systemd runs here.
"""
import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SESSMON = sys.argv[1]
EXAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "userspace", "install", "ingest")
PATIENCE = 120
# Three events each.
LIVES = 500
ROTATIONS = 3
RELOAD = "systemctl reload sessmon-documents.service"
outcomes = []


def ok(good, what, detail=""):
    outcomes.append(bool(good))
    print(f"{'ok' if good else 'not ok'} {len(outcomes)} - {what}")
    if not good:
        print("# " + str(detail)[:1500].replace("\n", "\n# "))


def eventually(probe, what):
    until = time.monotonic() + PATIENCE
    while not probe():
        if time.monotonic() > until:
            ok(False, f"waited in vain: {what}")
            return False
        time.sleep(0.05)
    return True


class Shipped:
    """A folder: who writes to it, and what rotates it."""

    def __init__(self, folder):
        self.folder, self.log = folder, os.path.join(folder, "log")
        self.path = os.path.join(self.log, "sessmon.ndjson")
        os.makedirs(self.log)
        self.said, self.monitor, self.second = [], None, 0

    def write(self, lives):
        """Documents of a storm."""
        env = dict(os.environ, SESSMON_FAKE="stays", SESSMON_FAKE_STORM=str(lives))
        # pylint: disable-next=consider-using-with
        self.monitor = subprocess.Popen([SESSMON, "monitor", "-j", "-d", "-R", "--wait", "--output", self.path],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=env)

    def end(self):
        self.monitor.send_signal(signal.SIGTERM)
        return self.monitor.wait(PATIENCE)

    def example(self, reload):
        """A copy of it, for this folder."""
        with open(os.path.join(EXAMPLES, "logrotate.conf"), encoding="utf-8") as text:
            made = text.read()
        assert RELOAD in made and "/var/log/sessmon/" in made
        path = os.path.join(self.folder, "logrotate.conf")
        with open(path, "w", encoding="utf-8") as file:
            file.write(made.replace(RELOAD, reload).replace("/var/log/sessmon", self.log))
        os.chmod(path, 0o600)
        return path

    def files(self):
        return sorted(os.path.join(self.log, each) for each in os.listdir(self.log) if ".ndjson" in each)

    def has_some(self):
        return os.path.exists(self.path) and os.path.getsize(self.path) > 0

    def rotate(self):
        """By force, as soon as there is something; returns how many files there are more."""
        eventually(self.has_some, "something to rotate")
        # The second is in the name.
        eventually(lambda: int(time.time()) > self.second, "the next second")
        before = len(self.files())
        conf = self.example(f"kill -HUP {self.monitor.pid}")
        done = subprocess.run(["logrotate", "-f", "-s", os.path.join(self.folder, "rotated"), conf],
                              capture_output=True, text=True, check=False)
        self.second = int(time.time())
        self.said += [line for line in (done.stdout + done.stderr).splitlines() if line]
        eventually(lambda: os.path.exists(self.path), "a new file")
        return len(self.files()) - before

    def events(self):
        """Ids in all files, as far as these are written; not of what was there before."""
        found = []
        for path in self.files():
            with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as lines:
                docs = [json.loads(line) for line in lines if line.endswith("\n")]
            found += [doc["event"].get("id") for doc in docs if doc["event"]["kind"] == "event"]
        return found


def storm(shipped, so_far):
    """One, in which the file is rotated; how many files that made."""
    shipped.write(LIVES)
    grew = shipped.rotate()
    eventually(lambda: len(shipped.events()) >= so_far + 3 * LIVES, "the storm to be written")
    ok(shipped.end() == 0, "who writes ends well")
    return grew


def run(shipped):
    grew = [storm(shipped, turn * 3 * LIVES) for turn in range(ROTATIONS)]
    ok(grew == [1] * ROTATIONS, "each rotation makes another file", grew)
    ok(not shipped.said, "logrotate has no complaint", shipped.said)
    ids, want = shipped.events(), 3 * LIVES * ROTATIONS
    ok(len(ids) == len(set(ids)) == want, f"each of {want} events is in one of the files, once",
       (len(ids), len(set(ids))))
    packed = sum(path.endswith(".gz") for path in shipped.files())
    ok(packed == ROTATIONS - 1, "all but the last that was renamed are compressed", shipped.files())
    modes = {os.stat(path).st_mode & 0o777 for path in shipped.files()}
    ok(modes == {0o600}, "none is for others to read", modes)


def main():
    folder = tempfile.mkdtemp()
    shipped = Shipped(folder)
    try:
        run(shipped)
    finally:
        shipped.monitor.kill()
        shipped.monitor.wait()
        shutil.rmtree(folder)
    print(f"1..{len(outcomes)}")
    return not all(outcomes)


sys.exit(main())
