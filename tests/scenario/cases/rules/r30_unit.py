# SPDX-License-Identifier: GPL-2.0-only
"""Alerts of the service that writes the history: in the journal, in the history, and loaded anew."""

import os
import shutil
import subprocess

from lab import alerts, check, cleanup, history, sessmon
from lab.programs.run import output

WHEN = "early"
UNIT = "sessmon-record.service"
FOLDER = "/var/lib/sessmon"
LIBEXEC = "/usr/local/libexec"
INSTALLED, OWN = "/usr/local/share/sessmon/rules", "/etc/sessmon/rules"
RULE = """
title: Anything
logsource: {product: linux, category: process_creation}
detection: {s: {Image|endswith: /lab-anything}, condition: s}
"""


def set_up():
    """What make install does."""
    history.need()
    alerts.need()
    os.makedirs(f"{LIBEXEC}/sessmon", exist_ok=True)
    shutil.copy2(history.RECORDER, f"{LIBEXEC}/sessmon/")
    shutil.copytree(alerts.OWN, INSTALLED, dirs_exist_ok=True)
    # Regular expressions are compiled where memory may not be written and executed.
    if os.path.exists(alerts.PUBLIC):
        shutil.copytree(alerts.PUBLIC, f"{INSTALLED}/public", dirs_exist_ok=True)
    cleanup.defer(shutil.rmtree, INSTALLED)
    with open(f"/run/lab/{UNIT}", encoding="utf-8") as source:
        text = source.read().replace("@LIBEXECDIR@", LIBEXEC)
    with open(f"/etc/systemd/system/{UNIT}", "w", encoding="utf-8") as unit:
        unit.write(text)
    output("systemctl", "daemon-reload")


def said(priority):
    """What the unit has said with this priority or a worse one."""
    return subprocess.run(["journalctl", "-u", UNIT, "-o", "cat", "-p", str(priority), "--no-pager"], text=True,
                          capture_output=True, check=False).stdout


def waited_for(words, priority=7):
    check.eventually(lambda: words in said(priority), f"the journal has: {words}", 90)


def rule(name, text):
    os.makedirs(OWN, exist_ok=True)
    with open(f"{OWN}/{name}", "w", encoding="ascii") as file:
        file.write(text)


def test_unit():
    """The confined unit tells alerts by their priority, keeps them, and takes other rules on reload."""
    output("systemctl", "start", UNIT)
    cleanup.defer(subprocess.run, ["systemctl", "stop", UNIT])
    cleanup.defer(shutil.rmtree, "/etc/sessmon/rules", True)
    check.eventually(lambda: os.path.exists(FOLDER) and history.ask(FOLDER, "SELECT id FROM run WHERE why = 0"),
                     "it records", 60)
    output("ssh", "root@localhost", "cat /etc/shadow >/dev/null")
    waited_for("Secrets Sent to the Other End of a Login", 3)
    check.true("rule by The sessmon developers" in said(3), "the author is named")
    rule("bad.yml", "title: bad\n")
    output("systemctl", "reload", UNIT)
    waited_for("the rules stay as they were")
    rule("bad.yml", RULE)
    output("systemctl", "reload", UNIT)
    waited_for(f"sessmon record: {count()} rules")
    shutil.copy("/bin/true", "/run/lab/lab-anything")
    output("/run/lab/lab-anything")
    check.eventually(lambda: [a for a in sessmon.ask("alerts") if sessmon.get(a, "rule.name") == "Anything"],
                     "the history has an alert of the new rule", 60)
    output("systemctl", "stop", UNIT)
    kept = [sessmon.get(a, "rule.name") for a in sessmon.ask("alerts")]
    check.true("Secrets Sent to the Other End of a Login" in kept, f"the history has the first alert: {kept}")
    history.whole(FOLDER)


def count():
    """Rules that there are now."""
    done = subprocess.run([sessmon.READER, "rules", "check", INSTALLED, OWN], text=True, capture_output=True, check=False)
    return int(done.stdout.split()[0])
