# SPDX-License-Identifier: GPL-2.0-only
"""S24: a host whose doors are named by its own policy, loaded after the module."""

import os
import shutil
import subprocess

from lab import check, cleanup, policy, programs, scenes, sessions, sessmon
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


def _rows():
    """What comes in by that door, and what follows from it; a shell of root's in it."""
    login = scenes.ssh(port=PORT)
    daemon = programs.setsid_daemon(login.shell).process
    command = programs.ssh_command("alice", PORT)
    serves = command.process
    root = programs.sudo_i(login.shell)
    return login, root, login.rows + [
        sessions.Row("a command", serves, "noninteractive_remote", "sshd",
                     reason="door_no_tty", user=scenes.ALICE, login=scenes.ALICE,
                     peer=programs.peer_of_client(command.client_pid)),
        sessions.Row("sudo -i with a pty", root.process, "interactive_remote", "sshd",
                     reason="remote_tty", user=0, login=scenes.ALICE, tty="pts/",
                     peer=login.peer, flags=scenes.TTY),
        sessions.Row("a daemon", daemon, "service", "sshd", reason="detached",
                     user=scenes.ALICE, login=scenes.ALICE, peer=login.peer,
                     origin=login.shell.pid, flags={"detached"})]


def test_doors_named_later():
    """What was deduced at load is deduced again when the policy comes: logins are logins."""
    _door()
    sessmon.unload()
    login, root, rows = _rows()
    sessmon.load()
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


def test_door_named_while_in_use():
    """Logins that were seen to come in before the policy named their door are logins by it."""
    _door()
    login, root, rows = _rows()
    # The listener was there before, and let nobody in.
    listener = rows.pop(2)
    before = sessions.of(login.shell.process)
    check.equal((sessions.fact(before, "class"), "unknown_door" in sessions.flags(before)),
                ("terminal", True), "the shell without a rule for its door")
    stream = sessions.Stream()
    with loaded([f"program {DOOR} host_access sshd"]):
        listener.check()
        sessions.check_all(rows, late=True)
        check.equal(stream.history(login.shell.pid, "class"),
                    ["class terminal -> interactive_remote (door_tty)"], "what was told")
        after = programs.setsid_daemon(login.shell)
        sessions.check_all([sessions.Row(
            "a daemon of root's that comes later", after.process, "service", "sshd",
            reason="detached", user=0, login=scenes.ALICE, peer=login.peer,
            origin=login.shell.pid,
            flags={"detached"})])
    # What was seen under a policy that named the door is deduced by none.
    seen = scenes.ssh("bob", 1001)
    policy.reset()
    for row in seen.rows[:2]:
        check.true("inferred" not in sessions.flags(row.check()), f"{row.what} was seen")
    root.leave(login.shell)


test_door_named_while_in_use.limit = 400
