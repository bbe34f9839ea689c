# SPDX-License-Identifier: GPL-2.0-only
"""S10: what leaves its login by itself."""

from lab import check, programs, proc, scenes, sessions, sessmon
from lab.sessions import Row

WHEN = "early"


def set_up():
    sessmon.need()


def test_daemons():
    """nohup setsid and a double fork are detached services that lead back to their login."""
    stream, everything = sessions.Stream(), sessmon.Monitor("--group", "lifecycle")
    scene = scenes.daemons()
    sessions.check_all(scene.rows)
    for hold, reparented in ((scene.one, scene.one.pid), (scene.two, scene.two.pid)):
        event = everything.wait(event__action="reparent", process__pid=reparented)
        check.equal(sessmon.get(event, "process.parent.pid"), 1, "who adopted it")
        check.equal(sessmon.get(event, "sessmon.reparent_reason"), "init", "why")
        # Its parent may have ended before it called setsid.
        check.true(stream.history(hold.process.sid)[-1] in
                   ("class noninteractive_remote -> service (detached)",
                    "start service (detached)"), f"history: {stream.history(hold.process.sid)}")
    scene.login.shell.leave()
    for row in scene.rows:
        sid = row.process.sid
        check.eventually(lambda sid=sid: "flags outlives_login" in stream.history(sid),
                         f"{row.what} outlives its login")
        row.want["flags"] |= {"outlives_login"}
    sessions.check_all(scene.rows)


def test_nohup():
    """nohup alone leaves no session: the login's own lives on, without leader and terminal."""
    stream = sessions.Stream()
    login = scenes.ssh()
    job = scenes.held(login.shell, "nohup sh -c '{}' >/dev/null 2>&1 </dev/null &")
    check.equal(job.process.sid, login.shell.pid, "session of the job")
    login.shell.leave()
    check.eventually(lambda: "flags outlives_login" in stream.history(job.process.sid),
                     "the job outlives its login")
    Row("what is left of the login", job.process, "interactive_remote", "sshd",
        reason="door_tty", user=scenes.ALICE, login=scenes.ALICE, peer=login.peer,
        flags={"had_tty", "leader_exited", "outlives_login"}).check()
    job.release()
    check.equal(stream.history(login.shell.pid, "end")[-1],
                "end interactive_remote (door_tty)", "its end")


def test_nothing_left():
    """A login that takes its jobs along leaves nothing that outlives it."""
    stream = sessions.Stream()
    login, witness = scenes.ssh(), scenes.ssh()
    daemon = programs.setsid_daemon(witness.shell)
    login.shell.run("sleep 1000 | sleep 1000 &")
    login.shell.run("sudo true")
    # Not by closing the terminal: a shell that sees the end of its input before the
    # hangup runs its logout script, and is killed in it before it tells its jobs.
    pid = login.shell.pid
    login.shell.terminal.line("kill -HUP $$")
    proc.gone(pid)
    # Who ended later leaves something: when that was told, the first was looked at.
    witness.shell.leave()
    check.eventually(lambda: "flags outlives_login" in stream.history(daemon.process.sid),
                     "the other login's daemon outlives it")
    told = {sessmon.get(event, "process.session_leader.pid") for event in stream.events
            if sessmon.get(event, "event.action") == "session_flags"}
    check.equal(told, {daemon.process.sid}, "sessions that were told to outlive their login")


def test_service_outlives_nobody():
    """A unit that a login started does not outlive it: it was never part of it."""
    login = scenes.ssh()
    unit = programs.service(login.shell)
    daemon = programs.setsid_daemon(login.shell)
    login.shell.leave()

    def flagged():
        return "outlives_login" in sessions.flags(sessions.of(daemon.process))
    check.eventually(flagged, "the daemon outlives the login")
    check.equal(sessions.flags(sessions.of(unit.process)), set(), "flags of the unit")
