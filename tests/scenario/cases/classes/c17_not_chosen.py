# SPDX-License-Identifier: GPL-2.0-only
"""S17, S23: what a person runs in his login changes nothing of where he came from."""

import os
import signal
import subprocess

from lab import check, cleanup, proc, programs, scenes, sessions, sessmon
from lab.hold import Hold
from lab.sessions import Row
from lab.shell import Shell

# Each is looked at by a module that comes later, too.
WHEN = "early"

ALICE = scenes.ALICE
BOX = {"container"}


def set_up():
    sessmon.need()


def _inside(hold):
    """Who leads the session of the held shell, which may not know its own number."""
    def arrived():
        return [process for process in proc.all_processes()
                if process.comm == "sh" and process.args[:2] == ["sh", "-c"] and
                hold.dir in process.args[-1]]
    process = check.eventually(arrived, "the held shell", 60)[0]
    cleanup.defer(os.kill, process.pid, signal.SIGKILL)
    return proc.need(process.sid)


def _in_background(shell, command):
    """Type it with a held shell in the place of {}; who leads that shell's session."""
    hold = Hold()
    script = hold.script.replace("$", "\\$") if '"{}"' in command else hold.script
    shell.run(command.format(f"sh -c '{script}'") + " >/dev/null 2>&1 </dev/null &")
    return _inside(hold)


def _like(login, what, process, **other):
    """A row of the login's, with a terminal of its own."""
    return Row(what, process, "interactive_remote", "sshd", reason="remote_tty", user=ALICE,
               login=ALICE, tty="pts/", peer=login.peer, **other)


def test_getty():
    """A getty in a login makes no console of it."""
    login = scenes.ssh()
    stream = sessions.Stream()
    login.shell.terminal.forget()
    login.shell.terminal.line("exec /sbin/agetty -n -l /bin/bash - $TERM")
    # Not before it answers: until then the process may still be agetty.
    again = Shell(login.shell.terminal)
    check.equal(again.pid, login.shell.pid, "the process that agetty has become a shell in")
    sessions.check_all(login.rows)
    check.equal(stream.history(login.shell.pid), [], "what happened to the login")
    stream.stop()
    sessions.check_anew(login.rows)


def test_pid_namespace():
    """unshare and bwrap change nothing, with a terminal and without, first process or not."""
    login = scenes.ssh()
    tty = BOX | {"had_tty"}
    bwrap = "bwrap --bind / / --dev /dev --proc /proc --unshare-pid --new-session "
    rows = [
        _like(login, "script in a pid namespace", _in_background(
            login.shell, 'unshare -rpf --mount-proc setsid -w script -qc "{}" /dev/null'),
            flags=tty),
        _like(login, "script in bwrap", _in_background(
            login.shell, bwrap + 'script -qc "{}" /dev/null'), flags=tty),
    ]
    for what, command in (("setsid in a pid namespace", 'unshare -Upf setsid -w {}'),
                          ("bwrap", bwrap + '{}')):
        process = _in_background(login.shell, command)
        rows.append(Row(what, process, "noninteractive_remote", "sshd", reason="remote_no_tty",
                        user=ALICE, login=ALICE, peer=login.peer, flags=BOX))
    sessions.check_anew(rows)


def test_door():
    """A door that a user starts opens nothing: it is flagged, and stays his, as all it lets in."""
    login = scenes.ssh()
    key = "/home/alice/door_key"
    login.shell.run(f"test -e {key} || dropbearkey -t ed25519 -f {key} >/dev/null 2>&1")
    login.shell.run(f"setsid /usr/sbin/dropbear -F -E -p 2297 -r {key} "
                    ">/dev/null 2>&1 </dev/null &")
    check.eventually(lambda: programs.listens(2297), "the user's door listens")
    door = [each for each in proc.matching(comm="dropbear") if each.uid == ALICE][0]
    cleanup.defer(os.kill, door.pid, 15)
    left = {"user": ALICE, "login": ALICE, "peer": login.peer, "origin": login.shell.pid}
    sessions.check_anew([Row("the user's door", door, "service", "sshd", reason="detached",
                             flags={"detached", "user_door"}, **left)])
    shell = programs.ssh_pty("alice", 2297)
    entry = sessions.of(shell.process)
    check.equal((sessions.fact(entry, "class"), sessions.fact(entry, "entry.type"),
                 sessions.fact(entry, "origin.pid")),
                ("terminal", "sshd", login.shell.pid), "class, entry and origin of who came by it")
    shell.leave()


def test_scheduler():
    """A scheduler that root starts by hand serves, and its jobs lead back to the login."""
    login = scenes.ssh()
    subprocess.run(["systemctl", "stop", "cron"], check=True)
    cleanup.defer(subprocess.run, ["systemctl", "start", "cron"])
    hold = Hold()
    with open("/etc/cron.d/lab", "w") as table:
        table.write(f"@reboot bob {hold.script}\n")
    cleanup.defer(os.unlink, "/etc/cron.d/lab")
    if os.path.exists("/run/crond.reboot"):
        os.unlink("/run/crond.reboot")
    login.shell.run("sudo /usr/sbin/cron")
    job = hold.process
    cron = next(each for each in proc.ancestors(job.pid)
                if each.comm == "cron" and each.leads_session and each.ppid == 1)
    cleanup.defer(os.kill, cron.pid, 15)
    origin = login.shell.pid
    rows = [
        Row("cron", cron, "service", "sshd", reason="detached", user=0, login=ALICE,
            peer=login.peer, origin=origin, flags={"detached", "user_door"}),
        Row("its job", job, "service", "cron", reason="detached", user=scenes.BOB,
            login=scenes.BOB, origin=origin, flags={"detached"}),
    ]
    sessions.check_anew(rows)
    login.shell.leave()
    for row in rows:
        row.want["flags"] |= {"outlives_login"}
    check.eventually(lambda: all("outlives_login" in sessions.flags(sessions.of(row.process))
                                 for row in rows), "both outlive the login")
    sessions.check_all(rows, late=True)
