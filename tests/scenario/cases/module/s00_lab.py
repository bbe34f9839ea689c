# SPDX-License-Identifier: GPL-2.0-only
"""The lab itself: the real programs behave as the other scenarios rely on.

Nothing here needs sessmon.  Every fact is read from /proc.
"""

import os

from lab import check, proc, programs

# Says nothing of the module: for whom a scenario leaves in doubt whether it is the lab.
WHEN = "asked"

ALICE, BOB = 1000, 1001


def unset(process, what):
    check.equal(process.loginuid, proc.UNSET, f"login uid of {what}")


def test_boot():
    """pid 1 leads a session, each service leads its own, and nobody is logged in."""
    check.true(proc.need(1).leads_session, "pid 1 leads a session")
    for name in ("systemd-journal", "systemd-udevd", "systemd-logind", "cron", "agetty"):
        found = proc.matching(comm=name)
        check.equal(len(found), 1, f"number of {name}")
        check.true(found[0].leads_session, f"{name} leads its session")
        unset(found[0], name)
    check.equal(proc.matching(comm="agetty")[0].tty, "ttyS1", "terminal of agetty")
    unset(proc.need(os.getpid()), "the runner")
    check.equal(proc.need(os.getpid()).tty, None, "terminal of the runner")


def test_ssh_pty():
    """ssh -tt gives a session with a terminal, and each pipeline a process group."""
    shell = programs.ssh_pty("alice")
    login = shell.process
    check.true(login.leads_session, "the shell leads its session")
    check.equal(login.tty[:4], "pts/", "its terminal")
    check.equal((login.uid, login.loginuid), (ALICE, ALICE), "its uid and login uid")
    daemons = programs.sshd_of(shell.pid)
    check.equal(len(daemons), 3, "sshd of the user, of the connection and listener")
    check.differ(daemons[1].sid, daemons[2].sid, "connection and listener")
    check.equal(daemons[0].sid, daemons[1].sid, "session of both sshd of the connection")
    shell.run("sleep 1000 | sleep 1000 &")
    sleeps = proc.running(login.sid, "sleep", 2)
    check.equal(sleeps[0].pgid, sleeps[1].pgid, "their process groups")
    check.differ(sleeps[0].pgid, login.pgid, "pipeline and shell")
    shell.run("kill %1")
    shell.terminal.line("exit 7")
    check.equal(shell.terminal.wait(), 7, "exit status of ssh")


def test_ssh_command():
    """ssh with a command gives a session without a terminal."""
    command = programs.ssh_command("alice")
    check.equal(command.process.tty, None, "its terminal")
    check.equal(command.process.loginuid, ALICE, "its login uid")
    check.true(command.process.leads_session, "it leads a session")
    command.release()
    check.equal(command.client.popen.wait(30), 0, "exit status of ssh")


def test_transfers():
    """scp, scp -O and sftp run their servers without a terminal, as the user."""
    for transfer in (programs.scp(), programs.scp(legacy=True), programs.sftp()):
        check.equal(transfer.process.tty, None, "terminal of the server")
        check.equal(transfer.process.loginuid, ALICE, "its login uid")
        check.equal(len(programs.sshd_of(transfer.pid)), 3, "sshd above it")
        transfer.end()


def test_internal_sftp():
    """internal-sftp is sshd itself, running as the user."""
    transfer = programs.internal_sftp()
    check.equal(os.path.basename(transfer.process.exe), "sshd", "its program")
    check.equal(transfer.process.uid, ALICE, "its uid")


def test_dropbear():
    """dropbear runs a command in the session of its connection."""
    listener = programs.dropbear()
    shell = programs.ssh_pty("alice", port=2200)
    check.true(shell.process.leads_session, "the login shell leads a session")
    connection = proc.need(shell.process.ppid)
    check.equal((connection.comm, connection.ppid), ("dropbear", listener.pid),
                "its parent, and whose child that is")
    command = programs.ssh_command("alice", port=2200)
    parent = proc.need(command.process.ppid)
    check.equal(parent.comm, "dropbear", "parent of the command")
    check.equal(command.process.sid, parent.sid, "session of the command")


def test_tmux():
    """A tmux server leaves the login, its panes stay when the login ends."""
    first = programs.ssh_pty("alice")
    tmux = programs.Tmux(first)
    check.differ(tmux.process.sid, first.process.sid, "server and login")
    check.equal(tmux.process.tty, None, "terminal of the server")
    pane = tmux.panes[0]
    check.true(pane.leads_session, "the pane leads a session")
    check.differ(pane.tty, first.process.tty, "terminals of pane and login")
    client = tmux.attach(first)
    check.equal(client.sid, first.pid, "session of the client")
    tmux.detach(first)
    first.leave()
    check.equal(proc.need(tmux.server).ppid, 1, "parent of the server")
    second = programs.ssh_pty("alice")
    check.equal(tmux.attach(second).sid, second.pid, "session of the second client")
    check.equal([each.pid for each in tmux.panes], [pane.pid], "panes")
    check.equal(tmux.process.loginuid, ALICE, "login uid of the server")


def test_screen():
    """A detached screen leads a session, and so does the shell in its window."""
    screen = programs.Screen(programs.ssh_pty("alice"))
    check.true(screen.process.leads_session, "the server leads a session")
    check.equal(screen.process.tty, None, "its terminal")
    window = proc.need(screen.window)
    check.true(window.leads_session, "the window leads a session")
    check.equal(window.tty[:4], "pts/", "its terminal")


def test_serial_login():
    """A login with a password on a serial line turns agetty's session into a shell's."""
    getty = proc.matching(comm="agetty")[0]
    shell = programs.serial_login("alice")
    check.equal(shell.process.tty, "ttyS1", "its terminal")
    check.equal((shell.process.uid, shell.process.loginuid), (ALICE, ALICE),
                "its uid and login uid")
    check.equal(shell.process.sid, getty.sid, "its session")
    check.equal(proc.need(getty.pid).comm, "login", "what agetty became")
    shell.leave()
    proc.gone(getty.pid)
    check.eventually(lambda: [each for each in proc.matching(comm="agetty")
                              if each.pid != getty.pid], "a new agetty")


def test_cron():
    """cron runs a job as its user, with a login uid and without a terminal."""
    job = programs.cron_job("bob")
    check.equal((job.process.uid, job.process.loginuid), (BOB, BOB), "its uid and login uid")
    check.equal(job.process.tty, None, "its terminal")
    check.equal(proc.ancestors(job.pid)[1].comm, "cron", "its grandparent")
    job.release()


def test_units():
    """A timer and systemctl start make services, whoever asked for them."""
    shell = programs.ssh_pty("alice")
    for unit in (programs.timer(), programs.service(), programs.service(shell)):
        check.equal(unit.process.ppid, 1, f"parent of {unit.unit}")
        check.true(unit.process.leads_session, f"{unit.unit} leads a session")
        check.equal(unit.process.tty, None, "its terminal")
        unset(unit.process, unit.unit)
        unit.release()


def test_pty_service():
    """A shell in a pty that a service opened leads a session with that terminal."""
    service = programs.pty_service()
    check.equal(service.process.tty[:4], "pts/", "its terminal")
    check.true(service.process.leads_session, "it leads a session")
    check.equal(proc.need(service.process.ppid).tty, None, "terminal of the service")
    unset(service.process, "the shell")


def test_sudo_and_su():
    """su - and sudo -i without a pty stay in the login's session and keep its login uid."""
    login = programs.ssh_pty("alice")
    with programs.sudo_without_pty():
        root = programs.sudo_i(login)
        check.equal((root.process.uid, root.process.loginuid), (0, ALICE),
                    "sudo -i: uid, login uid")
        check.equal(root.process.sid, login.pid, "session of sudo -i")
        root.leave(login)
    bob = programs.su(login, "bob")
    check.equal((bob.process.uid, bob.process.loginuid), (BOB, ALICE), "su -: uid, login uid")
    check.equal(bob.process.sid, login.pid, "session of su -")
    bob.leave(login)


def test_sudo_use_pty():
    """sudo with use_pty puts its command on another terminal, in another session."""
    login = programs.ssh_pty("alice")
    root = programs.sudo_i(login)
    check.differ(root.process.sid, login.pid, "sessions of sudo -i and login")
    check.differ(root.process.tty, login.process.tty, "terminals of both")
    check.equal(root.process.loginuid, ALICE, "login uid")
    root.leave(login)


def test_daemons():
    """setsid and a double fork leave the login's session and outlive it."""
    login = programs.ssh_pty("alice")
    one = programs.setsid_daemon(login)
    check.true(one.process.leads_session, "the setsid daemon leads a session")
    check.equal(one.process.ppid, 1, "its parent")
    two = programs.double_fork(login)
    check.equal(two.process.sid, two.leader, "session of the double forked daemon")
    check.equal(proc.read(two.leader), None, "leader of that session")
    check.equal(two.process.ppid, 1, "its parent")
    login.leave()
    for daemon in (one, two):
        check.equal((daemon.process.tty, daemon.process.loginuid), (None, ALICE),
                    "terminal and login uid of a daemon")


def test_containers():
    """crun and runc give their workload a pid namespace, and exec joins it."""
    for runtime in ("crun", "runc"):
        container = programs.Container(runtime)
        check.equal(container.process.vpid, 1, f"{runtime}: pid inside")
        check.differ(container.process.namespaces["pid"], proc.need(1).namespaces["pid"],
                     f"{runtime}: pid namespaces in and out")
        for joined in (container.exec(), container.exec_pty().process):
            check.equal(joined.namespaces["pid"], container.process.namespaces["pid"],
                        f"{runtime} exec: pid namespace")
            check.differ(joined.sid, container.process.sid, f"{runtime}: sessions")
        check.equal(joined.tty[:4], "pts/", f"{runtime} exec -t: terminal")


def test_podman_root():
    """podman run by a service keeps a workload under conmon."""
    podman = programs.Podman()
    check.equal(podman.process.vpid, 1, "pid inside")
    check.true(podman.conmon.leads_session, "conmon leads a session")
    check.equal(podman.exec().namespaces["pid"], podman.process.namespaces["pid"],
                "pid namespace of podman exec")


def test_podman_rootless():
    """podman run from a login runs the workload as the user, and exec -it nests."""
    login = programs.ssh_pty("alice")
    podman = programs.Podman(login)
    check.equal((podman.process.uid, podman.process.loginuid), (ALICE, ALICE),
                "uid and login uid of the workload")
    inner = podman.exec_pty()
    check.equal(inner.process.tty[:4], "pts/", "terminal of podman exec -it")
    check.equal(inner.process.namespaces["pid"], podman.process.namespaces["pid"],
                "its pid namespace")
    inner.leave(login)
