# SPDX-License-Identifier: GPL-2.0-only
"""S12: a service that opens a terminal."""

from lab import check, scenes, sessions, sessmon
from lab.hold import Hold

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


def _asked_for(shell, how):
    """A held shell on a terminal that a service manager gives it for who types this."""
    hold = Hold()
    # systemd has a meaning of its own for one.
    script = hold.script.replace("$", "$$")
    shell.terminal.line(f"{how} --pty --quiet --collect sh -c '{script}'")
    return hold


def test_asked_for():
    """A terminal that a person asks init or his own manager for is told from a service's."""
    root, own = scenes.ssh("root", 0), scenes.ssh()
    service = scenes.pty_service()
    asked = _asked_for(root.shell, "systemd-run")
    his = _asked_for(own.shell, "systemd-run --user")
    sessions.check_anew(service.rows + [
        sessions.Row("init's, asked for by root", asked.process, "terminal", "init",
                     reason="unit_tty", user=0, tty="pts/", flags=scenes.TTY),
        sessions.Row("alice's own manager's", his.process, "terminal", "init",
                     reason="user_tty", user=scenes.ALICE, login=scenes.ALICE, tty="pts/",
                     flags=scenes.TTY)])
    for hold in (asked, his):
        hold.release()
