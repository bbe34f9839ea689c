# SPDX-License-Identifier: GPL-2.0-only
"""S12: a service that opens a terminal."""

from lab import check, scenes, sessions, sessmon

WHEN = "early"


def set_up():
    sessmon.need()


def test_pty():
    """A pty that a service opens is a terminal, and flagged; a getty's and a login's are not."""
    stream = sessions.Stream()
    scene = scenes.pty_service()
    sessions.check_all(scene.rows)
    sid = scene.hold.process.sid
    scene.hold.release()
    check.equal(stream.history(sid, "end"), [
        "start service (service)", "tty gained", "class service -> terminal (service_tty)",
        "tty lost", "end terminal (service_tty)"], "what happened to its session")
    for row in (scenes.console().rows + scenes.ssh().rows):
        check.true("service_tty" not in sessions.flags(sessions.of(row.process)),
                   f"{row.what} is not flagged")
