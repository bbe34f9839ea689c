# SPDX-License-Identifier: GPL-2.0-only
"""S22: a login manager whose worker stays the leader of the person's session."""

import os
import shutil
import subprocess

from lab import check, cleanup, policy, scenes, sessions, sessmon
from lab.hold import Hold

MANAGER = "/opt/lab-manager"
RULE = f"program {MANAGER} getty,inline display"
# What xdm does: for each display a process in a session of its own, with a helper of root's
# before somebody has logged in, and his programs afterwards.
CODE = """
import os, sys
def start(command, uid):
    if os.fork() == 0:
        os.setgid(uid)
        os.setuid(uid)
        os.execv("/bin/sh", ["sh", "-c", command])
    os.wait()
if os.fork() == 0:
    os.setsid()
    start(sys.argv[1], 0)
    with open("/proc/self/loginuid", "w") as file:
        file.write("1000")
    start(sys.argv[2], 1000)
    os._exit(0)
os.wait()
"""

WHEN = "early"


def set_up():
    sessmon.need()


def test_worker_leads():
    """Before the login it is a door; with the person's programs in it, it is his terminal."""
    shutil.copy("/usr/bin/python3", MANAGER)
    cleanup.defer(os.unlink, MANAGER)
    helper, person = Hold(), Hold()
    # systemd has a meaning of its own for one dollar.
    scripts = [hold.script.replace("$", "$$") for hold in (helper, person)]
    check.equal(policy.load(policy.show() + [RULE]), (0, ""), "sessmon policy load")
    cleanup.defer(policy.reset)
    subprocess.run(["systemd-run", "--quiet", "--collect", "--unit=lab-manager", MANAGER, "-c",
                    CODE, *scripts], check=True)
    cleanup.defer(subprocess.run, ["systemctl", "stop", "lab-manager"])
    sessions.Row("the display", helper.process, "host_access", "display",
                 reason="door_program", user=0).check()
    helper.release()
    row = sessions.Row("the person's session", person.process, "terminal", "display",
                       reason="work_in_door", user=0, login=scenes.ALICE)
    sessions.check_all([row])
    sessmon.unload()
    sessmon.load()
    check.equal(policy.load(policy.show() + [RULE]), (0, ""), "sessmon policy load, late")
    sessions.check_all([row], late=True)
