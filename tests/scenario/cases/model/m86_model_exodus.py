# SPDX-License-Identifier: GPL-2.0-only
"""Process model: sessions end while it is looked at whether they have left their login.

Who makes many sessions in a login and ends has the kernel kill their leaders in the
moment in which they come to another parent; a policy that comes into force looks at all
sessions at the same time.
"""

import json
import os
import subprocess
import threading
import time

from lab import check, cleanup, policy, programs, sessmon
from lab.stream import PROGRAM, say

WHEN = "early"

SECONDS = int(os.environ.get("EXODUS_SECONDS", "8"))
SESSIONS = 500


def set_up():
    sessmon.need()


def _start(*argv):
    # pylint: disable-next=consider-using-with
    popen = subprocess.Popen(argv, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    cleanup.defer(popen.wait)
    cleanup.defer(popen.kill)
    return popen


def _end(popen):
    """What it says in the end."""
    said, _ = popen.communicate(timeout=120 + 2 * SECONDS)
    check.equal(popen.returncode, 0, f"exit status of {popen.args}")
    return said


class Changes(threading.Thread):
    """A policy without sshd, and the built-in one, in turn."""

    def __init__(self):
        super().__init__(daemon=True)
        self.without = [line for line in policy.show() if " sshd" not in line]
        self.count, self.over, self.error = 0, False, None

    def run(self):
        try:
            while not self.over:
                check.equal(policy.load(self.without)[0], 0, "sessmon policy load")
                policy.reset()
                self.count += 1
        except Exception as error:  # pylint: disable=broad-except
            self.error = error

    def end(self):
        self.over = True
        self.join(60)
        policy.reset()


def _log_in_until(end):
    logins = 0
    while time.monotonic() < end:
        programs.output("ssh", "bob@localhost", "true")
        logins += 1
    return logins


def test_killed_when_orphaned():
    """Nothing is told of a session after its end, whoever ends it while others look at it"""
    reader = _start(PROGRAM, "ends")
    check.equal(reader.stdout.readline(), "listening\n", "what the reader says")
    login = _start("ssh", "alice@localhost", f"{PROGRAM} exodus {SESSIONS}")
    check.equal(login.stdout.readline(), "begun\n", "what the login says")
    changes = Changes()
    cleanup.defer(changes.end)
    changes.start()
    logins = _log_in_until(time.monotonic() + SECONDS)
    sessions = int(_end(login))
    changes.end()
    check.eventually(lambda: sessmon.run("verify")[0] == 0, "the table is right", 60)
    told = json.loads(_end(reader))
    say(f"{sessions} sessions, {logins} logins, {changes.count} changes of the policy: {told}")
    check.equal(changes.error, None, "changes of the policy")
    check.true(sessions >= SESSIONS, f"{sessions} sessions")
    check.true(told["ended"] > 0 and told["started"] > 0, "sessions that the reader heard of")
    check.equal(told["after"], 0, "sessions of which something was told after their end")
    check.equal(told["twice"], 0, "sessions that started twice")


test_killed_when_orphaned.limit = 300 + 5 * SECONDS
