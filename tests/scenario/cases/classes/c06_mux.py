# SPDX-License-Identifier: GPL-2.0-only
"""S6: tmux and screen, which outlive the login that started them."""

from lab import check, scenes, sessions, sessmon
from lab.sessions import Row

WHEN = "early"


def set_up():
    sessmon.need()


def settled(scene):
    """The login has ended long enough ago that what is left counts as left."""
    def flagged():
        return "outlives_login" in sessions.flags(sessions.of(scene.rows[-1].process))
    check.eventually(flagged, "outlives_login")


def test_outlive_login():
    """Servers are detached services, windows terminals, and both lead back to their login."""
    stream = sessions.Stream()
    scene = scenes.mux()
    settled(scene)
    sessions.check_all(scene.rows)
    for row in scene.rows:
        pid, window = row.process.sid, row.want["terminal"]
        start = ["start service (detached)"] if window else stream.history(pid)[:-1]
        check.true("start noninteractive_remote (remote_no_tty)" in start or
                   "start service (detached)" in start, f"how {row.what} began: {start}")
        opened = ["tty gained", "class service -> terminal (detached_tty)"] if window else []
        check.equal(stream.history(pid), start + opened + ["flags outlives_login"],
                    f"what happened to {row.what}")


def test_attach_from_elsewhere():
    """Who attaches later changes no class: the window stays the first login's."""
    scene = scenes.mux()
    settled(scene)
    stream = sessions.Stream()
    second = scenes.ssh("alice")
    client = scene.tmux.attach(second.shell)
    check.equal(client.sid, second.shell.pid, "session of the client")
    window = scene.tmux.new_window()
    opened = Row("a new window", window, "terminal", "sshd", reason="detached_tty",
                 user=scenes.ALICE, login=scenes.ALICE, tty="pts/", peer=scene.login.peer,
                 origin=scene.login.shell.pid,
                 flags={"detached", "had_tty", "mux", "outlives_login"})
    check.eventually(lambda: "flags outlives_login" in stream.history(window.sid),
                     "a new window outlives the login, too")
    scene.tmux.detach(second.shell)
    sessions.check_all(scene.rows + [opened])
    second.rows[0].check()
    second.shell.leave()
    for row in scene.rows:
        check.equal(stream.history(row.process.sid), [], f"what happened to {row.what} since")
