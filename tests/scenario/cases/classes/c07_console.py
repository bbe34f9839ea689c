# SPDX-License-Identifier: GPL-2.0-only
"""S7: a login with a password on a serial line."""

from lab import check, proc, scenes, sessions, sessmon
from lab.sessions import Row

WHEN = "early"


def set_up():
    sessmon.need()


def test_serial_login():
    """A getty's session becomes a terminal when somebody logs in, and another getty follows."""
    getty = proc.matching(comm="agetty")[0]
    Row("the getty", getty, "host_access", "terminal", reason="door_program", user=0, tty="ttyS1",
        flags=scenes.TTY).check()
    stream = sessions.Stream()
    scene = scenes.console()
    check.equal(scene.shell.process.sid, getty.pid, "the login's session")
    scene.rows[0].check()
    scene.shell.leave()
    check.equal(stream.history(getty.pid, "end"), [
        "class host_access -> terminal (getty_login)", "tty lost",
        "end terminal (getty_login)"], "what happened to the getty's session")

    def another():
        return [each for each in proc.matching(comm="agetty") if each.pid != getty.pid]
    new = check.eventually(another, "another getty")[0]
    check.eventually(lambda: stream.history(new.sid)[-1:] == [
        "class service -> host_access (door_program)"] or
        "host_access" in " ".join(stream.history(new.sid)), "the new getty is a door")
