# SPDX-License-Identifier: GPL-2.0-only
"""`sessmon alert` in the background, and what it says."""

import json
import os
import shutil
import signal
import subprocess
import threading

from lab import check, cleanup, proc, sessmon

OWN = "/run/lab/rules"              # those that come with sessmon
PUBLIC = "/run/lab/sigma"           # SigmaHQ's, where the host has them
# A rule of our own, whose alert says that all before it has been looked at.
MARKER = """
title: Marker
id: lab-marker
logsource: {product: linux, category: process_creation}
detection: {selection: {Image|endswith: /lab-marker}, condition: selection}
level: informational
"""
LEVELS = ("informational", "low", "medium", "high", "critical")


def need():
    sessmon.need()
    if not os.path.exists("/run/lab/sessmon-history"):
        raise check.Skip("no sessmon-history in the payload")
    os.environ["SESSMON_LIBEXEC"] = "/run/lab"


class Alerts:
    """One that watches, from the moment when it does; each rule's alerts, counts added."""

    def __init__(self, *rules, words=()):
        self.alerts = []
        with open("/run/lab/marker.yml", "w", encoding="ascii") as file:
            file.write(MARKER)
        named = [word for path in [*rules, "/run/lab/marker.yml"] for word in ("--rules", path)]
        # pylint: disable-next=consider-using-with
        self.popen = subprocess.Popen([sessmon.READER, "alert", "-j", "--reliable", *words, *named], text=True,
                                      stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        self.thread = threading.Thread(target=self._follow, daemon=True)
        self.thread.start()
        cleanup.defer(self.stop)
        check.eventually(self._watches, "it watches", 60)

    def _watches(self):
        """It waits for events: its handle is open, and it sleeps in poll."""
        check.equal(self.popen.poll(), None, "it goes on")
        process = proc.read(self.popen.pid)
        with open(f"/proc/{self.popen.pid}/wchan", encoding="ascii") as wchan:
            return process and "poll" in wchan.read()

    def _follow(self):
        for line in self.popen.stdout:
            self.alerts.append(json.loads(line, object_pairs_hook=sessmon.unique))

    def mark(self):
        """Wait until all that has happened was looked at; how many alerts there are then."""
        before = len(self.alerts)
        shutil.copy("/bin/true", "/run/lab/lab-marker")
        # In a session of its own: in one the second would only be counted.
        subprocess.run(["/run/lab/lab-marker"], start_new_session=True, check=True)
        check.eventually(lambda: self.named("Marker", before), "the marker's alert", 60)
        return len(self.alerts)

    def named(self, title, since=0):
        """Alerts of a rule, after so many."""
        return [a for a in self.alerts[since:] if sessmon.get(a, "rule.name") == title]

    def stop(self):
        if self.popen.poll() is None:
            self.popen.send_signal(signal.SIGINT)
        self.popen.wait(60)
        self.thread.join(60)

    def real(self, since=0):
        """Those of rules that are no marker, without the counts of what came again."""
        return [a for a in self.alerts[since:] if sessmon.get(a, "rule.name") != "Marker" and
                sessmon.get(a, "event.action") != "alert_repeated"]

    def matches(self):
        """How often rules matched, with what was only counted."""
        return sum(sessmon.get(a, "sessmon.alert.count") for a in self.alerts
                   if sessmon.get(a, "rule.name") != "Marker")

    def bad(self, least="medium"):
        """Those of a level or a worse one."""
        return [a for a in self.real() if LEVELS.index(sessmon.get(a, "sessmon.alert.level")) >= LEVELS.index(least)]


def said(alert):
    """What is worth knowing of one, in a line."""
    words = [str(sessmon.get(alert, name, "-")) for name in (
        "sessmon.alert.level", "rule.name", "sessmon.session.class", "user.name", "process.command_line")]
    return " | ".join(words)
