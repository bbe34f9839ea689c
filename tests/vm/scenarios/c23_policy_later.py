# SPDX-License-Identifier: GPL-2.0-only
"""S24: a host whose doors are named by its own policy, loaded after the module."""

import os
import shutil
import subprocess

from lab import check, cleanup, programs, scenes, sessions, sessmon
from lab.policy import loaded

DOOR = "/opt/lab/sshd"
PORT = 2511

WHEN = "late"


def set_up():
    sessmon.need()


def _door():
    """sshd under a path that no rule names, as vendors install it."""
    os.makedirs(os.path.dirname(DOOR))
    cleanup.defer(shutil.rmtree, os.path.dirname(DOOR))
    shutil.copy("/usr/sbin/sshd", DOOR)
    programs.output("systemd-run", "--quiet", "--collect", "--unit=lab-door", DOOR, "-D",
                    "-p", str(PORT), "-o", "PidFile=none")
    cleanup.defer(subprocess.run, ["systemctl", "stop", "lab-door"])
    check.eventually(lambda: programs.listens(PORT), "the door listens")


def test_doors_named_later():
    """What was deduced at load is deduced again when the policy comes: logins are logins."""
    _door()
    sessmon.unload()
    login = scenes.ssh(port=PORT)
    daemon = programs.setsid_daemon(login.shell).process
    command = programs.ssh_command("alice", PORT)
    serves = command.process
    root = programs.sudo_i(login.shell)
    sessmon.load()
    rows = login.rows + [
        sessions.Row("a command", serves, "noninteractive_remote", "sshd",
                     reason="door_no_tty", user=scenes.ALICE, login=scenes.ALICE,
                     peer=programs.peer_of_client(command.client_pid)),
        sessions.Row("sudo -i with a pty", root.process, "interactive_remote", "sshd",
                     reason="remote_tty", user=0, login=scenes.ALICE, tty="pts/",
                     peer=login.peer, flags=scenes.TTY),
        sessions.Row("a daemon", daemon, "service", "sshd", reason="detached",
                     user=scenes.ALICE, login=scenes.ALICE, peer=login.peer,
                     origin=login.shell.pid, flags={"detached"})]
    check.equal(sessions.fact(sessions.of(login.shell.process), "class"), "terminal",
                "the shell's class without a rule for its door")
    with loaded([f"program {DOOR} host_access sshd"]):
        sessions.check_all(rows, late=True)
        # What comes in from now on was never deduced.
        sessions.check_all(scenes.ssh("bob", 1001, port=PORT).rows[:2])
    # Where they came from stays.
    sessions.check_all(rows[:1] + rows[3:], late=True)
    root.leave(login.shell)


test_doors_named_later.limit = 400
