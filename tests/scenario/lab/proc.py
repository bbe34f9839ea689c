# SPDX-License-Identifier: GPL-2.0-only
"""What the kernel says about processes in /proc, read without sessmon.

Scenarios compare sessmon's answers with these.
"""

import os
from dataclasses import dataclass, field

from lab import check

UNSET = 0xffffffff          # login uid and audit session of who never logged in
NAMESPACES = ("cgroup", "ipc", "mnt", "net", "pid", "user", "uts")


@dataclass
class Process:
    """One process at one moment."""
    pid: int
    comm: str
    state: str
    ppid: int
    pgid: int
    sid: int
    tty_nr: int
    tpgid: int
    start: int              # clock ticks after boot
    uid: int
    euid: int
    gid: int
    vpid: int               # the pid in its own namespace
    loginuid: int
    sessionid: int
    exe: str
    args: list
    cgroup: str
    namespaces: dict = field(default_factory=dict)

    @property
    def tty(self):
        return tty_name(self.tty_nr)

    @property
    def leads_session(self):
        return self.pid == self.sid


def tty_name(number):
    """The name of a terminal as in `ps`; None for none."""
    if number == 0:
        return None
    major, minor = os.major(number), os.minor(number)
    if 136 <= major <= 143:
        return f"pts/{(major - 136) * 256 + minor}"
    with open(f"/sys/dev/char/{major}:{minor}/uevent") as lines:
        for line in lines:
            if line.startswith("DEVNAME="):
                return line.strip().split("=", 1)[1]
    return f"{major}:{minor}"


def _text(pid, name):
    """The whole of a file; by hand, as all that open() can do costs more than the file."""
    fd = os.open(f"/proc/{pid}/{name}", os.O_RDONLY)
    try:
        parts = [os.read(fd, 1 << 16)]
        while parts[-1]:
            parts.append(os.read(fd, 1 << 16))
    finally:
        os.close(fd)
    return b"".join(parts).decode(errors="backslashreplace")


# Numbers that /proc/PID/stat says, which is read before anything else: where they stand.
_STAT = {"ppid": 1, "pgid": 2, "sid": 3, "tty_nr": 4, "tpgid": 5, "start": 19}


def _stat(pid):
    """The fields of it by name; ended processes raise an OSError."""
    name, rest = _text(pid, "stat").split(" (", 1)[1].rsplit(") ", 1)
    words = rest.split()
    return {"comm": name, "state": words[0],
            **{field: int(words[place]) for field, place in _STAT.items()}}


def _link(pid, name):
    """Kernel threads and zombies have the link, but it leads nowhere."""
    try:
        return os.readlink(f"/proc/{pid}/{name}")
    except OSError:
        return ""


def _namespaces(pid):
    """Kind -> inode number."""
    found = {}
    for kind in NAMESPACES:
        link = _link(pid, f"ns/{kind}")
        if link:
            found[kind] = int(link.split("[")[1].rstrip("]"))
    return found


def read(pid):
    """The process with this number, or None when it is gone."""
    try:
        stat = _stat(pid)
        status = dict(line.split(":\t", 1) for line in _text(pid, "status").splitlines())
        uids = status["Uid"].split()
        return Process(
            pid=pid, **stat, uid=int(uids[0]), euid=int(uids[1]),
            gid=int(status["Gid"].split()[0]), vpid=int(status["NSpid"].split()[-1]),
            loginuid=int(_text(pid, "loginuid")), sessionid=int(_text(pid, "sessionid")),
            exe=_link(pid, "exe"), args=_text(pid, "cmdline").split("\0")[:-1],
            cgroup=_text(pid, "cgroup").strip().split("::")[-1],
            namespaces=_namespaces(pid))
    except (FileNotFoundError, ProcessLookupError):
        return None


def need(pid):
    """The process with this number, which has to be there."""
    process = read(pid)
    check.true(process, f"process {pid} exists")
    return process


def numbers():
    """Of everything that runs, kernel threads included, in order."""
    return sorted(int(name) for name in os.listdir("/proc") if name.isdigit())


def all_processes():
    """Everything that runs, kernel threads included, by number."""
    return [process for process in map(read, numbers()) if process]


def newcomers(before):
    """Everything that runs and whose number is not among those."""
    new = (pid for pid in numbers() if pid not in before)
    return [process for process in map(read, new) if process]


def user_processes():
    return [process for process in all_processes() if process.sid]


def matching(**fields):
    """All processes whose fields have these values: matching(comm="tmux")."""
    def may_match(pid):
        try:
            stat = _stat(pid)
            return all(stat.get(name, value) == value for name, value in fields.items())
        except (FileNotFoundError, ProcessLookupError):
            return False
    return [process for process in map(read, filter(may_match, numbers()))
            if process and all(getattr(process, name) == value for name, value in fields.items())]


def running(sid, comm, count):
    """The members of a session that run a program, as soon as there are so many."""
    def found():
        these = matching(sid=sid, comm=comm)
        return these if len(these) == count else None
    return check.eventually(found, f"{count} members of session {sid} run {comm}")


def children(pid):
    return matching(ppid=pid)


def ancestors(pid):
    """Parent, its parent, and so on up to init."""
    found = []
    process = read(pid)
    while process and process.ppid:
        process = read(process.ppid)
        if process:
            found.append(process)
    return found


def ancestor(pid, program):
    """The nearest ancestor that runs this program."""
    for process in ancestors(pid):
        if os.path.basename(process.exe) == program:
            return process
    raise check.Failure(f"process {pid} has no ancestor {program}")


def gone(pid, timeout=20.0):
    """Wait for the end of a process.  A zombie has ended."""
    def ended():
        process = read(pid)
        return process is None or process.state in "ZX"
    check.eventually(ended, f"end of process {pid}", timeout)


def table():
    """All user processes as text, for people."""
    lines = [f"{'PID':>6} {'PPID':>6} {'PGID':>6} {'SID':>6} {'TTY':8} {'UID':>5} "
             f"{'LOGIN':>5} ARGS"]
    for each in user_processes():
        login = "-" if each.loginuid == UNSET else each.loginuid
        lines.append(f"{each.pid:6} {each.ppid:6} {each.pgid:6} {each.sid:6} "
                     f"{each.tty or '-':8} {each.uid:5} {login:>5} "
                     f"{' '.join(each.args)[:70] or each.comm}")
    return lines
