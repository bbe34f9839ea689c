# SPDX-License-Identifier: GPL-2.0-only
"""Process model: how processes end."""

import os
import signal

from lab import check, cleanup, proc, sessmon
from oracle import model, set_up            # noqa: F401
from oracle.run import fence, start

# What happens to who came later does not depend on when the module was loaded.
WHEN = "early"

# Those that leave a core by default.
WITH_CORE = {signal.SIGQUIT, signal.SIGILL, signal.SIGTRAP, signal.SIGABRT, signal.SIGBUS,
             signal.SIGFPE, signal.SIGSEGV, signal.SIGXCPU, signal.SIGXFSZ, signal.SIGSYS}


def test_exit_codes():
    """Every exit code is reported as the parent gets it."""
    run = model("exit-codes")
    codes = [run.event("exit", pid)("process.exit_code") for pid in run.processes[1:]]
    check.equal(codes, [0, 1, 2, 42, 126, 127, 128, 255], "codes")


def _by_signal(argument):
    run = model("exit-signals", argument)
    events = [run.event("exit", pid) for pid in run.processes[1:]]
    return {event("sessmon.exit_signal.number"): bool(event("sessmon.core_dumped"))
            for event in events}


def test_exit_signals():
    """Every signal that ends a process is reported, without a core."""
    ended = _by_signal("")
    check.equal(len(ended), 23 + 1, "signals")
    check.equal({number for number, core in ended.items() if core}, set(), "with a core")


def test_exit_signals_with_core():
    """Of the signals that dump core, each that did says so."""
    with open("/proc/sys/kernel/core_pattern") as file:
        old = file.read()
    cleanup.defer(_write, "/proc/sys/kernel/core_pattern", old)
    _write("/proc/sys/kernel/core_pattern", "core")
    ended = _by_signal("with core")
    check.equal({number for number, core in ended.items() if core}, WITH_CORE, "with a core")


def _write(path, text):
    with open(path, "w") as file:
        file.write(text)


def test_leader_first():
    """A process lives until its last thread ends, also if the first thread went before."""
    run = model("exit-leader-group")
    check.equal(run.event("exit", run.processes[1])("process.exit_code"), 5, "exit code")


def test_leader_first_alone():
    """If each thread ends alone, the code is the one that the parent gets."""
    model("exit-leader-alone")


def test_exit_with_threads():
    """exit() of one of many threads is one event."""
    model("exit-threads")


def test_kill_with_threads():
    """SIGKILL to a process of many threads is one event."""
    run = model("exit-threads", "kill")
    check.equal(run.event("exit", run.processes[1])("sessmon.exit_signal.number"), 9, "signal")


def test_zombie():
    """A process that nobody waits for has ended when it ends, once."""
    run = start("exit-zombie")
    run.held()
    fence()
    child = [line.pid for line in run.lines() if line.did == "born"][0]
    check.equal(proc.need(child).state, "Z", "state in /proc")
    check.true(run.heard("exit", child), "its end is told before it is reaped")
    listed = [sessmon.get(doc, "sessmon.process.key.pid") for doc in sessmon.ask("tree")]
    check.true(child not in listed, "it is not listed any more")
    run.release()
    run.finish()


def test_autoreap():
    """A process that the kernel reaps itself has an end like any other."""
    model("exit-autoreap")


def test_many_runs_leave_nothing():
    """The table holds no more when all is over than it did before."""
    def count():
        fence()
        return len(os.listdir("/proc")), sessmon.ask("stats")[0]
    _, before = count()
    for _ in range(5):
        model("tree")
    _, after = count()
    for name in ("sessions", "programs"):
        got = sessmon.get(after, f"sessmon.stats.{name}")
        check.true(got <= sessmon.get(before, f"sessmon.stats.{name}") + 1, f"{name}: {got}")
