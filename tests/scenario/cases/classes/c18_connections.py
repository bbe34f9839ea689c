# SPDX-License-Identifier: GPL-2.0-only
"""S18: a connection is one whoever made its session: socket units, inetd, a script."""

import os
import shutil
import socket
import subprocess
import sys

from lab import check, cleanup, proc, programs, runner, scenes, sessions, sessmon
from lab.policy import loaded
from lab.sessions import Row
from lab.shell import Shell
from lab.terminal import Pty

ALICE = scenes.ALICE
KEY = "/etc/dropbear/host_key"
TELNETD = "/usr/sbin/telnetd"
SSHD = "/usr/sbin/sshd -i -f /etc/ssh/sshd_internal_sftp_config"
# What ssh starts to be given a connection: to a port of vsock on this machine (CID 1).
BY_VSOCK = """
import socket
ours = socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM)
ours.connect((1, {port}))
with open("{told}", "w") as told:
    print(ours.getsockname()[1], file=told)
socket.send_fds(socket.socket(fileno=1), [b"it"], [ours.fileno()])
"""
DROPBEAR = f"/usr/sbin/dropbear -i -r {KEY}"      # with -i it refuses -E


def set_up():
    sessmon.need()


def _write(path, text):
    with open(path, "w") as file:
        file.write(text)
    cleanup.defer(os.unlink, path)


def _socket_unit(port, command, address="127.0.0.1"):
    """A socket unit that starts a service for each connection."""
    name = f"lab-{port}"
    _write(f"/run/systemd/system/{name}.socket",
           f"[Socket]\nListenStream={address}:{port}\nAccept=yes\n")
    _write(f"/run/systemd/system/{name}@.service",
           f"[Service]\nExecStart=-{command}\nStandardInput=socket\n")
    programs.output("systemctl", "daemon-reload")
    programs.output("systemctl", "start", f"{name}.socket")
    cleanup.defer(subprocess.run, ["systemctl", "stop", f"{name}.socket"])


def _inetd(port, command):
    """A line of inetd's."""
    program, arguments = command.split(" ", 1)
    _write("/run/inetd.conf",
           f"{port} stream tcp nowait root {program} {os.path.basename(program)} {arguments}\n")
    programs.output("systemd-run", "--quiet", "--collect", "--unit=lab-inetd",
                    "/usr/sbin/inetd", "-i", "/run/inetd.conf")
    cleanup.defer(subprocess.run, ["systemctl", "stop", "lab-inetd"])
    check.eventually(lambda: programs.listens(port), "inetd listens")


def _script(port, command):
    """A script around a listener, which forks for each connection."""
    programs.output("systemd-run", "--quiet", "--collect", "--unit=lab-script", "/bin/sh", "-c",
                    f"{command} -F -p 127.0.0.1:{port}; true")
    cleanup.defer(subprocess.run, ["systemctl", "stop", "lab-script"])
    check.eventually(lambda: programs.listens(port), "the script's door listens")


def _shell(port, login):
    shell = programs.ssh_pty("alice", port)
    return Row("a shell", shell.process, "interactive_remote", "sshd", reason="door_tty",
               user=ALICE, login=login, tty="pts/", peer=sessions.peer_of(shell),
               flags=scenes.TTY)


def _command(port, login):
    command = programs.ssh_command("alice", port)
    return Row("a command", command.process, "noninteractive_remote", "sshd",
               reason="door_no_tty", user=ALICE, login=login,
               peer=programs.peer_of_client(command.client_pid))


def _inline(port):
    command = programs.ssh_command("alice", port)
    return Row("a command", command.process, "noninteractive_remote", "sshd",
               reason="work_in_door", user=0, peer=programs.peer_of_client(command.client_pid))


def _transfer(port, login):
    sftp = programs.sftp("alice", port, "internal-sftp")
    return Row("internal-sftp", sftp.process, "noninteractive_remote", "sshd",
               reason="work_in_door", user=ALICE, login=login,
               peer=programs.peer_of_client(sftp.client_pid))


def _telnet(port):
    """A login by telnet: login(1) stays as root, and runs the person's shell."""
    terminal = Pty(["busybox", "telnet", "127.0.0.1", str(port)], name="telnet")
    terminal.expect("login: ")
    terminal.line("alice")
    terminal.expect("assword:")
    terminal.line(programs.PASSWORDS["alice"])
    shell = Shell(terminal)
    return Row("a shell by telnet", shell.process, "interactive_remote", "remote",
               reason="door_tty", user=0, login=ALICE, tty="pts/",
               peer=programs.peer_of_client(terminal.pid), flags=scenes.TTY)


def test_socket_unit():
    """sshd and dropbear that a socket unit starts for each connection let people in as others do."""
    _socket_unit(2241, SSHD)
    _socket_unit(2242, DROPBEAR)
    rows = [_shell(2241, ALICE), _command(2241, ALICE), _transfer(2241, ALICE),
            _shell(2242, None), _inline(2242)]
    sessions.check_anew(rows)
    for process in (rows[0].process, rows[3].process):
        connection = next(each for each in proc.ancestors(process.pid) if each.leads_session)
        entry = sessions.of(connection)
        check.equal((sessions.fact(entry, "class"), sessions.fact(entry, "entry.type"),
                     sessions.flags(entry) - {"inferred"}), ("host_access", "sshd", set()),
                    "class, entry and flags of the connection")


def test_vsock():
    """A login from another machine by vsock shows which one, and from which port."""
    try:
        socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM).close()
    except OSError as error:
        raise check.Skip(f"this kernel has no vsock: {error}") from error
    _socket_unit(2247, SSHD, "vsock:")
    told = "/run/lab/vsock-port"
    _write("/run/lab/by-vsock", BY_VSOCK.format(port=2247, told=told))
    shell = programs.ssh_pty("alice", options=["-o", "ProxyUseFdpass=yes", "-o",
                                               f"ProxyCommand={sys.executable} /run/lab/by-vsock"])
    with open(told) as port:
        peer = ("vsock:1", int(port.read()))
    sessions.check_anew([Row("a shell by vsock", shell.process, "interactive_remote", "sshd",
                             reason="door_tty", user=ALICE, login=ALICE, tty="pts/", peer=peer,
                             flags=scenes.TTY)])
    line = sessmon.run("ls", "--no-header", "-o", "sid,from", "-c", "login", "--from", "vsock:1")[1]
    check.equal(line.split(), [str(shell.process.sid), "vsock:1"], "what a person is told")
    check.equal(sessmon.ask("ls", "--from", "vsock:2"), [], "sessions from the host of this machine")


def test_inetd():
    """So does the sshd that inetd starts."""
    _inetd(2243, SSHD)
    sessions.check_anew([_shell(2243, ALICE), _command(2243, ALICE)])


def test_telnet():
    """A login by telnet under inetd shows who came in, and from where."""
    shutil.copy("/bin/busybox", TELNETD)
    cleanup.defer(os.unlink, TELNETD)
    _inetd(2245, f"{TELNETD} -i")
    sessions.check_anew([_telnet(2245)])


def test_script():
    """So does a dropbear that a script starts and waits for."""
    _script(2244, f"/usr/sbin/dropbear -E -r {KEY}")
    rows = [_shell(2244, None), _inline(2244)]
    sessions.check_anew(rows)
    if runner.loaded() == "early":
        with loaded([]):
            sessions.check_all(rows)
