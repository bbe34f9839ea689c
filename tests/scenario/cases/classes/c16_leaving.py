# SPDX-License-Identifier: GPL-2.0-only
"""S16, S19: who leaves a login, from where and when ever, takes along what he has made."""

from lab import check, proc, programs, scenes, sessions, sessmon
from lab.hold import Hold
from lab.sessions import Row

# Each is looked at by a module that comes later, too.
WHEN = "early"

MUX = {"detached", "had_tty", "mux"}
ALICE = scenes.ALICE


def set_up():
    sessmon.need()


def settled(rows, late=False):
    """Check them as soon as what had been made before is followed."""
    def follow():
        return [row for row in rows if row.differences(sessions.of(row.process), late)] == []
    try:
        check.eventually(follow, "those who were made before are followed", 30)
    except check.Failure:
        pass                        # check_all() says what is wrong
    sessions.check_all(rows, late)


def _server(shell, how):
    """The server of leave.py, and the shell in its terminal, which is held."""
    hold = Hold()
    end = " &" if how == "keeper" else ""
    told = shell.run(f"python3 /run/lab/lab/leave.py {how} sh -c '{hold.script}'{end}")
    pane = hold.process
    server = proc.need(pane.ppid)
    if how != "keeper":
        check.true(str(server.pid) in told.split(), f"it told of its server {server.pid}: {told}")
        check.eventually(lambda: proc.need(server.pid).ppid == 1, "it is orphaned")
    return proc.need(server.pid), pane


def _dtach(shell):
    """dtach -n, whose starter waits for its server; as that, and what runs in it."""
    hold = Hold()
    shell.run(f"dtach -n {hold.dir}/socket sh -c '{hold.script}'")
    pane = hold.process
    check.eventually(lambda: proc.need(pane.ppid).ppid == 1, "dtach is orphaned")
    return proc.need(pane.ppid), pane


def scene_ssh():
    """Servers of a login by ssh, and one that a sub-reaper keeps in it."""
    login = scenes.ssh()
    who = {"user": ALICE, "login": ALICE, "peer": login.peer}
    left = dict(who, origin=login.shell.pid)
    rows = login.rows[:1]
    for name, (server, pane) in (("dtach", _dtach(login.shell)),
                                 ("a server", _server(login.shell, "ready"))):
        rows.append(Row(name, server, "service", "sshd", reason="detached", flags={"detached"},
                        **left))
        rows.append(Row(f"{name}'s terminal", pane, "terminal", "sshd", reason="detached_tty",
                        tty="pts/", flags=MUX, **left))
    server, pane = _server(login.shell, "member")
    check.equal(server.sid, login.shell.pid, "a server in the login's own session")
    rows.append(Row("the terminal of a server in the login's own session", pane, "terminal", "sshd",
                    reason="detached_tty", tty="pts/", flags=MUX, **left))
    server, pane = _server(login.shell, "keeper")
    rows.append(Row("a server whom the login keeps", server, "noninteractive_remote", "sshd",
                    reason="remote_no_tty", **who))
    rows.append(Row("its terminal", pane, "interactive_remote", "sshd", reason="remote_tty",
                    tty="pts/", flags=scenes.TTY, **who))
    return login, rows


def scene_console():
    """Servers and daemons of a login on a line."""
    login = programs.serial_login()
    own = login.process.sid
    one, two = programs.setsid_daemon(login), programs.double_fork(login)
    tmux = programs.Tmux(login, "console")
    server, pane = _server(login, "ready")
    who = {"user": ALICE, "login": ALICE, "origin": own}
    daemon = {"reason": "detached", "flags": {"detached"}}
    window = {"reason": "detached_tty", "flags": MUX, "tty": "pts/"}
    rows = [
        Row("setsid", one.process, "service", "terminal", **daemon, **who),
        Row("the double fork", two.process, "service", "terminal",
            **dict(daemon, flags={"detached", "leader_exited"}), **who),
        Row("tmux", tmux.process, "service", "terminal", **daemon, **who),
        Row("its window", tmux.panes[0], "terminal", "terminal", **window, **who),
        Row("a server", server, "service", "terminal", **daemon, **who),
        Row("its terminal", pane, "terminal", "terminal", **window, **who),
    ]
    return login, rows


def _play(scene):
    """With the module, and again with one that comes when all of it runs; the same rows."""
    login, rows = scene()
    settled(rows)
    sessmon.unload()
    sessmon.load()
    settled(rows, late=True)
    return login, rows


def test_ssh():
    """A server takes along the sessions that it made before its starter ended; a keeper does not."""
    login, rows = _play(scene_ssh)
    login.shell.leave()
    for row in rows:
        row.want["flags"] |= {"outlives_login"}
    # A login's shell that has ended leaves its session to the members.
    settled([row for row in rows if "detached" in row.want["flags"]], late=True)


def test_console():
    """Daemons and multiplexers leave a console login as they leave one by ssh."""
    login, rows = _play(scene_console)
    login.leave()
    for row in rows:
        row.want["flags"] |= {"outlives_login"}
    settled(rows, late=True)
