# SPDX-License-Identifier: GPL-2.0-only
"""S5: OpenSSH since 9.8, whose listener, connection and key exchange are three programs."""

import os

from lab import check, programs, proc, scenes, sessions, sessmon
from lab.policy import loaded
from lab.sessions import Row

ROOT = "/srv/trixie"
RULES = [f"program {ROOT}{path} host_access sshd" for path in (
    "/usr/sbin/sshd", "/usr/lib/openssh/sshd-session", "/usr/lib/openssh/sshd-auth")]

WHEN = "early"


def set_up():
    sessmon.need()


def test_same_classes():
    """Logins through sshd-session are classified as those through an older sshd are."""
    with loaded(RULES):
        listener = programs.sshd_trixie()
        stream = sessions.Stream()
        shell = programs.ssh_pty("alice", 2322)
        command = programs.ssh_command("alice", 2322)
        connection, above = programs.doors_of(shell.pid)
        check.equal(above.pid, listener.pid, "the listener, above the connection")
        check.equal(os.path.basename(connection.exe), "sshd-session", "the connection's program")
        inside = {"user": scenes.ALICE, "login": scenes.ALICE}
        rows = [
            Row("the listener", listener, "host_access", "init", reason="door_program", user=0),
            Row("the connection", connection, "host_access", "sshd", reason="door_program",
                user=0, login=scenes.ALICE, peer=sessions.peer_of(shell)),
            Row("the shell", shell.process, "interactive_remote", "sshd", reason="door_tty",
                tty="pts/", peer=sessions.peer_of(shell), flags=scenes.TTY, **inside),
            Row("a command", command.process, "noninteractive_remote", "sshd",
                reason="door_no_tty", peer=programs.peer_of_client(command.client_pid), **inside),
        ]
        sessions.check_all(rows)
        entry = sessions.of(shell.process)
        check.equal(sessions.fact(entry, "entry.pid"), shell.pid, "the entry is the shell")
        command.release()
        shell.leave()
        check.equal(stream.history(shell.pid, "end"), [
            "start noninteractive_remote (work_in_door)", "tty gained",
            "class noninteractive_remote -> interactive_remote (work_in_door)", "tty lost",
            "end interactive_remote (door_tty)"], "what happened to the login")
        check.equal(stream.history(connection.pid, "end"), [
            "start host_access (door_program)", "end host_access (door_program)"],
            "what happened to the connection")
        proc.gone(connection.pid)
