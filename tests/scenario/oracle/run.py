# SPDX-License-Identifier: GPL-2.0-only
"""Runs a test program under sessmon and both witnesses."""

import os
import shutil
import signal
import subprocess
import tempfile
import time

from lab import check, cleanup, proc, sessmon
from oracle import compare, facts, trace
from oracle.expect import Story
from oracle.stream import Event

PROGRAM = "/run/lab/programs/model"
PROGRAM32 = "/run/lab/programs/model32"

_monitor = None


def set_up():
    """Before the tests of a file: the module, a reader, and the second witness."""
    if not os.path.exists(PROGRAM):
        raise check.Skip("no test programs in the payload")
    sessmon.need()
    trace.start()
    restart_monitor()


def restart_monitor():
    """Another reader, instead of the one that may be running, until the test is over."""
    cleanup.defer(_use, _monitor)
    # Facts come from the event alone, nothing from a table that the reader keeps.
    _use(sessmon.Monitor("-N"))
    check.eventually(_heard, "the reader hears of something")


def _use(monitor):
    global _monitor         # pylint: disable=global-statement
    _monitor = monitor


def _heard():
    subprocess.run(["/bin/true"], check=True)
    time.sleep(0.1)
    return _monitor.events


def fence(timeout=20.0):
    """Wait until the reader has said all that has happened before now."""
    child = subprocess.Popen(["/bin/true"])
    child.wait()

    def ended():
        # By name as well: a reader that lags may still tell of who had the number before.
        return any(sessmon.get(doc, "event.action") == "end" and
                   sessmon.get(doc, "process.pid") == child.pid and
                   sessmon.get(doc, "sessmon.process.comm") == "true"
                   for doc in reversed(_monitor.events[-200:]))
    check.eventually(ended, "the end of the fence is seen", timeout)
    # The groups of the stream are sent one after the other.
    time.sleep(0.1)


class Run:
    """One run of a program; the tests see to its end by finish()."""

    def __init__(self, argv, verb, argument="", environment=None, folder=None):
        self.folder = folder or tempfile.mkdtemp(prefix="model")
        if not folder:
            os.chmod(self.folder, 0o777)
            cleanup.defer(shutil.rmtree, self.folder)
        self.path = os.path.join(self.folder, "said")
        trace.clear()
        self.mark = _monitor.mark()
        with open(self.path, "ab") as said:
            # pylint: disable-next=consider-using-with
            self.popen = subprocess.Popen(
                argv, stdin=subprocess.DEVNULL, stdout=said, cwd=self.folder,
                env={"MODEL": verb, "MODEL_ARG": argument, **(environment or {})})
        self.pid = self.popen.pid
        cleanup.defer(self._kill)
        self.story = self.trace = self.all = None

    def _kill(self):
        if self.popen.poll() is None:
            self.popen.kill()
            self.popen.wait()

    def lines(self):
        return facts.lines(self.path)

    def held(self):
        """Wait until a process stops to be looked at; its number."""
        def holding():
            return [line.pid for line in self.lines() if line.did == "hold"]
        return check.eventually(holding, "a process holds", 60)[0]

    def release(self):
        os.kill(self.held(), signal.SIGUSR1)

    def wait(self, status=0):
        """Wait for the end of the program and of everything that came of it."""
        self.popen.wait(120)
        if status is not None:
            check.equal(self.popen.returncode, status, f"exit status of {self.popen.args}")
        self.trace = trace.read(self.pid)
        check.eventually(lambda: not any(map(proc.read, self.trace.pids)), "all have ended")
        self.trace = trace.read(self.pid)
        fence()

    def heard(self, kind=None, pid=None):
        """What the reader has said by now, in its order."""
        found = sorted(map(Event, _monitor.since(self.mark)), key=lambda event: event.seq or 0)
        return [event for event in found
                if kind in (None, event.type) and pid in (None, event.pid)]

    def check_whole(self):
        """Nothing can be said of a stream with holes in it."""
        lost = [event("sessmon.loss") for event in self.heard("lost")]
        check.equal(lost, [], "events that the reader says were lost")
        check.equal(_monitor.broken, [], "lines of the reader that are not JSON")

    def finish(self, status=0):
        """The same, and compare all that was seen with all that was done."""
        self.wait(status)
        self.story = Story(self.lines())
        self.check_whole()
        mine = set(self.story.lives) | self.trace.pids
        self.all = [event for event in self.heard()
                    if (event.sid if event.of_session else event.pid) in mine]
        compare.everything(self.story, self.trace, self.all)
        return self

    def finish_without_story(self, wanted):
        """For programs that say nothing: [(number, types of its events in order)]."""
        docs = self.heard()
        for pid, types in wanted:
            got = [event.type for event in docs if event.pid == pid and not event.of_session]
            check.equal(got, types, f"events of process {pid}")

    def first_child(self):
        return min(child for child, maker in self.trace.forks.items() if maker == self.pid)

    def events(self, kind, pid=None):
        """The events of a type, of one process or of all."""
        return [event for event in self.all
                if event.type == kind and pid in (None, event.pid)]

    def event(self, kind, pid=None):
        found = self.events(kind, pid)
        check.equal(len(found), 1, f"number of {kind} events of {pid or 'all'}")
        return found[0]

    @property
    def processes(self):
        """Numbers of all processes, in the order of their creation."""
        return [event.pid for event in self.events("fork")]


def start(verb, argument="", **options):
    """Start the program; what comes back is to be finished."""
    return Run([PROGRAM], verb, argument, **options)


def model(verb, argument="", status=0, **options):
    """Run the program to its end and compare."""
    return start(verb, argument, **options).finish(status)
