# SPDX-License-Identifier: GPL-2.0-only
"""S15: the module comes to a host on which all of this runs already."""

from lab import check, programs, scenes, sessions, sessmon

WHEN = "early"


def set_up():
    sessmon.need()


def test_busy_host():
    """Loaded late, the table is what it would have been, but for history, and says so."""
    login = scenes.ssh()
    others = [login] + [make() for make in (
        scenes.ssh_command, scenes.mux, scenes.console, scenes.daemons, scenes.pty_service,
        scenes.dropbear)]
    others += [scenes.services(login), scenes.containers(login)]
    root = programs.sudo_i(login.shell)
    rows = [row for scene in others for row in scene.rows]
    rows.append(sessions.Row(
        "sudo -i with a pty", root.process, "interactive_remote", "sshd", reason="remote_tty",
        user=0, login=scenes.ALICE, tty="pts/", peer=login.peer, flags=scenes.TTY))
    sessions.check_anew(rows)
    status, out, err = sessmon.run("verify")
    check.equal(status, 0, f"sessmon verify: {out}{err}")
    # The login goes on under the module's eyes.
    stream = sessions.Stream()
    root.leave(login.shell)
    login.shell.leave()
    check.equal(stream.history(login.shell.pid, "end"),
                ["tty lost", "end interactive_remote (door_tty)"], "the end of the login")


test_busy_host.limit = 900
