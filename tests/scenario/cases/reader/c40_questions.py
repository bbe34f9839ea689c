# SPDX-License-Identifier: GPL-2.0-only
"""How somebody came in, what he runs, and what is told while he does it.

One login for all of it: in it a root shell by sudo and a tmux, beside it a job of cron.
What the reader says is held against /proc, logind and the programs themselves.
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
from types import SimpleNamespace

from lab import check, cleanup, proc, programs, scenes, sessmon

WHEN = "early"
here = SimpleNamespace()


def set_up():
    sessmon.need()
    here.login = scenes.ssh().shell
    here.tmux = programs.Tmux(here.login)
    here.job = programs.cron_job("bob")
    here.root = programs.sudo_i(here.login)


def told(*words, columns=80):
    """The lines of a verb, as a person sees them, who has so many columns."""
    done = subprocess.run([sessmon.READER, *words], stdin=subprocess.DEVNULL, text=True,
                          capture_output=True, check=False,
                          env=dict(os.environ, COLUMNS=str(columns), TERM="dumb"))
    check.equal((done.returncode, done.stderr), (0, ""), f"sessmon {' '.join(words)}")
    lines = done.stdout.splitlines()
    check.equal([line for line in lines if len(line) > columns], [], "lines that are too wide")
    return lines


def head(key):
    """What show says first: the sentence without the time, and the chain."""
    told("show", str(key))
    lines = told("show", str(key), columns=1000)
    check.equal(lines[2], "", "a line between these and what follows")
    return lines[0][:lines[0].rindex(", since ")], lines[1]


def line_of(pid):
    """Who made whom, according to /proc."""
    chain = [proc.need(pid)] + proc.ancestors(pid)
    return " > ".join(f"{os.path.basename(each.exe)} {each.pid}" for each in reversed(chain))


def below(pid):
    """A process and all that descends from it, according to ps."""
    lines = programs.output("ps", "-eo", "pid=,ppid=").splitlines()
    parents = {int(child): int(parent) for child, parent in map(str.split, lines)}
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def processes(lines):
    """The process ids of a tree."""
    return {int(line.split()[0]) for line in lines if line.split()[0].isdigit()}


def test_how_he_came_in():
    """show says in a sentence and a chain how a login, a root shell, a job and a pane came in."""
    login, root, job = here.login.process, here.root.process, here.job.process
    came = f"on {login.tty} from 127.0.0.1 by sshd"
    sentence, chain = head(login.pid)
    check.equal(sentence, f"login s:{login.pid}, alice {came}", "login")
    check.equal(chain, line_of(login.pid), "who made it")
    sentence, chain = head(root.pid)
    check.equal(sentence,
                f"bash {root.pid} in login s:{root.sid}, alice as root on {root.tty} from "
                "127.0.0.1 by sshd", "root's shell")
    check.equal(chain, line_of(root.pid), "who made it")
    sentence, chain = head(job.pid)
    check.equal(sentence, f"service s:{job.sid}, bob by cron", "job")
    check.equal(chain, line_of(job.pid), "who made it")
    pane = here.tmux.panes[0]
    sentence, chain = head(pane.pid)
    check.equal(sentence,
                f"terminal s:{pane.pid}, alice on {pane.tty} from 127.0.0.1 by sshd, left by "
                f"s:{login.pid} [mux]", "pane")
    check.equal(chain, f"{line_of(login.pid)} ... tmux {here.tmux.server} > bash {pane.pid}",
                "who made it, though init has adopted the server")


def test_who_is_it():
    """ls finds a session by logind's number, by who logged in and by his address, through sudo."""
    login, root = here.login.process, here.root.process
    logind = programs.output("loginctl", "show-session", str(login.sessionid), "-P", "Name",
                             "-P", "TTY").split()
    check.equal(logind, ["alice", login.tty], "who it is for logind")
    mine = {each.sid for each in proc.user_processes() if each.sessionid == login.sessionid}
    for words in (("-A", str(login.sessionid)), ("-L", "alice", "-F", "127.0.0.1")):
        got = {int(line) for line in told("ls", "-o", "sid", "--no-header", *words)}
        check.true(mine <= got, f"{mine} are among those by {words}: {got}")
        check.equal(got & {here.job.process.sid}, set(), "bob's job is not")
    acts = {int(line) for line in told("ls", "-o", "sid", "--no-header", "-u", "root", "-L",
                                       "alice", "-t", root.tty)}
    check.equal(acts, {root.sid}, "where alice acts as root")


def test_tree_of_one():
    """tree has of a session its processes and those it made, of a process its descendants."""
    login, server = here.login.process, here.tmux.server
    want = below(login.pid) | below(server)
    check.equal(processes(told("tree", f"s:{login.pid}")), want, "of the login, with its tmux")
    check.equal(processes(told("tree", str(login.pid))), below(login.pid), "of its shell")
    check.equal(processes(told("tree", str(here.root.pid))), below(here.root.pid), "of root's")
    check.equal(processes(told("tree", f"s:{here.tmux.panes[0].pid}")),
                below(here.tmux.panes[0].pid), "of the pane")


def subscribed(pid):
    """Whether the kernel sends a process anything: a socket of its own is in a group."""
    links = []
    for fd in os.listdir(f"/proc/{pid}/fd"):
        with contextlib.suppress(FileNotFoundError):        # closed while we look
            links.append(os.readlink(f"/proc/{pid}/fd/{fd}"))
    with open("/proc/net/netlink") as sockets:
        rows = [line.split() for line in sockets][1:]
    return any(f"socket:[{row[9]}]" in links and int(row[3], 16) for row in rows)


class Lines:
    """`sessmon monitor` as a person sees it, from here to its stop."""

    def __init__(self, *words):
        self.words = words
        self.file = tempfile.NamedTemporaryFile("r")    # pylint: disable=consider-using-with
        cleanup.defer(self.file.close)
        with open(self.file.name, "w") as out:
            # pylint: disable-next=consider-using-with
            self.popen = subprocess.Popen([sessmon.READER, "monitor", *words], stdout=out,
                                          stdin=subprocess.DEVNULL,
                                          env=dict(os.environ, COLUMNS="80", TERM="dumb"))
        cleanup.defer(self.popen.kill)
        check.eventually(lambda: subscribed(self.popen.pid), f"monitor {words} listens")

    def all(self):
        with open(self.file.name) as said:
            return said.read().splitlines()

    def wait(self, *parts):
        """A line that has all of these."""
        check.eventually(lambda: [line for line in self.all() if all(p in line for p in parts)],
                         f"monitor {' '.join(self.words)} says {parts} among {self.all()}")

    def stop(self):
        """What it said; no line is wider than the terminal."""
        self.popen.terminate()
        check.equal(self.popen.wait(20), 0, "it ends well")
        check.equal([line for line in self.all() if len(line) > 80], [], f"{self.words}: wide")
        return self.all()


def test_what_is_told():
    """monitor follows one session, a user or a flag, and runs a command for what it shows."""
    login, root, server = here.login.process, here.root.process, here.tmux.server
    place = tempfile.mkdtemp()
    cleanup.defer(shutil.rmtree, place)
    session = Lines("-E", "exec", "-s", f"s:{login.pid}")
    user = Lines("-E", "exec", "-u", "bob")
    flag = Lines("-G", "session", "--flag", "outlives_login", "--exec",
                 f"echo $SESSMON_SESSION $SESSMON_UID >{place}/$SESSMON_EVENT-$SESSMON_SEQ")
    here.root.run("/bin/true")
    window = here.tmux.new_window()
    programs.as_user("bob", "/usr/bin/id")
    here.root.leave(here.login)
    here.login.leave()
    session.wait(f" root in login s:{root.sid}: /usr/bin/true: /bin/true")
    session.wait(f" {window.pid} alice in terminal s:{window.pid}: /usr/bin/bash")
    user.wait(" bob in ", ": /usr/bin/id: /usr/bin/id")

    def ran():
        return {open(f"{place}/{each}").read() for each in os.listdir(place)}
    check.eventually(lambda: {f"{server} 1000\n", f"{window.pid} 1000\n"} <= ran(),
                     f"a command for each session that outlives its login: {ran()}")
    said = session.stop()
    check.equal([line for line in said if "bob" in line], [], "bob's")
    said = user.stop()
    check.equal([line for line in said if "alice" in line or "/bin/true" in line], [], "alice's")
    said = flag.stop()
    check.true([line for line in said if f"outlives  s:{server} its login: alice" in line],
               f"a sentence among {said}")
    check.equal({line.split()[1] for line in said}, {"outlives"}, f"nothing else: {said}")


def test_what_was_left():
    """A login that has ended is still found: what it left, and how that came in."""
    login, server, pane = here.login.pid, here.tmux.server, here.tmux.panes[0].pid
    check.equal(proc.read(login), None, "the login has ended")
    check.equal(processes(told("tree", f"s:{login}")), below(server), "its tree")
    check.equal({int(line) for line in told("ls", "--pids", "--origin", str(login))},
                below(server), "for kill")
    sentence, chain = head(pane)
    check.true(f"left by s:{login} " in sentence, sentence)
    check.equal(chain, f"s:{login} (ended) ... tmux {server} > bash {pane}", "who made it")
