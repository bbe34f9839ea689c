# SPDX-License-Identifier: GPL-2.0-only
"""Each way into the host and out of it again, played and left running.

A scene returns what it started, and the Rows that sessmon must then have.  They are
the same whether the module was there before (c01 to c14) or is loaded when all of
them run (c15); facts that history takes away in between are in a Row's `late`.
"""

from types import SimpleNamespace

from lab import proc, programs
from lab.hold import Hold
from lab.sessions import Row, peer_of

ALICE, BOB = 1000, 1001
TTY = ("had_tty",)
# Of what an ended login has left, a module that comes later knows that there was one.
LEFT = {"entry type": "unknown", "peer": None, "origin": None}


def ssh(user="alice", uid=ALICE, port=22, address="localhost"):
    """A login with a terminal, its connection and its door."""
    shell = programs.ssh_pty(user, port, address)
    peer = peer_of(shell)
    connection, listener = programs.doors_of(shell.pid)
    rows = [
        Row("the shell", shell.process, "interactive_remote", "sshd", reason="door_tty",
            user=uid, login=uid, tty="pts/", peer=peer, flags=TTY),
        # By its first child since PAM has told who comes in.
        Row("its connection", connection, "host_access", "sshd", reason="door_program", user=0,
            login=uid, peer=peer),
        Row("the listener", listener, "host_access", "init", reason="door_program", user=0),
    ]
    return SimpleNamespace(shell=shell, peer=peer, rows=rows, connection=connection)


def ssh_command():
    """`ssh host command`, scp and sftp by either server: no terminal."""
    command = programs.ssh_command("alice")
    transfers = [programs.scp(), programs.scp(legacy=True), programs.sftp()]
    rows = [Row(f"{what}", each.process, "noninteractive_remote", "sshd", reason="door_no_tty",
                user=ALICE, login=ALICE, peer=programs.peer_of_client(each.client_pid))
            for what, each in zip(("a command", "scp", "scp -O", "sftp"),
                                  [command] + transfers)]
    inside = programs.internal_sftp()
    rows.append(Row("internal-sftp", inside.process, "noninteractive_remote", "sshd",
                    reason="work_in_door", user=ALICE, login=ALICE,
                    peer=programs.peer_of_client(inside.client_pid)))
    return SimpleNamespace(command=command, transfers=transfers, inside=inside, rows=rows)


def mux():
    """tmux and screen, started in a login that has ended since."""
    login = ssh()
    tmux, screen = programs.Tmux(login.shell), programs.Screen(login.shell)
    login.shell.leave()
    left = {"user": ALICE, "login": ALICE, "peer": login.peer, "origin": login.shell.pid}
    out = {"detached", "outlives_login"}
    rows = []
    for name, server, window in (("tmux", tmux.process, tmux.panes[0]),
                                 ("screen", screen.process, proc.need(screen.window))):
        rows.append(Row(f"{name}'s server", server, "service", "sshd", reason="detached",
                        flags=out, late=LEFT, **left))
        rows.append(Row(f"{name}'s window", window, "terminal", "sshd", reason="detached_tty",
                        tty="pts/", flags=out | {"had_tty", "mux"}, late=LEFT, **left))
    return SimpleNamespace(tmux=tmux, screen=screen, login=login, rows=rows)


def console():
    """A login on a serial line, with a password."""
    shell = programs.serial_login("alice")
    row = Row("the login", shell.process, "terminal", "terminal", reason="getty_login", user=0,
              login=ALICE, tty="ttyS1", flags=TTY)
    return SimpleNamespace(shell=shell, rows=[row])


def services(login):
    """A job of cron, a timer's unit, and one that a person starts."""
    job, timer, unit = programs.cron_job("bob"), programs.timer(), programs.service(login.shell)
    rows = [
        Row("the job", job.process, "service", "cron", reason="service", user=BOB, login=BOB),
        Row("the timer's unit", timer.process, "service", "init", reason="service", user=0),
        Row("the person's unit", unit.process, "service", "init", reason="service", user=0),
    ]
    return SimpleNamespace(rows=rows, holds=[job, timer, unit])


def daemons():
    """nohup setsid, and a classic double fork, whose login goes on."""
    login = ssh()
    one, two = programs.setsid_daemon(login.shell), programs.double_fork(login.shell)
    row = {"reason": "detached", "user": ALICE, "login": ALICE, "peer": login.peer,
           "origin": login.shell.pid}
    gone = {"leader_exited"}
    rows = [
        Row("the setsid daemon", one.process, "service", "sshd", flags={"detached"}, **row),
        Row("the double fork", two.process, "service", "sshd", flags={"detached"} | gone, **row),
    ]
    return SimpleNamespace(login=login, one=one, two=two, rows=rows)


def containers(login):
    """podman without root from a login, with root from a unit; into both without a terminal."""
    own, unit = programs.Podman(login.shell), programs.Podman(name="unit")
    visit, unit_visit = own.exec(), unit.exec()
    inside = {"user": ALICE, "login": ALICE, "peer": login.peer}
    box = {"container"}
    rows = [
        Row("the login's workload", own.process, "service", "sshd", reason="container",
            origin=login.shell.pid, flags=box | {"detached"}, **inside),
        Row("a command in it", visit, "noninteractive_remote", "sshd", reason="remote_no_tty",
            flags=box | {"leader_exited"}, **inside),
        Row("the unit's workload", unit.process, "service", "container", reason="container",
            user=0, flags=box),
        Row("a command in that", unit_visit, "noninteractive_remote", "container",
            reason="door_no_tty", user=0, flags=box | {"leader_exited"}),
        Row("the unit's conmon", unit.conmon, "host_access", "init", reason="door_program",
            user=0),
    ]
    return SimpleNamespace(own=own, unit=unit, visit=visit, unit_visit=unit_visit, rows=rows)


def pty_service():
    """A service that opens a pty and runs a shell in it."""
    hold = programs.pty_service()
    rows = [
        Row("the shell", hold.process, "terminal", "init", reason="service_tty", user=0,
            tty="pts/", flags=TTY + ("service_tty",)),
        Row("its service", proc.need(hold.process.ppid), "service", "init", reason="service",
            user=0),
    ]
    return SimpleNamespace(hold=hold, rows=rows)


def dropbear():
    """dropbear: a shell, and a command, which it runs in the connection's session."""
    programs.dropbear()
    shell, command = programs.ssh_pty("alice", 2200), programs.ssh_command("alice", 2200)
    rows = [
        Row("dropbear's shell", shell.process, "interactive_remote", "sshd", reason="door_tty",
            user=ALICE, tty="pts/", peer=peer_of(shell), flags=TTY),
        Row("dropbear's command", command.process, "noninteractive_remote", "sshd",
            reason="work_in_door", user=0, peer=programs.peer_of_client(command.client_pid)),
    ]
    return SimpleNamespace(shell=shell, command=command, rows=rows)


def held(shell, start):
    """A process that waits to be looked at; `start` is the command line around its script."""
    hold = Hold()
    shell.run(start.format(hold.script))
    return hold
