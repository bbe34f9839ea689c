# SPDX-License-Identifier: GPL-2.0-only
"""What is left of logins when the module comes: that there was one is known for ever."""

from lab import check, cleanup, proc, programs, scenes, sessions, sessmon
from lab.hold import Hold
from lab.sessions import Row
from lab.shell import Shell
from lab.terminal import Pty

ALICE = scenes.ALICE
OUT = {"detached", "outlives_login"}

WHEN = "early"


def set_up():
    sessmon.need()


def settled(rows):
    """As soon as what a login has left counts as left."""
    def flagged():
        return [row for row in rows if not row.want["flags"] <= sessions.flags(
            sessions.of(row.process))] == []
    check.eventually(flagged, "flags of what was left", 60)


def left(what, process, entry, late=None, **more):
    return Row(what, process, "service", entry, reason="detached", user=ALICE, login=ALICE,
               flags=OUT, late=dict(scenes.LEFT, **late or {}), **more)


def _in_scope(shell):
    """A daemon in a scope of the user's own manager, out of the login's."""
    hold = Hold()
    shell.run("nohup setsid systemd-run --user --scope --quiet --collect "
              f"sh -c '{hold.script}' >/dev/null 2>&1 </dev/null &")
    return hold


def manager():
    """The session of the user's own manager."""
    return next(each for each in proc.all_processes()
                if each.uid == ALICE and each.ppid == 1 and each.args[1:] == ["--user"])


def test_ended():
    """What logins by ssh and on a line have left is theirs; the user's manager is init's."""
    console, login, stays = programs.serial_login(), scenes.ssh(), scenes.ssh()
    own = console.process.sid
    daemon, scoped = programs.setsid_daemon(login.shell), _in_scope(login.shell)
    of_console = programs.double_fork(console)
    ssh = {"peer": login.peer, "origin": login.shell.pid}
    rows = [left("a daemon", daemon.process, "sshd", **ssh),
            left("a daemon in a scope of its own", scoped.process, "sshd", **ssh),
            left("a daemon of the console", of_console.process, "terminal", origin=own)]
    rows[2].want["flags"] |= {"leader_exited"}
    check.true("session-" not in programs.output("cat", f"/proc/{scoped.pid}/cgroup"),
               "the scope is none of a login")
    login.shell.leave()
    console.leave()
    settled(rows)
    rows += stays.rows[:1]
    rows.append(Row("the user's manager", manager(), "service", "init", reason="service",
                    user=ALICE, login=ALICE))
    sessions.check_anew(rows)
    (said,) = sessmon.ask("show", str(daemon.pid))
    check.equal(sessmon.get(said, "process.entry_leader.pid"), None, "its entry's leader")


test_ended.limit = 400


def _shared(*words):
    shell = Shell(Pty(["ssh", "-tt", "-S", "/tmp/lab-master", *words, "alice@localhost"],
                      name="ssh -S"))
    cleanup.defer(lambda: (shell.terminal.close(), proc.gone(shell.pid)))
    return shell


def test_shared():
    """Logins that share a connection share what tells of them: how they came in is known."""
    first = _shared("-M", "-o", "ControlPersist=60")
    cleanup.defer(_end_master)
    second = _shared()
    peer = sessions.peer_of(second)
    check.equal(sessions.peer_of(first), peer, "the connection of both")
    one, two = programs.setsid_daemon(first), programs.setsid_daemon(second)
    rows = [left(f"the {which} daemon", daemon.process, "sshd", peer=peer, origin=login.pid,
                 late={"entry type": "sshd", "peer": peer})
            for which, login, daemon in (("first", first, one), ("second", second, two))]
    for row in rows:
        row.want["flags"] = {"detached"}
    sessions.check_anew(rows)
    first.leave()
    second.leave()
    for row in rows:
        row.want["flags"] = OUT
    sessmon.unload()
    sessmon.load()
    # Nobody is in any more, and the connection is still there.
    sessions.check_all(rows, late=True)


def _end_master():
    """End the connection that was to persist."""
    programs.output("ssh", "-S", "/tmp/lab-master", "-O", "exit", "alice@localhost")
