# SPDX-License-Identifier: GPL-2.0-only
"""The questions that a user of the reader has, each answered by one command."""

import time

from lab import check, programs, scenes, sessions, sessmon

WHEN = "early"


def set_up():
    sessmon.need()


def listed(*words):
    return {sessmon.get(entry, "process.pid") for entry in sessmon.ask("ls", *words)}


def test_filters():
    """ls by class, user, entry, terminal and time lists those sessions and no others."""
    login = scenes.ssh()
    command = programs.ssh_command("alice")
    check.true(command.pid, "the command has arrived")
    time.sleep(1.1)
    moment = f"@{int(time.time())}"
    tmux = programs.Tmux(login.shell)
    entries = sessmon.ls()
    tty = login.shell.process.tty

    def those(**conditions):
        return {sessmon.get(entry, "process.pid")
                for entry in sessmon.find_all(entries, **conditions)}
    came_in = those(sessmon__session__login_user__id="1000")
    for words, want in (
            (("--class", "interactive_remote"), those(
                sessmon__session__class="interactive_remote")),
            (("--user", "alice"), those(sessmon__session__user__id="1000") | came_in),
            (("--user", "1000"), those(sessmon__session__user__id="1000") | came_in),
            (("--login-user", "alice"), came_in),
            (("--audit-session", str(login.shell.process.sessionid)),
             those(sessmon__session__audit_session=login.shell.process.sessionid)),
            (("--from", "127.0.0.0/8", "--from", "::1", "--class", "login"), {login.shell.pid}),
            (("--entry", "sshd"), those(sessmon__session__entry__type="sshd")),
            (("--tty", tty), {login.shell.pid}),
            (("--class", "noninteractive_remote", "--user", "alice", "--tty", "none"),
             {command.pid})):
        check.true(want, f"somebody to be found by {words}")
        check.equal(listed(*words), want, f"sessmon ls {' '.join(words)}")
    since = listed("--since", moment)
    check.true({tmux.server, tmux.panes[0].pid} <= since, f"what is new is among {since}")
    check.equal(since & {1, login.shell.pid, command.pid}, set(), "what is old is not")


def test_tree():
    """tree has each session's class as a heading, its processes below, by their parents."""
    login = scenes.ssh()
    tmux = programs.Tmux(login.shell)
    _, out, _ = sessmon.run("tree")
    lines = out.splitlines()
    for process, cls in ((login.shell.process, "login"), (tmux.process, "service"),
                         (tmux.panes[0], "terminal")):
        (heading,) = [n for n, line in enumerate(lines) if f" s:{process.sid} " in line and
                      line.strip().startswith(cls)]
        check.equal(lines[heading + 1].split()[0], str(process.pid),
                    f"first process below the heading of {process.sid}")


def test_few_events():
    """monitor --group session says all of sessions and nothing of processes."""
    stream, everything = sessions.Stream(), sessmon.Monitor()
    login = scenes.ssh()
    login.shell.run("ls / | wc -l")
    login.shell.leave()
    stream.history(login.shell.pid, "end")
    # The first reader of all is also told that the module was loaded.
    actions = {sessmon.get(event, "sessmon.event") for event in stream.events
               if not sessmon.get(event, "sessmon.replayed")}
    check.equal({each for each in actions if not each.startswith("session_")}, set(), "actions")
    everything.wait(event__action="session_end", process__session_leader__pid=login.shell.pid)
    check.true(len(everything.events) > len(stream.events), "it is the smaller stream")


def test_questions():
    """Who is logged in, which services have a terminal, what a login left, which doors are."""
    login, left, pty = scenes.ssh(), scenes.daemons(), scenes.pty_service()
    left.login.shell.leave()
    daemon = left.one.pid

    def flagged():
        return daemon in listed("--flag", "outlives_login")
    check.eventually(flagged, "the daemon outlives its login")
    check.equal(listed("--class", "interactive_remote", "--user", "alice"), {login.shell.pid},
                "who is logged in")
    check.true(pty.hold.pid in listed("--flag", "service_tty"), "services with a terminal")
    check.true(login.shell.pid not in listed("--flag", "service_tty"), "the login is none")
    check.equal(listed("--origin", str(left.login.shell.pid)),
                {daemon, left.two.process.sid}, "what this login left")
    check.true(login.connection.pid in listed("--class", "host_access"), "doors")
