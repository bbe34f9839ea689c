# SPDX-License-Identifier: GPL-2.0-only
"""S2, S3, S4: coming in through the host's own sshd."""

import os

from lab import check, programs, proc, scenes, sessions, sessmon

LOGIN = ["start noninteractive_remote (work_in_door)", "tty gained",
         "class noninteractive_remote -> interactive_remote (work_in_door)"]

WHEN = "early"


def set_up():
    sessmon.need()


def test_terminal():
    """ssh -tt is interactive remote; each pipeline is one group; it ends with its exit code."""
    stream, everything = sessions.Stream(), sessmon.Monitor()
    login = scenes.ssh()
    entry = [row.check() for row in login.rows][0]
    check.equal(sessions.fact(entry, "created_from.pid"), login.connection.pid, "who created it")
    check.equal(sessions.fact(entry, "audit_session"), login.shell.process.sessionid,
                "audit session")
    pid = login.shell.pid
    for _ in range(2):
        login.shell.run("sleep 1000 | sleep 1000 &")
    sleeps = proc.running(pid, "sleep", 4)
    said = {sessmon.get(each, "process.pid"): sessmon.get(each, "process.group_leader.pid")
            for each in sessmon.ask("tree")}
    check.equal(len({said[each.pid] for each in sleeps}), 2, "process groups of two pipelines")
    check.equal([said[each.pid] for each in sleeps], [each.pgid for each in sleeps], "groups")
    login.shell.run("kill %1 %2")
    login.shell.terminal.line("exit 7")
    check.equal(login.shell.terminal.wait(), 7, "exit status of ssh")
    check.equal(stream.history(pid, "end"), LOGIN + [
        "tty lost", "end interactive_remote (door_tty)"], "what happened to the login")
    check.equal(stream.history(login.connection.pid, "end"), [
        "start host_access (door_program)", "end host_access (door_program)"],
        "what happened to the connection")
    end = everything.wait(event__action="end", process__pid=pid)
    check.equal(sessmon.get(end, "process.exit_code"), 7, "exit code of the shell")


def test_no_terminal():
    """A command, scp and sftp, by the external server and by sshd itself, are not interactive."""
    stream = sessions.Stream()
    scene = scenes.ssh_command()
    sessions.check_all(scene.rows)
    command, inside = scene.command.pid, scene.inside.pid
    scene.command.release()
    check.equal(stream.history(command, "end"), [
        "start noninteractive_remote (work_in_door)",
        "end noninteractive_remote (door_no_tty)"], "what happened to the command")
    scene.inside.end()
    check.equal(stream.history(inside, "end"), [
        "start noninteractive_remote (work_in_door)",
        "end noninteractive_remote (work_in_door)"], "what happened to internal-sftp")


def test_ipv6():
    """The peer of a login by IPv6 is an IPv6 address."""
    login = scenes.ssh(address="::1")
    check.equal(login.peer[0], "::1", "where sshd says that it comes from")
    sessions.check_all(login.rows)


def test_another_user():
    """Two users at once are told apart."""
    rows = scenes.ssh().rows + scenes.ssh("bob", scenes.BOB).rows
    sessions.check_all(rows)
    names = [sessmon.get(sessions.of(row.process), "process.session_leader.user.name")
             for row in (rows[0], rows[3])]
    check.equal(names, ["alice", "bob"], "their names")


def test_dropbear():
    """dropbear's shell is interactive; its command works in the connection's own session."""
    stream = sessions.Stream()
    scene = scenes.dropbear()
    sessions.check_all(scene.rows)
    sid = scene.command.process.sid
    check.differ(sid, scene.command.pid, "the command's session and the command")
    scene.command.release()
    check.equal(stream.history(sid, "end"), [
        "start host_access (door_program)",
        "class host_access -> noninteractive_remote (work_in_door)",
        "end noninteractive_remote (work_in_door)"], "what happened to the connection")


def test_killed():
    """A connection that is cut takes its login along."""
    stream = sessions.Stream()
    login = scenes.ssh()
    pid = login.shell.pid
    login.shell.terminal.close()
    proc.gone(pid)
    history = stream.history(pid, "end")
    check.equal(history[:3], LOGIN, "what happened to the login")
    check.true(history[3] in ("tty hangup", "tty lost"), f"how its terminal went: {history[3]}")


def test_become_somebody():
    """sudo -i with and without a pty, su - and a nested shell stay interactive remote."""
    stream, everything = sessions.Stream(), sessmon.Monitor("--group", "security")
    login = scenes.ssh()
    shell, first = login.shell, login.rows[0]
    with_pty = programs.sudo_i(shell)
    sid = with_pty.process.sid
    check.differ(sid, shell.pid, "sessions of sudo with a pty and of the login")
    sessions.Row("sudo -i with a pty", with_pty.process, "interactive_remote", "sshd",
                 reason="remote_tty", user=0, login=scenes.ALICE, tty="pts/", peer=login.peer,
                 flags=scenes.TTY).check()
    with_pty.leave(shell)
    check.equal(stream.history(sid, "end"), [
        "start noninteractive_remote (remote_no_tty)", "tty gained",
        "class noninteractive_remote -> interactive_remote (remote_tty)", "tty lost",
        "end interactive_remote (remote_tty)"], "what happened to sudo's session")
    with programs.sudo_without_pty():
        _stays(shell, first, programs.sudo_i(shell), 0, everything)
    _stays(shell, first, programs.su(shell, "bob"), scenes.BOB, everything)
    _stays(shell, first, shell.nested("bash"), None, everything)
    shell.leave()
    check.equal(stream.history(shell.pid, "end")[:3], LOGIN, "what happened to the login")


def _stays(shell, row, inner, uid, everything):
    """A shell inside the login's own session; who it became is told where it did."""
    check.equal(inner.process.sid, shell.pid, "its session")
    row.check()
    if uid is not None:
        check.equal(inner.process.uid, uid, "who it is")
        chain = [inner.pid] + [each.pid for each in proc.ancestors(inner.pid)]
        everything.wait(sessmon__event="creds", process__pid=lambda pid: pid in chain,
                        process__user__id=str(uid))
    inner.leave(shell)


def test_control_groups():
    """A process is in the control group to which it was moved, as PAM moves a connection's."""
    login = scenes.ssh()
    for row in login.rows:
        group = proc.need(row.process.pid).cgroup
        inode = str(os.stat(f"/sys/fs/cgroup{group}").st_ino)
        (said,) = sessmon.ask("show", str(row.process.pid))
        check.equal(sessmon.get(said, "sessmon.process.cgroup"), inode, f"{row.what}: {group}")
        if row.process.leads_session:
            check.equal(sessions.fact(sessions.of(row.process), "cgroup"), inode,
                        f"the session of {row.what}: {group}")
    check.true(proc.need(login.connection.pid).cgroup.endswith(".scope"), "it was moved")
