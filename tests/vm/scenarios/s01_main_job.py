# SPDX-License-Identifier: GPL-2.0-only
"""The main job: each way into the host has its class, and nothing disturbs the host."""

import json
import os
import signal
import subprocess
import time

from lab import check, programs, proc, sessmon

ALICE, BOB = 1000, 1001


def set_up():
    sessmon.need()


def session(process):
    """What sessmon says of the session that a process is in according to /proc."""
    return sessmon.find(sessmon.ls(), process__session_leader__pid=process.sid)


def fact(entry, name, default=None):
    return sessmon.get(entry, "sessmon.session." + name, default)


def kernel_log():
    return subprocess.run(["dmesg"], text=True, capture_output=True, check=True).stdout


def same_as_proc(entry, process):
    """User, login user and terminal are what /proc says."""
    leader = proc.need(process.sid)
    check.equal(sessmon.get(entry, "process.session_leader.user.id"), str(leader.uid), "user")
    check.equal(fact(entry, "tty.name"), leader.tty, "terminal")
    login = fact(entry, "login_user.id")
    want = None if leader.loginuid == proc.UNSET else str(leader.loginuid)
    check.equal(login, want, "login user")


def test_init():
    """pid 1 leads the init session, and units are services created by it."""
    init = session(proc.need(1))
    check.equal(fact(init, "class"), "init", "class of pid 1's session")
    for name in ("systemd-journal", "systemd-logind", "cron"):
        unit = session(proc.matching(comm=name)[0])
        check.equal(fact(unit, "class"), "service", f"class of {name}")
        check.equal(fact(unit, "created_from.pid"), 1, f"session that created {name}'s")
        same_as_proc(unit, proc.matching(comm=name)[0])


def test_ssh_terminal():
    """A shell through ssh -tt is interactive remote, with its user, terminal and peer."""
    shell = programs.ssh_pty("alice")
    entry = session(shell.process)
    check.equal(fact(entry, "class"), "interactive_remote", "class")
    check.equal(fact(entry, "entry.type"), "sshd", "entry type")
    same_as_proc(entry, shell.process)
    client = shell.run("echo $SSH_CONNECTION").split()
    check.equal(fact(entry, "peer.remote.ip"), client[0], "address of the other end")
    check.equal(str(fact(entry, "peer.remote.port")), client[1], "port of the other end")
    connection = session(programs.sshd_of(shell.pid)[0])
    check.equal(fact(connection, "class"), "host_access", "class of the connection's session")
    check.equal(fact(entry, "created_from.pid"),
                sessmon.get(connection, "process.session_leader.pid"), "creating session")
    shell.leave()


def test_ssh_command():
    """A command through ssh, and scp, are non-interactive remote."""
    command = programs.ssh_command("alice")
    entry = session(command.process)
    check.equal(fact(entry, "class"), "noninteractive_remote", "class")
    same_as_proc(entry, command.process)
    command.release()
    transfer = programs.scp()
    check.equal(fact(session(transfer.process), "class"), "noninteractive_remote", "scp")
    transfer.end()


def test_tmux():
    """A tmux server is a detached service and its pane a terminal, from the login they left."""
    login = programs.ssh_pty("alice")
    tmux = programs.Tmux(login)
    pane = tmux.panes[0]
    login.leave()
    server = session(tmux.process)
    check.equal(fact(server, "class"), "service", "class of the server")
    check.true("detached" in fact(server, "flags"), "the server is detached")
    inside = session(pane)
    check.equal(fact(inside, "class"), "terminal", "class of the pane")
    for entry, what in ((server, "server"), (inside, "pane")):
        check.equal(fact(entry, "origin.pid"), login.pid, f"origin of the {what}")
    same_as_proc(inside, pane)
    tmux.end()


def test_serial_login():
    """A getty's session becomes a terminal session when somebody logs in."""
    getty = proc.matching(comm="agetty")[0]
    check.equal(fact(session(getty), "class"), "host_access", "class of the getty's session")
    stream = sessmon.Monitor("--group", "session")
    time.sleep(1)
    shell = programs.serial_login("alice")
    entry = session(shell.process)
    check.equal(sessmon.get(entry, "process.session_leader.pid"), getty.pid, "its leader")
    check.equal(fact(entry, "class"), "terminal", "class after the login")
    check.equal(fact(entry, "reason"), "getty_login", "reason")
    check.equal(fact(entry, "entry.type"), "terminal", "entry type")
    change = stream.wait(event__action="session_class",
                         process__session_leader__pid=getty.pid)
    check.equal(sessmon.get(change, "sessmon.old.class"), "host_access", "class before")
    shell.leave()


def test_services():
    """A unit started from a login, and a cron job, do not descend from the login."""
    login = programs.ssh_pty("alice")
    unit = programs.service(login)
    entry = session(unit.process)
    check.equal(fact(entry, "class"), "service", "class of the unit")
    check.equal(fact(entry, "entry.type"), "init", "entry type of the unit")
    daemon = programs.setsid_daemon(login)
    entry = session(daemon.process)
    check.equal(fact(entry, "class"), "service", "class of the daemon")
    check.equal(fact(entry, "origin.pid"), login.pid, "origin of the daemon")
    job = programs.cron_job("bob")
    entry = session(job.process)
    check.equal(fact(entry, "class"), "service", "class of the job")
    check.equal(fact(entry, "entry.type"), "cron", "entry type of the job")
    same_as_proc(entry, job.process)
    unit.release()
    job.release()


def test_tables_match():
    """sessmon's processes are those of /proc, with the same session, group and parent."""
    def differences():
        # Taken one after the other: what lives in both, twice, must be the same.
        before = {p.pid: p for p in proc.all_processes()}
        said = {sessmon.get(e, "process.pid"): e for e in sessmon.ask("tree")
                if sessmon.get(e, "event.action") == "process"}
        after = {p.pid: p for p in proc.all_processes()}
        stable = [p for p in after.values() if p.pid in before and
                  (p.sid, p.pgid, p.ppid) == (before[p.pid].sid, before[p.pid].pgid,
                                              before[p.pid].ppid)]
        wrong = []
        for p in stable:
            e = said.get(p.pid)
            # The session of kernel threads has no leader.
            got = e and (sessmon.get(e, "process.session_leader.pid", 0),
                         sessmon.get(e, "process.group_leader.pid", 0),
                         sessmon.get(e, "process.parent.pid", 0))
            if got != (p.sid, p.pgid, p.ppid):
                wrong.append((p.pid, p.comm, got, (p.sid, p.pgid, p.ppid)))
        return wrong
    check.equal(differences(), [], "processes that differ")


def test_usage():
    """Bad input ends with 2 or 1 and one clear line."""
    for words, status in ((("bogus",), 2), (("ls", "--bogus"), 2), (("show", "x"), 2),
                          (("show", "4194304"), 1), ((), 2)):
        got, _, err = sessmon.run(*words)
        check.equal(got, status, f"exit status of sessmon {' '.join(words)}")
        check.true(err.startswith(("sessmon", "usage")), f"what it says: {err!r}")
        if words:
            check.equal(len(err.splitlines()), 1, f"lines of {err!r}")


def test_privilege():
    """An unprivileged user is refused with one line."""
    done = subprocess.run(["runuser", "-u", "alice", "--", sessmon.READER, "ls"], text=True,
                          capture_output=True, check=False)
    check.equal(done.returncode, 1, "exit status")
    check.equal(len(done.stderr.splitlines()), 1, f"lines of {done.stderr!r}")
    check.equal(done.stdout, "", "what it printed")


def storm(seconds):
    """Forks, executions and sessions from several processes at once."""
    # pylint: disable-next=consider-using-with
    return subprocess.Popen(
        ["sh", "-c", f"for i in 1 2 3; do timeout {seconds} sh -c "
                     "'while :; do setsid sh -c true; true | /bin/true; done' & done; wait"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_unload_under_load():
    """Killed readers and unloading under load leave nothing in the kernel log but two lines."""
    before = kernel_log()
    load = storm(12)
    readers = [sessmon.Monitor() for _ in range(2)]
    time.sleep(3)
    for reader in readers:
        reader.popen.send_signal(signal.SIGKILL)
        reader.popen.wait()
    for _ in range(3):
        sessmon.unload()
        got, _, err = sessmon.run("ls")
        check.equal(got, 1, "exit status of sessmon ls without the module")
        check.true("not loaded" in err, f"what it says: {err!r}")
        sessmon.load()
    load.wait(60)
    new = kernel_log()[len(before):].splitlines()
    check.equal([line for line in new if "sessmon: " not in line], [], "other lines in the log")
    check.equal(len(new), 6, "sessmon's own lines")
    check.true(all("attached" in line or "detached" in line for line in new), f"its lines: {new}")


def test_json():
    """Every line of every verb is one JSON object that names its host and boot."""
    boot = open("/proc/sys/kernel/random/boot_id", encoding="ascii").read().strip()
    for words in (("ls",), ("tree",), ("stats",), ("show", str(os.getpid()))):
        status, out, err = sessmon.run(*words, "-j")
        check.equal(status, 0, f"sessmon {words}: {err}")
        for line in out.splitlines():
            check.equal(sessmon.get(json.loads(line), "host.boot.id"), boot, "boot id")
