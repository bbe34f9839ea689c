# SPDX-License-Identifier: GPL-2.0-only
"""Coming in over ssh, in each of the ways that sshd treats differently.

Keys are in place, and the client's configuration asks no questions.
"""

import os
import subprocess
import tempfile

from lab import check, cleanup, proc
from lab.hold import Hold
from lab.programs.run import output
from lab.shell import Shell
from lab.terminal import Pty


def ssh_pty(user="alice", port=22, address="localhost", options=()):
    """A login with a terminal: the shell at its prompt."""
    # The client's configuration knows of IPv4 only.
    family = ["-o", "AddressFamily=inet6"] if ":" in address else []
    shell = Shell(Pty(["ssh", "-tt", *family, *options, "-p", str(port), f"{user}@{address}"],
                      name=f"ssh {user}"))
    cleanup.defer(_log_out, shell)
    return shell


def _log_out(shell):
    """Close the window, and see to it that nothing of the login is left."""
    shell.terminal.close()
    proc.gone(shell.pid)


class Client:
    """A client program without a terminal, ended with the test."""

    def __init__(self, *argv):
        self.popen = subprocess.Popen(argv, stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        cleanup.defer(self.end)

    def end(self):
        if self.popen.poll() is None:
            self.popen.kill()
        self.popen.communicate()


def ssh_command(user="alice", port=22):
    """`ssh host command`, held: release() lets the command end."""
    hold = Hold()
    hold.client = Client("ssh", "-p", str(port), f"{user}@localhost", hold.script)
    hold.client_pid = hold.client.popen.pid
    return hold


def ssh_run(user, command):
    """`ssh host command` with any command; the client."""
    return Client("ssh", f"{user}@localhost", command)


def _served(serves, *argv):
    """Start a client; its `pid` and `process` are those of who serves it over there.

    That is the first new process that came in by a login and serves(process).
    """
    before = proc.numbers()
    client = Client(*argv)
    client.client_pid = client.popen.pid

    def find():
        for process in proc.newcomers(before):
            if process.loginuid != proc.UNSET and serves(process):
                return process
        return None
    client.process = check.eventually(find, f"who serves {' '.join(argv)}", 60)
    client.pid = client.process.pid
    return client


def _runs(program):
    return lambda process: os.path.basename(process.exe) == program


def scp(user="alice", legacy=False):
    """A copy to the other side, so slow that it does not end by itself."""
    # A file of its own: another copy that is under way would find its own one empty.
    with tempfile.NamedTemporaryFile(prefix="scp-", delete=False) as file:
        file.truncate(1 << 24)
    cleanup.defer(os.unlink, file.name)
    return _served(_runs("scp" if legacy else "sftp-server"),
                   "scp", "-O" if legacy else "-s", "-q", "-l", "64",
                   file.name, f"{user}@localhost:{file.name}.copy")


def sftp(user="alice", port=22, server="sftp-server"):
    """An open sftp session, served by the external sftp-server, or by "internal-sftp"."""
    serves = _runs(server) if server == "sftp-server" else _serves_inside
    return _served(serves, "sftp", "-q", "-P", str(port), f"{user}@localhost")


def _serves_inside(process):
    return "internal-sftp" in " ".join(process.args)


def _door(service, port):
    """Start a door's service, to end with the test; returns its listener once it listens."""
    output("systemctl", "start", service)
    cleanup.defer(output, "systemctl", "stop", service)
    check.eventually(lambda: listens(port), f"{service} listens on {port}", 60)
    return proc.need(int(output("systemctl", "show", "-P", "MainPID", service)))


def internal_sftp(user="alice"):
    """An open sftp session, served by sshd itself, which execs nothing.

    The server is the child of the connection's sshd that runs as the user.
    """
    _door("sshd-internal-sftp", 2022)
    return sftp(user, 2022, "internal-sftp")


def dropbear():
    """Start dropbear; logins to port 2200 go to it.  Returns its listener."""
    return _door("dropbear", 2200)


def sshd_trixie():
    """Start the second root's OpenSSH; logins to port 2322 go to it.  Returns its listener."""
    return _door("sshd-trixie", 2322)


def listens(port):
    """Whether something accepts connections to a port of this host."""
    return output("ss", "-Hltn", f"sport = {port}")


def peer_of_client(pid):
    """Address and port of the connection of an ssh, or of that of an scp or sftp."""
    pids = [pid] + [child.pid for child in proc.children(pid)]
    for line in output("ss", "-Htnp", "state", "established").splitlines():
        local, _, users = line.split(None, 2)[2].partition(" ")
        if any(f"pid={each}," in users for each in pids):
            ip, port = local.rsplit(":", 1)
            return ip.strip("[]"), int(port)
    raise check.Failure(f"process {pid} has no connection")


def doors_of(pid):
    """The processes that lead the sessions of a login's connection and of its listener."""
    found = []
    for process in proc.ancestors(pid):
        if process.leads_session and process.pid not in (1, pid):
            found.append(process)
    return found[0], found[1]


def sshd_of(pid):
    """The sshd processes above a process: of the user, of the connection, listener."""
    return [process for process in proc.ancestors(pid) if process.comm == "sshd"]
