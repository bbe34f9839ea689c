# SPDX-License-Identifier: GPL-2.0-only
"""Process model: tracing and renaming."""

import os
import subprocess

from lab import check, cleanup, sessmon
from oracle import model, set_up            # noqa: F401
from oracle import dump

# What happens to who came later does not depend on when the module was loaded.
WHEN = "early"

ABUSE = "/run/lab/abuse/abuse"


def test_attach():
    """PTRACE_ATTACH and PTRACE_DETACH are told, and by whom."""
    check.equal(len(model("ptrace-attach").events("ptrace")), 4, "ptrace events")


def test_seize():
    """PTRACE_SEIZE is told like an attach."""
    model("ptrace-seize")


def test_traceme():
    """PTRACE_TRACEME is told, with the parent as the tracer."""
    run = model("ptrace-traceme")
    check.true("traced" in run.event("exit", run.processes[1]).flags, "traced to its end")


def test_refused():
    """An attach that the kernel refuses makes no event."""
    check.equal(model("ptrace-refused").events("ptrace"), [], "ptrace events")


def test_auto():
    """The child of a process that is traced with PTRACE_O_TRACEFORK is traced at once."""
    model("ptrace-auto")


def test_auto_thread():
    """A thread that is traced at once is named, and its release leaves the process traced."""
    run = model("ptrace-thread")
    child = run.processes[1]
    said = [line.own.get("thread", child) for line in run.lines() if line.did == "trace"]
    check.equal(len(set(said)), 2, "threads that were traced")
    told = [event("sessmon.tid") or child for event in run.events("ptrace", child)]
    check.equal(told, said, "threads that are told of")
    check.true("traced" in run.event("exit", child).flags, "traced to its end")


def test_tracer_dies():
    """When the tracer ends, the tracing has ended."""
    run = model("ptrace-tracer-dies")
    check.true("traced" not in run.event("exit", run.processes[1]).flags, "traced no more")


def _traced_threads(pid):
    """How many threads of a process are traced, as the kernel has it."""
    said = [open(f"/proc/{pid}/task/{tid}/status", encoding="ascii").read()
            for tid in os.listdir(f"/proc/{pid}/task")]
    return sum("\nTracerPid:\t0\n" not in each for each in said)


def test_count_of_threads():
    """Whichever way threads come to be traced and to be no more, their count is the kernel's."""
    # pylint: disable-next=consider-using-with
    ways = subprocess.Popen([ABUSE, "traced"], text=True, stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE)
    cleanup.defer(ways.kill)
    seen = []
    for line in ways.stdout:
        pid, count, how = line.strip().split(" ", 2)
        check.equal(_traced_threads(pid), int(count), f"the kernel's count after {how}")
        # Counts the threads as well.
        status, out, _ = sessmon.run("verify")
        check.equal(status, 0, f"the table after {how}: {out}")
        flags = dump.process(int(pid))["sessmon"]["process"].get("flags", [])
        check.equal("traced" in flags, count != "0", f"flag after {how}")
        seen.append(how)
        ways.stdin.write("\n")
        ways.stdin.flush()
    check.equal((ways.wait(), len(seen)), (0, 15), f"exit status and ways: {seen}")


def test_rename():
    """A process that renames itself tells old and new name, whatever is in them."""
    check.equal(len(model("rename").events("rename")), 5, "rename events")
