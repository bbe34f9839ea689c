# SPDX-License-Identifier: GPL-2.0-only
"""Who comes in by a program that no policy names is told; what only answers is not.

The same table of the same machine, before and after the module is loaded anew.
"""

import os
import shutil
import socket
import subprocess

from lab import check, cleanup, proc, programs, sessions, sessmon
from lab.hold import Hold

# What busybox's inetd does: a session, the user's ids, the connection as input and output.
INETD = """
import os, socket
listener = socket.create_server(("127.0.0.1", 2505))
while True:
    connection = listener.accept()[0]
    if os.fork() == 0:
        os.setsid()
        os.setgid(1001)
        os.setuid(1001)
        for fd in range(3):
            os.dup2(connection.fileno(), fd)
        os.execv("/bin/cat", ["cat"])
    connection.close()
"""

SOCKET = "[Socket]\nListenStream=127.0.0.1:{port}\nAccept=yes\n"
SERVICE = "[Service]\nStandardInput=socket\nUser={user}\nExecStart={command}\n"

WHEN = "early"


def set_up():
    sessmon.need()


def background(*argv):
    # pylint: disable-next=consider-using-with
    popen = subprocess.Popen(argv, start_new_session=True, stdin=subprocess.DEVNULL,
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    cleanup.defer(popen.wait)
    cleanup.defer(popen.kill)
    return popen


def unlisted(program, name, *options):
    """A server whose file has no rule."""
    path = f"/opt/{name}"
    shutil.copy(program, path)
    cleanup.defer(os.unlink, path)
    return background(path, *options)


def unit(name, port, user, command):
    """A service that systemd starts for each connection."""
    for kind, text in (("socket", SOCKET.format(port=port)),
                       ("service", SERVICE.format(user=user, command=command))):
        path = f"/run/systemd/system/{name}{'@' if kind == 'service' else ''}.{kind}"
        with open(path, "w") as file:
            file.write(text)
        cleanup.defer(os.unlink, path)
    programs.output("systemctl", "daemon-reload")
    programs.output("systemctl", "start", f"{name}.socket")
    cleanup.defer(programs.output, "systemctl", "stop", f"{name}.socket")


def talk(port):
    """The process that answers on a port with what it is told, and the other end's name."""
    check.eventually(lambda: programs.listens(port), f"somebody listens on {port}")
    before = proc.numbers()
    connection = socket.create_connection(("127.0.0.1", port))
    cleanup.defer(connection.close)
    connection.sendall(b"hello\n")
    check.equal(connection.recv(6), b"hello\n", f"the answer from port {port}")
    return check.eventually(lambda: [each for each in proc.newcomers(before) if each.comm == "cat"],
                            "who answered")[0]


def held(port, *options):
    """A command by ssh, and where it comes from."""
    hold = Hold()
    client = background("ssh", *options, "-p", str(port), "alice@localhost", hold.script)
    check.true(hold.pid, "the command runs")
    return hold, programs.peer_of_client(client.pid)


def forwarding(port):
    """A connection that only forwards: the session of the process that holds it, and its peer."""
    before = proc.numbers()
    client = background("ssh", "-N", "-p", str(port), "alice@localhost")
    peer = check.eventually(lambda: _peer(client.pid), "the connection")

    def member():
        return [each for each in proc.newcomers(before) if each.uid == 1000 and
                any("alice" in word for word in each.args) and each.comm == "lab-sshd"]
    return check.eventually(member, "the connection's process of alice", 60)[0], peer


def _peer(pid):
    try:
        return programs.peer_of_client(pid)
    except check.Failure:
        return None


def told(process):
    entry = sessions.of(process)
    ip = sessions.fact(entry, "peer.remote.ip")
    return "unknown_door" in sessions.flags(entry), ip and (
        ip, sessions.fact(entry, "peer.remote.port"))


def check_all(let_in, answer, when):
    wrong = []
    for what, process, peer in let_in:
        if told(process) != (True, peer):
            wrong.append(f"{when}: {what}: got {told(process)}, want {(True, peer)}")
    for what, process in answer:
        if told(process)[0]:
            wrong.append(f"{when}: {what}: is told")
    check.equal(wrong, [], "unknown doors")


def test_unknown_doors():
    """Servers without a rule that let somebody in are told with the address; services are not."""
    key = "/tmp/lab-dropbear-key"
    subprocess.run(["dropbearkey", "-t", "ed25519", "-f", key], check=True,
                   stdout=subprocess.DEVNULL)
    cleanup.defer(os.unlink, key)
    unlisted("/usr/sbin/dropbear", "lab-dropbear", "-F", "-E", "-p", "2503", "-r", key)
    unlisted("/usr/sbin/sshd", "lab-sshd", "-D", "-p", "2504", "-o", "PidFile=none")
    background("python3", "-c", INETD)
    unit("lab-nobody", 2506, "nobody", "/bin/cat")
    unit("lab-person", 2507, "alice", "/bin/cat")
    unit("lab-ssh", 2508, "root", "-/usr/sbin/sshd -i")
    for port in (2503, 2504, 2505, 2506, 2507, 2508):
        check.eventually(lambda port=port: programs.listens(port), f"port {port}")

    command, command_peer = held(2503)
    shell, shell_peer = held(2503, "-tt")
    run, run_peer = held(2504)
    tunnel, tunnel_peer = forwarding(2504)
    known, _ = held(2508)
    let_in = [("dropbear's command", command.process, command_peer),
              ("dropbear's terminal", shell.process, shell_peer),
              ("sshd's command", run.process, run_peer),
              ("sshd's tunnel", tunnel, tunnel_peer)]
    answer = [("inetd's cat", talk(2505)), ("nobody's cat", talk(2506)),
              ("alice's cat", talk(2507)), ("a known door's command", known.process),
              ("a known door's connection", proc.need(known.process.ppid))]
    check_all(let_in, answer, "early")
    sessmon.unload()
    sessmon.load()
    check_all(let_in, answer, "late")


test_unknown_doors.limit = 400
