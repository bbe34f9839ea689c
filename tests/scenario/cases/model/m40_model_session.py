# SPDX-License-Identifier: GPL-2.0-only
"""Process model: sessions, process groups and controlling terminals."""

import os
import pty
import signal
import subprocess

from lab import check, cleanup, proc, sessions, sessmon
from oracle import model, set_up            # noqa: F401

# What happens to who came later does not depend on when the module was loaded.
WHEN = "early"


def actions(run):
    """What became of the terminals of the last session that was made."""
    sid = run.events("session_start")[-1].sid
    return [event("sessmon.tty_action") for event in run.events("session_tty")
            if event.sid == sid]


def test_setsid():
    """setsid without an exec makes a session, created from the one before."""
    run = model("setsid")
    started = run.event("session_start")
    check.equal(started.sid, run.processes[1], "number of the session")
    check.equal(started("sessmon.session.created_from.pid"), run.events("fork")[0].sid,
                "session it was created from")


def test_setsid_refused():
    """A setsid that is refused makes no event."""
    run = model("setsid-refused")
    check.equal(len(run.events("setsid")), 1, "setsid events")


def test_setsid_by_thread():
    """setsid by a thread is one of the process."""
    model("setsid-thread")


def test_setsid_nested():
    """A session created inside another one says so, and both end with their members."""
    run = model("setsid-nested")
    outer, inner = run.events("session_start")
    check.equal(inner("sessmon.session.created_from.pid"), outer.sid, "created from")


def test_setpgid_by_self():
    """setpgid makes an event when the group changes, and none when it stays."""
    check.equal(len(model("setpgid-self").events("setpgid")), 2, "setpgid events")


def test_setpgid_by_parent():
    """setpgid by the parent names the parent as who did it."""
    run = model("setpgid-parent")
    check.equal(run.event("setpgid")("sessmon.actor.pid"), run.pid, "who did it")


def test_setpgid_race():
    """When parent and child both call setpgid, the first one makes the only event."""
    run = model("setpgid-race")
    check.equal(len(run.events("setpgid")), 20, "setpgid events")


def test_setpgid_refused():
    """A setpgid that is refused makes no event."""
    check.equal(model("setpgid-refused").events("setpgid"), [], "setpgid events")


def test_group_outlives_leader():
    """A process group keeps its number when its leader has ended."""
    run = model("group-leader-exits")
    late = run.events("fork")[-1]
    check.equal(late("sessmon.process.pgid"), run.processes[1], "group of a late child")


def test_tty_gained():
    """TIOCSCTTY gives the session a terminal, once; its leader's end takes it away."""
    check.equal(actions(model("tty")), ["gained", "lost"], "actions")


def test_tty_by_open():
    """A leader gets a terminal by opening it."""
    check.equal(actions(model("tty-open")), ["gained", "lost"], "actions")


def test_tty_stolen():
    """TIOCSCTTY with 1 takes the terminal from another session, and both are told of."""
    run = model("tty-steal")
    victim = run.events("session_start")[0].sid
    told = [event("sessmon.tty_action") for event in run.events("session_tty")
            if event.sid == victim]
    check.equal(told, ["gained", "stolen"], "actions in the session that is robbed")
    check.equal(actions(run), ["gained", "lost"], "actions in the other one")


LINE = "/dev/ttyS3"
# One opens a line and so gets it as its terminal; both close it, the other one last.
CLOSE_LAST = """
import os, sys
def step(pipe):
    os.read(pipe[0], 1)
opened, closed, done = os.pipe(), os.pipe(), os.pipe()
if os.fork() == 0:
    os.setsid()
    line = os.open(sys.argv[1], os.O_RDWR | os.O_NONBLOCK)
    os.write(opened[1], b".")
    step(closed)
    os.close(line)
    os.write(done[1], b".")
    step(closed)
    os._exit(0)
step(opened)
line = os.open(sys.argv[1], os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
os.write(closed[1], b".")
step(done)
os.close(line)
os.write(closed[1], b".")
os.wait()
"""


def test_tty_closed_by_another():
    """A line that a process of another session closes last is lost, and was not stolen."""
    stream = sessions.Stream()
    subprocess.run(["setsid", "-w", "python3", "-c", CLOSE_LAST, LINE], check=True)
    mine = check.eventually(lambda: sessmon.find_all(stream.events, event__action="session_tty"),
                            "what became of terminals")
    sid = sessmon.get(mine[0], "process.session_leader.pid")
    check.equal([line for line in stream.history(sid, "end") if line.startswith("tty")],
                ["tty gained", "tty lost"], "what became of the terminal")


def test_tty_given_up():
    """TIOCNOTTY by the leader takes the terminal from the session, which may get it again."""
    check.equal(actions(model("tty-notty")), ["gained", "lost", "gained", "lost"], "actions")


def test_tty_given_up_by_member():
    """TIOCNOTTY by a process that does not lead takes nothing from the session."""
    check.equal(actions(model("tty-notty-member")), ["gained", "lost"], "actions")


def test_tty_hangup():
    """When the other side of a pty closes, the session loses its terminal, once."""
    check.equal(actions(model("tty-hangup")), ["gained", "hangup"], "actions")


def test_tty_vhangup():
    """vhangup takes the session's terminal."""
    check.equal(actions(model("tty-vhangup")), ["gained", "hangup"], "actions")


def test_tty_survivors():
    """When a leader ends, those who stay lose the terminal, and the session lives on."""
    run = model("tty-survivors")
    end = run.event("session_end")
    check.true("leader_exited" in end("sessmon.session.flags"), "flagged: leader exited")
    check.true(end.seq > run.events("exit")[-1].seq or end.seq > run.events("exit")[0].seq,
               "the session ends after its leader")


def test_foreground():
    """Looked at, a session says which process group is in the foreground of its terminal."""
    pid, master = pty.fork()
    if not pid:
        os.execl("/bin/sh", "sh", "-c", "set -m; sleep 100; exit")
    cleanup.defer(os.close, master)
    cleanup.defer(os.waitpid, pid, 0)
    cleanup.defer(os.kill, pid, signal.SIGKILL)
    check.eventually(lambda: proc.need(pid).tpgid not in (-1, pid), "a job is in the foreground")
    entry = sessmon.find(sessmon.ls(), process__pid=pid)
    check.equal(sessmon.get(entry, "sessmon.session.foreground"), proc.need(pid).tpgid,
                "the foreground group")
