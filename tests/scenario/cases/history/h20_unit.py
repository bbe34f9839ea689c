# SPDX-License-Identifier: GPL-2.0-only
"""The service that writes the history, by systemd: what it may do, and that it comes back."""

import os
import shutil
import subprocess

from lab import check, cleanup, history, scenes
from lab.stream import say

WHEN = "early"
UNIT = "sessmon-record.service"
FOLDER = "/var/lib/sessmon"
LIBEXEC = "/usr/local/libexec"


def systemctl(*words):
    return subprocess.run(["systemctl", *words], text=True, capture_output=True, check=False)


def shown(name):
    return systemctl("show", "--value", "-p", name, UNIT).stdout.strip()


def set_up():
    """What make install does."""
    history.need()
    os.makedirs(f"{LIBEXEC}/sessmon", exist_ok=True)
    # It may run: after a reset the unit has started it.
    shutil.copy2(history.RECORDER, f"{LIBEXEC}/sessmon/new")
    os.replace(f"{LIBEXEC}/sessmon/new", f"{LIBEXEC}/sessmon/{os.path.basename(history.RECORDER)}")
    with open(f"/run/lab/{UNIT}", encoding="utf-8") as source:
        text = source.read().replace("@LIBEXECDIR@", LIBEXEC)
    with open(f"/etc/systemd/system/{UNIT}", "w", encoding="utf-8") as unit:
        unit.write(text)
    systemctl("daemon-reload")
    cleanup.defer(systemctl, "stop", UNIT)


def start():
    done = systemctl("start", UNIT)
    check.equal(done.returncode, 0, f"systemctl start: {done.stderr}")
    cleanup.defer(systemctl, "stop", UNIT)
    check.eventually(lambda: os.path.exists(FOLDER) and history.ask(FOLDER, "SELECT id FROM run WHERE why = 0"),
                     "it records", 60)


def test_unit():
    """Started by systemd and confined, it records a login, and is restarted when it is killed."""
    done = subprocess.run(["systemd-analyze", "verify", f"/etc/systemd/system/{UNIT}"], text=True,
                          capture_output=True, check=False)
    check.equal([line for line in done.stderr.splitlines() if UNIT in line and "man" not in line], [],
                "what systemd has against the unit")
    start()
    check.equal(shown("Type"), "notify", "it says itself that it is ready")
    modes = {os.stat(os.path.join(FOLDER, name)).st_mode & 0o777 for name in os.listdir(FOLDER)}
    check.equal((os.stat(FOLDER).st_mode & 0o777, modes), (0o700, {0o600}), "modes")
    login = scenes.ssh()
    login.shell.leave()
    check.eventually(lambda: history.ask(FOLDER, "SELECT id FROM process WHERE pid = ? AND ended IS NOT NULL",
                                         login.shell.pid), "the login is recorded", 60)
    killed = shown("MainPID")
    systemctl("kill", "-s", "KILL", UNIT)
    check.eventually(lambda: shown("ActiveState") == "active" and shown("MainPID") not in ("0", killed),
                     "it is there again", 60)
    check.eventually(lambda: [gap for gap in history.gaps(FOLDER) if gap[0] == "killed"], "a gap", 60)
    check.equal(systemctl("stop", UNIT).returncode, 0, "systemctl stop")
    check.equal(shown("Result"), "success", "how it ended")
    history.whole(FOLDER)
    analysis = subprocess.run(["systemd-analyze", "security", "--no-pager", UNIT], text=True,
                              capture_output=True, check=False).stdout
    for line in analysis.splitlines():
        if line.startswith("✗") or "Overall" in line:
            say(line)
    exposure = float(analysis.split("Overall exposure level for")[1].split(":")[1].split()[0])
    check.true(exposure < 3, f"exposure {exposure}")
