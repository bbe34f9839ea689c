# SPDX-License-Identifier: GPL-2.0-only
"""An ordinary user abuses the machine, and another one works beside him.

Each abuse runs in turn without the module and with it, in one guest: what is compared are
figures of the same machine, minutes apart, and whatever takes the host's time in one turn
is not there in another.  What the one who works does is counted by himself, by the module,
and by a reliable reader: nothing of it may be lost.  How long it takes is shown, and judged
where that is asked for ("make test-abuse"): the host of the short form has other work, too.
"""

import os
import statistics
import subprocess
from dataclasses import dataclass, field

from lab import check, cleanup, klog, sessmon, wire
from lab.stream import Reader, at_rest, leave_cgroup, marked, say

# The module comes when the kernel alone has been looked at.
WHEN = "late"

PROGRAM = "/run/lab/abuse/abuse"
ALICE, BOB = 1000, 1001
SECONDS = os.environ.get("ABUSE_SECONDS", "0.5")
TURNS = int(os.environ.get("ABUSE_TURNS", "1"))
TIMED = os.environ.get("ABUSE_TIMED")
# How often as long it may take at the most, in each turn, and what is no matter: some
# interrupts of an emulated machine, a time slice of who shares the processor.
FACTOR, GRACE_US = 2, 4000


@dataclass(frozen=True)
class Abuse:
    """What a user does, and with how many of something.

    A flood of events shares the processor with who works, and meets what he does in one
    ring; a stall meets him at a lock, from the other processor.
    """
    name: str
    words: str
    shared: bool = True


ABUSES = (Abuse("nothing", ""),
          Abuse("D1 tracer", "tracer 2000", False),
          Abuse("D2 zombies", "zombies 1000", False),
          Abuse("D3 orphans", "orphans 300", False),
          Abuse("D5 capset", "creds"),
          Abuse("D5 namespaces", "namespaces"),
          Abuse("D5 terminal", "tty"),
          Abuse("D5 name", "name"),
          Abuse("D5 execs of a leader", "leader"),
          Abuse("S sessions", "sessions"),
          Abuse("S pid namespaces", "containers"))


@dataclass
class Work:
    """What who works says of it: programs started, and how long a fork and all of it took, us."""
    count: int
    fork: int
    fork_90: int
    all: int
    all_90: int


@dataclass
class Score:
    """What became of him beside one abuse, turn by turn, and of what he did."""
    bare: list = field(default_factory=list)
    with_module: list = field(default_factory=list)
    made: int = 0
    arrived: int = 0
    lost: int = 0
    withheld: int = 0

    def middle(self, turns, what):
        return statistics.median(getattr(work, what) for work in getattr(self, turns))

    def slower(self, what):
        """It took too long, and that in each of the turns."""
        return all(getattr(now, what) > FACTOR * getattr(was, what) + GRACE_US
                   for was, now in zip(self.bare, self.with_module))


def _as(uid, cpu, *words):
    return ["taskset", "-c", cpu, "setpriv", f"--reuid={uid}", f"--regid={uid}",
            "--clear-groups", "setsid", PROGRAM, *words]


def _begin(abuse):
    """The abuse, when it has begun."""
    # pylint: disable-next=consider-using-with
    popen = subprocess.Popen(_as(ALICE, "0" if abuse.shared else "1", *abuse.words.split()),
                             text=True, stdout=subprocess.PIPE, preexec_fn=leave_cgroup)
    cleanup.defer(popen.wait)
    cleanup.defer(popen.kill)
    check.equal(popen.stdout.readline(), "ready\n", f"what {abuse.name} says")


def _work(abuse):
    """How somebody fares beside an abuse."""
    with cleanup.scope():
        if abuse.words:
            _begin(abuse)
        out = subprocess.run(_as(BOB, "0", "victim", SECONDS), text=True, check=True,
                             stdout=subprocess.PIPE).stdout
    return Work(*map(int, out.split()))


def _sum(stats, what):
    return sum(each[what] for each in stats["counters"].values())


def _watched(abuse, score, reader, sock):
    """The same with the module, and what became of his events."""
    before = marked(sock, reader)
    work = _work(abuse)
    after = at_rest(sock)
    told = reader.tell()
    check.equal(told["demotions"], 0, f"{abuse.name}: the reliable reader is held for")
    check.equal(sum(told["missing"].values()), 0, f"{abuse.name}: missing at the reader")
    score.with_module.append(work)
    # He himself came by two programs, and has ended.
    score.made += 3 * work.count + 3
    score.arrived += sum(told["of_user"][kind] for kind in ("fork", "exec", "exit"))
    score.lost += _sum(after, "lost") - _sum(before, "lost")
    score.withheld += _sum(after, "withheld") - _sum(before, "withheld")


def _turn_with_module(scores):
    with cleanup.scope():
        sessmon.load()
        cleanup.defer(sessmon.unload)
        sock = wire.Socket()
        cleanup.defer(sock.close)
        reader = Reader("reliable", "-r", "-b", str(64 << 20), "-u", str(BOB))
        for abuse, score in scores.items():
            _watched(abuse, score, reader, sock)


def _show(scores):
    say(f"{'':20} {'fork, us: bare, sessmon':>23} {'fork, exec, exit':>17} "
        f"{'events of who works':>21} {'the abuse':>9}")
    say(f"{'abuse':20} {'median':>11} {'p90':>11} {'median':>17} "
        f"{'made':>7} {'arrived':>7} {'lost':>5} {'withheld':>9}")
    for abuse, score in scores.items():
        pairs = [f"{score.middle('bare', what):.0f} {score.middle('with_module', what):.0f}"
                 for what in ("fork", "fork_90", "all")]
        say(f"{abuse.name:20} {pairs[0]:>11} {pairs[1]:>11} {pairs[2]:>17} "
            f"{score.made:7} {score.arrived:7} {score.lost:5} {score.withheld:9}")


def _wrong(scores):
    """What must not be, in words."""
    for abuse, score in scores.items():
        if score.arrived != score.made:
            yield f"{abuse.name}: {score.made} events were made, {score.arrived} arrived"
        for what in ("fork", "fork_90", "all", "all_90"):
            if TIMED and score.slower(what):
                yield (f"{abuse.name}: {what} took {score.bare} us alone, "
                       f"{score.with_module} us with the module")


def test_abuse():
    """Whatever a user does, all that another one's programs do is told, and takes no longer."""
    if sessmon.loaded():
        sessmon.unload()
    cleanup.defer(sessmon.load)
    log = klog.Log()
    scores = {abuse: Score() for abuse in ABUSES}
    for _ in range(TURNS):
        for abuse, score in scores.items():
            score.bare.append(_work(abuse))
        _turn_with_module(scores)
    _show(scores)
    check.equal(list(_wrong(scores)), [], "what the abuse costs who works")
    check.equal([line for line in log.lines() if "sessmon: " not in line], [], "the kernel's log")


test_abuse.limit = 300 + int(20 * float(SECONDS)) * len(ABUSES) * TURNS
